"""A file that says what the columns of a list hold: proposed by formkit, corrected by a person, used again."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from formkit.errors import FormkitError, InputError, Where
from formkit.i18n import N_, _
from formkit.media.table.field_names import concept_of, field_names, field_of
from formkit.media.table.people import Column
from formkit.media.table.sniff import read_bytes
from formkit.media.table.vocabulary import Vocabulary
from formkit.model.concepts import header_key

_VERSION = 1


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person settled about the columns with a heading; ``concept`` None keeps it as it is."""

    header: str
    concept: str | None
    number: int = 1
    """Which of the columns with this heading, from the left."""
    sheet: str | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    """The common word for what stands in the cells, by the reduced text."""


@dataclass(frozen=True, slots=True)
class ColumnFile:
    """All decisions of a file."""

    path: Path
    decisions: tuple[Decision, ...]

    def find(self, sheet: str, header: str, number: int) -> Decision | None:
        """Return what was decided for the ``number``-th column of a heading; a sheet's own decision comes first."""
        key = header_key(header)
        fitting = [
            each for each in self.decisions
            if header_key(each.header) == key and each.number == number and each.sheet in (None, sheet)
        ]
        return min(fitting, key=lambda each: each.sheet is None, default=None)


def read_column_file(path: Path, words: Vocabulary) -> ColumnFile:
    """Read a file of columns.

    Raises:
        InputError: it is no such file (P050), or names a field that does not exist (P051).
    """
    try:
        content = tomllib.loads(read_bytes(path).decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as cause:
        line = str(cause).rpartition("(")[2].rstrip(")") if isinstance(cause, tomllib.TOMLDecodeError) else ""
        raise _refused(path, N_("it is not TOML"), line) from cause
    columns = content.get("column")
    if content.get("formkit_columns") != _VERSION or not isinstance(columns, list):
        raise _refused(path, N_("its first line is not “formkit_columns = 1”, or it has no [[column]]"))
    return ColumnFile(path, tuple(_decision(entry, path, words) for entry in columns))


def _decision(entry: object, path: Path, words: Vocabulary) -> Decision:
    if not isinstance(entry, dict) or not isinstance(entry.get("heading"), str):
        raise _refused(path, N_("a [[column]] has no heading"))
    name, number, answers = entry.get("field", ""), entry.get("number", 1), entry.get("answers", {})
    sheet = entry.get("sheet")
    right = (
        isinstance(name, str) and isinstance(number, int) and isinstance(answers, dict)
        and all(isinstance(word, str) for word in answers.values()) and isinstance(sheet, str | None)
    )
    if not right:
        raise _refused(path, N_("a value has the wrong type"), entry["heading"])
    concept = concept_of(name, words) if name else None
    if name and concept is None:
        known = ", ".join(field_names())
        raise InputError.of("P051", where=Where(str(path)), file=path.name, name=name, known=known)
    plain_answers = {header_key(str(text)): str(word) for text, word in answers.items() if word}
    return Decision(entry["heading"], concept, number, sheet, plain_answers)


def _refused(path: Path, reason: str, detail: str = "") -> FormkitError:
    return InputError.of("P050", where=Where(str(path), detail=detail), file=path.name, reason=reason)


def column_file_text(columns: Iterable[Column], source: str) -> str:
    """Return the text of a file that decides the columns as they are proposed, with the reasons as comments."""
    lines = [
        "# " + _("What the columns of {file} hold. Correct `field` where it is wrong; \"\" keeps a column as it is.")
        .format(file=source),
        "# " + _("Known fields: {names}").format(names=", ".join(field_names())),
        f"formkit_columns = {_VERSION}",
    ]
    for numbers, column in _numbered(list(columns)):
        lines += ["", "[[column]]", f"heading = {_quoted(column.header)}"]
        if numbers[0] > 1:
            lines.append(f"number = {numbers[0]}")
        if numbers[1]:
            lines.append(f"sheet = {_quoted(column.sheet)}")
        name = field_of(column.concept) if column.concept else ""
        why = _("; ").join(map(str, (*column.reasons, *column.doubts)))
        if column.concept and not column.sure:
            why = _("{head}: {told}").format(head=_("not sure"), told=why)
        lines.append(f"field = {_quoted(name)}  # {_one_line(why)}")
        if column.codes:
            told = ", ".join(f"{_quoted(code)} = {_quoted(word)}" for code, word in column.codes.items())
            lines.append(f"answers = {{{told}}}")
    return "\n".join(lines) + "\n"


def _numbered(columns: Sequence[Column]) -> list[tuple[tuple[int, bool], Column]]:
    """Return each column once, with its number among those of its heading, and whether its sheet must be named."""
    counted: dict[tuple[str, str], int] = {}
    entries: dict[tuple[str, int], list[Column]] = {}
    for column in columns:
        key = header_key(column.header)
        counted[column.sheet, key] = number = counted.get((column.sheet, key), 0) + 1
        entries.setdefault((key, number), []).append(column)
    found: list[tuple[tuple[int, bool], Column]] = []
    for (_key, number), alike in entries.items():
        several = len({column.concept for column in alike}) > 1
        found += [((number, several), column) for column in (alike if several else alike[:1])]
    return found


def _quoted(text: str) -> str:
    """Return a TOML basic string; JSON's escapes are among TOML's, but for the sign U+007F."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _one_line(text: str) -> str:
    return " ".join(text.split())
