"""Word files of measured forms that people filled by typing: what they typed is what differs from the blank.

`read_typed` is the way in; docs/typed-word.md tells the steps.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from formkit.errors import InputError, Problem, Where, problem
from formkit.media.docx.typed.beside import Beside, put_beside
from formkit.media.docx.typed.copies import parted
from formkit.media.docx.typed.form import Form
from formkit.media.docx.typed.opened import Opened, first_words, opened_flow
from formkit.media.docx.typed.read import TypedReader
from formkit.media.docx.typed.recognise import (
    Candidate,
    candidates_of,
    form_of,
    is_other_print,
    other_edition,
    recognise,
)
from formkit.model.handbook import Handbook, Sheet
from formkit.model.imprint import Booklet, Imprint
from formkit.model.reading import PageFound
from formkit.values.telling import about

__all__ = ["read_typed"]
_FIELDLESS = frozenset({"D042", "D053"})
"""Problems of words in the title or between the rows, and in the header or footer."""

_NUMBERS = re.compile(r"\d+")
"""Page numbers in headers and footers are not what somebody typed."""


def read_typed(content: bytes, name: str, handbooks: Sequence[Handbook]) -> list[tuple[Handbook, Booklet]]:
    """Return every filled form in a Word file with its handbook, out of ``handbooks``; none where it is like none.

    Raises:
        InputError: the file cannot be opened (D001 to D008), is as like to two forms (D054), or is like a form
            but printed otherwise (D040).
    """
    candidates = candidates_of(handbooks)
    if not candidates:
        return []
    opened = opened_flow(content, name)
    found: list[tuple[Handbook, Booklet]] = []
    strange: list[str] = []
    for flow in parted(opened.flow, [form_of(each).blank for each in candidates]):
        candidate = recognise(flow, candidates, name)
        if candidate is None:
            strange.append(first_words(flow))
            continue
        form = form_of(candidate)
        beside = put_beside(form, flow)
        if is_other_print(beside):
            raise _other_print(candidate, beside.lost_print, beside.first_lost(), name)
        aside = _aside(opened, candidate) if not found else []
        booklet = _booklet(candidate, form, beside, aside)
        edition = other_edition(_fieldless(booklet), candidate.handbook.edition)
        if edition:
            raise _other_print(candidate, len(edition), edition, name)
        found.append((candidate.handbook, booklet))
    return _with_strange(found, strange)


def _fieldless(booklet: Booklet) -> list[str]:
    """Return the words of a file that belong to no field."""
    told = (dict(each.context) for each in booklet.problems if each.code in _FIELDLESS)
    return [text for context in told if isinstance(text := context.get("text"), str)]


def _with_strange(found: list[tuple[Handbook, Booklet]], strange: Sequence[str]) -> list[tuple[Handbook, Booklet]]:
    """Tell with the first form which parts of the file are none."""
    if not found or not strange:
        return found
    handbook, booklet = found[0]
    told = tuple(problem("D042", text=text) for text in strange)
    return [(handbook, replace(booklet, problems=(*booklet.problems, *told))), *found[1:]]


def _booklet(candidate: Candidate, form: Form, beside: Beside, aside: Sequence[Problem]) -> Booklet:
    reader = TypedReader(candidate.sheet, beside)
    reader.read()
    lost = _lost(candidate.sheet, form)
    counts = {sheet.id: int(sheet is candidate.sheet) for sheet in candidate.handbook.sheets}
    imprint = Imprint(candidate.handbook.id, candidate.handbook.edition, "", counts)
    sides = range(1, candidate.sheet.side_count + 1)
    pages = tuple(PageFound(side, candidate.sheet.id) for side in sides)
    return Booklet(imprint, reader.readings, pages, (*reader.problems, *lost, *aside))


def _lost(sheet: Sheet, form: Form) -> list[Problem]:
    """Return a problem for every field, table and column that the mapping has and the blank has no room for."""
    columns = [(f"{table.id}.{column.id}", column) for table in sheet.tables for column in table.columns]
    fields = [*((field.id, field) for field in sheet.fields), *columns]
    told = [about("D057", field, name) for name, field in fields if name in form.lost]
    return told + [
        problem("D061", field=table.id, label=table.label) for table in sheet.tables if table.id in form.lost
    ]


def _other_print(candidate: Candidate, count: int, text: str, name: str) -> InputError:
    return InputError(problem("D040", where=Where(name), title=candidate.title, count=count, text=text))


def _aside(opened: Opened, candidate: Candidate) -> list[Problem]:
    """Return a problem for every comment, note, header or footer that the blank does not have."""
    assert candidate.sheet.measured is not None
    blank = Path(candidate.sheet.measured.document)
    printed = {_NUMBERS.sub("#", line) for line in opened_flow(blank.read_bytes(), blank.name).aside}
    found = [problem("D052", text=text) for text in opened.comments]
    return found + [problem("D053", text=text) for text in opened.aside if _NUMBERS.sub("#", text) not in printed]
