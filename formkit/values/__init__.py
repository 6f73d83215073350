"""Text ↔ value: dates, choices, numbers, ID numbers and other codes with check digits; pure functions."""
