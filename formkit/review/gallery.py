"""The gallery: one question in many documents on one screen; each answer is still a decision of its own."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from formkit.errors import Problem
from formkit.i18n import _
from formkit.model.accounts import Role
from formkit.model.review import GroupBy, Waiting
from formkit.review.answers import answer_of, decision, typed_again
from formkit.review.at_work import counts, field_of, kinds_for_two, may_decide, next_fields
from formkit.review.background import background
from formkit.review.choosing import choose, chosen, narrowed
from formkit.review.field_view import entered_in_words, is_two, mode_of, ref_for, shown
from formkit.review.fields import sent_key
from formkit.review.names import question_name
from formkit.review.roles import role_required, this_account
from formkit.review.serving import store

pages = Blueprint("gallery", __name__, url_prefix="/gallery")
AT_ONCE = 15


@pages.get("")
@role_required(Role.ENTRY)
def page() -> ResponseReturnValue:
    """Show the next fields of one question; ``question`` names it, and the part is narrowed to it."""
    question = request.args.get("question", "")
    if question and question != chosen().question:
        choose(narrowed(chosen(), GroupBy.QUESTION, question))
        return redirect(url_for("gallery.page"), 303)
    which = chosen()
    if not which.question:
        return redirect(url_for("queue.page"), 303)
    kinds = kinds_for_two()
    cells = [shown(each, kinds, background().pictures) for each in next_fields(which, AT_ONCE)]
    return render_template("gallery.html", cells=cells, counts=counts(), name=question_name(which.question))


@pages.post("/decide")
@role_required(Role.ENTRY)
def decide() -> ResponseReturnValue:
    """Keep the decision of one cell, and show the cell as it is then."""
    form = request.form
    waiting = field_of(sent_key())
    if not may_decide(waiting.key):
        abort(403)
    ref, kinds = ref_for(waiting), kinds_for_two()
    answer = answer_of(form, ref, mode_of(ref))
    if answer.entered is None:
        notice = _("Enter what stands there, or say that it is blank or illegible.") if answer.empty else ""
        text, keep = typed_again(form), not answer.refused
        return _cell(waiting, retained=text, asked=answer.problems, keep=keep, notice=notice)
    two = is_two(waiting, kinds, answer.entered.value)
    made = store().desk.decide(decision(waiting, answer.entered, form, this_account().name, two=two))
    if made.stale:
        return _cell(field_of(waiting.key), notice=_("Somebody decided this field meanwhile. Look again."))
    if made.settled:
        background().settler.tell(waiting.document_id)
    if "HX-Request" not in request.headers:
        return redirect(url_for("gallery.page"), 303)
    return _cell(field_of(waiting.key), done=entered_in_words(ref, answer.entered))


def _cell(
    waiting: Waiting, *, retained: str = "", asked: tuple[Problem, ...] = (), keep: bool = False, notice: str = "",
    done: str = "",
) -> str:
    made = shown(
        waiting, kinds_for_two(), background().pictures, retained=retained, asked=asked, keep=keep, notice=notice
    )
    return render_template("gallery_cell.html", cell=made, done=done)
