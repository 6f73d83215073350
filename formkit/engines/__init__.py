"""OCR engines: one written line in, character probabilities out."""
