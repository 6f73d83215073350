"""The mapping language: what may stand in a mapping, as pydantic models.

Only this file says which keys there are. The JSON Schema for editors and the reference in
docs/mapping.md are generated from it. ``strict`` keeps YAML's guesses out: a number where text is
asked for is an error, not a conversion.

Two keys work on every item of a list below ``sheets``, ``fields``, ``options``, ``columns``,
``rows``, ``cells`` and ``checks``; the loader takes them away before these models see the item:

* ``editions: ["2017"]``: the item exists only in these editions.
* ``by_edition: {"2017": {label: …}}``: in that edition these keys replace the item's own.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

LocalId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$", max_length=40)]
Millimetres = Annotated[float, Field(gt=0, le=297)]
MappingId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=40)]
EditionName = Annotated[str, Field(pattern=r"^[0-9A-Za-z][0-9A-Za-z._-]*$", max_length=20)]
KindName = Literal["text", "integer", "number", "date", "code", "single", "multi", "signature"]
FormatName = Literal[
    "name", "address", "phone", "name_phone", "id_number", "postcode", "time", "town_code", "village_code",
    "archive_no", "disability_card", "gtin",
]
MarkName = Literal["circle", "box", "code", "symbol"]
PrecisionName = Literal["year", "month", "day"]


class Node(BaseModel):
    """What all parts of a mapping share: no unknown keys, no silent conversions."""

    model_config = ConfigDict(extra="forbid", strict=True)


class OptionNode(Node):
    """One answer of a choice."""

    code: str = Field(min_length=1, max_length=20, description="What is stored and, with mark: code, written.")
    label: str = Field(min_length=1, description="The printed words.")
    exclusive: bool = Field(False, description="Chosen alone or not at all, such as 无.")
    text_field: LocalId | None = Field(None, description="The field of the same sheet that takes the words of 其他.")
    count_field: LocalId | None = Field(None, description="The field of the same sheet that says how often.")
    accepts: list[str] = Field(default_factory=list, description="Other codes in use for the same answer.")


class ConditionNode(Node):
    """When a field is answered at all."""

    field: LocalId = Field(description="A choice of the same sheet.")
    codes: list[str] = Field(min_length=1, description="Its answers that make this field wanted.")


class SeparatorNode(Node):
    """A sign printed inside a code."""

    after: int = Field(ge=1, description="Number of characters before the sign.")
    sign: str = Field(min_length=1, max_length=2, description="What is printed, such as -.")


class FieldNode(Node):
    """One blank of a sheet, or one column of a repeat table."""

    id: LocalId = Field(description="Unique in its sheet or table.")
    label: str = Field(min_length=1, description="As printed; also names the field in problems and rosters.")
    kind: KindName = Field(description="What sort of answer; see the kinds below.")
    format: FormatName | None = Field(None, description="What a text or code is made of; checked.")
    mark: MarkName | None = Field(None, description="How an option is marked. Only for single and multi.")
    options: str | list[OptionNode] | None = Field(
        None, description="The options, or the name of one of the mapping's option_lists."
    )
    required: bool = Field(False, description="Expected to be filled; an empty one is a warning.")
    depends: ConditionNode | None = Field(None, description="Answered only when another field has one of the codes.")
    same_as: str | None = Field(None, description="Full id of the field it repeats; N stands for the own instance.")
    min: float | None = Field(None, description="Smallest number.")
    max: float | None = Field(None, description="Largest number.")
    length: int | None = Field(None, ge=1, le=40, description="Characters of a code; as many cells are printed.")
    lengths: list[int] = Field(default_factory=list, description="Other lengths that are right for a code.")
    alphabet: str | None = Field(None, description="Characters of a code; digits where it is not given.")
    pattern: str | None = Field(None, description="Regular expression that the whole value must match.")
    precision: PrecisionName = Field("day", description="The finest unit of a date.")
    min_precision: PrecisionName | None = Field(None, description="The coarsest unit allowed; else as precision.")
    cells: int | None = Field(
        None, ge=1, le=40, description="One-character boxes of a text or number; code boxes of a multi choice."
    )
    separators: list[SeparatorNode] = Field(default_factory=list, description="Signs printed inside a code.")
    unit: str = Field("", description="Printed after the blank, such as 次.")
    multiline: bool = Field(False, description="A text that runs over several lines.")
    preprinted: str | None = Field(None, description="Text that the form already carries; {row} is a row's number.")
    concept: str | None = Field(None, description="The meaning shared with fields of other handbooks.")
    aliases: list[str] = Field(default_factory=list, description="Other labels in use for the same field.")
    provisional: bool = Field(False, description="No source confirms it; listed by formkit check.")
    sensitive: bool = Field(False, description="Masked in copies that leave the office.")
    scope: Literal["entry", "page"] = Field("entry", description="page: once on a sheet that holds several entries.")


class TableNode(Node):
    """A repeat table."""

    id: LocalId = Field(description="Unique in its sheet, its fields included.")
    label: str = Field(min_length=1, description="Names the table in problems and rosters.")
    rows: int = Field(ge=1, le=60, description="Printed rows.")
    max_rows: int | None = Field(None, ge=1, description="More rows than this are worth a warning.")
    columns: list[FieldNode] = Field(min_length=1, description="One field for each column.")


class CellNode(Node):
    """One cell of a row: exactly one of label, text, field and gap."""

    label: str | None = Field(None, description="Printed words; \\n breaks the line.")
    text: str | None = Field(None, description="A printed paragraph, wrapped.")
    field: str | None = Field(
        None, description="Local id of a field; in a table row written out by hand: table.ROW.column."
    )
    gap: bool = Field(False, description="An empty cell.")
    width: Millimetres | None = Field(None, description="mm; cells without a width share what is left.")
    align: Literal["left", "center", "right"] | None = Field(None, description="Else labels centred, the rest left.")
    bold: bool = Field(False, description="Printed words in bold.")
    size: float | None = Field(None, ge=6, le=40, description="Text size in points.")
    columns: int | None = Field(None, ge=1, le=12, description="Options side by side; else as many as fit.")
    span: int = Field(1, ge=1, description="Rows that the cell reaches down.")
    entry: int | None = Field(None, ge=1, description="Entry of the sheet that the field belongs to.")
    each_entry: bool = Field(False, description="One cell for every entry of the sheet, side by side.")
    borders: str | None = Field(None, pattern=r"^[ltrb]*$", description="Ruled edges out of ltrb; else all.")


class RowNode(Node):
    """A row: cells; or, for short, a heading, a paragraph or a repeat table."""

    height: Millimetres = Field(description="Exact height in mm; of each row where a table is meant.")
    cells: list[CellNode] | None = Field(None, description="From left to right.")
    heading: str | None = Field(None, description="One line over the full width, bold, centred, no borders.")
    text: str | None = Field(None, description="A paragraph over the full width, no borders.")
    gap: bool = Field(False, description="Empty space.")
    table: LocalId | None = Field(None, description="A repeat table: a header row, then its printed rows.")
    widths: list[Millimetres] | None = Field(None, description="Widths of the table's columns in mm.")
    header_height: Millimetres | None = Field(None, description="Height of the table's header row.")
    number: Millimetres | None = Field(None, description="Width of a leading column with the row's number.")
    row_label: str | None = Field(None, description="What the leading column prints, such as 药物{row}.")
    size: float | None = Field(None, ge=6, le=40, description="Text size in points of the printed words.")
    align: Literal["left", "center", "right"] | None = Field(None, description="Of a heading or text.")


class SideNode(Node):
    """One printed side."""

    rows: list[RowNode] = Field(min_length=1, description="From top to bottom.")


class SheetNode(Node):
    """A unit of one or more printed sides that may repeat."""

    id: LocalId = Field(description="Begins the full ids of its fields.")
    title: str = Field(min_length=1, description="Named in the foot of the page and in rosters.")
    part: str = Field("", description="Heading of the part of the handbook that starts here.")
    repeats: bool = Field(False, description="Several copies in one booklet; ids are numbered.")
    count: int = Field(1, ge=1, le=60, description="Copies in a blank booklet.")
    entries: int = Field(1, ge=1, le=12, description="Entries that one copy holds.")
    fields: list[FieldNode] = Field(default_factory=list, description="The blanks, tables left aside.")
    tables: list[TableNode] = Field(default_factory=list, description="The repeat tables.")
    sides: list[SideNode] = Field(
        default_factory=list, description="The printed sides; each field stands once on them."
    )
    measured: str | None = Field(
        None, min_length=1,
        description="Instead of sides, for a form that formkit did not print: the file with its measured layout, "
        "such as layout.json (docs/legacy.md).",
    )
    bare: bool = Field(
        False, description="The ids of its fields go without the sheet's own; for the only sheet of a mapping."
    )


class CheckNode(BaseModel):
    """A rule between fields; its other keys are the rule's arguments (see the list of rules)."""

    model_config = ConfigDict(extra="allow", strict=True)

    rule: str = Field(description="A rule out of the list below.")
    severity: Literal["error", "warning"] | None = Field(None, description="Else the rule's own.")
    note: str = Field("", description="Where the rule comes from.")


class MappingNode(Node):
    """A mapping file. ``sheets`` may name files beside it, one sheet each."""

    formkit: Literal[1] = Field(description="Version of the mapping language.")
    id: MappingId = Field(description="Names the handbook; also its folder.")
    title: str = Field(min_length=1, description="Printed on every page.")
    subtitle: str = Field("", description="A second line under the title.")
    editions: list[EditionName] = Field(min_length=1, description="All editions, oldest first.")
    default_edition: str = Field(description="The edition that is meant where none is named.")
    option_lists: dict[str, list[OptionNode]] = Field(
        default_factory=dict, description="By name: options that several fields share."
    )
    sheets: list[SheetNode] = Field(min_length=1, description="The sheets in their order, or names of their files.")
    checks: list[CheckNode] = Field(default_factory=list, description="Rules between fields.")
