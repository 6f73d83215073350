"""What a person decides about a document as a whole; every answer leads back to its page."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from formkit.i18n import N_, _
from formkit.model.accounts import Role
from formkit.model.reading import FieldStatus
from formkit.model.review import GroupBy
from formkit.model.whole import WholeDecision, WholeKind
from formkit.pipeline.case_checks import check_case
from formkit.pipeline.whole_documents import booklet_pages, decide, one_person
from formkit.review.at_work import kinds_for_two
from formkit.review.background import background
from formkit.review.document import known_person, shown
from formkit.review.field_view import is_two
from formkit.review.names import group_name
from formkit.review.pictures import pictures
from formkit.review.roles import role_required, this_account
from formkit.review.serving import accounts, store

pages = Blueprint("document_acts", __name__, url_prefix="/documents/<int:document_id>")
LONGEST_REASON = 400
MOST_FOUND = 21
"""Persons that a search returns: the page shows 20 and says when there are more."""
_DONE = {
    WholeKind.REJECT: N_("The document is rejected and counts nowhere any more."),
    WholeKind.RESTORE: N_("The document counts again."),
    WholeKind.REJECT_PAGE: N_("The page is rejected and counts nowhere any more."),
    WholeKind.RESTORE_PAGE: N_("The page counts again."),
    WholeKind.ASSIGN: N_("The picture is assigned; the fields of the page now wait."),
    WholeKind.TAKE_BACK: N_("The page has no picture any more."),
    WholeKind.TURN: N_("The picture is turned."),
    WholeKind.DISMISS: N_("The picture is set aside: it is no page of a form."),
    WholeKind.RECALL: N_("The picture may be a page again."),
    WholeKind.TOGETHER: N_("Both documents now belong together and to one person."),
    WholeKind.APART: N_("The documents do not belong together any more."),
}


@pages.post("/decide")
@role_required(Role.REVIEW)
def act(document_id: int) -> ResponseReturnValue:
    """Keep a decision; sent twice it is kept once."""
    try:
        kind = WholeKind(request.form.get("kind", ""))
    except ValueError:
        abort(400)
    decision = _checked(WholeDecision(
        document_id, kind, this_account().name, _token(), _reason(),
        image=_number("image"), page=_number("page"), turn=_number("turn") or 0, other_id=_number("other"),
    ))
    if kind is WholeKind.TOGETHER and not request.form.get("confirmed"):
        asked = _asked(decision)
        if asked is not None:
            return asked
    decide(store(), decision)
    if kind is WholeKind.ASSIGN:
        background().assigned.read_ahead(document_id)
    flash(_(_DONE[kind]))
    return _back(document_id)


def _asked(decision: WholeDecision) -> str | None:
    """Return a page that asks whether a document really goes to another person; None where no person changes."""
    first, second = store().document(decision.document_id), store().document(decision.other_id or 0)
    if None in (first.person_id, second.person_id) or one_person(store(), first.id, second.id) is None:
        return None
    pairs = [(each, known_person(each.person_id)) for each in (first, second)]
    return render_template(
        "together.html", document=first, other=second, pairs=pairs, token=request.form["token"], why=decision.why
    )


def _checked(decision: WholeDecision) -> WholeDecision:
    """Refuse a decision about a page or a picture that is not there."""
    if decision.kind is WholeKind.START:
        abort(400)  # It is begun by `formkit.review.placing`, which knows the handbook.
    of_page = (WholeKind.ASSIGN, WholeKind.TAKE_BACK, WholeKind.REJECT_PAGE, WholeKind.RESTORE_PAGE)
    of_picture = (WholeKind.ASSIGN, WholeKind.TURN, WholeKind.DISMISS, WholeKind.RECALL)
    if decision.kind in of_page and decision.page not in {
        each.page.number for each in booklet_pages(store(), decision.document_id)
    }:
        abort(400)
    if decision.kind in of_picture:
        count = pictures().count(store().document(decision.other_id or decision.document_id).sha256)
        if decision.image is None or not 1 <= decision.image <= count:
            abort(400)
    if decision.kind in (WholeKind.TOGETHER, WholeKind.APART) and decision.other_id in (None, decision.document_id):
        abort(400)
    return decision


@pages.post("/holds")
@role_required(Role.REVIEW)
def choose_scan(document_id: int) -> ResponseReturnValue:
    """Of two documents that show the same, take one out; the other holds."""
    rejected = _number("rejected")
    other = _number("other")
    if rejected is None or other is None or rejected not in (document_id, other):
        abort(400)
    kept = other if rejected == document_id else document_id
    why = _reason() or f"= {kept}"
    decide(store(), WholeDecision(rejected, WholeKind.REJECT, this_account().name, _token(), why))
    flash(_("Document {kept} holds; document {rejected} is rejected.").format(kept=kept, rejected=rejected))
    return _back(kept)


@pages.post("/accept")
@role_required(Role.REVIEW)
def accept(document_id: int) -> ResponseReturnValue:
    """Take a document as it stands, once that is confirmed; not while fields that need two persons are in doubt."""
    doubtful = [
        field_id for field_id, each in store().values(document_id).items()
        if each.reading.status is FieldStatus.REVIEW and not each.corrected
    ]
    for_two = _for_two(document_id, doubtful)
    if for_two:
        flash(_("Two persons must enter these fields first: {fields}.").format(fields=_("; ").join(for_two)))
        return _back(document_id)
    if request.form.get("sure") != "yes":
        return render_template(
            "accept.html", document_id=document_id, count=len(doubtful),
            nobodys=store().document(document_id).person_id is None,
        )
    store().accept(document_id, who=this_account().name, why=_reason())
    flash(_("Document {number} is accepted as it stands.").format(number=document_id))
    return redirect(url_for("documents.page"), 303)


def _for_two(document_id: int, fields: Sequence[str]) -> list[str]:
    """Return the words for those of some fields that need two persons."""
    kinds = kinds_for_two()
    waiting = [store().desk.field((document_id, each)) for each in fields] if kinds else []
    return [group_name(GroupBy.QUESTION, each.question) for each in waiting if is_two(each, kinds)]


@pages.post("/persons")
@role_required(Role.REVIEW)
def find(document_id: int) -> ResponseReturnValue:
    """Search for the person of a document; what is looked for stands in no address."""
    wanted = request.form.get("wanted", "")
    accounts().audit(this_account().name, "persons searched", f"document {document_id}")
    return shown(document_id, found=store().find_persons(wanted, MOST_FOUND), wanted=wanted)


@pages.post("/person")
@role_required(Role.REVIEW)
def assign(document_id: int) -> ResponseReturnValue:
    """Say whose document it is."""
    person = _number("person")
    if person is None:
        abort(400)
    store().assign(document_id, person, who=this_account().name, why=_reason(), case_checker=check_case)
    flash(_("The document belongs to person {person} now.").format(person=person))
    return _back(document_id)


@pages.post("/same")
@role_required(Role.REVIEW)
def settle(document_id: int) -> ResponseReturnValue:
    """Say whether two persons are one."""
    person, other, answer = _number("person"), _number("other"), request.form.get("same", "")
    if person is None or other is None or answer not in ("yes", "no"):
        abort(400)
    same = answer == "yes"
    store().settle_duplicate(
        person, other, same=same, who=this_account().name, why=_reason(), case_checker=check_case
    )
    flash(_("They are one person now.") if same else _("They stay two persons."))
    return _back(document_id)


def _number(name: str) -> int | None:
    text = request.form.get(name, "").strip()
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        abort(400)
    return int(text)


def _reason() -> str:
    return request.form.get("why", "").strip()[:LONGEST_REASON]


def _token() -> str:
    token = request.form.get("token", "")
    if not 16 <= len(token) <= 64 or not token.isalnum():
        abort(400)
    return f"{token}:{request.form.get('kind', 'holds')}"


def _back(document_id: int) -> ResponseReturnValue:
    return redirect(url_for("document.page", document_id=document_id), 303)
