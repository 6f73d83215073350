"""``formkit export``: the records of the store."""

from __future__ import annotations

from pathlib import Path

import click

from formkit.cli.options import store_option
from formkit.i18n import N_, _, ngettext

_HELP = N_("Write the records of the store as JSON lines, CSV or a workbook: a row for each record, or each answer.")


@click.command("export", help=_(_HELP))
@store_option
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), metavar="FILE.jsonl|.csv|.xlsx",
              help=_(N_("The file to write. JSON lines can be filled again; Excel keeps long numbers only in .xlsx.")))
@click.option("--handbook", metavar="ID",
              help=_(N_("Only the records of one handbook, or with ID@EDITION of one edition.")))
@click.option("--batch", metavar="NAME", help=_(N_("Only the records of one import.")))
@click.option("--accepted-only", is_flag=True, help=_(N_("Leave out the records that wait for review.")))
@click.option("--long", is_flag=True,
              help=_(N_("A row for each answer, with its status, instead of one for each record.")))
@click.option("--doubtful", is_flag=True,
              help=_(N_("Also write readings that nobody has settled yet as values. Default: they are only named.")))
@click.option("--labels", is_flag=True, help=_(N_("Write choices in words instead of codes (.csv and .xlsx).")))
@click.option("--mask", is_flag=True,
              help=_(N_("Mask ID numbers, phones and sensitive texts, for copies that leave the office.")))
@click.option("--force", is_flag=True,
              help=_(N_("Replace a file that formkit did not write, or any that is no workbook.")))
def command(
    store_url: str | None, output: Path, handbook: str | None, batch: str | None, accepted_only: bool, long: bool,
    doubtful: bool, labels: bool, mask: bool, force: bool,
) -> None:
    """Write the file and say what it holds."""
    from formkit.cli.stopping import taken_away_when_stopped
    from formkit.cli.telling import show_problem
    from formkit.export import RecordOrder, Wording
    from formkit.pipeline.exporting import Selection, export_records
    from formkit.store import open_store

    selection = Selection(handbook, batch, accepted_only)
    order = RecordOrder(long, Wording(labels, doubtful, mask))
    with taken_away_when_stopped(), open_store(store_url, create=False) as store:
        made = export_records(store, output, selection, order, force=force)
    for each in made.problems:
        show_problem(each)
    text = ngettext("{n} record is in {path}.", "{n} records are in {path}.", made.records)
    click.echo(text.format(n=made.records, path=output), err=True)
