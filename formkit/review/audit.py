"""The audit, for administrators: who logged in, and who did what."""

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


@pages.get("/audit")
@role_required(Role.ADMIN)
def page() -> ResponseReturnValue:
    """Show the newest entries, or those before a number."""
    found = accounts().audited(AT_ONCE + 1, request.args.get("before", type=int))
    return render_template("audit.html", entries=found[:AT_ONCE], more=len(found) > AT_ONCE)
