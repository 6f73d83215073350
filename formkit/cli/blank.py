"""``formkit blank``: a blank handbook, or one prefilled booklet for each person of a list."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from formkit.cli.options import handbook_argument, make_folder, office_option, open_handbook, own_office, sheet_counts
from formkit.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from formkit.pipeline.prefill import Job


@click.command("blank", help=_(N_("Write a blank handbook as PDF for print, Word document or workbook.")))
@handbook_argument
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), metavar="FILE|DIR",
              help=_(N_("A .docx, .xlsx or .pdf file; with --for also a folder, for one file each.")))
@click.option("--sheets", multiple=True, metavar="SHEET=NUMBER", help=_(N_("Copies of a sheet, such as followup=4.")))
@click.option("--fillable", is_flag=True, help=_(N_("Make the PDF a form that can be typed into.")))
@click.option("--for", "people", type=click.Path(path_type=Path), metavar="LIST",
              help=_(N_("A list of people (.xlsx, .xls, .csv, .jsonl): print what is known of each into a booklet.")))
@click.option("--format", "suffix", type=click.Choice(["pdf", "docx", "xlsx"]), default="pdf", show_default=True,
              help=_(N_("The format of the files in a folder.")))
@click.option("--store", "store_url", metavar="URL",
              help=_(N_("With --for: keep the serials in this store, so that pages that come back find their person.")))
@office_option
@click.pass_context
def command(
    context: click.Context, handbook: str, output: Path, sheets: tuple[str, ...], fillable: bool,
    people: Path | None, suffix: str, office_path: Path | None, store_url: str | None,
) -> None:
    """Write the booklet or booklets."""
    from formkit.cli.telling import show_problem
    from formkit.errors import ExitCode
    from formkit.layout import build_layout
    from formkit.pipeline import prefill
    from formkit.pipeline.emit import write_booklet
    from formkit.pipeline.templates import old_style_problems

    design = open_handbook(handbook)
    counts = sheet_counts(design, sheets)
    office = own_office(office_path)
    _check_output(output, suffix, of_list=people is not None, fillable=fillable)
    if (suffix if _is_folder(output) else output.suffix.lower().lstrip(".")) == "pdf":
        for each in old_style_problems(design):
            show_problem(each)
    if people is None:
        layout = build_layout(design, counts)
        for each in write_booklet(design, layout, {}, output, form=fillable, office=office):
            show_problem(each)
        _tell_blank(output, len(layout.pages))
        return
    is_folder = _is_folder(output)
    if is_folder:
        make_folder(output)
    job = prefill.prepare(design, people, counts)
    if store_url is not None:
        _register(job, store_url)
    if is_folder:
        written = prefill.into_folder(job, output, suffix, form=fillable, office=office)
    else:
        written = prefill.as_one(job, output)
    for each in (*job.problems, *written.problems):
        show_problem(each)
    done = written.booklets
    click.echo(ngettext("{n} booklet is in {path}.", "{n} booklets are in {path}.", done).format(n=done, path=output))
    if job.refused or done < len(job.booklets):
        context.exit(ExitCode.FAILED)


def _tell_blank(output: Path, pages: int) -> None:
    text = ngettext("A blank booklet of {n} page is in {path}.", "A blank booklet of {n} pages is in {path}.", pages)
    click.echo(text.format(n=pages, path=output), err=True)


def _register(job: Job, store_url: str) -> None:
    """Keep what is about to be printed: a serial in the store without its paper does no harm."""
    from formkit.pipeline.issuing import register
    from formkit.store import open_store

    with open_store(store_url) as store:
        for each in job.booklets:
            register(store, job.handbook, each.layout, each.values)


def _is_folder(output: Path) -> bool:
    return output.is_dir() or not output.suffix


def _check_output(output: Path, suffix: str, *, of_list: bool, fillable: bool) -> None:
    """Refuse an output that names no format, and ``--fillable`` where it would do nothing.

    Raises:
        UsageError: E013 or E010.
    """
    from formkit.errors import UsageError, problem
    from formkit.pipeline.emit import FORMATS

    if _is_folder(output) and not of_list:
        raise UsageError(problem("E013", path=output, known=", ".join(f".{each}" for each in FORMATS)))
    single = _is_folder(output) if of_list else True
    written = f".{suffix}" if _is_folder(output) else output.suffix.lower()
    if fillable and (written != ".pdf" or not single):
        raise UsageError(problem("E010", path=output))
