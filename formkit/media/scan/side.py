"""Reading one side: marks, boxes and lines, each by its own readers, all judged by one calibration."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from formkit.errors import Problem, Where, problem
from formkit.geometry import Box
from formkit.media.scan import written
from formkit.media.scan.above import with_writing_above
from formkit.media.scan.beside import Beside, join, words_of
from formkit.media.scan.boxes import SYMBOLS, BoxScores, packed, with_line
from formkit.media.scan.canvas import Grey
from formkit.media.scan.coded import CodedAnswer, answer_codes
from formkit.media.scan.confidence import MEASURED, Calibration
from formkit.media.scan.ink import UNKNOWN_PEN, Covered, breadth, covered, is_black, is_pale, page_ink, pen_level
from formkit.media.scan.marks.choose import MarkAnswer, Reason, choose
from formkit.media.scan.marks.pen import pen_of
from formkit.media.scan.marks.place import MarkPlace
from formkit.media.scan.marks.readers import MarkReaders
from formkit.media.scan.overrun import runs_into
from formkit.media.scan.page_boxes import look_at_boxes
from formkit.media.scan.register import Registered
from formkit.media.scan.text.answer import TextAnswer, says_twice
from formkit.media.scan.text.date_blanks import decode_date_blanks
from formkit.media.scan.text.fields import decode, reads_digits
from formkit.media.scan.text.lengths import is_rather_empty
from formkit.media.scan.text.lexicons import Lexicons
from formkit.media.scan.text.line import Line
from formkit.media.scan.text.sight import CellScores, Sight
from formkit.media.scan.text.slots import slots
from formkit.media.scan.written import Look, areas, together
from formkit.model.engine import OcrEngine
from formkit.model.handbook import Format, Kind, Mark
from formkit.model.layout import Page, Place
from formkit.model.reading import FieldStatus, Reading, Value

_SIGNED, _UNSIGNED = 0.03, 0.002
"""Share of ink from which a place is signed, and below which it is not."""
_SIGNATURE_INSET = 1.2
"""Millimetres at the edge of a place for a signature that do not count: a frame out of place is no signature."""
_CLEAR_BOXES = 5.0
"""Nats by which every box must be clear for the text engine not to be asked: one in 1,000 such digits is wrong, and
beyond it as many of 1,500 answers were exact with the engine as without."""
_NO_DIGIT = 0.5
"""Probability that a box holds something else from which a person has to look, whatever the others make of it."""
_LINE_WEIGHT = 0.35
"""How much the engine's view of a box counts beside the digit reader's."""
_TOLD = {Reason.SEVERAL.value: "G201", Reason.EXCLUSIVE.value: "G205"}
"""What a person is told of a doubtful answer; where readers only differ, the status says enough."""


@dataclass(frozen=True, slots=True)
class Readers:
    """Everything that reads: loaded once for a process."""

    marks: MarkReaders
    engine: OcrEngine
    lexicons: Lexicons
    calibration: Calibration


@dataclass(slots=True)
class SideReader:
    """Reads the places of one registered page."""

    readers: Readers
    registered: Registered
    blank: Grey
    page: Page
    name: str
    image: int
    problems: list[Problem] = field(default_factory=list)
    pen: float = UNKNOWN_PEN
    """How dark the writing of this page is, in levels."""
    pale: bool = False
    """Part of the writing is too pale to be told from nothing: no place is surely empty."""
    covered: dict[Box, Covered] = field(default_factory=dict)
    """What covers each box of the written places, or the place itself."""
    held: set[str] = field(default_factory=set)
    """Fields that a person must see: a box of theirs is not on the page."""

    def read(self) -> dict[str, Reading]:
        """Return the reading of every place of the page, by its field's id."""
        places = self.page.places
        self._hold_black()
        if all(map(_is_marked, places)):
            return dict(self._marks(places))
        ink = page_ink(self.registered.canvas, self.blank)
        self._look(ink, [place for place in places if not _is_marked(place)])
        readings = dict(self._marks([each for each in places if _is_marked(each)]))
        readings |= self._boxes([each for each in places if not _is_marked(each) and _all_boxes(each)], ink)
        readings |= dict(self._beside([each for each in places if _has_words(each)], readings))
        rest = [each for each in places if not _is_marked(each) and not _all_boxes(each)]
        page = written.Page(self.registered.canvas, self.blank, ink, self.pen, self.readers.engine, self.covered)
        for place in rest:
            is_signature = place.ref.field.kind is Kind.SIGNATURE
            readings[place.ref.id] = self._signature(place, ink) if is_signature else self._text(place, page)
        return {place.ref.id: readings[place.ref.id] for place in places}

    def _look(self, ink: Grey, places: Sequence[Place]) -> None:
        """See how much of each place is covered, what the page's pen is like, and whether part of it is lost."""
        self.pen = pen_level(ink, [place.box for place in places])
        boxes = _written_into(places)
        self.covered = {box: covered(ink, box) for box in boxes}
        self.pale = is_pale(self.pen, [self.covered[box] for box in boxes])

    def _hold_black(self) -> None:
        """Hold every place whose paper is black, and tell how many there are."""
        black = {p.ref.id for p in self.page.places if is_black(self.registered.canvas, self.blank, p.box)}
        self.held |= black
        if black:
            where = Where(self.name, detail=f"#{self.image}")
            self.problems.append(problem("G216", where=where, image=self.image, count=len(black)))

    # Marks.

    def _marks(self, places: Sequence[Place]) -> Iterator[tuple[str, Reading]]:
        options = [each for place in places for each in _mark_places(place)]
        if not options:
            return
        scores = self.readers.marks.judge(self.registered.canvas, self.blank, options)
        pen = pen_of(scores)
        start = 0
        for place in places:
            stop = start + len(_mark_places(place))
            answer = choose(place.ref.field, options[start:stop], scores.part(start, stop), pen)
            yield place.ref.id, self._marked(place, answer)
            start = stop

    def _marked(self, place: Place, answer: MarkAnswer) -> Reading:
        mark = place.ref.field.mark
        reader = mark.value if mark is not None and mark is not Mark.CODE else "circle"
        sure = answer.review_reason is None
        told = "G202" if answer.corrected else _TOLD.get(answer.review_reason or "", "")
        if told:
            self._tell(told, place)
        return self._reading(reader, answer.value, answer.measures, answer.alternatives, sure=sure)

    def _beside(self, places: Sequence[Place], coded: Mapping[str, Reading]) -> Iterator[tuple[str, Reading]]:
        """Yield the readings of code boxes, together with the marks that somebody put at the printed options."""
        options = [each for place in places for each in words_of(place)]
        if not options:
            return
        scores = self.readers.marks.judge(self.registered.canvas, self.blank, options)
        pen, start = pen_of(scores), 0
        for place in places:
            stop = start + len(words_of(place))
            answer = choose(place.ref.field, options[start:stop], scores.part(start, stop), pen)
            joint = join(coded[place.ref.id], answer)
            if joint is Beside.INSTEAD:
                yield place.ref.id, self._marked(place, answer)
            elif joint is Beside.AGAINST:
                self._tell("G210", place)
                mine = coded[place.ref.id]
                yield place.ref.id, replace(
                    mine, status=FieldStatus.REVIEW, alternatives=(answer.value, *mine.alternatives),
                    measures={**mine.measures, "unsure": 1.0},
                )
            start = stop

    # One-character boxes and code boxes.

    def _boxes(self, places: Sequence[Place], ink: Grey) -> dict[str, Reading]:
        boxes = [box for place in places for box in _all_boxes(place)]
        if not boxes:
            return {}
        measured = self.page.is_foreign
        seen = look_at_boxes(
            self.registered.canvas, self.blank, boxes, self.covered, self.pen, measured=measured
        )
        # Of a number of many boxes its rules tell more, and neighbours' writing reaches over one of them more often.
        single = [p for p in places if _is_coded(p) or len(_all_boxes(p)) == 1] if not measured else []
        above = with_writing_above(ink, [box for p in single for box in _all_boxes(p)], _written_into(self.page.places))
        found, start = {}, 0
        for place in places:
            stop = start + len(_all_boxes(place))
            own = boxes[start:stop]
            read = self._coded if _is_coded(place) else self._comb
            found[place.ref.id] = read(place, seen.scores.part(start, stop), seen.may_hold(own))
            if not seen.gone.isdisjoint(own):
                self._tell("G212", place)
                self.held.add(place.ref.id)
                found[place.ref.id] = for_review(found[place.ref.id])
            if not above.isdisjoint(own) and found[place.ref.id].status is not FieldStatus.REVIEW:
                self._tell("G202", place)
                found[place.ref.id] = for_review(found[place.ref.id])
            start = stop
        return found

    def _coded(self, place: Place, scores: BoxScores, doubtful: bool) -> Reading:
        """Read code boxes; they may be empty by sight and ``doubtful`` all the same."""
        choice = place.ref.field
        codes = [code for option in choice.options for code in (option.code, *option.accepts)]
        answer: CodedAnswer = answer_codes(choice, scores.codes(tuple(dict.fromkeys(codes))))
        if answer.problem:
            self._tell(answer.problem, place)
        sure = not answer.problem and not (answer.blank and doubtful)
        return self._reading(
            "code", answer.value, answer.measures, answer.alternatives, sure=sure, blank=answer.blank
        )

    def _comb(self, place: Place, scores: BoxScores, doubtful: bool) -> Reading:
        filled = scores.filled()
        measures = {"ink": float(scores.ink.max(initial=0.0)), "empty": float(scores.empty_margin())}
        if not filled.any():
            return self._reading(_reader(place), None, measures, sure=not doubtful, blank=True)
        corrected = bool(scores.corrected().any())
        if corrected:
            self._tell("G202", place)
        cells, agreement = self._with_line(place, scores)
        parts = _parts(place, cells)
        found = decode(place.ref.field, Sight((), None if parts else cells, parts), self.readers.lexicons)
        if not parts and is_rather_empty(place.ref.field, cells):
            others = (found.value, *found.alternatives)
            return self._reading(_reader(place), None, measures, others, sure=False, blank=True)
        measures |= {"lead": scores.lead(), "line": agreement, "boxes": float(len(_all_boxes(place)))}
        sure = not corrected and found.measures.get("foreign", 0.0) < _NO_DIGIT
        return self._decoded(place, found, measures, sure=sure)

    def _with_line(self, place: Place, scores: BoxScores) -> tuple[CellScores, float]:
        """Return the boxes, joined with the text engine's view of them where they are doubtful, and its agreement.

        Agreement is the share of boxes that both see alike; 1 where the boxes need no second reader.
        """
        cells, filled = scores.cells(), scores.filled()
        if scores.lead() >= _CLEAR_BOXES or not filled.any():
            return cells, 1.0
        inked = [box for box, is_filled in zip(_all_boxes(place), filled, strict=True) if is_filled]
        line = Line.of(self.readers.engine.read_line(packed(self.registered.canvas, inked)))
        seen = slots(line.only(SYMBOLS), SYMBOLS, len(inked)) if line is not None else None
        if seen is None:
            return cells, 0.0
        alike = cells.logs[filled].argmax(axis=1) == seen.logs.argmax(axis=1)
        return with_line(cells, filled, _LINE_WEIGHT * seen.logs), float(alike.mean())

    # Written lines.

    def _text(self, place: Place, page: written.Page) -> Reading:
        if place.parts:
            return self._date_on_blanks(place, page)
        digits = reads_digits(place.ref.field)
        seen = together([page.look(box, digits=digits) for box in areas(place)])
        if seen.empty:
            printed = place.ref.field.printed
            return self._reading(_reader(place), printed, seen.measures, sure=seen.sure, blank=True)
        found = decode(place.ref.field, seen.sight, self.readers.lexicons)
        return self._written(place, found, seen)

    def _date_on_blanks(self, place: Place, page: written.Page) -> Reading:
        """Read a date whose year, month and day have blanks of their own."""
        looks = {part.name: page.look(part.box, digits=True) for part in place.parts}
        seen = together(list(looks.values()))
        if seen.empty:
            return self._reading(_reader(place), None, seen.measures, sure=seen.sure, blank=True)
        found = decode_date_blanks(place.ref.field, {n: each.sight for n, each in looks.items() if not each.empty})
        return self._written(place, found, seen)

    def _written(self, place: Place, found: TextAnswer, seen: Look) -> Reading:
        twice = place.ref.field.kind is Kind.TEXT and says_twice(found.value)
        if seen.struck or twice:
            self._tell("G202", place)
        measures = {**seen.measures, "lines": float(len(seen.sight.lines))}
        return self._decoded(place, found, measures, sure=seen.sure and not twice)

    def _decoded(self, place: Place, found: TextAnswer, measures: Mapping[str, float], *, sure: bool = True) -> Reading:
        if found.repaired:
            self._tell("G204", place)
        told = {"lines": 0.0, **found.measures, **measures, "repaired": float(found.repaired)}
        sure = sure and found.value is not None
        reader = f"{_reader(place)}@{self.readers.engine.name}"
        reading = self._reading(reader, found.value, told, found.alternatives, sure=sure)
        whole = found.candidates if found.candidates and found.candidates[0][0] == found.value else ()
        return replace(reading, raw=found.raw if found.raw != found.value else "", candidates=whole)

    def _signature(self, place: Place, ink: Grey) -> Reading:
        """Look whether there is as much ink as a name has; ink that ran in from the left is perhaps no name."""
        found = covered(ink, place.box, _SIGNATURE_INSET)
        broad = breadth(found, place.box, _SIGNATURE_INSET)
        measures = {"ink": found.share, "stroke": found.stroke, "breadth": broad}
        if found.share >= _SIGNED:
            texts = [each.box for each in self.page.places if not _is_marked(each)]
            overrun = runs_into(ink, place.box, texts) is not None
            if overrun:
                self._tell("G214", place)
            return self._reading("signature", True, measures, sure=not overrun)
        if found.share > _UNSIGNED:
            self._tell("G207", place)
            return self._reading("signature", None, measures, sure=False)
        return self._reading("signature", None, measures, sure=not found.may_be(self.pen), blank=True)

    # What they have in common.

    def _reading(
        self, reader: str, value: Value, measures: Mapping[str, float], alternatives: tuple[Value, ...] = (), *,
        sure: bool = True, blank: bool = False,
    ) -> Reading:
        """Return the reading with its confidence, accepted or blank where that is high enough, else for review."""
        empty = (value is None and sure) or blank
        sure = sure and not (empty and self.pale)
        key = _blank_reader(reader) if empty else reader
        key += MEASURED if self.page.is_foreign else ""
        told = {name: float(each) for name, each in measures.items()}
        told["residual_mm"] = self.registered.residual
        told["share"] = self.registered.share
        sure = sure and self.registered.trusted
        told["unsure"] = float(not sure)
        confidence, accepted = self.readers.calibration.judge(key, told)
        good = FieldStatus.BLANK if value is None else FieldStatus.ACCEPTED
        status = good if accepted else FieldStatus.REVIEW
        return Reading(value, status, confidence, alternatives=tuple(alternatives), reader=key, measures=told)

    def _tell(self, code: str, place: Place) -> None:
        field_ = place.ref.field
        where = Where(self.name, detail=f"#{self.image}")
        self.problems.append(problem(code, where=where, field=place.ref.id, label=field_.label))


