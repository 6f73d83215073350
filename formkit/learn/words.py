"""English words for the words that labels are made of, so that an id says what its field is."""

from __future__ import annotations

import re
from pathlib import Path

_LIST = Path(__file__).with_name("words.txt")
_WORDS = dict(line.split(" ") for line in _LIST.read_text(encoding="utf-8").splitlines())
_LONGEST = max(map(len, _WORDS))
_PASSED_OVER = re.compile(r"[的（）()：:/／㎡\s\"“”一-]|人防")


def translated(label: str) -> str:
    """Return words joined by underscores for a label, "" where some of it is not known here."""
    words: list[str] = []
    rest = label
    while rest:
        for size in range(min(_LONGEST, len(rest)), 0, -1):
            if rest[:size] in _WORDS:
                words.append(_WORDS[rest[:size]])
                rest = rest[size:]
                break
        else:
            passed = _PASSED_OVER.match(rest)
            if passed is None:
                return ""
            rest = rest[passed.end() :]
    return "_".join(words)
