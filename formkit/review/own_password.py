"""Changing one's own password."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from formkit.errors import StoreError
from formkit.i18n import _
from formkit.model.accounts import Role
from formkit.review.roles import logged_in, role_required, this_account
from formkit.review.serving import accounts

pages = Blueprint("own_password", __name__)


@pages.route("/password", methods=["GET", "POST"])
@role_required(Role.ENTRY)
def page() -> ResponseReturnValue:
    """Ask for the old password and twice for the new one; sessions elsewhere end."""
    if request.method == "GET":
        return render_template("own_password.html", refusal="")
    refusal = _changed(request.form.get("old", ""), request.form.get("password", ""), request.form.get("again", ""))
    if refusal:
        return render_template("own_password.html", refusal=refusal), 400
    flash(_("The password is changed."))
    return redirect(url_for("start.page"), 303)


def _changed(old: str, new: str, again: str) -> str:
    """Change the password and return "", or return why not."""
    name, found = this_account().name, logged_in()
    if new != again:
        return _("The two passwords are not the same.")
    if new == old:
        return _("The new password is the old one.")
    if accounts().check_password(name, old, request.remote_addr or "") is None:
        return _("The old password is wrong.")
    try:
        accounts().change_password(name, new, who=name, keep=found.token if found else None)
    except StoreError as error:
        return f"{error.problem.message} {error.problem.hint}"
    return ""
