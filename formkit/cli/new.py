"""``formkit new``: a first mapping to go on from."""

from __future__ import annotations

from pathlib import Path

import click

from formkit.i18n import N_, _


@click.command("new", help=_(N_("Start a mapping: write a small one that works into mappings/NAME.")))
@click.argument("name")
@click.option("--in", "folder", type=click.Path(path_type=Path), default=Path("mappings"), show_default=True,
              metavar="DIR", help=_(N_("The folder of your mappings.")))
def command(name: str, folder: Path) -> None:
    """Write the mapping and say what to do next."""
    from formkit.mapping import start_mapping

    path = start_mapping(name, folder)
    click.echo(_("The mapping is in {path}. Change it, then run: formkit check {folder}").format(
        path=path, folder=path.parent))
