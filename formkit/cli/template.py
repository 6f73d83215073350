"""``formkit template``: the Word and Excel templates of a handbook."""

from __future__ import annotations

from pathlib import Path

import click

from formkit.cli.options import handbook_argument, office_option, open_handbook, own_office
from formkit.i18n import N_, _, ngettext


@click.group("template", help=_(N_("Build the Word and Excel templates that an office may restyle.")))
def command() -> None:
    """Hold the commands about templates."""


@command.command("build", help=_(N_("Build the templates from the mapping, one of each format for each edition.")))
@handbook_argument
@click.option("--in", "folder", type=click.Path(path_type=Path), default=Path("templates"), show_default=True,
              metavar="DIR", help=_(N_("The folder with the folders docx and xlsx.")))
def build(handbook: str, folder: Path) -> None:
    """Write the templates."""
    from formkit.pipeline.templates import build_templates

    for each in _editions(handbook):
        for path in build_templates(open_handbook(each), folder):
            click.echo(str(path))


@command.command("measure", help=_(N_(
    "Find where a restyled Word template has everything on paper, so that it prints and its scans are read."
)))
@handbook_argument
@click.option("--template", type=click.Path(path_type=Path), metavar="FILE.docx",
              help=_(N_("The restyled template. Default: those in the folder, of every edition.")))
@click.option("-o", "--output", "folder", type=click.Path(path_type=Path), default=Path("templates"),
              show_default=True, metavar="DIR", help=_(N_("The folder with the folders docx and xlsx.")))
@click.option("--pdf", type=click.Path(path_type=Path), metavar="FILE.pdf",
              help=_(N_("A print of the copy that this command writes where LibreOffice is not installed.")))
@office_option
def measure(
    handbook: str, template: Path | None, folder: Path, pdf: Path | None, office_path: Path | None
) -> None:
    """Measure one template, or all that the folder has."""
    from formkit.pipeline.restyling import measure_template, templates_to_measure

    office = own_office(office_path)
    for reference, path in templates_to_measure(handbook, _editions(handbook), template, folder, pdf):
        made = measure_template(open_handbook(reference), path, folder, pdf=pdf, office=office)
        text = ngettext(
            "{template} is measured: {sides} side, {moved} of them with places moved.",
            "{template} is measured: {sides} sides, {moved} of them with places moved.", made.sides,
        )
        click.echo(text.format(template=made.template, sides=made.sides, moved=made.moved))


def _editions(handbook: str) -> list[str]:
    """Return a reference to the edition that is named, else to every edition."""
    if "@" in handbook:
        return [handbook]
    return [f"{handbook}@{edition}" for edition in open_handbook(handbook).editions]
