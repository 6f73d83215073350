"""What a person sees when something cannot be done: a sentence and what to do, never a trace."""

from __future__ import annotations

from flask import Flask, Response, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from formkit.errors import FormkitError, Problem
from formkit.i18n import N_, _
from formkit.review.serving import serving

_STALE = N_("This page was open for too long, or belongs to another log-in. Load it again and repeat the last step.")
_SENTENCES = {
    400: N_("The request was not understood. Open the page again by the address that formkit review shows."),
    401: N_("You are not logged in."),
    403: N_("Your role does not allow this. An administrator can change it."),
    404: N_("There is no such page."),
    405: N_("There is no such page."),
    413: N_("That is too much at once."),
}
_OTHERS = N_("This did not work. Try again; if it happens once more, tell the people who look after formkit.")


def add_failures(app: Flask) -> None:
    """Answer every failure of a view in words."""
    app.register_error_handler(HTTPException, _refused)
    app.register_error_handler(FormkitError, _stopped)
    app.register_error_handler(Exception, _faulty)


def _refused(error: HTTPException) -> Response:
    if error.response is not None or error.code is None or error.code < 400:
        return make_response(error.get_response())
    sentence = _STALE if isinstance(error, CSRFError) else _SENTENCES.get(error.code, _OTHERS)
    return _page(error.code, _(sentence), "")


def _stopped(error: FormkitError) -> Response:
    found = error.problem
    busy = found.code.startswith("S0") or found.code == "S406"
    return _page(503 if busy else 409, found.message, found.hint)


def _faulty(fault: Exception) -> Response:
    told: Problem = serving().on_fault(fault)
    return _page(500, told.message, told.hint)


def _page(code: int, sentence: str, hint: str) -> Response:
    """Return the page of a failure; a part of a page that htmx asked for gets the bare sentences to show."""
    if "HX-Request" in request.headers:
        return make_response(f"{sentence} {hint}".strip(), code, {"Content-Type": "text/plain; charset=utf-8"})
    return make_response(render_template("failure.html", code=code, sentence=sentence, hint=hint), code)
