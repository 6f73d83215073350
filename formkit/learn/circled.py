"""Options that are only printed side by side, to be circled: 甲类/乙类, 核4 核4B 核5, 有 无."""

from __future__ import annotations

import re

from formkit.learn.cells import around
from formkit.learn.found import Found, FoundOption, Span
from formkit.learn.replies import is_answer
from formkit.learn.running import FREE, NEWLINE, Running
from formkit.model.handbook import Kind, Mark

PART = re.compile(rf"[^{FREE}{NEWLINE}/／、|·]+")
_NUMBERED = r"(?:[\u4e00-\u9fff]{1,3}\d[A-Z]?[级类型档等]?)"
"""A word that differs from the others in its number: 核6B级."""
_SLASHED = re.compile(
    rf"[：:][{FREE}{NEWLINE}（(]*(?P<list>(?:[\u4e00-\u9fff]{{1,6}}(?:[ ]?[/／·][ ]?[\u4e00-\u9fff]{{1,6}})+|"
    rf"{_NUMBERED}(?:[ ]?[/／·][ ]?{_NUMBERED})+))"
    rf"(?=[{FREE}{NEWLINE}）)，,；;。]|$)"
)
_DAY_PART = "上午|下午|中午|晚上|晚间|早上|早晨|傍晚|凌晨|夜间|夜里|白天|全天|早|中|晚"
_SEX = re.compile(rf"(?<=性别)[{FREE}]*(?P<list>男[ ]?[/／、·][ ]?女)")
"""The one choice that needs no colon: 姓名____ 性别男/女."""
_BEHIND_DAY = re.compile(
    rf"(?<=[日号])[{FREE}]*[（(]?[ ]?(?P<list>(?:{_DAY_PART})(?:[ ]?[/／、][ ]?(?:{_DAY_PART}))+)(?![\u4e00-\u9fff])"
)
"""Parts of the day behind a date: ____年__月__日 上午/下午."""
_WORD = r"[\u4e00-\u9fff]{1,4}"
_BRACKETED = re.compile(
    rf"[（(][ ]?(?P<list>{_WORD}(?:[ ]?[/／、][ ]?{_WORD}){{1,4}})[ ]?[）)](?![\u4e00-\u9fff]{{0,2}}[：:])"
)
"""Two words of which one is circled, or more that are answers, in a bracket in running text."""
_TRENDS = frozenset({
    "上升", "持平", "下降", "增加", "增长", "减少", "不变", "提高", "降低", "升高", "增", "减", "升", "降",
})
"""How something changed. As heads of columns they are counted, so they are no answers by themselves."""
_CHOICE = rf"(?:[\u4e00-\u9fff]{{1,6}}|[ABO]{{1,2}}|{_NUMBERED})"
_SPACED = re.compile(
    rf"[：:][{FREE}{NEWLINE}]*(?P<list>{_CHOICE}(?:[{FREE}]+{_CHOICE})*?)"
    rf"(?=[{FREE}]+[^{FREE}]{{1,12}}[：:]|[{FREE}]*$)"
)
"""Words with white paper between them, behind a colon: 评价：满意 一般 不满意."""
_NAMED = {
    "性别": {"男", "女"}, "称呼": {"先生", "女士"}, "血型": {"A", "B", "AB", "O", "不详"},
    "时段": set(_DAY_PART.split("|")),
}
"""What choices of these words are of, where no words before them say it."""
_ASIDE = re.compile(rf"[{FREE}]*[（(](?:请|在)[^（()）]*[）)][{FREE}]*$")
"""How to mark the answer, said behind the options."""
_FEW = 2
"""Words with slashes behind a colon that are more than this are alternatives, whatever they say."""
_RANK = "[一二三四五ABCD甲乙丙丁]"
_CLASS = re.compile(rf"(?P<list>[/／][{FREE}]*[^{FREE}{NEWLINE}/／]+)[{FREE}]+[类级档型等][{FREE}]*$"
                    rf"|(?P<ranks>{_RANK}(?:[{FREE}]*{_RANK})+)[{FREE}]+[类级档型等][{FREE}]*$")
