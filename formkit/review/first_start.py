"""The first start: whoever reads the code in the terminal makes the administrator's account."""

from __future__ import annotations

import secrets

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from formkit.errors import StoreError
from formkit.i18n import _
from formkit.review.roles import begin_session
from formkit.review.serving import accounts, serving

pages = Blueprint("first_start", __name__)
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Digits and capitals that are not taken for one another."""


def make_code() -> str:
    """Return a new code of 40 random bits, in two groups."""
    letters = "".join(secrets.choice(_LETTERS) for _place in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def _plain(code: str) -> bytes:
    return "".join(code.split()).replace("-", "").upper().encode()


@pages.route("/first-start", methods=["GET", "POST"])
def page() -> ResponseReturnValue:
    """Ask for the code, a name and a password; gone as soon as there is an account."""
    if accounts().accounts():
        return redirect(url_for("log_in.page"), 303)
    if not serving().code:
        abort(404)
    if request.method == "GET":
        return render_template("first_start.html", name="", refusal="")
    form = request.form
    name, password = form.get("name", ""), form.get("password", "")
    refusal = ""
    if not secrets.compare_digest(_plain(form.get("code", "")), _plain(serving().code)):
        refusal = _("This is not the code that the terminal shows.")
    elif password != form.get("again", ""):
        refusal = _("The two passwords are not the same.")
    else:
        try:
            begin_session(accounts().add_first(name, password).name)
            return redirect(url_for("start.page"), 303)
        except StoreError as error:
            refusal = f"{error.problem.message} {error.problem.hint}"
    return render_template("first_start.html", name=name, refusal=refusal), 400
