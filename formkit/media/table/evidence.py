"""What the cells of a column say about its heading: bearing it out, leaving it open, or contradicting it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from formkit.i18n import N_
from formkit.media.table.columns import DERIVED, EXACT, NEARLY, NUMBER, PART, Proposal
from formkit.media.table.grid import NOTHING, CellValue, plain
from formkit.media.table.reasons import because
from formkit.media.table.vocabulary import Vocabulary
from formkit.model.concepts import DANGER, ID_NUMBER, NAME, ROW_NUMBER, SEX, Answer
from formkit.model.handbook import Field, Kind, Precision
from formkit.values import idcard
from formkit.values.characters import half_width, plain_dashes, without_blanks
from formkit.values.date_spellings import read_date
from formkit.values.phone import phone_kind

_SILENT = NOTHING | {"同上", "〃", "″"}
"""What speaks neither for nor against a heading."""
SAMPLE = 400
"""Cells looked at in a column: the first ones; a column does not change its meaning further down."""
SURE_SCORE = 0.7
"""A column below it is shown to somebody before it is used."""
_CONTRADICTED = 0.2
"""With fewer fitting cells the content says that the heading is wrong."""
_FEWEST_COUNTED = 3
_FEWEST = 2
"""One odd cell contradicts nothing."""
_BASE = {EXACT: 0.95, NEARLY: 0.9, DERIVED: 0.85, PART: 0.6, 0: 0.5}
"""What a heading is worth by itself, by its strength. Chosen, not fitted: exact headings stay sure while
half of their cells fit, a part of a heading never gets to `SURE_SCORE` without a person."""
_MOST_UNSURE = 0.69
_ANY_DATE = Field("date", "", Kind.DATE, min_precision=Precision.YEAR)
_NAME = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff·•.]{2,15}|[A-Za-z][A-Za-z .'-]{1,40}")
_ID_LIKE = re.compile(r"\d{17}[\dXx]|\d{15}|\d\.?\d*[eE]\+?1[0-9]|\d{16,17}|\d{19}|[\d*]{15,18}[Xx]?")
_PHONES = re.compile(r"[/、,，;；|\s()]+")
_DIGITS_MOST = re.compile(r"[\d\-+()/、,，;；|\s转]{7,}")
_CODE = re.compile(r"[A-Za-z0-9/\-_.]{1,30}")
_COUNT = re.compile(r"\d{1,3}(?:岁|周岁)?")
_SHORT_WORDS = re.compile(r"^[^\d\s,。;]{1,6}$")
_LOOKS = {
    NAME: re.compile(r"^[\u3400-\u9fff\U00020000-\U0003ffff·\s]{2,6}(?:\(.*\))?$|^[A-Za-z·\u3400-\u9fff .]{3,20}$"),
    "guardian.name": re.compile(r"^[\u3400-\u9fff\U00020000-\U0003ffff·\s]{2,6}(?:\(.*\))?|^[A-Za-z .]{3,30}$"),
    "household_type": _SHORT_WORDS,
    "guardian.relation": _SHORT_WORDS,
    "illness.diagnosis": re.compile(r"症|病|障碍|癫痫|抑郁|躁狂|痴呆|精神|发育|分裂|双相|妄想|智|[Ff]\d\d|^\d{1,2}$"),
    "illness.hospital": re.compile(r"院|所|中心|站|卫|科"),
    "person.address": re.compile(r"[省市县区镇乡村组路街巷号弄幢栋室屯寨社里园坊湾庄]|\d"),
    "person.household_address": re.compile(r"[省市县区镇乡村组路街巷号弄幢栋室屯寨社里园坊湾庄]|\d"),
    "person.village": re.compile(r"^[^\d,。;:]{1,16}(?:\d+组)?$"),
    "person.town": re.compile(r"^[^\d,。;:]{1,12}$"),
}
"""What the words of a concept look like in most rosters; used for asking, never for refusing."""
_TELLING = (ID_NUMBER, SEX, DANGER, "visit.class", "visit.adherence", "illness.diagnosis")
"""Concepts whose answers are like no others."""
_TOLD = 0.9
_LONG_ID = 18
_ILLNESS = re.compile(r"精神分裂|分裂情感|偏执性|双相|癫痫所致|发育迟滞|抑郁发作|F[0-9]{2}\b")
_LONG_DIGITS = re.compile(r"\d{7,}")


@dataclass(frozen=True, slots=True)
class Judged:
    """A proposal with what its cells say: how likely it is, and whether it may be used unasked."""

    proposal: Proposal
    score: float
    sure: bool

    @property
    def concept(self) -> str | None:
        """The concept that the column is read as."""
        return self.proposal.concept


def judge(proposal: Proposal, cells: Sequence[CellValue], words: Vocabulary) -> Judged:
    """Return what heading and cells of a column say together.

    ``cells`` are those of the rows that are people. A column whose cells contradict its heading gets
    no concept.
    """
    if proposal.concept in (None, NUMBER, ROW_NUMBER) and not proposal.twice and _counts_up(cells):
        reason = because(N_("it numbers the rows"))
        return Judged(proposal.why(reason, concept=ROW_NUMBER, strength=EXACT, doubts=()), _BASE[EXACT], True)
    texts = [cell for cell in cells[:SAMPLE] if plain(cell) and plain(cell) not in _SILENT]
    if proposal.concept is None:
        return _by_content(proposal, texts, words)
    base = _BASE[proposal.strength]
    if len(texts) < _FEWEST:
        score = base
    else:
        fitting = sum(fits(proposal.concept, cell, words) for cell in texts)
        share = fitting / len(texts)
        if share < _CONTRADICTED:
            reason = because(N_("the content contradicts it: only {n} of {all} cells fit"), n=fitting, all=len(texts))
            return _by_content(proposal.why(reason, concept=None, strength=0), texts, words)
        score = base * (0.5 + 0.5 * share)
        proposal = proposal.why(because(N_("{n} of {all} cells fit"), n=fitting, all=len(texts)))
        proposal = _soft(proposal, texts)
    if proposal.doubts:
        score = min(score, _MOST_UNSURE)
    return Judged(proposal, round(score, 2), score >= SURE_SCORE)


def _soft(proposal: Proposal, cells: Sequence[CellValue]) -> Proposal:
    """Doubt a column of words whose cells do not look like what its heading says."""
    pattern = _LOOKS.get(proposal.concept or "")
    if pattern is None or len(cells) < _FEWEST:
        return proposal
    fitting = sum(bool(pattern.search(half_width(plain(cell)))) for cell in cells)
    if fitting * 2 >= len(cells):
        return proposal
    doubt = because(N_("only {n} of {all} cells look like it"), n=fitting, all=len(cells))
    return replace(proposal, doubts=(*proposal.doubts, doubt))


def _counts_up(cells: Sequence[CellValue]) -> bool:
    """Say whether the cells are 1, 2, 3 …, perhaps beginning again with each village."""
    texts = [plain(cell) for cell in cells]
    if len(texts) < _FEWEST_COUNTED or not all(text.isdigit() and text.isascii() for text in texts):
        return False
    numbers = [int(text) for text in texts]
    steps = pairwise(numbers)
    return numbers[0] == 1 and numbers[-1] > 1 and all(after in (before + 1, 1) for before, after in steps)


def _by_content(proposal: Proposal, cells: Sequence[CellValue], words: Vocabulary) -> Judged:
    """Propose what only the content of a column tells; somebody must agree to it."""
    telling = any("somebody else" in reason.text for reason in proposal.reasons)
    if len(cells) < _FEWEST or proposal.twice or proposal.strength or telling:
        return Judged(proposal, 0.0, False)
    for concept in _TELLING:
        share = sum(_tells(concept, plain(cell), words) for cell in cells) / len(cells)
        if share >= _TOLD:
            doubt = because(N_("only the content says so"))
            reason = because(N_("{n} of {all} cells fit"), n=round(share * len(cells)), all=len(cells))
            return Judged(replace(proposal.why(reason), concept=concept, doubts=(doubt,)), _BASE[0], False)
    return Judged(proposal, 0.0, False)


def _tells(concept: str, text: str, words: Vocabulary) -> bool:
    """Say whether a text can hardly be anything but an answer of the concept."""
    if concept == ID_NUMBER:
        return idcard.is_id_number(text) and len(idcard.normal(text)) == _LONG_ID
    if concept == "illness.diagnosis":
        return bool(_ILLNESS.search(text))
    return not half_width(text).strip().isdigit() and words.word(concept, text) is not None


def without_repeats(judged: Sequence[Judged]) -> list[Judged]:
    """Return the columns with every concept once; what only content proposed gives way."""
    said = {each.concept for each in judged if each.concept and each.proposal.strength}
    kept: list[Judged] = []
    for each in judged:
        repeated = each.concept is not None and not each.proposal.strength and each.concept in said
        if each.concept and not each.proposal.strength:
            said.add(each.concept)
        kept.append(Judged(replace(each.proposal, concept=None, doubts=()), 0.0, False) if repeated else each)
    return kept


def fits(concept: str, cell: CellValue, words: Vocabulary) -> bool:
    """Say whether a cell is what a column of a concept holds."""
    if concept == SEX:
        return words.word(SEX, plain(cell)) is not None
    check = _CHECKS.get(words.answer_of(concept), _is_text)
    if check is _is_choice:
        return words.word(concept, plain(cell)) is not None or plain(cell).strip("0.") in set("12345678") | {""}
    return check(cell)


def is_date(cell: CellValue) -> bool:
    """Say whether a cell holds a date, a year or one of Excel's day numbers."""
    if isinstance(cell, dt.date):
        return True
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return 1900 <= cell <= 2100 or 10_000 <= cell < 80_000 or 19_000_000 <= cell <= 21_001_231
    text = plain(cell)
    return read_date(_ANY_DATE, text) is not None or bool(re.search(r"(?:19|20)\d\d", text))


