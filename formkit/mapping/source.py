"""Reading one YAML file into a tree that knows its places.

PyYAML is used for its events only. So nothing is converted behind the author's back, a key that is
given twice is seen, and neither deep nesting nor aliases of aliases can exhaust the machine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from formkit.errors import Problem, Where, problem
from formkit.mapping.scalars import resolve
from formkit.mapping.tree import Entry, Group, Items, Leaf, Spot, Tree

MAX_BYTES = 1_000_000
MAX_DEPTH = 40
MAX_VALUES = 200_000
"""With aliases unfolded; the largest mapping that ships has a twentieth of it."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_LINE_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Source:
    """A file as read: its tree (None where it could not be read at all) and what is wrong in it."""

    tree: Tree | None
    problems: tuple[Problem, ...] = ()
    incomplete: bool = False
    """A sheet file that the tree names could not be read, so that its sheet is not in the tree."""


class _StopError(Exception):
    """Nothing after this place of the file can be trusted."""

    def __init__(self, cause: Problem) -> None:
        super().__init__(cause.code)
        self.cause = cause


def read_source(path: Path, shown: str | None = None) -> Source:
    """Read a YAML file; ``shown`` is the path as problems name it."""
    name = shown or str(path)
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as cause:
        reason = getattr(cause, "strerror", None) or str(cause)
        return Source(None, (problem("M001", where=Where(name), cause=reason),))
    if len(raw) > MAX_BYTES:
        return Source(None, (problem("M003", where=Where(name), limit=MAX_BYTES // 1000),))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as cause:
        return Source(None, (_wrong_encoding(raw, cause, name),))
    return parse_source(text, name)


def _wrong_encoding(raw: bytes, cause: UnicodeDecodeError, name: str) -> Problem:
    line = raw.count(b"\n", 0, cause.start) + 1
    likely = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "GBK (GB 18030)"
    return problem("M002", where=Where(name, line, 1), likely=likely)


def parse_source(text: str, name: str) -> Source:
    """Read YAML from ``text``; ``name`` is the file as problems name it."""
    reader = _Reader(name, _LINE_BREAK.split(text))
    try:
        tree = reader.read(text)
    except _StopError as stop:
        return Source(None, (*reader.problems, stop.cause))
    except yaml.YAMLError as cause:
        return Source(None, (*reader.problems, reader.syntax_problem(cause)))
    return Source(tree, tuple(reader.problems))


@dataclass(slots=True)
class _Open:
    """A list or group that is being read."""

    spot: Spot
    anchor: str | None
    is_group: bool
    items: list[Tree] = field(default_factory=list)
    entries: dict[str, Entry] = field(default_factory=dict)
    key: Tree | None = None
    size: int = 1


@dataclass(slots=True)
class _Reader:
    name: str
    lines: list[str]
    problems: list[Problem] = field(default_factory=list)
    anchors: dict[str, Tree] = field(default_factory=dict)
    stack: list[_Open] = field(default_factory=list)
    root: Tree | None = None

    def read(self, text: str) -> Tree:
        for event in _events(text):
            self._take(event)
        if self.root is None:
            raise _StopError(problem("M010", where=Where(self.name, 1, 1)))
        return self.root

    def spot(self, mark: Any) -> Spot:
        line = self.lines[mark.line] if mark.line < len(self.lines) else ""
        return Spot(self.name, mark.line + 1, mark.column + 1, line)

    def syntax_problem(self, cause: yaml.YAMLError) -> Problem:
        mark = getattr(cause, "problem_mark", None) or getattr(cause, "context_mark", None)
        spot = self.spot(mark) if mark else Spot(self.name, 1, 1)
        detail = getattr(cause, "problem", None) or getattr(cause, "reason", None) or "unreadable"
        if "\t" in spot.text[: spot.column]:
            return spot.problem("M005")
        return spot.problem("M004", detail=detail)

    def _take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
            raise _StopError(self.spot(event.start_mark).problem("M011"))
        if isinstance(event, yaml.ScalarEvent):
            self._put(self._scalar(event), event.anchor)
        elif isinstance(event, yaml.AliasEvent):
            self._put(self._alias(event), None)
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            self._open(event)
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            self._close()

    def _scalar(self, event: yaml.ScalarEvent) -> Leaf:
        spot = self.spot(event.start_mark)
        self._refuse_tag(event, spot)
        bare = bool(event.implicit[0]) and not event.tag
        value = resolve(event.value) if bare else event.value
        return Leaf(spot, value, event.value, quoted=not bare)

    def _refuse_tag(self, event: yaml.NodeEvent, spot: Spot) -> None:
        tag = getattr(event, "tag", None)
        if tag:
            self.problems.append(spot.problem("M007", tag=tag))

    def _alias(self, event: yaml.AliasEvent) -> Tree:
        spot = self.spot(event.start_mark)
        found = self.anchors.get(event.anchor or "")
        if found is None:
            raise _StopError(spot.problem("M009", name=event.anchor))
        return found

    def _open(self, event: yaml.NodeEvent) -> None:
        spot = self.spot(event.start_mark)
        self._refuse_tag(event, spot)
        if len(self.stack) >= MAX_DEPTH:
            raise _StopError(spot.problem("M008", limit=MAX_DEPTH))
        self.stack.append(_Open(spot, event.anchor, isinstance(event, yaml.MappingStartEvent)))

    def _close(self) -> None:
        done = self.stack.pop()
        tree: Tree = Items(done.spot, tuple(done.items), done.size)
        if done.is_group:
            tree = Group(done.spot, tuple(done.entries.values()), done.size)
        self._put(tree, done.anchor)

    def _put(self, tree: Tree, anchor: str | None) -> None:
        if anchor:
            self.anchors[anchor] = tree
        if not self.stack:
            self.root = tree
            return
        above = self.stack[-1]
        above.size += tree.size
        if above.size > MAX_VALUES:
            raise _StopError(tree.spot.problem("M006", limit=MAX_VALUES))
        if not above.is_group:
            above.items.append(tree)
        elif above.key is None:
            above.key = tree
        else:
            self._pair(above, above.key, tree)
            above.key = None

    def _pair(self, above: _Open, key: Tree, value: Tree) -> None:
        if not isinstance(key, Leaf) or not isinstance(key.value, str):
            written = key.written if isinstance(key, Leaf) else "…"
            self.problems.append(key.spot.problem("M013", key=written))
            return
        first = above.entries.get(key.value)
        if first is not None:
            self.problems.append(key.spot.problem("M012", key=key.value, line=first.spot.line))
            return
        above.entries[key.value] = Entry(key.value, key.spot, value, key.quoted)


def _events(text: str) -> Iterator[yaml.Event]:
    yield from yaml.parse(text, Loader=_LOADER)

