"""The best combinations of independent places, in order."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import nlargest

from formkit.media.scan.text.line import Logs


def best_strings(logs: Logs, alphabet: Sequence[str], keep: int) -> list[tuple[float, str]]:
    """Return the ``keep`` best strings of one symbol a place, with their log-probabilities, the best first.

    ``logs`` is (places, symbols). Exact: the best of a longer string extend the best of its beginning.
    """
    found = [(0.0, "")]
    for row in logs:
        listed = sorted(zip(row.tolist(), alphabet, strict=True), reverse=True)[:keep]
        found = nlargest(keep, ((total + own, text + sign) for total, text in found for own, sign in listed))
    return found
