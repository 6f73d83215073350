"""The command line: one thin file a command; heavy imports stand inside the functions."""
