"""The design of a handbook, as its mapping declares it, in one edition.

A `Handbook` has sheets; a `Sheet` has fields and repeat tables and one or more printed sides. The
ids in here are local to their sheet ("danger", or "name" in the table "drugs"); `formkit.model.ids`
makes the full ids of one booklet ("followup.2.danger", "followup.2.drugs.1.name").
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

from formkit.catalogue.entry import Severity
from formkit.model.measured import MeasuredLayout
from formkit.model.restyled import Restyled, RestyledSide

ROW_NUMBER = "{row}"
"""Stands in ``preprinted`` for the number of a table's row."""


class Kind(StrEnum):
    """What sort of answer a field takes."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    DATE = "date"
    CODE = "code"
    SINGLE = "single"
    MULTI = "multi"
    SIGNATURE = "signature"

    @property
    def is_choice(self) -> bool:
        """Whether the answer is one or more of the options."""
        return self in (Kind.SINGLE, Kind.MULTI)


class Format(StrEnum):
    """What a text or a code is made of; each has a check in `formkit.checks.values`."""

    NAME = "name"
    ADDRESS = "address"
    PHONE = "phone"
    NAME_PHONE = "name_phone"
    """A name and its phone in one cell."""
    ID_NUMBER = "id_number"
    POSTCODE = "postcode"
    TIME = "time"
    TOWN_CODE = "town_code"
    VILLAGE_CODE = "village_code"
    ARCHIVE_NO = "archive_no"
    DISABILITY_CARD = "disability_card"
    GTIN = "gtin"


PUBLIC_FORMATS = frozenset(
    {Format.NAME, Format.ADDRESS, Format.PHONE, Format.ID_NUMBER, Format.POSTCODE, Format.TIME}
)
"""The formats that docs of the JSON name; the others stay inside formkit."""


class Mark(StrEnum):
    """How an option is marked on paper."""

    CIRCLE = "circle"
    BOX = "box"
    CODE = "code"
    SYMBOL = "symbol"


class Precision(StrEnum):
    """How fine a date is."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a choice."""

    code: str
    label: str
    exclusive: bool = False
    """Chosen alone or not at all ("none of these")."""
    text_field: str | None = None
    """Local id of the field that takes the words of an "other"."""
    count_field: str | None = None
    """Local id of the field that says how often."""
    accepts: tuple[str, ...] = ()
    """Other codes that files of this edition use for the same answer."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A field is answered only when another field of its sheet has one of the codes."""

    field: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """One blank of a sheet, or one column of a repeat table.

    ``length`` counts the characters of a code; ``pattern`` is a regular expression that the whole
    value must match; ``cells`` is the number of one-character boxes that a text is written into,
    or the number of code boxes of a multi choice.
    """

    id: str
    label: str
    kind: Kind
    format: Format | None = None
    mark: Mark | None = None
    options: tuple[Option, ...] = ()
    required: bool = False
    depends: Condition | None = None
    same_as: str | None = None
    """Full id, with N for the own instance, of the field whose value this one repeats."""
    minimum: float | None = None
    maximum: float | None = None
    length: int | None = None
    lengths: tuple[int, ...] = ()
    """Other lengths that are right for a code."""
    alphabet: str | None = None
    pattern: str | None = None
    precision: Precision = Precision.DAY
    min_precision: Precision = Precision.DAY
    cells: int | None = None
    separators: tuple[tuple[int, str], ...] = ()
    """Printed signs inside a code: (number of characters before it, the sign)."""
    unit: str = ""
    multiline: bool = False
    preprinted: str | None = None
    concept: str | None = None
    aliases: tuple[str, ...] = ()
    provisional: bool = False
    sensitive: bool = False
    page_scope: bool = False
    """Stands once on a sheet that holds several entries."""

    @property
    def printed(self) -> str | int | None:
        """What the form already carries, as a value: a number where one is asked for."""
        if self.kind is Kind.INTEGER and self.preprinted is not None and self.preprinted.isdecimal():
            return int(self.preprinted)
        return self.preprinted

    def in_row(self, row: int) -> Field:
        """Return a column of a repeat table as it is in one row: with that row's number in print."""
        if self.preprinted is None or ROW_NUMBER not in self.preprinted:
            return self
        return replace(self, preprinted=self.preprinted.replace(ROW_NUMBER, str(row)))

    def option(self, code: str) -> Option | None:
        """Return the option that ``code`` stands for in this edition, or None."""
        for option in self.options:
            if code == option.code or code in option.accepts:
                return option
        return None


