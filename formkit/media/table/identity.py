"""The ID number of a row: reading it, refusing what Excel damaged, and what follows from it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from formkit.errors import Problem, Where, problem
from formkit.media.table.grid import NOTHING, CellValue, plain
from formkit.model.concepts import BIRTH, SEX
from formkit.values import idcard
from formkit.values.dates import is_date, may_be_same

_EXACT = 10**15
"""Excel keeps 15 digits; the rest of a longer number is zeros or noise."""
_SURE_DIGITS = 14
"""Region and date of birth, the digits that are left of a damaged number of 18."""
_SCIENTIFIC = re.compile(r"(\d)\.?(\d*)[eE]\+?(\d{2})")
_FEWEST_CUT = 2
_FEWEST_DIGITS = 10
"""With fewer a cell holds words about a number (待查, 无证), not a number with a mistake."""
_QUOTES = "'‘’`\"“”"
_FAULTS = {
    idcard.IdFault.SHAPE: "P030",
    idcard.IdFault.BIRTH: "P031",
    idcard.IdFault.PROVINCE: "P032",
    idcard.IdFault.CHECK: "P012",
    idcard.IdFault.OLD: "P023",
}
"""The problem of each fault; of several the first is told."""
_EIGHTEEN = re.compile(r"\d{18}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Identity:
    """What the cell of an ID number gave."""

    number: str | None = None
    derived: dict[str, str] = field(default_factory=dict)
    """Date of birth and sex, as far as the number tells."""
    problems: tuple[Problem, ...] = ()


def cut_column(cells: Iterable[CellValue]) -> bool:
    """Say whether the numbers of a column were floating-point numbers once, as tables of programs leave them.

    Then each of 18 digits is one that such a number can be. By itself one in 64 is (numbers from 2^58 to 2^59
    stand 64 apart), so that most of a column tell it; a lone one is not taken either.
    """
    texts = [idcard.normal(plain(cell)).strip(_QUOTES) for cell in cells]
    if any(_SCIENTIFIC.fullmatch(text) or _may_be_cut(text) for text in texts):
        return True
    numbers = [int(text) for text in texts if _EIGHTEEN.fullmatch(text)]
    fitting = sum(int(float(number)) == number for number in numbers)
    return fitting * 2 > len(numbers) if len(numbers) > _FEWEST_CUT else 0 < fitting == len(numbers)


def read_identity(cell: CellValue, where: Where, *, cut: bool = False) -> Identity:
    """Return the ID number in a cell; ``cut`` says that those of its column have lost digits.

    A number that Excel damaged is refused, since its last digits are gone for good; the date of
    birth in it is intact. A number with a wrong check character is kept as typed, with a problem.
    """
    text = idcard.normal(plain(cell)).strip(_QUOTES)
    if not text or text in NOTHING:
        return Identity()
    if sum(sign.isdigit() for sign in text) < _FEWEST_DIGITS and not _SCIENTIFIC.fullmatch(text):
        return Identity(problems=(problem("P030", where=where, count=len(text)),))
    if _damaged(cell, text):
        return Identity(derived=_birth_left(cell, text), problems=(problem("P011", where=where),))
    if _may_be_cut(text) or (cut and _EIGHTEEN.fullmatch(text) and int(float(text)) == int(text)):
        return Identity(derived=_birth_left(text, text), problems=(problem("P034", where=where),))
    return _judged(text, where)


def _judged(text: str, where: Where) -> Identity:
    faults = idcard.id_faults(text)
    code = next((code for fault, code in _FAULTS.items() if fault in faults), None)
    problems = (problem(code, where=where, count=len(text)),) if code else ()
    read = idcard.read_id(text)
    if read is None or not idcard.is_id_number(text):
        return Identity(text, problems=problems)
    return Identity(text, {BIRTH: read.birth, SEX: read.sex}, problems)


def _damaged(cell: CellValue, text: str) -> bool:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return abs(cell) >= _EXACT
    return bool(_SCIENTIFIC.fullmatch(text)) or (_may_be_cut(text) and not idcard.is_id_number(text))


def _may_be_cut(text: str) -> bool:
    """Say whether a number is just what a program makes of 15 digits and zeros, though its check character fits.

    One number in a thousand is so by itself; a cut one passes the check one time in eleven.
    """
    if not _EIGHTEEN.fullmatch(text):
        return False
    kept = int(text[:15])
    # The floating-point number nearest to 15 digits and zeros may be a little less than these.
    return text.endswith("000") or int(text) in (int(float(kept * 1000)), int(float((kept + 1) * 1000)))


def _birth_left(cell: CellValue, text: str) -> dict[str, str]:
    """Return the date of birth that the first 14 digits of a damaged number still hold."""
    digits = f"{cell:.14e}".replace(".", "")[:15] if isinstance(cell, int | float) else text
    match = _SCIENTIFIC.fullmatch(text)
    if match and not isinstance(cell, int | float):
        digits = match[1] + match[2] if match[3] == "17" else ""
    birth = f"{digits[6:10]}-{digits[10:12]}-{digits[12:14]}"
    return {BIRTH: birth} if len(digits) >= _SURE_DIGITS and is_date(birth) else {}


def agreement(derived: dict[str, str], values: dict[str, str], sex: str | None, where: Where) -> list[Problem]:
    """Return a warning for a written sex (as a word) or date of birth that the ID number contradicts."""
    problems = []
    if sex and derived.get(SEX, sex) != sex:
        problems.append(problem("P021", where=where))
    if BIRTH in values and BIRTH in derived and not may_be_same(values[BIRTH], derived[BIRTH]):
        problems.append(problem("P022", where=where))
    return problems
