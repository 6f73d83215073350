"""The tree of one edition against the schema: every mistake at once, and the rest still usable.

What is wrong is reported and then taken out, so that the rules of `formkit.mapping.lint` can look
at the rest in the same run. The words of the parts taken out are remembered: a reference to a
field that is there but broken is no second mistake.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError

from formkit.errors import Problem
from formkit.mapping.explain import explain, problem_path
from formkit.mapping.scalars import is_trap, looks_octal, resolve
from formkit.mapping.schema import MappingNode
from formkit.mapping.tree import (
    Entry,
    Group,
    Leaf,
    Path,
    Plain,
    Spot,
    Tree,
    edited,
    find,
    plain,
    real_path,
    walk,
    words,
)

_ROUNDS = 30
"""Taking parts out can leave a group incomplete, which then goes too; nesting bounds how often."""
_TRUTH = {
    **dict.fromkeys(("yes", "y", "on", "true", "是"), True), **dict.fromkeys(("no", "n", "off", "false", "否"), False)
}
_STAND_INS: dict[str, str | int] = {"formkit": 1, "id": "mapping", "title": "-", "default_edition": "-"}


@dataclass(frozen=True, slots=True)
class Validated:
    """What validating gave.

    ``node`` is what can be used (None: nothing), at the paths of ``tree``; ``lost`` has the words
    of what was taken out and ``damaged`` the places of the groups that it was taken out of.
    """

    node: MappingNode | None
    tree: Group
    problems: tuple[Problem, ...]
    lost: frozenset[str] = frozenset()
    damaged: frozenset[Spot] = frozenset()


def validate(tree: Group) -> Validated:
    """Validate the tree of one edition."""
    node, errors = _attempt(tree)
    blank = _nulls(tree)
    problems = list(blank.values())
    problems += explain(tree, [error for error in errors if problem_path(tree, error) not in blank])
    problems += _traps(tree, {problem_path(tree, error) for error in errors})
    lost: set[str] = set()
    damaged: set[Spot] = set()
    for _ in range(_ROUNDS):
        if node is not None or not errors:
            break
        tree = _repair(tree, errors, lost, damaged)
        node, errors = _attempt(tree)
    return Validated(node, tree, tuple(problems), frozenset(lost), frozenset(damaged))


def _attempt(tree: Group) -> tuple[MappingNode | None, Sequence[Any]]:
    try:
        return MappingNode.model_validate(plain(tree)), ()
    except ValidationError as cause:
        return None, cause.errors(include_url=False, include_context=True, include_input=False)


def _nulls(tree: Group) -> dict[Path, Problem]:
    """Return a problem for every key or item that has no value."""
    found: dict[Path, Problem] = {}
    for path, part in walk(tree):
        if isinstance(part, Leaf) and part.value is None:
            key = next((step for step in reversed(path) if isinstance(step, str)), "")
            found[path] = part.spot.problem("M021", key=key)
    return found


def _traps(tree: Group, reported: set[Path]) -> list[Problem]:
    """Return a problem for every word without quotes that readers of YAML disagree about."""
    problems = []
    for path, part in walk(tree):
        if isinstance(part, Leaf) and not part.quoted and path not in reported:
            if isinstance(part.value, str) and is_trap(part.written):
                problems.append(part.spot.problem("M020", written=part.written))
            elif isinstance(part.value, int) and looks_octal(part.written):
                problems.append(part.spot.problem("M022", written=part.written, number=part.value))
        if isinstance(part, Group):
            problems += [_trap_key(entry) for entry in part.entries if not entry.quoted and is_trap(entry.key)]
    return problems


def _trap_key(entry: Entry) -> Problem:
    return entry.spot.problem("M020", written=entry.key)


def _repair(tree: Group, errors: Sequence[Any], lost: set[str], damaged: set[Spot]) -> Group:
    """Return the tree with the parts that ``errors`` complain of as they were meant, or else without them."""
    changes: dict[Path, Tree | None] = {}
    for error in errors:
        path = real_path(tree, error["loc"])
        part = find(tree, path)
        if path and part is not None:
            meant = _meant(part, error["type"]) if path[-1] != "options" else None
            changes[path] = meant
            if meant is None:
                lost |= {*words(part), str(path[-1])}
                damaged.add((find(tree, path[:-1]) or tree).spot)
        elif error["type"] == "missing":
            tree = _stand_in(tree, str(error["loc"][-1]))
            lost.add(str(error["loc"][-1]))
    repaired = edited(tree, changes)
    return repaired if isinstance(repaired, Group) else tree


def _meant(part: Tree, kind: str) -> Leaf | None:
    """Return a leaf of the wrong type as what its author surely meant, or None."""
    if not isinstance(part, Leaf) or part.value is None:
        return None
    if kind == "string_type":
        return replace(part, value=part.written)
    value: Plain = resolve(part.written)
    if kind == "bool_type":
        value = _TRUTH.get(part.written.lower())
    elif not isinstance(value, int | float) or kind not in ("int_type", "float_type"):
        return None
    return None if value is None or value == part.value else replace(part, value=value)


def _stand_in(tree: Group, key: str) -> Group:
    """Return the tree with a value for a missing key of the mapping itself."""
    if key not in _STAND_INS or tree.get(key) is not None:
        return tree
    value: Tree = Leaf(tree.spot, _STAND_INS[key], "")
    return replace(tree, entries=(*tree.entries, Entry(key, tree.spot, value)))
