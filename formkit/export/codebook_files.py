"""A data dictionary as a file: a workbook for people, JSON for programs."""

from __future__ import annotations

import json
from pathlib import Path

from formkit.export.codebook import codebook_of
from formkit.export.codebook_tables import codebook_tables
from formkit.export.own_file import check_target
from formkit.export.streamed_book import streamed_book
from formkit.export.tables import add_table
from formkit.export.written_file import written_file
from formkit.i18n import _
from formkit.model.handbook import Handbook

SUFFIXES = (".xlsx", ".json")
MARK = "codebook"
"""The mark of its workbook; see `formkit.model.roster`."""


def write_codebook(handbook: Handbook, target: Path, *, force: bool = False) -> int:
    """Write the data dictionary of a handbook and return how many fields it has.

    Raises:
        UsageError: the name ends in another format, or the file is somebody's and there is no ``force``.
        OutputError: it cannot be written there.
    """
    check_target(target, force=force, known=SUFFIXES, mark=MARK)
    book = codebook_of(handbook)
    if target.suffix.lower() == ".json":
        with written_file(target) as beside:
            beside.write_text(json.dumps(book.to_json(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        return len(book.fields)
    title = _("Codebook of {handbook}").format(handbook=f"{handbook.title} {handbook.full_id}")
    with streamed_book(target, mark=MARK, title=title) as workbook:
        for table in codebook_tables(book):
            add_table(workbook, table)
    return len(book.fields)
