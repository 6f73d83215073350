"""A YAML file as frozen values that know their place: leaves, lists and groups of keys.

Picking an edition makes new trees out of the parts of the old one; every part keeps the place
where its author wrote it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from formkit.errors import Problem, Where, problem

Plain = str | int | float | bool | None
Path = tuple[str | int, ...]
"""The way down a tree: keys and, in lists, numbers from 0."""
_SHOWN = 100
"""Characters of the author's words that a message repeats."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a file (lines and columns from 1) with the text of its line."""

    file: str
    line: int
    column: int
    text: str = ""

    @property
    def where(self) -> Where:
        """The place as problems carry it."""
        return Where(self.file, self.line, self.column)

    def problem(self, code: str, *, hint: str = "", **context: object) -> Problem:
        """Return the problem ``code`` at this place; words of the author's are shown in one line."""
        words = {name: one_line(str(value)) for name, value in context.items()}
        return problem(code, where=self.where, source_line=self.text, hint=hint, **words)  # type: ignore[arg-type]


def one_line(text: str) -> str:
    """Return text for a message: line breaks and signs that do not print are blanks, and it has an end."""
    shown = " ".join("".join(char if char.isprintable() else " " for char in text[: 2 * _SHOWN]).split())
    return shown if len(shown) <= _SHOWN else f"{shown[: _SHOWN - 1]}…"


@dataclass(frozen=True, slots=True)
class Leaf:
    """A single value; ``written`` is its text in the file, ``quoted`` says that it can only be text."""

    spot: Spot
    value: Plain
    written: str
    quoted: bool = True
    size: int = 1


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    spot: Spot
    items: tuple[Tree, ...]
    size: int = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """A key of a group with what stands under it."""

    key: str
    spot: Spot
    value: Tree
    quoted: bool = True


@dataclass(frozen=True, slots=True)
class Group:
    """A group of keys in the order of the file."""

    spot: Spot
    entries: tuple[Entry, ...]
    size: int = 1

    def entry(self, key: str | int) -> Entry | None:
        """Return the entry of ``key``, or None."""
        return next((entry for entry in self.entries if entry.key == key), None)

    def get(self, key: str | int) -> Tree | None:
        """Return what stands under ``key``, or None."""
        found = self.entry(key)
        return None if found is None else found.value


Tree = Leaf | Items | Group


def plain(tree: Tree) -> object:
    """Return the tree as dictionaries, lists and plain values."""
    if isinstance(tree, Leaf):
        return tree.value
    if isinstance(tree, Items):
        return [plain(item) for item in tree.items]
    return {entry.key: plain(entry.value) for entry in tree.entries}


def child(tree: Tree, step: str | int) -> Tree | None:
    """Return what lies one step down, or None."""
    if isinstance(tree, Group):
        return tree.get(step)
    if isinstance(tree, Items) and isinstance(step, int) and 0 <= step < len(tree.items):
        return tree.items[step]
    return None


def real_path(tree: Tree, steps: Sequence[str | int]) -> Path:
    """Return ``steps`` as far as the tree has them, without those that it does not know.

    pydantic puts the names of union members among the keys; they are told apart by walking the
    tree, because a member may be named like a key.
    """
    path: list[str | int] = []
    here: Tree = tree
    for step in steps:
        below = child(here, step)
        if below is not None:
            path.append(step)
            here = below
    return tuple(path)


def find(tree: Tree, path: Path) -> Tree | None:
    """Return what lies at ``path``, or None."""
    here: Tree | None = tree
    for step in path:
        here = None if here is None else child(here, step)
    return here


def value_spot(tree: Tree, path: Path) -> Spot:
    """Return where the value at ``path`` begins, or as near above it as there is something."""
    found = find(tree, real_path(tree, path))
    return found.spot if found is not None else tree.spot


def key_spot(tree: Tree, path: Path) -> Spot:
    """Return where the key that ends ``path`` stands; for an item of a list, the item."""
    above = find(tree, path[:-1]) if path else None
    entry = above.entry(path[-1]) if isinstance(above, Group) else None
    return entry.spot if entry is not None else value_spot(tree, path)


def walk(tree: Tree, path: Path = ()) -> Iterator[tuple[Path, Tree]]:
    """Yield every part of the tree with its path, from the top down."""
    yield path, tree
    if isinstance(tree, Items):
        for number, item in enumerate(tree.items):
            yield from walk(item, (*path, number))
    elif isinstance(tree, Group):
        for entry in tree.entries:
            yield from walk(entry.value, (*path, entry.key))


def edited(tree: Tree, changes: Mapping[Path, Tree | None], here: Path = ()) -> Tree:
    """Return the tree with the parts at some paths replaced, or taken out for None."""
    if isinstance(tree, Items):
        pairs = [((*here, number), item) for number, item in enumerate(tree.items)]
        return replace(tree, items=tuple(
            edited(part, changes, path) for path, item in pairs if (part := changes.get(path, item)) is not None
        ))
    if isinstance(tree, Group):
        entries = []
        for entry in tree.entries:
            path = (*here, entry.key)
            part = changes.get(path, entry.value)
            if part is not None:
                entries.append(replace(entry, value=edited(part, changes, path)))
        return replace(tree, entries=tuple(entries))
    return tree


def mapped_groups(tree: Tree, change: Callable[[Group], Group | None]) -> Tree:
    """Return the tree with every group that is an item of a list changed, or left out for None."""
    if isinstance(tree, Items):
        return replace(tree, items=tuple(_mapped_items(tree, change)))
    if isinstance(tree, Group):
        return replace(tree, entries=tuple(
            replace(entry, value=mapped_groups(entry.value, change)) for entry in tree.entries
        ))
    return tree


def _mapped_items(tree: Items, change: Callable[[Group], Group | None]) -> Iterator[Tree]:
    for item in tree.items:
        changed = change(item) if isinstance(item, Group) else item
        if changed is not None:
            yield mapped_groups(changed, change)


def words(tree: Tree) -> frozenset[str]:
    """Return every text in the tree."""
    return frozenset(part.value for _, part in walk(tree) if isinstance(part, Leaf) and isinstance(part.value, str))
