"""Choices: options with a □ or ( ) before or behind them, and options with codes that go into a box."""

from __future__ import annotations

import re
from dataclasses import dataclass

from formkit.geometry import Box
from formkit.learn.cells import around
from formkit.learn.coded import HOW, CodedOption, coded_lists, coded_options
from formkit.learn.found import Found, FoundOption, Span, count_options, share_code
from formkit.learn.labels import is_numbered, name_kind
from formkit.learn.running import BLANK, BRACKET, GAP, NEWLINE, SLOTS, Running
from formkit.learn.units import UNIT
from formkit.model.handbook import Kind, Mark
from formkit.model.printed import BOX

_RUN = re.compile(rf"[{SLOTS}](?:[ ]?(?:[/／、.]|[\-－—–][A-Z]?)?[ ]?[{SLOTS}])*")
_QUOTES = frozenset("“\"‘'「『")
"""What stands before a box that is only spoken of: 在“□”内打√."""
_WORD = rf"[^{SLOTS}{BLANK}{GAP}{NEWLINE};；。]"
_MORE = re.compile(rf"(?P<ask>[ ]?[（(，,：:][^{SLOTS}{BLANK}{NEWLINE}{GAP}]{{0,12}}|[ ：:]*)(?P<blank>{BLANK})")
_DATED = re.compile(rf"[ ]?年[{BLANK}{GAP} ]+月")
"""What stands behind the blank of a year, which is no number of years: □是，____年__月."""
_COUNTED = {"次": "次数", "人": "人数", "天": "天数", "日": "天数", "个": "个数"}
"""What a number behind an option counts, by its unit."""
_LASTING = frozenset({"天", "日", "小时", "个月"})
"""Units of how long something lasts that an option asks for: 停炉____小时."""
_MONEY = frozenset({"元", "万元"})
_OWN_CODE = re.compile(
    r"^(?P<code>\d{1,2}|[A-Z])(?:[.．、)）]| "
    r"(?![岁年月日天周元人次个万级种项层楼户间台倍成米斤号代]|小时|分钟?|公|以[上下内]))(?=[\u4e00-\u9fff])"
)
"""A code before the words of an option; a letter without a sign behind it belongs to them: A型, B超."""
_NEXT_LABEL = re.compile(r"(?<=[^ ])[ ]+(?!请|注明|说明|具体|填写|写明)[\u4e00-\u9fff]{2,8}[：:]?$")
"""What stands before a blank behind an option and a space: □是 □否 电源电压____V. It names the blank."""
_WITHIN = re.compile(
    rf"(?<=[{SLOTS} ])(?P<what>[\u4e00-\u9fff]{{1,12}})[ ]?[（(](?P<label>[^（()）{SLOTS}：:]{{0,10}})[：:]?"
    rf"(?=[{SLOTS}])[^（()）]*[）)]"
)
"""Options in the bracket of another: □低保户（□全额 □差额） □特困户."""
_LAST_WORDS = re.compile(rf"([^{SLOTS}{BLANK}{GAP}{NEWLINE};；：:？? /]+)[ ]?({BLANK}?)[ ]?$")
"""The words before a box, with the blank for words of one's own: 其他____□."""
_NEXT_QUESTION = re.compile(r"(?<=.)[ ]*[，,；;、 ][ ]*[\u4e00-\u9fff]{2,10}[：:][ ]*$")
"""What asks for the options behind an option: □不需要 □需要，跟进方式：□电话 □探访."""
_QUESTION = re.compile(rf"[ {GAP}]*[^{SLOTS}{BLANK}{GAP}{NEWLINE} ：:；;，,0-9]{{1,10}}[：:]")
_SEVERAL = 3
"""Coded options right behind a □ that are as many as this have it in common."""
_EXPLAINED = re.compile(rf"[ ]?[：:，,（(][^：:？?{SLOTS}]*[。；;]{NEWLINE}?[ {GAP}]*")
"""Whole sentences about an option before the next, which begins a line: （ ）基础包：提供健康教育。 / （ ）个性包：…"""
_PRINTED = re.compile(r"[\u4e00-\u9fffA-Za-z0-9＜<≥≤>+（(]")


@dataclass(slots=True)
class _Slot:
    """A run of □ or ( ), and where it stands in the string."""

    start: int
    end: int
    boxes: tuple[Box, ...]
    signs: str
    used: bool = False


def choices(running: Running) -> list[Span]:
    """Return the choices and boxed codes of a string in their order; their labels are still open."""
    text = running.text
    runs = (match for match in _RUN.finditer(text) if text[match.start() - 1 : match.start()] not in _QUOTES)
    slots = [_slot(running, match) for match in runs]
    found = _with_codes(running, slots)
    singles = [slot for slot in slots if not slot.used]
    if _behind(text, singles):
        found += _ticks_behind(running, singles)
    else:
        found += _ticks_before(running, singles)
    found += [_comb(running, slot) for slot in slots if not slot.used]
    return sorted(found, key=lambda each: each.start)


