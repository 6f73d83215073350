"""What a person settles: fields that wait, the decision about one, and the protocol of the desk where both are kept."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from formkit.errors import Problem
from formkit.model.reading import Reading, Value

if TYPE_CHECKING:
    from formkit.model.store import CaseChecker


class Reason(StrEnum):
    """Why a field waits."""

    DOUBT = "doubt"
    """Its reading is not sure."""
    CHECK = "check"
    """A check found an error in a reading that was sure."""
    LOOK = "look"
    """A random second look at a reading that was accepted; the reading is not shown."""
    PAGE = "page"
    """Its page was assigned by a person and never read."""


class DecisionKind(StrEnum):
    """What a person decided; the words stand in the store."""

    VALUE = "value"
    BLANK = "blank"
    ILLEGIBLE = "illegible"
    WRONG_PAGE = "wrong_page"
    FIRST = "first"
    """The entry of one person where two must agree; it holds only when another enters the same."""
    UNDO = "undo"


class GroupBy(StrEnum):
    """By what the waiting fields are counted."""

    BATCH = "batch"
    HANDBOOK = "handbook"
    VILLAGE = "village"
    SORT = "sort"
    REASON = "reason"
    QUESTION = "question"


@dataclass(frozen=True, slots=True)
class Filter:
    """Which waiting fields are meant; an empty string, None or False leaves it open.

    ``question`` is the same field in all documents of an edition ("case-management@2017/followup.danger"), ``sort`` the
    kind of reading ("circle", "date", …). ``newest`` asks for the newest documents first.
    """

    batch: str | None = None
    handbook: str = ""
    village: str | None = None
    sort: str = ""
    reason: Reason | None = None
    question: str = ""
    document_id: int | None = None
    newest: bool = False


EVERYTHING = Filter()
FieldKey = tuple[int, str]
"""The number of a document and the id of a field in it."""


@dataclass(frozen=True, slots=True)
class Entered:
    """What a person entered of a field: the kind of the decision, and the value where it is one."""

    kind: DecisionKind
    value: Value = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A field that waits for a person, with all there is to see of it.

    ``entries`` are the standing entries of persons where two must agree, by name.
    """

    document_id: int
    field_id: str
    reason: Reason
    sort: str
    question: str
    handbook: str
    edition: str
    value: Value
    reading: Reading
    source: str
    sha256: str
    problems: tuple[Problem, ...] = ()
    entries: Mapping[str, Entered] = field(default_factory=dict)
    decided: str = ""
    """The kind of the decision that holds; empty where there is none."""
    last: int = 0
    """The number of the last correction of the field, to be given back as `Decision.seen`; 0 where there is none."""
    concept: str = ""
    """What the field means, as it was stored with the reading; "" where its handbook did not say."""

    @property
    def key(self) -> FieldKey:
        """What names the field."""
        return (self.document_id, self.field_id)


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision of a person about one field.

    ``token`` is made when the field is shown and makes sending a decision twice harmless. ``two`` asks for two
    persons who enter the same. ``why`` is what the person says of it. ``seen`` is the last correction that the person
    saw (`Waiting.last`): where another came meanwhile, nothing is kept; None asks for no such care.
    """

    document_id: int
    field_id: str
    kind: DecisionKind
    value: Value
    who: str
    token: str
    why: str = ""
    two: bool = False
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of a decision: the number of its correction, and whether the field is settled.

    ``repeated`` when it had been applied before, ``differs`` when two persons entered different values, ``stale`` when
    it was not kept because somebody decided after what the person saw, or another decision was kept with its token.
    """

    correction_id: int
    settled: bool
    repeated: bool = False
    differs: bool = False
    stale: bool = False


@dataclass(frozen=True, slots=True)
class QueueCounts:
    """How many fields wait, how many of them others hold, and how many this person decided since a time."""

    waiting: int
    held: int
    decided: int


@dataclass(frozen=True, slots=True)
class Undone:
    """The decision that was undone, by its field; the field waits again if it did before."""

    document_id: int
    field_id: str
    kind: DecisionKind
    value: Value


@dataclass(frozen=True, slots=True)
class Tally:
    """How many decided readings of a kind there are and how many were changed, field by field and engine by engine.

    ``looked`` and ``wrong`` count the random second looks among them and those that found the accepted value wrong.
    """

    question: str
    reader: str
    decided: int
    changed: int
    looked: int
    wrong: int


