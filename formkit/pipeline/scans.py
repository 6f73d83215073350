"""Scans → documents: every picture is read by itself, then the sides are put together into booklets."""

from __future__ import annotations

import datetime as dt
import hashlib
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from formkit.errors import FormkitError, InputError, Problem, Severity, Where, gravest_first, problem
from formkit.layout import build_layout
from formkit.mapping import load_handbook
from formkit.media.scan.assemble import Assembled, assemble
from formkit.media.scan.confidence import Calibration
from formkit.media.scan.issued import FooterReader, issued_counts
from formkit.media.scan.overlay import plain
from formkit.media.scan.raster import BadImage, PageImage, images
from formkit.media.scan.scanner import Scanner
from formkit.media.scan.sides import SideRead, Stack
from formkit.model.handbook import Handbook
from formkit.model.ids import FieldRef, booklet_refs
from formkit.model.layout import Layout, Page
from formkit.model.reading import Document, FieldStatus, PageFound, Reading
from formkit.pipeline.weighing import settled

_MISSING = Reading(None, FieldStatus.MISSING, 0.0)


@dataclass(frozen=True, slots=True)
class ImageRead:
    """What one picture of a file showed; ``plain`` is a small JPEG of it where it is to be drawn over."""

    number: int
    sides: tuple[SideRead, ...] = ()
    problems: tuple[Problem, ...] = ()
    plain: bytes = b""


def read_images(
    content: bytes, name: str, scanner: Scanner, *, draw: bool = False, share: tuple[int, int] = (0, 1)
) -> Iterator[ImageRead]:
    """Yield what each picture of a file shows.

    Args:
        content: the bytes of the file.
        name: what it is called in messages.
        scanner: reads the sides.
        draw: make the pictures that are drawn over later, too.
        share: (k, n): only every n-th picture, beginning with the k-th, for one of n workers.

    Raises:
        InputError: the file as a whole cannot be opened.
    """
    first, step = share
    for image in images(content, name, first=first, step=step):
        if isinstance(image, BadImage):
            yield ImageRead(image.number, problems=(image.problem,))
            continue
        yield _read_image(image, name, scanner, draw)


def _read_image(image: PageImage, name: str, scanner: Scanner, draw: bool) -> ImageRead:
    """A fault of ours on one page must not cost the others; only where it happened is told, no answers."""
    try:
        sides, problems = scanner.read_image(image, name)
        small = plain(image.grey) if draw else b""
    except FormkitError:
        raise
    except Exception as fault:
        return ImageRead(image.number, problems=(fault_on(image.number, name, fault),))
    return ImageRead(image.number, tuple(sides), tuple(problems), small)


def fault_on(image: int, name: str, fault: Exception) -> Problem:
    """Return what to tell of a fault of ours on a picture: where in the program it happened, and no answer."""
    frame = traceback.extract_tb(fault.__traceback__)[-1]
    told = f"{type(fault).__name__}, {Path(frame.filename).name}:{frame.lineno}"
    return problem("G004", where=Where(name, detail=f"#{image}"), image=image, fault=told)


def stacked(reads: Iterable[ImageRead]) -> Stack:
    """Return what was read of a file as one stack, in the order of its pictures."""
    ordered = sorted(reads, key=lambda each: each.number)
    sides = tuple(side for each in ordered for side in each.sides)
    return Stack(sides, tuple(found for each in ordered for found in each.problems), len(ordered))


def documents_of(
    stack: Stack, content: bytes, name: str, read_footer: FooterReader, calibration: Calibration
) -> list[Document]:
    """Return the documents of one file; ``calibration`` judges what several sheets of a booklet say alike.

    Problems of pictures that belong to no document are told with the first. A file of which no page was
    recognised has failed.

    Raises:
        InputError: it has no page of any handbook.
    """
    booklets = assemble(stack, name)
    if not booklets:
        raise InputError(*(stack.problems or (problem("G101", where=Where(name), image=1),)))
    sha256 = hashlib.sha256(content).hexdigest()
    made = [_document(each, name, sha256, read_footer, calibration) for each in booklets]
    made[0] = replace(made[0], problems=(*made[0].problems, *stack.problems))
    return made


