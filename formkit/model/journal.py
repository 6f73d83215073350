"""The journal of imports: what became of every file of a run, so that a run that was stopped goes on where it was.

It is a part of the store, not a file beside it: what became of a file is written in the same transaction as its
documents, so the two can never disagree, whatever stops the program and whichever database keeps them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol

from formkit.errors import Problem

if TYPE_CHECKING:
    from formkit.model.store import Added, StoredDocument


class Outcome(StrEnum):
    """What became of a file."""

    ACCEPTED = "accepted"
    REVIEW = "review"
    DUPLICATE = "duplicate"
    LIST = "list"
    """A list of people: its rows are kept with their persons, for the roster."""
    LEFT_ASIDE = "left_aside"
    """A kind of file that formkit does not read, in a folder or an archive that was given as a whole."""
    FAILED = "failed"
    POISONED = "poisoned"
    """Its worker had to be ended, or ended, twice; it is not tried again unless somebody asks."""


@dataclass(frozen=True, slots=True)
class Locator:
    """Where a file is: an absolute path and, where that is an archive, its name inside ("one/二.pdf")."""

    path: str
    inside: str = ""


@dataclass(frozen=True, slots=True)
class Brief:
    """A document of a file as the report tells it.

    ``id`` is its number in the store (0 in a dry run), ``pages`` how many sides of it came, ``missing`` the sides
    that did not come ("2 followup 3": side, sheet, copy), ``person`` the number of its person.
    """

    id: int
    handbook: str
    edition: str
    serial: str | None
    status: str
    pages: int
    missing: tuple[str, ...] = ()
    person: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a run. ``outcome`` is None as long as it is unfinished.

    ``size`` (bytes) and ``mtime_ns`` (nanoseconds) are those of the file on disk, and tell whether it is still the
    same. ``deaths`` counts by picture (0: outside of any) how often the worker that read it ended.
    """

    locator: Locator
    size: int
    mtime_ns: int
    sha256: str = ""
    outcome: Outcome | None = None
    documents: tuple[Brief, ...] = ()
    problems: tuple[Problem, ...] = ()
    pages: int = 0
    deaths: Mapping[int, int] = field(default_factory=lambda: MappingProxyType({}))
    batch: str = ""
    """The label of the import; told of failed files only."""
    aside: str = ""
    """Who has dealt with a failed file, so that it is listed no more; "" where nobody has."""


@dataclass(frozen=True, slots=True)
class State:
    """What must be known of each file to go on: an `Entry` without what only the report tells.

    ``codes`` counts its problems by their code.
    """

    locator: Locator
    size: int
    mtime_ns: int
    sha256: str
    outcome: Outcome | None
    pages: int
    codes: Mapping[str, int]
    deaths: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Run:
    """One run over some paths; ``resumed`` where it was begun before and stopped. Times are ISO in UTC."""

    id: int
    batch: str
    paths: tuple[str, ...]
    options: Mapping[str, str]
    started_at: str
    resumed: bool = False


Noting = Callable[[Sequence["StoredDocument"], Sequence["Added"]], tuple[int, Entry] | None]
"""Says, of what was stored of a file, what the journal of which run is to hold, if any."""


class Journal(Protocol):
    """What happened to the files of each run. Every method raises StoreError where it cannot be read or written."""

    def begin_run(self, batch: str, paths: Sequence[str], options: Mapping[str, str]) -> Run:
        """Return the unfinished run with the same batch, paths and options, else a new one; no other program has it.

        Raises:
            StoreError: another program is at that run (S008).
        """

    def run_states(self, run_id: int) -> Iterator[State]:
        """Yield what is known of the files of a run, quickly."""

    def run_entries(self, run_id: int) -> Iterator[Entry]:
        """Yield the files of a run that something is known of, in the order of their places."""

    def note(self, run_id: int, entries: Iterable[Entry]) -> None:
        """Keep what is now known of some files, in place of what was."""

    def finish_run(self, run_id: int) -> None:
        """Say that nothing of a run is left to be done."""

    def source_name(self, sha256: str) -> str | None:
        """Return under which name the file with these bytes was stored, or None."""

    def poisoned(self) -> Mapping[str, Entry]:
        """Return, by SHA-256, the files that ended their workers in whichever run, each as last noted."""
