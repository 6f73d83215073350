"""The pictures of a document: small, large, and one alone on a page. An address holds numbers only."""

from __future__ import annotations

from flask import Blueprint, Response, abort, render_template
from flask.typing import ResponseReturnValue

from formkit.errors import FormkitError
from formkit.model.accounts import Role
from formkit.model.store import StoredDocument
from formkit.pipeline.field_pictures import FieldPictures
from formkit.pipeline.whole_documents import booklet_pages
from formkit.review.background import background
from formkit.review.roles import role_required
from formkit.review.serving import store

pages = Blueprint("pictures", __name__, url_prefix="/documents/<int:document_id>/pictures")


def pictures() -> FieldPictures:
    """Return what cuts pictures out of the files of the store that is served."""
    return background().pictures


def turn_of(document: StoredDocument, image: int) -> int:
    """Return how many quarter turns bring a picture upright: as a person said, else as its readings lie."""
    turns = store().whole.state(document.id).turns
    if image in turns:
        return turns[image]
    regions = (each.reading.region for each in store().values(document.id).values())
    return next((each.turn for each in regions if each is not None and each.image == image), 0)


@pages.get("/<int:image>.jpg")
@role_required(Role.REVIEW)
def large(document_id: int, image: int) -> ResponseReturnValue:
    """Send a picture, upright."""
    return _picture(document_id, image, small=False)


@pages.get("/<int:image>/small.jpg")
@role_required(Role.REVIEW)
def small(document_id: int, image: int) -> ResponseReturnValue:
    """Send a small picture, upright."""
    return _picture(document_id, image, small=True)


@pages.get("/<int:image>")
@role_required(Role.REVIEW)
def page(document_id: int, image: int) -> ResponseReturnValue:
    """Show one picture as large as the window, with the way to those beside it."""
    document = store().document(document_id)
    count = pictures().count(document.sha256)
    if not 1 <= image <= count:
        abort(404)
    shown = [each for each in booklet_pages(store(), document_id) if image in each.images]
    return render_template("picture.html", document=document, image=image, count=count, shown=shown)


def _picture(document_id: int, image: int, *, small: bool) -> ResponseReturnValue:
    document = store().document(document_id)
    cut = pictures().thumbnail if small else pictures().page
    try:
        made = cut(document.sha256, image, turn_of(document, image))
    except FormkitError:
        abort(404)
    return Response(made, mimetype="image/jpeg")
