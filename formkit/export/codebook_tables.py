"""The data dictionary as tables of a workbook: the fields, their options, the checks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from formkit.export.codebook import Codebook, Entry
from formkit.export.codebook_words import BY_CODE, WORDS
from formkit.export.tables import Cell, Table
from formkit.i18n import N_, _, ngettext


@dataclass(frozen=True, slots=True)
class _Column:
    """A column: its heading, marked for gettext, its width in characters, and what it shows of an entry."""

    heading: str
    width: int
    show: Callable[[Entry], Cell]


def codebook_tables(book: Codebook) -> list[Table]:
    """Return the three tables of a data dictionary."""
    return [
        fields_table(book, _(N_("Fields"))),
        _table(_(N_("Options")), _OPTION_COLUMNS, lambda: _options(book)),
        _table(_(N_("Checks")), _CHECK_COLUMNS, lambda: iter(book.checks)),
    ]


def fields_table(book: Codebook, title: str) -> Table:
    """Return the table of the fields, each with its options in one cell."""
    return _table(title, _FIELD_COLUMNS, lambda: iter(book.fields))


def _table(title: str, columns: tuple[_Column, ...], entries: Callable[[], Iterator[Entry]]) -> Table:
    rows = ([column.show(entry) for column in columns] for entry in entries())
    return Table(title, [(_(column.heading), column.width) for column in columns], rows)


def _options(book: Codebook) -> Iterator[Entry]:
    for field in book.fields:
        for option in _listed(field, "options"):
            yield {"field": field["id"], "field_label": field["label"], **option}


def _plain(name: str) -> Callable[[Entry], Cell]:
    return lambda entry: _cell(entry.get(name))


def _cell(value: object) -> Cell:
    if isinstance(value, bool):
        return _(N_("yes")) if value else ""
    if isinstance(value, int | float):
        return value
    return "" if value is None else str(value)


def _word(name: str) -> Callable[[Entry], Cell]:
    def show(entry: Entry) -> Cell:
        word = str(entry.get(name) or "")
        return _(WORDS[word]) if word in WORDS else word

    return show


def _mark(entry: Entry) -> Cell:
    return _(BY_CODE) if entry.get("mark") == "code" else _word("mark")(entry)


def _join(name: str, between: str = ", ") -> Callable[[Entry], Cell]:
    return lambda entry: between.join(map(str, _values(entry.get(name))))


def _values(value: object) -> tuple[object, ...]:
    return tuple(value) if isinstance(value, list | tuple) else () if value is None else (value,)


def _listed(entry: Entry, name: str) -> list[Entry]:
    return [each for each in _values(entry.get(name)) if isinstance(each, dict)]


def _lengths(entry: Entry) -> Cell:
    both = [*_values(entry.get("length")), *_values(entry.get("lengths"))]
    return ", ".join(map(str, both))


def _precision(entry: Entry) -> Cell:
    finest, coarsest = _word("precision")(entry), _word("min_precision")(entry)
    return _("{finest}, at least the {coarsest}").format(finest=finest, coarsest=coarsest) if coarsest else finest


def _repetition(entry: Entry) -> Cell:
    told = []
    if "entries" in entry:
        told.append(_entries(int(str(entry["entries"]))))
    if "rows" in entry:
        told.append(_rows(int(str(entry["rows"])), str(entry["table_label"])))
    return _(", ").join(told)


def _entries(count: int) -> str:
    return ngettext("{n} entry", "{n} entries", count).format(n=count)


def _rows(count: int, table: str) -> str:
    return ngettext("{n} row of {table}", "{n} rows of {table}", count).format(n=count, table=table)


def _choices(entry: Entry) -> Cell:
    return "\n".join(map(_choice, _listed(entry, "options")))


def _choice(option: Entry) -> str:
    alone = _(" (alone)") if option.get("exclusive") else ""
    return f"{option['code']} = {option['label']}{alone}"


def _depends(entry: Entry) -> Cell:
    conditions = entry.get("depends")
    if not isinstance(conditions, Mapping):
        return ""
    return "\n".join(f"{name} = {'/'.join(map(str, _values(codes)))}" for name, codes in conditions.items())


def _description(entry: Entry) -> Cell:
    return _(str(entry["description"]))


def _arguments(entry: Entry) -> Cell:
    given = entry.get("arguments")
    pairs = given.items() if isinstance(given, Mapping) else ()
    return "\n".join(f"{name}: {', '.join(map(str, _values(value)))}" for name, value in pairs)


_FIELD_COLUMNS = (
    _Column(N_("Id"), 34, _plain("id")), _Column(N_("Label"), 26, _plain("label")),
    _Column(N_("Sheet"), 32, _plain("sheet_title")), _Column(N_("Section"), 28, _plain("part")),
    _Column(N_("Repeats"), 18, _repetition), _Column(N_("Type"), 12, _word("type")),
    _Column(N_("Format"), 14, _word("format")), _Column(N_("Unit"), 8, _plain("unit")),
    _Column(N_("Required"), 8, _plain("required")), _Column(N_("Options"), 30, _choices),
    _Column(N_("Depends on"), 28, _depends), _Column(N_("Same as"), 22, _plain("same_as")),
    _Column(N_("Length"), 8, _lengths), _Column(N_("Characters"), 14, _plain("alphabet")),
    _Column(N_("Boxes"), 8, _plain("cells")), _Column(N_("Precision"), 14, _precision),
    _Column(N_("Least"), 9, _plain("min")), _Column(N_("Most"), 9, _plain("max")),
    _Column(N_("Pattern"), 16, _plain("pattern")), _Column(N_("Mark"), 13, _mark),
    _Column(N_("Printed"), 14, _plain("preprinted")), _Column(N_("Concept"), 22, _plain("concept")),
    _Column(N_("Checks"), 10, _join("checks")), _Column(N_("Sensitive"), 10, _plain("sensitive")),
    _Column(N_("Provisional"), 12, _plain("provisional")),
)
_OPTION_COLUMNS = (
    _Column(N_("Id"), 34, _plain("field")), _Column(N_("Label"), 26, _plain("field_label")),
    _Column(N_("Code of the option"), 12, _plain("code")), _Column(N_("Option"), 40, _plain("label")),
    _Column(N_("Alone"), 10, _plain("exclusive")), _Column(N_("Field for its words"), 26, _plain("text_field")),
    _Column(N_("Field for how often"), 26, _plain("count_field")), _Column(N_("Other codes"), 14, _join("accepts")),
)
_CHECK_COLUMNS = (
    _Column(N_("Number"), 9, _plain("number")), _Column(N_("Rule"), 22, _plain("rule")),
    _Column(N_("Code"), 10, _plain("code")), _Column(N_("Severity"), 10, _word("severity")),
    _Column(N_("What it demands"), 60, _description), _Column(N_("Arguments"), 60, _arguments),
    _Column(N_("Note"), 40, _plain("note")),
)