"""A word behind a list of slashes that goes with each of its options: A / B / C 类."""
_RINGED = "①②③④⑤⑥⑦⑧⑨⑩"
_RANKS = (
    "甲乙丙丁戊", "一二三四五六七八九十", "上中下", "大中小", "早中晚", "高中低", "轻中重", "强中弱", "优良中差",
    "东南西北", "春夏秋冬", "ABCDEFGH", "ⅠⅡⅢⅣⅤ", "上下", _RINGED,
)
"""Single signs that are options of one another; others apart from one another are a spaced label: 负 责 人."""
LONGEST = 8
MOST = 12
_PAIRS = frozenset({
    "好坏", "对错", "真假", "开关", "进出", "左右", "男女", "女男", "有无", "无有", "是否", "否是", "甲乙", "好差",
    "能否", "公私", "早晚", "新旧",
})


def circled(running: Running, *, must_know: bool, repeated: bool = False) -> Found | None:
    """Return the choice that the print of a cell is, or None where it is something else.

    ``must_know`` takes only words that answer something by themselves (有, 合格): for a cell that may be a label.
    ``repeated`` says that the same words stand in other records too, so that they are no label and no answer.
    """
    text = _CLASS.sub(lambda match: match["list"] or match["ranks"], _ASIDE.sub("", running.text))
    words_of = [(match.group(), match.start(), match.end()) for match in PART.finditer(text)]
    parts = _alike(text) or _ranks(text) or words_of
    words = [word for word, _, _ in parts]
    if not _looks_so(text, words, must_know) and not (repeated and _short(text, words)):
        return None
    options = [
        FoundOption(str(number), word, running.box(start, end)) for number, (word, start, end) in enumerate(parts, 1)
    ]
    return as_circled(options)


def _ranks(text: str) -> list[tuple[str, int, int]]:
    """Return the single signs of a rank, of which a scan may show some without the white paper between them."""
    shown = [(sign, index, index + 1) for index, sign in enumerate(text) if sign not in f"{FREE}{NEWLINE}/／"]
    spaced = len(shown) > 2 and bool(re.search(rf"[{FREE}/／]", text.strip(f"{FREE}{NEWLINE}")))
    return shown if spaced and ranked([sign for sign, _, _ in shown]) else []


def as_circled(options: list[FoundOption]) -> Found:
    """Return the choice of one of ``options``, which is circled."""
    box = around(option.box for option in options)
    return Found("", Kind.SINGLE, box, mark=Mark.CIRCLE, options=options, sure=False)


def _alike(text: str) -> list[tuple[str, int, int]]:
    """Return options that begin with one sign and differ in their numbers (核4 核4B 核5), however they are spaced."""
    first = text.strip()[:1]
    starts = [match.start() for match in re.finditer(re.escape(first), text)] if first >= "\u4e00" else []
    if len(starts) < 2:
        return []
    found = []
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        word = re.sub(rf"[{FREE}{NEWLINE}/／、]", "", text[start:end])
        if not re.fullmatch(r"[\u4e00-\u9fff]{1,3}[0-9A-Z一二三四五六]{1,3}[\u4e00-\u9fff]{0,2}", word):
            return []
        found.append((word, start, start + len(text[start:end].rstrip(f"{FREE}{NEWLINE}/／、"))))
    return found


def _looks_so(text: str, words: list[str], must_know: bool) -> bool:
    if not 2 <= len(words) <= MOST or len(set(words)) < len(words) or max(map(len, words)) > LONGEST:
        return False
    if re.search(r"[：:，,。？?（(）)]", text):
        return False
    if all(is_answer(word) for word in words):
        return True
    if must_know or "、" in text:
        return False
    if all(len(word) == 1 for word in words):
        return "".join(words) in _PAIRS or (len(words) > 2 and (ranked(words) or bool(re.search(r"[/／]", text))))
    if max(map(len, words)) - min(map(len, words)) > 3 or _spread(text, words):
        return False
    return bool(re.search(r"[/／]", text)) or len(words) > 2 or _close(words)


def _spread(text: str, words: list[str]) -> bool:
    """Say whether single signs beside longer words are those of one spread over its line: 处理经过 / 及 结 果."""
    single = [word for word in words if len(word) == 1 and word > "\u4e00" and not is_answer(word)]
    return bool(single) and not re.search(r"[/／]", text)


def ranked(words: list[str]) -> bool:
    """Say whether single signs follow one another in a rank: 一 二 三, A B C."""
    return any("".join(words) in ranks for ranks in _RANKS)


