"""Hand-drawn marks: circles round printed options, ticks at boxes, and both of them struck out again."""
