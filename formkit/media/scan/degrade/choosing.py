"""Answering a choice by hand: marks round or in printed options, codes and signs in boxes, and taking them back."""

from __future__ import annotations

from dataclasses import dataclass, replace

from formkit.geometry import Box
from formkit.media.scan.degrade.circles import any_circle
from formkit.media.scan.degrade.corrections import corrected_in_box
from formkit.media.scan.degrade.path import Rng, Stroke, bounds
from formkit.media.scan.degrade.stray import underline
from formkit.media.scan.degrade.strikes import strike
from formkit.media.scan.degrade.ticks import box_mark, cross, tick, tick_at_start, tick_over
from formkit.media.scan.degrade.truth import FieldTruth
from formkit.media.scan.degrade.writing import Writer, around
from formkit.model.handbook import Kind, Mark
from formkit.model.layout import Place
from formkit.model.reading import Value


@dataclass(frozen=True, slots=True)
class Habits:
    """Chances, for each field, of what goes other than planned.

    Attributes:
        corrected: a wrong answer is written first and put right.
        withdrawn: an answer is written and taken back, so that nothing is left.
        contrary: a single choice gets two marks.
        stray: ink that is no answer lies at a field.
        touching: a circle reaches over to the option beside it.
        ticked: a writer ticks printed options instead of circling them.
        dashes: a writer puts a stroke into boxes that are not needed.
        shuffled: the codes of a multi choice stand in no order.
        inline: a writer marks printed options instead of writing their codes into the boxes beside.
    """

    corrected: float = 0.04
    withdrawn: float = 0.008
    contrary: float = 0.01
    stray: float = 0.03
    touching: float = 0.06
    ticked: float = 0.04
    dashes: float = 0.05
    shuffled: float = 0.15
    inline: float = 0.1

    def scaled(self, factor: float) -> Habits:
        """Return the habits with every chance times ``factor``, at most 0.9."""
        return Habits(*(min(0.9, getattr(self, name) * factor) for name in self.__slots__))


def chosen(value: Value) -> tuple[str, ...]:
    """Return the codes of a choice's value."""
    if isinstance(value, tuple):
        return value
    return () if value is None else (str(value),)


