"""``formkit doctor``: what this machine and installation have and lack."""

from __future__ import annotations

from pathlib import Path

import click

from formkit.cli.options import office_option, store_option
from formkit.i18n import N_, _

_HELP = N_("Show what this machine and installation have and lack, and check the office profile.")


@click.command("doctor", help=_(_HELP))
@office_option
@store_option
@click.pass_context
def command(context: click.Context, office_path: Path | None, store_url: str | None) -> None:
    """Print every finding, the faults last."""
    from formkit.cli.table import rows
    from formkit.cli.telling import show_problem
    from formkit.errors import ExitCode, Severity
    from formkit.pipeline.doctor import examine

    found = examine(office_path, store_url)
    for line in rows([(_(each.what), each.state) for each in found.findings]):
        click.echo(line)
    for problem in found.problems:
        show_problem(problem)
    if any(each.severity is Severity.ERROR for each in found.problems):
        context.exit(ExitCode.FAILED)
