"""``formkit columns``: what a list from elsewhere holds, before anything of it is stored."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from formkit.cli.options import handbook_for_lists
from formkit.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from formkit.errors import Problem
    from formkit.media.table.people import Column, PeopleTable, SheetRead

_HELP = N_(
    "Show how the columns of one list (.xlsx, .xls, .csv) are understood, and what would not be taken."
)
_ROWS = (
    ("title_rows", N_("titles")), ("header_rows", N_("headings")), ("repeated_rows", N_("headings repeated")),
    ("subtotal_rows", N_("totals")), ("section_rows", N_("villages in rows of their own")), ("note_rows", N_("notes")),
    ("hidden_rows", N_("hidden rows")),
)

_LONGEST_SAMPLE = 20


@click.command("columns", help=_(_HELP))
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--columns", "columns_path", metavar="FILE", type=click.Path(path_type=Path),
              help=_(N_("What was settled about the columns before; made with -o and corrected.")))
@click.option("-o", "--output", metavar="FILE", type=click.Path(path_type=Path),
              help=_(N_("Write the columns into a file, to correct it and use it again.")))
@click.option("--json", "as_json", is_flag=True, help=_(N_("Everything as JSON: rows, columns, people, issues.")))
@click.option("--handbook", metavar="ID",
              help=_(N_("The handbook of the people in the list. Default: the one that knows most columns.")))
@click.option("--details", is_flag=True, help=_(N_("Show every problem, not only the first of each kind.")))
def command(
    path: Path, columns_path: Path | None, output: Path | None, as_json: bool, handbook: str | None, details: bool
) -> None:
    """Read a list and show the proposed columns with their reasons; store nothing."""
    from formkit.pipeline.lists import read_list, write_columns

    book = handbook_for_lists(handbook)
    table = read_list(path, book, columns_path)
    if output is not None:
        write_columns(table, path, output)
    if as_json:
        from formkit.pipeline.list_json import list_json

        click.echo(json.dumps(list_json(table, path.name, book), ensure_ascii=False, indent=1))
        return
    for sheet in table.sheets:
        _show_sheet(sheet)
    _show_problems(table.problems, details=details)
    _show_unmapped(table)
    click.echo(_conclusion(table))


def _show_sheet(sheet: SheetRead) -> None:
    from formkit.cli.table import rows

    if sheet.name:
        click.secho(sheet.name, bold=True)
    for name, words in _ROWS:
        numbers: tuple[int, ...] = getattr(sheet, name)
        if numbers:
            click.echo(f"  {_(words)}: {_ranges(numbers)}")
    people = len(sheet.people)
    click.echo("  " + ngettext("{n} person", "{n} persons", people).format(n=people))
    head = ["", _("heading"), _("field"), _("sure"), _("examples")]
    click.echo("\n".join(f"  {line}" for line in rows([head, *(_line(column) for column in sheet.columns)])))
    for column in sheet.columns:
        why = "; ".join(map(str, (*column.reasons, *column.doubts)))
        click.echo(f"    {column.letter}: {why}")


def _line(column: Column) -> list[str]:
    from formkit.media.table.field_names import field_of

    field = field_of(column.concept) if column.concept else "-"
    word = _("yes") if column.sure else _("NO")
    sure = f"{word} {column.score:.2f}" if column.concept else ""
    samples = " | ".join(_cut(" ".join(sample.split())) for sample in column.samples)
    return [column.letter, " ".join(column.header.split())[:24], field, sure, samples]


def _cut(sample: str) -> str:
    """Return an example; an ID number fits whole, and what is longer shows that it was cut."""
    return sample if len(sample) <= _LONGEST_SAMPLE else sample[: _LONGEST_SAMPLE - 1] + "…"


def _ranges(numbers: tuple[int, ...]) -> str:
    """Return row numbers with runs drawn together: 1-3, 7."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(f"{first}" if first == last else f"{first}-{last}" for first, last in runs)


def _show_problems(problems: Iterable[Problem], *, details: bool) -> None:
    """Print each kind of problem once in words, and every cell that it was found in."""
    from formkit.cli.telling import show_problem

    kinds: dict[str, list[Problem]] = {}
    for each in problems:
        kinds.setdefault(each.code, []).append(each)
    for alike in kinds.values():
        for each in alike if details else alike[:1]:
            show_problem(each, err=False)
        if len(alike) > 1 and not details:
            click.echo("    " + _("also: {cells}").format(cells=", ".join(each.where.detail for each in alike[1:])))


def _show_unmapped(table: PeopleTable) -> None:
    left = [column for sheet in table.sheets for column in sheet.columns if column.concept is None and column.filled]
    if left:
        click.echo(_("Kept under their own heading, in no field:"))
    for column in left:
        click.echo(f"  {column.header or column.letter}: {', '.join(column.cells)}")


def _conclusion(table: PeopleTable) -> str:
    unsure = len(table.unsure)
    if not unsure:
        return _("All columns are sure; `formkit import` takes the list as it is.")
    return ngettext(
        "{n} column is not sure: import asks for --yes or --columns.",
        "{n} columns are not sure: import asks for --yes or --columns.", unsure,
    ).format(n=unsure)
