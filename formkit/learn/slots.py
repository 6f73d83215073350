"""Boxes and empty brackets, □ and ( ): runs of them, and whether a word stands before or behind them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from formkit.geometry import Box
from formkit.learn.running import BLANK, BRACKET, GAP, NEWLINE, SLOTS, Running

_BOXES = rf"[{SLOTS}](?:[ ]?(?:[/／、.]|[\-－—–][A-Z]?)?[ ]?[{SLOTS}])*"
_RUN = re.compile(rf"{_BOXES}(?:(?<=[/／][{SLOTS}])[ ]?{NEWLINE}[ ]?(?=[{SLOTS}][ ]?[/／]){_BOXES})*")
"""Boxes side by side, with slashes perhaps; such with slashes may go on in the next line."""
_QUOTES = frozenset("“\"‘'「『")
_SPOKEN_OF = re.compile(r"在[□ ]*[内中里上前后处打]")
"""What stands around a box that is only spoken of: 在“□”内打√, 在□内打√."""
_PRINTED = re.compile(r"[\u4e00-\u9fffA-Za-z0-9＜<≥≤>+（(]")


@dataclass(slots=True)
class Slot:
    """A run of □ or ( ), and where it stands in the string; ``used`` when an answer has taken it."""

    start: int
    end: int
    boxes: tuple[Box, ...]
    signs: str
    used: bool = False


def slots_of(running: Running) -> list[Slot]:
    """Return the runs of boxes and brackets in a string that are there to be filled in."""
    text = running.text
    runs = (match for match in _RUN.finditer(text) if text[match.start() - 1 : match.start()] not in _QUOTES
            and not _SPOKEN_OF.match(text, max(0, match.start() - 1)))
    return [_slot(running, match) for match in runs]


def _slot(running: Running, match: re.Match[str]) -> Slot:
    signs = running.signs[match.start() : match.end()]
    boxes = tuple(sign.box for sign in signs if sign.char in SLOTS)
    return Slot(match.start(), match.end(), boxes, match.group())


def leads(text: str, slot: Slot) -> bool:
    """Say whether the slot stands before the word that it ticks."""
    return len(slot.boxes) == 1 and bool(_PRINTED.match(text[slot.end :].lstrip(" ")[:1])) and _near(text, slot.end)


def _near(text: str, end: int) -> bool:
    return text[end : end + 2].strip(" ") != "" and text[end : end + 1] not in (NEWLINE, GAP)


def stand_behind(text: str, slots: list[Slot]) -> bool:
    """Say whether the boxes stand behind their words: before the first one is a word, behind the last one is none."""
    if len(slots) < 2:
        return False
    behind = sum(1 for slot in slots if _PRINTED.match(text[: slot.start].rstrip(f" {BLANK}")[-1:]))
    before = sum(1 for slot in slots if _printed_after(text, slot))
    return behind == len(slots) and (before < len(slots) or not _printed_after(text, slots[-1]))


def _printed_after(text: str, slot: Slot) -> bool:
    """Say whether a word stands right behind a slot; behind brackets, a scan shows a space before it."""
    after = text[slot.end : slot.end + 2]
    return bool(_PRINTED.match(after.removeprefix(" ") if slot.signs == BRACKET else after))
