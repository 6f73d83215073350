"""One room for each medium; a room writes and reads it, and no room sees another."""
