"""The Flask application over a store: settings, guards, and the blueprints of the pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from flask import Flask, abort, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFProtect

from formkit.errors import Problem
from formkit.i18n import LANGUAGES, N_, _, language, ngettext, speak
from formkit.model.accounts import Role
from formkit.model.store import Store
from formkit.review import (
    accounts,
    audit,
    document,
    document_acts,
    documents,
    fields,
    first_start,
    gallery,
    log_in,
    own_password,
    pictures,
    placing,
    queue,
    records,
    reports,
    rosters,
    settings,
    start,
)
from formkit.review.addresses import Number
from formkit.review.background import add_background
from formkit.review.failing import add_failures
from formkit.review.headers import add_headers, comes_from_elsewhere, in_url, is_called_by
from formkit.review.navigation import Link
from formkit.review.roles import LANGUAGE, ask_to_log_in, logged_in, make_login_manager
from formkit.review.serving import Serving, serving
from formkit.review.sorts import sort_name
from formkit.review.wording import masked

SUBJECTS = (
    start, first_start, log_in, own_password, queue, fields, gallery, documents, document, document_acts, pictures,
    placing, records, rosters, reports, accounts, settings, audit,
)
"""The modules with pages: each has a blueprint ``pages``, and a ``LINK`` where the head leads to it, in this order."""
MOST_BYTES = 1 << 20
"""Bytes of a request; the longest is a decision about a field."""
OPEN = frozenset({"static", "first_start.page", "log_in.page", "log_in.change_language"})
"""What answers those who are not logged in."""
_BEFORE_RENEWAL = OPEN | {"own_password.page", "log_in.leave"}
ROLE_NAMES = {Role.ENTRY: N_("entry clerk"), Role.REVIEW: N_("reviewer"), Role.ADMIN: N_("administrator")}


class ReviewApp(Flask):
    """A Flask application that never logs an exception, whose message may hold an answer of a person."""

    def log_exception(self, exc_info: object) -> None:
        """Do nothing; `formkit.review.failing` tells of it."""


def create_app(
    store: Store, *, on_fault: Callable[[Exception], Problem], code: str = "", host: str = "", tls: bool = False
) -> Flask:
    """Return the application that serves a store.

    Args:
        store: what is served.
        on_fault: is told of a fault of ours and returns what to tell the person.
        code: what the first start asks for; nobody can make the first account without it.
        host: a name or address besides loopback under which the page is called.
        tls: whether the browser speaks TLS with the server, so that the cookie may ask for it.
    """
    app = ReviewApp("formkit.review")
    app.config.update(
        SECRET_KEY=store.accounts.secret_key(),
        MAX_CONTENT_LENGTH=MOST_BYTES,
        SESSION_COOKIE_NAME="__Host-formkit" if tls else "formkit",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
        SESSION_COOKIE_SECURE=tls,
        SESSION_COOKIE_PATH="/",
        WTF_CSRF_TIME_LIMIT=None,
        # The check of the Referer cannot be made where no-referrer is asked for; Sec-Fetch-Site is looked at instead.
        WTF_CSRF_SSL_STRICT=False,
    )
    app.extensions["formkit"] = Serving(store, code, on_fault, frozenset({in_url(host).lower()} if host else ()))
    add_background(app, store, on_fault)
    app.before_request(_check_host)
    app.before_request(_choose_language)
    CSRFProtect(app)
    make_login_manager().init_app(app)
    app.before_request(_guard)
    app.after_request(add_headers)
    app.teardown_request(lambda _error: speak(None))
    add_failures(app)
    _prepare_templates(app)
    app.url_map.converters["int"] = Number
    for subject in SUBJECTS:
        app.register_blueprint(subject.pages)
    return app


def _check_host() -> None:
    if not is_called_by(request.headers.get("Host", ""), serving().hosts):
        abort(400)


def _choose_language() -> None:
    chosen = session.get(LANGUAGE)
    speak(chosen if chosen in LANGUAGES else None)


def _guard() -> ResponseReturnValue | None:
    """Refuse what another site sends, and lead strangers and those with a password of others where they must go."""
    if comes_from_elsewhere():
        abort(400)
    if request.endpoint is None or request.endpoint in OPEN:
        return None
    found = logged_in()
    if found is None:
        return ask_to_log_in()
    if found.account.renew and request.endpoint not in _BEFORE_RENEWAL:
        return redirect(url_for("own_password.page"), 303)
    return None


def _prepare_templates(app: Flask) -> None:
    app.jinja_env.globals.update(
        _=_, ngettext=ngettext, language=language, logged_in=logged_in, links=_links, role_names=ROLE_NAMES
    )
    app.jinja_env.globals["masked"] = masked
    app.jinja_env.filters["local_time"] = local_time
    app.jinja_env.filters["percent"] = percent
    app.jinja_env.filters["sort_name"] = sort_name
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


def _links() -> Sequence[Link]:
    """Return the links that the account which asks may follow."""
    found = logged_in()
    if found is None or found.account.renew:
        return ()
    every = [subject.LINK for subject in SUBJECTS if hasattr(subject, "LINK")]
    return [each for each in every if found.account.role.reaches(each.role)]


def local_time(moment: str) -> str:
    """Return a time of the store (ISO in UTC) in the time of this computer, to the minute."""
    return datetime.fromisoformat(moment).astimezone().strftime("%Y-%m-%d %H:%M")


def percent(share: float) -> str:
    """Return a share in percent, small ones with two places."""
    return f"{100 * share:.{2 if share < 0.1 else 1}f} %"
