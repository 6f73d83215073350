"""``formkit layout``: where everything sits on paper."""

from __future__ import annotations

import json
from pathlib import Path

import click

from formkit.cli.options import handbook_argument, open_handbook, require_suffix, sheet_counts
from formkit.i18n import N_, _


@click.command("layout", help=_(N_("Show where every field of a handbook sits on paper.")))
@handbook_argument
@click.option("--json", "as_json", is_flag=True, help=_(N_("Write the layout as JSON.")))
@click.option("--overlay", type=click.Path(path_type=Path), metavar="FILE.pdf",
              help=_(N_("Draw the places over the blank handbook.")))
@click.option("--sheets", multiple=True, metavar="SHEET=NUMBER", help=_(N_("Copies of a sheet, such as followup=4.")))
def command(handbook: str, as_json: bool, overlay: Path | None, sheets: tuple[str, ...]) -> None:
    """Print the layout, or draw it over the blank."""
    from formkit.layout import build_layout, to_json

    design = open_handbook(handbook)
    layout = build_layout(design, sheet_counts(design, sheets))
    if overlay is not None:
        require_suffix(overlay, ".pdf")
        from formkit.media import pdf

        pdf.overlay(layout, overlay)
        click.echo(_("The overlay is in {path}.").format(path=overlay), err=True)
    if as_json:
        click.echo(json.dumps(to_json(layout), ensure_ascii=False, indent=1))
    elif overlay is None:
        for page in layout.pages:
            click.echo(f"{page.number:>3}  {page.sheet:<14} {page.fingerprint}  {page.title}")
            for place in page.places:
                x0, y0, x1, y1 = place.box.rounded(1)
                click.echo(f"       {x0:>6} {y0:>6} {x1:>6} {y1:>6}  {place.ref.id}  {place.ref.field.label}")
