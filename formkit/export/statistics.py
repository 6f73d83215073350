"""The statistics of a roster: what is counted, and which counts make which rate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from formkit.export.counting import Area, Condition, Conditions, empty, filled, is_text
from formkit.export.roster_columns import STANDARD_VISITS
from formkit.export.roster_groups import CLASSES

HIGH = Condition("danger", ">=3")
STABLE = is_text("visit_class", "稳定")
MANAGED = is_text("managed", "是")
STANDARD: Conditions = (MANAGED, Condition("visit_count", f">={STANDARD_VISITS}"), filled("exam_date"))
AGE_BANDS: tuple[tuple[str, Conditions], ...] = (
    ("14岁及以下", (Condition("age", "<=14"),)),
    ("15–29岁", (Condition("age", ">=15"), Condition("age", "<=29"))),
    ("30–44岁", (Condition("age", ">=30"), Condition("age", "<=44"))),
    ("45–59岁", (Condition("age", ">=45"), Condition("age", "<=59"))),
    ("60–74岁", (Condition("age", ">=60"), Condition("age", "<=74"))),
    ("75岁及以上", (Condition("age", ">=75"),)),
    ("不详", (empty("age"),)),
)
DIAGNOSES = (
    "精神分裂症", "分裂情感性障碍", "偏执性精神病", "双相（情感）障碍", "癫痫所致精神障碍", "精神发育迟滞伴发精神障碍",
)
"""The six kinds that are registered nationally; a roster's own spellings are counted as written."""
_SPELLED_ALSO = {"双相（情感）障碍": ("双相情感障碍", "双相(情感)障碍", "双相障碍")}
MAX_KINDS = 40
"""More kinds of diagnosis than this make no table; the rest is counted together."""

MAX_KIND_LENGTH = 100
"""Characters; Excel takes 255 in a criterion."""


@dataclass(frozen=True, slots=True)
class Count:
    """A number of people: its id, label and tests; of several sets of tests each person meets one at most."""

    id: str
    label: str
    alternatives: tuple[Conditions, ...]


