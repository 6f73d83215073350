"""Units printed behind a blank, and what they say of its kind."""

from __future__ import annotations

import re

from formkit.model.handbook import Kind

# Of a dose of medicine, 12.5 mg or half a tablet is as usual as a whole one: mg and 片 are fractional.
_WHOLE = (
    "次/分", "次/月", "次/日", "次/天", "次/周", "支/天", "支/日", "mmHg", "次", "岁", "人", "个月", "个", "周", "天",
    "小时", "分钟", "户", "间", "台", "套", "层", "辆", "张", "份", "名", "件", "支", "粒", "包", "栋", "座", "处",
    "条", "只", "对", "组", "册", "樘", "扇", "块", "个工作日", "工作日", "人次", "页", "项", "盏", "具", "根", "棵",
    "株", "桶", "袋", "罐", "枚", "例", "头", "幅", "副", "双", "分", "年", "月", "日", "秒", "级", "批", "箱", "瓶",
    "盒", "代", "本", "卷", "床", "顶", "把", "架", "口", "板", "丸", "滴", "贴", "剂", "捆", "筐", "篇", "针", "艘",
    "匹", "笔", "宗", "趟", "次/年", "户次", "课时", "学时",
)
_FRACTIONAL = (
    "mg", "片", "元/月·㎡", "元/㎡", "元/平方米", "元/月", "元/年", "元/人", "万元", "元", "平方米", "㎡", "m²", "m2",
    "立方米", "m³", "m3", "亩", "公里", "km", "kg", "公斤", "斤", "吨", "g", "ml", "mL", "cm", "mm", "厘米", "毫米",
    "米", "m", "两", "升", "℃", "°C", "%", "％", "kPa", "MPa", "Pa", "kW", "KW", "kV", "V", "A", "Ω", "MΩ", "Hz",
    "mmol/L", "μmol/L", "g/L", "%RH", "％RH", "μm", "mV", "mA", "mol/L", "L", "度", "度/月", "dB", "‰", "ppm",
    "mg/L", "mg/m³", "mg/m3", "mg/kg", "μg", "W", "MW", "VA", "kVA", "KVA", "kvar", "kVar", "kWh", "KWh", "kW·h",
    "MWh", "kA", "mΩ", "kΩ", "N", "kN", "N·m", "bar", "h", "min", "s", "ms", "m/s", "km/h", "r/min", "rpm", "L/min",
    "L/h", "m³/h", "m3/h", "m³/d", "t", "t/h", "t/d", "kcal", "lx", "IU", "cm²", "mm²", "km²", "㎥", "㎝", "㎜", "㎏",
    "平米", "立方", "公顷", "千米", "千克", "克", "毫克", "毫升", "千瓦", "千瓦时", "伏", "安", "元/吨", "元/次",
    "元/天", "元/小时", "元/度", "元/立方米", "元/台", "元/个", "万亩", "kg/m²", "kg/m2", "次/min", "bpm", "×10⁹/L",
    "mmHg/min", "mS/cm", "NTU",
)
_ALL = sorted({*_WHOLE, *_FRACTIONAL}, key=len, reverse=True)
_LONG = ")|(?<=".join((
    "个月", "小时", "分钟", "工作日", "平方米", "立方米", "公里", "公斤", "厘米", "毫米", "人次", "学时", "课时",
))
"""Units behind which the sentence may go on at once: 限期____个月整改."""
UNIT = re.compile(
    rf"[ ]?(?P<unit>{'|'.join(map(re.escape, _ALL))})"
    rf"(?:(?:(?<={_LONG}))(?![A-Za-z\d])|(?=以?[内前后]|以[上下]|通知|每[次日天周月]|整|左右|计算)"
    rf"|(?![\u4e00-\u9fffA-Za-z\d]))"
)
"""A unit right behind a blank, nothing of a word behind it."""
IN_BRACKETS = re.compile(rf"[（(](?:单位[：:])?(?P<unit>{'|'.join(map(re.escape, _ALL))})[）)]")
"""A unit in the brackets of a label: 总建筑面积（㎡）."""

BEHIND_SLASH = re.compile(rf"[/／](?P<unit>{'|'.join(map(re.escape, (unit for unit in _ALL if unit[0] < '一')))})$")
"""A unit behind the slash of a label: 分析结果/%."""


def kind_of_unit(unit: str) -> Kind:
    """Return whether what is counted in ``unit`` is a whole number."""
    return Kind.INTEGER if unit in _WHOLE else Kind.NUMBER
