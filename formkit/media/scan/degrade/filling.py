"""Filling one page by hand: every field's value written or marked where its place is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from formkit.geometry import Box
from formkit.media.scan.degrade.choosing import Chooser, Habits
from formkit.media.scan.degrade.corrections import corrected_in_box, corrected_line, in_chinese
from formkit.media.scan.degrade.path import Rng
from formkit.media.scan.degrade.persons import random_name
from formkit.media.scan.degrade.stray import scrawl, signature_tail, stray
from formkit.media.scan.degrade.truth import FieldTruth
from formkit.media.scan.degrade.writing import Writer, Written, around
from formkit.model.handbook import Kind
from formkit.model.layout import Page, Place
from formkit.model.reading import Value

_DATE_SHAPES = ("{y}年{m}月{d}日", "{y}.{m}.{d}", "{y}-{m}-{d}", "{y}/{m}/{d}")


@dataclass(frozen=True, slots=True)
class Filler:
    """Fills pages with one writer."""

    writer: Writer
    habits: Habits
    chooser: Chooser
    signs_as: str = ""

    @classmethod
    def of(cls, writer: Writer, habits: Habits, rng: Rng, *, measured: bool = False) -> Filler:
        """Return a filler whose own ways are settled by chance; ``measured``, for a form that formkit did not print."""
        ticks, dashes = rng.random() < habits.ticked, rng.random() < habits.dashes
        chooser = Chooser(writer, habits, ticks, dashes, measured and rng.random() < habits.inline)
        return cls(writer, habits, chooser, random_name(rng))

    def page(self, page: Page, values: Mapping[str, Value], rng: Rng) -> dict[str, FieldTruth]:
        """Write the values of one page, and some stray ink, and return the truth of each field on it."""
        found = {}
        for place in page.places:
            if place.ref.field.preprinted is not None:
                continue
            truth = self.field(place, values.get(place.ref.id), rng)
            if rng.random() < self.habits.stray:
                self._stray(place.box, rng)
                truth = replace(truth, stray=True)
            found[place.ref.id] = truth
        for _ in range(rng.poisson(self.habits.stray * 25)):
            self._stray(Box(6, 6, page.width - 6, page.height - 6), rng)
        return found

    def _stray(self, box: Box, rng: Rng) -> None:
        kind = None if box.width > 100 and box.height > 200 else str(rng.choice(["dot", "dash", "comma"]))
        self.writer.layer.draw(stray(rng, box, kind), self.writer.hand.pen, rng)

    def field(self, place: Place, value: Value, rng: Rng) -> FieldTruth:
        """Write one field's value; None leaves it blank."""
        asked = place.ref.field
        if value is None:
            return FieldTruth(place.ref.id, None)
        if asked.kind.is_choice:
            return self.chooser.answer(place, value, rng)
        if asked.kind is Kind.SIGNATURE:
            return self._signature(place, rng)
        if asked.kind is Kind.DATE and (place.cells or place.parts):
            return self._date(place, str(value), rng)
        text = spoken(value)
        if place.cells:
            truth = FieldTruth(place.ref.id, value, "boxes")
            return self._signs(truth, list(zip(text, place.cells, strict=False)), rng)
        if asked.kind is Kind.DATE:
            text = _date_text(str(value), rng)
        return self._line(place, value, text, rng)

    def _line(self, place: Place, value: Value, text: str, rng: Rng) -> FieldTruth:
        truth = FieldTruth(place.ref.id, value, "line")
        if len(place.lines) > 1 and len(text) > 1:
            return self._on_lines(truth, text, place.lines, rng)
        if rng.random() < self.habits.corrected and len(text) > 1:
            wrong = _misspelt(text, rng)[: max(2, int(place.box.width / 12))]
            written = corrected_line(self.writer, wrong, text, place.box, rng)
            truth = replace(truth, corrected="struck", struck=(wrong,))
        else:
            written = self.writer.line(text, place.box, rng)
        return replace(truth, font=written.font, ink=written.box)

    def _on_lines(self, truth: FieldTruth, text: str, lines: tuple[Box, ...], rng: Rng) -> FieldTruth:
        """Write text over ruled lines: each is filled before the next is begun."""
        boxes, font, rest = [], "", text
        for box in lines:
            room = max(2, int(box.width / self.writer.hand.size * rng.uniform(0.75, 0.95)))
            part, rest = (rest, "") if box is lines[-1] else (rest[:room], rest[room:])
            written = self.writer.line(part, box, rng)
            boxes.append(written.box)
            font = font or written.font
            if not rest:
                break
        return replace(truth, font=font, ink=around(boxes))

    def _signs(self, truth: FieldTruth, signs: list[tuple[str, Box]], rng: Rng) -> FieldTruth:
        """Write one character a box, one of them wrong first now and then."""
        share = float(rng.normal(0.64, 0.07))
        boxes, font = [], ""
        wrong_at = int(rng.integers(len(signs))) if signs and rng.random() < self.habits.corrected else -1
        for number, (sign, cell) in enumerate(signs):
            if number == wrong_at and sign.isdigit():
                wrong = str((int(sign) + int(rng.integers(1, 10))) % 10)
                way = corrected_in_box(self.writer, wrong, sign, cell, rng)
                truth = replace(truth, corrected=way, struck=(wrong,))
                continue
            written = self._sign(sign, cell, share * float(rng.normal(1, 0.08)), rng)
            boxes.append(written.box)
            font = font or written.font
        return replace(truth, font=font, ink=around(boxes) if boxes else None)

    def _sign(self, sign: str, cell: Box, share: float, rng: Rng) -> Written:
        if sign == "X" and rng.random() < 0.5:
            return self.writer.x_mark(cell, rng)
        return self.writer.boxed(sign, cell, rng, min(1.1, max(0.34, share)))

    def _date(self, place: Place, value: str, rng: Rng) -> FieldTruth:
        """Write the parts of a date that there are: into boxes with or without a leading zero, or on their lines."""
        numbers = dict(zip(("year", "month", "day"), date_parts(value), strict=True))
        signs: list[tuple[str, Box]] = []
        boxes, font = [], ""
        zero = rng.random() < 0.75
        chinese = rng.random() < 0.03
        for part in place.parts:
            number = numbers.get(part.name, "")
            if not number:
                continue
            if part.cells:
                digits = number if zero or part.name == "year" else str(int(number))
                last = part.cells[-len(digits) :] if rng.random() < 0.7 else part.cells[: len(digits)]
                signs += list(zip(digits, last, strict=False))
                continue
            text = in_chinese(int(number), year=part.name == "year") if chinese else number
            written = self.writer.line(text, part.box, rng)
            boxes.append(written.box)
            font = written.font
        truth = FieldTruth(place.ref.id, value, "boxes" if signs else "line")
        if signs:
            return self._signs(truth, signs, rng)
        return replace(truth, font=font, ink=around(boxes) if boxes else None)

    def _signature(self, place: Place, rng: Rng) -> FieldTruth:
        """Sign: a name in large characters, or mere strokes, often with a tail."""
        box = place.box
        size = min(box.height * rng.uniform(0.7, 1.25), 11)
        if rng.random() < 0.2:
            area = Box.at(box.x0 + 1, box.centre.y - size / 2, min(box.width - 2, size * 2.5), size)
            self.writer.layer.draw(scrawl(rng, area), self.writer.hand.pen, rng)
            written = Written(area, "strokes")
        else:
            wild = replace(self.writer.hand, slant=rng.normal(10, 8), spread=0.12, gap=rng.normal(-0.1, 0.1), sway=0.08)
            size = min(size, (box.width - 2) / max(1, len(self.signs_as)))
            signer = replace(self.writer, hand=wild)
            name = self.signs_as
            left = box.x0 + rng.uniform(0.5, max(0.6, box.width - size * len(name) - 1))
            at = (left, box.centre.y + size * 0.36)
            written = Written(signer.row(name, at, size, rng), self.writer.hand.han.name)
        if rng.random() < 0.25:
            tail = signature_tail(rng, (written.box.x1 - 2, written.box.y1 - size * 0.2))
            self.writer.layer.draw(tail, self.writer.hand.pen, rng)
        return FieldTruth(place.ref.id, True, "signature", font=written.font, ink=written.box)


def spoken(value: Value) -> str:
    """Return a value as a hand writes it: 2 and 2.5, not 2.0."""
    return f"{value:g}" if isinstance(value, float) else str(value)


def date_parts(value: str) -> tuple[str, str, str]:
    """Return year, month and day of an ISO date as far as written, "" for what is not."""
    if value.startswith("--"):
        rest = [*value[2:].split("-"), ""]
        return "", rest[0], rest[1]
    parts = [*value.split("-"), "", ""]
    return parts[0], parts[1], parts[2]


def _date_text(value: str, rng: Rng) -> str:
    year, month, day = date_parts(value)
    if not (year and month and day):
        return f"{year}年" + (f"{int(month)}月" if month else "")
    shape = _DATE_SHAPES[int(rng.integers(len(_DATE_SHAPES)))]
    if rng.random() < 0.5:
        month, day = str(int(month)), str(int(day))
    return shape.format(y=year, m=month, d=day)


def _misspelt(text: str, rng: Rng) -> str:
    at = int(rng.integers(len(text)))
    other = str(rng.integers(10)) if text[at].isdigit() else text[int(rng.integers(len(text)))]
    return text[:at] + other + text[at + 1 :]
