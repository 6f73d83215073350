"""``formkit handbooks``: the handbooks there are."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from formkit.i18n import N_, _

if TYPE_CHECKING:
    from formkit.model.handbook import Handbook



@click.command("handbooks", help=_(N_("List the handbooks there are, with their editions and sheets.")))
@click.option("--json", "as_json", is_flag=True, help=_(N_("Write JSON.")))
def command(as_json: bool) -> None:
    """List every edition of every handbook."""
    from formkit.cli.telling import show_problem
    from formkit.errors import FormkitError
    from formkit.mapping import available, load_handbook

    listed = []
    for name, folder in available():
        try:
            first = load_handbook(folder)
            editions = [load_handbook(f"{folder}@{edition}") for edition in first.editions]
        except FormkitError as error:
            click.echo(f"{name}:", err=True)
            for each in error.problems:
                show_problem(each)
            continue
        listed += [(handbook, handbook.edition == first.edition) for handbook in editions]
    if as_json:
        click.echo(json.dumps([_as_json(each, default) for each, default in listed], ensure_ascii=False, indent=1))
        return
    for handbook, default in listed:
        note = "  " + _("(default edition)") if default and len(handbook.editions) > 1 else ""
        click.echo(f"{handbook.full_id}  {handbook.title}{note}")
        for sheet in handbook.sheets:
            click.echo(f"    {sheet.id:<14} {sheet.title} × {sheet.default_count}")


def _as_json(handbook: Handbook, default: bool) -> dict[str, object]:

    return {
        "id": handbook.id, "title": handbook.title, "edition": handbook.edition, "default": default,
        "sheets": [
            {"id": sheet.id, "title": sheet.title, "sides": sheet.side_count, "default_count": sheet.default_count}
            for sheet in handbook.sheets
        ],
    }
