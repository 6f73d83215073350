"""One edition out of a mapping that holds several.

``editions`` on an item of a list says in which editions it exists; ``by_edition`` replaces some of
its keys in one of them. Both keys are gone from the tree of an edition. A key that ``by_edition``
sets to null is taken away.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from formkit.errors import Problem
from formkit.mapping.assemble import written
from formkit.mapping.spelling import listed_hint
from formkit.mapping.tree import Entry, Group, Items, Leaf, Spot, Tree, mapped_groups, walk

ONLY = "editions"
OVERRIDE = "by_edition"
_RESERVED = (ONLY, OVERRIDE)


def declared(tree: Group) -> tuple[str, ...]:
    """Return the editions that the mapping declares, each once.

    An edition that lacks its quotes counts all the same; that it lacks them is reported elsewhere.
    """
    listed = tree.get("editions")
    if not isinstance(listed, Items):
        return ()
    return tuple(dict.fromkeys(
        item.written for item in listed.items if isinstance(item, Leaf)
    ))


def pick(tree: Group, edition: str) -> Group:
    """Return the tree of one edition; what is malformed is passed over (see `edition_problems`)."""
    picked = mapped_groups(tree, lambda item: _in_edition(item, edition))
    return picked if isinstance(picked, Group) else tree


def _in_edition(item: Group, edition: str) -> Group | None:
    only = item.get(ONLY)
    if isinstance(only, Items) and _names(only) and edition not in _names(only):
        return None
    entries = {entry.key: entry for entry in item.entries if entry.key not in _RESERVED}
    for entry in _overrides(item, edition):
        if isinstance(entry.value, Leaf) and entry.value.value is None:
            entries.pop(entry.key, None)
        elif entry.key not in _RESERVED:
            entries[entry.key] = entry
    return replace(item, entries=tuple(entries.values()))


def _names(only: Items) -> tuple[str, ...]:
    """Return the editions named; one that was not quoted counts as meant, and is reported elsewhere."""
    return tuple(item.written for item in only.items if isinstance(item, Leaf))


def _overrides(item: Group, edition: str) -> tuple[Entry, ...]:
    table = item.get(OVERRIDE)
    chosen = table.get(edition) if isinstance(table, Group) else None
    return chosen.entries if isinstance(chosen, Group) else ()


def edition_problems(tree: Group) -> Iterator[Problem]:
    """Yield what is wrong with the uses of ``editions`` and ``by_edition`` on items."""
    known = declared(tree)
    for path, part in walk(tree):
        if not path or not isinstance(path[-1], int) or not isinstance(part, Group):
            continue
        only, table = part.get(ONLY), part.get(OVERRIDE)
        if only is not None:
            yield from _only_problems(only, known)
        if table is not None:
            yield from _table_problems(table, known)


def _only_problems(only: Tree, known: tuple[str, ...]) -> Iterator[Problem]:
    if not isinstance(only, Items):
        yield only.spot.problem("M045", key=ONLY, found=written(only))
        return
    if not only.items:
        yield only.spot.problem("M040", key=ONLY, limit=1)
    for item in only.items:
        if not isinstance(item, Leaf) or not isinstance(item.value, str):
            yield item.spot.problem("M041", key=ONLY, found=written(item))
        elif item.value not in known:
            yield _unknown(item.value, item.spot, known)


def _table_problems(table: Tree, known: tuple[str, ...]) -> Iterator[Problem]:
    if not isinstance(table, Group):
        yield table.spot.problem("M046", key=OVERRIDE, found=written(table))
        return
    for entry in table.entries:
        if entry.key not in known:
            yield _unknown(entry.key, entry.spot, known)
        if not isinstance(entry.value, Group):
            yield entry.value.spot.problem("M046", key=entry.key, found=written(entry.value))
            continue
        for wrong in entry.value.entries:
            if wrong.key in _RESERVED:
                yield wrong.spot.problem("M401", key=wrong.key)


def _unknown(edition: str, spot: Spot, known: tuple[str, ...]) -> Problem:
    return spot.problem("M402", hint=listed_hint(known), edition=edition)

