"""Which page of a file is which side of the booklet, in whatever order they come."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from formkit.errors import InputError, Problem, Where, problem
from formkit.layout import build_layout
from formkit.layout.fingerprint import design_of
from formkit.media.pdf.booklet_marks import booklet_marks
from formkit.media.pdf.form_fields import FormField, form_fields, one_by_name
from formkit.media.pdf.opened import Opened
from formkit.media.pdf.page_pose import settled_page
from formkit.media.pdf.page_text import PageText, page_text
from formkit.model.handbook import Handbook
from formkit.model.ids import FieldRef, find
from formkit.model.imprint import Imprint
from formkit.model.layout import Layout, SheetCode


@dataclass(slots=True)
class Sorted:
    """The pages of one booklet: for each side by its number, the pages of the file that show it."""

    layout: Layout
    shown: dict[int, list[int]] = field(default_factory=dict)
    """Page numbers of the layout (from 1) to indexes into the file (from 0)."""
    texts: dict[int, PageText] = field(default_factory=dict)
    """Pages without a form, put onto the sheet they show."""
    astray: set[int] = field(default_factory=set)
    """Pages (from 0) of which nobody knows how they lie on their sheet: what they hold is for a person."""
    addenda: list[PageText] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


_Key = tuple[str, int, int]
"""Sheet, side and copy."""


def sort_pages(
    file: Opened, handbook: Handbook, identity: Imprint, fields: Mapping[str, FormField]
) -> tuple[Sorted, Imprint]:
    """Find the sides of the booklet among the pages of the file.

    Pages of other booklets (another serial) are passed over. Where the file holds more copies of a
    sheet than the identity says, or the identity does not say, the counts grow with them.

    Raises:
        InputError: the file has no text and no form, or no page of the handbook.
    """
    by_form = _by_form(handbook, fields)
    texts = {index: page_text(file, index) for index in own_pages(file, identity) if index not in by_form}
    if not fields and not any(page.chars for page in texts.values()):
        raise InputError.of("A008", where=Where(file.name), file=file.name)
    sides = _sides(handbook)
    found = dict(by_form)
    crowded: dict[int, list[_Key]] = {}
    for index, page in texts.items():
        keys = _keys(page.codes, sides, identity)
        if len(page.codes) > 1:
            crowded[index] = keys
        elif keys:
            found[index] = keys[0]
    seen = [*found.values(), *(key for keys in crowded.values() for key in keys)]
    if not seen and not fields:
        raise InputError.of("A009", where=Where(file.name), file=file.name, handbook=handbook.full_id)
    whole = replace(identity, handbook=handbook.id, edition=handbook.edition, counts=_counts(handbook, identity, seen))
    made = Sorted(build_layout(handbook, whole.counts, whole.serial), texts=texts)
    for index, keys in crowded.items():
        if keys:
            count = len(texts[index].codes)
            made.problems.append(problem("A214", where=Where(file.name), page=index + 1, count=count))
    _settle(made, file, found)
    _nameless(made, file, fields.get(""))
    _arrange(made, found, identity, file)
    return made, whole


def booklet_fields(file: Opened, identity: Imprint) -> dict[str, FormField]:
    """Return the form fields of one booklet by name: those on its pages, and those that are on no page.

    Where a name comes more than once, the serial in print tells which page is of another booklet.
    """
    fields = form_fields(file)
    pages = set(own_pages(file, identity))
    own = [each for each in fields if not each.pages or pages.intersection(each.pages)]
    names = [each.name for each in own if each.name]
    if len(set(names)) < len(names):
        shown = {index for each in own for index in each.pages}
        foreign = {index for index in shown if _is_foreign(page_text(file, index), identity)}
        own = [each for each in own if not each.pages or not foreign.issuperset(each.pages)]
    return one_by_name(own)


def _is_foreign(page: PageText, identity: Imprint) -> bool:
    codes = page.codes or tuple(filter(None, [page.attached]))
    return bool(codes) and not any(_same_booklet(code, identity) for code in codes)


def _nameless(made: Sorted, file: Opened, nameless: FormField | None) -> None:
    """Leave the pages alone that have form fields without names: their text layer does not show the answers."""
    for index in nameless.pages if nameless is not None else ():
        if index in made.texts:
            made.astray.add(index)
            made.problems.append(problem("A218", where=Where(file.name), page=index + 1))


def _keys(codes: Iterable[SheetCode], sides: Mapping[str, tuple[str, int]], identity: Imprint) -> list[_Key]:
    """Return the sides of this booklet that a page's codes name."""
    return [
        (*sides[code.design], code.copy) for code in codes if code.design in sides and _same_booklet(code, identity)
    ]