class LookOutcome(StrEnum):
    """What came of a second look."""

    OPEN = "open"
    """Nobody has looked yet."""
    RIGHT = "right"
    WRONG = "wrong"
    """The accepted value is not what stands on the paper: a silent error."""
    UNTOLD = "untold"
    """It cannot be told: illegible, or decided for another reason before the look."""
    OUT = "out"
    """What it was a look at counts no more: its document or page was rejected, is of another booklet or picture."""


@dataclass(frozen=True, slots=True)
class LookCount:
    """How many second looks of a kind of reading, in documents of which a share was drawn, came out in one way."""

    sort: str
    share: float
    outcome: LookOutcome
    count: int


@dataclass(frozen=True, slots=True)
class JudgedReading:
    """A reading of a scan of which a person said what it should be: its reader, its measures, whether it was right."""

    reader: str
    measures: Mapping[str, float]
    right: bool


@dataclass(frozen=True, slots=True)
class Pace:
    """How many fields a person decided, and how many seconds ``steps`` of them took, from the decision before."""

    who: str
    decided: int
    steps: int
    seconds: float


class Desk(Protocol):
    """What waits, who holds it, and what was decided. Every method raises StoreError where the store fails."""

    def counts(self, which: Filter, who: str, *, since: datetime) -> QueueCounts:
        """Count what waits under a filter."""

    def groups(self, by: GroupBy, which: Filter) -> list[tuple[str, int]]:
        """Return how many fields wait for each value of ``by``, most first."""

    def take(
        self, who: str, which: Filter, count: int = 1, *, beside: Sequence[FieldKey] = (),
        two: Collection[str] | None = None, when: datetime | None = None,
    ) -> tuple[Waiting, ...]:
        """Return up to ``count`` fields that nobody else holds, now held by ``who``, in their order.

        Fields that ``who`` holds already come again, those ``beside`` do not. ``two`` are the questions
        (`Waiting.question`) of which a field that ``who`` entered alone is for another person; None for all.
        """

    def in_hand(self, who: str, which: Filter, *, when: datetime | None = None) -> tuple[FieldKey, ...]:
        """Return the fields under a filter that ``who`` holds and that wait, in their order; nothing is written."""

    def hold(
        self, who: str, key: FieldKey, *, two: Collection[str] | None = None, when: datetime | None = None
    ) -> bool:
        """Hold one field that waits; False where somebody else holds it, it is for another, or waits no more."""

    def holder(self, key: FieldKey, *, when: datetime | None = None) -> str:
        """Return who holds a field; "" where nobody does."""

    def release(self, who: str, keys: Sequence[FieldKey] = ()) -> None:
        """Let go of some fields, or of all."""

    def field(self, key: FieldKey) -> Waiting:
        """Return one field, whether it waits or not."""

    def decide(self, decision: Decision, *, when: datetime | None = None) -> Decided:
        """Keep a decision; the same one with a known token is told as it was kept then, another one is stale."""

    def undo(self, who: str, token: str, *, when: datetime | None = None) -> Undone | None:
        """Undo the last decision of ``who`` that holds; None where there is none, or the token is of something else."""

    def history(self, who: str, count: int) -> tuple[FieldKey, ...]:
        """Return the fields that ``who`` decided last, newest first."""

    def unsettled(self) -> tuple[int, ...]:
        """Return the documents whose checks and matching are to be done again, oldest first."""

    def decisions(self, document_id: int) -> int:
        """Return how many decisions a document ever had, to be given to `settle`; 0 where all are followed."""

    def settle(
        self, document_id: int, decisions: int, checked: Sequence[Problem], *, case_checker: CaseChecker | None = None,
        when: datetime | None = None,
    ) -> bool:
        """Bring problems, case, status and what waits up to the values; True if no decision came meanwhile.

        ``checked`` is what the checks find in the values now; ``case_checker`` looks at the case as a whole.
        """

    def draw_looks(
        self, share: float, seed: int, *, over: Callable[[], bool] = lambda: False, when: datetime | None = None
    ) -> int:
        """Draw a share of the accepted readings of scans that no person has seen for a second look; say how many.

        Each document is drawn from once, with the share of that time. ``over`` is asked after every few documents and
        ends it; the next time goes on from there.
        """

    def look_counts(self) -> list[LookCount]:
        """Count the second looks by kind of reading, share and outcome."""

    def tallies(self) -> list[Tally]:
        """Return what was decided, by field and by engine, most changed first."""

    def judged(self) -> Iterator[JudgedReading]:
        """Yield the readings of scans of which a person said what they should be."""

    def paces(self) -> list[Pace]:
        """Return how much each person decided, and in what time, most first."""
