"""How many copies of each sheet a booklet was issued with, by the page numbers in print at the foot of its sides."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import pairwise

from formkit.media.scan.sides import SideRead
from formkit.model.handbook import Handbook
from formkit.model.imprint import MOST_COPIES

_DIGITS = re.compile(r"\d+")
_MOST_LOOKED_AT = 8

FooterReader = Callable[[SideRead], str]


def page_numbers(text: str) -> tuple[int, int] | None:
    """Return the page and the number of pages out of "第 9 页／共 19 页", or None."""
    found = [int(each) for each in _DIGITS.findall(text)]
    if len(found) == 2 and 1 <= found[0] <= found[1]:
        return found[0], found[1]
    return None


def issued_counts(handbook: Handbook, sides: tuple[SideRead, ...], read_footer: FooterReader) -> dict[str, int]:
    """Return the copies of each sheet that the booklet has: those seen, and those that its page numbers prove.

    A booklet that has every side of every sheet up to the copies seen and of the default needs no proof. Else
    the feet of some sides tell how many pages there are in all and how many lie before each sheet. Measured
    sheets have no such feet: they come as they come.
    """
    seen = {sheet.id: 0 for sheet in handbook.sheets}
    for each in sides:
        seen[each.design.sheet] = max(seen[each.design.sheet], each.copy or 1)
    default = handbook.default_counts()
    if handbook.is_measured or all(seen[name] >= count for name, count in default.items()):
        return seen
    return _proved(handbook, seen, default, _printed_places(sides, read_footer))


def _printed_places(sides: tuple[SideRead, ...], read_footer: FooterReader) -> list[tuple[SideRead, int, int]]:
    """Return, for the first side of each sheet, its page and the number of pages; those of the majority's total."""
    first: dict[str, SideRead] = {}
    for each in sides:
        if each.certain:
            first.setdefault(each.design.sheet, each)
    found = []
    for each in list(first.values())[:_MOST_LOOKED_AT]:
        numbers = each.numbers or page_numbers(read_footer(each))
        if numbers is not None:
            found.append((each, *numbers))
    if not found:
        return []
    totals = [total for _, _, total in found]
    usual = max(totals, key=totals.count)
    return [each for each in found if each[2] == usual]


def _proved(
    handbook: Handbook, seen: Mapping[str, int], default: Mapping[str, int], places: list[tuple[SideRead, int, int]]
) -> dict[str, int]:
    """Return the counts that fit the numbers in print: the default ones if they do, else what the gaps hold."""
    if not places:
        return dict(seen)
    whole = {name: max(count, default[name]) for name, count in seen.items()}
    for counts in (whole, dict(seen)):
        if _fits(handbook, counts, places):
            return counts
    return _from_gaps(handbook, seen, places)


def _pages_before(handbook: Handbook, counts: Mapping[str, int], side: SideRead) -> int:
    before = 0
    for sheet in handbook.sheets:
        if sheet.id == side.design.sheet:
            return before + ((side.copy or 1) - 1) * sheet.side_count + side.design.side - 1
        before += counts[sheet.id] * sheet.side_count
    return before


def _total(handbook: Handbook, counts: Mapping[str, int]) -> int:
    return sum(counts[sheet.id] * sheet.side_count for sheet in handbook.sheets)


def _fits(handbook: Handbook, counts: Mapping[str, int], places: list[tuple[SideRead, int, int]]) -> bool:
    return all(
        _pages_before(handbook, counts, side) + 1 == page and _total(handbook, counts) <= total
        for side, page, total in places
    ) and (_total(handbook, counts) == places[0][2])


def _from_gaps(
    handbook: Handbook, seen: Mapping[str, int], places: list[tuple[SideRead, int, int]]
) -> dict[str, int]:
    """Fill the gap between two sheets whose pages are known, where exactly one sheet can fill it."""
    counts = dict(seen)
    order = [sheet.id for sheet in handbook.sheets]
    known = [(-1, 0), *((order.index(side.design.sheet), _start(handbook, side, page)) for side, page, _ in places)]
    known.append((len(order), places[0][2]))
    known.sort()
    for (left, start), (right, end) in pairwise(known):
        within = handbook.sheets[max(left, 0) : right]
        room = end - start - sum(counts[sheet.id] * sheet.side_count for sheet in within)
        growing = [sheet for sheet in within if sheet.repeats or counts[sheet.id] == 0]
        single = [sheet for sheet in growing if room and room % sheet.side_count == 0]
        if room > 0 and len(single) == 1 and (single[0].repeats or room == single[0].side_count):
            more = counts[single[0].id] + room // single[0].side_count
            counts[single[0].id] = min(more, MOST_COPIES)
    return counts


def _start(handbook: Handbook, side: SideRead, page: int) -> int:
    """Return how many pages lie before the first copy of the side's sheet."""
    sheet = handbook.sheet(side.design.sheet)
    sides = sheet.side_count if sheet is not None else 1
    return page - side.design.side - ((side.copy or 1) - 1) * sides
