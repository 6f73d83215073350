"""From one cell to the value of its concept."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from formkit.errors import Problem, Where, problem
from formkit.media.table.grid import CellValue, plain
from formkit.model.concepts import CONCEPTS, PHONE, SECOND_PHONE, Answer, meaning
from formkit.model.handbook import Field, Kind, Precision
from formkit.values.characters import closed_name, half_width, one_line, plain_newlines, stripped, without_blanks
from formkit.values.date_spellings import read_date

_ANY_DATE = Field("date", "", Kind.DATE, min_precision=Precision.YEAR)
_EXCEL_ERROR = re.compile(r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|GETTING_DATA|SPILL!)")
_EXCEL_EPOCH = dt.date(1899, 12, 30)
_SERIALS = range(10_000, 80_000)
"""Excel's day numbers from 1927 to 2119; smaller ones are years, larger ones are typed dates."""
_PHONE_SIGNS = re.compile(r"[/、,，;；|\n]+|\s{2,}|(?<=\d{7})\s+(?=\d{7})")
_PHONE = re.compile(r"\+?[\d()-]{7,24}")
_ASKED_CHOICES = frozenset({"person.sex", "visit.danger", "visit.class", "visit.adherence", "consent"})


@dataclass(frozen=True, slots=True)
class Read:
    """What a cell gave: values by concept (two for two phones), the meaning, and problems."""

    values: tuple[tuple[str, str], ...] = ()
    meaning: str | None = None
    problems: tuple[Problem, ...] = ()


def read_cell(concept: str, header: str, cell: CellValue, where: Where) -> Read:
    """Return the value of a cell for any concept but the ID number."""
    text = plain(cell)
    if not text:
        return Read()
    if _EXCEL_ERROR.fullmatch(text):
        return Read(problems=(problem("P026", where=where),))
    answer = CONCEPTS[concept].answer
    if answer is Answer.DATE:
        return _date(concept, cell, where)
    if answer is Answer.PHONE:
        return _phones(concept, text)
    if answer is Answer.NAME:
        return Read(((concept, closed_name(one_line(plain_newlines(text)))),))
    if answer is Answer.CHOICE:
        return _choice(concept, header, text, where)
    return Read(((concept, plain_newlines(text)),))


def _date(concept: str, cell: CellValue, where: Where) -> Read:
    if isinstance(cell, dt.datetime):
        return Read(((concept, cell.date().isoformat()),))
    if isinstance(cell, dt.date):
        return Read(((concept, cell.isoformat()),))
    text = plain(cell)
    if isinstance(cell, int | float) and not isinstance(cell, bool) and int(cell) in _SERIALS:
        return Read(((concept, (_EXCEL_EPOCH + dt.timedelta(days=int(cell))).isoformat()),))
    if text in ("-", "—", "/", "无", "不详"):
        return Read()
    spelled = read_date(_ANY_DATE, text)
    if spelled is None:
        return Read(problems=(problem("P016", where=where, text=text),))
    if spelled.value is None:
        return Read()
    doubt = (problem("P028", where=where, text=text, value=spelled.value),) if spelled.doubtful else ()
    return Read(((concept, spelled.value),), problems=doubt)


def _phones(concept: str, text: str) -> Read:
    """Part two phones in one cell; anything that is not plainly two phones stays as it is."""
    parts = [without_blanks(half_width(part)) for part in _PHONE_SIGNS.split(plain_newlines(text)) if stripped(part)]
    if not parts or not all(_PHONE.fullmatch(part) for part in parts):
        return Read(((concept, text),))
    if len(parts) > 1 and concept == PHONE:
        return Read(((concept, parts[0]), (SECOND_PHONE, "、".join(parts[1:]))))
    return Read(((concept, "、".join(parts)),))


def _choice(concept: str, header: str, text: str, where: Where) -> Read:
    word = meaning(concept, text)
    unknown = word is None and concept in _ASKED_CHOICES and not half_width(text).strip().isdigit()
    asked = (problem("P025", where=where, text=text, header=header),) if unknown else ()
    return Read(((concept, text),), word, asked)
