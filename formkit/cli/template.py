"""``formkit template``: the Word and Excel templates of a handbook."""

from __future__ import annotations

from pathlib import Path

import click

from formkit.cli.options import handbook_argument, open_handbook
from formkit.i18n import N_, _


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

    first = open_handbook(handbook)
    editions = (first.edition,) if "@" in handbook else first.editions
    for edition in editions:
        for path in build_templates(open_handbook(f"{handbook.partition('@')[0]}@{edition}"), folder):
            click.echo(str(path))
