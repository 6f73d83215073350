"""The audit, for administrators: who logged in, and who did what. Names stand in forms, never in an address."""

from __future__ import annotations

import re

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from formkit.i18n import N_, _
from formkit.model.accounts import IDLE_MINUTES, Role
from formkit.pipeline.deciding import TWO_PERSONS, Sensitive
from formkit.pipeline.second_looks import SHARE
from formkit.review.navigation import Link
from formkit.review.reports import RECALIBRATED
from formkit.review.roles import role_required
from formkit.review.serving import accounts
from formkit.review.sorts import sort_name

pages = Blueprint("audit", __name__)
LINK = Link("audit.page", N_("Audit"), N_("Who logged in, and who did what."), Role.ADMIN)
AT_ONCE = 100
KINDS = (
    N_("persons searched"), N_("record opened"), N_("record printed"), N_("ID numbers shown"), N_("roster made"),
    N_("file taken in"), N_("file set aside"), N_("file listed again"),
)
"""What the pages write; `formkit.store.accounts` has the others."""
_ABOUT = {
    "person": N_("person"), "persons": N_("persons"), "document": N_("document"), "found": N_("found"),
    "times": N_("times"), "last from": N_("last from"), "from": N_("from"),
    "all": N_("all"), "masked": N_("masked"), "in full": N_("in full"),
    Role.ENTRY.value: N_("entry clerk"), Role.REVIEW.value: N_("reviewer"), Role.ADMIN.value: N_("administrator"),
    SHARE: N_("share of second looks"), IDLE_MINUTES: N_("minutes without use"), TWO_PERSONS: N_("two persons"),
    Sensitive.ID_NUMBER.value: N_("ID numbers"), Sensitive.DIAGNOSIS.value: N_("diagnoses"),
    Sensitive.DANGER.value: N_("danger"),
}
_WORDS = re.compile(rf"\b({'|'.join(sorted(_ABOUT, key=len, reverse=True))})\b")
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
        kinds=kinds, everybody=EVERYBODY, in_words=about_in_words,
    )


def about_in_words(what: str, about: str) -> str:
    """Return what an entry is about in the language of who asks: it is kept in the words of the program.

    The name of an account stays as it is.
    """
    if what == RECALIBRATED:
        return _(", ").join(map(sort_name, about.split(", ")))
    name, colon, more = about.partition(": ")
    own = name if what in KINDS or what in ("setting changed", "log-in refused") else ""
    kept = name[len(own) :]
    return kept + _WORDS.sub(lambda found: _(_ABOUT[found[1]]), own + colon + more)
