"""``formkit import``: filled files, folders and archives into the store."""

from __future__ import annotations

from pathlib import Path

import click

from formkit.cli.options import handbook_for_lists, office_option, paths_argument, store_option
from formkit.i18n import N_, _

_HELP = N_("Read filled files, folders and zip files into the store; running it again adds nothing twice.")
_FILE = click.Path(path_type=Path)


@click.command("import", help=_(_HELP))
@paths_argument
@store_option
@click.option("--batch", default="", metavar="NAME", help=_(N_("A label for this run.")))
@click.option("--dry-run", is_flag=True, help=_(N_("Read and check everything, store nothing.")))
@click.option("--handbook", metavar="ID",
              help=_(N_("The handbook of the people in the list. Default: the one that knows most columns.")))
@click.option("--columns", "columns_path", metavar="FILE", type=_FILE,
              help=_(N_("What the columns of lists hold: a file made by `formkit columns -o`.")))
@click.option("--yes", "confirmed", is_flag=True,
              help=_(N_("Take the columns of lists as `formkit columns` proposes them, the unsure ones too.")))
@office_option
@click.option("--report", type=_FILE, metavar="FILE",
              help=_(N_("Write what became of each file, and what to do about it, into FILE.xlsx or FILE.json.")))
@click.option("--details", is_flag=True, help=_(N_("Show every problem, not only the first of each kind.")))
@click.option("--workers", type=click.IntRange(1, 64), metavar="N",
              help=_(N_("Read with this many processes. Default: as many as the machine has cores and memory for.")))
@click.option("--seconds", type=click.IntRange(1), metavar="N",
              help=_(N_("Set aside what takes longer than this: a page of a scan, or a file of another kind. "
                        "Default: 120.")))
@click.option("--memory", type=click.IntRange(200), metavar="MB",
              help=_(N_("Set aside what takes more memory than this. Default: 2500.")))
@click.option("--retry", is_flag=True, help=_(N_("Try again the files that were set aside before.")))
@click.option("--engine", default="ppocr", metavar="NAME", show_default=True, help=_(N_("The OCR engine.")))
@click.pass_context
def command(
    context: click.Context, paths: tuple[Path, ...], store_url: str | None, batch: str, dry_run: bool,
    handbook: str | None, office_path: Path | None, report: Path | None, details: bool, workers: int | None,
    seconds: int | None, memory: int | None, retry: bool, engine: str, columns_path: Path | None, confirmed: bool,
) -> None:
    """Import every file, each in a transaction of its own, and report."""
    from formkit.cli.import_run import Asked, run_import
    from formkit.pipeline.crew.limits import Limits, default_workers
    from formkit.pipeline.lists import ListOptions

    usual = Limits()
    limits = Limits(seconds or usual.seconds, memory or usual.megabytes)
    asked = Asked(
        paths, store_url, batch, dry_run, handbook_for_lists(handbook), office_path, report, details,
        workers or default_workers(), limits, retry, engine, ListOptions(columns_path, confirmed),
    )
    context.exit(run_import(asked))
