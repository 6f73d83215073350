"""The blank behind an option, for a number or for words of one's own: 其他____, 肇事____次."""

from __future__ import annotations

import re

from formkit.learn.coded import CodedOption
from formkit.learn.found import Found, FoundOption
from formkit.learn.labels import is_numbered, name_kind
from formkit.learn.running import BLANK, GAP, NEWLINE, SLOTS, Running, Sign
from formkit.learn.units import UNIT
from formkit.model.handbook import Kind

_MORE = re.compile(rf"(?P<ask>[ ]?[（(，,：:][^{SLOTS}{BLANK}{NEWLINE}{GAP}]{{0,12}}|[ ：:]*)(?P<blank>{BLANK})")
_NO_NAME = re.compile(r"[（(，,：: ]|请|注明|说明|填写|写明|具体|^[限约共计]$|(?<=..)[是为]$")
"""Words before the blank that say nothing of it."""
_DATED = re.compile(rf"[ ]?年[{BLANK}{GAP} ]+月")
"""What stands behind the blank of a year, which is no number of years: □是，____年__月."""
_COUNTED = {"次": "次数", "人": "人数", "天": "天数", "日": "天数", "个": "个数"}
"""What a number behind an option counts, by its unit."""
_PIECES = frozenset("件份台套户处张")
"""Units of things that are counted where a form says that there may be some: □传真件，共____份."""
_LASTING = frozenset({"天", "日", "小时", "个月"})
"""Units of how long something lasts that an option asks for: 停炉____小时."""
_MONEY = frozenset({"元", "万元"})


def with_blanks(running: Running, options: list[CodedOption]) -> list[FoundOption]:
    """Return coded options with the blanks behind them."""
    return [_option(running, option) for option in options]


def end_with_blank(running: Running, option: CodedOption) -> int:
    """Return where a coded option ends, with the blank behind it."""
    return add_blank(running, FoundOption(option.code, option.label, running.room), option.end)


def _option(running: Running, option: CodedOption) -> FoundOption:
    made = FoundOption(option.code, option.label, running.box(option.start, option.words_end))
    add_blank(running, made, option.end)
    return made


def add_blank(running: Running, option: FoundOption, end: int) -> int:
    """Give an option the blank right behind it; return where it ends."""
    match = _MORE.match(running.text, end)
    if match is None or _DATED.match(running.text, match.end()) or re.search(r"[多单]选|选一", match["ask"]):
        return end
    blank = running.signs[match.start("blank")]
    asked = _NO_NAME.sub("", match["ask"].strip("（(，,：: "))
    unit = UNIT.match(running.text, match.end())
    if unit:
        option.count = _count(option.label, asked, unit["unit"], blank)
        return unit.end()
    option.text = _words(option.label, asked, blank)
    rest = re.match(r"[ ]?[)）]", running.text[match.end() :])
    return match.end() + (rest.end() if rest else 0)


def _count(option: str, asked: str, unit: str, blank: Sign) -> Found:
    """Return the number that an option asks for, named by its words, what is ``asked`` behind them, and its unit."""
    counted = unit in _COUNTED
    label = f"{option}{_COUNTED[unit]}" if counted else f"{option}{unit}数" if unit in _PIECES else option
    if len(asked) > 1 and unit in _LASTING and asked[0] not in "每限共约" and asked[-1] != "数":
        label = f"{asked}{unit.removeprefix('个')}数"
    elif unit in asked or len(asked) > 2:
        label = asked
    elif asked:
        label = f"{asked}{_COUNTED[unit] if counted and len(asked) == 2 else label}"
    if unit in _MONEY and not label.endswith(("额", "费", "款", "金")):
        named_sum = len(asked) > 1 and asked[0] != "每"
        label = f"{asked.removesuffix('金额')}金额" if named_sum else f"{label}金额"
    named = (counted and (len(option) > 1 or bool(asked))) or asked.endswith("金额")
    return Found(label, Kind.INTEGER, blank.box, lines=blank.lines, unit=unit, labelled=named)


def _words(option: str, asked: str, blank: Sign) -> Found:
    """Return the words that an option asks for; of a number of a card, or 转至, the option is no part of the name."""
    own = len(asked) > 2 and (is_numbered(asked) or asked[-1] in "至到往为于由")
    label = asked if own else f"{option} {asked}".strip()
    found = Found(label, Kind.TEXT, blank.box, lines=blank.lines, labelled=own)
    if asked:
        name_kind(found, asked)
    return found
