"""One string of print → the answers in it, each with its own label."""

from __future__ import annotations

import re

from formkit.learn.blanks import ruled_blanks
from formkit.learn.choices import choices
from formkit.learn.circled import alternatives
from formkit.learn.coded import coded_options
from formkit.learn.colons import after_colons
from formkit.learn.dates import dates, signed_before
from formkit.learn.found import Found, Span
from formkit.learn.halves import slashed
from formkit.learn.labels import MANY, cleaned, name_kind
from formkit.learn.measured import name_measured
from formkit.learn.option_blanks import end_with_blank, with_blanks
from formkit.learn.persons import is_signature
from formkit.learn.replies import is_answer
from formkit.learn.running import BLANK, GAP, NEWLINE, SLOTS, Running
from formkit.learn.seals import seals
from formkit.learn.sentences import in_sentence, name_deadline, name_person, name_quantity, name_since
from formkit.learn.series import before_districts, name_series
from formkit.learn.several import guess_several
from formkit.learn.signed import signed
from formkit.learn.sums import figures, sums
from formkit.learn.times import times
from formkit.learn.told import pointed_out
from formkit.learn.white_paper import before_units, behind_last_word, behind_numbers, under_other
from formkit.model.handbook import Format, Kind, Mark, Precision

_PREPRINTED = re.compile(r"[：:][ ]?[（(\[〔【]?(?P<text>[A-Za-z]{1,6}(?:[-－]\d{0,4})?|\d{2,4}[-－]?|第)$")
_IN_CASE = re.compile(r"(?:^|[ 。；])(?:如果?|若|如有)(?P<what>[\u4e00-\u9fff]{1,6})$")
_GENERAL = re.compile(r"原因|理由|时间|日期|方式|地点|名称|内容|数量|说明|情况|人员")
"""What says little without the case that it is asked in: 若失访，原因____ is 失访原因."""
_MEAN = re.compile(r"平均|大约|约|共|每次|每日|每天|每月|每年|累计")
"""What says how a number is taken, not of what: 日饮酒量：平均____两."""
_EVENT = re.compile(
    r"(?:名称|原因|疾病|手术|病名|诊断|事件|事项|部位|机构|医院|单位|项目|种类|药物)(?P<number>[①-⑳\d一二三四五]?)[：:]?"
    rf"[ {GAP}]*{BLANK}[ {GAP}，,；;]*时间[：:]?[ ]*$"
)
"""What happens on a day, before the blank for that day."""
_AFTER = re.compile(r"经[\u4e00-\u9fff]{1,4}")
"""What was done before an opinion, and does not name it: 经评议，□同意 □不同意."""
_GRANTED = re.compile(
    r"^(?:经[\u4e00-\u9fff]{2,4}，?)?(?:同意|决定|准予|批准|拟)(?:发放|给予|支付|拨付|核发|补助|报销|予以)?(?=[\u4e00-\u9fff]{2,6}(?:金额|款|费|额))"
)
"""What is decided of a sum, before its name: 同意发放奖补金额____."""
_FROM = re.compile(r"[ ]?起(?:正式|开始)?(?P<what>实施|施行|生效|执行|使用|启用)")
"""What begins on a date: 自____年__月__日起生效."""
_HAPPENS = re.compile(
    r"[ ]?(?P<what>[入出转]院|发病|确诊|死亡|开工|竣工|投产|投用|启用|到期|到货|出厂|签订|立案|结案|离[开职岗]|"
    r"到[达岗]|返[回岗]|搬[入离]|迁[入出]|入[住职]|退住)"
    r"(?=[，,。；;、）) ]|$)"
)
"""What happened on the date before it: 于____年__月__日入院，____年__月__日出院."""
_FIGURES = re.compile(rf"[￥¥][：: {GAP}]*$")
_LIKE_FIGURES = re.compile(r"[羊夫半关Y][：: ]*$")
"""What a scan may show of the sign of a currency, behind a sum in words."""
_NOTHING = re.compile(rf"[{GAP} （(1]*")
"""What a scan may show between a sum in words and that in figures."""
_DOSES = frozenset({"mg", "g", "片", "粒", "支", "ml", "mL"})
"""Units of what is taken at a time."""
_CURRENCY = re.compile(r"(?:人民币)?[（(]?[大小]写[）)]?|人民币|美元|[￥¥]")
"""What stands before a sum and does not name it."""
_UNCLOSED = re.compile(r"(?<=[\u4e00-\u9fff])[（(][^（()）]*(?:多选|填写)[^（()）]*$")
"""How the answer is given, said before it in a bracket that it stands in too."""
_SHORT = 8
"""Signs of an option in running text at most; what is longer is a remark."""
_DAYS = {Precision.DAY: "日期", Precision.MONTH: "月份", Precision.YEAR: "年度"}
"""What a date without a name is called."""
_NUMBER_SIGN = re.compile(r"(?:[Nn][OoºＯ°]|№)[.．:：]?")
_NOTE = re.compile(r"(?:注|说明|附件?|备注|须知|如下|要求)[：:]$")
_BREAK = re.compile(rf"[{GAP}{NEWLINE}；;。]")


