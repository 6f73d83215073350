"""Panels answered by hand, with their truth."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from formkit.geometry import Box
from formkit.media.scan.marks.place import MarkPlace, Shape, State
from formkit.model.handbook import Mark
from tools.marks.pages import HEIGHT, WIDTH, Choice, Panel, Rng


class Hand(Protocol):
    """Somebody who writes on a panel; every method draws, at most one says what it drew."""

    def mark(self, box: Box, mark: Mark, neighbours: tuple[Box, ...], struck: bool) -> tuple[Shape, Box]:
        """Mark an option, with nothing that hides a strike if it will be ``struck``; return shape and room taken."""
        ...

    def strike(self, option: Box, mark_box: Box, shape: Shape) -> None:
        """Strike a mark out, so that it does not look like another mark."""
        ...

    def strike_words(self, option: Box) -> None:
        """Strike a printed option out that has no mark."""
        ...

    def write(self, line: Box) -> None:
        """Write on a line."""
        ...

    def stray(self, place: Box) -> None:
        """Leave stray ink somewhere in a place."""
        ...

    def speck(self, box: Box) -> None:
        """Leave a small dot in a box, that is no mark."""
        ...

    def underline(self, option: Box) -> None:
        """Underline printed words."""
        ...


_WHOLE = {Mark.CIRCLE: 0.12, Mark.BOX: 0.02, Mark.SYMBOL: 0.0}
"""How often number or □ and its words are ringed together."""


@dataclass(slots=True)
class Truth:
    """What stands at the options of a panel, in order: places, states, shapes, and the field's habits."""

    places: list[MarkPlace] = field(default_factory=list)
    states: list[State] = field(default_factory=list)
    shapes: list[int] = field(default_factory=list)
    """A `Shape`, or -1 without a mark that is there to be read."""
    fields: list[int] = field(default_factory=list)
    singles: list[bool] = field(default_factory=list)
    rooms: list[Box | None] = field(default_factory=list)
    """The room that a mark takes, in mm."""
    legible: list[bool] = field(default_factory=list)
    """Whether enough of the mark came through the scan to be seen at all; True where there is none."""


def answer(rng: Rng, panel: Panel, hand: Hand, busy: float = 1.0) -> Truth:
    """Answer all choices of a panel, write on its lines, and leave stray ink; ``busy`` scales the stray ink."""
    truth = Truth()
    everything = tuple(box for choice in panel.choices for box in choice.boxes)
    for number, choice in enumerate(panel.choices):
        states = _plan(rng, choice)
        for code, (box, state) in enumerate(zip(choice.boxes, states, strict=True)):
            whole = choice.wholes[code] if choice.wholes and rng.random() < _WHOLE[choice.mark] else None
            whole = whole if state is State.MARKED or choice.mark is Mark.CIRCLE else None
            shape, room = _execute(rng, hand, choice, box, state, everything, whole)
            truth.places.append(MarkPlace(str(number), str(code), box, choice.mark))
            truth.states.append(state)
            truth.shapes.append(shape)
            truth.rooms.append(room)
            truth.fields.append(number)
            truth.singles.append(choice.single)
    for line in panel.lines:
        if rng.random() < 0.75:
            hand.write(line)
    for _ in range(int(rng.poisson(3.5 * busy))):
        hand.stray(Box(0, 0, WIDTH, HEIGHT))
    for place, state in zip(truth.places, truth.states, strict=True):
        box = place.box
        if state is State.NONE and rng.random() < 0.04 * busy:
            hand.stray(box.inset(-2.0))
        elif state is State.NONE and place.mark is not Mark.CIRCLE and rng.random() < 0.04 * busy:
            hand.speck(box)
        elif state is State.NONE and rng.random() < 0.008 * busy:
            hand.underline(box)
    return truth


def _plan(rng: Rng, choice: Choice) -> list[State]:
    """Decide what stands at each option."""
    count = len(choice.boxes)
    states = [State.NONE] * count
    order = list(rng.permutation(count))
    kind = rng.random()
    if kind < 0.22:
        return states
    if kind < 0.66 or count == 1:
        states[order[0]] = State.CANCELLED if count == 1 and kind > 0.8 else State.MARKED
    elif kind < 0.74:
        for index in order[: max(2, int(rng.integers(1, count + 1)))]:
            states[index] = State.MARKED
    elif kind < 0.93:
        states[order[0]], states[order[1]] = State.CANCELLED, State.MARKED
        for index in order[2:]:
            states[index] = State(int(rng.choice(3, p=[0.9, 0.05, 0.05])))
    else:
        for index in order[: int(rng.integers(1, 3))]:
            states[index] = State.CANCELLED
    return states


def _execute(
    rng: Rng, hand: Hand, choice: Choice, box: Box, state: State, everything: tuple[Box, ...], whole: Box | None
) -> tuple[int, Box | None]:
    if state is State.NONE:
        return -1, None
    if state is State.CANCELLED and rng.random() < 0.12:
        hand.strike_words(box)
        return -1, box
    near = tuple(other for other in everything if other != box and _distance(box, other) < 6)
    if whole is not None:
        shape, room = hand.mark(whole, Mark.CIRCLE, near, state is State.CANCELLED)
    else:
        shape, room = hand.mark(box, choice.mark, near, state is State.CANCELLED)
    if state is State.CANCELLED:
        hand.strike(whole or box, room, shape)
        return -1, room
    return int(shape), room


def _distance(one: Box, other: Box) -> float:
    dx = max(one.x0 - other.x1, other.x0 - one.x1, 0)
    dy = max(one.y0 - other.y1, other.y0 - one.y1, 0)
    return float(np.hypot(dx, dy))
