"""Reading a PDF back: by its form fields, else by its text layer, page by page in any order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from formkit.errors import Problem, Where, problem
from formkit.geometry import Box
from formkit.media.pdf.addendum_read import addendum_entries
from formkit.media.pdf.form import check_id
from formkit.media.pdf.form_fields import FormField, drawn_over
from formkit.media.pdf.form_read import fields_of, form_answer
from formkit.media.pdf.ink_read import Seen, parsed, read_place
from formkit.media.pdf.opened import Opened, opened
from formkit.media.pdf.page_sort import Sorted, booklet_fields, sort_pages
from formkit.model.handbook import Handbook
from formkit.model.ids import FieldRef, booklet_refs, extra_rows_for, find, sheet_refs
from formkit.model.imprint import Booklet, Imprint
from formkit.model.layout import Page, Place
from formkit.model.reading import FieldStatus, PageFound, Reading
from formkit.values.telling import about

_MISSING = Reading(None, FieldStatus.MISSING, 0.0)
_BLANK = Reading(None, FieldStatus.BLANK)


def read(content: bytes, name: str, handbook: Handbook, identity: Imprint) -> Booklet:
    """Return every field of the booklet that ``identity`` names, blank and missing ones too.

    Of a print job only the pages with the identity's serial are read. An identity with no counts
    (from sheet codes alone) takes the sheets that are there.

    Raises:
        InputError: the file cannot be read, is a scan, or has no page of the handbook.
    """
    with opened(content, name) as file:
        fields = booklet_fields(file, identity)
        pages, whole = sort_pages(file, handbook, identity, fields)
        reader = _Reader(file, handbook, pages, fields, pages.layout.places())
        reader.read_booklet(whole)
    found = tuple(
        PageFound(page.number, page.sheet, index + 1)
        for page in pages.layout.pages
        for index in pages.shown.get(page.number, ())
    )
    return Booklet(whole, reader.readings, found, tuple(reader.problems))


@dataclass(slots=True)
class _Reader:
    """Gathers the readings of one booklet."""

    file: Opened
    handbook: Handbook
    pages: Sorted
    fields: Mapping[str, FormField]
    places: Mapping[str, tuple[Page, Place]]
    readings: dict[str, Reading] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    over: dict[int, list[Box]] = field(default_factory=dict)

    def read_booklet(self, identity: Imprint) -> None:
        """Read every field that was issued, then what was added."""
        self.problems += self.pages.problems
        entries = addendum_entries(self.handbook, self.pages.addenda)
        for ref in booklet_refs(self.handbook, identity.counts):
            seen = self._from_form(ref) or self._from_pages(ref, entries)
            self._keep(ref, seen)
        self._added(entries)
        self._unknown()

    def _keep(self, ref: FieldRef, seen: Seen) -> None:
        self.readings[ref.id] = seen.reading
        self.problems += seen.problems

    def _from_form(self, ref: FieldRef) -> Seen | None:
        """Return what the form says of a field; None where it has no such field."""
        page, place = self.places.get(ref.id, (None, None))
        shown = page.number if page is not None and page.number in self.pages.shown else None
        seen = form_answer(ref, self.fields, shown)
        if seen is None:
            return None
        on = [each.pages[0] for each in fields_of(ref, self.fields) if each.pages]
        if not on and seen.reading.value is None:
            return Seen(_MISSING)
        if place is not None and on and any(box.overlaps(place.box, 0.5) for box in self._drawn_over(on[0])):
            doubt = replace(seen.reading, status=FieldStatus.REVIEW, confidence=0.5)
            return Seen(doubt, (*seen.problems, about("A206", ref.field, ref.id)))
        return seen

    def _drawn_over(self, index: int) -> list[Box]:
        if index not in self.over:
            self.over[index] = drawn_over(self.file, index)
        return self.over[index]

    def _from_pages(self, ref: FieldRef, entries: Mapping[int, tuple[str, str]]) -> Seen:
        """Return what the text layer shows: of two pages that show the same side, what they agree on."""
        page, place = self.places.get(ref.id, (None, None))
        if page is None or place is None:
            return Seen(_BLANK)
        shown = [
            self.pages.texts[index] for index in self.pages.shown.get(page.number, ()) if index in self.pages.texts
        ]
        if any(text.index in self.pages.astray for text in shown):
            return Seen(Reading(None, FieldStatus.REVIEW, 0.0, page=page.number))
        seen = [read_place(text, place, page, entries) for text in shown]
        if not seen:
            return Seen(_MISSING)
        kept = next((each for each in seen if each.reading.value is not None), seen[0])
        other = next((each for each in seen if each.reading.value not in (None, kept.reading.value)), None)
        if other is None:
            return kept
        doubt = replace(kept.reading, status=FieldStatus.REVIEW, confidence=0.5, alternatives=(other.reading.value,))
        pages = [str(text.index + 1) for text in shown]
        clash = about("A204", ref.field, ref.id, first=pages[0], second=pages[-1])
        return Seen(doubt, (*kept.problems, clash))

    def _added(self, entries: Mapping[int, tuple[str, str]]) -> None:
        """Read what stands on no sheet: further rows and copies, out of the form or the addendum."""
        texts = {field_id: text for field_id, text in entries.values() if field_id not in self.readings}
        names = [name for name in self.fields if name not in self.readings and find(self.handbook, name)]
        for name in (*names, *(name for name in texts if name not in self.fields)):
            ref = find(self.handbook, name)
            if ref is None:
                continue
            seen = form_answer(ref, self.fields, None) or parsed(ref.field, ref.id, texts[name], None)
            if seen.reading.value is not None:
                self._keep(ref, seen)
        self._whole_rows()

    def _whole_rows(self) -> None:
        """Add the blank columns of the rows that were added."""
        extra = extra_rows_for(self.handbook, list(self.readings))
        for table_id in extra:
            ref = find(self.handbook, next(name for name in self.readings if name.startswith(f"{table_id}.")))
            if ref is None:
                continue
            for each in sheet_refs(ref.sheet, ref.copy, extra):
                if each.id.startswith(f"{table_id}."):
                    self.readings.setdefault(each.id, _BLANK)

    def _unknown(self) -> None:
        """Tell of filled fields that the handbook does not know."""
        known = {check_id(ref.id, option.code) for ref in self._choices() for option in ref.field.options}
        for name, each in self.fields.items():
            if not (name and each.text) or name in self.readings or name in known:
                continue
            if find(self.handbook, name) is None:
                self.problems.append(problem("A209", where=Where(self.file.name), field=name[:64]))

    def _choices(self) -> list[FieldRef]:
        refs = [find(self.handbook, name) for name in self.readings]
        return [ref for ref in refs if ref is not None and ref.field.options]

