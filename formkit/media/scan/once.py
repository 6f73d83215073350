"""What is made of a printed page is made once and kept as long as the page's picture is."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from formkit.media.scan.canvas import Grey

T = TypeVar("T")


def once_for_each_blank(make: Callable[[Grey], T]) -> Callable[[Grey], T]:
    """Return ``make`` with its results kept by the very picture that they were made of, which nobody changes."""
    kept: dict[int, tuple[weakref.ref[Grey], T]] = {}

    @wraps(make)
    def kept_or_made(blank: Grey) -> T:
        key = id(blank)
        found = kept.get(key)
        if found is not None and found[0]() is blank:
            return found[1]
        made = make(blank)
        kept[key] = (weakref.ref(blank, lambda _: kept.pop(key, None)), made)
        return made

    return kept_or_made
