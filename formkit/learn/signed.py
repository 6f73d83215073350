"""Blanks behind the words for a person that are signed: under an opinion, before a day, beside a seal."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from formkit.learn.found import Found
from formkit.learn.persons import (
    AND_DAY,
    SIGNING,
    STAMP,
    act_of,
    answers_for,
    holds_post,
    is_office,
    is_signature,
    may_be_called,
    says_so,
)
from formkit.model.handbook import Format, Kind

_JUDGED = re.compile(r"^(?P<act>[\u4e00-\u9fff]{2})(?:意见|结论|结果)$")
"""What was said over a signature: its day is named by it, where the person's name does not say what he does."""
_AND_DAY = re.compile(AND_DAY)
_BY_SIGNING = re.compile(rf"[（(]?{SIGNING}[）)]?$")
_STAMPED = re.compile(r"(?:单位|机构|部门|公司|企业|学校|医院|社区|村)[（(](?:加?盖公?章|公章|章)[）)]$")
_BODY = re.compile(r"(?:部门|单位|车间|班组|科室|处室)$")
"""Who may sign beside persons at the foot of a form."""
_SEAL = re.compile(rf"(?:^| )(?:{STAMP})$")


def signed(answers: list[Found], *, under: bool) -> None:
    """Make signatures of the persons in a cell or paragraph who sign, its ``answers`` in their order.

    Args:
        answers: they are changed.
        under: whether there is white paper for an opinion over them.
    """
    sealed = any(answer.kind is Kind.SIGNATURE and answer.label.endswith("章") for answer in answers)
    for answer in answers:
        if _is_person(answer) and (under or sealed):
            make_signature(answer)
    for pair in pairwise(answers):
        if {answer.kind for answer in pair} == {Kind.SIGNATURE, Kind.TEXT}:
            for answer in pair:
                if answer.label == "责任人":  # Alone he is only named; beside one who signs he signs too.
                    make_signature(answer)
    name_callers(answers)
    judged = ""
    for answer, after in pairwise(answers):
        said = _JUDGED.match(answer.label)
        judged = said["act"] if said is not None else judged
        if not _signing_day(after):
            continue
        answer.label = _AND_DAY.sub("", answer.label)
        if _is_person(answer):
            make_signature(answer)
        act = (act_of(answer.label) or judged) if answer.kind is Kind.SIGNATURE else ""
        if act:
            after.label, after.labelled = f"{act}日期", True


def share_label(answers: Sequence[Found], base: str) -> None:
    """Name the day and the signature in a cell whose label asks for both: 督导签名及日期 |____ ____.__.__|."""
    who = _AND_DAY.sub("", base)
    nameless = [answer for answer in answers if answer.label in ("", "日期")]
    if who == base or all(answer.kind is not Kind.DATE for answer in nameless):
        return
    for answer in nameless:
        day = answer.kind is Kind.DATE
        answer.label = f"{_BY_SIGNING.sub('', who) or who}日期" if day else who
        answer.labelled = True


def name_callers(answers: list[Found]) -> None:
    """Make names of the persons whose telephone is asked for behind them, where nothing says that they sign."""
    for answer, after in pairwise(answers):
        if answer.kind is Kind.SIGNATURE and after.format is Format.PHONE and not says_so(answer.label):
            answer.kind, answer.format = Kind.TEXT, Format.NAME


def tell_callers(items: Sequence[object]) -> None:
    """Say whose telephone each is, where a form asks for several under one label."""
    counts = Counter(item.label for item in items if isinstance(item, Found) and item.format is Format.PHONE)
    for before, item in pairwise(items):
        if not isinstance(before, Found) or not isinstance(item, Found) or item.format is not Format.PHONE:
            continue
        if counts[item.label] > 1 and may_be_called(before.label) and before.kind is Kind.TEXT:
            item.label = f"{before.label} {item.label.split(' ')[-1]}"


