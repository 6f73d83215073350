"""``formkit check``: every problem of mappings, layouts and templates at once."""

from __future__ import annotations

import click

from formkit.i18n import N_, _, ngettext


@click.command("check", help=_(N_("List every problem of a mapping, its layout and its templates.")))
@click.argument("mappings", nargs=-1, metavar="[MAPPING]...")
@click.pass_context
def command(context: click.Context, mappings: tuple[str, ...]) -> None:
    """Check the mappings named, or all there are."""
    from formkit.errors import ExitCode, Severity
    from formkit.mapping import format_problem
    from formkit.pipeline.checking import check_all, folders_of

    errors = warnings = 0
    for folder in folders_of(mappings):
        for found in check_all(folder):
            click.echo(format_problem(found))
            errors += found.severity is Severity.ERROR
            warnings += found.severity is Severity.WARNING
    first = ngettext("{n} error", "{n} errors", errors).format(n=errors)
    second = ngettext("{n} warning", "{n} warnings", warnings).format(n=warnings)
    click.echo(_("{errors}, {warnings}").format(errors=first, warnings=second))
    if errors:
        context.exit(ExitCode.FAILED)


