"""Print whose neighbours say that it was read as something else: a 一 before 二 and 三, a bracket that one closes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from formkit.geometry import Box
from formkit.model.printed import Glyph, Rule

_ONE = 5.0
"""mm; a stroke that is longer is an underscore, whatever stands behind it."""
_NEXT = 16.0
"""mm; the second of a rank begins no farther behind the first."""
_OPENS, _CLOSES = frozenset("（(〔[【"), frozenset("）)〕]】")
_LIKE_OPENED = frozenset("Cc")
_STROKES = frozenset("_—-－–")
_LATIN = re.compile(r"[A-Za-z0-9]")


def first_of_ranks(glyphs: Sequence[Glyph], rules: Sequence[Rule]) -> tuple[list[Glyph], list[Rule]]:
    """Return print and lines with 一 for a short line that 二 and 三 follow: 一 二 三 四（打√）, 一、二、三季度."""
    twos = [glyph.box for glyph in glyphs if glyph.text == "二" and _then(glyph.box, glyphs, "三")]
    glyphs = [replace(glyph, text="一") if _is_stroke(glyph, twos) else glyph for glyph in glyphs]
    ones = [(rule, box) for rule in rules for box in twos if _is_before(rule, box)]
    signs = [Glyph("一", Box(rule.start, box.y0, rule.end, box.y1)) for rule, box in ones]
    return [*glyphs, *signs], [rule for rule in rules if not any(rule is one for one, _ in ones)]


def _is_before(rule: Rule, box: Box) -> bool:
    """Say whether a line is as the 一 of a rank: amid its line, not at its foot, and a sign wide."""
    amid = box.y0 + 0.25 * box.height < rule.at < box.y1 - 0.25 * box.height
    wide = 0.5 * box.width < rule.length < min(_ONE, 1.6 * box.width)
    return not rule.upright and amid and wide and 0 < box.x0 - rule.end < _NEXT


def _is_stroke(glyph: Glyph, twos: Sequence[Box]) -> bool:
    """Say whether a stroke that was read as a sign of its line stands before a 二; one at its foot is low."""
    box = glyph.box
    return glyph.text in _STROKES and any(
        box.height > 0.5 * two.height and box.width < 1.6 * two.width and two.y0 < box.centre.y < two.y1
        and 0 < two.x0 - box.x1 < _NEXT for two in twos
    )


def _then(box: Box, glyphs: Sequence[Glyph], text: str) -> bool:
    return any(
        glyph.text == text and box.y0 < glyph.box.centre.y < box.y1 and 0 < glyph.box.x0 - box.x1 < _NEXT
        for glyph in glyphs
    )


def opened(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Return print with a bracket for a C that begins a line in which one closes that nothing opens: （____年度）."""
    return [
        replace(glyph, text="（") if glyph.text in _LIKE_OPENED and _is_opening(glyph, glyphs) else glyph
        for glyph in glyphs
    ]


def _is_opening(glyph: Glyph, glyphs: Sequence[Glyph]) -> bool:
    box = glyph.box
    line = sorted(
        (each for each in glyphs if each is not glyph and not each.text.isspace()
         and box.y0 < each.box.centre.y < box.y1), key=lambda each: each.box.x0,
    )
    if any(each.box.x0 < box.x0 for each in line):
        return False
    behind = [each.text for each in line]
    ends = next((number for number, text in enumerate(behind) if text in _CLOSES), None)
    if ends is None or (behind and _LATIN.match(behind[0])):
        return False
    return not any(text in _OPENS for text in behind[:ends])
