"""Who is logged in, and which role a page asks for. The session itself stands in the store."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask import Response, abort, make_response, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, current_user, login_user

from formkit.model.accounts import Account, Role
from formkit.review.serving import accounts

Asked = ParamSpec("Asked")
View = Callable[Asked, ResponseReturnValue]
LANGUAGE = "language"
"""What the cookie calls the language that the person chose."""


class LoggedIn:
    """The account behind a request, as Flask-Login wants it; its id is the token of the session."""

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def __init__(self, account: Account, token: str) -> None:
        self.account = account
        self.token = token

    def get_id(self) -> str:
        """Return the token, which is what the cookie carries."""
        return self.token


def make_login_manager() -> LoginManager:
    """Return the login manager; it looks up a session's token in the store at each request."""
    manager = LoginManager()
    manager.session_protection = "strong"
    manager.user_loader(_of_token)
    manager.unauthorized_handler(ask_to_log_in)
    return manager


def _of_token(token: str) -> LoggedIn | None:
    found = accounts().session_account(token)
    return None if found is None else LoggedIn(found, token)


def ask_to_log_in() -> Response:
    """Lead to the log-in page; a part of a page that htmx asked for makes the whole page go there."""
    target = url_for("log_in.page")
    if "HX-Request" in request.headers:
        return make_response("", 401, {"HX-Redirect": target})
    return make_response(redirect(target, 303))


def logged_in() -> LoggedIn | None:
    """Return who is logged in, or None."""
    return current_user._get_current_object() if current_user.is_authenticated else None


def this_account() -> Account:
    """Return the account that asks.

    Raises:
        Unauthorized: nobody is logged in.
    """
    found = logged_in()
    if found is None:
        abort(401)
    return found.account


def begin_session(name: str) -> None:
    """Log an account in under a new token, with nothing left of what the cookie held but the language."""
    account = accounts().account(name)
    if account is None:
        abort(401)
    chosen = session.get(LANGUAGE)
    session.clear()
    if chosen:
        session[LANGUAGE] = chosen
    login_user(LoggedIn(account, accounts().start_session(account.name)))


def role_required(least: Role) -> Callable[[View[Asked]], View[Asked]]:
    """Make a view answer only those whose role reaches ``least``; others get 403, and strangers the log-in page."""

    def guard(view: View[Asked]) -> View[Asked]:
        @wraps(view)
        def guarded(*args: Asked.args, **kwargs: Asked.kwargs) -> ResponseReturnValue:
            found = logged_in()
            if found is None:
                return ask_to_log_in()
            if not found.account.role.reaches(least):
                abort(403)
            return view(*args, **kwargs)

        guarded.__dict__["least"] = least
        return guarded

    return guard
