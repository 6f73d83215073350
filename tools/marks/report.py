"""Judging the readers on a set: fields exact, wrong and accepted, sent to review, by kind, length and profile."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from formkit.media.scan.marks.choose import MarkAnswer, choose
from formkit.media.scan.marks.pen import pen_of
from formkit.media.scan.marks.place import MarkPlace, Shape, State
from formkit.media.scan.marks.planes import from_halves
from formkit.media.scan.marks.readers import MarkReaders
from formkit.model.handbook import Field, Kind, Mark, Option
from formkit.model.reading import Value
from tools.marks.filling import Truth
from tools.marks.sets import load

SIGNS = {Shape.TICK: "√", Shape.CROSS: "×", Shape.RING: "○"}


@dataclass(frozen=True, slots=True)
class Judged:
    """A field of a set: its answer and its truth.

    ``sort`` is plain (nothing struck out, not too many marks), corrected or several (two marks where one is right).
    """

    answer: MarkAnswer
    truth: Value
    sort: str
    mark: Mark
    length: float
    profile: str
    panel: str
    number: int

    @property
    def exact(self) -> bool:
        """Whether the value is right."""
        return self.answer.value == self.truth

    def accepted(self, margin: float) -> bool:
        """Whether it passes without a person, by a simple rule."""
        return self.answer.review_reason is None and self.answer.measures["margin"] >= margin


def judged(readers: MarkReaders, folder: Path, limit: int | None = None) -> Iterator[Judged]:
    """Yield every field of a set."""
    paths = sorted(path for path in folder.glob("*.npz") if ".part" not in path.name)[:limit]
    for path in paths:
        sample = load(path)
        truth = sample.truth
        pictures = from_halves(sample.scan, sample.blank, [place.box for place in truth.places])
        scores = readers.judge_pictures(pictures, truth.places)
        pen = pen_of(scores)
        for number in sorted(set(truth.fields)):
            which = [index for index, field in enumerate(truth.fields) if field == number]
            if not all(truth.legible[index] for index in which):
                continue
            field = field_of(truth, which)
            answer = choose(field, [truth.places[index] for index in which], scores.of(which), pen)
            value, sort = truth_of(truth, which)
            place = truth.places[which[0]]
            length = max(truth.places[index].box.width for index in which)
            yield Judged(answer, value, sort, place.mark, length, sample.profile, path.stem, number)


def field_of(truth: Truth, which: list[int]) -> Field:
    """Return the field that a question of a panel is."""
    place = truth.places[which[0]]
    if place.mark is Mark.SYMBOL:
        options = tuple(Option(sign, sign) for sign in SIGNS.values())
        return Field("f", "", Kind.SINGLE, mark=Mark.SYMBOL, options=options)
    kind = Kind.SINGLE if truth.singles[which[0]] else Kind.MULTI
    return Field("f", "", kind, mark=place.mark, options=tuple(Option(truth.places[i].code, "") for i in which))


def truth_of(truth: Truth, which: list[int]) -> tuple[Value, str]:
    """Return the right value of a question, and what sort of answer it is."""
    places: list[MarkPlace] = [truth.places[index] for index in which]
    states = [truth.states[index] for index in which]
    struck = State.CANCELLED in states
    marked = [index for index, state in zip(which, states, strict=True) if state is State.MARKED]
    if places[0].mark is Mark.SYMBOL:
        value: Value = SIGNS.get(Shape(truth.shapes[marked[0]])) if marked else None
        return value, "corrected" if struck else "plain"
    codes = tuple(truth.places[index].code for index in marked)
    if not truth.singles[which[0]]:
        return codes or None, "corrected" if struck else "plain"
    if len(codes) > 1:
        return codes, "several"
    return (codes[0] if codes else None), "corrected" if struck else "plain"


def kind_of(one: Judged) -> str:
    """Return how a field is marked, blank fields apart."""
    return f"{one.mark.value} blank" if one.truth is None else f"{one.mark.value} marked"


def length_of(one: Judged) -> str:
    """Return the class of length of a circled field's longest option."""
    if one.mark is not Mark.CIRCLE:
        return "boxes"
    limits = (8, 14, 20, 25, 35, 80)
    return f"circles to {next(limit for limit in limits if one.length <= limit)} mm"


def rows(fields: Iterable[Judged], by: Callable[[Judged], str], margin: float) -> list[str]:
    """Return Markdown rows: name, fields, exact, wrong and accepted, review."""
    groups: dict[str, list[Judged]] = defaultdict(list)
    for one in fields:
        groups[by(one)].append(one)
    return [_row(name, each, margin) for name, each in sorted(groups.items())]


def _row(name: str, fields: list[Judged], margin: float) -> str:
    count = len(fields)
    exact = sum(one.exact for one in fields)
    accepted = [one for one in fields if one.accepted(margin)]
    wrong = sum(not one.exact for one in accepted)
    return f"| {name} | {count} | {exact / count:.2%} | {wrong} | {1 - len(accepted) / count:.2%} |"


def report(readers: MarkReaders, folder: Path, margin: float, limit: int | None = None) -> str:
    """Return the tables of docs/marks.md for one set."""
    fields = list(judged(readers, folder, limit))
    plain = [one for one in fields if one.sort == "plain"]
    lines = ["| fields | n | exact | wrong and accepted | review |", "|---|---|---|---|---|"]
    lines += rows(plain, lambda one: "all plain fields", margin)
    for by in (kind_of, length_of, lambda one: one.profile):
        lines += rows(plain, by, margin)
    for sort in ("corrected", "several"):
        lines += rows([one for one in fields if one.sort == sort], lambda one: one.sort, margin)
    return "\n".join(lines)
