"""Written text: from the character probabilities of a line to a value, under the field's own rules."""
