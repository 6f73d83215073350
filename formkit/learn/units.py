"""Units printed behind a blank, and what they say of its kind."""

from __future__ import annotations

import re

from formkit.model.handbook import Kind


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# Of a dose of medicine, 12.5 mg or half a tablet is as usual as a whole one: mg and 片 are fractional.
_WHOLE = _words(
    "mmHg 次 岁 周岁 人 人次 例次 户次 场次 个月 个 周 天 小时 分钟 工作日 个工作日 户 间 台 套 层 辆 张 份 "
    "名 件 支 粒 包 栋 座 处 条 只 对 组 册 樘 扇 块 页 项 盏 具 根 棵 株 桶 袋 罐 枚 种 例 头 幅 副 双 分 年 月 "
    "日 秒 级 批 箱 瓶 盒 代 步 餐 顿 杯 碗 针 丸 滴 颗 趟 轮 课时 学时 孕周 宗 卷 卡路里 千卡 大卡 kcal 转 "
    "pcs PCS Pcs pc CFU cfu 本 床 笔 顶 把 架 口 板 贴 剂 捆 筐 篇 艘 匹 rpm r bpm "
)
_FRACTIONAL = _words(
    "mg 片 万元 亿元 千元 元 元整 角 平方米 平方 平米 ㎡ m² m2 立方米 立方 m³ m3 亩 公顷 公里 千米 km kg Kg "
    "KG 公斤 千克 克 毫克 微克 斤 吨 g ug μg 毫升 ml mL ML cm CM mm 公分 厘米 毫米 米 m 尺 寸 英寸 两 升 ℃ °C "
    "度 % ％ %RH ％RH ‰ kPa MPa Pa kW KW kWh kW·h 千瓦时 千瓦 瓦 W kV V 伏 A 安 Ω MΩ Hz mmol μmol umol mol mV "
    "mA μm L dB h min U IU IE ppm 个百分点 百分点 t s ms MW VA kVA KVA kvar kVar KWh MWh "
    "kA mΩ kΩ N kN N·m bar lx cm² mm² km² ㎥ ㎝ ㎜ ㎏ 万亩 ×10⁹ ×10^9 ×10¹² mS NTU %LEL ％LEL "
)
CASES = "起"
"""What cases are counted in; where nothing happens, it says since when, and is no unit."""
_PER = _words("分 分钟 小时 日 天 周 月 年 次 季 季度 晚 h d min s 人 户 班 餐 月·㎡ ")
"""Behind a slash, what something is counted in: 支/天, 分钟/次."""
_ALL = sorted({*_WHOLE, *_FRACTIONAL}, key=len, reverse=True)
_ONE = "|".join(map(re.escape, _ALL))
_EACH = "|".join(map(re.escape, sorted({*_ALL, *_PER}, key=len, reverse=True)))
UNIT_WORD = rf"(?:{_ONE})(?:[/／](?:{_EACH}))?"
"""A unit, as part of a regular expression."""
_LONG = ")|(?<=".join(_words("个月 小时 分钟 工作日 平方米 立方米 公里 公斤 厘米 毫米 人次 学时 课时"))
"""Units behind which the sentence may go on at once: 限期____个月整改."""
UNIT = re.compile(
    rf"[ ]?(?P<unit>{UNIT_WORD})"
    rf"(?:(?<=[℃％%‰㎡])(?=[\u4e00-\u9fff])|(?:(?<={_LONG}))(?![A-Za-z\d])|(?=以?[内前后]|以[上下]|通知|书面|告知|提出|申请|支付|付清|完成|整改|解除|每[次日天周月]|整|左右|计算)"
    rf"|(?![\u4e00-\u9fffA-Za-z\d]))"
)
"""A unit right behind a blank, nothing of a word behind it."""
_VALUE = r"-?\d{1,4}(?:\.\d{1,3})?"
_LIMITS = rf"(?:[≤≥<>＜＞≯≮]{_VALUE}|{_VALUE}[～~\-－—–至]{_VALUE})?"
IN_BRACKETS = re.compile(rf"[（(](?:单位[：:])?{_LIMITS}(?P<unit>{UNIT_WORD})[）)]")
"""A unit in the brackets of a label, with the limits of what is measured: 总建筑面积（㎡）, 冷藏柜（0～8℃）."""
EITHER = re.compile(rf"(?<!规格)(?<!型号)[（(](?P<unit>{UNIT_WORD})或(?P<other>{UNIT_WORD})[）)]")
"""Two units of which the thing decides: 接种剂量（ml或粒）; behind 规格 they say what is in what."""

BEHIND_SLASH = re.compile(rf"[/／](?![一-龥])(?P<unit>{UNIT_WORD})$")
"""A unit behind the slash of a label: 分析结果/%."""

AT_END = re.compile(
    rf"(?:(?<=[\u4e00-\u9fff])|^)(?P<unit>(?![\u4e00-\u9fffA-Za-z]$){UNIT_WORD})(?<![\u4e00-\u9fff]{{2}})$"
)
"""A unit that ends a label without brackets: 体温℃, 脉搏次/分; one letter is no unit there, nor are words."""


def kind_of_unit(unit: str) -> Kind:
    """Return whether what is counted in ``unit`` is a whole number: not where it is parted by size, 人/㎡."""
    counted, _, per = unit.replace("／", "/").partition("/")
    return Kind.INTEGER if counted in (*_WHOLE, CASES) and (not per or per in _PER) else Kind.NUMBER
