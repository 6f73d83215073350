"""What an administrator sets for the whole office; every change is audited."""

from __future__ import annotations

import json
from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from formkit.i18n import N_, _
from formkit.model.accounts import IDLE_AT_FIRST, IDLE_MINUTES, LEAST_IDLE, MOST_IDLE, Role
from formkit.pipeline import second_looks
from formkit.pipeline.deciding import TWO_PERSONS, Sensitive, kinds_of_two
from formkit.review.navigation import Link
from formkit.review.roles import role_required, this_account
from formkit.review.serving import accounts, store

pages = Blueprint("settings", __name__, url_prefix="/settings")
LINK = Link(
    "settings.page", N_("Settings"), N_("Two persons, second looks, and how long a log-in lasts."), Role.ADMIN
)
KINDS = {
    Sensitive.ID_NUMBER: N_("ID numbers"), Sensitive.DIAGNOSIS: N_("diagnoses"), Sensitive.DANGER: N_("danger"),
}


@pages.get("")
@role_required(Role.ADMIN)
def page() -> ResponseReturnValue:
    """Show what is set."""
    two, share = kinds_of_two(store()), second_looks.share_of(store())
    idle = accounts().setting(IDLE_MINUTES) or str(IDLE_AT_FIRST)
    return _shown(two, f"{100 * share:g}", idle)


@pages.post("")
@role_required(Role.ADMIN)
def change() -> ResponseReturnValue:
    """Keep what was changed, if all of it is possible."""
    form = request.form
    wanted, refusal = _wanted(form)
    if refusal:
        return _shown(frozenset(form.getlist("two")), form.get("share", ""), form.get("idle", ""), refusal)
    for name, value in wanted.items():
        if accounts().setting(name) != value:
            accounts().change_setting(name, value, who=this_account().name)
    flash(_("Saved."))
    return redirect(url_for("settings.page"), 303)


def _wanted(form: MultiDict[str, str]) -> tuple[Mapping[str, str], str]:
    """Return the settings that a form asks for, or what is wrong with it."""
    two = [each.value for each in Sensitive if each.value in form.getlist("two")]
    share, idle = form.get("share", type=float), form.get("idle", type=int)
    if share is None or not 0 <= share <= 100:
        return {}, _("The share of second looks is a number from 0 to 100.")
    if idle is None or not LEAST_IDLE <= idle <= MOST_IDLE:
        told = _("A log-in may rest from {least} to {most} minutes.")
        return {}, told.format(least=LEAST_IDLE, most=MOST_IDLE)
    return {
        TWO_PERSONS: json.dumps(two), second_looks.SHARE: json.dumps(round(share / 100, 6)), IDLE_MINUTES: str(idle),
    }, ""


def _shown(two: frozenset[str], share: str, idle: str, refusal: str = "") -> ResponseReturnValue:
    found = render_template(
        "settings.html", kinds=KINDS, two=two, share=share, idle=idle, least=LEAST_IDLE, most=MOST_IDLE,
        refusal=refusal,
    )
    return found, 400 if refusal else 200
