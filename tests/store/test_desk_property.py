"""Whatever two clerks do, nothing is lost: values follow the decisions that hold, and the queue follows the values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from formkit.model.reading import FieldStatus, Reading, Value
from formkit.model.review import Decision, DecisionKind, FieldKey, Filter
from formkit.store.engine import open_store
from tests.store.invented_scans import (
    BLANK,
    DANGER,
    ILLEGIBLE,
    NAME,
    NOTE,
    VALUE,
    doubtful,
    minutes,
    queue,
    queue_made_anew,
    rows_of_queue,
    scan,
    seen,
    token,
)

CLERKS = ("王", "赵")
VILLAGE = "cover.village"
READ: dict[str, Reading] = {
    DANGER: doubtful("3"), NOTE: seen("安", reader="text@none"), NAME: doubtful("李 青禾"), VILLAGE: seen("柳河村"),
}
clerks = st.sampled_from(CLERKS)
kinds = st.sampled_from((VALUE, VALUE, VALUE, BLANK, ILLEGIBLE))
values = st.sampled_from(("3", "4", "柳河村"))


@dataclass
class Told:
    """A decision as a clerk made it; ``kind`` is that of an entry of one where two must agree, too."""

    key: FieldKey
    who: str
    kind: DecisionKind
    value: Value
    first: bool
    undone: bool = False


@dataclass
class Expected:
    """The rules of the desk, told once more without a database."""

    told: list[Told] = field(default_factory=list)

    def standing(self, key: FieldKey) -> list[Told]:
        return [each for each in self.told if each.key == key and not each.undone]

    def holding(self, key: FieldKey) -> Told | None:
        return next((each for each in reversed(self.standing(key)) if not each.first), None)

    def entries(self, key: FieldKey) -> dict[str, tuple[DecisionKind, Value]]:
        """Return the last entry of each since the decision that holds."""
        found: dict[str, tuple[DecisionKind, Value]] = {}
        for each in self.standing(key):
            found = found | {each.who: (each.kind, each.value)} if each.first else {}
        return found

    def decide(self, key: FieldKey, who: str, kind: DecisionKind, value: Value, two: bool) -> bool:
        others = {name: entry for name, entry in self.entries(key).items() if name != who}
        now = self.holding(key)
        holds = not two or (kind, value) in others.values() or (
            now is not None and (now.kind, now.value) == (kind, value)
        )
        self.told.append(Told(key, who, kind, value, first=not holds))
        return holds

    def undo(self, who: str) -> Told | None:
        for index in range(len(self.told) - 1, -1, -1):
            each = self.told[index]
            if each.who != who or each.undone:
                continue
            later = (other for other in self.told[index + 1:] if other.key == each.key and other.who != who)
            if any(not other.undone and not other.first for other in later):
                continue
            each.undone = True
            return each
        return None


class TwoClerks(RuleBasedStateMachine):
    """Two clerks at one desk, with two scans of one person, one of their fields drawn for a second look."""

    def __init__(self) -> None:
        super().__init__()
        self.store = open_store("memory:")
        self.expected = Expected()
        self.clock = 0.0
        self.held: dict[FieldKey, tuple[str, float]] = {}

    def teardown(self) -> None:
        self.store.close()

    def now(self) -> datetime:
        return minutes(self.clock)

    @initialize()
    def import_scans(self) -> None:
        days = [{"followup.1.visit_date": seen(day, reader="date")} for day in ("2013-03-01", "2013-06-01")]
        self.documents = [scan(self.store, f"{index}.pdf", READ | day) for index, day in enumerate(days)]
        self.keys = [(number, name) for number in self.documents for name in READ]
        self.store.desk.draw_looks(0.4, 7)

    @rule(count=st.floats(0.5, 12))
    def wait(self, count: float) -> None:
        self.clock += count

    @rule(who=clerks, count=st.integers(1, 4))
    def take(self, who: str, count: int) -> None:
        waiting = {(number, name) for number, name, _ in queue(self.store)}
        for given in self.store.desk.take(who, Filter(), count, when=self.now()):
            holder, until = self.held.get(given.key, (who, 0.0))
            assert holder == who or until <= self.clock, "two persons hold one field"
            assert given.key in waiting
            self.held[given.key] = (who, self.clock + 10)

    @rule(who=clerks)
    def let_go(self, who: str) -> None:
        self.store.desk.release(who)
        self.held = {key: each for key, each in self.held.items() if each[0] != who}

    @rule(who=clerks, index=st.integers(0, 7), kind=kinds, value=values, two=st.booleans(), twice=st.booleans())
    def decide(self, who: str, index: int, kind: DecisionKind, value: str, two: bool, twice: bool) -> None:
        key = self.keys[index]
        sent = Decision(*key, kind, value, who, token(), two=two)
        holds = self.expected.decide(key, who, kind, value if kind is VALUE else None, two)
        assert self.store.desk.decide(sent, when=self.now()).settled == holds
        if twice:
            assert self.store.desk.decide(sent, when=self.now()).repeated
        self.held.pop(key, None)

    @rule(who=clerks)
    def undo(self, who: str) -> None:
        undone, expected = self.store.desk.undo(who, token(), when=self.now()), self.expected.undo(who)
        found = None if undone is None else (undone.document_id, undone.field_id)
        assert found == (None if expected is None else expected.key)

    @rule(index=st.integers(0, 1))
    def follow(self, index: int) -> None:
        number = self.documents[index]
        self.store.desk.settle(number, self.store.desk.decisions(number), [])

    @invariant()
    def values_follow_the_decisions_that_hold(self) -> None:
        for number in getattr(self, "documents", []):
            found = self.store.values(number)
            for name, reading in READ.items():
                holding = self.expected.holding((number, name))
                assert found[name].value == (reading.value if holding is None else holding.value), name
                assert found[name].reading == reading
                assert found[name].corrected == (holding is not None)
                shown = self.store.desk.field((number, name)).entries
                entries = self.expected.entries((number, name))
                assert {who: (each.kind, each.value) for who, each in shown.items()} == entries

    @invariant()
    def what_waits_is_what_it_would_be_made_anew(self) -> None:
        found = rows_of_queue(self.store)
        waiting = {(number, name) for number, name, _ in queue(self.store)}
        for number, name in getattr(self, "keys", []):
            undecided = READ[name].status is FieldStatus.REVIEW and self.expected.holding((number, name)) is None
            if undecided or self.expected.entries((number, name)):
                assert (number, name) in waiting
        queue_made_anew(self.store)
        assert rows_of_queue(self.store) == found

    @invariant()
    def every_word_is_kept(self) -> None:
        kept = sum(len(self.store.corrections(number)) for number in getattr(self, "documents", []))
        assert kept == len(self.expected.told) + sum(each.undone for each in self.expected.told)


TestTwoClerks = TwoClerks.TestCase
TestTwoClerks.settings = settings(max_examples=12, stateful_step_count=20, deadline=None)