def answers(running: Running, *, cell: bool) -> list[Found]:
    """Return the answers of a cell or of a paragraph in their order, those of options behind their choice.

    A label that stands before an answer is its label; where there is none the label stays "" for the cell beside it.
    """
    dated = [*dates(running), *times(running), *sums(running), *(figures(running) if cell else ())]
    told = [span for span in pointed_out(running) if not _within(span, dated)]
    spans = dated + told + (behind_numbers(running) if cell else [])
    spans += [span for span in choices(running) if not _clash(span, dated) and not _within(span, told)]
    if cell and not spans:
        spans += _circled(running)
    spans += [span for span in alternatives(running, pairs=cell and bool(spans)) if not _within(span, spans)]
    if not cell:
        spans += [span for span in _asked(running) if not _within(span, spans)]
    if cell:
        spans += [span for span in slashed(running) if not _within(span, spans)]
        spans += before_districts(running, spans)
        spans += before_units(running, spans)
    spans += ruled_blanks(running, spans)
    spans += signed_before(running, dated)
    spans += after_colons(running, spans, running.room.y1 if cell else None)
    if cell:
        spans += behind_last_word(running, spans)
        spans += under_other(running, spans)
        spans += seals(running, spans)
    spans.sort(key=lambda span: (span.start, span.end))
    _label(running, spans, cell=cell)
    found = [found for span in spans for found in _unfolded(span.found)]
    signed(found, under=False)
    for each in found:
        if not cell and each.kind is Kind.DATE and not each.label:
            each.label = _DAYS[each.precision]
    return found


def _within(span: Span, others: list[Span]) -> bool:
    return any(other.holds(index) for other in others for index in range(span.start, span.end))


def _clash(span: Span, dated: list[Span]) -> bool:
    """Say whether a box belongs to a date printed with boxes: □□□□年□□月□□日."""
    return not span.found.options and any(date.holds(span.start) or date.holds(span.end - 1) for date in dated)


def _circled(running: Running) -> list[Span]:
    """Return coded options that no box belongs to: their code or word is circled."""
    options = coded_options(running, 0, len(running.signs))
    bracketed = bool(options) and running.text[options[0].start] in "（("
    if not options or (bracketed and not all(is_answer(each.label) for each in options)):  # （1）… （2）… are remarks.
        return []
    if len({each.label for each in options}) < len(options):  # The numbers of lines: 1.药名____ 2.药名____.
        return []
    made = with_blanks(running, options)
    box = made[0].box
    for option in made[1:]:
        box = box.union(option.box)
    found = Found("", Kind.SINGLE, box, mark=Mark.CIRCLE, options=made, sure=False)
    return [Span(options[0].start, end_with_blank(running, options[-1]), found)]


def _asked(running: Running) -> list[Span]:
    """Return options with letters or ringed numbers behind a question or a colon, outside tables: A.否 B.是."""
    found = _circled(running)
    if not found:
        return []
    span, options = found[0], found[0].found.options
    lead = running.text[: span.start].rstrip(f" {GAP}")
    lettered = running.text[span.start] not in "0123456789"
    short = all(0 < len(option.label) <= _SHORT for option in options)
    return found if lettered and short and lead.endswith(("：", ":", "？", "?")) and not _NOTE.search(lead) else []


def _label(running: Running, spans: list[Span], *, cell: bool) -> None:
    """Give every answer the words before it, and what they say of its kind."""
    text = running.text
    previous = 0
    before: Found | None = None
    for span in spans:
        found = span.found
        words = text[previous : span.start]
        if span.start < previous:  # It is asked for with an option: □待修复，预计日期：____年__月__日 □停用.
            words = re.split(rf"[{SLOTS}][^{SLOTS}，,（(]*[，,（(]?", text[: span.start])[-1]
        previous = max(previous, span.end)
        if not found.label:
            _name(found, words)
            _name_in_sentence(found, text, words, span)
            _price(found, words, before)
        if before is not None and found.format is Format.TIME and not found.label:
            _name_time(found, before, words)
        before = found
        previous = max(previous, _name_day(found, text, span.end, first=span is spans[0]))
        found.sure = found.sure and (cell or bool(found.label))
        behind = text[span.end : min((other.start for other in spans if other.start >= span.end), default=len(text))]
        if MANY.search(words + behind.split(NEWLINE)[0]) and found.kind is Kind.SINGLE:
            found.kind = Kind.MULTI
        _count(found)
        if found.label == "时间" and found.kind is Kind.TEXT:
            _date_event(found, text[: span.start], spans)
        name_kind(found)
    if not cell:
        _name_totals([span.found for span in spans])
    name_measured([span.found for span in spans])
    name_series(running, spans)
    for span in spans:
        _name_extras(span.found)
        if not cell:
            guess_several(span.found)


def _date_event(found: Found, before: str, spans: list[Span]) -> None:
    """Make a day of 时间 behind the blank for what it is of, where no other day is asked for: 手术名称____时间____."""
    event = _EVENT.search(before)
    if event is not None and not any(each.found.parts and each.found.kind is Kind.DATE for each in spans):
        found.label, found.kind, found.sure = f"时间{event['number']}", Kind.DATE, False


