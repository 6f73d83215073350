"""Administrative codes: 6 digits of the county (GB/T 2260), 9 of the township (GB/T 10114), 12 of the village.

Whether a village code is of a residents' or a villagers' committee is not told: the statistics'
and the health archives' ranges contradict each other.
"""

from __future__ import annotations

import re
from enum import StrEnum

PROVINCES = {
    "11": "北京市", "12": "天津市", "13": "河北省", "14": "山西省", "15": "内蒙古自治区",
    "21": "辽宁省", "22": "吉林省", "23": "黑龙江省",
    "31": "上海市", "32": "江苏省", "33": "浙江省", "34": "安徽省", "35": "福建省", "36": "江西省", "37": "山东省",
    "41": "河南省", "42": "湖北省", "43": "湖南省", "44": "广东省", "45": "广西壮族自治区", "46": "海南省",
    "50": "重庆市", "51": "四川省", "52": "贵州省", "53": "云南省", "54": "西藏自治区",
    "61": "陕西省", "62": "甘肃省", "63": "青海省", "64": "宁夏回族自治区", "65": "新疆维吾尔自治区",
    "71": "台湾省", "81": "香港特别行政区", "82": "澳门特别行政区",
}  # fmt: skip
"""The first two digits of GB/T 2260."""
_DIRECT = "90"
_CODE = re.compile(r"\d{6}(?:\d{3}){0,2}", re.ASCII)
_TOWNSHIPS = {"0": "街道", "1": "镇", "2": "乡", "3": "乡", "4": "政企合一单位", "5": "政企合一单位"}


class Level(StrEnum):
    """Which unit a code names."""

    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWNSHIP = "township"
    VILLAGE = "village"


class RegionFault(StrEnum):
    """What is wrong with a code."""

    SHAPE = "shape"
    """Not 6, 9 or 12 digits."""
    PROVINCE = "province"
    CITY = "city"
    """Digits 3-4 are neither 01-70 nor 90 (counties under a province), or are zero above a county."""
    COUNTY = "county"
    """Digits 5-6 are outside 01-99 under a township."""
    TOWNSHIP = "township"
    """Digits 7-9 are 600 or more, or zero above a village."""


def level(code: str) -> Level | None:
    """Return what ``code`` names, the zeros of upper levels left out; None where it is no code."""
    if not _CODE.fullmatch(code):
        return None
    full = code.ljust(12, "0")
    for zeros, found in ((10, Level.PROVINCE), (8, Level.CITY), (6, Level.COUNTY), (3, Level.TOWNSHIP)):
        if full.endswith("0" * zeros):
            return found
    return Level.VILLAGE


def region_faults(code: str) -> tuple[RegionFault, ...]:
    """Return what is wrong with a code of 6, 9 or 12 digits."""
    if not _CODE.fullmatch(code):
        return (RegionFault.SHAPE,)
    city, county, township, village = code[2:4], code[4:6], code[6:9], code[9:12]
    below_city, below_county = (any(part.strip("0") for part in parts) for parts in
                                ((county, township, village), (township, village)))
    found = {
        RegionFault.PROVINCE: code[:2] not in PROVINCES,
        RegionFault.CITY: (int(city) > 70 and city != _DIRECT) or (city == "00" and below_city),
        RegionFault.COUNTY: county == "00" and below_county,
        RegionFault.TOWNSHIP: township >= "600" or (township == "000" and bool(village.strip("0"))),
    }
    return tuple(fault for fault, present in found.items() if present)


def township_kind(code: str) -> str | None:
    """Return 街道, 镇, 乡 or 政企合一单位 by the seventh digit (GB/T 10114); None above a township."""
    if level(code) not in (Level.TOWNSHIP, Level.VILLAGE):
        return None
    return _TOWNSHIPS.get(code[6])


def village_part(code: str) -> str | None:
    """Return the three digits of the village: a code of 3 digits itself or the last 3 of 12."""
    if re.fullmatch(r"\d{3}", code, re.ASCII):
        return code
    return code[9:] if level(code) is Level.VILLAGE else None


def inside(code: str, upper: str) -> bool:
    """Say whether ``code`` (3 or 12 digits of a village, 9 of a township) can lie in the unit ``upper``.

    A code of 3 digits says nothing of the units above and lies in any.
    """
    return len(code) <= 3 or code.startswith(upper.rstrip("0") if len(upper) == 12 else upper)
