"""``formkit columns``: what a list from elsewhere holds, before anything of it is stored."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from formkit.cli.options import handbook_for_lists
from formkit.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from formkit.errors import Problem
    from formkit.media.table.people import Column, PeopleTable, SheetRead
    from formkit.media.table.vocabulary import Vocabulary

    WrongCells = Counter[tuple[str, int]]

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
    from formkit.media.table.vocabulary import vocabulary
    from formkit.pipeline.lists import read_list, write_columns

    book = handbook_for_lists(handbook)
    table = read_list(path, book, columns_path)
    if output is not None:
        write_columns(table, path, output)
        told = _("The columns are in {path}. Correct the file, then give it to `formkit import --columns`.")
        click.echo(told.format(path=output), err=True)
    if as_json:
        from formkit.pipeline.list_json import list_json

        click.echo(json.dumps(list_json(table, path.name, book), ensure_ascii=False, indent=1))
        return
    words, wrong = vocabulary(book), _wrong_cells(table.problems)
    for sheet in table.sheets:
        _show_sheet(sheet, words, wrong)
    _show_problems(table.problems, details=details)
    _show_unmapped(table)
    click.echo(_conclusion(table, wrong))


def _wrong_cells(problems: Iterable[Problem]) -> WrongCells:
    """Return how many cells of each column hold nothing that can be taken as it stands."""
    from formkit.errors import Severity

    cells = {
        each.where.detail: (each.where.detail.rpartition("!")[0], each.where.column - 1) for each in problems
        if each.severity is Severity.ERROR and each.where.line and each.where.column
    }
    return Counter(cells.values())


def _show_sheet(sheet: SheetRead, words: Vocabulary, wrong: WrongCells) -> None:
    from formkit.cli.table import rows

    if sheet.name:
        click.secho(sheet.name, bold=True)
    for name, called in _ROWS:
        numbers: tuple[int, ...] = getattr(sheet, name)
        if numbers:
            click.echo("  " + _("{head}: {told}").format(head=_(called), told=_ranges(numbers)))
    people = len(sheet.people)
    click.echo("  " + ngettext("{n} person", "{n} persons", people).format(n=people))
    head = ["", _("heading"), _("field"), _("sure"), _("examples")]
    click.echo("\n".join(f"  {line}" for line in rows([head, *(_line(each, words, wrong) for each in sheet.columns)])))
    for column in sheet.columns:
        why = _("; ").join(map(str, (*column.reasons, *column.doubts)))
        click.echo("    " + _("{head}: {told}").format(head=column.letter, told=why))


def _line(column: Column, words: Vocabulary, wrong: WrongCells) -> list[str]:
    from formkit.media.table.field_names import field_of, label_of

    concept = column.concept
    field = f"{field_of(concept)} {label_of(concept, words)}".rstrip() if concept else "-"
    word, bad = _("yes") if column.sure else _("NO"), wrong[column.sheet, column.index]
    if column.sure and bad:
        word = ngettext("yes, but {n} cell is wrong", "yes, but {n} cells are wrong", bad).format(n=bad)
    sure = f"{word} {column.score:.2f}" if concept else ""
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
    return _(", ").join(f"{first}" if first == last else f"{first}-{last}" for first, last in runs)


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
            click.echo("    " + _("also: {cells}").format(cells=_(", ").join(each.where.detail for each in alike[1:])))


def _show_unmapped(table: PeopleTable) -> None:
    left = [column for sheet in table.sheets for column in sheet.columns if column.concept is None and column.filled]
    if left:
        click.echo(_("Kept under their own heading, in no field:"))
    for column in left:
        click.echo(f"  {column.header or column.letter}: {_(', ').join(column.cells)}")


def _conclusion(table: PeopleTable, wrong: WrongCells) -> str:
    unsure, bad = len(table.unsure), sum(wrong.values())
    if not unsure and bad:
        return ngettext(
            "It is sure what every column holds, but {n} cell is wrong; correct it before `formkit import`.",
            "It is sure what every column holds, but {n} cells are wrong; correct them before `formkit import`.", bad,
        ).format(n=bad)
    if not unsure:
        return _("All columns are sure; `formkit import` takes the list as it is.")
    return ngettext(
        "{n} column is not sure: import asks for --yes or --columns.",
        "{n} columns are not sure: import asks for --yes or --columns.", unsure,
    ).format(n=unsure)
