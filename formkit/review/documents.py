"""Documents that need a person as a whole: the list, by what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from formkit.errors import InputError, Problem
from formkit.i18n import N_, _
from formkit.model.accounts import Role
from formkit.model.journal import Entry
from formkit.model.reading import DocumentStatus
from formkit.model.store import StoredDocument
from formkit.model.whole import Standing
from formkit.pipeline.rosters import handbook_of
from formkit.pipeline.starting import can_be_taken_in, take_in
from formkit.review.navigation import Link
from formkit.review.roles import role_required, this_account
from formkit.review.serving import accounts, store
from formkit.review.wrongs import FAILED, WRONGS, Wrong, counted, wrongs_of

pages = Blueprint("documents", __name__, url_prefix="/documents")
LINK = Link(
    "documents.page", N_("Documents"),
    N_("Whole documents: pages not recognised or missing, duplicates, persons that are not sure."), Role.REVIEW,
)
AT_ONCE = 50
"""Lines of the list on one page."""
STATUSES = {
    DocumentStatus.REVIEW: N_("to be reviewed"), DocumentStatus.ACCEPTED: N_("accepted"),
    DocumentStatus.FAILED: N_("failed"), DocumentStatus.REJECTED: N_("rejected"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A document as the list shows it."""

    document: StoredDocument
    standing: Standing
    wrongs: tuple[Wrong, ...]

    @property
    def title(self) -> str:
        """The handbook's title, or its id where it is not installed."""
        return title_of(self.document)


def title_of(document: StoredDocument) -> str:
    """Return the title of a document's handbook, its id where it is not installed, "" where it has none."""
    book = handbook_of(document.handbook, document.edition) if document.handbook else None
    return f"{book.title} {book.edition}" if book else document.handbook


@pages.post("/take-in")
@role_required(Role.REVIEW)
def take() -> ResponseReturnValue:
    """Store a file of which nothing was recognised, so that a person can say what its pictures are."""
    sha256 = request.form.get("file", "")
    failed = (each for each in _failed() if each.sha256 == sha256)
    entry = next(filter(can_be_taken_in, failed), None)
    if entry is None:
        known = store().documents(sha256=sha256)
        return redirect(url_for("document.page", document_id=known[0].id), 303) if known else abort(404)
    try:
        number = take_in(store(), entry)
    except InputError:
        flash(_("The file is not where it was, or is another one now. Import it again."))
        return redirect(url_for("documents.page"), 303)
    accounts().audit(this_account().name, "file taken in", f"document {number}")
    return redirect(url_for("document.page", document_id=number), 303)


@pages.post("/set-aside")
@role_required(Role.REVIEW)
def set_aside() -> ResponseReturnValue:
    """Keep that a file which could not be read is dealt with, or list it again."""
    path, inside, aside = (request.form.get(name, "") for name in ("at", "inside", "aside"))
    entry = next((each for each in _failed() if (each.locator.path, each.locator.inside) == (path, inside)), None)
    if aside not in ("yes", "no"):
        abort(400)
    if entry is not None and bool(entry.aside) is not (aside == "yes"):
        store().whole.set_aside(entry, who=this_account().name, aside=aside == "yes")
        what = "file set aside" if aside == "yes" else "file listed again"
        accounts().audit(this_account().name, what, entry.sha256[:12])
        told = _("The file is listed no more. It can be listed again below.")
        flash(told if aside == "yes" else _("The file is listed again."))
    return redirect(url_for("documents.page", wrong=FAILED.name), 303)


def _failed() -> tuple[Entry, ...]:
    return store().whole.failed_files()


@pages.get("")
@role_required(Role.REVIEW)
def page() -> ResponseReturnValue:
    """Show the documents of which something is wrong; all of them where that is asked for.

    The address holds the name of a kind, the place of a batch in their list, and the number of a page.
    """
    wrong, status = request.args.get("wrong", ""), request.args.get("status", "")
    batches = store().whole.batches()
    batch, number = _number("batch"), max(1, _number("page"))
    if batch > len(batches) or status not in {"", "all", *DocumentStatus}:
        abort(404)
    statuses, standings = store().statuses(batch=batches[batch - 1] if batch else None), store().whole.standings()
    wrongs = {each: wrongs_of(own, standings.get(each, Standing())) for each, own in statuses.items()}
    counts = counted(wrongs)
    shown = [each for each, own in statuses.items() if _fits(own, wrongs[each], wrong, status)]
    first = (number - 1) * AT_ONCE
    lines = [
        Line(store().document(each), standings.get(each, Standing()), wrongs[each])
        for each in shown[first : first + AT_ONCE]
    ]
    files = _failed() if wrong in ("", FAILED.name) and not batch else ()
    return render_template(
        "documents.html", lines=lines, found=len(shown), number=number,
        last=max(1, -(-len(shown) // AT_ONCE)), counts=counts, wrong=wrong, status=status, batch=batch,
        batches=batches, statuses=STATUSES, first=first,
        can_be_taken_in=can_be_taken_in,
        files=[each for each in files if not each.aside],
        aside=[each for each in files if each.aside] if wrong == FAILED.name else (),
        open_count=sum(bool(wrongs[each]) and own is not DocumentStatus.REJECTED for each, own in statuses.items()),
    )


def _number(name: str) -> int:
    text = request.args.get(name, "") or "0"
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        abort(404)
    return int(text)


def _fits(own: DocumentStatus, wrongs: Sequence[Wrong], wrong: str, status: str) -> bool:
    if wrong:
        return wrong in {each.name for each in wrongs}
    if status:
        return status in ("all", own)
    return bool(wrongs) and own is not DocumentStatus.REJECTED


def by_wrong(problems: tuple[Problem, ...]) -> list[tuple[Wrong | None, list[Problem]]]:
    """Return problems under what they make wrong, those of single fields last under None."""
    groups: list[tuple[Wrong | None, list[Problem]]] = [
        (each, [found for found in problems if found.code in each.codes]) for each in WRONGS
    ]
    rest = [found for found in problems if not any(found.code in each.codes for each in WRONGS)]
    return [(each, found) for each, found in (*groups, (None, rest)) if found]
