"""A person as a roster shows them: one value for each column, gathered from all sheets of the case."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

MARK_NAME, MARK = "formkit", "roster"
"""The custom property by which a roster workbook of ours is known again."""
RESULT_MARKS = (MARK, "records", "codebook", "tables")
"""The marks of all workbooks that formkit makes of what it knows: records, data dictionaries, plain tables."""
FULL_SHEET = "花名册"
"""The sheet with all columns; where there are several towns their names stand in front."""


class Status(StrEnum):
    """How a person stands in the management of the office."""

    REGISTERED = "在册"
    """On the books; whether managed is not known."""
    MANAGED = "在管"
    UNMANAGED = "非在管"
    LOST = "失访"
    AWAY = "外出"
    INPATIENT = "住院"
    DEAD = "死亡"
    MOVED = "迁出"

    @property
    def has_left(self) -> bool:
        """Whether the person is off the books and stands on a sheet of its own."""
        return self in (Status.DEAD, Status.MOVED)


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterPerson:
    """One line of a roster of the health line (roster A).

    Dates are ISO as far as known (``2012``, ``2012-03``, ``2012-03-05``). Choices are the common
    words, not codes, since codes differ between editions. "" and None mean not known.
    """

    name: str
    patient_no: str = ""
    sex: str = ""
    """男 or 女."""
    id_number: str = ""
    birth: str = ""
    household_address: str = ""
    address: str = ""
    phone: str = ""
    household_type: str = ""
    guardian_name: str = ""
    guardian_relation: str = ""
    guardian_phone: str = ""
    village_contact: str = ""
    """Name and phone of the village's contact."""
    diagnosis: str = ""
    hospital: str = ""
    diagnosed_on: str = ""
    first_onset: str = ""
    consent: str = ""
    """同意 or 不同意."""
    managed_since: str = ""
    managed: bool | None = None
    danger: int | None = None
    """Level 0 to 5 of the latest visit."""
    visit_class: str = ""
    """不稳定, 基本稳定 or 稳定, of the latest visit."""
    adherence: str = ""
    """规律, 间断, 不服药 or 医嘱勿需, of the latest visit."""
    visits: tuple[str, ...] = ()
    """The dates of all visits."""
    exams: tuple[str, ...] = ()
    """The dates of all health checks."""
    disability: str = ""
    poverty: str = ""
    subsidy: str = ""
    care_group: str = ""
    status: Status = Status.REGISTERED
    remark: str = ""
    town_code: str = ""
    town: str = ""
    village_code: str = ""
    village: str = ""
    unsure: frozenset[str] = frozenset()
    """The ids of the roster's columns whose values nobody has settled yet."""
    unsure_visits: frozenset[str] = frozenset()
    """Those of the dates of visits."""
