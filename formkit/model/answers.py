"""Whole records on their way out of the store: what there is, and each answer with how it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from formkit.model.reading import DocumentStatus, FieldStatus, Value
from formkit.model.review import DecisionKind


class AnswerState(StrEnum):
    """How an answer stands after everything that was read and decided."""

    ACCEPTED = "accepted"
    """Read, and surely."""
    BLANK = "blank"
    """Nothing was written."""
    DECIDED = "decided"
    """A person said what stands there, or that nothing does."""
    TAKEN = "taken"
    """Read with doubt; a person accepted its document as it stands."""
    REVIEW = "review"
    """Read with doubt, and nobody has looked at it yet."""
    MISSING = "missing"
    """Its page never came."""
    ILLEGIBLE = "illegible"
    """A person could not read it."""
    WRONG_PAGE = "wrong_page"
    """A person found that the page is of another booklet."""
    REJECTED = "rejected"
    """A person took its page out."""

    @property
    def is_open(self) -> bool:
        """Whether it is still to be settled what stands there."""
        return self in (AnswerState.REVIEW, AnswerState.MISSING)

    @property
    def has_value(self) -> bool:
        """Whether a value says what stands on the paper."""
        return self in (AnswerState.ACCEPTED, AnswerState.DECIDED, AnswerState.TAKEN)


_OF_DECISION = {
    DecisionKind.ILLEGIBLE: AnswerState.ILLEGIBLE, DecisionKind.WRONG_PAGE: AnswerState.WRONG_PAGE,
}
_OF_READING = {
    FieldStatus.ACCEPTED: AnswerState.ACCEPTED, FieldStatus.BLANK: AnswerState.BLANK,
    FieldStatus.MISSING: AnswerState.MISSING,
}


def state_of(status: FieldStatus, decided: str, *, taken: bool, page_rejected: bool) -> AnswerState:
    """Return how an answer stands: a rejected page before a decision, a decision before the reading.

    ``decided`` is the kind of the decision that holds, "" where there is none; ``taken`` when the document was
    accepted as it stands.
    """
    if page_rejected:
        return AnswerState.REJECTED
    if decided:
        return _OF_DECISION.get(DecisionKind(decided), AnswerState.DECIDED)
    return _OF_READING.get(status, AnswerState.TAKEN if taken else AnswerState.REVIEW)


@dataclass(frozen=True, slots=True)
class Answer:
    """One field of a record: its value now, how it stands, how sure the reading was, and who decided."""

    field_id: str
    value: Value
    state: AnswerState
    confidence: float = 1.0
    who: str = ""

    @property
    def settled(self) -> Value:
        """The value where it is settled what stands on the paper, else None."""
        return self.value if self.state.has_value else None

    @property
    def proposed(self) -> Value:
        """The value, a reading that nobody has looked at yet included."""
        return self.value if self.state is AnswerState.REVIEW else self.settled


@dataclass(frozen=True, slots=True)
class WholeRecord:
    """A document with all its answers, as it leaves the store; ``stored_at`` is ISO in UTC.

    ``codes`` are those of its open problems, each once.
    """

    document_id: int
    handbook: str
    edition: str
    serial: str | None
    person_id: int | None
    status: DocumentStatus
    batch: str
    source: str
    stored_at: str
    answers: tuple[Answer, ...]
    codes: tuple[str, ...] = ()

    @property
    def full_id(self) -> str:
        """The id of its handbook with the edition."""
        return f"{self.handbook}@{self.edition}"

    @property
    def open_ids(self) -> tuple[str, ...]:
        """The ids of the answers that are still to be settled."""
        return tuple(each.field_id for each in self.answers if each.state.is_open)


@dataclass(frozen=True, slots=True)
class Stock:
    """How many documents of one edition of a handbook there are, by status, and the number of the newest."""

    handbook: str
    edition: str
    by_status: Mapping[DocumentStatus, int] = field(default_factory=dict)
    last: int = 0

    @property
    def full_id(self) -> str:
        """The id with its edition; only an "@" for what was never recognised."""
        return f"{self.handbook}@{self.edition}"

    def count(self, statuses: frozenset[DocumentStatus]) -> int:
        """Return how many documents have one of some statuses."""
        return sum(count for status, count in self.by_status.items() if status in statuses)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which documents are meant: of one edition, of one import or of all, with some statuses, up to a number.

    Nothing that comes into the store meanwhile is among them, so that their fields can be asked for first.
    """

    handbook: str
    edition: str
    statuses: frozenset[DocumentStatus]
    last: int
    batch: str | None = None


class Answers(Protocol):
    """Gives whole records out. Every method raises StoreError where the store fails."""

    def stock(self, *, batch: str | None = None) -> tuple[Stock, ...]:
        """Return what there is of each edition of each handbook, rejected and failed documents counted as such."""

    def field_ids(self, wanted: Wanted) -> tuple[str, ...]:
        """Return the id of every field that the documents have, each once, in the order of their pages."""

    def records(self, wanted: Wanted) -> Iterator[WholeRecord]:
        """Yield the records one by one, oldest first; only a few of them are in memory at a time."""
