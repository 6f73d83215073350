"""From one cell to the value of its concept."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field

from formkit.errors import Problem, Where, problem
from formkit.media.table.coding import Coding
from formkit.media.table.dates import read_date_cell
from formkit.media.table.evidence import is_name
from formkit.media.table.grid import EPOCH_1900, NOTHING, CellValue, plain
from formkit.media.table.vocabulary import Vocabulary, roster_words
from formkit.model.concepts import GUARDIAN_NAME, NAME, PHONE, SECOND_PHONE, Answer, header_key
from formkit.values.characters import closed_name, half_width, one_line, plain_dashes, plain_newlines, without_blanks
from formkit.values.phone import PhoneKind, normal_phone, phone_kind

_EXCEL_ERROR = re.compile(r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|GETTING_DATA|SPILL!)")
_SCIENTIFIC = re.compile(r"\d\.?\d*[eE]\+?\d{2}")
_BETWEEN_PHONES = re.compile(r"[/、,，;；|\n]+|\s{2,}|(?<=\d{7})\s+(?=\d)|(?<=\d{4})[()]+(?=\d{7})")
_PHONE_PART = re.compile(r"\+?[\d()\- 转]{7,24}")
_NAME_AND_PHONE = re.compile(r"(?P<name>[\u3400-\u9fff]{2,4})[\s,、/:;(]*(?P<phone>1\d{10}|0\d{2,3}-?\d{7,8})\s*\)?")
_PHONE_OF = {NAME: PHONE, GUARDIAN_NAME: "guardian.phone"}
_COUNT = re.compile(r"(\d{1,3})(?:岁|周岁|\.0)?")
_STROKES = NOTHING - {"无", "不详", "暂无", "未知", "空"}
"""What is no answer even among words; 无 may be one."""
_OLDEST = 130


@dataclass(frozen=True, slots=True)
class Reader:
    """How the cells of one column are read."""

    concept: str
    header: str
    words: Vocabulary = field(default_factory=roster_words)
    coding: Coding = field(default_factory=Coding)
    epoch: dt.date = EPOCH_1900
    """Day 0 of the file's day numbers."""
    cut_numbers: bool = False
    """Whether the ID numbers of the column were shortened by a program before they became text."""
    cut_dates: bool = False
    """Whether 2012.1 may be what is left of 2012.10: numbers, and text that was a number before it was saved."""


@dataclass(frozen=True, slots=True)
class Read:
    """What a cell gave: values by concept (two for two phones), the meaning, and problems."""

    values: tuple[tuple[str, str], ...] = ()
    meaning: str | None = None
    problems: tuple[Problem, ...] = ()


def read_cell(reader: Reader, cell: CellValue, where: Where, *, yearless: bool = False) -> Read:
    """Return the value of a cell for any concept but an ID number.

    ``yearless`` says that the cell shows a date without its year.
    """
    text = plain(cell)
    if not text:
        return Read()
    if _EXCEL_ERROR.fullmatch(text):
        return Read(problems=(problem("P026", where=where),))
    concept, answer = reader.concept, reader.words.answer_of(reader.concept)
    if answer is Answer.DATE:
        found = read_date_cell(cell, where, epoch=reader.epoch, cut=reader.cut_dates, yearless=yearless)
        return Read(((concept, found.value),) if found.value else (), problems=found.problems)
    if answer is Answer.PHONE:
        return _phones(concept, text, where)
    if answer is Answer.NAME:
        return _name(concept, text, where)
    if answer is Answer.CHOICE:
        return _choice(reader, text, where)
    if answer is Answer.COUNT:
        return _count(reader, text, where)
    if text in _STROKES:
        return Read()
    if _SCIENTIFIC.fullmatch(text) and (isinstance(cell, float) or answer is Answer.CODE):
        return Read(problems=(problem("P043", where=where, text=text),))
    return Read(((concept, plain_newlines(text)),))


def _name(concept: str, text: str, where: Where) -> Read:
    name = closed_name(one_line(plain_newlines(text)))
    if text in NOTHING:
        return Read()
    parted = _NAME_AND_PHONE.fullmatch(half_width(one_line(plain_newlines(text))))
    if parted is not None and concept in _PHONE_OF and phone_kind(phone := normal_phone(parted["phone"])):
        return Read(((concept, closed_name(parted["name"])), (_PHONE_OF[concept], phone)))
    odd = () if is_name(name) else (problem("P036", where=where, text=text),)
    return Read(((concept, name),), problems=odd)


def _phones(concept: str, text: str, where: Where) -> Read:
    """Part two phones in one cell; what is no phone number is kept as written and told."""
    if text in NOTHING:
        return Read()
    if _SCIENTIFIC.fullmatch(text):
        return Read(problems=(problem("P043", where=where, text=text),))
    plain_text = plain_dashes(half_width(plain_newlines(text)))
    if phone_kind(whole := normal_phone(plain_text)):
        return _kept((whole,), concept, text, where)
    parts = [part.strip() for part in _BETWEEN_PHONES.split(plain_text) if part and part.strip("() ")]
    if not parts or not all(_PHONE_PART.fullmatch(part) for part in parts):
        return Read(((concept, text),), problems=(problem("P035", where=where, text=text),))
    return _kept(tuple(_plain_phone(part) for part in parts), concept, text, where)


def _plain_phone(part: str) -> str:
    found = normal_phone(part)
    return found if phone_kind(found) else without_blanks(part)


def _kept(parts: tuple[str, ...], concept: str, text: str, where: Where) -> Read:
    wrong = [part for part in parts if phone_kind(part) in (None, PhoneKind.LOCAL) and not _is_local(part)]
    told = (problem("P035", where=where, text=text),) if wrong else ()
    if len(parts) > 1 and concept == PHONE:
        return Read(((concept, parts[0]), (SECOND_PHONE, "、".join(parts[1:]))), problems=told)
    return Read(((concept, "、".join(parts)),), problems=told)


def _is_local(part: str) -> bool:
    """Seven or eight digits can be dialled within the area."""
    return phone_kind(part) is PhoneKind.LOCAL


def _count(reader: Reader, text: str, where: Where) -> Read:
    if text in NOTHING:
        return Read()
    match = _COUNT.fullmatch(without_blanks(half_width(text)))
    if match is None or int(match[1]) > _OLDEST:
        return Read(problems=(problem("P044", where=where, text=text, header=reader.header),))
    return Read(((reader.concept, str(int(match[1]))),))


def _choice(reader: Reader, text: str, where: Where) -> Read:
    """Return the common word beside what is written; an answer without one is told."""
    key = header_key(text)
    if key in reader.coding.refused:
        told = problem("P045", where=where, text=text, header=reader.header)
        return Read(((reader.concept, text),), problems=(told,))
    word = reader.coding.words.get(key) or reader.words.word(reader.concept, text)
    if word is None and text in NOTHING:
        return Read()
    asked = () if word else (problem("P025", where=where, text=text, header=reader.header),)
    return Read(((reader.concept, text),), word, asked)
