"""``formkit codebook``: the data dictionary of a handbook."""

from __future__ import annotations

from pathlib import Path

import click

from formkit.cli.options import handbook_argument, open_handbook
from formkit.i18n import N_, _, ngettext


@click.command(
    "codebook", help=_(N_("Write the data dictionary of a handbook: its fields, their options, the checks."))
)
@handbook_argument
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), metavar="FILE.xlsx|.json",
              help=_(N_("The file to write: a workbook for people, or JSON for programs.")))
@click.option("--force", is_flag=True,
              help=_(N_("Replace a file that formkit did not write, or any that is no workbook.")))
def command(handbook: str, output: Path, force: bool) -> None:
    """Write the file and say how many fields it tells of."""
    from formkit.export import write_codebook

    count = write_codebook(open_handbook(handbook), output, force=force)
    text = ngettext("The codebook with {n} field is in {path}.", "The codebook with {n} fields is in {path}.", count)
    click.echo(text.format(n=count, path=output), err=True)
