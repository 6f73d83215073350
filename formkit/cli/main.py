"""The ``formkit`` command: its group, and the one place where errors become words and exit codes."""

from __future__ import annotations

import gettext
import os
import sys
from collections.abc import Callable
from typing import Any

import click

from formkit import __version__
from formkit.cli.faults import report_fault
from formkit.cli.telling import show_problem
from formkit.errors import ExitCode, FormkitError, problem
from formkit.i18n import DOMAIN, LOCALE_FOLDER, N_, _, language


def _speak() -> None:
    """Let click's own sentences come from our catalogue too, and no console stop the program.

    A console in code page 936 lacks characters that occur in names; they show as "?" there.
    """
    os.environ["LANGUAGE"] = language()
    gettext.bindtextdomain(DOMAIN, str(LOCALE_FOLDER))
    gettext.textdomain(DOMAIN)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


_speak()


class FormkitGroup(click.Group):
    """A group that turns every exception into sentences and a documented exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; see `ExitCode` for what it ends with."""
        try:
            return super().invoke(ctx)
        except FormkitError as stop:
            for each in stop.problems:
                show_problem(each)
            ctx.exit(stop.exit_code)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except KeyboardInterrupt:
            show_problem(problem("U013"))
            ctx.exit(ExitCode.FAILED)
        except Exception as fault:
            if os.environ.get("FORMKIT_DEBUG"):
                raise
            show_problem(report_fault(fault))
            ctx.exit(ExitCode.FAILED)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Keep the order of the work: look, print, read, keep, report."""
        return list(self.commands)


@click.group(
    cls=FormkitGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help=_(N_("Print paper handbooks, read the filled ones back, and make rosters of them. Everything stays offline.")),
)
@click.version_option(__version__, prog_name="formkit")
def cli() -> None:
    """Hold the commands."""


def _add_commands(group: click.Group) -> None:
    from formkit.cli import (
        blank,
        calibrate,
        check,
        codebook,
        columns,
        demo,
        doctor,
        export,
        fill,
        handbooks,
        importing,
        layout,
        learn,
        new,
        read,
        review,
        roster,
        simulate,
        template,
    )

    modules = (demo, handbooks, check, layout, codebook, blank, fill, read, columns, importing, review, roster, export,
               calibrate, template, new, learn, simulate, doctor)
    for module in modules:
        group.add_command(module.command)


_add_commands(cli)
main: Callable[..., Any] = cli
