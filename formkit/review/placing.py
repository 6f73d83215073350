"""A picture that was not recognised, large, and which page of which document or handbook it is."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from formkit.errors import StoreError
from formkit.i18n import _
from formkit.model.accounts import Role
from formkit.model.layout import Page
from formkit.model.store import StoredDocument
from formkit.model.whole import WholeDecision, WholeKind
from formkit.pipeline.starting import Beginning, beginnings, start
from formkit.pipeline.whole_documents import booklet_pages, decide
from formkit.review.background import background
from formkit.review.document import is_unknown
from formkit.review.documents import title_of
from formkit.review.pictures import pictures, turn_of
from formkit.review.roles import role_required, this_account
from formkit.review.serving import store

pages = Blueprint("placing", __name__, url_prefix="/documents/<int:document_id>/pictures/<int:image>/place")


@dataclass(frozen=True, slots=True)
class Choice:
    """A document or a handbook with the pages that the picture may be; ``name`` and a page's number are sent."""

    name: str
    words: str
    pages: Sequence[Page]


@pages.get("")
@role_required(Role.REVIEW)
def page(document_id: int, image: int) -> ResponseReturnValue:
    """Show the picture, with every page that it may be: of documents of the same file, one asked for, and new ones."""
    document = _known(document_id, image)
    asked = request.args.get("document", "")
    other = _document(asked) if asked else None
    beside = [each for each in store().documents(sha256=document.sha256) if each.handbook]
    of = {each.id: each for each in (*beside, *([other] if other else ())) if each is not None}
    choices = [
        Choice(str(each.id), _("Document {number}").format(number=each.id) + f" · {title_of(each)}", _missing(each.id))
        for each in of.values()
    ]
    begun = [
        Choice(each.handbook.full_id, f"{each.handbook.title} {each.handbook.edition}", each.pages)
        for each in beginnings()
    ]
    return render_template(
        "placing.html", document=document, image=image, count=pictures().count(document.sha256),
        choices=[each for each in choices if each.pages], begun=begun, token=secrets.token_hex(16), asked=asked,
        unknown=bool(asked) and other is None,
    )


@pages.post("")
@role_required(Role.REVIEW)
def place(document_id: int, image: int) -> ResponseReturnValue:
    """Say which page the picture is; of a document that there is, or of a new one."""
    document = _known(document_id, image)
    token = request.form.get("token", "")
    name, _colon, number = request.form.get("place", "").rpartition(":")
    if not number.isdecimal() or len(number) > 4 or not (16 <= len(token) <= 64 and token.isalnum()):
        abort(400)
    decision = WholeDecision(
        document_id, WholeKind.START, this_account().name, f"{token}:place", image=image, page=int(number),
        turn=turn_of(document, image),
    )
    made = _begun(decision, name) if "@" in name else _assigned(decision, document, name)
    background().assigned.read_ahead(made)
    return redirect(url_for("document.page", document_id=made) + f"#picture-{image}", 303)


def _begun(decision: WholeDecision, name: str) -> int:
    beginning = next((each for each in beginnings() if each.handbook.full_id == name), None)
    first = None if beginning is None else _first(beginning, decision.page)
    if beginning is None or first is None:
        abort(400)
    number = start(store(), decision, beginning, first)
    flash(_("Document {number} begins with this picture. Its other pages can be assigned here.").format(number=number))
    return number


def _first(beginning: Beginning, number: int | None) -> Page | None:
    return None if number is None else beginning.page(number)


def _assigned(decision: WholeDecision, document: StoredDocument, name: str) -> int:
    other = _document(name)
    if other is None or decision.page not in {each.page.number for each in booklet_pages(store(), other.id)}:
        abort(400)
    elsewhere = None if other.sha256 == document.sha256 else document.id
    made = WholeDecision(
        other.id, WholeKind.ASSIGN, decision.who, decision.token, image=decision.image, page=decision.page,
        turn=decision.turn, other_id=elsewhere,
    )
    decide(store(), made)
    flash(_("The picture is assigned; the fields of the page now wait."))
    return other.id


def _missing(document_id: int) -> tuple[Page, ...]:
    return tuple(each.page for each in booklet_pages(store(), document_id) if each.missing and each.page.places)


def _document(number: str) -> StoredDocument | None:
    if not number.isascii() or not number.isdecimal() or len(number) > 9:
        return None
    try:
        return store().document(int(number))
    except StoreError as error:
        if error.problem.code != "S102":
            raise
        return None


def _known(document_id: int, image: int) -> StoredDocument:
    """Return the document of a picture that is there and of which nobody said yet what it is."""
    document = store().document(document_id)
    if not 1 <= image <= pictures().count(document.sha256):
        abort(404)
    if request.method == "GET" and not is_unknown(document, image):
        abort(404)
    return document