def _is_marked(place: Place) -> bool:
    """Whether a place is answered by marks at printed options, or by a sign in a box."""
    return place.ref.field.kind.is_choice and place.ref.field.mark is not Mark.CODE


def _has_words(place: Place) -> bool:
    """Whether the options of code boxes stand in print where people mark them instead of writing their codes."""
    return place.ref.field.mark is Mark.CODE and any(each.words is not None for each in place.options)


def _is_coded(place: Place) -> bool:
    return place.ref.field.kind.is_choice


def _mark_places(place: Place) -> list[MarkPlace]:
    field_ = place.ref.field
    mark = field_.mark or Mark.CIRCLE
    if mark is Mark.SYMBOL:
        return [MarkPlace(place.ref.id, "", place.cells[0] if place.cells else place.box, mark)]
    return [MarkPlace(place.ref.id, each.code, each.box, mark) for each in place.options if each.box is not None]


def _all_boxes(place: Place) -> tuple[Box, ...]:
    """Return the one-character boxes of a place, those of a date part by part."""
    return place.cells or tuple(cell for part in place.parts for cell in part.cells)


def _parts(place: Place, cells: CellScores) -> dict[str, CellScores]:
    """Return the boxes of a date by the name of their part; empty for what is no date in boxes."""
    found, start = {}, 0
    for part in place.parts:
        if part.cells:
            own = slice(start, start + len(part.cells))
            found[part.name] = CellScores(cells.symbols, cells.logs[own], cells.empty[own], cells.foreign[own])
            start += len(part.cells)
    return found


