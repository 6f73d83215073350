"""Synthetic scans: a booklet filled by hand, printed and scanned, with the truth of what was written."""
