"""Decisions about whole documents: what counts, which picture is which page, what belongs together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from formkit.errors import Problem
from formkit.model.journal import Entry

if TYPE_CHECKING:
    from formkit.model.handbook import Handbook
    from formkit.model.reading import Document
    from formkit.model.store import CaseChecker


class WholeKind(StrEnum):
    """What a person decided about a document; the words stand in the store.

    Each has another one that takes it back; of the two the last holds.
    """

    REJECT = "reject"
    RESTORE = "restore"
    REJECT_PAGE = "reject_page"
    RESTORE_PAGE = "restore_page"
    ASSIGN = "assign_page"
    """A picture is a page of the document."""
    TAKE_BACK = "take_back_page"
    TURN = "turn"
    """A picture lies so many quarter turns off; the last one holds."""
    DISMISS = "dismiss"
    """A picture is no page of a form."""
    RECALL = "recall"
    TOGETHER = "together"
    """Two documents are parts of one booklet."""
    APART = "apart"
    START = "start"
    """A document begins with a picture of another one's file, or of a file of which nothing was recognised; rejecting
    the document takes it back."""


@dataclass(frozen=True, slots=True)
class WholeDecision:
    """One decision about a document.

    ``token`` is made when the document is shown and makes sending a decision twice harmless. ``image`` counts the
    pictures of a file from 1, ``page`` is the number of a page of the booklet, ``turn`` how many quarter turns
    clockwise bring the picture upright. ``other_id`` is the other document, and for a page the one whose file has
    the picture where that is not the document's own.
    """

    document_id: int
    kind: WholeKind
    who: str
    token: str
    why: str = ""
    image: int | None = None
    page: int | None = None
    turn: int = 0
    other_id: int | None = None
    at: str = ""
    """When it was decided, ISO in UTC; the store fills it in."""


@dataclass(frozen=True, slots=True)
class AssignedPage:
    """A picture that a person said is a page; ``sha256`` names its file."""

    page: int
    image: int
    turn: int
    sha256: str
    file_of: int
    """The document whose file it is."""


@dataclass(frozen=True, slots=True)
class WholeState:
    """What holds of a document after all decisions about it; ``turns`` and ``dismissed`` are by picture."""

    rejected: bool = False
    rejected_pages: frozenset[int] = frozenset()
    assigned: tuple[AssignedPage, ...] = ()
    turns: Mapping[int, int] = field(default_factory=dict)
    dismissed: frozenset[int] = frozenset()
    together: tuple[int, ...] = ()

    def assigned_page(self, page: int | None) -> AssignedPage | None:
        """Return the picture that is a page, or None."""
        return next((each for each in self.assigned if each.page == page), None)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a document stands: how often each code is open, and how many of its fields wait for a person."""

    codes: Mapping[str, int] = field(default_factory=dict)
    waiting: int = 0


class WholeDocuments(Protocol):
    """Keeps decisions about whole documents. Every method raises StoreError where the store fails."""

    def decide(
        self, decision: WholeDecision, *, settles: Sequence[Problem] = (), owner: tuple[int, int] | None = None,
        case_checker: CaseChecker | None = None, when: datetime | None = None,
    ) -> bool:
        """Keep a decision; False for one with a known token, which changes nothing.

        ``owner`` are a document and the person to whom it goes with the decision; ``case_checker`` looks again at the
        case that it leaves, and at the one that it comes to.

        ``settles`` are the problems that need nobody any more while the decision holds; the decision that takes it
        back names the same ones. That a picture was not recognised is settled with its page by itself.
        """

    def start(
        self, decision: WholeDecision, document: Document, handbook: Handbook, *, settles: Sequence[Problem] = (),
        when: datetime | None = None,
    ) -> int:
        """Add a document that begins with a picture, which is its first page; return its number.

        ``decision`` names the document of whose file the picture is, the picture and the page; ``document`` has the
        fields, of which nothing was read, and ``settles`` is what is missing of it no more. With a known token the
        document is returned that was added then.
        """

    def state(self, document_id: int) -> WholeState:
        """Return what holds of a document."""

    def standings(self) -> Mapping[int, Standing]:
        """Return, by document, how those stand of which anything is open; rejected ones are not among them."""

    def failed_files(self) -> tuple[Entry, ...]:
        """Return the files that imports could not read and that never came into the store, newest first.

        One at whose path a later import read a file is not among them; one that a person has set aside is.
        """

    def set_aside(self, file: Entry, *, who: str, aside: bool = True, when: datetime | None = None) -> None:
        """Keep that a person has dealt with a failed file, or, not ``aside``, that it is to be listed again.

        It holds until another file at that path fails.
        """

    def batches(self) -> tuple[str, ...]:
        """Return the labels of the imports, oldest first."""

    def history(self, document_id: int) -> tuple[WholeDecision, ...]:
        """Return the decisions that speak of a document, oldest first."""
