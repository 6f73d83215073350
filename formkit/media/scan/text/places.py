"""The names of places as a trie: below each place the names of those that lie in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from formkit.media.scan.text.lexicons import Lexicons, Unit

_CITY, _COUNTY, _TOWN = 4, 6, 9
_COMMITTEES = (("村民委员会", "村"), ("村委会", "村"), ("居民委员会", "社区"), ("居委会", "社区"))
_WITHOUT = (("维吾尔自治区", ""), ("壮族自治区", ""), ("回族自治区", ""), ("自治区", ""), ("省", ""), ("市", ""))
"""Endings that people leave out when a county or city follows."""


@dataclass(slots=True, eq=False)
class Node:
    """A place in a trie: what may follow, and the codes of the units whose names end here."""

    onward: dict[str, Node] = field(default_factory=dict)
    ends: list[str] = field(default_factory=list)


class Places:
    """All units of a set of lexicons; the trie below a unit is made when it is first asked for."""

    def __init__(self, lexicons: Lexicons) -> None:
        """Take the provinces, cities and counties that ship and the towns and villages of the office."""
        self._units = (*lexicons.units, *lexicons.local)
        self._below: dict[str, Node] = {}
        self.signs = frozenset(sign for unit in self._units for sign in unit.name)

    def below(self, code: str) -> Node:
        """Return the trie of everything that lies in the unit ``code``, "" for all units."""
        if code not in self._below:
            self._below[code] = _trie(
                unit for unit in self._units if unit.code.startswith(code) and unit.code != code
            )
        return self._below[code]


def spellings(unit: Unit) -> Sequence[str]:
    """Return how a unit's name is written: in full, without its ending, a committee as its village."""
    name = unit.name
    found = [name]
    if len(unit.code) <= _CITY:
        found += [name.removesuffix(end) for end, _ in _WITHOUT if name.endswith(end) and len(name) - len(end) >= 2]
    elif len(unit.code) > _TOWN:
        for end, short in _COMMITTEES:
            if name.endswith(end):
                bare = name.removesuffix(end)
                found.append(bare if bare.endswith(("村", "社区")) else bare + short)
                break
    return list(dict.fromkeys(found))


def _trie(units: Iterable[Unit]) -> Node:
    root = Node()
    for unit in units:
        for spelled in spellings(unit):
            node = root
            for sign in spelled:
                node = node.onward.setdefault(sign, Node())
            node.ends.append(unit.code)
    return root
