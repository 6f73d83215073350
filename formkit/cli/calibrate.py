"""``formkit calibrate``: confidence from what people decided."""

from __future__ import annotations

from pathlib import Path

import click

from formkit.cli.options import store_option
from formkit.i18n import N_, _, ngettext

_HELP = N_(
    "Recalibrate the confidence of scans from what people decided in the store. Shows what would change; "
    "--apply changes it."
)


@click.command("calibrate", help=_(_HELP))
@store_option
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE",
              help=_(N_("The calibration to write. Default: calibration.json in the current folder.")))
@click.option("--apply", "do_apply", is_flag=True, help=_(N_("Write it; without this nothing is changed.")))
def command(store_url: str | None, output: Path | None, do_apply: bool) -> None:
    """Show what recalibrating changes, kind by kind, and write it if asked."""
    from formkit.cli.table import rows
    from formkit.pipeline.calibrating import (
        OWN_FILE,
        calibration_in_use,
        decided,
        lines_of,
        recalibrated,
        write_calibration,
    )
    from formkit.store import open_store

    path = output or Path(OWN_FILE)
    with open_store(store_url, create=False) as store:
        samples = decided(store)
    total = sum(map(len, samples.values()))
    text = ngettext("{n} reading was decided by a person.", "{n} readings were decided by persons.", total)
    click.echo(text.format(n=total))
    calibration, changes = recalibrated(samples, calibration_in_use(path if path.is_file() else None))
    if not changes:
        click.echo(_("Nothing changes: too few decisions, or none that asks for it."))
        return
    heads = [_("kind"), _("decided"), _("accepted"), _("wrong"), _("error at most (90 % sure)")]
    click.echo("\n".join(rows([heads, *lines_of(changes)])))
    if do_apply:
        write_calibration(calibration, path)
        click.echo(_("Written to {path}; it holds from the next reading on.").format(path=path))
    else:
        click.echo(_("Nothing was changed. --apply writes it to {path}.").format(path=path))