def _slot(running: Running, match: re.Match[str]) -> _Slot:
    signs = running.signs[match.start() : match.end()]
    boxes = tuple(sign.box for sign in signs if sign.char in SLOTS)
    return _Slot(match.start(), match.end(), boxes, match.group())


def _with_codes(running: Running, slots: list[_Slot]) -> list[Span]:
    """Take the slots that a row of coded options leads to, or that is followed by one."""
    found = []
    previous = 0
    for index, slot in enumerate(slots):
        following = slots[index + 1].start if index + 1 < len(slots) else len(running.signs)
        lists = coded_lists(running, previous, slot.start) if len(slot.boxes) > 1 else []
        if len(lists) == len(slot.boxes):
            slot.used = True
            found += _box_each(running, slot, lists)
            previous = slot.end
            continue
        options = coded_options(running, previous, slot.start)
        if not options and len(slot.boxes) == 1:
            options = _led_by(running, slot, following)
        elif options and _leads(running.text, slot) and not _asks(running.text, slot.end):
            options = []
        if options and (_each_its_own(options, slots[:index]) or _named_itself(running.text, options, slot)):
            options = []
        if options:
            slot.used = True
            found.append(_coded(running, slot, options))
            previous = max(slot.end, options[-1].end)
        elif len(slot.boxes) > 1:
            previous = slot.end
    return found


def _named_itself(text: str, options: list[CodedOption], slot: _Slot) -> bool:
    """Say whether boxes behind options have a label of their own: 血型：A B O  身份证号：□□□□."""
    return options[-1].end < slot.start and bool(_QUESTION.fullmatch(text[options[-1].end : slot.start].rstrip(" ")))


def _box_each(running: Running, slot: _Slot, lists: list[list[CodedOption]]) -> list[Span]:
    """Return a choice for each of as many lists as there are boxes: 血型 1 A型 2 B型 / RH：1 阴性 2 阳性 □/□."""
    places = [index for index in range(slot.start, slot.end) if running.text[index] in SLOTS]
    own = [_Slot(at, at + 1, (running.signs[at].box,), running.text[at]) for at in places]
    return [_coded(running, box, options) for box, options in zip(own, lists, strict=True)]


def _each_its_own(options: list[CodedOption], before: list[_Slot]) -> bool:
    """Say whether every option but the last has a box right behind it already: 1.是□ 2.否□ is ticked."""
    starts = [slot.start for slot in before if not slot.used and len(slot.boxes) == 1]
    return all(any(0 <= start - option.end < 2 for start in starts) for option in options[:-1])


def _led_by(running: Running, slot: _Slot, following: int) -> list[CodedOption]:
    """Return the coded options behind a slot: （ ）A.良好 B.一般. One of them alone is an option that is ticked."""
    options = coded_options(running, slot.end, following)
    if options and slot.signs == BOX and options[0].start - slot.end < 2 and len(options) < _SEVERAL:
        return []
    return options


def _asks(text: str, start: int) -> bool:
    """Say whether the next words are a question of their own, with its colon."""
    return bool(_QUESTION.match(text, start))


def _leads(text: str, slot: _Slot) -> bool:
    """Say whether the slot stands before the word that it ticks."""
    return len(slot.boxes) == 1 and bool(_PRINTED.match(text[slot.end :].lstrip(" ")[:1])) and _near(text, slot.end)


def _near(text: str, end: int) -> bool:
    return text[end : end + 2].strip(" ") != "" and text[end : end + 1] not in (NEWLINE, GAP)


def _coded(running: Running, slot: _Slot, options: list[CodedOption]) -> Span:
    many = len(slot.boxes) > 1
    found = Found(
        "", Kind.MULTI if many else Kind.SINGLE, around(slot.boxes), cells=slot.boxes, mark=Mark.CODE,
        options=with_blanks(running, options),
    )
    ends = [end_with_blank(running, option) for option in options]
    start, end = options[0].start, max(ends)
    if slot.start < start:
        return Span(slot.start, end, found)
    return Span(start, end, found, ((slot.start, slot.end),))


def with_blanks(running: Running, options: list[CodedOption]) -> list[FoundOption]:
    """Return coded options with the blanks behind them."""
    return [_option(running, option) for option in options]


def end_with_blank(running: Running, option: CodedOption) -> int:
    """Return where a coded option ends, with the blank behind it."""
    return _add_blank(running, FoundOption(option.code, option.label, running.room), option.end)


def _option(running: Running, option: CodedOption) -> FoundOption:
    made = FoundOption(option.code, option.label, running.box(option.start, option.end))
    _add_blank(running, made, option.end)
    return made


