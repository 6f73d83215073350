"""Records: found by name, number, ID number or village; opened, shown, printed. Each of these stands in the audit."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from formkit.i18n import N_, _
from formkit.model.accounts import Role
from formkit.pipeline.case_checks import check_case
from formkit.review.document import known_person
from formkit.review.navigation import Link
from formkit.review.record_view import Record, visits_by_title
from formkit.review.roles import role_required, this_account
from formkit.review.serving import accounts, store

pages = Blueprint("records", __name__, url_prefix="/records")
MOST = 100
"""Persons that a search shows; whoever finds more has to say more."""
LINK = Link("records.page", N_("Records"), N_("Find a person, read the record over the years, print it."), Role.REVIEW)


@pages.get("")
@role_required(Role.REVIEW)
def page() -> ResponseReturnValue:
    """Ask whom to look for."""
    return render_template("records.html", found=None, wanted="", most=MOST)


@pages.post("")
@role_required(Role.REVIEW)
def find() -> ResponseReturnValue:
    """Show who was found; what was looked for stands in no address and in no audit."""
    wanted = request.form.get("wanted", "").strip()[:100]
    found = store().find_persons(wanted, MOST + 1)
    accounts().audit(this_account().name, "persons searched", f"{len(found)} found")
    return render_template("records.html", found=found, wanted=wanted, most=MOST)


@pages.get("/<int:person_id>")
@role_required(Role.REVIEW)
def record(person_id: int) -> ResponseReturnValue:
    """Open the record of a person."""
    return _record(person_id, "record opened")


@pages.post("/<int:person_id>")
@role_required(Role.REVIEW)
def plain(person_id: int) -> ResponseReturnValue:
    """Show the ID numbers of a record in full, once."""
    return _record(person_id, "ID numbers shown", plain=True)


@pages.post("/<int:person_id>/same")
@role_required(Role.REVIEW)
def settle(person_id: int) -> ResponseReturnValue:
    """Say whether a person is the one that they are perhaps the same as."""
    answer, other = request.form.get("same", ""), store().person(person_id).possible_duplicate_of
    if answer not in ("yes", "no"):
        abort(400)
    if other is not None:
        store().settle_duplicate(
            person_id, other, same=answer == "yes", who=this_account().name, why="", case_checker=check_case
        )
        flash(_("They are one person now.") if answer == "yes" else _("They stay two persons."))
    return redirect(url_for("records.record", person_id=person_id), 303)


@pages.get("/<int:person_id>/print")
@role_required(Role.REVIEW)
def printed(person_id: int) -> ResponseReturnValue:
    """Show a record as it is printed."""
    return _record(person_id, "record printed", template="record_print.html")


def _record(person_id: int, what: str, *, plain: bool = False, template: str = "record.html") -> str:
    made = Record(store(), person_id, plain=plain)
    accounts().audit(this_account().name, what, f"person {made.person.id}")
    return render_template(
        template, record=made, other=known_person(made.person.possible_duplicate_of),
        plain=plain, by_title=visits_by_title, who=this_account().name,
        now=datetime.now(UTC).isoformat(timespec="seconds"),
    )