def _settle(made: Sorted, file: Opened, found: Mapping[int, _Key]) -> None:
    """Put the pages with a text layer onto their sheets; one that cannot be put there is told and left alone."""
    pages = {(page.sheet, page.side, page.copy): page for page in made.layout.pages}
    for index, key in found.items():
        text = made.texts.get(index)
        if text is None:
            continue
        settled = settled_page(file, pages[key], text)
        if settled is None:
            made.astray.add(index)
            made.problems.append(problem("A211", where=Where(file.name), page=index + 1))
        else:
            made.texts[index] = settled


def own_pages(file: Opened, identity: Imprint) -> range:
    """Return the pages to look at: those from the booklet's own mark to the next in a print job, else all."""
    marks = list(booklet_marks(file))
    starts = [index for index, found in marks if found == identity]
    if len(marks) < 2 or len(starts) != 1:
        return range(len(file.pages))
    return range(starts[0], min((index for index, _ in marks if index > starts[0]), default=len(file.pages)))


def _same_booklet(code: SheetCode, identity: Imprint) -> bool:
    return not identity.serial or not code.serial or code.serial == identity.serial


def _sides(handbook: Handbook) -> dict[str, tuple[str, int]]:
    pages = build_layout(handbook, {sheet.id: 1 for sheet in handbook.sheets}).pages
    return {design_of(page.fingerprint): (page.sheet, page.side) for page in pages}


def _by_form(handbook: Handbook, fields: Mapping[str, FormField]) -> dict[int, tuple[str, int, int]]:
    """Return the side that each page with form fields shows: the one of which it has most of the fields.

    A page of the addendum has only a few of any side.
    """
    layout = build_layout(handbook, {sheet.id: 1 for sheet in handbook.sheets})
    side_of = {_key(place.ref): page.side for page in layout.pages for place in page.places}
    sizes = {(page.sheet, page.side): len(page.places) for page in layout.pages}
    seen: dict[int, dict[tuple[str, int, int], set[str]]] = {}
    for name, each in fields.items():
        ref = find(handbook, name) or find(handbook, name.rpartition(".")[0])
        side = side_of.get(_key(ref)) if ref is not None else None
        if ref is not None and side is not None and each.pages:
            seen.setdefault(each.pages[0], {}).setdefault((ref.sheet.id, side, ref.copy), set()).add(ref.id)
    best = {index: max(sides, key=lambda key: len(sides[key])) for index, sides in seen.items()}
    return {index: key for index, key in best.items() if 2 * len(seen[index][key]) > sizes[key[:2]]}


def _key(ref: FieldRef) -> tuple[str, str, int | None, str, int]:
    """Return what the same field of all copies of a sheet has in common."""
    entry = 0 if ref.field.page_scope else (ref.instance - 1) % ref.sheet.entries
    return (ref.sheet.id, ref.table.id if ref.table else "", ref.row, ref.field.id, entry)


def _counts(handbook: Handbook, identity: Imprint, seen_keys: Iterable[_Key]) -> dict[str, int]:
    """Return the copies of each sheet: those issued, or those that the file has where that is more."""
    seen: dict[str, int] = {}
    for sheet, _, copy in seen_keys:
        seen[sheet] = max(seen.get(sheet, 0), copy)
    issued = identity.counts or ({} if seen else handbook.default_counts())
    return {sheet.id: max(issued.get(sheet.id, 0), seen.get(sheet.id, 0)) for sheet in handbook.sheets}


def _arrange(made: Sorted, found: Mapping[int, _Key], identity: Imprint, file: Opened) -> None:
    numbers = {(page.sheet, page.side, page.copy): page.number for page in made.layout.pages}
    for index, key in sorted(found.items()):
        pages = made.shown.setdefault(numbers[key], [])
        if pages:
            made.problems.append(problem("A203", where=Where(file.name), page=index + 1, other=pages[0] + 1))
        pages.append(index)
    for index, page in made.texts.items():
        if page.attached is not None and _same_booklet(page.attached, identity):
            made.addenda.append(page)
        elif index not in found and _is_unknown(page, identity):
            made.problems.append(problem("A202", where=Where(file.name), page=index + 1))
    for side in made.layout.pages:
        if side.number not in made.shown:
            where = Where(file.name)
            made.problems.append(problem("A201", where=where, page=side.side, sheet=side.title, copy=side.copy))


def _is_unknown(page: PageText, identity: Imprint) -> bool:
    """Say whether a page is no page of any booklet, or of this one but of no side of it."""
    if page.attached is not None or len(page.codes) > 1:
        return False
    return page.code is None or _same_booklet(page.code, identity)
