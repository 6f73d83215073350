"""OCR engines: one written line in, character probabilities out.

An engine is found by the name of its entry point in the group ``formkit.engines``; the built-in ones
register in the same way as a stranger's (`formkit.engines.registry`).
"""
