"""Options that are only printed side by side, to be circled: 甲类/乙类, 核4 核4B 核5, 有 无."""

from __future__ import annotations

import re

from formkit.learn.cells import around
from formkit.learn.found import Found, FoundOption, Span
from formkit.learn.running import FREE, GAP, NEWLINE, Running
from formkit.model.handbook import Kind, Mark

_PART = re.compile(rf"[^{FREE}{NEWLINE}/／、|]+")
_SLASHED = re.compile(
    rf"[：:][{FREE}（(]*(?P<list>[\u4e00-\u9fff]{{1,6}}(?:[ ]?[/／][ ]?[\u4e00-\u9fff]{{1,6}})+)"
    rf"(?=[{FREE}{NEWLINE}）)]|$)"
)
_LONGEST = 8
_MOST = 12
_PAIRS = frozenset({"男女", "女男", "有无", "无有", "是否", "否是", "甲乙", "好差", "能否", "公私", "早晚", "新旧"})
_ANSWERS = re.compile(
    r"^(?:是|否|有|无|男|女|能|不能|好|中|差|一般|良好|较差|正常|异常|不正常|合格|不合格|基本合格|"
    r"满意|不满意|很满意|非常满意|基本满意|比较满意|较满意|"
    r"优|良|优秀|同意|不同意|完好|损坏|已完成|未完成|完成|符合|不符合|达标|不达标|通过|不通过|需要|不需要|会|不会|从不|偶尔|有时|经常|总是|"
    r"[轻中重]度|自理|部分自理|完全自理|不能自理|独立|部分依赖|完全依赖|√|×|[一二三四五]级|已处理|处理中|未处理|不适用|很好|较好|很差|"
    r"非常不满意|很不满意|较不满意|无帮助|需要帮助|是□|否□)$"
)


def circled(running: Running, *, must_know: bool, repeated: bool = False) -> Found | None:
    """Return the choice that the print of a cell is, or None where it is something else.

    ``must_know`` takes only words that answer something by themselves (有, 合格): for a cell that may be a label.
    ``repeated`` says that the same words stand in other records too, so that they are no label and no answer.
    """
    text = running.text
    parts = _alike(text) or [(match.group(), match.start(), match.end()) for match in _PART.finditer(text)]
    words = [word for word, _, _ in parts]
    if not _looks_so(text, words, must_know) and not (repeated and _short(text, words)):
        return None
    options = [
        FoundOption(str(number), word, running.box(start, end)) for number, (word, start, end) in enumerate(parts, 1)
    ]
    return _circle(options)


def _circle(options: list[FoundOption]) -> Found:
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
    if not 2 <= len(words) <= _MOST or len(set(words)) < len(words) or max(map(len, words)) > _LONGEST:
        return False
    if re.search(r"[：:，,。？?（(）)]", text):
        return False
    if all(_ANSWERS.match(word) for word in words):
        return True
    if must_know or "、" in text:
        return False
    if all(len(word) == 1 for word in words):
        return "".join(words) in _PAIRS or (len(words) > 2 and GAP not in text)
    if max(map(len, words)) - min(map(len, words)) > 3:
        return False
    return bool(re.search(r"[/／]", text)) or len(words) > 2 or _close(words)


def _short(text: str, words: list[str]) -> bool:
    """Say whether print is two words or more of two to four signs each."""
    if len(words) < 2 or len(set(words)) < len(words) or re.search(r"[：:，,。？?（(）)]", text):
        return False
    return all(re.fullmatch(r"[\u4e00-\u9fff]{2,4}", word) for word in words)


def alternatives(running: Running) -> list[Span]:
    """Return choices in running text that only slashes make: 受控状态：受控 / 非受控; their label is before them."""
    found = []
    for match in _SLASHED.finditer(running.text):
        listed = _PART.finditer(running.text, match.start("list"), match.end("list"))
        parts = [(part.group(), part.start(), part.end()) for part in listed]
        words = [word for word, _, _ in parts]
        if len(set(words)) < len(words) or not (_close(words) or _level(words)):
            continue
        options = [
            FoundOption(str(number), word, running.box(start, end))
            for number, (word, start, end) in enumerate(parts, 1)
        ]
        found.append(Span(match.start("list"), match.end("list"), _circle(options)))
    return found


def _close(words: list[str]) -> bool:
    """Say whether words are alternatives: known answers, or alike at an end."""
    if all(_ANSWERS.match(word) for word in words):
        return True
    return len({word[-1] for word in words}) == 1 or len({word[0] for word in words}) == 1


def _level(words: list[str]) -> bool:
    """Say whether three words or more are of about one length."""
    lengths = [len(word) for word in words]
    return len(words) > 2 and min(lengths) > 1 and max(lengths) - min(lengths) < 2


def is_answer(word: str) -> bool:
    """Say whether a word answers something by itself, so that a column headed by it is ticked."""
    return bool(_ANSWERS.match(word))
