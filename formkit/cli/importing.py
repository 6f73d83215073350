"""``formkit import``: filled files into the store."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from formkit.cli.options import office_option, only_handbook, open_handbook, paths_argument, store_option
from formkit.i18n import N_, _

_WORDS = {
    "accepted": N_("accepted"), "review": N_("for review"), "duplicate": N_("stored before"), "list": N_("list kept"),
    "failed": N_("failed"),
}


_TALLY = N_(
    "accepted: {accepted}, for review: {review}, stored before: {duplicate}, lists kept: {list}, failed: {failed}"
)
_HELP = N_("Read filled files and folders into the store; running it again adds nothing twice.")


@click.command("import", help=_(_HELP))
@paths_argument
@store_option
@click.option("--batch", default="", metavar="NAME", help=_(N_("A label for this run.")))
@click.option("--dry-run", is_flag=True, help=_(N_("Read and check everything, store nothing.")))
@click.option("--handbook", metavar="ID",
              help=_(N_("The handbook of the people in lists (.xlsx, .xls, .csv). Default: the only one there is.")))
@click.option("--columns", "columns_path", metavar="FILE", type=click.Path(path_type=Path),
              help=_(N_("What the columns of lists hold: a file made by `formkit columns -o`.")))
@click.option("--yes", "confirmed", is_flag=True,
              help=_(N_("Take the columns of lists as `formkit columns` proposes them, the unsure ones too.")))
@office_option
@click.option("--details", is_flag=True, help=_(N_("Show every problem, not only the first of each kind.")))
@click.pass_context
def command(
    context: click.Context, paths: tuple[Path, ...], store_url: str | None, batch: str, dry_run: bool, details: bool,
    handbook: str | None, office_path: Path | None, columns_path: Path | None, confirmed: bool,
) -> None:
    """Import every file, each in a transaction of its own, and report."""
    from contextlib import nullcontext

    from formkit.cli.table import padded
    from formkit.cli.telling import show_together
    from formkit.errors import ExitCode
    from formkit.pipeline.digitise import files_in
    from formkit.pipeline.importing import Outcome, import_files
    from formkit.pipeline.lists import ListOptions
    from formkit.pipeline.scan_options import ScanOptions
    from formkit.store import open_store

    list_handbook = open_handbook(handbook) if handbook else only_handbook()
    tally: Counter[str] = Counter()
    with nullcontext() if dry_run else open_store(store_url) as store:
        names = tuple(sorted({each.identity.name or "" for each in store.persons()})) if store else ()
        lists = ListOptions(columns_path, confirmed)
        options = ScanOptions(office=office_path, persons=names)
        for each in import_files(files_in(list(paths)), store, batch, list_handbook, options, lists):
            tally[each.outcome.value] += 1
            click.echo(f"{padded(_(_WORDS[each.outcome.value]), 10)}  {each.path}")
            show_together(each.problems, details=details, err=False)
    click.echo(_(_TALLY).format_map({name: tally[name] for name in _WORDS}))
    if tally[Outcome.FAILED.value]:
        context.exit(ExitCode.FAILED)