@dataclass(frozen=True, slots=True)
class Chooser:
    """Answers choices with one writer."""

    writer: Writer
    habits: Habits
    ticks: bool = False
    """This writer ticks printed options."""
    dashes: bool = False
    """This writer strokes out boxes that are not needed."""
    inline: bool = False
    """This writer marks printed options where codes are asked for."""

    def answer(self, place: Place, value: Value, rng: Rng) -> FieldTruth:
        """Mark ``value`` at ``place`` and return what was done."""
        if self.inline and place.ref.field.mark is Mark.CODE and any(each.words for each in place.options):
            return self._marks(place, value, rng)
        if place.ref.field.mark is Mark.CODE or (place.cells and place.ref.field.mark is not Mark.SYMBOL):
            return self._codes(place, value, rng)
        if place.ref.field.mark is Mark.SYMBOL:
            return self._symbol(place, value, rng)
        return self._marks(place, value, rng)

    def _marks(self, place: Place, value: Value, rng: Rng) -> FieldTruth:
        """Circles round, or ticks in, printed options."""
        marked = {option.code: option.box or option.words for option in place.options}
        boxes = {code: box for code, box in marked.items() if box is not None}
        right = tuple(code for code in chosen(value) if code in boxes)
        others = [code for code in boxes if code not in right]
        truth = FieldTruth(place.ref.id, value, "blank", right)
        if right and others and rng.random() < self.habits.corrected:
            truth = self._taken_back(boxes, others, truth, rng)
            truth = replace(truth, corrected="struck")
        elif right and rng.random() < self.habits.withdrawn:
            return self._taken_back(boxes, list(right), replace(truth, value=None, marked=()), rng, len(right))
        elif len(right) == 1 and others and place.ref.field.kind is Kind.SINGLE and rng.random() < self.habits.contrary:
            extra = others[rng.integers(len(others))]
            right = (*right, extra)
            truth = replace(truth, value=None, marked=right, contrary=True)
        elif others and rng.random() < self.habits.stray * 0.4:
            self.writer.layer.draw(underline(rng, boxes[others[0]]), self.writer.hand.pen, rng)
            truth = replace(truth, stray=True)
        inks = [self._mark(place, boxes, code, rng) for code in right]
        way = inks[0][0] if inks else "blank"
        return replace(truth, way=way, ink=around([box for _, box in inks]) if inks else truth.ink)

    def _taken_back(
        self, boxes: dict[str, Box], codes: list[str], truth: FieldTruth, rng: Rng, count: int = 1
    ) -> FieldTruth:
        """Mark options and strike the marks out again."""
        struck = tuple(str(code) for code in rng.choice(codes, min(count, len(codes)), replace=False))
        for code in struck:
            marks = self._strokes(boxes, code, False, rng)[1]
            over = boxes[code] if rng.random() < 0.5 else bounds(marks)
            self.writer.layer.draw([*marks, *strike(rng, over)], self.writer.hand.pen, rng)
        return replace(truth, struck=struck)

    def _mark(self, place: Place, boxes: dict[str, Box], code: str, rng: Rng) -> tuple[str, Box]:
        way, strokes = self._strokes(boxes, code, place.ref.field.mark is Mark.BOX, rng)
        self.writer.layer.draw(strokes, self.writer.hand.pen, rng)
        return way, bounds(strokes)

    def _strokes(self, boxes: dict[str, Box], code: str, in_box: bool, rng: Rng) -> tuple[str, list[Stroke]]:
        box, loose = boxes[code], self.writer.hand.sloppiness
        if in_box:
            return "tick", box_mark(rng, box, loose)
        if self.ticks:
            return "tick", (tick_at_start if rng.random() < 0.6 else tick_over)(rng, box, loose)
        neighbour = None
        if rng.random() < self.habits.touching:
            neighbour = _nearest(box, [each for other, each in boxes.items() if other != code])
        return "circle", any_circle(rng, box, loose, neighbour)

    def _codes(self, place: Place, value: Value, rng: Rng) -> FieldTruth:
        """Codes written into boxes; a two-digit code shares one."""
        cells = place.cells or (place.box,)
        codes = list(chosen(value))[: len(cells)]
        truth = FieldTruth(place.ref.id, value, "code" if codes else "blank", tuple(codes))
        if len(codes) > 1 and rng.random() < self.habits.shuffled:
            rng.shuffle(codes)
        boxes, fonts = [], []
        wrong_at = int(rng.integers(len(codes))) if codes and rng.random() < self.habits.corrected else -1
        for number, (code, cell) in enumerate(zip(codes, cells, strict=False)):
            if number == wrong_at:
                truth = self._wrong_first(place, code, cell, truth, rng)
                continue
            written = self.writer.boxed(code, cell, rng)
            boxes.append(written.box)
            fonts.append(written.font)
        if self.dashes and codes:
            for cell in cells[len(codes) :]:
                self.writer.boxed("/" if rng.random() < 0.6 else "-", cell, rng, 0.6)
        return replace(truth, font=fonts[0] if fonts else "", ink=around(boxes) if boxes else None)

    def _wrong_first(self, place: Place, code: str, cell: Box, truth: FieldTruth, rng: Rng) -> FieldTruth:
        others = [option.code for option in place.options if option.code not in truth.marked] or ["0"]
        wrong = others[rng.integers(len(others))]
        way = corrected_in_box(self.writer, wrong, code, cell, rng)
        return replace(truth, corrected=way, struck=(wrong,))

    def _symbol(self, place: Place, value: Value, rng: Rng) -> FieldTruth:
        """A √ or a × in a box; the options' codes or words say which."""
        cell = place.cells[0] if place.cells else place.box
        code = next(iter(chosen(value)), None)
        if code is None:
            return FieldTruth(place.ref.id, value)
        option = place.ref.field.option(code)
        is_cross = any(sign in f"{code}{option.label if option else ''}" for sign in "×✕xX否")
        strokes = (cross if is_cross else tick)(rng, cell.inset(cell.width * 0.2), self.writer.hand.sloppiness)
        self.writer.layer.draw(strokes, self.writer.hand.pen, rng)
        return FieldTruth(place.ref.id, value, "symbol", (code,), ink=bounds(strokes))


def _nearest(box: Box, others: list[Box]) -> Box | None:
    """Return the option that is next to ``box``, if one is within 9 mm."""
    def distance(other: Box) -> float:
        return max(other.x0 - box.x1, box.x0 - other.x1, 0.0) + max(other.y0 - box.y1, box.y0 - other.y1, 0.0)

    near = min(others, key=distance, default=None)
    return near if near is not None and distance(near) < 9 else None