def _name_day(found: Found, text: str, end: int, *, first: bool) -> int:
    """Name a date by what begins or happens on it, said at ``end``; return to where that is no label of the next."""
    if found.kind is not Kind.DATE:
        return end
    if (begun := _FROM.match(text, end)) and found.label in ("", "自", "从"):
        found.label = f"{begun['what']}日期"
    happened = _HAPPENS.match(text, end)
    if happened is not None and len(found.label) < _SHORT // 2:
        found.label = f"{re.sub('[于在自从]$', '', found.label)}{happened['what']}日期"
        return happened.end()
    if since := name_since(found, text[end:]):
        found.label = since
    if not found.label and not first:
        found.label = _DAYS[found.precision]
    return end


def _name_totals(found: list[Found]) -> None:
    """Name the blanks of 第____页 共____页."""
    for each in found:
        if each.label == "共" and each.unit:
            each.label, each.labelled = f"共几{each.unit}", True


def _name_in_sentence(found: Found, text: str, words: str, span: Span) -> None:
    """Take from a label what only joins it to its sentence, where no colon stands before the blank."""
    if found.options or re.search(rf"[：:][ {GAP}{NEWLINE}]*$", words):
        return
    before = found.label
    found.label = in_sentence(before)
    name_deadline(found, text[span.end :])
    name_person(found, text[span.end :])
    if found.label != before or re.search(r"[，,。].{2,}$", text[: span.start]):
        name_quantity(found)


def _name_extras(found: Found) -> None:
    """Put the label of a choice before those of the blanks of its options, where it was printed before them."""
    for blank in found.option_blanks if found.label else ():
        if not blank.labelled:
            blank.label, blank.labelled = f"{found.label} {blank.label}", True


def _count(found: Found) -> None:
    """Say in the label of a number of times what is counted, where the words before it do not; 共 is no part of it."""
    if found.unit and len(found.label) > 1:
        found.label = found.label.removesuffix("共")
    if found.unit == "次" and found.label and "次" not in re.sub(r"[上本每]次", "", found.label):
        found.label += "次" if re.search(r"[）)]$", found.label) else "次数"
    dosed = found.unit in _DOSES or (not found.unit and found.kind is Kind.TEXT)
    if dosed and found.label.endswith(("每次", "一次")):
        found.label += "剂量"


def _name_time(found: Found, day: Found, between: str) -> None:
    """Name a time right behind a day by it: 发生日期 ____年__月__日__时__分 has a 发生时间."""
    if day.kind is Kind.DATE and not between.strip(f" {GAP}") and day.label:
        stem = day.label.removesuffix("日期")
        found.label, found.labelled = f"{stem}时间" if stem != day.label else f"{stem} 时刻", True


def _price(found: Found, words: str, before: Found | None) -> None:
    """Name a sum of money in figures by that in words before it: 现金（大写）____ ￥____."""
    in_words = before is not None and "大写" in before.label
    bare = in_words and not found.label and bool(_NOTHING.fullmatch(words))
    like = in_words and bool(_LIKE_FIGURES.search(words))
    if found.kind is not Kind.TEXT or not (bare or like or _FIGURES.search(words)):
        return
    found.unit = found.unit or "元"
    if before is not None and in_words and len(found.label.strip("（()）小写")) < 2:
        found.label, found.labelled = before.label.replace("大写", "小写"), before.labelled


def _name(found: Found, words: str) -> None:
    printed = _PREPRINTED.search(words.rstrip(" "))
    if printed:
        found.preprinted = printed["text"]
        words = words[: printed.start()]
    parts = [part for part in _BREAK.split(words.rstrip(f" {GAP}{NEWLINE}")) if part.strip()]
    label = cleaned(_last_words(_UNCLOSED.sub("", parts[-1]))) if parts else ""
    label = "" if found.options and _AFTER.fullmatch(label) else _GRANTED.sub("", label)
    label = "编号" if _NUMBER_SIGN.fullmatch(label) else label
    found.label = label
    found.labelled = bool(label)
    if found.kind is Kind.TEXT and is_signature(label):
        found.kind = Kind.SIGNATURE


def _last_words(part: str) -> str:
    """Return what names the answer in a sentence: what stands behind its last comma or colon, where that is no list."""
    pieces = re.split(r"[，,：:](?=[^：:]{2})(?![^（(]*[）)])", part)
    last = pieces[-1].strip("：: ")
    if len(pieces) > 1 and (case := _IN_CASE.search(pieces[-2])) and _GENERAL.fullmatch(last):
        return f"{case['what']}{last}"
    if len(last) > 1 and not _CURRENCY.fullmatch(last) and not _MEAN.fullmatch(last):
        return pieces[-1]
    return re.sub(r"[：:](?:人民币)?(?=[（(][大小]写)|(?<=[^ ])[：:](?=[^：:]{1,2}$)", "", part)


def _unfolded(found: Found) -> list[Found]:
    return [found, *found.option_blanks]
