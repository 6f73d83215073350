"""Arguments and options that several commands share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from formkit.errors import UsageError, problem
from formkit.i18n import N_, _

if TYPE_CHECKING:
    from formkit.model.handbook import Handbook
    from formkit.model.office import Office

Command = Callable[..., Any]
MAX_COPIES = 60
"""Copies of a sheet in one booklet; a mapping may not ask for more either."""


def handbook_argument(function: Command) -> Command:
    """Add the HANDBOOK argument."""
    return click.argument("handbook", metavar="HANDBOOK")(function)


def store_option(function: Command) -> Command:
    """Add ``--store``."""
    text = _(N_("The store: a path or URL. Default: FORMKIT_STORE, else the workspace in the current folder."))
    return click.option("--store", "store_url", metavar="URL", help=text)(function)


def paths_argument(function: Command) -> Command:
    """Add the PATH… argument."""
    kind = click.Path(path_type=Path)
    return click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=kind)(function)


def office_option(function: Command) -> Command:
    """Add ``--office``."""
    kind = click.Path(path_type=Path)
    text = _(N_("The office profile. Default: office.toml in the current folder, where there is one."))
    return click.option("--office", "office_path", metavar="FILE", type=kind, help=text)(function)


def open_handbook(reference: str) -> Handbook:
    """Return the handbook that a HANDBOOK argument means."""
    from formkit.mapping import load_handbook

    return load_handbook(reference)


def handbook_for_lists(reference: str | None) -> Handbook | None:
    """Return the handbook of the people in lists: the one that is named, else the one that knows most columns.

    All commands that read lists choose here, so that what one shows is what another stores.
    None where no handbook knows any.
    """
    from formkit.pipeline.lists import handbook_of_lists

    return open_handbook(reference) if reference else handbook_of_lists()


def own_office(path: Path | None) -> Office | None:
    """Return the office profile at ``path``, else of the current folder; None where there is none."""
    from formkit.pipeline.rosters import OFFICE_FILE, find_office

    if path is None and not Path(OFFICE_FILE).is_file():
        return None
    return find_office(path)[0]


def sheet_counts(handbook: Handbook, words: tuple[str, ...]) -> Mapping[str, int]:
    """Return the copies of each sheet that ``--sheets followup=4`` options ask for.

    Raises:
        UsageError: not of that form, no such sheet, a sheet that stands once, or none or too many copies.
    """
    counts = handbook.default_counts()
    for word in ",".join(words).split(",") if words else ():
        name, equals, number = word.strip().partition("=")
        if not equals or not number.isdigit():
            raise UsageError(problem("U003", text=word))
        sheet = handbook.sheet(name)
        if sheet is None:
            raise UsageError(problem("U002", sheet=name, handbook=handbook.full_id, known=", ".join(counts)))
        if not sheet.repeats and number != "1":
            raise UsageError(problem("U004", sheet=name))
        if not 1 <= int(number) <= MAX_COPIES:
            raise UsageError(problem("E011", sheet=name, number=number, most=MAX_COPIES))
        counts[name] = int(number)
    return counts


def date_of(text: str | None) -> dt.date:
    """Return the day of an ``--as-of`` option, else today.

    Raises:
        UsageError: it is not a date.
    """
    if text is None:
        return dt.date.today()
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(problem("U007", text=text)) from error


def require_suffix(path: Path, suffix: str) -> None:
    """Refuse a file name that promises another format than the one that is written.

    Raises:
        UsageError: the name ends otherwise.
    """
    if path.suffix.lower() != suffix:
        raise UsageError(problem("U001", path=path, suffix=path.suffix or "?", known=suffix))


def make_folder(path: Path) -> None:
    """Make a folder for results.

    Raises:
        UsageError: it is a file, or may not be made.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        raise UsageError(problem("U006", path=path)) from error
    except OSError as error:
        raise UsageError(problem("U005", path=path, reason=error.strerror or error)) from error
