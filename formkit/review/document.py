"""One document: its pictures and pages, what is wrong with it, whose it is, and what was decided."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from formkit.errors import Problem, StoreError
from formkit.i18n import N_
from formkit.model.accounts import Role
from formkit.model.person import Person
from formkit.model.review import Filter, GroupBy
from formkit.model.store import StoredDocument
from formkit.model.whole import AssignedPage, WholeDecision, WholeKind, WholeState
from formkit.pipeline.whole_documents import BookletPage, booklet_pages
from formkit.review.documents import STATUSES, by_wrong, title_of
from formkit.review.missing import missing_sheets
from formkit.review.names import in_printed_words
from formkit.review.pictures import pictures
from formkit.review.roles import role_required
from formkit.review.serving import store

pages = Blueprint("document", __name__, url_prefix="/documents/<int:document_id>")
DOUBTS = ("S201", "S202", "S203")
_OTHER = ("S110", "S112", "S113", "S114", "S115", "S116")
"""Codes that name another document."""
_NAMES_OTHER = ("other", "late_document", "end_document")
KINDS = {
    WholeKind.REJECT: N_("rejected"), WholeKind.RESTORE: N_("restored"),
    WholeKind.REJECT_PAGE: N_("page {page} rejected"), WholeKind.RESTORE_PAGE: N_("page {page} restored"),
    WholeKind.ASSIGN: N_("picture {image} is page {page}"), WholeKind.TAKE_BACK: N_("page {page} has no picture again"),
    WholeKind.TURN: N_("picture {image} turned"), WholeKind.DISMISS: N_("picture {image} is no page of a form"),
    WholeKind.RECALL: N_("picture {image} may be a page again"),
    WholeKind.TOGETHER: N_("belongs together with document {other}"),
    WholeKind.APART: N_("does not belong together with document {other}"),
    WholeKind.START: N_("begun with picture {image} of document {other}"),
}
_ELSEWHERE = {
    WholeKind.ASSIGN: N_("picture {image} is page {page} of document {other}"),
    WholeKind.START: N_("document {other} begins with picture {image}"),
}
"""Of decisions about another document, as the page of the one whose file it is tells them."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a document's file: the pages it was recognised as, or assigned as by a person."""

    image: int
    shows: tuple[BookletPage, ...]
    assigned: tuple[AssignedPage, ...]
    dismissed: bool
    others: tuple[int, ...]
    """Other documents that have it."""

    @property
    def unknown(self) -> bool:
        """Say whether nobody has said yet what it is."""
        return not (self.shows or self.assigned or self.dismissed or self.others)


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two persons of whom it is not sure whether they are one."""

    person: Person
    other: Person


@pages.get("")
@role_required(Role.REVIEW)
def page(document_id: int) -> ResponseReturnValue:
    """Show a document."""
    return shown(document_id)


def shown(document_id: int, *, found: Sequence[Person] | None = None, wanted: str = "") -> str:
    """Return the page of a document, with the persons ``found`` by what was ``wanted``."""
    document = store().document(document_id)
    state, problems = store().whole.state(document_id), store().problems(document_id)
    booklet = booklet_pages(store(), document_id)
    return render_template(
        "document.html", document=document, title=title_of(document), statuses=STATUSES, state=state,
        sheets=missing_sheets(problems, booklet),
        groups=by_wrong(tuple(in_printed_words(each, document.handbook, document.edition) for each in problems)),
        pictures=_pictures(document, booklet, state), booklet=booklet,
        missing=[each for each in booklet if each.missing], owner=known_person(document.person_id),
        doubts=_doubts(problems), others=_others(document_id, problems, state), found=found, wanted=wanted,
        history=[(each, told(each, document_id)) for each in store().whole.history(document_id)],
        token=secrets.token_hex(16), waiting=_waiting(document_id),
    )


def told(decision: WholeDecision, document_id: int) -> tuple[str, dict[str, object]]:
    """Return the words of a decision for gettext, and what is to be put into them."""
    own = decision.document_id == document_id
    other = decision.other_id if own else decision.document_id
    words = KINDS[decision.kind] if own else _ELSEWHERE.get(decision.kind, KINDS[decision.kind])
    return words, {"page": decision.page, "image": decision.image, "other": other}


def _waiting(document_id: int) -> int:
    """Return how many fields of a document wait for a person."""
    return sum(count for _reason, count in store().desk.groups(GroupBy.REASON, Filter(document_id=document_id)))


def is_unknown(document: StoredDocument, image: int) -> bool:
    """Say whether nobody has said yet what a picture of a document's file is."""
    state = store().whole.state(document.id)
    found = _pictures(document, booklet_pages(store(), document.id), state)
    return any(each.image == image and each.unknown for each in found)


def _elsewhere(document: StoredDocument) -> dict[int, set[int]]:
    """Return, by picture of a document's file, the other documents of which it is a page, read or assigned."""
    found: dict[int, set[int]] = defaultdict(set)
    beside = store().documents(sha256=document.sha256)
    for each in beside:
        for page in each.pages:
            found[page.image].add(each.id)
    told = (decision for each in beside for decision in store().whole.history(each.id))
    named = {each.id for each in beside} | {each.document_id for each in told if each.kind is WholeKind.ASSIGN}
    for number in named:
        state = store().whole.state(number)
        for assigned in () if state.rejected else state.assigned:
            if assigned.sha256 == document.sha256:
                found[assigned.image].add(number)
    return {image: numbers - {document.id} for image, numbers in found.items()}


def _pictures(document: StoredDocument, booklet: Sequence[BookletPage], state: WholeState) -> list[Picture]:
    count, elsewhere = pictures().count(document.sha256), _elsewhere(document)
    return [
        Picture(
            image, tuple(each for each in booklet if image in each.images),
            tuple(each for each in state.assigned if each.image == image and each.sha256 == document.sha256),
            image in state.dismissed,
            tuple(sorted(elsewhere.get(image, ()))),
        )
        for image in range(1, count + 1)
    ]


def known_person(person_id: int | None) -> Person | None:
    """Return a person; None where nothing belongs to such a one, or not any more."""
    try:
        return None if person_id is None else store().person(person_id)
    except StoreError as error:
        if error.problem.code != "S104":
            raise
        return None


def _doubts(problems: Sequence[Problem]) -> list[Doubt]:
    found = []
    for each in problems:
        told = dict(each.context)
        if each.code in DOUBTS and told.get("other", "").isdigit():
            pair = known_person(int(told["person"])), known_person(int(told["other"]))
            if pair[0] is not None and pair[1] is not None:
                found.append(Doubt(pair[0], pair[1]))
    return found


def _others(document_id: int, problems: Sequence[Problem], state: WholeState) -> list[StoredDocument]:
    """Return the documents that this one is to be compared with, or belongs together with."""
    numbers = dict.fromkeys(state.together)
    for each in (found for found in problems if found.code in _OTHER):
        numbers |= dict.fromkeys(int(value) for name, value in each.context if name in _NAMES_OTHER and value.isdigit())
    numbers.pop(document_id, None)
    found = []
    for number in numbers:
        try:
            found.append(store().document(number))
        except StoreError:
            continue
    return found
