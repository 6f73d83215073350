"""Choices of which several may hold at once though the form does not say so."""

from __future__ import annotations

import re

from formkit.learn.found import Found
from formkit.learn.replies import is_answer
from formkit.model.handbook import Kind, Mark

_LEAST, _WITH_NONE = 3, 4
"""Options of such a choice at least: by its label, and by one of them saying that none of the others holds."""
_GROUPS = 5
"""Groups of people that are as many are not told apart by one thing only."""
_LABEL = re.compile(
    r"症状|体征|病史|过敏史|暴露史|家族史|既往史|疾病(?!名称)|患病|病种|[故投残物原诉障疾品因修]类别|隐患|危险行为$|残疾情况|"
    r"异常(?:情况|类型|种类|类别|项目|表现)?$|宣传$|(?:宣教|指导|健康教育|帮扶)(?:内容|项目|措施)?$|(?:跟进|招募|招聘|报名|回访|随访|通知|联系|沟通|考核|宣传|控制|修缮|动火|作业|施工|干预|帮扶)方式$|部位$|科目$|主要用于$|设施$|服务(?:项目|内容|需求)$|需求$|需要.*服务|爱好|特长|(?:收入|生活|经济|资金|经费|资料)来源$|皮肤(?:情况|状况)$|"
    r"[浴术]后(?:状态|反应|情况)$|队伍$|力量$|参[演加训战](?:单位|部门)$|(?:来访|拜访|走访|家访|探访)目的$|措施$|所需|"
    r"资质|认证|技能$|因素$|餐次$|餐[饮具]+$|习惯$|剂型$|服务意向$|变更(?:业务|事项|内容|项目)$|转介原因$|(?:资料|材料|文件|附件|证件|证明|项目|缘由|依据|角色|问题)$|支付方式|了解.*渠道"
)
"""What one often has several of."""
_NONE = re.compile(
    r"(?:以上)?[均都皆]?(?:无|没有|未见|未发现|否认)(?:残疾|异常|症状|疾病|过敏史?|以上.*|上述.*)?|"
    r"(?:以上)?[均都皆](?:不|未)[\u4e00-\u9fff]{1,4}|以上[均都皆](?:无|没有|不是|不)|(?:无需|暂?不需要?|暂无)[\u4e00-\u9fff]{0,4}"
)
"""The option of those of whom nothing else is said; beside degrees (轻 中 重) it is the lowest of them."""
_DEGREE = re.compile(
    r"轻|中度|重度|偶|经常|每[天日周月]|一般|较|良|优(?:[良秀等]|$)|级|很|非常|部分|完全|有时|总是|常|差$"
)


_POOR = re.compile(r"低保|特困|五保|低收入|脱贫|贫困|困难户|救助")
_FRAIL = re.compile(r"残疾|独居|空巢|留守|孤[儿寡老]|失独|计划?生育?特殊|优抚|退役|军属|高龄|失能|重病")
"""What somebody is counted among by his income, and by his body, age or family: one may be both."""


def guess_several(answer: Found) -> None:
    """Let several boxes be ticked where label or options are such that several may hold; that is not sure."""
    words = [option.label for option in answer.options]
    if answer.mark is not Mark.BOX or answer.kind is not Kind.SINGLE or any("多" in each for each in words):
        return
    if sum(map(is_answer, words)) > 1:  # 是 否 不适用: only one of them holds.
        return
    named = len(words) >= _LEAST and bool(_LABEL.search(answer.label))
    if named or (len(words) >= _WITH_NONE and _has_none(words)) or _of_both(answer.label, words):
        answer.kind, answer.sure = Kind.MULTI, False


def _of_both(label: str, words: list[str]) -> bool:
    """Say whether groups of people are told by income and by other things too: 人员类别 低保 残疾人 独居; not why."""
    if len(words) < _GROUPS:
        return False
    poor, frail = ([each for each in words if kind.search(each)] for kind in (_POOR, _FRAIL))
    return label.endswith(("类别", "类型", "身份", "属性", "对象")) and bool(poor) and any(
        each not in poor for each in frail
    )


def _has_none(words: list[str]) -> bool:
    """Say whether one option, and only one, says that none of the others holds, which are no degrees."""
    none = [each for each in words if _NONE.fullmatch(each)]
    return len(none) == 1 and not any(_DEGREE.search(each) for each in words)
