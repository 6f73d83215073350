"""The words at the foot of a page that every writer prints alike."""

from __future__ import annotations


def page_number(number: int, total: int) -> str:
    """Return a page's number in its booklet as it is printed; ``number`` counts from 1."""
    return f"第 {number} 页／共 {total} 页"
