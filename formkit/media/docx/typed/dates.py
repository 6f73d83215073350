"""Dates as people type them into a printed 年 月 日: over it, in front of it, behind it, with a weekday."""

from __future__ import annotations

import re

from formkit.model.handbook import Field
from formkit.values.characters import half_width
from formkit.values.date_spellings import read_date

_ASIDE = re.compile(
    r"[(（]?\s*(?:星期|礼拜|周)[一二三四五六日天]\s*[)）]?|(?<=[日号\d])\s*(?:上午|下午|早上|晚上|晚|中午)"
)
_EMPTY_PRINT = re.compile(r"(?<![\d元〇○零一二三四五六七八九十廿卅])\s*[年月日]")
"""A printed 年, 月 or 日 with no number in front."""
_PRINT_AROUND = re.compile(r"^\s*年\s*月(?:\s*日)?|(?<=[\d日号])\s*年\s*月(?:\s*日)?\s*$")
_FIRST_MONTH = re.compile("元月")
_SECOND_WRITING = re.compile(r"(?<=\d)\s*(?:年度|号)(?=\s*$)")
_CENTURY = re.compile("^(?:公元|西元)")


def date_text(field: Field, text: str) -> str:
    """Return what was typed as a date without what stands around it; unchanged where it is a date as it is."""
    if not text.strip() or _reads(field, text):
        return text
    plain = _CENTURY.sub("", half_width(text).strip())
    plain = _FIRST_MONTH.sub("1月", _ASIDE.sub("", plain)).replace("。", ".").replace("、", ".")
    stripped = _without_empty_print(plain)
    for attempt in (plain, stripped, _without_spare_words(plain), _without_spare_words(stripped)):
        if attempt.strip() and _reads(field, attempt):
            return attempt
    return text


def _without_empty_print(text: str) -> str:
    """Drop the print that stayed where somebody typed a whole date beside it: "2012.8.11 年 月 日"."""
    text = _PRINT_AROUND.sub("", text)
    before = None
    while before != text:
        before, text = text, re.sub(r"([年月日])\s*[年月日]", r"\1", _EMPTY_PRINT.sub("", text, count=1))
    return text


def _without_spare_words(text: str) -> str:
    """Bring "2013年1.10", "2013.1.10日" and the like to one spelling."""
    numbers = re.findall(r"\d+", text)
    signs = re.sub(r"\d+", "#", text)
    signs = re.sub(r"\s+", "", signs)
    if len(numbers) == 3 and re.fullmatch(r"#[年./-]+#[月./-]+#[日号.]*", signs):
        return "-".join(numbers)
    return text


def _reads(field: Field, text: str) -> bool:
    found = read_date(field, text)
    return found is not None and found.value is not None
