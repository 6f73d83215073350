"""Decisions about whole documents: the pages of a booklet, what a decision settles, and what follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from formkit.errors import FormkitError, Problem, problem
from formkit.layout import build_layout
from formkit.model.ids import find, sheet_refs
from formkit.model.layout import Layout, Page
from formkit.model.store import Store, StoredDocument
from formkit.model.whole import AssignedPage, WholeDecision, WholeKind
from formkit.pipeline.case_checks import check_case
from formkit.pipeline.rosters import handbook_of
from formkit.pipeline.settling import settle

_OF_PAGE = {WholeKind.ASSIGN, WholeKind.TAKE_BACK}
_OF_TWO = {WholeKind.TOGETHER, WholeKind.APART}
_COUNTS = {WholeKind.REJECT, WholeKind.RESTORE, WholeKind.REJECT_PAGE, WholeKind.RESTORE_PAGE}


@dataclass(frozen=True, slots=True)
class BookletPage:
    """A page of a document's booklet: ``images`` are the pictures that were recognised as it."""

    page: Page
    images: tuple[int, ...]
    assigned: AssignedPage | None = None
    rejected: bool = False

    @property
    def missing(self) -> bool:
        """Say whether there is no picture of it."""
        return not self.images and self.assigned is None


def layout_of(store: Store, document: StoredDocument) -> Layout | None:
    """Return the layout of a document's booklet; None where this installation has its handbook no more.

    Raises:
        StoreError: the store cannot be read.
    """
    handbook = handbook_of(document.handbook, document.edition)
    if handbook is None:
        return None
    # Sheets on which nothing is answered leave no reading; they are printed as often as usual.
    counts = {sheet.id: 0 if any(sheet_refs(sheet, 1)) else sheet.default_count for sheet in handbook.sheets}
    for name in store.values(document.id):
        ref = find(handbook, name)
        if ref is not None:
            counts[ref.sheet.id] = max(counts[ref.sheet.id], ref.copy)
    return _layout(document.handbook, document.edition, tuple(counts.items()), document.serial or "")


@lru_cache(maxsize=8)
def _layout(handbook_id: str, edition: str, counts: tuple[tuple[str, int], ...], serial: str) -> Layout | None:
    handbook = handbook_of(handbook_id, edition)
    try:
        return None if handbook is None else build_layout(handbook, dict(counts), serial)
    except FormkitError:
        return None


def booklet_pages(store: Store, document_id: int) -> tuple[BookletPage, ...]:
    """Return the pages of a document's booklet; none where nothing tells them.

    Raises:
        StoreError: the store cannot be read.
    """
    document = store.document(document_id)
    layout = layout_of(store, document)
    if layout is None:
        return ()
    state = store.whole.state(document_id)
    shown: dict[int, list[int]] = {}
    for each in document.pages:
        shown.setdefault(each.page, []).append(each.image)
    return tuple(
        BookletPage(
            page, tuple(sorted(shown.get(page.number, ()))), state.assigned_page(page.number),
            page.number in state.rejected_pages,
        )
        for page in layout.pages
    )


def decide(store: Store, decision: WholeDecision) -> bool:
    """Keep a decision about a document with all that follows; False where it was kept before.

    Two documents that belong together get one person: that of the first, where it has one.

    Raises:
        StoreError: the store cannot be written.
    """
    owner = None
    if decision.kind is WholeKind.TOGETHER and decision.other_id is not None:
        owner = one_person(store, decision.document_id, decision.other_id)
    made = store.whole.decide(decision, settles=_settled_by(store, decision), owner=owner, case_checker=check_case)
    undone = decision.kind in _OF_PAGE and store.desk.decisions(decision.document_id) > 0
    if undone or decision.kind in _COUNTS:
        settle(store, decision.document_id)
    return made


def one_person(store: Store, first: int, second: int) -> tuple[int, int] | None:
    """Return which of two documents goes to which person when they are put together; None where neither moves.

    Raises:
        StoreError: there is no such document.
    """
    owner, other = store.document(first).person_id, store.document(second).person_id
    if owner is None and other is not None:
        return first, other
    return (second, owner) if owner is not None and owner != other else None


def _settled_by(store: Store, decision: WholeDecision) -> tuple[Problem, ...]:
    """Return what needs nobody any more: that a page is missing which is assigned, or which another part shows."""
    if decision.kind in _OF_PAGE:
        numbers: set[int | None] = {decision.page}
    elif decision.kind in _OF_TWO and decision.other_id is not None:
        if not _same_print(store, decision.document_id, decision.other_id):
            return ()
        numbers = {*_shown(store, decision.document_id), *_shown(store, decision.other_id)}
    elif decision.kind in _COUNTS:
        numbers = {*_shown_alone(store, decision)}
    else:
        return ()
    if not numbers:
        return ()
    pages = booklet_pages(store, decision.document_id)
    if decision.kind in _OF_TWO and decision.other_id is not None:
        pages += booklet_pages(store, decision.other_id)
    found = {(each.page.side, each.page.title, each.page.copy) for each in pages if each.page.number in numbers}
    return tuple(problem("G106", page=side, sheet=title, copy=copy) for side, title, copy in sorted(found))


def _same_print(store: Store, first: int, second: int) -> bool:
    one, two = store.document(first), store.document(second)
    return (one.handbook, one.edition) == (two.handbook, two.edition)


def _shown(store: Store, document_id: int) -> set[int]:
    """Return the pages that a document shows and that count."""
    state = store.whole.state(document_id)
    return set() if state.rejected else {each.page for each in store.document(document_id).pages} - state.rejected_pages


def _shown_alone(store: Store, decision: WholeDecision) -> set[int]:
    """Return the pages that count by the decision, or do no more, and that no other part of the booklet shows."""
    number = decision.document_id
    state = store.whole.state(number)
    shown = {each.page for each in store.document(number).pages}
    if decision.kind in (WholeKind.REJECT, WholeKind.RESTORE):
        shown -= state.rejected_pages
    else:
        shown = set() if state.rejected else shown & {decision.page}
    for each in (part for part in state.together if _same_print(store, number, part)):
        shown -= _shown(store, each) | {page.page for page in store.whole.state(each).assigned}
    return shown
