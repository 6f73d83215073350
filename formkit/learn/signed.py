"""Blanks behind the words for a person that are signed: under an opinion, before a day, beside a seal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from formkit.learn.found import Found
from formkit.model.handbook import Format, Kind

_PERSON = re.compile(
    r"(?:(?<!责任)(?<!联系)人|员|代表|主任|[科处局院站所组队厂校园班部股镇乡村会董事家]长|经理|主管|总监|书记|医生|医师|保健医|校医|护士|药师|技师|"
    r"工程师|教师|老师|社工|监理|督导|出纳|会计|负责同志)$"
)
"""Words for one who answers for something; one who is responsible for doing it, or is to be called, is only named."""
_ACT = re.compile(
    r"(?:^|单位|部门|机关|机构|公司|方|[^\u4e00-\u9fff])(?P<act>[\u4e00-\u9fff]{2})(?:人员|人|员)(?:[（(]?签[名字章][）)]?)?$"
    r"|(?P<verb>督导|确认|审核|批准|审批|复核|编制|审定|签收|验收|检查|校对|审阅)(?:[（(]?签[名字章][）)]?)?$"
)
"""Who signs by what he does; then the day behind is that of doing it: 验证人 ____ 年 月 日 is 验证日期."""
_JUDGED = re.compile(r"^(?P<act>[\u4e00-\u9fff]{2})(?:意见|结论|结果)$")
"""What was said over a signature: its day is named by it, where the person's name does not say what he does."""
_POST = re.compile(r"(?:代表|[科处局院站所组队厂校园班部股镇乡村会董事家]长|主任|经理|主管|总监|书记|工程师)$")
_SAYS_SO = re.compile(r"[签章]")
"""What says by itself that it is signed; who stands beside it without that may only be named."""
_CALLED = re.compile(r"(?:人|员|者|长|主任|经理|代表|[父母]亲|配偶|子女|家属)$")
"""One whose telephone may be asked for behind his name."""
_AND_DAY = re.compile(r"[（(]?[/／、，,及和与][ ]?(?:日期|时间)[）)]?$")
"""Person and day under one label: 提出人/日期：____ ____年__月__日."""
_NO_ACTS = frozenset({
    "负责", "责任", "经办", "当事", "联系", "委托", "代理", "主管", "工作", "本",
    "法定", "监护", "抚养", "照料", "照护", "看护", "服务", "被访", "受访",
})
_SEAL = re.compile(r"(?:^| )(?:盖章|公章|签章|章)$")
_ATTESTS = re.compile(
    r"(?:^|\D)(?:抄表|检查|巡查|巡检|巡视|测量|监测|检测|测温|记录|复核|核对|交班|接班|移交|接收|签收|消毒|监督|监护|验收|发放|领取|领用|确认|分析|化验|检验|取样|采样|回收|运送|收样|接样|发药|发样|保管|发货|收货|盘点|监盘)"
    r"(?:人|员|人员)$"
)
"""Persons who sign every record of a list. Who repaired or served somebody is only named."""
_OFFICE = re.compile(
    r"(?:(?<!所在)(?<!申请)(?<!责任)(?<!使用)(?<!受检)(?:[部处科室局办股]|办公室|管理站|委员会|[居村业]委会|中心)|^[甲乙丙丁]方|家属|家长|业主|住户|本人)$"
)
"""Who signs before a bare day under all tables, though no word says so: 人力资源部：____ 日期：____."""
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
        if is_person(answer):
            make_signature(answer)
        act = (_act(answer.label) or judged) if answer.kind is Kind.SIGNATURE else ""
        if act:
            after.label, after.labelled = f"{act}日期", True


def name_callers(answers: list[Found]) -> None:
    """Make names of the persons whose telephone is asked for behind them, where nothing says that they sign."""
    for answer, after in pairwise(answers):
        if answer.kind is Kind.SIGNATURE and after.format is Format.PHONE and not _SAYS_SO.search(answer.label):
            answer.kind, answer.format = Kind.TEXT, Format.NAME


def tell_callers(items: Sequence[object]) -> None:
    """Say whose telephone each is, where a form asks for several under one label."""
    phones = [item for item in items if isinstance(item, Found) and item.format is Format.PHONE]
    for before, item in pairwise(items):
        if not any(item is each for each in phones) or not isinstance(before, Found) or not isinstance(item, Found):
            continue
        again = sum(1 for each in phones if each.label == item.label) > 1
        if again and _CALLED.search(before.label) and before.kind is Kind.TEXT:
            item.label = f"{before.label} {item.label}"


def _act(label: str) -> str:
    """Return what one who signs has done, "" where his name does not say it."""
    match = _ACT.search(label.split(" ")[-1])
    act = (match["act"] or match["verb"]) if match is not None else ""
    return "" if act in _NO_ACTS else act


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


def attests(label: str) -> bool:
    """Say whether a column is headed by one who signs each record for what he saw."""
    return bool(_ATTESTS.search(label))


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


def sign_all(answers: Iterable[Found]) -> None:
    """Make signatures of whoever is named in a cell that is there to be signed: 签字 | 居民：      医生：      |."""
    for answer in answers:
        if answer.kind is Kind.TEXT and answer.format in (None, Format.NAME) and not answer.unit and not answer.parts:
            make_signature(answer)


def sign_last(answers: list[Found]) -> None:
    """Make signatures of the persons in the last line of a form, where it asks for persons and days only."""
    for answer, after in pairwise(answers):
        plain = answer.kind is Kind.TEXT and not (answer.parts or answer.unit or answer.cells)
        if plain and _OFFICE.search(answer.label) and _signing_day(after):
            make_signature(answer)
    persons = [answer for answer in answers if is_person(answer)]
    beside = (Kind.DATE, Kind.SIGNATURE)
    posts = any(_POST.search(answer.label) for answer in persons)
    signing = [
        answer for answer in answers
        if answer.kind is Kind.SIGNATURE and (posts or not _SAYS_SO.search(answer.label))
    ]
    if len(persons) + len(signing) > 1 and all(answer.kind in beside or is_person(answer) for answer in answers):
        for answer in persons:
            make_signature(answer)


def _signing_day(after: Found) -> bool:
    """Say whether the day behind a person is that of signing: one without a name of its own."""
    return after.kind is Kind.DATE and after.label in ("", "日期")
