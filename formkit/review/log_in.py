"""Logging in and out, and the choice of the language."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import logout_user

from formkit.i18n import LANGUAGES, _
from formkit.review.addresses import openable
from formkit.review.roles import LANGUAGE, begin_session, logged_in
from formkit.review.serving import accounts, store

pages = Blueprint("log_in", __name__)


@pages.route("/log-in", methods=["GET", "POST"])
def page() -> ResponseReturnValue:
    """Ask for name and password; every refusal has the same sentence, so that it tells nothing."""
    if logged_in() is not None:
        return redirect(url_for("start.page"), 303)
    if request.method == "GET":
        if not accounts().accounts():
            return redirect(url_for("first_start.page"), 303)
        return render_template("log_in.html", name="", refusal="")
    name = request.form.get("name", "")
    account = accounts().check_password(name, request.form.get("password", ""), request.remote_addr or "")
    if account is None:
        refusal = _("Name and password do not fit, or the account is closed. After five failures from one computer no "
                    "password is looked at from there for a minute, then for longer, at most 15 minutes.")
        return render_template("log_in.html", name=name, refusal=refusal), 403
    begin_session(account.name)
    return redirect(url_for("start.page"), 303)


@pages.post("/log-out")
def leave() -> ResponseReturnValue:
    """End the session here and in the store; what the person held is free for others again."""
    found = logged_in()
    if found is not None:
        accounts().end_session(found.token)
        store().desk.release(found.account.name)
    logout_user()
    chosen = session.get(LANGUAGE)
    session.clear()
    if chosen:
        session[LANGUAGE] = chosen
    return redirect(url_for("log_in.page"), 303)


@pages.post("/language")
def change_language() -> ResponseReturnValue:
    """Remember the language in the cookie, and go back to where the person was."""
    chosen = request.form.get("language", "")
    if chosen in LANGUAGES:
        session[LANGUAGE] = chosen
    return redirect(openable(request.form.get("back", "")), 303)