def _reader(place: Place) -> str:
    """Return the kind of reading of a written field, the key of its calibration.

    Lines go by their format, else their kind. One-character boxes are read alike whatever they mean, but for ID
    numbers, which check themselves, and dates, which the calendar bounds.
    """
    field_ = place.ref.field
    if not _all_boxes(place):
        return field_.format.value if field_.format is not None else field_.kind.value
    if field_.format in (Format.ID_NUMBER, Format.DISABILITY_CARD):
        return "id_number/boxes"
    return "date/boxes" if field_.kind is Kind.DATE else "digits/boxes"


def _blank_reader(reader: str) -> str:
    """Return the key for a place where nothing was seen: it only matters how one looks."""
    name = reader.partition("@")[0]
    if name in (Mark.CIRCLE.value, Mark.BOX.value, Mark.SYMBOL.value):
        return "marks:blank"
    if name in ("code", "signature"):
        return f"{name}:blank"
    return "boxes:blank" if name.endswith("/boxes") else "line:blank"


def _written_into(places: Sequence[Place]) -> list[Box]:
    """Return the boxes of places, or a place itself where it has none."""
    return [box for place in places for box in _all_boxes(place) or (place.box,)]


def for_review(reading: Reading) -> Reading:
    """Return a reading that a person must see, whatever its measures say."""
    return replace(reading, status=FieldStatus.REVIEW, measures={**reading.measures, "unsure": 1.0})


def page_level(registered: Registered) -> dict[str, object]:
    """Return what a page's JSON says of its registration."""
    return {
        "method": registered.method, "residual_mm": round(registered.residual, 3), "share": round(registered.share, 3),
    }


