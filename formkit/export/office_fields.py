"""Taking typed settings out of a parsed TOML table, gathering problems on the way."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from typing import TypeVar

from formkit.errors import Problem, Where, problem
from formkit.export.office_source import Path_, line_of
from formkit.i18n import N_, _

Choice = TypeVar("Choice", bound=StrEnum)

_TYPE_WORDS = {
    "str": "text in quotation marks", "int": "a whole number", "float": "a number", "bool": "true or false",
    "list": "a list", "dict": "a table",
}


class Fields:
    """One table of the file, its path in it, and the problems found so far (shared by all tables)."""

    def __init__(
        self, content: Mapping[str, object], file: str, lines: dict[Path_, int],
        path: Path_ = (), problems: list[Problem] | None = None,
    ) -> None:
        self.content = content
        self.file = file
        self.lines = lines
        self.path = path
        self.problems: list[Problem] = [] if problems is None else problems

    def where(self, *rest: str | int) -> Where:
        """Return the place of a setting of this table."""
        line = line_of(self.lines, (*self.path, *rest))
        return Where(self.file, line, 1 if line else 0)

    def report(self, code: str, key: str, hint: str = "", **context: str | int) -> None:
        """Add a problem at a setting of this table."""
        found = problem(code, where=self.where(key), hint=hint, key=key)
        words = tuple((name, str(value)) for name, value in context.items())
        self.problems.append(replace(found, context=(*found.context, *words)))

    def table(self, *known: str) -> Fields:
        """Report every setting that is not one of ``known``; return the table itself."""
        for key in self.content:
            if key not in known:
                guess = difflib.get_close_matches(key, known, 1, 0.5)
                hint = "" if guess else _("There are: {known}.").format(known=", ".join(known))
                self.report("O003", key, hint, guess=guess[0] if guess else "")
        return self

    def child(self, key: str) -> Fields:
        """Return the table under ``key``; an empty one where there is none."""
        found = self.content.get(key, {})
        if not isinstance(found, dict):
            self._wrong(key, found, N_("a table"), f"[{key}]")
            found = {}
        return Fields(found, self.file, self.lines, (*self.path, key), self.problems)

    def tables(self, key: str, needed: str = "") -> list[Fields]:
        """Return the tables of the list under ``key``."""
        found = self.content.get(key, [])
        if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
            self._wrong(key, found, N_("a list of tables"), f"[[{key}]]")
            return []
        if needed and not found:
            self.report("O004", key, example=needed)
        return [
            Fields(each, self.file, self.lines, (*self.path, key, index), self.problems)
            for index, each in enumerate(found)
        ]

    def text(self, key: str, needed: str = "") -> str:
        """Return a text without blanks around it; "" where it is missing or of another type."""
        found = self.content.get(key, "")
        if not isinstance(found, str):
            self._wrong(key, found, N_("text"), f'{key} = "{found}"')
            return str(found) if isinstance(found, int) and not isinstance(found, bool) else ""
        if needed and not found.strip():
            self.report("O004", key, example=needed)
        return found.strip()

    def number(self, key: str, default: float) -> float:
        """Return a number, or the default."""
        found = self.content.get(key, default)
        if isinstance(found, bool) or not isinstance(found, int | float):
            self._wrong(key, found, N_("a number"), f"{key} = {default}")
            return default
        return float(found)

    def count(self, key: str) -> int | None:
        """Return a whole number that is not negative, or None."""
        found = self.content.get(key)
        if found is None:
            return None
        if isinstance(found, bool) or not isinstance(found, int):
            self._wrong(key, found, N_("a whole number"), f"{key} = 23000")
            return None
        if found < 0:
            self.report("O018", key, found=found)
            return None
        return found

    def one_of(self, key: str, choices: type[Choice], default: Choice) -> Choice:
        """Return one of the values of an enum, or the default."""
        found = self.text(key)
        if not found:
            return default
        known = [choice.value for choice in choices]
        if found in known:
            return choices(found)
        guess = difflib.get_close_matches(found, known, 1, 0.4)
        self.report("O012", key, guess=guess[0] if guess else known[0], found=found, known=", ".join(known))
        return default

    def _wrong(self, key: str, found: object, expected: str, example: str) -> None:
        word = _TYPE_WORDS.get(type(found).__name__, type(found).__name__)
        self.report("O005", key, expected=expected, found=word, example=example)
