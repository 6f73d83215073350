"""Blanks in sentences that the word behind them names: 转入____单位 ____接诊医生, 就读于____学校, 父亲在____务工."""

from __future__ import annotations

import re

from formkit.learn.found import Span
from formkit.learn.persons import PROFESSIONS
from formkit.learn.running import BLANK, FREE, GAP, NEWLINE, Running
from formkit.model.handbook import Kind

_PLACE = "单位|机构|医院|学校|公司|门诊部|诊所|银行|科室|科"
_ENDS = rf"(?=[{FREE}{NEWLINE}，,。；;、）)]|负责|为|[复就]诊|诊治|治疗|住院|进一步|随访|$)"
_WORD = re.compile(rf"[ ]?(?P<word>(?:{_PLACE})|(?:[\u4e00-\u9fff]{{2}})?(?:{PROFESSIONS}|年级|班级)|年级|班){_ENDS}")
_GOES_TO = re.compile(
    r"[需拟应现已将再]?转[入出往至回诊到]?|送[往至]|[之以]?前[到往]|去往|回到|转介[至到]?|[到至在于经由向]|[\u4e00-\u9fff]{2}[于在]|"
    r"[在经到于由]?[我本贵该][院站所校]"
)
"""What leads to a place, and says nothing of it without the word behind it."""
_JOINT = re.compile(r"^[之以]?前[到往]$|[到至在于经由向往]+$|^(?:[在经到于由])?[我本贵该][院站所校]$")
_WAY = re.compile(r"[需拟将再]?(?:前往|去往|前去)")
"""Where somebody goes, of which nothing more is said."""
_DONE_AT = re.compile(r"[ ]?(?P<what>务工|打工|工作|就读|上学|居住|任职|就业|住院|就医)(?=[^\u4e00-\u9fff]|$)")
_PERSON_AT = re.compile(r"(?P<who>[\u4e00-\u9fff]{2,4})(?:现?在|于)")
_DONE_BY = re.compile(
    rf"(?P<what>诊断|确诊|鉴定|评估|评定|检查|检验|检测|审核|审批|批准|认定|推荐|介绍)(?=[为是{FREE}，,。；;]|结|后|合)"
)
"""What was done by whom 经 stands before: 经____诊断为____."""


def name_by_words_behind(running: Running, spans: list[Span]) -> None:
    """Name the plain blanks of sentences, in their order, that nothing before them names."""
    text, used = running.text, 0
    for span in spans:
        found = span.found
        before = text[used : span.start].strip(f"{FREE}{NEWLINE}，,；;、（(") if used else "?"
        if used:
            used = max(used, span.end)
        plain = found.kind is Kind.TEXT and not (found.options or found.unit or found.parts or found.cells)
        if not plain or text[span.start : span.start + 1] not in (BLANK, GAP):
            used = span.end
            continue
        used = _named(span, text, before)


def _named(span: Span, text: str, before: str) -> int:
    """Name one blank where the words behind it do; return where those end, or the blank."""
    found, behind = span.found, text[span.end :]
    leads = _GOES_TO.fullmatch(found.label)
    if found.label == "经" and (done := _DONE_BY.match(behind)):
        found.label, found.labelled = f"{done['what']}机构", True
        return span.end
    if (who := _PERSON_AT.fullmatch(found.label)) and (done := _DONE_AT.match(behind)):
        found.label, found.labelled = f"{who['who']}{done['what']}地点", True
        return span.end + done.end()
    if _WAY.fullmatch(found.label) and not _WORD.match(behind):
        found.label, found.labelled = f"{found.label}地点", True
        return span.end
    word = _WORD.match(behind)
    if word is None or not (leads or not found.label or not before):
        return span.end
    stem = _JOINT.sub("", found.label) if leads else ""
    found.label, found.labelled = f"{stem}{word['word']}", True
    return span.end + word.end()
