"""The gallery: one question in many documents on one screen; each answer is still a decision of its own."""

from __future__ import annotations

from flask import Blueprint, abort, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from formkit.errors import Problem
from formkit.i18n import _
from formkit.model.accounts import Role
from formkit.model.review import GroupBy, Waiting
from formkit.review.answers import answer_of, decision, new_token, typed_again
from formkit.review.at_work import counts, field_of, fields_in_turn, kinds_for_two, may_decide, put_off, undo_last
from formkit.review.background import background
from formkit.review.choosing import choose, chosen, is_no_question, narrowed, questions_alike
from formkit.review.field_view import entered_in_words, is_two, mode_of, ref_for, shown
from formkit.review.fields import sent_key
from formkit.review.names import question_name
from formkit.review.queue import without_question
from formkit.review.roles import role_required, this_account
from formkit.review.serving import store

pages = Blueprint("gallery", __name__, url_prefix="/gallery")
AT_ONCE = 15


@pages.get("")
@role_required(Role.ENTRY)
def page() -> ResponseReturnValue:
    """Show the next fields of one question; ``question`` names it, and the part is narrowed to it."""
    question = request.args.get("question", "")
    if question and is_no_question(question):
        return without_question()
    if question and question != chosen().question:
        choose(narrowed(chosen(), GroupBy.QUESTION, question))
        return redirect(url_for("gallery.page"), 303)
    which = chosen()
    if not which.question:
        return redirect(url_for("queue.page"), 303)
    kinds = kinds_for_two()
    cells = [shown(each, kinds, background().pictures) for each in fields_in_turn(which, AT_ONCE)]
    name = question_name(which.question, questions_alike(which.question))
    return render_template(
        "gallery.html", cells=cells, counts=counts(), name=name, undo_token=new_token(), cell_id=cell_id,
        text=bool(cells) and cells[0].mode == "text",
    )


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


@pages.post("/later")
@role_required(Role.ENTRY)
def later() -> ResponseReturnValue:
    """Put the field of a cell off; others may have it, and it comes again when nothing else waits here."""
    waiting = field_of(sent_key())
    if not may_decide(waiting.key):
        abort(403)
    put_off(waiting.key)
    if "HX-Request" not in request.headers:
        return redirect(url_for("gallery.page"), 303)
    return _cell(waiting, done=_("later"), mark="→")


@pages.post("/undo")
@role_required(Role.ENTRY)
def undo() -> ResponseReturnValue:
    """Undo the last decision of the person who asks: in its cell, or on its own page where it is not on the screen."""
    key = undo_last()
    if key is None:
        return _answered(url_for("gallery.page"), _("There is nothing to undo."))
    if f"{key[0]}:{key[1]}" not in request.form.getlist("cell"):
        alone = url_for("fields.one", document_id=key[0], field_id=key[1])
        return _answered(alone, _("Undone. Decide the field again."))
    if "HX-Request" not in request.headers:
        return redirect(url_for("gallery.page"), 303)
    cell = _cell(field_of(key), notice=_("Undone. Decide the field again."), undone=True)
    text = mode_of(ref_for(field_of(key))) == "text"
    more = render_template("gallery_undo.html", undo_token=new_token(), text=text, renewed=True)
    target = {"HX-Retarget": f"#{cell_id(*key)}", "HX-Reswap": "outerHTML"}
    return make_response(cell + more, 200, target)


def _answered(target: str, notice: str) -> ResponseReturnValue:
    """Lead to a page, and tell something there."""
    flash(notice)
    if "HX-Request" in request.headers:
        return make_response("", 204, {"HX-Redirect": target})
    return redirect(target, 303)


def cell_id(document_id: int, field_id: str) -> str:
    """Return what the cell of a field is called in the page."""
    return f"cell-{document_id}-{field_id.replace('.', '-')}"


def _cell(
    waiting: Waiting, *, retained: str = "", asked: tuple[Problem, ...] = (), keep: bool = False, notice: str = "",
    done: str = "", mark: str = "", undone: bool = False,
) -> str:
    made = shown(
        waiting, kinds_for_two(), background().pictures, retained=retained, asked=asked, keep=keep, notice=notice
    )
    return render_template("gallery_cell.html", cell=made, cell_id=cell_id, done=done, mark=mark, undone=undone)
