"""The field page: one field after another, each decided with a key. The answer to a decision is the next field."""

from __future__ import annotations

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from formkit.errors import FormkitError, Problem
from formkit.i18n import _
from formkit.model.accounts import Role
from formkit.model.reading import Region
from formkit.model.review import FieldKey, Waiting
from formkit.review.answers import LONGEST_NUMBER, answer_of, decision, new_token, typed_again
from formkit.review.at_work import (
    counts,
    field_of,
    history,
    hold,
    is_with_another,
    kinds_for_two,
    may_decide,
    may_see,
    next_field,
    put_off,
    undo_last,
)
from formkit.review.background import background
from formkit.review.choosing import chosen, part_names
from formkit.review.field_view import is_two, mode_of, ref_for, shown
from formkit.review.names import GROUPS, REASONS
from formkit.review.roles import role_required, this_account
from formkit.review.serving import store

pages = Blueprint("fields", __name__, url_prefix="/fields")


@pages.get("")
@role_required(Role.ENTRY)
def page() -> ResponseReturnValue:
    """Show the next field."""
    return _next()


@pages.post("/decide")
@role_required(Role.ENTRY)
def decide() -> ResponseReturnValue:
    """Keep a decision and show the next field; or show the same one with what is to be told or asked."""
    waiting = field_of(sent_key())
    if not may_decide(waiting.key):
        # Nothing of it is shown: the clerk may have lost it to somebody else, or never had it.
        return _next(notice=_("That field is not with you: somebody decided it or has it now. This is the next one."))
    kinds, who = kinds_for_two(), this_account().name
    ref = ref_for(waiting)
    answer = answer_of(request.form, ref, mode_of(ref))
    if answer.entered is None:
        text = typed_again(request.form)
        notice = _("Enter what stands there, or say that it is blank or illegible.") if answer.empty else ""
        return _show(waiting, retained=text, asked=answer.problems, keep=not answer.refused, notice=notice)
    two = is_two(waiting, kinds, answer.entered.value)
    decided = store().desk.decide(decision(waiting, answer.entered, request.form, who, two=two))
    if decided.stale:
        return _show(field_of(waiting.key), notice=_("Somebody decided this field meanwhile. Look again."))
    if decided.settled:
        background().settler.tell(waiting.document_id)
    elif ref is None:
        # Whose turn it is the store knows by the handbook; without one the field would come back at once.
        put_off(waiting.key)
    return _next()


@pages.post("/later")
@role_required(Role.ENTRY)
def later() -> ResponseReturnValue:
    """Put a field off, and show the next one."""
    put_off(sent_key())
    return _next()


@pages.post("/undo")
@role_required(Role.ENTRY)
def undo() -> ResponseReturnValue:
    """Undo the last decision of the person who asks, and show its field."""
    key = undo_last()
    if key is None:
        return _next(notice=_("There is nothing to undo."))
    return _show(field_of(key), notice=_("Undone. Decide the field again."))


@pages.get("/<int:document_id>/<field_id>")
@role_required(Role.ENTRY)
def one(document_id: int, field_id: str) -> ResponseReturnValue:
    """Show one field, whether it waits or not."""
    waiting = _seen((document_id, field_id))
    notice = _("Somebody else has this field just now. Decide it only if you know that they do not.")
    return _show(waiting, notice=notice if is_with_another(waiting.key) else "")


@pages.get("/<int:document_id>/<field_id>/before")
@role_required(Role.ENTRY)
def before(document_id: int, field_id: str) -> ResponseReturnValue:
    """Show the field that the person decided before this one."""
    past, key = history(), (document_id, field_id)
    place = past.index(key) + 1 if key in past else 0
    if place >= len(past):
        return _show(_seen(key), notice=_("There is no field before this one."))
    hold(past[place])  # One that was undone since waits again.
    return _show(field_of(past[place]), notice=_("You decided this field before; you can decide it again."))


@pages.get("/<int:document_id>/<field_id>/page")
@role_required(Role.ENTRY)
def whole_page(document_id: int, field_id: str) -> ResponseReturnValue:
    """Show the whole page with the field outlined."""
    waiting = _seen((document_id, field_id))
    region = _region(waiting)
    try:
        width, height, (left, top, right, bottom) = background().pictures.place(waiting.sha256, region)
    except FormkitError:
        abort(404)
    box = (round(left * width), round(top * height), round((right - left) * width), round((bottom - top) * height))
    return render_template(
        "whole_page.html", waiting=waiting, ref=ref_for(waiting), width=width, height=height, box=box,
        part="HX-Request" in request.headers,
    )


@pages.get("/<int:document_id>/<field_id>/page.jpg")
@role_required(Role.ENTRY)
def page_picture(document_id: int, field_id: str) -> ResponseReturnValue:
    """Send the picture of the page on which a field stands, upright."""
    waiting = _seen((document_id, field_id))
    region = _region(waiting)
    try:
        made = background().pictures.page(waiting.sha256, region.image, region.turn)
    except FormkitError:
        abort(404)
    return Response(made, mimetype="image/jpeg")


def _region(waiting: Waiting) -> Region:
    region = waiting.reading.region
    if region is None:
        abort(404)
    return region


def sent_key() -> FieldKey:
    """Return which field the form that was sent is about."""
    number = request.form.get("document", "")
    if not number.isdecimal() or len(number) > LONGEST_NUMBER:
        abort(400)
    return (int(number), request.form.get("field", ""))


def _seen(key: FieldKey) -> Waiting:
    """Return a field that the person may see."""
    waiting = field_of(key)
    if not may_see(key):
        abort(403)
    return waiting


def _next(notice: str = "") -> ResponseReturnValue:
    found = next_field(chosen())
    if found is not None:
        return _show(found, notice=notice)
    if request.method == "POST" and "HX-Request" not in request.headers:
        return redirect(url_for("fields.page"), 303)
    return _rendered("nothing_waits.html", notice=notice, counts=counts())


def _show(
    waiting: Waiting, *, retained: str = "", asked: tuple[Problem, ...] = (), keep: bool = False, notice: str = ""
) -> ResponseReturnValue:
    plain = request.method == "POST" and "HX-Request" not in request.headers
    if plain and not (retained or asked or notice):
        return redirect(url_for("fields.page"), 303)
    made = shown(
        waiting, kinds_for_two(), background().pictures, retained=retained, asked=asked, keep=keep, notice=notice
    )
    return _rendered("field.html", shown=made, counts=counts())


def _rendered(template: str, **words: object) -> str:
    return render_template(
        template, part="HX-Request" in request.headers, which=chosen(), conditions=part_names(chosen()), groups=GROUPS,
        reasons=REASONS, undo_token=new_token(), **words,
    )
