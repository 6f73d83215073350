"""The queue: how much waits, in which parts, and where a person begins."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import Blueprint, abort, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from formkit.i18n import N_, _
from formkit.model.accounts import Role
from formkit.model.review import Filter, GroupBy
from formkit.review.addresses import openable
from formkit.review.at_work import start_of_today
from formkit.review.choosing import (
    choose,
    chosen,
    conditions,
    is_no_question,
    narrowed,
    part_names,
    questions_alike,
    widened,
)
from formkit.review.names import GROUPS, group_name
from formkit.review.navigation import Link
from formkit.review.roles import role_required, this_account
from formkit.review.serving import store

pages = Blueprint("queue", __name__, url_prefix="/queue")
LINK = Link("queue.page", N_("Queue"), N_("What the machine was not sure of, field by field."))
MOST = 12
"""Groups of a kind that are shown before the rest is asked for."""


@dataclass(frozen=True, slots=True)
class Group:
    """A part of what waits: its words, how many fields it has, and that in percent of the largest one."""

    value: str
    words: str
    count: int
    share: int


@pages.get("")
@role_required(Role.ENTRY)
def page() -> ResponseReturnValue:
    """Show what waits in the part that the person chose; a field that is open beside stays theirs."""
    who, which = this_account().name, chosen()
    found = store().desk.counts(which, who, since=start_of_today())
    given = {by for by, _value in conditions(which)}
    groups = {by: _groups(by, which) for by in GROUPS if by not in given}
    return render_template(
        "queue.html", counts=found, groups={by: each for by, each in groups.items() if each}, names=GROUPS, most=MOST,
        conditions=[(by, words) for by, words in part_names(which)], which=which,
    )


@pages.post("/leave")
@role_required(Role.ENTRY)
def leave() -> ResponseReturnValue:
    """Leave the fields, for the queue or for the page ``to``: what the person held is free for others again."""
    store().desk.release(this_account().name)
    to = request.form.get("to", "")
    target = openable(to) if to else url_for("queue.page")
    if "HX-Request" in request.headers:
        return make_response("", 204, {"HX-Redirect": target})
    return redirect(target, 303)


def _groups(by: GroupBy, which: Filter) -> list[Group]:
    found = store().desk.groups(by, which)
    largest = max((count for _value, count in found), default=1)
    told_apart = questions_alike() if by is GroupBy.QUESTION else ()
    return [
        Group(value, group_name(by, value, told_apart), count, max(1, round(100 * count / largest)))
        for value, count in found
    ]


@pages.post("/choose")
@role_required(Role.ENTRY)
def choose_part() -> ResponseReturnValue:
    """Narrow or widen the part, or turn its order; then show the queue, or begin.

    The part comes in the body of the request and is kept in the cookie: a village's name stands in no address.
    """
    which, form = chosen(), request.form
    if form.get("without") == "all":
        which = Filter()
    elif form.get("without"):
        which = widened(which, _by("without"))
    if form.get("by"):
        which = _narrowed(which)
    if which.question and is_no_question(which.question):
        return without_question()
    if form.get("order"):
        which = replace(which, newest=form["order"] == "newest")
    if which != chosen():
        store().desk.release(this_account().name)
    choose(which)
    target = {"fields": "fields.page", "gallery": "gallery.page"}.get(form.get("go", ""), "queue.page")
    return redirect(url_for(target), 303)


def without_question() -> ResponseReturnValue:
    """Lead to the queue where a question is asked for that there is none of: the address may be of an older formkit."""
    flash(_("There is no such question. Choose one here."))
    return redirect(url_for("queue.page"), 303)


def _by(name: str) -> GroupBy:
    try:
        return GroupBy(request.form[name])
    except (KeyError, ValueError):
        abort(400)


def _narrowed(which: Filter) -> Filter:
    try:
        return narrowed(which, _by("by"), request.form["value"])
    except (KeyError, ValueError):
        abort(400)
