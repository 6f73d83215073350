"""``formkit check``: every problem of mappings, layouts and templates at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from formkit.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from formkit.errors import Problem

_SHOWN = 3
"""Warnings of one code of one mapping that are told where none was named; an office looks at its own, by name."""


@click.command("check", help=_(N_("List every problem of a mapping, its layout and its templates.")))
@click.argument("mappings", nargs=-1, metavar="[MAPPING]...")
@click.pass_context
def command(context: click.Context, mappings: tuple[str, ...]) -> None:
    """Check the mappings named, or all there are; errors first."""
    from formkit.errors import ExitCode, Severity
    from formkit.pipeline.checking import check_all, folders_of

    found = [(folder, each) for folder in folders_of(mappings) for each in check_all(folder)]
    errors = [each for _folder, each in found if each.severity is Severity.ERROR]
    warnings: dict[Path, list[Problem]] = defaultdict(list)
    for folder, each in found:
        if each.severity is Severity.WARNING:
            warnings[folder].append(each)
    for each in errors:
        click.echo(_line(each))
    for folder, several in warnings.items():
        for line in map(_line, several) if mappings else _shortened(folder, several):
            click.echo(line)
    first = ngettext("{n} error", "{n} errors", len(errors)).format(n=len(errors))
    number = sum(map(len, warnings.values()))
    second = ngettext("{n} warning", "{n} warnings", number).format(n=number)
    click.echo(_("{errors}, {warnings}").format(errors=first, warnings=second))
    if errors:
        context.exit(ExitCode.FAILED)


def _shortened(folder: Path, warnings: list[Problem]) -> Iterator[str]:
    """Yield the warnings of a mapping by their kind, of each the first and how many more there are."""
    from formkit.errors import alike_problems

    for alike in alike_problems(warnings):
        yield from map(_line, alike[:_SHOWN])
        more = len(alike) - _SHOWN
        if more > 0:
            text = ngettext(
                "… and {n} more of the same kind: formkit check {name}",
                "… and {n} more of the same kind: formkit check {name}", more,
            )
            yield "    " + text.format(n=more, name=folder.name)


def _line(found: Problem) -> str:
    """Return a problem as text, its file by its path in the current folder where it lies there."""
    from formkit.mapping import format_problem

    file, here = Path(found.where.file), Path.cwd()
    if found.where.file and file.is_absolute() and file.is_relative_to(here):
        found = replace(found, where=replace(found.where, file=str(file.relative_to(here))))
    return format_problem(found)
