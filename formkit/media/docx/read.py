"""A returned DOCX → the reading of every field that was issued with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from lxml import etree

from formkit.errors import InputError, Problem, UsageError, Where, problem
from formkit.layout import build_layout
from formkit.media.docx.added_rows import AddedRow, added_rows
from formkit.media.docx.answers import Answer, answer, occurrences, pictured, typed_beside, typed_in_place
from formkit.media.docx.elements import cell_of, pictures_in
from formkit.media.docx.emit import booklet_parts
from formkit.media.docx.inserted_rows import InsertedRow, inserted_rows
from formkit.media.docx.names import DOCUMENT_PART, STRICT, parse_xml
from formkit.media.docx.package import unpack
from formkit.media.docx.recovery import Skeleton, cell_for, skeleton, words_of
from formkit.media.docx.seen import Seen, seen, tags_of
from formkit.model.handbook import Handbook
from formkit.model.ids import FieldRef, extra_rows_for, find, sheet_refs
from formkit.model.imprint import Booklet, Imprint
from formkit.model.layout import Layout
from formkit.model.reading import FieldStatus, PageFound, Reading, Value
from formkit.values.telling import about
from formkit.values.typed import bare, parse

_DOUBT = 0.5
"""The confidence of a reading that a person must look at; nothing finer is known of a file."""
_MOST_STRANGE = 5
"""Unknown tags that are told one by one."""


def read(content: bytes, name: str, handbook: Handbook, identity: Imprint) -> Booklet:
    """Return what stands in a Word file of this handbook and edition.

    Every field of every sheet in ``identity.counts`` has a reading; rows that a person added take the
    next numbers.

    Raises:
        InputError: as `identify`; or the file is not well-formed (D003), has lost its controls (D007), or is
            a strict document (D008).
    """
    root = _document(content, name)
    found = seen(root, handbook)
    counts = {sheet.id: identity.counts.get(sheet.id, 0) for sheet in handbook.sheets}
    layout = build_layout(handbook, counts, identity.serial)
    if not any(find(handbook, tag) or find(handbook, tag.rpartition(".")[0]) for tag in found.by_tag):
        raise InputError.of("D007", where=Where(name))
    returned = _Returned(handbook, layout, root, found)
    readings = _readings(returned, _refs(handbook, counts, found))
    problems = [*returned.problems, *_left_over(returned, name)]
    return Booklet(identity, readings, _pages(returned), tuple(problems))


def _document(content: bytes, name: str) -> etree._Element:
    parts = unpack(content, name)
    if DOCUMENT_PART not in parts:
        raise InputError.of("D002", where=Where(name))
    try:
        root = parse_xml(parts[DOCUMENT_PART])
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputError.of("D003", where=Where(name, detail=DOCUMENT_PART)) from error
    if str(root.tag).startswith(f"{{{STRICT}}}"):
        raise InputError.of("D008", where=Where(name))
    return root


@dataclass
class _Returned:
    """A file that is being read, and what there is to tell about it."""

    handbook: Handbook
    layout: Layout
    root: etree._Element
    found: Seen
    problems: list[Problem] = field(default_factory=list)
    continued: set[int] = field(default_factory=set)
    twice: set[str] = field(default_factory=set)

    @cached_property
    def page_of(self) -> dict[str, int]:
        """The page of each field."""
        return {name: page.number for name, (page, _) in self.layout.places().items()}

    @cached_property
    def present(self) -> set[int]:
        """The pages of which anything is left."""
        marked = {(each.sheet, each.copy, each.side) for each in self.found.markers}
        by_marker = {page.number for page in self.layout.pages if (page.sheet, page.copy, page.side) in marked}
        by_field = {
            page.number for page in self.layout.pages for place in page.places if self.found.tags(place.ref)
        }
        return by_marker | by_field

    @cached_property
    def issued(self) -> Skeleton:
        """The tables of the form as it was issued."""
        try:
            parts, _ = booklet_parts(self.handbook, self.layout, {})
        except UsageError:  # a broken template must not keep a filled form from being read
            return Skeleton((), {})
        return skeleton(parse_xml(parts[DOCUMENT_PART]))

    @cached_property
    def shape(self) -> Skeleton:
        """The tables of the file."""
        return skeleton(self.root)


def _refs(handbook: Handbook, counts: Mapping[str, int], found: Seen) -> list[FieldRef]:
    """Return the fields that were issued, then those that the file has besides: on the sheet at the end."""
    extra = extra_rows_for(handbook, list(found.by_tag))
    refs = [
        ref
        for sheet in handbook.sheets
        for copy in range(1, counts[sheet.id] + 1)
        for ref in sheet_refs(sheet, copy, extra)
    ]
    known = {ref.id for ref in refs}
    besides = [find(handbook, tag) for tag in found.by_tag if tag not in known]
    return refs + [ref for ref in besides if ref is not None]


def _readings(returned: _Returned, refs: Sequence[FieldRef]) -> dict[str, Reading]:
    rows = added_rows(returned.found, refs)
    in_rows = {(old, each.occurrence) for each in rows for old, _ in each.fields}
    readings = {}
    for ref in refs:
        times = [k for k in range(occurrences(returned.found, ref)) if k == 0 or (ref.id, k) not in in_rows]
        readings[ref.id] = _reading(returned, ref, times)
    for row in rows:
        readings |= _row(returned, row)
    columns = {ref.id: ref for ref in refs if ref.table is not None}
    for inserted in inserted_rows(returned.shape, lambda: returned.issued, columns):
        readings |= _inserted(returned, inserted, readings)
    return readings


def _inserted(returned: _Returned, row: InsertedRow, known: Mapping[str, Reading]) -> dict[str, Reading]:
    """Return the readings of a row without controls: all of it is for a person to look at."""
    one = row.cells[0][0]
    if one.table is None:
        return {}
    table_id = one.id.rsplit(".", 2)[0]
    number = 1 + max(int(name.rsplit(".", 2)[1]) for name in known if name.startswith(f"{table_id}."))
    texts = {ref.field.id: text for ref, text in row.cells}
    returned.problems.append(about("D026", one.field, f"{table_id}.{number}", row=number, label=one.table.label))
    made = {}
    for column in one.table.columns:
        ref = replace(one, id=f"{table_id}.{number}.{column.id}", field=column, row=number)
        found = parse(column, texts.get(column.id, ""), field_id=ref.id)
        doubtful = found.value is not None
        told = Answer(found.value, found.raw, doubtful, found.problems)
        made[ref.id] = _from_answer(returned, ref, told, returned.page_of.get(one.id))
    return made


def _row(returned: _Returned, row: AddedRow) -> dict[str, Reading]:
    made = {}
    for old, ref in row.fields:
        source = find(returned.handbook, old)
        found = _occurrence(returned, source, row.occurrence) if source else Answer(None)
        made[ref.id] = _from_answer(returned, ref, found, returned.page_of.get(old))
    first = row.fields[0][1]
    label = first.table.label if first.table else first.field.label
    returned.problems.append(about("D026", first.field, first.id, row=first.row, label=label))
    return made


def _reading(returned: _Returned, ref: FieldRef, times: Sequence[int]) -> Reading:
    page = returned.page_of.get(ref.id)
    if not times:
        return _without_control(returned, ref, page)
    answers = [_occurrence(returned, ref, each) for each in times]
    found = _agreed(returned, ref, answers) if len(answers) > 1 else _with_surroundings(returned, ref, answers[0])
    return _from_answer(returned, ref, found, page)


def _occurrence(returned: _Returned, ref: FieldRef, occurrence: int) -> Answer:
    """Return what one occurrence (from 0) of a field says: in text, or by a picture that was not issued there."""
    found = answer(returned.found, ref, occurrence)
    controls = [each for tag in returned.found.tags(ref) for each in returned.found.all(tag)[occurrence:][:1]]
    cell = next((around for each in controls if (around := cell_of(each)) is not None), None)
    pictures = pictures_in(cell) if cell is not None else sum(map(pictures_in, controls))
    return pictured(ref, found) if pictures and pictures > _issued_pictures(returned, ref) else found


def _issued_pictures(returned: _Returned, ref: FieldRef) -> int:
    """Return how many pictures stood in the cell of a field when the form was issued."""
    cells = [_issued_cell(returned, tag) for tag in tags_of(ref)]
    return max((pictures_in(cell) for cell in cells if cell is not None), default=0)


def _from_answer(returned: _Returned, ref: FieldRef, found: Answer, page: int | None) -> Reading:
    returned.problems += found.problems
    if found.continued is not None:
        returned.continued.add(found.continued)
    if not found.doubtful:
        return Reading.exact(found.value, _differing(found), page)
    return Reading(found.value, FieldStatus.REVIEW, _DOUBT, found.raw, page, found.alternatives)


def _differing(found: Answer) -> str:
    """Return the text of an answer where it says more than the value."""
    same = found.raw == bare(found.value) or not found.raw.strip()
    return "" if same else found.raw


def _agreed(returned: _Returned, ref: FieldRef, answers: Sequence[Answer]) -> Answer:
    """Return one answer for a field that stands several times: surely where all say the same."""
    first = answers[0]
    if all(each.value == first.value for each in answers):
        returned.twice.add(ref.id.rpartition(".")[0] if ref.table is None else ref.id.rsplit(".", 3)[0])
        return first
    values: list[Value] = []
    for each in answers:
        if each.value is not None and each.value not in values:
            values.append(each.value)
    told = about("D010", ref.field, ref.id, count=len(answers))
    return Answer(values[0], "", True, (*first.problems, told), tuple(values[1:]))


def _without_control(returned: _Returned, ref: FieldRef, page: int | None) -> Reading:
    """Return the reading of a field without a control: what was typed where it stood, if that place is left."""
    if page is None:
        return Reading.exact(None)
    if page not in returned.present:
        return Reading(None, FieldStatus.MISSING, 0.0, page=page)
    texts = []
    for tag in tags_of(ref):
        cell = cell_for(returned.issued, returned.shape, tag)
        if cell is not None and words_of(cell).strip():
            texts.append(words_of(cell).strip() if tag == ref.id else tag.rpartition(".")[2])
    return _from_answer(returned, ref, typed_in_place(ref, "/".join(texts)), page)


def _with_surroundings(returned: _Returned, ref: FieldRef, found: Answer) -> Answer:
    """Look at what stands beside the control in its cell, and for check boxes that were deleted."""
    missing = [tag for tag in tags_of(ref)[1:] if tag not in returned.found.by_tag]
    if len(missing) < len(ref.field.options) and ref.field.kind.is_choice and missing:
        return _some_boxes_lost(returned, ref, found, missing)
    for control in returned.found.all(ref.id)[:1]:
        cell = cell_of(control)
        words = words_of(cell).strip() if cell is not None else ""
        if words and words != _issued_words(returned, ref.id):
            return typed_beside(ref, found, words)
    return found


def _some_boxes_lost(returned: _Returned, ref: FieldRef, found: Answer, missing: Sequence[str]) -> Answer:
    cells = {tag: cell_for(returned.issued, returned.shape, tag) for tag in missing}
    typed = [tag.rpartition(".")[2] for tag, cell in cells.items() if cell is not None and words_of(cell).strip()]
    if found.value is not None and not typed:
        return found
    told = typed_in_place(ref, "/".join(typed))
    if found.value is None:
        return told
    return Answer(found.value, found.raw, True, found.problems + told.problems, (told.value,))


def _issued_words(returned: _Returned, tag: str) -> str:
    cell = _issued_cell(returned, tag)
    return words_of(cell).strip() if cell is not None else ""


def _issued_cell(returned: _Returned, tag: str) -> etree._Element | None:
    place = returned.issued.places.get(tag)
    if place is None:
        return None
    table, row, column = place
    return returned.issued.tables[table][row][column]


def _pages(returned: _Returned) -> tuple[PageFound, ...]:
    return tuple(
        PageFound(page.number, page.sheet, page.number)
        for page in returned.layout.pages
        if page.number in returned.present
    )


def _left_over(returned: _Returned, name: str) -> list[Problem]:
    """Return what is to be told of the file as a whole."""
    where = Where(name)
    told = [problem("D011", where=where, sheet=sheet) for sheet in sorted(returned.twice)]
    told += [problem("D019", where=where, tag=tag) for tag in returned.found.strange[:_MOST_STRANGE]]
    unread = sorted(returned.found.addendum.keys() - returned.continued)
    return told + [problem("D027", where=where, number=number) for number in unread]