def _document(
    found: Assembled, name: str, sha256: str, read_footer: FooterReader, calibration: Calibration
) -> Document:
    handbook = load_handbook(found.handbook)
    counts = issued_counts(handbook, found.sides, read_footer)
    booklet = _Booklet(handbook, build_layout(handbook, counts, found.serial), name, found.doubtful)
    for side in sorted(found.sides, key=_quality, reverse=True):
        booklet.take(side)
    booklet.finish(counts, calibration)
    return Document(
        source=name, sha256=sha256, handbook=handbook.id, edition=handbook.edition, serial=found.serial or None,
        readings=booklet.readings, pages=tuple(sorted(booklet.pages, key=lambda each: each.image)),
        problems=(*found.problems, *booklet.problems),
    )


def _quality(side: SideRead) -> float:
    """Order scans of one side: certain before doubtful, then by how well their print was found."""
    share = side.registration.get("share", 0.0)
    residual = side.registration.get("residual_mm", 1.0)
    return 10.0 * side.certain + float(share) - float(residual)  # type: ignore[arg-type]


_Key = tuple[str, int, int]


@dataclass(slots=True)
class _Booklet:
    """Gathers the readings of one booklet."""

    handbook: Handbook
    layout: Layout
    name: str
    doubtful: frozenset[int]
    readings: dict[str, Reading] = field(default_factory=dict)
    pages: list[PageFound] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    shown: dict[_Key, SideRead] = field(default_factory=dict)
    held: set[str] = field(default_factory=set)
    """Fields that a person must see whatever their confidence."""

    def take(self, side: SideRead) -> None:
        """Add a side; a second scan of one that is there already only contradicts or agrees."""
        key = (side.design.sheet, side.design.side, side.copy or 1)
        page = self._page(key)
        self.pages.append(PageFound(page.number, page.sheet, side.image, dict(side.registration)))
        first = self.shown.get(key)
        if first is not None:
            self._compare(first, side)
            return
        self.shown[key] = side
        doubtful = side.image in self.doubtful
        for name, reading in side.readings.items():
            made = replace(reading, page=page.number)
            self.readings[name] = replace(made, status=FieldStatus.REVIEW) if doubtful else made
            if doubtful or name in side.held:
                self.held.add(name)

    def _page(self, key: _Key) -> Page:
        return next(page for page in self.layout.pages if (page.sheet, page.side, page.copy) == key)

    def _compare(self, first: SideRead, second: SideRead) -> None:
        where = Where(self.name, detail=f"#{second.image}")
        self.problems.append(problem("G105", where=where, image=second.image, other=first.image))
        labels = {place.ref.id: place.ref for place in second.page.places}
        for name, other in second.readings.items():
            mine = self.readings.get(name)
            if mine is None or mine.value == other.value or FieldStatus.REVIEW in (mine.status, other.status):
                continue
            alternatives = (*mine.alternatives, other.value)
            self.readings[name] = replace(mine, status=FieldStatus.REVIEW, alternatives=alternatives)
            self.held.add(name)
            self.problems.append(_differs(labels[name], first.image, second.image, where))

    def finish(self, counts: dict[str, int], calibration: Calibration) -> None:
        """Put the readings in the order of the booklet; what never came is missing."""
        refs = list(booklet_refs(self.handbook, counts))
        known, changed = settled(self.handbook, refs, self.readings, calibration, dt.date.today(), self.held)
        labels = {ref.id: ref.field.label for ref in refs}
        self.problems += [problem("G213", where=Where(self.name), field=name, label=labels[name]) for name in changed]
        on = {place.ref.id: page.number for page in self.layout.pages for place in page.places}
        self.readings = {ref.id: known.get(ref.id) or replace(_MISSING, page=on.get(ref.id)) for ref in refs}
        absent = (each for each in self.layout.pages if (each.sheet, each.side, each.copy) not in self.shown)
        self.problems += gravest_first(missing_side(each, Where(self.name)) for each in absent)


def missing_side(page: Page, where: Where) -> Problem:
    """Return the problem that a side never came: nothing is lost with one on which nothing is asked."""
    severity = None if page.places else Severity.WARNING
    return problem("G106", where=where, severity=severity, page=page.side, sheet=page.title, copy=page.copy)


def _differs(ref: FieldRef, image: int, other: int, where: Where) -> Problem:
    return problem("G109", where=where, field=ref.id, label=ref.field.label, image=image, other=other)


Progress = Callable[[int], None]
"""Told the number of pictures that were read since the last call."""