def _in_order(words: list[str]) -> bool:
    """Say whether three single signs or more are a rank: 早/中/晚."""
    return len(words) > 2 and max(map(len, words)) == 1 and ranked(words)


def _short(text: str, words: list[str]) -> bool:
    """Say whether print is two words or more of two to four signs each, or two capitals with a slash: P / F."""
    if len(words) < 2 or len(set(words)) < len(words) or re.search(r"[：:，,。？?（(）)]", text):
        return False
    if all(word in _RINGED for word in words):  # What they stand for is said in a note.
        return ranked(words)
    if _in_order(words[:-1]) and re.fullmatch(r"[\u4e00-\u9fff]{2,4}", words[-1]):  # Ⅰ Ⅱ Ⅲ Ⅳ 不明确
        return True
    if re.search(r"[/／]", text) and all(re.fullmatch(r"[A-Z√×]|[\u4e00-\u9fff]{1,6}", word) for word in words):
        return True
    return all(re.fullmatch(r"[\u4e00-\u9fff]{2,4}", word) for word in words)


def alternatives(running: Running, *, pairs: bool = False) -> list[Span]:
    """Return choices in running text that only slashes make: 受控状态：受控 / 非受控; their label is before them.

    So are two words in brackets with a slash or 、 between them, （男/女）, and answers behind a colon (性别：男 女).
    ``pairs`` takes two words that answer something only: for a cell in which other things are asked for, too.
    """
    found: list[Span] = []
    spaced = [match for match in _SPACED.finditer(running.text) if _all_answer(match["list"])]
    bracketed = [match for match in _BRACKETED.finditer(running.text) if _is_pair(match["list"])]
    slashed = [match for match in _SLASHED.finditer(running.text) if not pairs or _is_pair(match["list"])]
    behind = [*_BEHIND_DAY.finditer(running.text), *_SEX.finditer(running.text)]
    for match in [*slashed, *behind, *bracketed, *spaced]:
        if any(span.start < match.end("list") and match.start("list") < span.end for span in found):
            continue
        listed = PART.finditer(running.text, match.start("list"), match.end("list"))
        parts = [(part.group(), part.start(), part.end()) for part in listed]
        words = [word for word, _, _ in parts]
        if len(words) < 2 or len(set(words)) < len(words) or not _goes_together(match, words):
            continue
        options = [
            FoundOption(str(number), word, running.box(start, end))
            for number, (word, start, end) in enumerate(parts, 1)
        ]
        choice = as_circled(options)
        choice.label = next((name for name, answers in _NAMED.items() if set(words) <= answers), "")
        choice.labelled = bool(choice.label)
        found.append(Span(match.start("list"), match.end("list"), choice))
    return found


def _goes_together(match: re.Match[str], words: list[str]) -> bool:
    if match.re is _SLASHED and len(words) > _FEW:
        return True
    return match.re in (_BEHIND_DAY, _SEX, _SPACED, _BRACKETED) or _close(words) or _level(words) or _in_order(words)


def _is_pair(text: str) -> bool:
    """Say whether two words are answers, or one is the other's 不, or both are of one person: 同意、不同意."""
    words = [part.group().strip() for part in PART.finditer(text)]
    if len(words) > 1 and _TRENDS.issuperset(words):
        return True
    if len(words) != _FEW:
        return len(words) > _FEW and "、" not in text and all(map(is_answer, words))
    first, second = words
    known = bool(is_answer(first) and is_answer(second)) or {first, second} in _NAMED.values()
    return known or second in (f"不{first}", f"无{first}", f"未{first}")


def _all_answer(text: str) -> bool:
    """Say whether words side by side are alternatives: answers, words of one kind, or one is the other's 不."""
    words = [part.group() for part in PART.finditer(text)]
    if all(is_answer(word) for word in words) or _NAMED["血型"].issuperset(words):
        return True
    return len(words) > 1 and (_is_pair(text) or (len(words) > 2 and min(map(len, words)) > 1 and _close(words)))


def _close(words: list[str]) -> bool:
    """Say whether words are alternatives: known answers, or alike at an end."""
    if all(is_answer(word) for word in words):
        return True
    return len({word[-1] for word in words}) == 1 or len({word[0] for word in words}) == 1


def _level(words: list[str]) -> bool:
    """Say whether three words or more are of about one length."""
    lengths = [len(word) for word in words]
    return len(words) > 2 and min(lengths) > 1 and max(lengths) - min(lengths) < 2
