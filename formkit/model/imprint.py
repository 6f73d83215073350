"""What a file says of itself: which handbook, edition and booklet it is a part of."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from formkit.errors import Problem
from formkit.model.reading import PageFound, Reading

KEY = "formkit"
"""Name of the document property that carries an imprint."""
MOST_COPIES = 200
"""Copies of one sheet that a booklet may have: fifty years of quarterly visits. A file that claims more is
refused, for reading goes over every field that a file claims to have."""
MOST_SHEETS = 2000
"""Copies of all sheets together."""


@dataclass(frozen=True, slots=True)
class Imprint:
    """The imprint that every file formkit writes carries as a property."""

    handbook: str
    edition: str
    serial: str = ""
    counts: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    designs: tuple[str, ...] = ()
    """Fingerprints of the sides, in the order of the pages."""

    def to_text(self) -> str:
        """Return the imprint as one line of JSON."""
        data = {
            "handbook": self.handbook, "edition": self.edition, "serial": self.serial,
            "counts": dict(self.counts), "designs": list(self.designs),
        }
        return json.dumps(data, ensure_ascii=True, separators=(",", ":"))

    @classmethod
    def from_text(cls, text: str) -> Imprint | None:
        """Return the imprint, or None where the text is not one."""
        try:
            data = json.loads(text)
            counts = {str(name): int(count) for name, count in data["counts"].items()}
            designs = tuple(str(each) for each in data["designs"])
            made = cls(str(data["handbook"]), str(data["edition"]), str(data["serial"]), counts, designs)
        except (ValueError, KeyError, TypeError, AttributeError):
            return None
        return made if plausible(counts) else None


def plausible(counts: Mapping[str, int]) -> bool:
    """Say whether a booklet may have so many copies of its sheets."""
    return all(0 <= count <= MOST_COPIES for count in counts.values()) and sum(counts.values()) <= MOST_SHEETS


@dataclass(frozen=True, slots=True)
class Booklet:
    """What a media room read from one file: readings by full field id, pages, problems."""

    imprint: Imprint
    readings: Mapping[str, Reading]
    pages: tuple[PageFound, ...] = ()
    problems: tuple[Problem, ...] = ()
