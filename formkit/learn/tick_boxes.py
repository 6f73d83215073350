"""Options with a box each, before their words or behind them: □男 □女, 男□ 女□."""

from __future__ import annotations

import re

from formkit.learn.cells import around
from formkit.learn.coded import HOW
from formkit.learn.found import Found, FoundOption, Span, count_options, share_code
from formkit.learn.option_blanks import add_blank
from formkit.learn.running import BLANK, GAP, NEWLINE, SLOTS, Running
from formkit.learn.slots import Slot, leads
from formkit.model.handbook import Kind, Mark

_WORD = rf"[^{SLOTS}{BLANK}{GAP}{NEWLINE};；。]"
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
_NEXT_QUESTION = re.compile(r"(?<=.)[ ]*[，,；;、 ][ ]*[\u4e00-\u9fff]{2,10}[*＊※]?[：:][ ]*$")
"""What asks for the options behind an option: □不需要 □需要，跟进方式：□电话 □探访."""
_EXPLAINED = re.compile(rf"[ ]?[：:，,（(][^：:？?{SLOTS}]*[。；;]{NEWLINE}?[ {GAP}]*")
"""Whole sentences about an option before the next, which begins a line: （ ）基础包：提供健康教育。 / （ ）个性包：…"""


def ticks_before(running: Running, slots: list[Slot]) -> list[Span]:
    """Return the choices whose boxes stand before their words; those in the bracket of an option for themselves."""
    within = [match for match in _WITHIN.finditer(running.text) if len(_slots_in(match, slots)) > 1]
    inner = {id(slot) for match in within for slot in _slots_in(match, slots)}
    found = _ticked_runs(running, [slot for slot in slots if id(slot) not in inner])
    for match in within:
        for span in _ticked_runs(running, _slots_in(match, slots)):
            graded = not match["label"] and all(option.label.endswith("级") for option in span.found.options)
            span.found.label = match["label"] or f"{match['what']}{'等级' if graded else ''}"
            span.found.labelled = bool(match["label"])
            found.append(span)
    return found


def _slots_in(match: re.Match[str], slots: list[Slot]) -> list[Slot]:
    return [slot for slot in slots if match.end("label") <= slot.start < match.end()]


def _ticked_runs(running: Running, slots: list[Slot]) -> list[Span]:
    found: list[Span] = []
    group: list[FoundOption] = []
    start = end = 0
    text = running.text
    for index, slot in enumerate(slots):
        if not leads(text, slot):
            continue
        again = bool(group) and _begins_again(running, group, slot)
        if again:
            end = _without_next_label(running, group[-1], end)
        if group and (again or _closed(text, start, end) or _parted(text, end, _lead(text, slot))):
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


def _begins_again(running: Running, group: list[FoundOption], slot: Slot) -> bool:
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


def _lead(text: str, slot: Slot) -> int:
    """Return where an option begins: at the code before its box, where one is printed there (1□男)."""
    match = re.search(r"(?<![0-9A-Za-z])(?:\d{1,2}|[A-H])[.．、]?$", text[: slot.start])
    return match.start() if match else slot.start


def _closed(text: str, start: int, end: int) -> bool:
    """Say whether a choice stands in a bracket of its own, which ends: 保价（□是 □否），运输方式为□公路 □铁路."""
    return text[:start].rstrip(" ")[-1:] in ("（", "(") and bool(re.match(r"[ ]?[）)]", text[end:]))


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


def _ticked_option(running: Running, slot: Slot, limit: int, number: int) -> tuple[FoundOption, int]:
    """Return the option behind a □, and where it ends."""
    text = running.text
    begin = slot.end + (len(text[slot.end :]) - len(text[slot.end :].lstrip(" ")))
    shown = _shown_words(text, begin, limit)
    own = _OWN_CODE.match(shown)
    label = (shown[own.end() :] if own else shown).replace(" ", "")
    led = text[_lead(text, slot) : slot.start].strip(" .．、")
    code = led or (own["code"] if own else str(number))
    option = FoundOption(code, label, running.box(begin, begin + len(shown)), slot.boxes[0])
    return option, max(add_blank(running, option, begin + len(shown)), begin + len(shown))


def _shown_words(text: str, begin: int, limit: int) -> str:
    """Return the words of an option from ``begin`` on, before ``limit``, without what they ask for or announce."""
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
    return shown[: _first_unopened(shown)].rstrip(" ，,、/。（(：:") or shown


def _first_unopened(words: str) -> int:
    """Return where a bracket ends that began before the words: 我（□同意 □不同意）接受; without one, their length."""
    depth = 0
    for index, sign in enumerate(words):
        depth += (sign in "（(") - (sign in "）)")
        if depth < 0:
            return index
    return len(words)


def _ticked(options: list[FoundOption]) -> Found:
    box = around([option.box for option in options] + [option.tick for option in options if option.tick])
    if share_code(options):
        count_options(options)
    return Found("", Kind.SINGLE, box, mark=Mark.BOX, options=options, sure=len(options) > 1)


def ticks_behind(running: Running, slots: list[Slot]) -> list[Span]:
    """Return the choices whose boxes stand behind their words."""
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
        shown = words.group(1).strip(" ，,、").lstrip("）)")
        own = _OWN_CODE.match(shown)
        label = shown[own.end() :] if own else shown
        code = own["code"] if own else str(len(group) + 1)
        option = FoundOption(code, label, running.box(begin, previous + words.end(1)), slot.boxes[0])
        group.append(option)
        if words.group(2):
            add_blank(running, option, previous + words.end(1))
        end = previous = max(add_blank(running, option, slot.end), slot.end)
    if group:
        found.append(Span(start, end, _ticked(group)))
    return found