@dataclass(frozen=True, slots=True)
class Table:
    """A repeat table: ``rows`` printed rows of the same columns."""

    id: str
    label: str
    rows: int
    columns: tuple[Field, ...]
    max_rows: int | None = None
    """More rows than this are worth a warning."""


@dataclass(frozen=True, slots=True)
class Check:
    """One rule between fields: a name out of `formkit.model.rules` with its arguments."""

    rule: str
    arguments: tuple[tuple[str, object], ...]
    severity: Severity
    note: str = ""

    def argument(self, name: str) -> object:
        """Return one argument, or None where the mapping does not give it."""
        return dict(self.arguments).get(name)


class CellRole(StrEnum):
    """What stands in a cell of a side's grid."""

    LABEL = "label"
    TEXT = "text"
    """Printed text of some length, set left and wrapped."""
    FIELD = "field"
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a row: its role, what it shows and its width in mm (None: share the rest)."""

    role: CellRole
    text: str = ""
    field: str | None = None
    """Local id; a column of a table is "table.row.column" with the row's number."""
    width: float | None = None
    align: str = "left"
    bold: bool = False
    size: float | None = None
    columns: int | None = None
    """Options side by side; None lets the layout choose."""
    span: int = 1
    """Rows that the cell reaches down."""
    entry: int = 1
    """Which entry of the sheet the field belongs to, from 1, where a sheet holds several."""
    borders: str = "ltrb"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a side: an exact height in mm and its cells from left to right."""

    height: float
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One printed side: its rows from top to bottom."""

    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A unit of one or more printed sides that may repeat in a booklet.

    A sheet can hold several entries (``entries``): the yearly page holds four quarterly
    assessments. Instances number the entries, not the paper: the second page starts at 5. Fields
    that stand once on such a page have the id prefix ``page_id`` and the number of the paper.

    A sheet that formkit did not print has a ``measured`` layout instead of ``sides``; a ``bare`` one,
    the only sheet of its handbook, leaves its id out of the ids of its fields. ``restyled`` says where its
    sides have everything in the Word template of an office that changed it.
    """

    id: str
    title: str
    edition: str
    sides: tuple[Side, ...]
    fields: tuple[Field, ...] = ()
    tables: tuple[Table, ...] = ()
    repeats: bool = False
    default_count: int = 1
    entries: int = 1
    part: str = ""
    """Heading of the part of the handbook that starts with this sheet."""
    measured: MeasuredLayout | None = None
    bare: bool = False
    restyled: tuple[RestyledSide, ...] = ()

    @property
    def side_count(self) -> int:
        """How many printed sides one copy has."""
        return len(self.measured.pages) if self.measured is not None else len(self.sides)

    @property
    def page_id(self) -> str:
        """The id prefix of fields that stand once on a sheet of several entries."""
        return f"{self.id}_page"

    def field(self, local_id: str) -> Field | None:
        """Return the field with this local id, columns of tables left aside."""
        return next((field for field in self.fields if field.id == local_id), None)

    def table(self, local_id: str) -> Table | None:
        """Return the repeat table with this local id."""
        return next((table for table in self.tables if table.id == local_id), None)


@dataclass(frozen=True, slots=True)
class Handbook:
    """A handbook in one edition."""

    id: str
    title: str
    edition: str
    editions: tuple[str, ...]
    sheets: tuple[Sheet, ...]
    checks: tuple[Check, ...] = ()
    subtitle: str = ""
    folder: str = ""
    """Where its mapping was read from."""
    notes: tuple[str, ...] = field(default=())
    restyled: Restyled | None = None
    """The measurement of the Word template in use, where the office restyled it."""

    @property
    def full_id(self) -> str:
        """The id with its edition, as in ``case-management@2017``."""
        return f"{self.id}@{self.edition}"

    def sheet(self, sheet_id: str) -> Sheet | None:
        """Return the sheet with this id."""
        return next((sheet for sheet in self.sheets if sheet.id == sheet_id), None)

    @property
    def is_measured(self) -> bool:
        """Whether any of its sheets is a form that formkit did not print."""
        return any(sheet.measured is not None for sheet in self.sheets)

    def as_restyled(self, restyled: Restyled | None) -> Handbook:
        """Return the handbook as it is printed from a restyled template; None: as formkit itself lays it out."""
        sides = restyled.sides if restyled is not None else ()
        sheets = (
            replace(sheet, restyled=tuple(each for each in sides if each.sheet == sheet.id)) for sheet in self.sheets
        )
        return replace(self, sheets=tuple(sheets), restyled=restyled)

    def default_counts(self) -> dict[str, int]:
        """Return how many of each sheet a blank booklet has."""
        return {sheet.id: sheet.default_count for sheet in self.sheets}
