"""Two blanks with a slash between them under one label: 血压 ____/____, 体重 ____/____ (now and aimed at)."""

from __future__ import annotations

import re
from collections import Counter

from formkit.geometry import Box
from formkit.learn.found import Found, Span
from formkit.learn.labels import name_kind
from formkit.learn.measured import name_pressures
from formkit.learn.running import BLANK, GAP, SLASHES, Running
from formkit.learn.units import IN_BRACKETS, UNIT_WORD
from formkit.model.handbook import Kind

_HALVES = re.compile(rf"{BLANK}[ ]?[{SLASHES}][ ]?{BLANK}")
_SLASH_LINE = re.compile(
    rf"(?m)^(?P<white>[{GAP} ]*)(?P<slash>[{SLASHES}|])[{GAP} ]*(?P<unit>(?:{UNIT_WORD})?)[{GAP} ]*$"
)
_MIDDLE = 0.35
"""Share of its cell within which a slash stands in the middle; what a scan shows as 1 is none elsewhere."""
_NARROW = 4.0
"""mm; white paper beside a slash that is narrower than this is none to write on."""
_GOALS = re.compile(r"吸烟|饮酒|摄盐|主食|运动|体重|体质指数|BMI|腰围")
"""What is told of a way of life: as it is, and behind the slash as it is to be."""
_AIMS = re.compile(
    r"斜[线杠]前[^。]{0,12}(?P<first>目前|当前|本次|实际)[^。]*斜[线杠]后[^。]*(?P<second>目标|下次|计划)"
)
"""What a note says of such blanks: 斜线前填目前情况，斜线后填下次随访目标."""


def slashed(running: Running, *, bare: bool = False) -> list[Span]:
    """Return the white paper on both sides of a slash that is alone in its line, but for a unit behind it: "  /  支".

    ``bare`` takes a slash without a unit too: by itself it may say that there is nothing to fill in.
    """
    found: list[Span] = []
    for match in _SLASH_LINE.finditer(running.text):
        slash = running.signs[match.start("slash")].box
        off = abs(slash.centre.x - running.room.centre.x) / max(running.room.width, 1.0)
        if not (match["unit"] or bare) or (match["slash"] not in "/／" and off > _MIDDLE):
            continue
        right = running.signs[match.start("unit")].box.x0 if match["unit"] else running.room.x1
        left = max(running.room.x0, slash.x0 - (right - slash.x1)) if match["unit"] else running.room.x0
        halves = (Box(left, slash.y0, slash.x0, slash.y1), Box(slash.x1, slash.y0, right, slash.y1))
        if min(half.width for half in halves) < _NARROW:
            continue
        first, second = (Found("", Kind.TEXT, half, unit=match["unit"] or "") for half in halves)
        middle = match.start("slash")
        found += [Span(match.start(), middle, first), Span(middle, match.end(), second)]
    return found


def open_halves(running: Running, label: str, *, records: bool) -> list[Found]:
    """Return the paper on both sides of a slash that is all that is printed in a cell; none where it says: nothing.

    It is to be filled in where the same stands in other ``records``, or the label is of two things: 身高/体重, 血压.
    """
    two = IN_BRACKETS.sub("", label)
    asked = records or two.endswith("血压") or len(_parts(two)) == 2
    return [span.found for span in slashed(running, bare=True)] if asked else []


def name_halves(running: Running, answers: list[Found], notes: str, *, records: bool = False) -> None:
    """Tell the two blanks of a slash apart by what they are of.

    Args:
        running: the print that they stand in.
        answers: all answers of that print; those with one label are changed.
        notes: what else is printed on the page, which may say what stands before and behind a slash.
        records: whether they are asked for at each visit: then what is aimed at stands behind the slash.
    """
    plain = _two_of_one_label(answers)
    if not plain or not (_HALVES.search(running.text) or _SLASH_LINE.search(running.text)):
        return
    whole = plain[0].label
    label = IN_BRACKETS.sub("", whole)
    if plain[1].unit and not plain[0].unit:
        plain[0].unit, plain[0].kind = plain[1].unit, plain[1].kind
    said = _AIMS.search(notes)
    if label.endswith("血压"):
        name_pressures(plain[0], plain[1])
        return
    if len(_parts(label)) == 2:
        names = _parts(label)
    elif said is not None:
        names = [f"{label} {said['first']}", f"{label} {'目标' if '目标' in said.group() else said['second']}"]
    elif not records and _GOALS.search(label):
        names = [whole, f"{label} 目标"]
    else:
        names = [whole, f"目标{whole}" if records else f"{whole} 2"]
    for answer, name in zip(plain, names, strict=True):
        answer.label = name
        name_kind(answer)


def _two_of_one_label(answers: list[Found]) -> list[Found]:
    """Return the two blanks that have one label, [] where there are none, or several such pairs."""
    plain = [answer for answer in answers if not (answer.options or answer.parts or answer.cells)]
    labels = Counter(answer.label for answer in plain)
    twice = [label for label, count in labels.items() if count > 1]
    return [each for each in plain if each.label == twice[0]] if [labels[each] for each in twice] == [2] else []


def _parts(label: str) -> list[str]:
    """Return the two things that a label with a slash is of."""
    parts = re.split(r"[/／]", label)
    return parts if len(parts) == 2 and all(len(part) > 1 for part in parts) else []
