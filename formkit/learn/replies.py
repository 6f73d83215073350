"""Words that answer something by themselves, so that a column headed by them is ticked, or one of them circled."""

from __future__ import annotations

import re

_VERY = (
    "非常|十分|很|极|最|特别|比较|较为?|还|基本上?|大致|大体|部分|完全|一般|稍微?|略|有[点些]|偏|不太|不大|不够|不很|"
    "很不|非常不|较不|极不|完全不|根本不|从不|不|不能|无法|能|可|可以|需要?|需他人|无"
)
"""How much a quality holds, or that it does not."""
_QUALITIES = (
    "满意|同意|赞同|赞成|认可|认同|符合|清楚|了解|知道|熟悉|明白|重要|必要|需要|愿意|支持|有用|有效|有帮助|合理|合格|"
    "达标|达到|达成|具备|完成|完好|完整|齐全|正常|异常|及时|到位|规律|良好|好|差|优|强|弱|高|低|多|少|大|小|轻|重|"
    "严重|明显|频繁|经常|困难|容易|方便|稳定|独立|自理|依赖|适用|涉及|存在|相关|可能|通过|接受|舒适|能|会|是"
)
"""What may hold more or less."""
_DONE = (
    "完成|处理|整改|维护|维修|修复|更换|保养|执行|落实|检查|检测|解决|回复|告知|配合|参加|签订|安全|健康|规范|准确|帮助|协助|服药|发现|进行|"
    "开始|实施|使用|安装"
)
"""What is an answer only with what was said of it: 已整改, 未发现, 不规范; by itself it may head what was done."""
_OFTEN = (
    "从不|从来?没有?过?|几乎(?:没有|不|从不|每天|总是)|没有|完全没有|很少|极少|较少|少有|偶尔|偶有|有时候?|时有|"
    "常常?|时常|经常|通常|往往|总是|一直|始终|持续|好?几天|(?:绝?大|小|少|相当多|多)部?分?时间|(?:超过|少于|不到|"
    "约)?(?:一半|半数)(?:以上|以下)?的?(?:天数|时间)?"
)
"""How often something is."""
_PLAIN = (
    "是|否|对|错|有|无|未|男|女|中|一般|普通|尚可|及格|不及格|优秀|良|优良|较差|损坏|破损|缺失|缺少|缺损|待(?:维?修|整改|更换|处理)|(?:严重|一般|轻微)不符合|观察项|可|不可|行|不行|"
    "进行中|未开始|处理中|整改中|已有|尚无|未见|未见异常|不详|不清楚|不知道|不确定|说不清|无此项|无关|未查|未测|未做|"
    "拒绝|弃权|反对|出席|到场|到会|缺席|请假|迟到|全部|部分|未达|[轻中重]度|极重度|阴性|阳性|弱阳性|可疑|[＋+]{1,4}|"
    "±|√|×|NA|N/A|[一二三四五]级|[1-9一二三四五]星|[高中低]风险|[上中下优良差]等|无变化|好转|恶化|加重|减轻|改善|"
    "[★☆]{1,5}|晴|阴|雨|雪|雾|多云|[大中小阵]雨|痊愈|治愈|无效|显效|缺项|保留|是□|否□"
)
"""What answers without degrees."""
_ANSWER = re.compile(rf"^(?:{_PLAIN}|{_OFTEN}|(?:{_VERY})?(?:{_QUALITIES})|(?:已|未|不|正在|{_VERY})(?:{_DONE}))$")
_SCORE = re.compile(r"^(?:\d{1,3}|[零一二三四五六七八九十])分$")
_MARKED = re.compile(r"[（(]?[√✓×✗○][）)]?$")
"""With which sign a column is marked, said in its head: 正常√."""


def is_answer(word: str) -> bool:
    """Say whether a word answers something by itself: 满意, 有时, 基本符合, 3分."""
    word = _MARKED.sub("", word) or word
    return bool(_ANSWER.match(word) or _SCORE.match(word))
