"""Places for a seal or a signature that are only named: （盖章）."""

from __future__ import annotations

import re

from formkit.geometry import Box
from formkit.learn.found import Found, Span, inside
from formkit.learn.persons import SIGNING, STAMP
from formkit.learn.running import GAP, NEWLINE, Running
from formkit.model.handbook import Kind

_STAMP = 8.0
"""mm; white paper typed before （盖章） that is as wide is left for it."""
_MOVED = 3.5
"""mm; a scan shows ink, which ends as far from the right edge: what was typed around it is not to be known there."""
SEAL = re.compile(rf"[（(]\s*(?:单位|部门|公司|机构)?(?:{STAMP}|{SIGNING})\s*[）)](?!\s*[：:])")
"""A seal in brackets; with a colon behind it is a label like others."""


def seals(running: Running, taken: list[Span]) -> list[Span]:
    """Return the places for a seal or a signature that are only named, as （盖章） in a cell.

    White paper typed before one that stands in a line of its own is its place.
    """
    found: list[Span] = []
    for match in SEAL.finditer(running.text):
        if inside(match.start(), taken):
            continue
        left = _left_for_stamp(running, match)
        box = left or running.box(match.start(), match.end())
        label = match.group().strip("（()） ")
        found.append(Span(match.start(), match.end(), Found(label, Kind.SIGNATURE, box, sure=left is not None)))
    return found


def _left_for_stamp(running: Running, match: re.Match[str]) -> Box | None:
    """Return the white paper before （盖章） in a line of its own: what was typed, or in a scan what there is."""
    lead, rest = running.text[: match.start()].split(NEWLINE)[-1], running.text[match.end() :].split(NEWLINE)[0]
    if lead.strip(f"{GAP} ") or rest.strip(f"{GAP} ") or not match.start():
        return None
    words = running.box(match.start(), match.end())
    typed = running.signs[match.start() - 1].box
    if lead:
        return typed if lead == GAP and typed.width >= _STAMP else None
    moved = running.room.x1 - words.x1 >= _MOVED and words.x0 - running.room.x0 >= 2 * _STAMP
    return Box(words.x0 - 2 * _STAMP, words.y0, words.x0, words.y1) if moved else None
