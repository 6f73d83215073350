"""A small office of invented places and persons."""

from __future__ import annotations

from functools import cache

from formkit.media.scan.text.lexicons import Lexicons, office_lexicons
from formkit.model.office import Office, Town, Village

OFFICE = Office(
    unit="云水县清河镇卫生院", county="通渭县", county_code="621121",
    towns=(
        Town("621121102", "清河镇", (
            Village("621121102201", "柳河村村委会"), Village("621121102202", "柳沟村村民委员会"),
        )),
        Town("621121103", "石桥镇", (Village("621121103201", "石桥村"), Village("621121103001", "东街社区居委会"))),
    ),
)
PERSONS = ("张小明", "李秀英", "王建国")


@cache
def office() -> Lexicons:
    return office_lexicons(OFFICE, PERSONS)
