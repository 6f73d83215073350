"""``formkit read``: filled files and scans → one line of JSON a document."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import click

from formkit.cli.options import paths_argument
from formkit.i18n import N_, _, ngettext

_HELP = N_("Read filled files and scans: one line of JSON a document, to stdout. Nothing is stored.")
_FILE = click.Path(path_type=Path)


@click.command("read", help=_(_HELP))
@paths_argument
@click.option("-o", "--output", type=_FILE, metavar="FILE.jsonl", help=_(N_("Write the lines into a file instead.")))
@click.option("--overlay", type=_FILE, metavar="FILE.pdf",
              help=_(N_("Draw what was seen over the scans: boxes, values and confidence.")))
@click.option("--office", "office_path", type=_FILE, metavar="FILE",
              help=_(N_("The office profile: its places and names help to read handwriting.")))
@click.option("--engine", default="ppocr", metavar="NAME", show_default=True, help=_(N_("The OCR engine.")))
@click.option("--workers", type=click.IntRange(1, 64), metavar="N",
              help=_(N_("Read with this many processes. Default: one for several files; a single file needs none.")))
@click.option("--seconds", type=click.IntRange(1), metavar="N",
              help=_(N_("Give up what takes longer than this: a page of a scan, or a file of another kind. "
                        "Default: 120.")))
@click.option("--memory", type=click.IntRange(200), metavar="MB",
              help=_(N_("Give up what takes more memory than this. Default: 2500.")))
@click.pass_context
def command(
    context: click.Context, paths: tuple[Path, ...], output: Path | None, overlay: Path | None,
    office_path: Path | None, engine: str, workers: int | None, seconds: int | None, memory: int | None,
) -> None:
    """Read every file; a bad one becomes a failed document and the others go on."""
    from formkit.cli.progress import Progress
    from formkit.cli.read_summary import Found
    from formkit.cli.telling import show_problem
    from formkit.engines.registry import load_engine
    from formkit.errors import ExitCode
    from formkit.model.reading import DocumentStatus
    from formkit.pipeline.crew.limits import Limits
    from formkit.pipeline.digitise import files_in
    from formkit.pipeline.lines import LineWriter
    from formkit.pipeline.overlays import OverlayFile
    from formkit.pipeline.reading import ReadingRun
    from formkit.pipeline.scan_options import ScanOptions

    remark = load_engine(engine).remark  # A wrong name ends the command before anything is read.
    if remark is not None:
        show_problem(remark)
    files = list(files_in(list(paths)))
    usual = Limits()
    alone = len(files) == 1 and seconds is None and memory is None
    reading = ReadingRun(
        ScanOptions(engine, office_path), (0 if alone else 1) if workers is None else workers,
        Limits(seconds or usual.seconds, memory or usual.megabytes), draw=overlay is not None, named=paths,
    )
    found = Found()
    with LineWriter(output, sys.stdout.buffer) as lines, OverlayFile(overlay) as drawing, Progress() as progress:
        for each in replace(reading, progress=progress.add).files(files):
            drawing.add(each.overlay())
            found.add(each)
            for document in each.documents:
                lines.write(json.dumps(document.to_json(), ensure_ascii=False))
                if document.status is DocumentStatus.FAILED:
                    progress.clear()
                    for cause in document.problems:
                        show_problem(cause)
    _tell(output, lines.count, overlay, drawn=drawing.pages > 0)
    for line in found.lines():
        click.echo(line, err=True)
    if found.documents[DocumentStatus.FAILED]:
        context.exit(ExitCode.FAILED)


def _tell(output: Path | None, documents: int, overlay: Path | None, *, drawn: bool) -> None:
    """Say on stderr what was written where; stdout is for the documents alone."""
    if output is not None:
        text = ngettext("{n} document is in {path}.", "{n} documents are in {path}.", documents)
        click.echo(text.format(n=documents, path=output), err=True)
    if overlay is not None:
        told = _("What was read is drawn over the pictures in {path}.") if drawn else _(
            "There is no overlay: none of the files has pictures.")
        click.echo(told.format(path=overlay), err=True)