def is_name(cell: CellValue) -> bool:
    """Say whether a cell may be the name of a person."""
    return bool(_NAME.fullmatch(without_blanks(half_width(plain(cell)))))


def _is_named(cell: CellValue) -> bool:
    """Words that may hold a name, with whatever was added to it; no number, date or ID number."""
    return bool(re.search(r"[^\W\d_]", plain(cell))) and _is_text(cell)


def _is_id(cell: CellValue) -> bool:
    return bool(_ID_LIKE.fullmatch(idcard.normal(plain(cell)).lstrip("'‘’`")))


def _is_phone(cell: CellValue) -> bool:
    text = plain_dashes(half_width(plain(cell)))
    parts = [part for part in _PHONES.split(text) if part]
    return any(phone_kind(part) for part in parts) or (bool(_DIGITS_MOST.fullmatch(text)) and not _is_id(cell))


def _is_text(cell: CellValue) -> bool:
    """Words; neither an ID number nor a phone number nor a date."""
    if isinstance(cell, dt.date):
        return False
    text = without_blanks(half_width(plain(cell)))
    return not _LONG_DIGITS.fullmatch(text) and not _is_id(cell)


def _is_code(cell: CellValue) -> bool:
    return bool(_CODE.fullmatch(half_width(plain(cell)))) and not isinstance(cell, dt.date)


def _is_count(cell: CellValue) -> bool:
    return bool(_COUNT.fullmatch(half_width(plain(cell))))


def _is_choice(cell: CellValue) -> bool:
    return not _LONG_DIGITS.search(plain(cell))


_CHECKS: dict[Answer, Callable[[CellValue], bool]] = {
    Answer.ID_NUMBER: _is_id, Answer.PHONE: _is_phone, Answer.DATE: is_date, Answer.NAME: _is_named,
    Answer.CODE: _is_code, Answer.COUNT: _is_count, Answer.CHOICE: _is_choice, Answer.TEXT: _is_text,
}
