"""What is measured of a person or a room under one label: T ____℃ P ____次/分 BP ____/____mmHg, ____℃ ____%RH."""

from __future__ import annotations

import re
from collections.abc import Sequence

from formkit.learn.found import Found
from formkit.model.handbook import Kind

_SHORT = {("T", "℃"): "体温", ("P", "次/分"): "脉搏", ("R", "次/分"): "呼吸", ("HR", "次/分"): "心率"}
"""Letters before a blank that stand for what is measured, by its unit."""
_HUMID = frozenset({"%RH", "％RH"})
_IN_ALL = re.compile(r"[，,]$")
"""How a sentence ends before 共____块 says how many there are of what it is about."""
_AGED = frozenset({"现年", "今年", "）", ")"})
"""What stands before ____岁 in a sentence and does not name it."""
_DOSES = frozenset({"mg", "g", "片", "粒", "支", "ml", "mL"})
"""Units of what is taken at a time."""


def name_measured(found: Sequence[Found]) -> None:
    """Give the blanks of one string the names that letters and units stand for."""
    units = {each.unit for each in found}
    for each in found:
        letters = each.label.upper()
        if (letters, each.unit) in _SHORT:
            each.label = _SHORT[letters, each.unit]
        elif each.unit == "岁" and letters in _AGED:
            each.label, each.labelled = "年龄", True
        elif letters == "BP":
            each.label = "血压"
        elif units & _HUMID and not letters and each.unit in (*_HUMID, "℃"):
            each.label, each.labelled = "温度" if each.unit == "℃" else "相对湿度", True


def name_pressures(upper: Found, lower: Found, side: str = "") -> None:
    """Name the two blanks of a blood pressure, 120/80, which are whole numbers; ``side`` says where it is measured."""
    for found, name in ((upper, "收缩压"), (lower, "舒张压")):
        found.label, found.kind = f"{side} {name}".strip(), Kind.INTEGER


def name_counted(found: Found) -> None:
    """Say in the label of a number of times what is counted, where the words before it do not; 共 is no part of it."""
    if found.unit and len(found.label) > 1:
        found.label = _IN_ALL.sub(f"{found.unit}数", found.label.removesuffix("共"))
    if found.unit == "次" and found.label and "次" not in re.sub(r"[上本每]次", "", found.label):
        found.label += "次" if re.search(r"[）)]$", found.label) else "次数"
    dosed = found.unit in _DOSES or (not found.unit and found.kind is Kind.TEXT)
    if dosed and found.label.endswith(("每次", "一次")):
        found.label += "剂量"
