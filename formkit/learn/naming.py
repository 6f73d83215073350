"""Ids for what was found: those of other mappings where the label is known there, else words, else numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from formkit.learn.found import Draft, Found, FoundTable
from formkit.learn.known import Known, known_as, likest
from formkit.learn.words import translated

_LONGEST = 36
"""Characters; an id may have 40, and a number may follow."""
_IN_TABLE = 24
"""Characters of a table and of a column: with sheet, number and option code behind them both fit into an id."""
_COLUMN = "column"
"""How columns are called that have no name. What stands in one is said of each row's person or thing, and not of whom
the form is about: it gets no meaning from elsewhere."""
_CELL_REFERENCE = re.compile(r"[a-z]{1,3}[0-9]{1,7}|r[0-9]*c?[0-9]*|c[0-9]*")
"""What a workbook takes for a cell."""
_YAML_WORDS = frozenset({"y", "yes", "n", "no", "on", "off", "true", "false", "null"})
"""What YAML takes for something else than a word (1.1, which other programs still read)."""


@dataclass(frozen=True, slots=True)
class Names:
    """The id of each answer and table, by its identity in memory."""

    ids: dict[int, str] = field(default_factory=dict)
    concepts: dict[int, str] = field(default_factory=dict)

    def of(self, item: Found | FoundTable) -> str:
        """Return the local id of an answer, a column (by the answer in the first row) or a table."""
        return self.ids[id(item)]

    def concept(self, item: Found) -> str | None:
        """Return the meaning that the answer shares with fields of other handbooks, or None."""
        return self.concepts.get(id(item))


def named(draft: Draft, sheets: Iterable[Known]) -> Names:
    """Return ids for everything in the draft; the same blank gets the same ids every time."""
    names = Names()
    known = likest(sheets, ((item.label, item.kind) for item in draft.items if isinstance(item, Found)))
    taken: set[str] = set()
    owned = {id(blank) for item in draft.items if isinstance(item, Found) for blank in item.option_blanks}
    for item in draft.items:
        if isinstance(item, FoundTable):
            names.ids[id(item)] = _free(
                translated(item.label)[:_IN_TABLE] or "table", taken, number=not translated(item.label)
            )
            columns: set[str] = set()
            for column in item.rows[0]:
                names.ids[id(column)] = _of_field(column, known, names, columns, _COLUMN)
        elif id(item) not in owned:
            names.ids[id(item)] = _of_field(item, known, names, taken, "field")
    for item in draft.items:
        if isinstance(item, Found):
            _name_extras(item, names, taken)
    return names


def _name_extras(item: Found, names: Names, taken: set[str]) -> None:
    base = names.of(item)
    texts = sum(1 for option in item.options if option.text is not None)
    for option in item.options:
        code = re.sub(r"[^a-z0-9]", "", option.code.lower()) or "x"
        if option.count is not None:
            names.ids[id(option.count)] = _free(f"{base}_{code}_count", taken)
        if option.text is not None:
            other = option.label.startswith(("其他", "其它")) and texts == 1
            names.ids[id(option.text)] = _free(f"{base}_other" if other else f"{base}_{code}_text", taken)


def _of_field(item: Found, known: Known, names: Names, taken: set[str], otherwise: str) -> str:
    found = known_as(known, item.label, item.kind)
    if found is not None and found.id not in taken:
        if found.concept is not None and otherwise != _COLUMN:
            names.concepts[id(item)] = found.concept
        if found.format is not None and item.format is None:
            item.format = found.format
        return _free(found.id[:_IN_TABLE] if otherwise == _COLUMN else found.id, taken)
    words = translated(item.label)[: _IN_TABLE if otherwise == _COLUMN else _LONGEST]
    return _free(words or otherwise, taken, number=not words)


def _free(wish: str, taken: set[str], *, number: bool = False) -> str:
    wish = wish[:_LONGEST].strip("_")
    if wish in _YAML_WORDS or _CELL_REFERENCE.fullmatch(wish) or not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", wish):
        wish = f"field_{wish}" if re.fullmatch(r"[a-z0-9]+", wish) else "field"
    count = 1
    name = f"{wish}_1" if number else wish
    while name in taken:
        count += 1
        name = f"{wish}_{count}"
    taken.add(name)
    return name
