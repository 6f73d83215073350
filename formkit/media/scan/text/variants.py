"""Traditional and Japanese forms of characters: forms are filled in simplified ones, and the engine knows all."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

_FILE = Path(__file__).resolve().parent / "data" / "variants.tsv"


@cache
def simplified() -> Mapping[int, str]:
    """Return the simplified character of each other form, as `str.translate` takes it."""
    found: dict[int, str] = {}
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            plain, _, forms = line.partition("\t")
            found.update((ord(form), plain) for form in forms)
    return MappingProxyType(found)
