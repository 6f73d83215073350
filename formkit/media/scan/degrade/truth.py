"""What was really written: the truth of a field, of a page and of a booklet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from formkit.geometry import Box, Transform
from formkit.model.reading import Value


@dataclass(frozen=True, slots=True)
class FieldTruth:
    """How one field was answered.

    Attributes:
        id: its full id.
        value: what a careful person reads; None for nothing, and for an answer that cannot be settled.
        way: circle, tick, cross, fill, boxes, code, symbol, line, signature, or blank.
        marked: codes that carry a mark, or stand in a box, and are not taken back.
        struck: codes or texts that were written and taken back.
        corrected: how a wrong answer was put right: above, beside, overwritten or struck; "" where none was.
        contrary: answered against the rules, such as two marks at a single choice; a person has to look.
        stray: ink that is no answer lies at the field.
        font: the font of the writing; "picture" for pictures of digits.
        ink: the box around what was written, in mm of the page.
    """

    id: str
    value: Value
    way: str = "blank"
    marked: tuple[str, ...] = ()
    struck: tuple[str, ...] = ()
    corrected: str = ""
    contrary: bool = False
    stray: bool = False
    font: str = ""
    ink: Box | None = None

    def to_json(self) -> dict[str, object]:
        """Return what differs from an unanswered field."""
        data: dict[str, object] = {"value": plain(self.value), "way": self.way}
        for name in ("marked", "struck"):
            if getattr(self, name):
                data[name] = list(getattr(self, name))
        for name in ("corrected", "contrary", "stray", "font"):
            if getattr(self, name):
                data[name] = getattr(self, name)
        if self.ink is not None:
            data["ink"] = list(self.ink.rounded(1))
        return data


@dataclass(frozen=True, slots=True)
class PageTruth:
    """One image and the page that it shows.

    Attributes:
        page: number of the page in the layout.
        sheet: its sheet.
        copy: which copy of the sheet.
        profile: name of the way it was scanned.
        transform: from page mm to pixels of the image; of a page that was stretched or bent, only about.
        exact: whether ``transform`` holds to a tenth of a millimetre.
        dpi: of the image.
        pen: of the writing.
        conditions: figures of paper, print and scanner.
        fields: by full id.
    """

    page: int
    sheet: str
    copy: int
    profile: str
    transform: Transform
    exact: bool
    dpi: float
    pen: str
    conditions: Mapping[str, object]
    fields: Mapping[str, FieldTruth] = field(default_factory=dict)

    def to_json(self) -> dict[str, object]:
        """Return the page as it stands in truth.jsonl."""
        return {
            "page": self.page, "sheet": self.sheet, "copy": self.copy, "profile": self.profile,
            "transform": [round(each, 7) for each in self.transform.matrix], "exact": self.exact,
            "dpi": round(self.dpi, 1), "pen": self.pen, "conditions": dict(self.conditions),
        }


@dataclass(frozen=True, slots=True)
class Truth:
    """One booklet: what it says, and how each page came about."""

    handbook: str
    edition: str
    serial: str
    seed: int
    pages: tuple[PageTruth, ...]

    def fields(self) -> dict[str, FieldTruth]:
        """Return all fields by full id."""
        return {name: each for page in self.pages for name, each in page.fields.items()}

    def to_json(self) -> dict[str, object]:
        """Return one line of truth.jsonl: the shape that ``formkit fill`` takes, and the details beside it."""
        fields = self.fields()
        return {
            "handbook": self.handbook, "edition": self.edition, "serial": self.serial or None, "seed": self.seed,
            "fields": {name: {"value": plain(each.value)} for name, each in fields.items() if each.value is not None},
            "details": {name: each.to_json() for name, each in fields.items()},
            "pages": [each.to_json() for each in self.pages],
        }


def plain(value: Value) -> object:
    """Return a value as JSON has it."""
    return list(value) if isinstance(value, tuple) else value
