"""What came back: readings of fields, and the document they belong to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from formkit.errors import Problem, Severity, worst

Value = str | int | float | bool | tuple[str, ...] | None
"""The value of a field: text, code, date (ISO, as far as written) and single choice are strings,
a multi choice is the tuple of its codes, a signature is True, and nothing written is None."""


class FieldStatus(StrEnum):
    """What is to be done about a reading; it speaks of the reading alone, never of plausibility."""

    ACCEPTED = "accepted"
    BLANK = "blank"
    REVIEW = "review"
    MISSING = "missing"


class DocumentStatus(StrEnum):
    """What is to be done about a document."""

    ACCEPTED = "accepted"
    REVIEW = "review"
    FAILED = "failed"
    REJECTED = "rejected"
    """A person took it out; it counts nowhere, and only listings that ask for it have it."""


Shares = tuple[float, float, float, float]
"""Left, top, right and bottom of a box as shares (0 to 1) of a picture's width and height."""


@dataclass(frozen=True, slots=True)
class Region:
    """Where a field lies in a picture of its file, as the picture lies there.

    ``image`` counts the pictures of the file from 1, ``turn`` is how many quarter turns clockwise bring the picture
    upright, and ``options`` are the boxes of the printed options by their codes. ``label`` is the box of the printed
    words that say what the field asks, and ``approximate`` says that nothing but the layout tells the place: neither is
    kept in a store.
    """

    image: int
    box: Shares
    turn: int = 0
    options: Mapping[str, Shares] = field(default_factory=dict)
    label: Shares | None = None
    approximate: bool = False

    def to_json(self) -> dict[str, object]:
        """Return the region as it stands in the JSON of ``formkit read``."""
        return {"image": self.image, "box": [round(each, 4) for each in self.box], "turn": self.turn}


@dataclass(frozen=True, slots=True)
class Reading:
    """What was seen of one field. It is never edited: a person's decision is a correction beside it."""

    value: Value
    status: FieldStatus
    confidence: float = 1.0
    raw: str = ""
    """The characters as they stood, where they differ from the value."""
    page: int | None = None
    alternatives: tuple[Value, ...] = ()
    reader: str = ""
    """What kind of reading of a scan it is and by which engine ("circle", "name@ppocr-v6-small-h1"): the key of its
    calibration. Empty for a declared medium."""
    measures: Mapping[str, float] = field(default_factory=dict)
    """What was measured of it, so that its confidence can be reckoned anew without reading again."""
    region: Region | None = None
    """Where it lies in a scan; None for a declared medium."""
    candidates: tuple[tuple[Value, float], ...] = ()
    """The likeliest values, this one first, each with the nats by which it is behind: what other fields of the booklet
    are weighed against. It is not kept in a store."""

    @classmethod
    def exact(cls, value: Value, raw: str = "", page: int | None = None) -> Reading:
        """Return the reading of a declared medium: what stands in the file, surely."""
        status = FieldStatus.BLANK if value is None else FieldStatus.ACCEPTED
        return cls(value, status, 1.0, raw if raw != value else "", page)

    def to_json(self) -> dict[str, object]:
        """Return the reading as it stands in the JSON of ``formkit read``."""
        value = list(self.value) if isinstance(self.value, tuple) else self.value
        data: dict[str, object] = {
            "value": value, "confidence": round(self.confidence, 4), "status": self.status.value,
        }
        if self.raw:
            data["raw"] = self.raw
        if self.page is not None:
            data["page"] = self.page
        if self.alternatives:
            data["alternatives"] = [list(each) if isinstance(each, tuple) else each for each in self.alternatives]
        if self.reader:
            data["reader"] = self.reader
            data["measures"] = {name: round(value, 4) for name, value in self.measures.items()}
        if self.region is not None:
            data["region"] = self.region.to_json()
        return data


@dataclass(frozen=True, slots=True)
class PageFound:
    """A page of the source that was recognised as a side of a sheet."""

    page: int
    sheet: str
    image: int = 1
    registration: Mapping[str, object] | None = None

    def to_json(self) -> dict[str, object]:
        """Return the page as it stands in the JSON of ``formkit read``."""
        data: dict[str, object] = {"page": self.page, "sheet": self.sheet, "image": self.image}
        if self.registration is not None:
            data["registration"] = dict(self.registration)
        return data


@dataclass(frozen=True, slots=True)
class Document:
    """Everything that was read from one booklet, or from the sheets of one that came back."""

    source: str
    sha256: str
    handbook: str = ""
    edition: str = ""
    serial: str | None = None
    readings: Mapping[str, Reading] = field(default_factory=lambda: MappingProxyType({}))
    pages: tuple[PageFound, ...] = ()
    problems: tuple[Problem, ...] = ()
    failed: bool = False
    """Nothing could be read."""

    @property
    def status(self) -> DocumentStatus:
        """Failed; or review where a reading is doubtful or a check found an error; else accepted."""
        if self.failed:
            return DocumentStatus.FAILED
        doubtful = any(each.status in (FieldStatus.REVIEW, FieldStatus.MISSING) for each in self.readings.values())
        if doubtful or worst(self.problems) is Severity.ERROR:
            return DocumentStatus.REVIEW
        return DocumentStatus.ACCEPTED

    def values(self) -> dict[str, Value]:
        """Return the value of every field that has one."""
        return {name: each.value for name, each in self.readings.items() if each.value is not None}

    def to_json(self) -> dict[str, object]:
        """Return the document as one line of ``formkit read``."""
        return {
            "source": self.source, "sha256": self.sha256, "handbook": self.handbook, "edition": self.edition,
            "serial": self.serial, "status": self.status.value,
            "pages": [page.to_json() for page in self.pages],
            "fields": {name: reading.to_json() for name, reading in self.readings.items()},
            "problems": [each.to_json() for each in self.problems],
        }
