"""Records as a file of the format that its name says."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from formkit.errors import Problem
from formkit.export.own_file import check_target
from formkit.export.record_order import RecordOrder, RecordSet
from formkit.export.record_text import write_csv, write_jsonl
from formkit.export.record_workbook import MARK, write_workbook

JSONL, CSV, XLSX = SUFFIXES = (".jsonl", ".csv", ".xlsx")


def check_record_target(target: Path, *, force: bool) -> None:
    """Refuse a name of another format, and a file that may be somebody's.

    Raises:
        UsageError: U001 or E013 for the name, E012 or E023 for the file unless ``force`` replaces it.
    """
    check_target(target, force=force, known=SUFFIXES, mark=MARK)


def write_records(sets: Sequence[RecordSet], target: Path, order: RecordOrder) -> tuple[int, list[Problem]]:
    """Write records; return how many there are, and what did not go in whole.

    A wide CSV file has room for one set; the caller sees to that.

    Raises:
        UsageError: E021, the records have more fields than a worksheet has columns.
        OutputError: the file cannot be written; then nothing is left behind.
    """
    suffix = target.suffix.lower()
    if suffix == XLSX:
        return write_workbook(sets, target, order)
    write = write_csv if suffix == CSV else write_jsonl
    return write(sets, target, order), []
