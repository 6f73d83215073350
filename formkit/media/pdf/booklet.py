"""Writing booklets into a PDF file, page by page; the form, the overlay and the print job all come through here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from formkit.atomic import write_atomically
from formkit.errors import OutputError, Problem, Where, problem
from formkit.geometry import mm_to_points
from formkit.layout.fingerprint import design_of
from formkit.layout.footing import page_number
from formkit.layout.sheet_code import encode
from formkit.media.pdf import addendum
from formkit.media.pdf.addendum import Block, Entry
from formkit.media.pdf.ink import Stroke, draw, ink
from formkit.media.pdf.original import Originals
from formkit.media.pdf.page import draw_boxes, draw_copy, draw_design
from formkit.media.pdf.pen import Pen
from formkit.media.pdf.typeface import Embedding, missing
from formkit.media.pdf.writer import PdfFile, array, dictionary, numbers, ref, text_string
from formkit.model.handbook import Handbook
from formkit.model.ids import FieldRef, find
from formkit.model.imprint import KEY, Imprint
from formkit.model.layout import Layout, Page, SheetCode
from formkit.model.reading import Value
from formkit.values.typed import show


@dataclass(slots=True)
class Filled:
    """A booklet with its values turned into strokes, the entries of its addendum, and what there is to say."""

    layout: Layout
    identity: Imprint
    strokes: dict[str, tuple[Stroke, ...]] = field(default_factory=dict)
    values: dict[str, tuple[FieldRef, Value]] = field(default_factory=dict)
    blocks: list[list[Block]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    placed: frozenset[str] = frozenset()
    """The fields that have a place on the pages."""

    @property
    def total(self) -> int:
        """How many pages the booklet has, addendum included."""
        return len(self.layout.pages) + len(self.blocks)


def identity_of(layout: Layout, handbook: Handbook) -> Imprint:
    """Return what a file with the pages of ``layout`` says of itself."""
    counts = layout.copies(handbook)
    designs = tuple(page.fingerprint for page in layout.pages)
    return Imprint(layout.handbook, layout.edition, layout.serial, counts, designs)


def fill(handbook: Handbook, layout: Layout, values: Mapping[str, Value], where: Where) -> Filled:
    """Turn ``values`` into what is drawn on the pages of ``layout`` and on an addendum."""
    filled = Filled(layout, identity_of(layout, handbook), placed=frozenset(layout.places()))
    given = {name: value for name, value in values.items() if value is not None and value is not False and value != ()}
    entries: list[Entry] = []
    for name, (page, place) in layout.places().items():
        value = given.pop(name, None)
        is_ours = page.original is None and not place.ref.field.kind.is_choice
        if value is None and place.ref.field.preprinted is not None and is_ours:
            filled.strokes[name] = ink(place, place.ref.field.preprinted, 0).strokes
        if value is None:
            continue
        made = ink(place, value, len(entries) + 1)
        filled.strokes[name], filled.values[name] = made.strokes, (place.ref, value)
        if not made.whole:
            code = "A106" if place.ref.field.kind.is_choice and not made.strokes else "A102"
            _enter(filled, entries, place.ref, value, code, where)
        filled.problems += _unshown(place.ref, value, where)
    for name, value in given.items():
        _without_place(handbook, filled, entries, name, value, where)
    filled.blocks = addendum.compose(entries)
    return filled


def _without_place(
    handbook: Handbook, filled: Filled, entries: list[Entry], name: str, value: Value, where: Where
) -> None:
    found = find(handbook, name)
    if found is None:
        filled.problems.append(problem("A105", field=name, where=where))
        return
    filled.values[name] = (found, value)
    _enter(filled, entries, found, value, "A103", where)
    filled.problems += _unshown(found, value, where)


def _enter(filled: Filled, entries: list[Entry], found: FieldRef, value: Value, code: str, where: Where) -> None:
    entries.append(Entry(len(entries) + 1, found, show(found.field, value)))
    filled.problems.append(problem(code, field=found.id, where=where, label=found.field.label, number=len(entries)))


def _unshown(found: FieldRef, value: Value, where: Where) -> Iterator[Problem]:
    """Yield a problem for each character that no font has."""
    if found.field.kind.is_choice:
        return
    for char in missing(show(found.field, value)):
        yield problem("A104", field=found.id, where=where, label=found.field.label, character=f"U+{ord(char):04X}")


class Press:
    """Writes pages into a file: designs once, copies as they come."""

    def __init__(self, file: PdfFile) -> None:
        self.file = file
        self.fonts = Embedding()
        self.resources = file.reserve()
        self._pages = file.reserve()
        self._kids: list[int] = []
        self._designs: dict[tuple[str, str, str, int, str], str] = {}
        self._drawn: dict[str, int] = {}
        self._originals = Originals(file)

    def design(self, layout: Layout, page: Page) -> str:
        """Return the name of the drawing that all copies of a side share; draw it the first time."""
        key = (layout.handbook, layout.edition, page.sheet, page.side, page.fingerprint)
        if key not in self._designs:
            number = self._printed(page) if page.original is None else self._originals.drawing(page.original)
            self._designs[key] = f"D{len(self._designs)}"
            self._drawn[self._designs[key]] = number
        return self._designs[key]

    def _printed(self, page: Page) -> int:
        pen = Pen(self.fonts, page.height)
        draw_design(pen, page)
        bounds = numbers(0, 0, mm_to_points(page.width), mm_to_points(page.height))
        return self.file.put_stream(
            pen.content, {"Type": b"/XObject", "Subtype": b"/Form", "BBox": bounds, "Resources": ref(self.resources)}
        )

    def start(self, layout: Layout, page: Page, total: int) -> Pen:
        """Return a pen for a page on which everything but the answers is drawn."""
        pen = Pen(self.fonts, page.height)
        pen.operator(f"/{self.design(layout, page)} Do")
        if page.original is not None and not page.is_foreign:
            draw_boxes(pen, page)
        if not page.is_foreign:
            draw_copy(pen, page, total)
        return pen

    def put_page(
        self,
        pen: Pen,
        size: tuple[float, float],
        number: int,
        *,
        widgets: list[int] | None = None,
        mark: Imprint | None = None,
    ) -> None:
        """Write a page of ``size`` mm under its reserved number; ``mark`` says that a booklet starts on it."""
        entries = {
            "Type": b"/Page",
            "Parent": ref(self._pages),
            "Resources": ref(self.resources),
            "MediaBox": numbers(0, 0, mm_to_points(size[0]), mm_to_points(size[1])),
            "Contents": ref(self.file.put_stream(pen.content)),
        }
        if widgets:
            entries |= {"Annots": array(map(ref, widgets)), "Tabs": b"/R"}
        if mark is not None:
            entries[KEY] = text_string(mark.to_text())
        self._kids.append(self.file.put(dictionary(entries), number))

    def close(self, title: str, identity: Imprint, form: int | None = None) -> None:
        """Write fonts, page tree, catalogue and identity."""
        drawings = {label: ref(number) for label, number in self._drawn.items()}
        self.file.put(
            dictionary({"Font": dictionary(self.fonts.put(self.file)), "XObject": dictionary(drawings)}), self.resources
        )
        kids = array(map(ref, self._kids))
        self.file.put(dictionary({"Type": b"/Pages", "Count": b"%d" % len(self._kids), "Kids": kids}), self._pages)
        catalogue = {
            "Type": b"/Catalog",
            "Pages": ref(self._pages),
            "Lang": b"(zh-CN)",
            "ViewerPreferences": b"<</DisplayDocTitle true /PrintScaling /None>>",
        }
        if form is not None:
            catalogue["AcroForm"] = ref(form)
        root = self.file.put(dictionary(catalogue))
        info = {"Title": text_string(title), "Producer": b"(formkit)", KEY: text_string(identity.to_text())}
        self.file.close(root, self.file.put(dictionary(info)))


def print_booklet(press: Press, filled: Filled) -> None:
    """Draw a booklet with its values on the paper, and its addendum; there is no form."""
    layout = filled.layout
    for index, page in enumerate(layout.pages):
        pen = press.start(layout, page, filled.total)
        for place in page.places:
            draw(pen, filled.strokes.get(place.ref.id, ()))
        press.put_page(
            pen, (page.width, page.height), press.file.reserve(), mark=filled.identity if not index else None
        )
    for index, blocks in enumerate(filled.blocks):
        pen = addendum_page(press, filled, index)
        draw(pen, [line for block in blocks for line in block.lines])
        press.put_page(pen, addendum.PAGE, press.file.reserve())


def addendum_page(press: Press, filled: Filled, index: int) -> Pen:
    """Return a pen for a page of the addendum on which everything but the texts is drawn."""
    first = filled.layout.pages[0]
    pen = Pen(press.fonts, addendum.PAGE[1])
    number = page_number(len(filled.layout.pages) + index + 1, filled.total)
    code = first.code or encode(SheetCode(design_of(first.fingerprint), first.copy, filled.layout.serial))
    addendum.draw_sheet(pen, filled.blocks[index], first.header or first.title, code, number)
    return pen


@contextmanager
def written(out: Path) -> Iterator[Press]:
    """Yield a press whose file takes the name ``out`` when everything went well.

    Raises:
        OutputError: the file cannot be written; nothing half-written is left.
    """
    try:
        with write_atomically(out) as beside, beside.open("wb") as stream:
            yield Press(PdfFile(stream))
    except OSError as cause:
        raise OutputError.of("A101", path=out, reason=cause.strerror or type(cause).__name__) from cause
