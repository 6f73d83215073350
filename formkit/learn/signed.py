"""Blanks behind the words for a person that are signed: under an opinion, before a day, beside a seal."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from formkit.learn.found import Found
from formkit.model.handbook import Kind

_PERSON = re.compile(
    r"(?:人|员|代表|主任|科长|处长|局长|经理|主管|院长|站长|所长|书记|组长|队长|医生|医师|护士|社工|负责同志)$"
)
"""Words for one who answers for something."""
_ACT = re.compile(r"^(?P<act>[\u4e00-\u9fff]{2})(?:人员|人|员)(?:[（(]?签[名字章][）)]?)?$")
"""Who signs by what he does; then the day behind is that of doing it: 验证人 ____ 年 月 日 is 验证日期."""
_NO_ACTS = frozenset({"负责", "责任", "经办", "当事", "联系", "委托", "代理", "主管", "工作", "本", "法定"})
_SEAL = re.compile(r"(?:^| )(?:盖章|公章|签章|章)$")
_ASIDE = re.compile(r"[（(][^（()）]*[)）]$")


def signed(answers: list[Found], *, under: bool) -> None:
    """Make signatures of the persons in a cell or paragraph who sign, its ``answers`` in their order.

    Args:
        answers: they are changed.
        under: whether there is white paper for an opinion over them.
    """
    sealed = any(answer.kind is Kind.SIGNATURE and answer.label.endswith("章") for answer in answers)
    for answer in answers:
        if is_person(answer) and (under or sealed):
            make_signature(answer)
    for answer, after in pairwise(answers):
        if not _signing_day(after):
            continue
        if is_person(answer):
            make_signature(answer)
        act = _ACT.match(answer.label.split(" ")[-1]) if answer.kind is Kind.SIGNATURE else None
        if act is not None and act["act"] not in _NO_ACTS:
            after.label, after.labelled = f"{act['act']}日期", True


def without_seal(answers: list[Found]) -> list[Found]:
    """Return the answers of a cell without the place of its seal where a person signs there: no one writes into it."""
    signs = [answer for answer in answers if answer.kind is Kind.SIGNATURE]
    seals = [answer for answer in signs if _SEAL.search(answer.label) and not answer.sure]
    if len(seals) == len(signs):
        return answers
    return [answer for answer in answers if all(answer is not seal for seal in seals)]


def make_signature(answer: Found) -> None:
    """Make a signature of an answer."""
    answer.kind, answer.format, answer.multiline = Kind.SIGNATURE, None, False


def is_person(answer: Found) -> bool:
    """Say whether an answer is a text that names somebody by what he does."""
    plain = answer.kind is Kind.TEXT and not answer.parts and not answer.cells
    return plain and bool(_PERSON.search(_ASIDE.sub("", answer.label)))


def all_sign(answers: Iterable[Found]) -> None:
    """Make signatures of the persons beside one who signs, in a row that asks for nothing else."""
    row = list(answers)
    if any(answer.kind is Kind.SIGNATURE for answer in row) and all(
        answer.kind in (Kind.SIGNATURE, Kind.DATE) or is_person(answer) for answer in row
    ):
        for answer in filter(is_person, row):
            make_signature(answer)


def sign_last(answers: list[Found]) -> None:
    """Make signatures of the persons in the last line of a form, where it asks for persons and days only."""
    persons = [answer for answer in answers if is_person(answer)]
    beside = (Kind.DATE, Kind.SIGNATURE)
    if len(persons) > 1 and all(answer.kind in beside or is_person(answer) for answer in answers):
        for answer in persons:
            make_signature(answer)


def _signing_day(after: Found) -> bool:
    """Say whether the day behind a person is that of signing: one without a name of its own."""
    return after.kind is Kind.DATE and after.label in ("", "日期")
