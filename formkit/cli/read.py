"""``formkit read``: filled files → one line of JSON a document."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from formkit.cli.options import paths_argument
from formkit.i18n import N_, _


@click.command("read", help=_(N_("Read filled files: one line of JSON a document, to stdout. Nothing is stored.")))
@paths_argument
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE.jsonl",
              help=_(N_("Write the lines into a file instead.")))
@click.pass_context
def command(context: click.Context, paths: tuple[Path, ...], output: Path | None) -> None:
    """Read every file; a bad one becomes a failed document and the others go on."""
    from formkit.cli.telling import show_problem
    from formkit.errors import ExitCode
    from formkit.model.reading import DocumentStatus
    from formkit.pipeline.digitise import files_in, read_file
    from formkit.pipeline.lines import LineWriter

    failed = False
    with LineWriter(output, sys.stdout.buffer) as lines:
        for path in files_in(list(paths)):
            documents, _content = read_file(path)
            for document in documents:
                lines.write(json.dumps(document.to_json(), ensure_ascii=False))
                if document.status is DocumentStatus.FAILED:
                    failed = True
                    for each in document.problems:
                        show_problem(each)
    if failed:
        context.exit(ExitCode.FAILED)