def _add_blank(running: Running, option: FoundOption, end: int) -> int:
    """Give an option the blank right behind it; return where it ends."""
    match = _MORE.match(running.text, end)
    if match is None or _DATED.match(running.text, match.end()) or re.search(r"[多单]选|选一", match["ask"]):
        return end
    unit = UNIT.match(running.text, match.end())
    sign = running.signs[match.start("blank")]
    asked = re.sub(r"[（(，,：: ]|请|注明|说明|填写|写明|具体|^[限约共计]$", "", match["ask"].strip("（(，,：: "))
    if unit:
        counted = unit["unit"] in _COUNTED
        label = f"{option.label}{_COUNTED.get(unit['unit'], '')}" if counted else option.label
        if len(asked) > 1 and unit["unit"] in _LASTING and asked[0] not in "每限共约" and asked[-1] != "数":
            label = f"{asked}{unit['unit'].removeprefix('个')}数"
        elif asked:
            counts = counted and len(asked) == 2 and unit["unit"] not in asked
            label = f"{asked}{_COUNTED[unit['unit']]}" if counts else label
            label = asked if unit["unit"] in asked or len(asked) > 2 else label if counts else f"{asked}{label}"
        if unit["unit"] in _MONEY and not label.endswith(("额", "费", "款", "金")):
            named_sum = len(asked) > 1 and asked[0] != "每"
            label = f"{asked.removesuffix('金额')}金额" if named_sum else f"{label}金额"
        named = (counted and (len(option.label) > 1 or bool(asked))) or asked.endswith("金额")
        option.count = Found(label, Kind.INTEGER, sign.box, lines=sign.lines, unit=unit["unit"], labelled=named)
        return unit.end()
    own = len(asked) > 2 and (is_numbered(asked) or asked[-1] in "至到往为于由")
    label = asked if own else f"{option.label} {asked}".strip()
    option.text = Found(label, Kind.TEXT, sign.box, lines=sign.lines, labelled=own)
    if asked:
        name_kind(option.text, asked)
    rest = re.match(r"[ ]?[)）]", running.text[match.end() :])
    return match.end() + (rest.end() if rest else 0)


def _comb(running: Running, slot: _Slot) -> Span:
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


def _behind(text: str, slots: list[_Slot]) -> bool:
    """Say whether the boxes stand behind their words: before the first one is a word, behind the last one is none."""
    if len(slots) < 2:
        return False
    behind = sum(1 for slot in slots if _PRINTED.match(text[: slot.start].rstrip(f" {BLANK}")[-1:]))
    before = sum(1 for slot in slots if _printed_after(text, slot))
    return behind == len(slots) and (before < len(slots) or not _printed_after(text, slots[-1]))


def _printed_after(text: str, slot: _Slot) -> bool:
    """Say whether a word stands right behind a slot; behind brackets, a scan shows a space before it."""
    after = text[slot.end : slot.end + 2]
    return bool(_PRINTED.match(after.removeprefix(" ") if slot.signs == BRACKET else after))


def _ticks_before(running: Running, slots: list[_Slot]) -> list[Span]:
    """Return the choices whose boxes stand before their words; those in the bracket of an option for themselves."""
    within = [match for match in _WITHIN.finditer(running.text) if len(_slots_in(match, slots)) > 1]
    inner = {id(slot) for match in within for slot in _slots_in(match, slots)}
    found = _ticked_runs(running, [slot for slot in slots if id(slot) not in inner])
    for match in within:
        for span in _ticked_runs(running, _slots_in(match, slots)):
            span.found.label, span.found.labelled = match["label"] or match["what"], bool(match["label"])
            found.append(span)
    return found


def _slots_in(match: re.Match[str], slots: list[_Slot]) -> list[_Slot]:
    return [slot for slot in slots if match.end("label") <= slot.start < match.end()]


def _ticked_runs(running: Running, slots: list[_Slot]) -> list[Span]:
    found: list[Span] = []
    group: list[FoundOption] = []
    start = end = 0
    text = running.text
    for index, slot in enumerate(slots):
        if not _leads(text, slot):
            continue
        again = bool(group) and _begins_again(running, group, slot)
        if again:
            end = _without_next_label(running, group[-1], end)
        if group and (again or _parted(text, end, _lead(text, slot))):
            found.append(Span(start, end, _ticked(group)))
            group = []
        if not group:
            start = _lead(text, slot)
        slot.used = True
        limit = _lead(text, slots[index + 1]) if index + 1 < len(slots) else len(text)
        option, end = _ticked_option(running, slot, limit, len(group) + 1)
        group.append(option)
    if group:
        found.append(Span(start, end, _ticked(group)))
    return found


