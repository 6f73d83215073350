"""``formkit demo``: the main job on the samples that ship."""

from __future__ import annotations

from pathlib import Path

import click

from formkit.i18n import N_, _

_SCAN = N_(
    "Of {n} handwritten places on the scan, {right} were read as written: {accepted} accepted ({wrong} of them wrong), "
    "{review} for review."
)


@click.command("demo", help=_(N_("Do the whole main job on the samples that ship, and say where the results are.")))
@click.option("-o", "--output", type=click.Path(path_type=Path), default=Path("formkit-demo"), show_default=True,
              metavar="DIR", help=_(N_("The folder for the results.")))
@click.pass_context
def command(context: click.Context, output: Path) -> None:
    """Run the demo and show its table."""
    from formkit.cli.table import rows
    from formkit.cli.telling import show_together
    from formkit.errors import ExitCode
    from formkit.pipeline.demo import run_demo

    click.echo(_("Printing, filling, reading back, storing …"))
    shown = run_demo(output)
    show_together(shown.problems)
    for line in rows([(_(each.what), str(each.amount), str(each.where)) for each in shown.lines]):
        click.echo(line)
    if not shown.differences:
        click.echo(_("Every one of the {n} values that were filled was read back equal.").format(n=shown.values))
        click.echo(_(_SCAN).format(
            n=shown.scan.answers, right=shown.scan.right, accepted=shown.scan.accepted, review=shown.scan.review,
            wrong=shown.scan.wrong,
        ))
        return
    for wrong in shown.differences:
        click.echo(f"{wrong.path.name}: {wrong.field}: {wrong.filled!r} ≠ {wrong.read!r}", err=True)
    context.exit(ExitCode.FAILED)
