"""Scans: pictures of paper that came back, read through the printed blank."""
