"""What the words before a blank say: its label, and what was printed of its answer."""

from __future__ import annotations

import re

from formkit.learn.found import Found
from formkit.learn.labels import cleaned
from formkit.learn.persons import is_signature
from formkit.learn.running import GAP, NEWLINE
from formkit.model.handbook import Kind

_PREPRINTED = re.compile(
    r"[：:][ ]?[（(\[〔【]?(?P<text>[A-Za-z]{1,6}(?:[-－]\d{0,4})?|\d{2,4}[-－]?|(?:[\u4e00-\u9fff]{1,6}字)?第)$"
)
"""What is printed of a number before the blank for the rest of it: 编号：人防交字第____号."""
_OF_DOCUMENT = re.compile(r"(?:^|[ \u3000])(?P<text>[\u4e00-\u9fff]{2,8}[〔\[（(【]20\d\d[〕\]）)】]第?)$")
"""The number of a document that nothing else names: 警鸣报〔2026〕____号."""
_SIZE = re.compile(rf"(?:^|[{GAP}{NEWLINE}])[ ]?(?P<text>DN|Φ|φ)$")
"""What stands before the number of a diameter: DN____."""
_IN_CASE = re.compile(r"(?:^|[ 。；])(?:如果?|若|如有)(?P<what>[\u4e00-\u9fff]{1,6})$")
_WRITE = re.compile(
    r"(?:^|[ 。；（(])(?P<what>[\u4e00-\u9fff]{2,10})的[，,](?:请|应)?(?:写明|注明|说明|填写)"
    r"(?P<asked>[\u4e00-\u9fff]{2,4})[：:]?$"
)
"""What is asked of those of whom something holds: 未就学的，写明原因 is 未就学原因."""
_GENERAL = re.compile(r"原因|理由|时间|日期|方式|地点|名称|内容|数量|说明|情况|人员")
"""What says little without the case that it is asked in: 若失访，原因____ is 失访原因."""
_MEAN = re.compile(r"平均|大约|约|共|每次|每日|每天|每月|每年|累计")
"""What says how a number is taken, not of what: 日饮酒量：平均____两."""
_AFTER = re.compile(r"经(?![费济营历办理常期验络手])[\u4e00-\u9fff]{1,4}")
"""What was done before an opinion, and does not name it: 经评议，□同意 □不同意."""
_GRANTED = re.compile(
    r"^(?:经[\u4e00-\u9fff]{2,4}，?)?(?:同意|决定|准予|批准|拟)(?:发放|给予|支付|拨付|核发|补助|报销|予以)?(?=[\u4e00-\u9fff]{2,6}(?:金额|款|费|额))"
)
"""What is decided of a sum, before its name: 同意发放奖补金额____."""
_CURRENCY = re.compile(r"(?:人民币)?[（(]?[大小]写[）)]?|人民币|美元|[￥¥]")
"""What stands before a sum and does not name it."""
_UNCLOSED = re.compile(r"(?<=[\u4e00-\u9fff])[（(][^（()）]*(?:多选|填写)[^（()）]*$")
"""How the answer is given, said before it in a bracket that it stands in too."""
_ASKS = re.compile(
    r"[（(](?P<what>(?![请如若限例共约每不即含])[^（()）：:，,]*(?:号码?|电话|姓名|性别|年龄|地址|住址|职务|单位|关系|日期|时间|编码))"
    r"[ ]?$"
)
_NUMBER_SIGN = re.compile(r"(?:[Nn][OoºＯ°]|№)[.．:：]?")
_BREAK = re.compile(rf"[{GAP}{NEWLINE}；;。]")


def name_by(found: Found, words: str) -> None:
    """Give an answer the label that the words before it end in."""
    before = words.rstrip(" ")
    printed = _PREPRINTED.search(before) or _OF_DOCUMENT.search(before) or _SIZE.search(before)
    if printed:
        found.preprinted = printed["text"]
        words = "编号" if printed.re is _OF_DOCUMENT else words[: printed.start()]
    parts = [part for part in _BREAK.split(words.rstrip(f" {GAP}{NEWLINE}")) if part.strip()]
    label = cleaned(_last_words(_in_bracket(_UNCLOSED.sub("", parts[-1])))) if parts else ""
    label = "" if found.options and _AFTER.fullmatch(label) else _GRANTED.sub("", label)
    label = "编号" if _NUMBER_SIGN.fullmatch(label) else label
    label = "" if label in ("（", "(", "一") else label  # The bracket that it stands in, or a stroke that parts two.
    found.label = label
    found.labelled = bool(label)
    if found.kind is Kind.TEXT and is_signature(label):
        found.kind = Kind.SIGNATURE


def _in_bracket(part: str) -> str:
    """Return what asks for something within a bracket that the blank stands in too: ____同志（身份证号____）."""
    opened = _ASKS.search(part)
    return opened["what"] if opened is not None else part


def _last_words(part: str) -> str:
    """Return what names the answer in a sentence: what stands behind its last comma or colon, where that is no list."""
    pieces = re.split(r"[，,：:](?=[^：:]{2})(?![^（(]*[）)])", part)
    last = pieces[-1].strip("：: ")
    if (told := _WRITE.search(part.rstrip())) and _GENERAL.fullmatch(told["asked"]):
        return f"{told['what']}{told['asked']}"
    if len(pieces) > 1 and (case := _IN_CASE.search(pieces[-2])) and _GENERAL.fullmatch(last):
        return f"{case['what']}{last}"
    if len(last) > 1 and not _CURRENCY.fullmatch(last) and not _MEAN.fullmatch(last):
        return pieces[-1]
    return re.sub(r"[：:](?:人民币)?(?=[（(][大小]写)|(?<=[^ ])[：:](?=[^：:]{1,2}$)", "", part)
