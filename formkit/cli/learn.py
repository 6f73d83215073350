"""``formkit learn``: a mapping from the blank of a form that somebody else made."""

from __future__ import annotations

from pathlib import Path

import click

from formkit.cli.options import require_suffix
from formkit.cli.telling import show_problem
from formkit.i18n import N_, _


@click.command("learn", help=_(N_(
    "Draft a mapping and a measured layout from the blank of a form: a Word file, a PDF, or scanned pages."
)))
@click.argument("blanks", metavar="BLANK...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("-o", "--output", "out", required=True, type=click.Path(path_type=Path), metavar="DIR",
              help=_(N_("The new folder of the mapping, such as mappings/NAME.")))
@click.option("--pdf", type=click.Path(path_type=Path), metavar="FILE.pdf",
              help=_(N_("A print of the Word file, where LibreOffice is not installed.")))
@click.option("--overlay", type=click.Path(path_type=Path), metavar="FILE.pdf",
              help=_(N_("Draw what was found over the blank; what is not sure is magenta.")))
def command(blanks: tuple[Path, ...], out: Path, pdf: Path | None, overlay: Path | None) -> None:
    """Learn the form and say what to do next."""
    from formkit.pipeline.learning import learn

    if overlay is not None:
        require_suffix(overlay, ".pdf")
    learnt = learn(blanks, out, pdf=pdf, overlay=overlay)
    for each in learnt.problems:
        show_problem(each)
    click.echo(_("{fields} fields and {tables} tables are drafted in {folder}; {unsure} fields are not sure.").format(
        fields=learnt.fields, tables=learnt.tables, folder=learnt.folder, unsure=learnt.unsure))
    click.echo(_("Compare the mapping with the blank and correct it, then run: formkit check {folder}").format(
        folder=learnt.folder))
