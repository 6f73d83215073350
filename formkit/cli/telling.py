"""Problems on the terminal: each by itself, or those of one kind together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from formkit.i18n import _, ngettext

if TYPE_CHECKING:
    from formkit.errors import Problem


def show_problem(found: Problem, *, err: bool = True) -> None:
    """Print one problem with its source line and hint."""
    click.secho(str(found), fg=_colour(found), err=err)
    if found.source_line:
        click.echo(f"    {found.source_line.strip()}", err=err)
    if found.hint:
        click.echo("    " + _("hint: {hint}").format(hint=found.hint), err=err)


def show_together(problems: Iterable[Problem], *, details: bool = False, err: bool = True) -> None:
    """Print the problems of one document: the first of each kind, errors before warnings, and how many more there are.

    ``details`` prints every one.
    """
    from formkit.errors import alike_problems, subject

    for alike in alike_problems(problems):
        for each in alike if details else alike[:1]:
            show_problem(each, err=err)
        more = len(alike) - 1
        if more and not details:
            fields = _(", ").join(filter(None, dict.fromkeys(map(subject, alike[1:4]))))
            text = ngettext("and {n} more of this kind", "and {n} more of this kind", more).format(n=more)
            if fields:
                text = _("{head}: {told}").format(head=text, told=fields + (" …" if more > 3 else ""))
            click.echo(f"    {text}", err=err)


def _colour(found: Problem) -> str:
    return "red" if found.severity.value == "error" else "yellow"
