"""What a plain scalar is (YAML 1.2 core schema), and which ones are traps.

A trap is a word that somebody means as text and that YAML 1.1 readers take for something else:
``no`` (a truth value), ``010`` (eight), ``12:30`` (750 seconds), ``2024-02-30`` (a date). Such a
word must stand in quotes where text is wanted. Sources: YAML 1.2.2 chapter 10.3, and the type
repository of YAML 1.1 (yaml.org/type).
"""

from __future__ import annotations

import math
import re

from formkit.mapping.tree import Plain

_WORDS: dict[str, Plain] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGER = re.compile(r"[-+]?[0-9]{1,18}", re.ASCII)
"""Longer ones stay text: nothing in a mapping is that large, and converting them is slow."""
_NUMBER = re.compile(r"[-+]?((\.[0-9]+|[0-9]+\.[0-9]*)([eE][-+]?[0-9]{1,3})?|[0-9]+[eE][-+]?[0-9]{1,3})", re.ASCII)
_TRAP = re.compile(
    r"""
    y|Y|yes|Yes|YES|n|N|no|No|NO|on|On|ON|off|Off|OFF       # truth values
    | [-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?          # base 60
    | [0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ].*)?              # dates and moments
    | [-+]?0b[01_]+ | [-+]?0o?[0-7_]+ | [-+]?0x[0-9a-fA-F_]+  # other bases
    | [-+]?[0-9][0-9_,]*_[0-9_,.]*                          # digits in groups
    | [-+]?[0-9]{19,}
    | [-+]?\.(inf|Inf|INF) | \.(nan|NaN|NAN)
    | = | <<
    """,
    re.VERBOSE | re.ASCII,
)
_OCTAL_LOOK = re.compile(r"[-+]?0[0-9]+", re.ASCII)


def resolve(written: str) -> Plain:
    """Return the value of a scalar without quotes."""
    if written in _WORDS:
        return _WORDS[written]
    if _INTEGER.fullmatch(written):
        return int(written)
    if len(written) <= 40 and _NUMBER.fullmatch(written):
        number = float(written)
        return number if math.isfinite(number) else written
    return written


def is_trap(written: str) -> bool:
    """Say whether other readers of YAML may take this word without quotes for something else than text."""
    return _TRAP.fullmatch(written) is not None


def looks_octal(written: str) -> bool:
    """Say whether a whole number is written with leading zeros."""
    return _OCTAL_LOOK.fullmatch(written) is not None