def _begins_again(running: Running, group: list[FoundOption], slot: _Slot) -> bool:
    """Say whether the options of a group begin again at a slot: 玩具□已做□未做 餐具□已做□未做."""
    words = re.match(r"[\u4e00-\u9fffA-Za-z]*", running.text[slot.end :].lstrip(" "))
    return len(group) > 1 and words is not None and words.group() == group[0].label != ""


def _without_next_label(running: Running, last: FoundOption, end: int) -> int:
    """Take from the last option what names the next choice, behind a space; return where the option ends then."""
    words = running.text[:end].rstrip(" ")
    space = words.rfind(" ")
    own = last.label.removesuffix(words[space + 1 :].rstrip("：:"))
    if space < 0 or not own or own == last.label:
        return end
    last.label, last.box = own, running.box(space - len(own), space)
    return space


def _lead(text: str, slot: _Slot) -> int:
    """Return where an option begins: at the code before its box, where one is printed there (1□男)."""
    match = re.search(r"(?<![0-9A-Za-z])(?:\d{1,2}|[A-H])[.．、]?$", text[: slot.start])
    return match.start() if match else slot.start


def _parted(text: str, end: int, start: int) -> bool:
    """Say whether what stands between two options begins a new question."""
    between = text[end:start]
    if re.match(r"[ ]?[，,]", between) and not re.search(rf"{NEWLINE}|[：:？?][ {GAP}]*$", between):
        return False  # What is asked for with the option before: □待修复，预计日期：____年__月__日 □停用.
    if _EXPLAINED.fullmatch(between):
        return False
    words = between.strip(f" {GAP}{NEWLINE}，,、;；/")
    apart = len(words) > 1 and BLANK not in words and between[:1] in (GAP, NEWLINE)
    return apart or bool(re.search(r"[：:？?]", words))


def _ticked_option(running: Running, slot: _Slot, limit: int, number: int) -> tuple[FoundOption, int]:
    """Return the option behind a □, and where it ends."""
    text = running.text
    begin = slot.end + (len(text[slot.end :]) - len(text[slot.end :].lstrip(" ")))
    match = re.compile(rf"{_WORD}+").match(text, begin, limit)
    words = match.group() if match else ""
    if text[begin + len(words) : begin + len(words) + 1] == BLANK:
        words = _NEXT_LABEL.sub("", words)
    if text[begin + len(words) : begin + len(words) + 1] in SLOTS:
        words = _NEXT_QUESTION.sub("", words)
    if limit < len(text) or " " not in words.strip():
        cut = re.search(r"[：:].*$|[（(，,][^）)，,]*$", words)
    else:
        cut = re.search(r"[ ](?![、，,）)]).*$|[：:].*$|[（(，,][^）)，,]*$", words)
    if cut and cut.start():
        asked = text[begin + cut.start() : begin + len(words) + 1]
        if BLANK in asked or cut.group()[0] in " ：:":
            words = words[: cut.start()]
    shown = HOW.sub("", words.rstrip(" ，,、/。")).rstrip(" ，,、/。（(：:")
    if shown.count("）") > shown.count("（"):
        shown = shown.rstrip("）")
    own = _OWN_CODE.match(shown)
    label = (shown[own.end() :] if own else shown).replace(" ", "")
    led = text[_lead(text, slot) : slot.start].strip(" .．、")
    code = led or (own["code"] if own else str(number))
    option = FoundOption(code, label, running.box(begin, begin + len(shown)), slot.boxes[0])
    return option, max(_add_blank(running, option, begin + len(shown)), begin + len(shown))


def _ticked(options: list[FoundOption]) -> Found:
    box = around([option.box for option in options] + [option.tick for option in options if option.tick])
    if share_code(options):
        count_options(options)
    return Found("", Kind.SINGLE, box, mark=Mark.BOX, options=options, sure=len(options) > 1)


def _ticks_behind(running: Running, slots: list[_Slot]) -> list[Span]:
    found: list[Span] = []
    group: list[FoundOption] = []
    start = end = previous = 0
    text = running.text
    for slot in slots:
        words = _LAST_WORDS.search(text[previous : slot.start])
        slot.used = words is not None
        if words is None:
            continue
        begin = previous + words.start()
        if group and _parted(text, end, begin):
            found.append(Span(start, end, _ticked(group)))
            group = []
        if not group:
            start = begin
        shown = words.group(1).strip(" ，,、")
        own = _OWN_CODE.match(shown)
        label = shown[own.end() :] if own else shown
        code = own["code"] if own else str(len(group) + 1)
        option = FoundOption(code, label, running.box(begin, previous + words.end(1)), slot.boxes[0])
        group.append(option)
        if words.group(2):
            _add_blank(running, option, previous + words.end(1))
        end = previous = max(_add_blank(running, option, slot.end), slot.end)
    if group:
        found.append(Span(start, end, _ticked(group)))
    return found

