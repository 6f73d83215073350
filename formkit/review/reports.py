"""What corrections teach: what is corrected most, how many errors pass unseen, and what recalibrating would change."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from formkit.i18n import N_, _
from formkit.media.scan.confidence import Calibration
from formkit.model.accounts import Role
from formkit.model.question import split
from formkit.model.review import GroupBy, Pace, Tally
from formkit.pipeline.calibrating import (
    OWN_FILE,
    Change,
    calibration_in_use,
    decided,
    recalibrated,
    write_calibration,
)
from formkit.pipeline.second_looks import share_of, silent_errors
from formkit.review.names import alike, group_name, question_path
from formkit.review.navigation import Link
from formkit.review.roles import role_required, this_account
from formkit.review.serving import accounts, store

pages = Blueprint("reports", __name__, url_prefix="/reports")
LINK = Link("reports.page", N_("Reports"), N_("What is corrected most, and how many errors pass unseen."), Role.REVIEW)
MOST_ROWS = 30
RECALIBRATED = N_("recalibrated")


@dataclass(frozen=True, slots=True)
class Corrected:
    """How often a field, or a kind of reading, was changed where it was decided about."""

    name: str
    handbook: str
    decided: int
    changed: int

    @property
    def rate(self) -> float:
        """The share of the decided ones that were changed."""
        return self.changed / self.decided


@pages.get("")
@role_required(Role.REVIEW)
def page() -> ResponseReturnValue:
    """Show second looks, what was corrected most, and to administrators how fast each person is."""
    desk = store().desk
    tallies = desk.tallies()
    pooled, kinds = silent_errors(desk.look_counts())
    return render_template(
        "reports.html", share=share_of(store()), pooled=pooled, kinds=kinds, fields=_by_field(tallies)[:MOST_ROWS],
        readers=_by_reader(tallies), most=MOST_ROWS, paces=[(each, per_hour(each)) for each in _paces()],
        is_admin=_is_admin(),
    )


def _is_admin() -> bool:
    return this_account().role is Role.ADMIN


def _paces() -> Sequence[Pace]:
    return store().desk.paces() if _is_admin() else ()


def per_hour(pace: Pace) -> int | None:
    """Return how many fields a person decides in an hour of work; None where nothing tells."""
    return round(3600 * pace.steps / pace.seconds) if pace.seconds else None


def _by_field(tallies: Sequence[Tally]) -> list[Corrected]:
    found = [each for each in _summed((each.question, each) for each in tallies) if each.changed]
    told_apart = alike(each.name for each in found)
    return [
        Corrected(
            question_path(each.name, told_apart), group_name(GroupBy.HANDBOOK, split(each.name).handbook),
            each.decided, each.changed,
        )
        for each in found
    ]


def _by_reader(tallies: Sequence[Tally]) -> list[Corrected]:
    return _summed((each.reader, each) for each in tallies)


def _summed(named: Iterable[tuple[str, Tally]]) -> list[Corrected]:
    sums: dict[str, tuple[int, int]] = {}
    for name, each in named:
        before = sums.get(name, (0, 0))
        sums[name] = (before[0] + each.decided, before[1] + each.changed)
    found = [Corrected(name, "", *counts) for name, counts in sums.items()]
    return sorted(found, key=lambda each: (-each.changed, -each.decided, each.name))


@pages.get("/calibration")
@role_required(Role.REVIEW)
def calibration() -> ResponseReturnValue:
    """Show what recalibrating would change, and the command that does it."""
    return _calibration(confirm=False)


@pages.post("/calibration/confirm")
@role_required(Role.ADMIN)
def confirm() -> ResponseReturnValue:
    """State the change once more, and ask."""
    return _calibration(confirm=True)


def _calibration(*, confirm: bool) -> str:
    samples, proposed, changes = _proposed()
    return render_template(
        "calibration.html", changes=changes, samples=sum(map(len, samples.values())), is_admin=_is_admin(),
        digest=digest_of(proposed), path=Path(OWN_FILE).resolve(), confirm=confirm,
    )


@pages.post("/calibration/apply")
@role_required(Role.ADMIN)
def apply() -> ResponseReturnValue:
    """Write the calibration that was shown; where decisions came meanwhile it is another one, and shown first."""
    _samples, proposed, changes = _proposed()
    if not changes or request.form.get("digest") != digest_of(proposed):
        flash(_("Decisions came meanwhile, and the change is another one now. Nothing was written."))
        return redirect(url_for("reports.calibration"), 303)
    write_calibration(proposed, Path(OWN_FILE))
    accounts().audit(this_account().name, RECALIBRATED, ", ".join(each.kind for each in changes))
    flash(_("Written; it holds from the next reading on."))
    return redirect(url_for("reports.calibration"), 303)


def _proposed() -> tuple[Mapping[str, Sequence[object]], Calibration, list[Change]]:
    samples = decided(store())
    proposed, changes = recalibrated(samples, calibration_in_use())
    return samples, proposed, changes


def digest_of(proposed: Calibration) -> str:
    """Return a digest of a calibration, which tells whether it is the one that was shown."""
    return hashlib.sha256(json.dumps(proposed.to_json(), sort_keys=True).encode()).hexdigest()
