"""Rosters made from the page: what is doubtful in one is shown first, then the workbook is sent."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Blueprint, Response, render_template, request, send_file
from flask.typing import ResponseReturnValue

from formkit.errors import FormkitError, Problem
from formkit.i18n import N_
from formkit.model.accounts import Role
from formkit.model.office import Office
from formkit.model.review import GroupBy
from formkit.pipeline.rosters import MadeRoster, find_office, make_roster
from formkit.review.names import group_name
from formkit.review.navigation import Link
from formkit.review.roles import role_required, this_account
from formkit.review.serving import accounts, store

pages = Blueprint("rosters", __name__, url_prefix="/rosters")
LINK = Link("rosters.page", N_("Rosters"), N_("Make the roster of the township as a workbook."), Role.REVIEW)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Asked:
    """What roster is asked for; an empty handbook or town takes all."""

    handbook: str
    town: str
    as_of: dt.date
    mask: bool


@pages.get("")
@role_required(Role.REVIEW)
def page() -> ResponseReturnValue:
    """Ask which roster is wanted."""
    return _page(Asked("", "", dt.date.today(), mask=True))


@pages.post("")
@role_required(Role.REVIEW)
def look() -> ResponseReturnValue:
    """Make a roster, show what is doubtful in it, and keep nothing of it."""
    return _answer(lambda asked, made, told, _content: _page(asked, made=made, told=told))


@pages.post("/workbook")
@role_required(Role.REVIEW)
def download() -> ResponseReturnValue:
    """Make a roster and send it; the file it was written into is gone when it is sent."""
    return _answer(_sent)


def _answer(
    show: Callable[[Asked, MadeRoster, tuple[Problem, ...], bytes], ResponseReturnValue]
) -> ResponseReturnValue:
    """Make the roster that the form asks for and ``show`` it; or say why it cannot be made."""
    asked = _asked()
    if asked is None:
        return _page(Asked("", "", dt.date.today(), mask=True), bad_date=True), 400
    try:
        made, told, content = _made(asked)
    except FormkitError as error:
        return _page(asked, refused=error.problems), 400
    return show(asked, made, told, content)


def _sent(asked: Asked, made: MadeRoster, _told: tuple[Problem, ...], content: bytes) -> Response:
    about = f"{asked.handbook or 'all'} {asked.town or 'all'} {asked.as_of} " + ("masked" if asked.mask else "in full")
    accounts().audit(this_account().name, "roster made", f"{about}: {made.persons} persons")
    name = f"花名册-{asked.as_of}.xlsx"
    return send_file(io.BytesIO(content), mimetype=XLSX, as_attachment=True, download_name=name, max_age=0)


def _asked() -> Asked | None:
    """Return what the form asks for; None where its day is none."""
    form = request.form
    try:
        day = dt.date.fromisoformat(form.get("as_of", ""))
    except ValueError:
        return None
    return Asked(form.get("handbook", ""), form.get("town", ""), day, form.get("mask") == "yes")


def _made(asked: Asked) -> tuple[MadeRoster, tuple[Problem, ...], bytes]:
    """Return a roster with its problems and its bytes."""
    office, problems = find_office(None)
    with TemporaryDirectory(prefix="formkit-") as folder:
        path = Path(folder) / "roster.xlsx"
        made = make_roster(
            store(), office, path, handbook=asked.handbook or None, town=asked.town or None, as_of=asked.as_of,
            mask=asked.mask,
        )
        return made, (*problems, *made.problems), path.read_bytes()


def _page(
    asked: Asked, *, made: MadeRoster | None = None, told: tuple[Problem, ...] = (),
    refused: tuple[Problem, ...] = (), bad_date: bool = False,
) -> str:
    return render_template(
        "rosters.html", asked=asked, made=made, told=told, refusals=refused, bad_date=bad_date,
        handbooks=_handbooks(), towns=_office().towns,
    )


def _handbooks() -> list[tuple[str, str]]:
    """Return the id and the title of each handbook of which there are cases, its id where it is not installed."""
    found = {each.handbook for each in store().cases()}
    return sorted((each, group_name(GroupBy.HANDBOOK, each)) for each in found)


def _office() -> Office:
    try:
        return find_office(None)[0]
    except FormkitError:
        return Office()  # What is wrong with it is told when a roster is asked for.
