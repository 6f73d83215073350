"""Training of the readers of marks: drawn pages, two hands, two scanners, two networks."""
