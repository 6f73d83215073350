"""Problems, exceptions and exit codes.

A `Problem` is a value: what is wrong, where, and what to do about it. Reading and checking collect
problems and go on. An exception stops the work at hand, and carries one problem::

    FormkitError
    ├── UsageError        what was asked for cannot be done (exit code 2)
    ├── InputError        a file or record that was given cannot be used
    ├── MappingError      a mapping has errors; carries all of them
    ├── OutputError       a result could not be written
    └── StoreError        the store could not be opened or used
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum

from formkit.catalogue import entry
from formkit.catalogue.entry import Severity
from formkit.i18n import N_, _, ngettext

__all__ = [
    "ExitCode", "FormkitError", "InputError", "MappingError", "OutputError", "Problem", "Severity",
    "StoreError", "UsageError", "Where", "alike_problems", "gravest_first", "problem", "subject",
]


class ExitCode(IntEnum):
    """What the program tells the shell; documented in docs/cli.md."""

    OK = 0
    """Everything asked for was done, documents that need review included."""
    FAILED = 1
    """At least one input failed; each is reported by name and cause, the others are done."""
    USAGE = 2
    """The command line, the mapping or the workspace is not usable as given."""
    STOPPED = 130
    """An import was stopped from the keyboard or by the system; run again, it goes on where it was."""


@dataclass(frozen=True, slots=True)
class Where:
    """A place in a file; lines and columns count from 1, and 0 stands for "not known"."""

    file: str = ""
    line: int = 0
    column: int = 0
    detail: str = ""
    """A finer place in words: a cell ("Sheet1!B7"), a page, a content control."""

    def __str__(self) -> str:
        parts = [self.file]
        if self.line:
            parts += [str(self.line), str(self.column)]
        return " ".join(filter(None, [":".join(filter(None, parts)), self.detail]))


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong or doubtful, by its code in `formkit.catalogue`.

    The sentence is made from ``context`` in the language in use when it is read, so a stored
    problem can be shown in either language.
    """

    code: str
    context: tuple[tuple[str, str], ...] = ()
    where: Where = field(default_factory=Where)
    field: str | None = None
    source_line: str = ""
    severity_override: Severity | None = None
    hint_override: str = ""

    @property
    def severity(self) -> Severity:
        """Error or warning; only an error keeps a document from being accepted."""
        return self.severity_override or entry(self.code).severity

    @property
    def message(self) -> str:
        """What is wrong, as a sentence."""
        known = entry(self.code)
        if not known.one:
            return _filled(_(known.message), self.context)
        count = dict(self.context).get("count", "")
        return _filled(ngettext(known.one, known.message, int(count) if count.isdigit() else 0), self.context)

    @property
    def hint(self) -> str:
        """What to do about it; may be empty."""
        if self.hint_override:
            return self.hint_override
        text = entry(self.code).hint
        return _filled(_(text), self.context) if text else ""

    def __str__(self) -> str:
        place = str(self.where)
        return f"{place}: {self.code} {self.message}" if place else f"{self.code} {self.message}"

    def to_json(self) -> dict[str, object]:
        """Return the problem as it stands in the JSON of ``formkit read``."""
        data: dict[str, object] = {"code": self.code, "message": self.message, "severity": self.severity.value}
        if self.field:
            data["field"] = self.field
        if str(self.where):
            data["where"] = str(self.where)
        if self.hint:
            data["hint"] = self.hint
        return data


SYSTEM_WORDS = (
    N_("No such file or directory"), N_("Permission denied"), N_("Is a directory"), N_("Not a directory"),
    N_("No space left on device"), N_("File exists"), N_("File too large"), N_("Read-only file system"),
    N_("File name too long"), N_("Disk quota exceeded"), N_("Input/output error"),
    N_("Address already in use"), N_("Cannot assign requested address"), N_("Name or service not known"),
)
"""What the system says of a file, in the words of POSIX; a sentence's context is translated with it."""


_OWN_WORDS = frozenset({"reason", "expected"})
"""The context words that are ours or the system's; every other may be somebody's own id or answer."""


def _filled(template: str, context: Iterable[tuple[str, str]]) -> str:
    """Return a sentence in the language in use, filled; the words of ours in its context are translated too."""
    words = {name: _(word) if word and name in _OWN_WORDS else word for name, word in context}
    return template.format_map(_Lenient(words))


class _Lenient(dict[str, str]):
    """A format context in which a missing name shows as itself instead of raising."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


def problem(
    code: str,
    *,
    where: Where | None = None,
    field: str | None = None,
    source_line: str = "",
    severity: Severity | None = None,
    hint: str = "",
    **context: object,
) -> Problem:
    """Return the problem ``code`` with its context as text.

    Raises:
        KeyError: the code is not in the catalogue.
    """
    entry(code)
    words = tuple((name, str(value)) for name, value in context.items())
    if field is not None and "field" not in context:
        words = (*words, ("field", field))
    return Problem(code, words, where or Where(), field, source_line, severity, hint)


class FormkitError(Exception):
    """Something stops the work at hand; the message is meant for the person at the keyboard."""

    exit_code = ExitCode.FAILED

    def __init__(self, cause: Problem, *more: Problem) -> None:
        super().__init__(str(cause))
        self.problems: tuple[Problem, ...] = (cause, *more)

    @property
    def problem(self) -> Problem:
        """The first, usually the only, problem."""
        return self.problems[0]

    @classmethod
    def of(cls, code: str, *, where: Where | None = None, **context: object) -> FormkitError:
        """Return the exception for one problem."""
        return cls(problem(code, where=where, **context))  # type: ignore[arg-type]

    @classmethod
    def all(cls, problems: Iterable[Problem]) -> FormkitError:
        """Return the exception that carries every one of ``problems`` (at least one)."""
        return cls(*problems)

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), self.problems)


class UsageError(FormkitError):
    """What was asked for cannot be done."""

    exit_code = ExitCode.USAGE


class InputError(FormkitError):
    """A file or a record that was given cannot be used; the others can."""


class MappingError(FormkitError):
    """A mapping has errors; `problems` has all of them."""

    exit_code = ExitCode.USAGE


class OutputError(FormkitError):
    """A result could not be written; nothing half-written is left behind."""


class StoreError(FormkitError):
    """The store could not be opened or used."""


def gravest_first(problems: Iterable[Problem]) -> list[Problem]:
    """Return problems with the errors before the warnings, each in their order."""
    return sorted(problems, key=lambda each: each.severity is not Severity.ERROR)


def alike_problems(problems: Iterable[Problem]) -> list[list[Problem]]:
    """Return problems by their kind, each kind in the place of its first; errors before warnings."""
    kinds: dict[tuple[str, Severity], list[Problem]] = {}
    for each in gravest_first(problems):
        kinds.setdefault((each.code, each.severity), []).append(each)
    return list(kinds.values())


def subject(found: Problem) -> str:
    """Return what a problem is about as people call it: the label of its field, else the place in its file."""
    return dict(found.context).get("label") or found.where.detail or found.field or ""


def worst(problems: Iterable[Problem]) -> Severity | None:
    """Return the highest severity among ``problems``, or None where there are none."""
    severities = {each.severity for each in problems}
    if Severity.ERROR in severities:
        return Severity.ERROR
    return Severity.WARNING if severities else None
