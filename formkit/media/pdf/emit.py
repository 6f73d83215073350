"""Writing PDF files: a booklet for print or as a form, and a print job of many."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from formkit.errors import Problem, Where
from formkit.media.pdf.booklet import fill, identity_of, print_booklet, written
from formkit.media.pdf.fillable import fillable_booklet
from formkit.model.handbook import Handbook
from formkit.model.imprint import Imprint
from formkit.model.layout import Layout
from formkit.model.reading import Value


def emit(handbook: Handbook, layout: Layout, values: Mapping[str, Value], out: Path, *, form: bool) -> list[Problem]:
    """Write one booklet, blank where ``values`` is empty, and return what did not fit or cannot be shown.

    Args:
        handbook: the design that ``layout`` was made from.
        layout: the pages.
        values: by full field id; None stands for nothing written.
        out: the file, replaced as a whole.
        form: as an AcroForm that can be filled on screen, instead of ink on the page.

    Raises:
        OutputError: the file cannot be written; nothing half-written is left.
    """
    filled = fill(handbook, layout, values, Where(str(out)))
    with written(out) as press:
        if form:
            press.close(handbook.title, filled.identity, fillable_booklet(press, filled))
        else:
            print_booklet(press, filled)
            press.close(handbook.title, filled.identity)
    return filled.problems


def emit_many(handbook: Handbook, jobs: Iterable[tuple[Layout, Mapping[str, Value]]], out: Path) -> list[Problem]:
    """Write many booklets into one print job, numbering the pages of each; memory does not grow with their number.

    Raises:
        OutputError: the file cannot be written; nothing half-written is left.
    """
    problems: list[Problem] = []
    first: Imprint | None = None
    with written(out) as press:
        for number, (layout, values) in enumerate(jobs, start=1):
            first = first or identity_of(layout, handbook)
            filled = fill(handbook, layout, values, Where(str(out), detail=layout.serial or str(number)))
            print_booklet(press, filled)
            problems += filled.problems
        press.close(handbook.title, first or Imprint(handbook.id, handbook.edition))
    return problems