@dataclass(frozen=True, slots=True)
class Rate:
    """A share: its name, what is divided by what, and the definition that is printed beside it."""

    name: str
    numerator: str
    denominator: str
    definition: str
    fine: bool = False
    """Shown with three places, since it is a share of the whole population."""
    known_by: tuple[str, ...] = ()
    """Columns that tell who is counted above; where one is empty for everybody the share is not known."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a breakdown; ``town`` limits it to the area with this number."""

    label: str
    tests: Conditions
    town: int | None = None


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A table of counts: rows and columns with their tests."""

    title: str
    head: str
    lines: tuple[Line, ...]
    columns: tuple[tuple[str, Conditions], ...]
    partial_sums: tuple[tuple[str, int, int], ...] = ()
    """(label, first line, last line), counted from 0, printed under the lines."""
    rest: str = ""
    """Label of a last line with everybody whom no other line counts; "" where there is none."""


COUNTS = (
    Count("registered", "在册患者数", ((),)),
    Count("diagnosed", "登记在册确诊患者数", ((filled("diagnosis"),),)),
    Count("managed", "在管患者数", ((MANAGED,),)),
    Count("standard", "规范管理患者数", (STANDARD,)),
    Count("medicated", "服药患者数（规律＋间断）", ((is_text("adherence", "规律"),), (is_text("adherence", "间断"),))),
    Count("regular", "规律服药患者数", ((is_text("adherence", "规律"),),)),
    Count("visited", "本年随访到的患者数", ((Condition("visit_count", ">=1"),),)),
    Count("stable_visited", "本年随访到且最近一次为稳定的患者数", ((Condition("visit_count", ">=1"), STABLE),)),
    Count("stable", "最近一次随访分类为稳定的确诊患者数", ((filled("diagnosis"), STABLE),)),
    Count("high", "危险性3级及以上患者数", ((HIGH,),)),
)

RATES = (
    Rate("报告患病率", "registered", "population", "在册患者数 ÷ 常住人口数", fine=True),
    Rate("管理率（在管率）", "managed", "registered", "在管患者数 ÷ 在册患者数", known_by=("managed",)),
    Rate("管理率（2011年公卫规范）", "diagnosed", "expected",
         "登记在册确诊患者数 ÷（辖区15岁及以上人口数 × 患病率）；与在管率含义不同，不可混用",
         known_by=("diagnosis",)),
    Rate("规范管理率", "standard", "registered", "规范管理患者数（在管、本年随访不少于4次并体检1次）÷ 在册患者数",
         known_by=("managed", "exam_date")),
    Rate("服药率", "medicated", "registered", "服药患者数 ÷ 在册患者数", known_by=("adherence",)),
    Rate("规律服药率", "regular", "registered", "规律服药患者数 ÷ 在册患者数", known_by=("adherence",)),
    Rate("病情稳定率", "stable_visited", "visited", "最近一次为稳定的患者数 ÷ 本年随访到的患者数",
         known_by=("visit_class",)),
    Rate("病情稳定率（2011年公卫规范）", "stable", "diagnosed", "最近一次随访分类为稳定的患者数 ÷ 登记在册确诊患者数",
         known_by=("visit_class",)),
)


def breakdowns(areas: Sequence[Area], villages: Sequence[str] = (), towns: Sequence[str] = ()) -> tuple[Breakdown, ...]:
    """Return the tables by danger, class, diagnosis, town or village, and sex by age.

    ``villages`` are those of a single town; ``towns`` stand in the order of ``areas``.
    """
    levels = [Line(f"{level}级", (is_text("danger", str(level)),)) for level in range(6)]
    classes = [Line(word, (is_text("visit_class", word),)) for word in CLASSES]
    bands = [Line(label, tests) for label, tests in AGE_BANDS]
    by_place = [Line(name, (is_text("village", name),)) for name in villages]
    by_town = [Line(name, (), index) for index, name in enumerate(towns)]
    tables = [
        Breakdown("按危险性评估", "危险性", (*levels, Line("未评估", (empty("danger"),))), _EVERYONE, _LEVEL_SUMS),
        Breakdown("按病情分类", "病情分类", tuple(classes), _EVERYONE, rest="未填或其他"),
        _by_diagnosis(areas),
    ]
    if by_town:
        tables.append(Breakdown("按乡镇（街道）", "乡镇（街道）", tuple(by_town), _BY_PLACE))
    if by_place:
        tables.append(Breakdown("按村（居）", "村（居）", tuple(by_place), _BY_PLACE))
    return (*tables, Breakdown("按性别、年龄", "年龄", tuple(bands), _BY_SEX))


_EVERYONE: tuple[tuple[str, Conditions], ...] = (("人数", ()),)
_LEVEL_SUMS = (("0–2级小计", 0, 2), ("3–5级小计", 3, 5))
_BY_PLACE: tuple[tuple[str, Conditions], ...] = (
    ("在册", ()),
    ("在管", (MANAGED,)),
    ("规范管理", STANDARD),
    ("规律服药", (is_text("adherence", "规律"),)),
    ("3级及以上", (HIGH,)),
)
_BY_SEX: tuple[tuple[str, Conditions], ...] = (
    ("男", (is_text("sex", "男"),)),
    ("女", (is_text("sex", "女"),)),
    ("未填", (empty("sex"),)),
)


def _by_diagnosis(areas: Sequence[Area]) -> Breakdown:
    """Take the six national kinds as the roster spells them, then whatever else it has, then nothing."""
    met = [str(row.cells["diagnosis"]) for area in areas for row in area.rows if row.cells["diagnosis"]]
    # Excel counts without regard to case, so that two spellings that differ in it are one kind.
    spelled = {word.casefold(): word for word in met}
    words = []
    for kind in DIAGNOSES:
        words += [word for word in (kind, *_SPELLED_ALSO.get(kind, ())) if word in spelled] or [kind]
    others = [word for key, word in spelled.items() if key not in words and len(word) <= MAX_KIND_LENGTH]
    lines = [Line(word, (is_text("diagnosis", word),)) for word in (*words, *others[:MAX_KINDS])]
    named = {line.label.casefold() for line in lines}
    rest = "其他" if any(key not in named for key in spelled) else ""
    return Breakdown("按诊断", "诊断", (*lines, Line("未填", (empty("diagnosis"),))), _EVERYONE, rest=rest)
