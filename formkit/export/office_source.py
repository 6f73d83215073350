"""On which line of an office profile each setting stands; `tomllib` tells it only for syntax errors."""

from __future__ import annotations

import re
from collections import Counter

Path_ = tuple[str | int, ...]
"""Where a setting stands: ("towns", 0, "villages", 2, "code"), counted from 0."""

_TABLE = re.compile(r"\s*(\[\[|\[)\s*([^\[\]]+?)\s*\]{1,2}\s*(?:#.*)?$")
_KEY = re.compile(r"\s*([A-Za-z0-9_-]+|\"[^\"]*\")\s*=")


def setting_lines(text: str) -> dict[Path_, int]:
    """Return the line, from 1, of every table and every key that stands at the start of a line."""
    lines: dict[Path_, int] = {}
    counts: Counter[Path_] = Counter()
    table: Path_ = ()
    for number, line in enumerate(text.splitlines(), 1):
        if heading := _TABLE.match(line):
            table = _table_path(heading[2].split("."), heading[1] == "[[", counts)
            lines.setdefault(table, number)
        elif key := _KEY.match(line):
            lines.setdefault((*table, key[1].strip('"')), number)
    return lines


def line_of(lines: dict[Path_, int], path: Path_) -> int:
    """Return the line of a setting, of the nearest table around it, or 0."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 0)


def _table_path(names: list[str], repeated: bool, counts: Counter[Path_]) -> Path_:
    """Return the path of a heading; every list of tables on the way stands at its latest member."""
    path: Path_ = ()
    for index, name in enumerate(part.strip() for part in names):
        path = (*path, name)
        if repeated and index == len(names) - 1:
            counts[path] += 1
        if path in counts:
            path = (*path, counts[path] - 1)
    return path
