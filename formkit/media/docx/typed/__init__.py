"""Word files of measured forms that people filled by typing: what they typed is what differs from the blank."""
