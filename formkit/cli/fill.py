"""``formkit fill``: one filled file for each record."""

from __future__ import annotations

from pathlib import Path

import click

from formkit.cli.options import handbook_argument, make_folder, office_option, open_handbook, own_office
from formkit.i18n import N_, _, ngettext


@click.command("fill", help=_(N_("Fill a handbook for each record of a JSON Lines file, directly in the folder.")))
@handbook_argument
@click.argument("records", type=click.Path(path_type=Path), metavar="RECORDS.jsonl")
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), metavar="DIR",
              help=_(N_("The folder for the filled files.")))
@click.option("--format", "suffix", type=click.Choice(["docx", "xlsx", "pdf"]),
              help=_(N_("What to write. Default: docx; pdf for a form that formkit did not make.")))
@office_option
@click.option("--details", is_flag=True, help=_(N_("Show every problem, not only the first of each kind.")))
@click.pass_context
def command(
    context: click.Context, handbook: str, records: Path, output: Path, suffix: str | None, office_path: Path | None,
    details: bool,
) -> None:
    """Fill every record that can be filled, and say which cannot."""
    import datetime as dt
    from dataclasses import replace

    from formkit.cli.telling import show_together
    from formkit.errors import ExitCode
    from formkit.pipeline.emit import fill_all
    from formkit.pipeline.records import check_record_values, read_records

    design = open_handbook(handbook)
    suffix = suffix or ("pdf" if design.is_measured else "docx")
    given = list(read_records(records, design))
    make_folder(output)
    done = refused = 0
    for each, made in zip(given, fill_all(design, given, output, suffix, own_office(office_path)), strict=True):
        checks = check_record_values(design, each.record, dt.date.today()) if each.record else []
        found = (*made.problems, *checks)
        show_together([one if one.where.file else replace(one, where=made.where) for one in found], details=details)
        done, refused = done + (made.path is not None), refused + (made.path is None)
    text = ngettext("{n} file is in {path}.", "{n} files are in {path}.", done)
    click.echo(text.format(n=done, path=output), err=True)
    if refused:
        text = ngettext("{n} record could not be filled.", "{n} records could not be filled.", refused)
        click.echo(text.format(n=refused), err=True)
        context.exit(ExitCode.FAILED)
