"""``formkit roster``: the township's roster with its statistics."""

from __future__ import annotations

from pathlib import Path

import click

from formkit.cli.options import date_of, office_option, store_option
from formkit.i18n import N_, _, ngettext


@click.command("roster", help=_(N_("Write the roster of a township, in full and in its short form, with statistics.")))
@store_option
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), metavar="FILE.xlsx",
              help=_(N_("The workbook to write.")))
@click.option("--handbook", metavar="ID", help=_(N_("Only the cases of one handbook.")))
@click.option("--town", metavar="CODE", help=_(N_("Only one town; else each has its sheets.")))
@click.option("--as-of", metavar="DATE",
              help=_(N_("The day that the roster speaks of: later visits are left out. Default: today.")))
@office_option
@click.option("--mask", is_flag=True, help=_(N_("Mask ID numbers and phones, for copies that leave the office.")))
@click.option("--force", is_flag=True, help=_(N_("Replace a file that formkit did not write.")))
def command(
    store_url: str | None, output: Path, handbook: str | None, town: str | None, as_of: str | None,
    office_path: Path | None, mask: bool, force: bool,
) -> None:
    """Write the workbook and say what it holds."""
    from formkit.cli.telling import show_problem
    from formkit.pipeline.rosters import find_office, make_roster
    from formkit.store import open_store

    day = date_of(as_of)
    office, problems = find_office(office_path)
    with open_store(store_url, create=False) as store:
        made = make_roster(
            store, office, output, handbook=handbook, town=town, as_of=day, mask=mask, force=force
        )
    for each in (*problems, *made.problems):
        show_problem(each)
    text = ngettext("{n} person is on the roster in {path}.", "{n} persons are on the roster in {path}.", made.persons)
    click.echo(text.format(n=made.persons, path=output))
