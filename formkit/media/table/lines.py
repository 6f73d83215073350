"""JSON lines as a grid: the keys of all objects are its heading."""

from __future__ import annotations

import json
from pathlib import Path

from formkit.errors import Problem, Where, problem
from formkit.media.table.grid import CellValue, Grid
from formkit.media.table.sniff import read_bytes, text_of


def read_lines(path: Path) -> tuple[Grid, list[Problem]]:
    """Return the objects of a .jsonl file as one grid, and a problem for each line that is none.

    Raises:
        InputError: P008 where it cannot be decoded.
    """
    objects: list[tuple[int, dict[str, object]]] = []
    problems: list[Problem] = []
    text = text_of(read_bytes(path), path).removeprefix("\ufeff")
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            objects.append((number, _object(line)))
        except (ValueError, RecursionError) as cause:
            # The cause is not told in words: it may quote the line, which may be personal.
            column = cause.colno if isinstance(cause, json.JSONDecodeError) else 1
            problems.append(problem("P024", where=Where(str(path), number, column), line=number, column=column))
    return _grid(objects), problems


def _object(line: str) -> dict[str, object]:
    found = json.loads(line)
    if not isinstance(found, dict):
        raise ValueError("no object")  # noqa: TRY004 - a wrong line, not a wrong call
    return found


def _grid(objects: list[tuple[int, dict[str, object]]]) -> Grid:
    keys = list(dict.fromkeys(key for _, found in objects for key in found))
    rows = [tuple(_cell(found.get(key)) for key in keys) for _, found in objects]
    return Grid("", (tuple(keys), *rows), line_numbers=(0, *(number for number, _ in objects)))


def _cell(value: object) -> CellValue:
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return "、".join(value)
    return json.dumps(value, ensure_ascii=False)
