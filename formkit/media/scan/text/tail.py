"""What follows the village in an address: numbers of groups and houses, as a small automaton."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

_MOST_DIGITS = 4
_MOST_NUMERALS = 3
_DIGITS = frozenset("0123456789")
_NUMERALS = frozenset("一二三四五六七八九十")
_UNITS = (
    "组", "社", "队", "号", "户", "栋", "幢", "楼", "单元", "室", "层", "巷", "弄", "排", "座", "房", "小区", "号楼",
    "村民小组", "小组", "附", "-", "、",
)
UNITS_ALONE = frozenset("组社队号户栋幢")
"""Units that say nothing without a number."""
_LONE_GROUP = 4.0
"""Nats for 组 without its number outside the grammar."""
_BARE_NUMBER = 1.5
"""Nats for a number that no unit follows."""
BARE_UNIT = 8.0
"""Nats for a unit that no number comes before."""
FREE_SIGN = 0.3
"""Nats for every character outside the lexicon and the grammar."""


@dataclass(frozen=True, slots=True, eq=False)
class Tail:
    """A state: within a number of ``count`` signs, within a unit with ``rest`` to come, between two, or free.

    A free state has the ``count`` 0 where nothing was known from the start, 1 behind a known place. There is but one
    state with the same properties (`_only`).
    """

    number: str = ""
    """"digits", "numerals" or ""."""
    count: int = 0
    rest: str = ""
    free: bool = False

    @property
    def ending(self) -> float:
        """What it costs to end here, in nats."""
        if self.rest:
            return float("inf")
        if self.free:
            return 0.0
        return _BARE_NUMBER if self.number else 0.0


@cache
def _only(number: str, count: int, rest: str, free: bool, /) -> Tail:
    """Return the one state of these properties, so that states are told apart without a look into them."""
    return Tail(number, count, rest, free)


START = _only("", 0, "", False)
FREE = _only("", 0, "", True)
ENTERED = _only("", 1, "", True)
"""Free behind a known place."""


@cache
def moves(state: Tail, sign: str) -> tuple[tuple[Tail, float], ...]:
    """Return the states that ``sign`` leads to, each with its nats."""
    if state.free:
        lone = sign == "组" and not state.number
        number = "digits" if sign in _DIGITS or sign in _NUMERALS else ""
        return ((_only(number, state.count, "", True), FREE_SIGN + _LONE_GROUP * lone),)
    if state.rest:
        return ((_only("", 0, state.rest[1:], False), 0.0),) if state.rest[0] == sign else ()
    found: list[tuple[Tail, float]] = []
    for name, signs, most in (("digits", _DIGITS, _MOST_DIGITS), ("numerals", _NUMERALS, _MOST_NUMERALS)):
        if sign in signs and (not state.number or (state.number == name and state.count < most)):
            found.append((_only(name, state.count + 1, "", False), 0.0))
    cost = 0.0 if state.number else BARE_UNIT
    found += [(_only("", 0, unit[1:], False), cost) for unit in _UNITS if unit[0] == sign]
    return tuple(found)
