"""Emit: one workbook, blank or filled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from openpyxl.packaging.custom import CustomPropertyList, StringProperty
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from formkit.errors import Problem, problem
from formkit.media.xlsx.addendum import Addendum, mark
from formkit.media.xlsx.answers import Content, bare_text, content_of, put, text_of
from formkit.media.xlsx.check import lost_names
from formkit.media.xlsx.fitting import fitting_size, longest_start
from formkit.media.xlsx.instances import Place, unfold
from formkit.media.xlsx.measure import Rooms
from formkit.media.xlsx.names import IDENTITY, PRINTED
from formkit.media.xlsx.printed import digests
from formkit.media.xlsx.saving import save
from formkit.media.xlsx.template import draw_template, load_template, template_path
from formkit.media.xlsx.titles import heading
from formkit.model.handbook import Handbook, Kind
from formkit.model.ids import FieldRef, find
from formkit.model.imprint import KEY, Imprint
from formkit.model.layout import Layout
from formkit.model.reading import Value
from formkit.values.characters import UNFIT
from formkit.values.telling import about


@dataclass(slots=True)
class _Work:
    """A workbook while it is filled."""

    places: Mapping[str, Place]
    addendum: Addendum
    problems: list[Problem] = field(default_factory=list)
    rooms: dict[str, Rooms] = field(default_factory=dict)

    def rooms_of(self, sheet: Worksheet) -> Rooms:
        """Return the sizes of a worksheet, looked up once."""
        if sheet.title not in self.rooms:
            self.rooms[sheet.title] = Rooms(sheet)
        return self.rooms[sheet.title]


def emit(
    handbook: Handbook, layout: Layout, values: Mapping[str, Value], out: Path, *, template: Path | None = None
) -> list[Problem]:
    """Write one workbook, blank where ``values`` is empty, and return what is worth saying about it.

    The template is the given one, or the office's in ./templates/xlsx, or the one that ships; where
    there is none it is drawn from the handbook. What has no place in the workbook, or does not fit
    into it, goes to an addendum. A name that the template lost is told as a warning (X302, X305).

    Raises:
        InputError: X301, the template cannot be read.
        OutputError: X201, the file could not be written; nothing half-written is left.
    """
    book, lost = _template(handbook, template)
    places = unfold(book, handbook, layout.copies(handbook))
    work = _Work(places, Addendum(book, heading(handbook)))
    for field_id, value in _with_preprinted(handbook, places, values).items():
        _fill(work, find(handbook, field_id), field_id, value)
    _sign(book, identity_of(handbook, layout), heading(handbook), places)
    save(book, out)
    return lost + work.problems


def identity_of(handbook: Handbook, layout: Layout) -> Imprint:
    """Return what the workbook will say of itself."""
    designs = tuple(page.fingerprint for page in layout.pages)
    return Imprint(handbook.id, handbook.edition, layout.serial, layout.copies(handbook), designs)


def _template(handbook: Handbook, template: Path | None) -> tuple[Workbook, list[Problem]]:
    """Return the template, and what it lost since it was built."""
    path = template or template_path(handbook)
    if template is None and not path.is_file():
        return draw_template(handbook), []
    book = load_template(path)
    return book, lost_names(handbook, book, path)


def _with_preprinted(
    handbook: Handbook, places: Mapping[str, Place], values: Mapping[str, Value]
) -> dict[str, Value]:
    """Return the values with the texts that the form carries already, unless others are given."""
    refs = ((field_id, find(handbook, field_id)) for field_id in places)
    printed: dict[str, Value] = {name: ref.field.preprinted for name, ref in refs if ref and ref.field.preprinted}
    return printed | {name: value for name, value in values.items() if value is not None}


def _fill(work: _Work, ref: FieldRef | None, field_id: str, value: Value) -> None:
    if ref is None:
        work.problems.append(problem("X204", field=field_id))
        return
    if isinstance(value, str) and UNFIT.search(value):
        work.problems.append(about("X205", ref.field, ref.id))
    place = work.places.get(ref.id)
    if place is not None:
        _into_place(work, ref, place, value)
        return
    text = text_of(ref.field, value)
    if text:
        number = work.addendum.add(ref, text, placeless=True)
        work.problems.append(about("X203", ref.field, ref.id, number=number))


def _into_place(work: _Work, ref: FieldRef, place: Place, value: Value) -> None:
    cell = place.cell
    room = work.rooms_of(place.sheet).at(cell.row, cell.column)
    content: Content = content_of(ref.field, value)
    if not isinstance(content, str):
        put(cell, content)
        return
    for text in (content, bare_text(ref.field, value)) if ref.field.kind is Kind.SINGLE else (content,):
        size = fitting_size(text, room, cell.font.size or 11.0)
        if size is not None:
            put(cell, text, size)
            return
    number = work.addendum.add(ref, content, placeless=False)
    sign = mark(number)
    put(cell, longest_start(content, sign, room) + sign, 7.0)
    work.problems.append(about("X202", ref.field, ref.id, number=number))


def _sign(book: Workbook, identity: Imprint, title: str, places: Mapping[str, Place]) -> None:
    """Write the identity, twice, and the digests of what is printed."""
    _own_cell(book, IDENTITY, identity.to_text())
    _own_cell(book, PRINTED, digests(book, places))
    properties: CustomPropertyList[StringProperty] = CustomPropertyList()
    for old in book.custom_doc_props.props:  # type: ignore[attr-defined] # unknown to the stubs
        if old.name != KEY:
            properties.append(old)
    properties.append(StringProperty(name=KEY, value=identity.to_text()))
    book.custom_doc_props = properties  # type: ignore[attr-defined]
    book.properties.creator, book.properties.lastModifiedBy = "formkit", "formkit"
    book.properties.title = title
    _select_first(book)


def _select_first(book: Workbook) -> None:
    """Open at the first worksheet and at no other: what is typed into selected ones together goes into all."""
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    first = visible[0] if visible else book.create_sheet("空白", 0)
    book.active = book.index(first)
    for sheet in book.worksheets:
        sheet.sheet_view.tabSelected = sheet is first


def _own_cell(book: Workbook, name: str, text: str) -> None:
    defined = book.defined_names.get(name)
    if defined is None:
        return
    for title, coordinate in defined.destinations:
        cell = book[title][coordinate.replace("$", "")]
        cell.value, cell.data_type = text, "s"
