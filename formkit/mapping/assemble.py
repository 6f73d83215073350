"""A mapping folder as one tree: ``mapping.yaml`` with the sheet files that it names."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from formkit.errors import Problem
from formkit.mapping.source import Source, read_source
from formkit.mapping.tree import Group, Items, Leaf, Tree, one_line

MAIN_FILE = "mapping.yaml"
YAML = (".yaml", ".yml")


def shown_path(path: Path) -> str:
    """Return a path as problems name it: from the current folder where it lies below."""
    try:
        below = Path(os.path.abspath(path)).relative_to(Path.cwd())  # noqa: PTH100 - must not follow links
    except (ValueError, OSError):
        return str(path)
    return str(below)


def main_file(path: Path) -> Path:
    """Return the main file of a mapping that is given by its folder or by the file itself."""
    return path if path.suffix in YAML else path / MAIN_FILE


def read_folder(path: Path) -> Source:
    """Read a mapping with all its sheet files; every part keeps its own file's places."""
    main = main_file(path)
    source = read_source(main, shown_path(main))
    if source.tree is None:
        return source
    if not isinstance(source.tree, Group):
        wrong = source.tree.spot.problem("M046", key=main.name, found=written(source.tree))
        return Source(None, (*source.problems, wrong))
    problems = list(source.problems)
    tree = _with_sheet_files(source.tree, main.parent, problems)
    return Source(tree, tuple(problems), incomplete=sheet_count(tree) < sheet_count(source.tree))


def sheet_count(tree: Group) -> int:
    """Return how many sheets the tree of a mapping has."""
    sheets = tree.get("sheets")
    return len(sheets.items) if isinstance(sheets, Items) else 0


def _with_sheet_files(tree: Group, folder: Path, problems: list[Problem]) -> Group:
    sheets = tree.get("sheets")
    if not isinstance(sheets, Items):
        return tree
    loaded = [_sheet(item, folder, problems) for item in sheets.items]
    items = tuple(item for item in loaded if item is not None)
    return replace(tree, entries=tuple(
        replace(entry, value=replace(sheets, items=items)) if entry.key == "sheets" else entry
        for entry in tree.entries
    ))


def _sheet(item: Tree, folder: Path, problems: list[Problem]) -> Tree | None:
    """Return the sheet that an entry of ``sheets`` stands for, or None where its file is of no use."""
    if not isinstance(item, Leaf) or not isinstance(item.value, str):
        return item
    path = beside(folder, item.value, YAML)
    if path is None:
        problems.append(item.spot.problem("M014", name=item.value))
        return None
    source = read_source(path, shown_path(path))
    if source.tree is None and [each.code for each in source.problems] == ["M001"]:
        problems.append(item.spot.problem("M015", name=item.value))
        return None
    problems.extend(source.problems)
    return source.tree


def beside(folder: Path, name: str, suffixes: tuple[str, ...]) -> Path | None:
    """Return the file ``name`` inside ``folder``; None for absolute names, ways out and other suffixes."""
    if not name or "\0" in name or "\\" in name or Path(name).is_absolute():
        return None
    path = folder / name
    try:
        inside = path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):
        return None
    return path if inside and path.suffix in suffixes else None


def written(tree: Tree) -> str:
    """Return a value in short, for a message."""
    if isinstance(tree, Items):
        return "[…]"
    if isinstance(tree, Group):
        return "{…}"
    text = one_line(tree.written)
    return text if len(text) <= 40 else f"{text[:39]}…"
