"""Invented answers for the fields of a form, in the shape that reading gives them."""

from __future__ import annotations

import random
from collections.abc import Callable

from formkit.model.handbook import Field, Format, Kind, Precision
from formkit.model.reading import Value

_SURNAMES = "赵钱孙李周吴郑王冯陈沈韩杨朱秦许何吕施张"
_GIVEN = "建国桂英秀兰志强丽华海涛小梅文斌月娥永根金花立新春生"
_PHRASES = (
    "病情平稳，继续服药", "夜间喊叫", "嗜睡", "便秘、口干", "临河县康宁医院", "南屏县人民医院精神科", "家庭护理指导",
    "血常规正常", "肝功能ALT 45U/L", "偏执性精神病", "精神分裂症", "兄弟", "配偶", "父女", "拒绝服药；外出打工",
    "建议每3个月复查1次", "未见异常", "有攻击言语2次", "汽车库", "框架结构", "务农", "低保户(2010年起)",
)
_LONG = (
    "案主独居，子女在外务工，近年视力下降，日常由邻居照看。", "一是家庭沟通方式单一，二是情绪调节能力不足。",
    "三个月内改善睡眠，每周至少外出活动两次。", "继续服用原药，三个月后复查血常规。",
    "案主丧偶三年，与儿子一家同住，因照顾孙辈问题与儿媳发生矛盾，情绪低落，夜间难以入睡，曾向村干部求助两次。",
)


def answer_for(field: Field, rng: random.Random) -> Value:
    """Return an invented value for a field."""
    return _BY_KIND[field.kind](field, rng)


def name(rng: random.Random) -> str:
    """Return an invented name."""
    return rng.choice(_SURNAMES) + "".join(rng.sample(_GIVEN, rng.choice((1, 2, 2, 2))))


def _text(field: Field, rng: random.Random) -> str:
    if field.format is Format.NAME:
        return name(rng)
    if field.format is Format.PHONE:
        return "1390000" + f"{rng.randrange(10000):04}"
    if field.format is Format.NAME_PHONE:
        return name(rng) + rng.choice("，、 ") + "1380000" + f"{rng.randrange(10000):04}"
    if field.format is Format.ADDRESS:
        return f"青石镇柳河村{rng.randrange(1, 9)}组{rng.randrange(1, 90)}号"
    if field.pattern == "[男女]":
        return rng.choice("男女")
    if field.pattern and "CM" in field.pattern:
        return f"{rng.randrange(10, 9999)}"
    if field.multiline:
        return rng.choice(_LONG)
    return rng.choice(_PHRASES)


def _integer(field: Field, rng: random.Random) -> int:
    low = int(field.minimum or 0)
    return rng.randrange(low, min(low + 12, int(field.maximum or low + 12)))


def _number(field: Field, rng: random.Random) -> Value:
    return rng.choice((_integer(field, rng) * 25 + 25, round(rng.uniform(0.5, 900), 1)))


def _date(field: Field, rng: random.Random) -> str:
    year, month, day = rng.randrange(1985, 2026), rng.randrange(1, 13), rng.randrange(1, 29)
    if field.min_precision is Precision.YEAR and rng.random() < 0.4:
        return rng.choice((f"{year}", f"{year}-{month:02}"))
    return f"{year}-{month:02}-{day:02}"


def _code(field: Field, rng: random.Random) -> str:
    return "".join(str(rng.randrange(10)) for _ in range(field.length or 6))


def _single(field: Field, rng: random.Random) -> str:
    return rng.choice(field.options).code


def _multi(field: Field, rng: random.Random) -> tuple[str, ...]:
    alone = [option.code for option in field.options if option.exclusive]
    if alone and rng.random() < 0.3:
        return (rng.choice(alone),)
    others = [option.code for option in field.options if not option.exclusive]
    most = min(field.cells or len(others), len(others))
    chosen = set(rng.sample(others, rng.randrange(1, min(most, 5) + 1)))
    return tuple(option.code for option in field.options if option.code in chosen)


def _signature(field: Field, rng: random.Random) -> bool:
    return True


_BY_KIND: dict[Kind, Callable[[Field, random.Random], Value]] = {
    Kind.TEXT: _text, Kind.INTEGER: _integer, Kind.NUMBER: _number, Kind.DATE: _date, Kind.CODE: _code,
    Kind.SINGLE: _single, Kind.MULTI: _multi, Kind.SIGNATURE: _signature,
}
