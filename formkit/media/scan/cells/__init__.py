"""One-character boxes and code boxes: which digit stands in each, if any."""
