"""Choices: options with a □ or ( ) before or behind them, and options with codes that go into a box."""

from __future__ import annotations

import re
from itertools import groupby

from formkit.learn.cells import around
from formkit.learn.code_boxes import with_codes
from formkit.learn.found import Found, Span
from formkit.learn.running import BRACKET, SLOTS, Running
from formkit.learn.slots import Slot, slots_of, stand_behind
from formkit.learn.tick_boxes import ticks_before, ticks_behind
from formkit.model.handbook import Kind


def choices(running: Running) -> list[Span]:
    """Return the choices and boxed codes of a string in their order; their labels are still open."""
    slots = slots_of(running)
    found = with_codes(running, slots)
    singles = [slot for slot in slots if not slot.used]
    for alike in _of_one_sign(singles):
        found += (ticks_behind if stand_behind(running.text, alike) else ticks_before)(running, alike)
    found += [_comb(slot) for slot in slots if not slot.used]
    return sorted(found, key=lambda each: each.start)


def _of_one_sign(slots: list[Slot]) -> list[list[Slot]]:
    """Return boxes and brackets in runs of one sign each: 热力（ ） 药物（ ） and □碗 □盘 are two questions."""
    return [list(run) for _, run in groupby(slots, lambda slot: slot.signs == BRACKET)] or [[]]


def _comb(slot: Slot) -> Span:
    """Return one-character boxes for a code, signs printed between them left out of it; one box alone is a digit."""
    separators, count = [], 0
    for match in re.finditer(rf"[{SLOTS}]|[\-－—–][A-Z]?|[/／.]", slot.signs):
        if match.group() in SLOTS:
            count += 1
        else:
            separators.append((count, re.sub(r"[－—–]", "-", match.group())))
    kind = Kind.CODE if len(slot.boxes) > 1 else Kind.TEXT
    found = Found("", kind, around(slot.boxes), cells=slot.boxes if kind is Kind.CODE else (),
                  separators=tuple(separators), sure=len(slot.boxes) > 1)
    return Span(slot.start, slot.end, found)
