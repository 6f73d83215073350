"""The audit, for administrators: who logged in, and who did what. Names stand in forms, never in an address."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from formkit.i18n import N_
from formkit.model.accounts import Role
from formkit.review.navigation import Link
from formkit.review.roles import role_required
from formkit.review.serving import accounts

pages = Blueprint("audit", __name__)
LINK = Link("audit.page", N_("Audit"), N_("Who logged in, and who did what."), Role.ADMIN)
AT_ONCE = 100
EVERYBODY = "*"
"""In the form: no choice was made. The program itself has no name."""


@pages.route("/audit", methods=["GET", "POST"])
@role_required(Role.ADMIN)
def page() -> ResponseReturnValue:
    """Show the newest entries of a person and a kind, or those before a number."""
    who, what = request.form.get("who", EVERYBODY), request.form.get("what", EVERYBODY)
    found = accounts().audited(
        AT_ONCE + 1, request.form.get("before", type=int), who=None if who == EVERYBODY else who,
        what=None if what == EVERYBODY else what,
    )
    persons, kinds = accounts().audit_words()
    return render_template(
        "audit.html", entries=found[:AT_ONCE], more=len(found) > AT_ONCE, who=who, what=what, persons=persons,
        kinds=kinds, everybody=EVERYBODY,
    )
