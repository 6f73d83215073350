"""Words for who signs, for persons, and for how one signs.

Only words are looked at here; what stands beside them, over them and behind them is judged in `signed` and
`signed_cells`. Constants that others take are parts of regular expressions.
"""

from __future__ import annotations

import re

SIGNING = "签[名字章]"
"""签名, 签字, 签章."""
STAMP = "盖章|公章|签章|章"
"""A seal, as it is named where it is to be put."""
_ONE_WAY = rf"{SIGNING}|盖章|手印|指印|(?:加盖|盖)?(?:单位|本单位)?公章|(?:按|摁|捺|盖)(?:手|指)[印模]"
HOW_SIGNED = rf"(?:{_ONE_WAY})(?:[、，/或及和并](?:{_ONE_WAY})){{0,2}}"
"""How one signs, in one way or in several: 签字或按手印."""

SOMEBODY = "[人员长]|代表|主任|经理|主管|总监"
"""How most words for a person end, where other words say that somebody is meant: 身长 and 时长 end so too."""
CHIEFS = "[科处局院站所组队厂校园班部股镇乡村会董事家]长"
"""Who is at the head of something: not 身长, 时长."""
POSTS = f"代表|主任|经理|主管|总监|书记|工程师|(?:分管|主管|单位|部门|公司)领导|{CHIEFS}"
"""Who answers for others by his post."""
PROFESSIONS = "医生|[医药技教老护理浴询疗估养厨律]师|保健医|校医|护士|社工|监理|督导|出纳|会计|负责同志"
"""Who answers for his own work."""
OFFICES = "[部处科室局办股]|卫生院|委员会|[居村业]委会|中心"
"""How the names of offices end."""
APPROVES = "批准|审批|审核|复核|编制|校对|验收|确认"
"""What one does who signs, by itself before the place for his name."""
_APPROVED = "审核|审批|复核|校核|审定"
"""What stands behind the word for somebody who signs. 批准 and 编制 do not: 人员编制 is a number of posts."""
_SAW = "抄表|检查|巡查|巡检|检测|记录|验收|移交|接收"
"""What somebody did who was there."""
AND_DAY = r"[（(]?[/／、，,及和与][ ]?(?:日期|时间)[）)]?$"
"""A day asked for under one label with who signs: 提出人/日期."""

_SIGNATURE = re.compile(
    rf"{SIGNING}|盖章|签收(?!日期|时间)|公章|印章|确认$|^(?:交班人|接班人|交接人|班长|值班长)$|"
    r"^(?:填表|审核|复核|审批|批准|经办|制表|填报|填卡)人$|^(?:填[卡表报]|报卡)医[师生]$|^(?:编制|审核|审定|复核|校核)$|"
    r"(?:审阅|批阅|签阅|会签|签发|批准|签批)$|"
    rf"(?:{SOMEBODY}|部门|单位|(?<!内)(?:{OFFICES}))(?:{_APPROVED})$|"
    rf"(?:{SOMEBODY}|{SIGNING}|确认|编制|审核|批准|校对)[）)]?{AND_DAY}"
)
_DAY_OF_SIGNING = re.compile(rf"(?:{SIGNING}|盖章|签署|签收|审批|批准)(?:日期|时间)$")
_BY_HAND = re.compile(rf"^(?:{_SAW}|填报|勘查|查勘|勘验|调查|登记|制表|统计|录入|评估|访谈|维修|值班|保养|维护)"
                      r"(?:人|人员|员)$")
