"""Training the digit reader: its pages, its network, its report."""