def without_seal(answers: list[Found]) -> list[Found]:
    """Return the answers of a cell without the place of its seal where a person signs there: no one writes into it."""
    signs = [answer for answer in answers if answer.kind is Kind.SIGNATURE]
    seals = [answer for answer in signs if _SEAL.search(answer.label) and not answer.sure]
    if len(seals) == len(signs):
        return answers
    return [answer for answer in answers if all(answer is not seal for seal in seals)]


def name_stamped(answers: Iterable[Found]) -> None:
    """Make names of the bodies over the tables of a form: 填报单位（盖章）：____ is written, with a seal over it."""
    for answer in answers:
        if answer.kind is Kind.SIGNATURE and _STAMPED.search(answer.label):
            answer.kind = Kind.TEXT


def sign_over_seal(over: list[Found], answers: list[Found], base: str) -> list[Found]:
    """Return the answers of a cell that is signed over its seal and day: 客户确认 |      （签章）  年  月  日|."""
    seals = [answer for answer in answers if answer.kind is Kind.SIGNATURE]
    only = over and all(answer.kind in (Kind.SIGNATURE, Kind.DATE) for answer in answers)
    if not only or len(seals) != 1 or seals[0].sure or not is_signature(base):
        return answers
    for paper in over:
        make_signature(paper)
    return [answer for answer in answers if answer is not seals[0]]


def make_signature(answer: Found) -> None:
    """Make a signature of an answer."""
    answer.kind, answer.format, answer.multiline = Kind.SIGNATURE, None, False


def _is_person(answer: Found) -> bool:
    """Say whether an answer is a text that names somebody by what he does."""
    plain = answer.kind is Kind.TEXT and not answer.parts and not answer.cells
    return plain and answers_for(answer.label)


def all_sign(answers: Iterable[Found]) -> None:
    """Make signatures of the persons beside one who signs, in a row that asks for nothing else."""
    row = list(answers)
    if any(answer.kind is Kind.SIGNATURE for answer in row) and all(
        answer.kind in (Kind.SIGNATURE, Kind.DATE) or _is_person(answer) for answer in row
    ):
        for answer in filter(_is_person, row):
            make_signature(answer)


def sign_all(answers: Iterable[Found]) -> None:
    """Make signatures of whoever is named in a cell that is there to be signed: 签字 | 居民：      医生：      |."""
    for answer in answers:
        if answer.kind is Kind.TEXT and answer.format in (None, Format.NAME) and not answer.unit and not answer.parts:
            make_signature(answer)


def sign_last(answers: list[Found]) -> None:
    """Make signatures of the persons in the last line of a form, where it asks for persons and days only."""
    for answer, after in pairwise(answers):
        plain = answer.kind is Kind.TEXT and not (answer.parts or answer.unit or answer.cells)
        if plain and is_office(answer.label) and _signing_day(after):
            make_signature(answer)
    _sign_bodies(answers)
    persons = [answer for answer in answers if _is_person(answer)]
    beside = (Kind.DATE, Kind.SIGNATURE)
    posts = any(holds_post(answer.label) for answer in persons)
    signing = [
        answer for answer in answers
        if answer.kind is Kind.SIGNATURE and (posts or not says_so(answer.label))
    ]
    if len(persons) + len(signing) > 1 and all(answer.kind in beside or _is_person(answer) for answer in answers):
        for answer in persons:
            make_signature(answer)


def _sign_bodies(answers: list[Found]) -> None:
    """Make signatures of the departments in a line of persons and days of whom one signs: 保养人 主管 使用部门."""
    bodies = [answer for answer in answers if answer.kind is Kind.TEXT and _BODY.search(answer.label)]
    others = [answer for answer in answers if all(answer is not body for body in bodies)]
    persons = [answer for answer in others if answer.kind is Kind.SIGNATURE or _is_person(answer)]
    if len(persons) > 1 and all(answer.kind in (Kind.DATE, Kind.SIGNATURE) or _is_person(answer) for answer in others):
        for answer in bodies:
            make_signature(answer)


def _signing_day(after: Found) -> bool:
    """Say whether the day behind a person is that of signing: one without a name of its own."""
    return after.kind is Kind.DATE and after.label in ("", "日期")