_INSPECTS = re.compile(r"^[\u4e00-\u9fff]{0,3}[检核验审][（(][\u4e00-\u9fff]{0,6}(?:[人员者长])[）)]$")
"""An inspection with who makes it in brackets: 自检（操作者）."""
_ATTESTS = re.compile(
    rf"(?:^|\D)(?:{_SAW}|巡视|测量|监测|测温|复核|核对|交班|接班|签收|消毒|监督|监护|发放|领取|领用|确认|分析|化验|检验|取样|采样|"
    r"回收|运送|交出|收集|值守|收样|接样|发药|发样|保管|发货|收货|盘点|监盘|留样|销毁|封样)(?:人|员|人员)$"
)
_NAMED = re.compile(
    r"姓名|联系人|负责人|责任人|监护人$|经手人|接待人|接案人|记录人|检查人|维修人|登记人|评估人|访问人|调查人|申请人$|报修人$|社工$|督导$|"
    r"^(?:户主|业主|客户|讲师|主管|班长)$"
)
_ANSWERS_FOR = re.compile(rf"(?:(?<!责任)(?<!联系)人|员|{POSTS}|{PROFESSIONS}|家属)$")
_ASIDE = re.compile(r"[（(][^（()）]*[)）]$")
_POST = re.compile(rf"(?:{POSTS})$")
_SAYS_SO = re.compile(r"[签章]")
# The words for one's family are not among those who sign, but have telephones; of a seller 者 may be said.
_CALLED = re.compile(rf"(?:{SOMEBODY}|者|[父母]亲|配偶|子女|家属)$")
# Before a bare day, what somebody belongs to or asks of is named and does not sign.
_OFFICE = re.compile(
    rf"(?:(?<!所在)(?<!申请)(?<!责任)(?<!使用)(?<!受检)(?:{OFFICES}|管理站)|^[甲乙丙丁]方|家属|家长|业主|住户|本人)$"
)
_ACT = re.compile(
    rf"(?:^|单位|部门|机关|机构|公司|方|[^\u4e00-\u9fff])(?P<act>[\u4e00-\u9fff]{{2}})(?:人员|人|员)(?:[（(]?{SIGNING}[）)]?)?$"
    rf"|(?P<verb>{APPROVES}|督导|审定|签收|检查|审阅)(?:[（(]?{SIGNING}[）)]?)?$"
)
_NO_ACTS = frozenset({
    "负责", "责任", "经办", "当事", "联系", "委托", "代理", "主管", "工作", "本",
    "法定", "监护", "抚养", "照料", "照护", "看护", "服务", "被访", "受访",
})


def is_signature(label: str) -> bool:
    """Say whether a label asks for a signature or a seal."""
    return bool(_SIGNATURE.search(label)) and not _DAY_OF_SIGNING.search(label)


def signs_by_hand(label: str) -> bool:
    """Say whether one signs on a blank right behind this word for him; in a cell it is his name."""
    return bool(_BY_HAND.search(label) or _INSPECTS.search(label))


def attests(label: str) -> bool:
    """Say whether one is called so who signs each record of a list for what he saw; who repaired is only named."""
    return bool(_ATTESTS.search(label))


def is_named(label: str) -> bool:
    """Say whether a label asks for somebody's name, where nothing makes a signature of it."""
    return bool(_NAMED.search(label))


def answers_for(label: str) -> bool:
    """Say whether one is called so who answers for something: not who is to do it (责任人), or is to be called."""
    return bool(_ANSWERS_FOR.search(without_aside(label)))


def without_aside(label: str) -> str:
    """Return a label without what it says in brackets at its end."""
    return _ASIDE.sub("", label)


def holds_post(label: str) -> bool:
    """Say whether one is called so by his post."""
    return bool(_POST.search(label))


def says_so(label: str) -> bool:
    """Say whether a label says by itself that it is signed; who stands beside it without that may only be named."""
    return bool(_SAYS_SO.search(label))


def may_be_called(label: str) -> bool:
    """Say whether a telephone may be asked for behind the name of one who is called so."""
    return bool(_CALLED.search(label))


def is_office(label: str) -> bool:
    """Say whether one is called so who signs before a bare day under all tables: 人力资源部：____ 日期：____."""
    return bool(_OFFICE.search(label))


def act_of(label: str) -> str:
    """Return what one who signs has done, "" where the word for him does not say it: 验证 of 验证人.

    The day behind is then that of doing it, 验证日期.
    """
    match = _ACT.search(label.split(" ")[-1])
    act = (match["act"] or match["verb"]) if match is not None else ""
    return "" if act in _NO_ACTS else act
