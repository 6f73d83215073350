"""The accounts, for administrators. Names stand in forms, never in an address."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from formkit.errors import StoreError
from formkit.i18n import N_, _
from formkit.model.accounts import Role
from formkit.review.navigation import Link
from formkit.review.roles import role_required, this_account
from formkit.review.serving import accounts

pages = Blueprint("accounts", __name__, url_prefix="/accounts")
LINK = Link("accounts.page", N_("Accounts"), N_("Who may log in, and what each may do."), Role.ADMIN)


@pages.get("")
@role_required(Role.ADMIN)
def page() -> ResponseReturnValue:
    """Show every account with what can be changed of it."""
    return _shown()


def _shown(refusal: str = "", name: str = "", role: str = Role.ENTRY) -> ResponseReturnValue:
    found = render_template(
        "accounts.html", accounts=accounts().accounts(), own=this_account().name,
        roles=list(Role), refusal=refusal, name=name, role=role,
    )
    return found, 400 if refusal else 200


def _role() -> Role:
    try:
        return Role(request.form.get("role", ""))
    except ValueError:
        abort(400)


@pages.post("/add")
@role_required(Role.ADMIN)
def add() -> ResponseReturnValue:
    """Make an account with a first password, which its person replaces."""
    form, role = request.form, _role()
    name = form.get("name", "")
    try:
        made = accounts().add_account(name, role, form.get("password", ""), who=this_account().name)
    except StoreError as error:
        return _shown(f"{error.problem.message} {error.problem.hint}", name, role)
    flash(_("{name} can log in now, and then chooses a password.").format(name=made.name))
    return redirect(url_for("accounts.page"), 303)


def _change(act: Callable[[str, str], None]) -> ResponseReturnValue:
    """Do something to the account that the form names, and show the list again."""
    name = request.form.get("name", "")
    try:
        act(name, this_account().name)
    except StoreError as error:
        return _shown(f"{error.problem.message} {error.problem.hint}")
    flash(_("Saved: {name}.").format(name=name))
    return redirect(url_for("accounts.page"), 303)


@pages.post("/role")
@role_required(Role.ADMIN)
def change_role() -> ResponseReturnValue:
    """Change what an account may do."""
    role = _role()
    return _change(lambda name, who: accounts().change_role(name, role, who=who))


@pages.post("/active")
@role_required(Role.ADMIN)
def change_active() -> ResponseReturnValue:
    """Close an account or open it again."""
    active = request.form.get("active") == "yes"
    return _change(lambda name, who: accounts().change_active(name, active, who=who))


@pages.post("/password")
@role_required(Role.ADMIN)
def change_password() -> ResponseReturnValue:
    """Set a password for somebody who lost it; one's own is changed on the page that asks for the old one."""
    password = request.form.get("password", "")
    if request.form.get("name") == this_account().name:
        return redirect(url_for("own_password.page"), 303)
    return _change(lambda name, who: accounts().change_password(name, password, who=who))
