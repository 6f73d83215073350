"""What a rule of the mapping's lint finds, before it is tied to a place in a file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from formkit.mapping.load import options_of
from formkit.mapping.schema import FieldNode, MappingNode, OptionNode, SheetNode, TableNode
from formkit.mapping.tree import Path


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem at a path of the mapping.

    ``on_key`` points at the key instead of its value. ``about`` is the word that the finding
    misses somewhere; where the mapping has it in a broken part, the finding falls away.
    """

    code: str
    path: Path
    context: tuple[tuple[str, object], ...] = ()
    hint: str = ""
    on_key: bool = False
    about: str = ""


def finding(
    code: str, path: Path, *, hint: str = "", on_key: bool = False, about: str = "", **context: object
) -> Finding:
    """Return a finding with its context."""
    return Finding(code, path, tuple(context.items()), hint, on_key, about)


@dataclass(frozen=True, slots=True)
class SheetView:
    """A sheet with its path and what the rules ask of it."""

    node: SheetNode
    path: Path
    mapping: MappingNode

    @property
    def fields(self) -> dict[str, FieldNode]:
        """The sheet's own fields by id."""
        return {field.id: field for field in self.node.fields}

    @property
    def tables(self) -> dict[str, TableNode]:
        """The repeat tables by id."""
        return {table.id: table for table in self.node.tables}

    def options(self, field: FieldNode) -> list[OptionNode]:
        """Return the options of a field."""
        return options_of(field, self.mapping.option_lists)


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field or a column with its path, its sheet and, for a column, its table."""

    node: FieldNode
    path: Path
    sheet: SheetView
    table: TableNode | None = None

    @property
    def options(self) -> list[OptionNode]:
        """The options, an option list looked up."""
        return self.sheet.options(self.node)

    @property
    def option_paths(self) -> list[Path]:
        """The path of each option, in the list of the field or in the mapping's option list."""
        named = isinstance(self.node.options, str)
        base: Path = ("option_lists", self.node.options) if isinstance(self.node.options, str) else ()
        if not named:
            base = (*self.path, "options")
        return [(*base, number) for number in range(len(self.options))]

    def sibling(self, field_id: str) -> FieldNode | None:
        """Return another column of the same table or another field of the sheet."""
        columns = {column.id: column for column in self.table.columns} if self.table else {}
        return columns.get(field_id) or self.sheet.fields.get(field_id)

    def sibling_ids(self) -> list[str]:
        """Return the ids that `sibling` knows."""
        columns = [column.id for column in self.table.columns] if self.table else []
        return [*columns, *self.sheet.fields]


def sheets(mapping: MappingNode) -> Iterator[SheetView]:
    """Yield every sheet."""
    for number, node in enumerate(mapping.sheets):
        yield SheetView(node, ("sheets", number), mapping)


def fields(sheet: SheetView) -> Iterator[FieldView]:
    """Yield every field of a sheet and every column of its tables."""
    for number, node in enumerate(sheet.node.fields):
        yield FieldView(node, (*sheet.path, "fields", number), sheet)
    for table_number, table in enumerate(sheet.node.tables):
        for number, node in enumerate(table.columns):
            yield FieldView(node, (*sheet.path, "tables", table_number, "columns", number), sheet, table)
