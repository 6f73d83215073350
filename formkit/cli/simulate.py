"""``formkit simulate``: scans of booklets filled in by an invented hand, with their truth."""

from __future__ import annotations

from pathlib import Path

import click

from formkit.cli.options import handbook_argument, make_folder, open_handbook, sheet_counts
from formkit.i18n import N_, _, ngettext

_PROFILES = ("flatbed", "feeder", "fax", "copy", "phone", "worn", "clean", "any")


@click.command("simulate", help=_(N_(
    "Make scans of booklets with invented persons and handwriting, and a truth.jsonl that says what is written: "
    "to try a template, a scanner setting or a reader before real paper comes back."
)))
@handbook_argument
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), metavar="DIR",
              help=_(N_("The folder for the scans and truth.jsonl.")))
@click.option("--count", type=click.IntRange(1, 100_000), metavar="N", default=1, show_default=True,
              help=_(N_("How many booklets.")))
@click.option("--seed", type=click.IntRange(0, 2**31), metavar="N", default=0, show_default=True,
              help=_(N_("The same seed makes the same booklets.")))
@click.option("--profile", type=click.Choice(_PROFILES), default="any", show_default=True,
              help=_(N_("How the paper was scanned.")))
@click.option("--severity", type=click.FloatRange(0, 4), metavar="X", default=1.0, show_default=True,
              help=_(N_("How badly: 0 hardly at all, 1 as usual.")))
@click.option("--font", "fonts", multiple=True, type=click.Path(path_type=Path), metavar="FILE",
              help=_(N_("A handwriting font (.ttf, .otf); several are mixed. Default: the font of the print, shaken.")))
@click.option("--dpi", type=click.FloatRange(100, 600), metavar="DPI",
              help=_(N_("Resolution, where the profile leaves a choice.")))
@click.option("--sheets", multiple=True, metavar="SHEET=NUMBER", help=_(N_("Copies of a sheet, such as followup=4.")))
@click.option("--single", is_flag=True,
              help=_(N_("Each page in an image file of its own, instead of a PDF for each booklet.")))
def command(
    handbook: str, output: Path, count: int, seed: int, profile: str, severity: float, fonts: tuple[Path, ...],
    dpi: float | None, sheets: tuple[str, ...], single: bool,
) -> None:
    """Write scans and their truth."""
    from formkit.errors import OutputError, problem
    from formkit.pipeline.simulating import Order, material_of, simulate_into

    design = open_handbook(handbook)
    counts = sheet_counts(design, sheets)
    material = material_of(fonts)
    make_folder(output)
    order = Order(count, seed, profile, dpi, severity, single)
    try:
        done = sum(1 for _files in simulate_into(design, counts, order, material, output))
    except OSError as error:
        raise OutputError(problem("U005", path=output, reason=error.strerror or error)) from error
    click.echo(ngettext("{n} booklet is in {path}.", "{n} booklets are in {path}.", done).format(n=done, path=output))
