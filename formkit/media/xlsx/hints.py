"""Words on the worksheet that tell how to answer; Chinese, as everything that is printed."""

from __future__ import annotations

from collections.abc import Callable

from formkit.model.handbook import Field, Format, Kind, Option, Precision

PROMPT_LIMIT, TITLE_LIMIT, ERROR_LIMIT = 255, 32, 225
"""Characters that Excel shows in the messages of a data validation (ISO/IEC 29500-1, 18.3.1.32)."""


def item(option: Option) -> str:
    """Return an option as it stands in a list to choose from: "1 良好"."""
    return f"{option.code} {option.label}"


def options_line(field: Field) -> str:
    """Return the options in one line, with the way to answer where several may be chosen."""
    words = "　".join(item(option) for option in field.options)
    return f"（可多选，编号之间用“/”隔开）{words}" if field.kind is Kind.MULTI else words


def column_hint(field: Field) -> str:
    """Return the options as they stand under the heading of a column."""
    return " ".join(item(option) for option in field.options)


def prompt(field: Field) -> str:
    """Return what is shown while the cell is chosen; empty where there is nothing to say."""
    made = _PROMPTS.get(field.kind, _no_prompt)(field)
    return _cut(made, PROMPT_LIMIT)


def title(field: Field) -> str:
    """Return the heading of the message."""
    return _cut(field.label, TITLE_LIMIT)


def complaint(field: Field) -> str:
    """Return what is shown when something else was typed than the cell is meant for."""
    return _cut(_COMPLAINTS.get(field.kind, "请检查所填内容。") + "仍要保留吗？", ERROR_LIMIT)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _no_prompt(field: Field) -> str:
    return {
        Format.ID_NUMBER: "18位身份证号码，最后一位可为X。",
        Format.TIME: "时间，如 10:30。",
        Format.POSTCODE: "6位邮政编码。",
    }.get(field.format, "") if field.format else ""


def _single(field: Field) -> str:
    return "从列表中选择，也可只填编号：" + "；".join(item(option) for option in field.options)


def _multi(field: Field) -> str:
    return "可多选，编号之间用“/”隔开，如 1/3：" + "；".join(item(option) for option in field.options)


def _date(field: Field) -> str:
    if field.min_precision is Precision.DAY:
        return "日期，如 2012-03-05。"
    if field.min_precision is Precision.MONTH:
        return "年月，如 2012-03。" if field.precision is Precision.MONTH else "日期，如 2012-03-05 或 2012-03。"
    return "日期，如 2012-03-05；不清楚时可只填 2012-03 或 2012。"


def _code(field: Field) -> str:
    if field.length is None:
        return _no_prompt(field)
    lengths = "或".join(str(length) for length in (field.length, *field.lengths))
    return f"{lengths}位编号。"


def _number(field: Field) -> str:
    low, high = _plain(field.minimum), _plain(field.maximum)
    if low and high:
        return f"{low} 到 {high} 之间的数。"
    return f"不小于 {low} 的数。" if low else f"不大于 {high} 的数。" if high else ""


def _signature(field: Field) -> str:
    return "打印后签字；已签字的填“已签”。"


def _plain(number: float | None) -> str:
    return "" if number is None else f"{number:g}"


_PROMPTS: dict[Kind, Callable[[Field], str]] = {
    Kind.TEXT: _no_prompt,
    Kind.SINGLE: _single,
    Kind.MULTI: _multi,
    Kind.DATE: _date,
    Kind.CODE: _code,
    Kind.INTEGER: _number,
    Kind.NUMBER: _number,
    Kind.SIGNATURE: _signature,
}
_COMPLAINTS = {
    Kind.SINGLE: "所填内容不在选项列表中。请从列表中选择，或只填选项的编号。",
    Kind.DATE: "这不是完整的日期。请按 2012-03-05 的样式填写。",
    Kind.INTEGER: "这里应填整数，并在规定范围之内。",
    Kind.NUMBER: "这里应填数字，并在规定范围之内。",
    Kind.CODE: "编号的位数不对。",
}
