"""From a case to the line of a roster: the latest of each thing, in common words instead of codes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from formkit.model.concepts import QUARTERS, meaning
from formkit.model.handbook import Handbook
from formkit.model.ids import booklet_refs, find
from formkit.model.office import Office, Town, Village
from formkit.model.reading import Value
from formkit.model.roster import RosterPerson, Status
from formkit.model.store import CaseValue, CaseView, ForeignRow, Visit
from formkit.pipeline.roster_unsure import unsure_columns, unsure_visits
from formkit.values.dates import bounds

HandbookOf = Callable[[str, str], Handbook | None]
"""A handbook by its id and edition."""

_COLUMN_SOURCES = (
    ("household_address", ("person.household_address",)),
    ("household_type", ("household_type",)),
    ("managed_since", ("managed_since",)),
    ("exam_date", ("exam_date",)),
    ("poverty", ("poverty", "person.economy")),
    ("subsidy", ("subsidy",)),
    ("care_group", ("care_group",)),
    ("remark", ("remark",)),
)
"""Columns of the roster that a handbook may lack, each with the concepts that would fill it."""
_OF_A_VISIT = "visit."
_VISIT_DATE, _LOST_REASON, _DEATH_DATE = "visit.date", "visit.lost_reason", "person.death_date"
_VISIT_CLASS, _NOBODY_REACHED = "visit.class", "未访到"
_MISSED = (_LOST_REASON, _VISIT_CLASS)
"""The concepts that tell whether nobody was reached."""
_FROM_LOST_REASON = (("迁居", Status.MOVED), ("外出", Status.AWAY))
_INPATIENT = "目前正在住院"
_OF_MANAGEMENT = {Status.MANAGED.value: True, Status.UNMANAGED.value: False}
_OF_ITSELF = (Status.LOST, Status.AWAY, Status.INPATIENT, Status.DEAD, Status.MOVED)
"""What a list may state as status, whoever is managed."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known in one case, by concept: from its sheets, else from lists that were imported.

    What changes from visit to visit is that of the last visit up to the day ``as_of`` at which somebody
    was reached; a visit without a date counts as known on that day.
    """

    view: CaseView
    handbook_of: HandbookOf
    as_of: dt.date
    latest: Mapping[str, CaseValue] = field(default_factory=dict)
    """What the visits up to the day say, by concept."""

    def with_latest(self) -> Known:
        """Return the same with what the visits up to the day say; in one visit the first field holds."""
        found: dict[str, CaseValue] = {}
        for visit in self.view.visits:
            if not _is_later(visit, self.as_of):
                reached = not self._why_missed(visit)
                said = [each for each in _filled(visit) if reached or not _is_of_visit(each.concept)]
                found |= {each.concept: each for each in reversed(said) if each.concept}
        return replace(self, latest=found)

    def found(self, concept: str) -> CaseValue | None:
        """Return the latest value of the case's own sheets."""
        known = (self.latest if _changes_by_visit(concept) else self.view.concepts).get(concept)
        return None if known is None or known.value is None else known

    def text(self, concept: str) -> str:
        """Return the latest value as a word or text; "" where nothing is known."""
        found = self.found(concept)
        if found is not None:
            return self._word(found, concept)
        of_visit = _changes_by_visit(concept)
        for row in reversed(self.view.foreign):
            if of_visit and (_is_later_row(row, self.as_of) or _why_missed_row(row)):
                continue
            value = row.columns.get(concept)
            if value not in (None, ""):
                return meaning(concept, str(value)) or str(value)
        return ""

    def _word(self, found: CaseValue, concept: str) -> str:
        """A code says something only together with the edition that it was written in."""
        handbook = self.handbook_of(self.view.case.handbook, found.edition)
        ref = find(handbook, found.field_id) if handbook else None
        words = [_label(ref.field.option(code) if ref else None, code) for code in _codes(found.value)]
        return "、".join(meaning(concept, word) or word for word in words)

    def flag(self, concept: str) -> bool | None:
        """Return a yes or no."""
        return {"是": True, "否": False, "同意": True, "不同意": False}.get(self.text(concept))

    def missed(self) -> str:
        """Return why nobody was reached at the last visit; what an earlier one says is over by then."""
        for visit in reversed(self.view.visits):
            if any(_is_of_visit(each.concept) for each in _filled(visit)) and not _is_later(visit, self.as_of):
                return self._why_missed(visit)
        for row in reversed(self.view.foreign):
            if any(map(_is_of_visit, filter(row.columns.get, row.columns))) and not _is_later_row(row, self.as_of):
                return _why_missed_row(row)
        return ""

    def _why_missed(self, visit: Visit) -> str:
        """Return the reason why an entry tells of no visit; "" where somebody was reached."""
        words = {each.concept: self._word(each, each.concept) for each in _filled(visit) if each.concept in _MISSED}
        return _reason(words.get(_LOST_REASON, ""), words.get(_VISIT_CLASS, ""))

    def visit_dates(self) -> tuple[str, ...]:
        """Return the date of every visit at which somebody was reached, in order, each once."""
        reached: set[str] = set()
        missed: set[str] = set()
        for visit in self.view.visits:
            (missed if self._why_missed(visit) else reached).update(_dates_of(visit, _VISIT_DATE))
        rows = [row for row in self.view.foreign if not _why_missed_row(row)]
        columns = (_VISIT_DATE, *QUARTERS)
        listed = {str(row.columns[column]) for row in rows for column in columns if row.columns.get(column)}
        return tuple(sorted(reached | (listed - missed)))

    def all_dates(self, concept: str) -> tuple[str, ...]:
        """Return every date that was written under a concept, in order, each once."""
        dates = {date for visit in self.view.visits for date in _dates_of(visit, concept)}
        dates |= {str(row.columns[concept]) for row in self.view.foreign if row.columns.get(concept)}
        return tuple(sorted(dates))


def _label(option: object, code: str) -> str:
    return getattr(option, "label", code)


def _codes(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (str(value),)


def _is_of_visit(concept: str | None) -> bool:
    return concept is not None and concept.startswith(_OF_A_VISIT)


def _changes_by_visit(concept: str) -> bool:
    return _is_of_visit(concept) or concept == _DEATH_DATE


def _reason(lost: str, visit_class: str) -> str:
    """Return why nobody was reached; the form of 2011 has no reasons, only a class of its own for it."""
    return lost or (visit_class if visit_class == _NOBODY_REACHED else "")


def _why_missed_row(row: ForeignRow) -> str:
    lost, visit_class = (str(row.columns.get(concept) or "") for concept in _MISSED)
    return _reason(lost, visit_class)


def _is_later_row(row: ForeignRow, as_of: dt.date) -> bool:
    return _begins_after(row.columns.get(_VISIT_DATE), as_of)


def _dates_of(visit: Visit, concept: str) -> set[str]:
    return {str(each.value) for each in _filled(visit) if each.concept == concept}


def _filled(visit: Visit) -> Iterator[CaseValue]:
    return (each for each in visit.values.values() if each.value is not None)


def _is_later(visit: Visit, as_of: dt.date) -> bool:
    """Say whether a visit took place after the day; one whose date tells no year is taken as known."""
    written = [each.value for each in _filled(visit) if each.concept == _VISIT_DATE]
    return any(_begins_after(date, as_of) for date in (visit.date, *written))


def _begins_after(date: Value, as_of: dt.date) -> bool:
    reach = bounds(date) if isinstance(date, str) else None
    return reach is not None and reach[0] > as_of


def is_unsettled(view: CaseView, as_of: dt.date) -> bool:
    """Say whether something a roster of the day ``as_of`` may show waits for a person to decide on it.

    That is a doubtful reading, or a field that two documents of one entry show differently.
    """
    return any(
        each.concept and (each.doubtful or (local in visit.conflicts and not each.corrected))
        for visit in view.visits if not _is_later(visit, as_of)
        for local, each in visit.values.items()
    )


def roster_person(view: CaseView, office: Office, handbook_of: HandbookOf, as_of: dt.date) -> RosterPerson:
    """Return the roster's line for a case as it stood on the day ``as_of``."""
    known = Known(view, handbook_of, as_of).with_latest()
    town, village = _place(known, office)
    return RosterPerson(
        name=known.text("person.name") or view.person.identity.name or "",
        patient_no=known.text("person.number"),
        sex=known.text("person.sex"),
        id_number=known.text("person.id_number"),
        birth=known.text("person.birth"),
        household_address=known.text("person.household_address"),
        address=known.text("person.address"),
        phone=known.text("person.phone"),
        household_type=known.text("household_type"),
        guardian_name=known.text("guardian.name"),
        guardian_relation=known.text("guardian.relation"),
        guardian_phone=known.text("guardian.phone"),
        village_contact=_contact(known),
        diagnosis=known.text("illness.diagnosis"),
        hospital=known.text("illness.hospital"),
        diagnosed_on=known.text("illness.diagnosed_on"),
        first_onset=known.text("illness.first_onset"),
        consent=known.text("consent"),
        managed_since=known.text("managed_since"),
        managed=_managed(known),
        danger=_danger(known),
        visit_class=known.text(_VISIT_CLASS),
        adherence=known.text("visit.adherence"),
        visits=known.visit_dates(),
        exams=known.all_dates("exam_date"),
        disability=known.text("disability") or _disability(known),
        poverty=known.text("poverty") or _poverty(known),
        subsidy=known.text("subsidy"),
        care_group=known.text("care_group"),
        status=_status(known),
        remark=known.text("remark"),
        town_code=town.code if town else known.text("person.town_code"),
        town=town.name if town else known.text("person.town"),
        village_code=village.code if village else known.text("person.village_code"),
        village=village.name if village else known.text("person.village"),
        unsure=unsure_columns(view, known.found),
        unsure_visits=unsure_visits(view),
    )


def _place(known: Known, office: Office) -> tuple[Town | None, Village | None]:
    """Find the village in the office's profile: by its code, else by its name where only one has it."""
    code, name = known.text("person.village_code"), known.text("person.village")
    town = office.town(known.text("person.town_code"), known.text("person.town"))
    towns = (town,) if town else office.towns
    found = [(each, village) for each in towns if (village := each.village(code, name)) is not None]
    if len(found) == 1:
        return found[0]
    return (town or (office.towns[0] if len(office.towns) == 1 else None)), None


def _contact(known: Known) -> str:
    both = known.text("village.contact")
    return both or " ".join(filter(None, (known.text("village.contact_name"), known.text("village.contact_phone"))))


def _danger(known: Known) -> int | None:
    digits = [char for char in known.text("visit.danger") if char in "012345"]
    return int(digits[0]) if digits else None


def _disability(known: Known) -> str:
    category, level = known.text("disability.category"), known.text("disability.level")
    if category or level:
        return f"{category}{level}"
    has_card = known.text("disability.has_card")
    return has_card if has_card in ("无", "有") else ""


def _poverty(known: Known) -> str:
    """The supplement asks for the economic state: "贫困，在当地贫困线标准以下" or "非贫困"."""
    economy = known.text("person.economy")
    if not economy or economy == "不详":
        return ""
    return "否" if economy.startswith("非") else "是"


def _managed(known: Known) -> bool | None:
    """Who agreed to take part is managed; a list that says outright who is comes first."""
    stated = known.flag("managed")
    if stated is None:
        stated = _OF_MANAGEMENT.get(known.text("status"))
    return known.flag("consent") if stated is None else stated


def _status(known: Known) -> Status:
    death = known.text(_DEATH_DATE)
    if death and not _begins_after(death, known.as_of):
        return Status.DEAD
    stated = known.text("status")
    itself = Status(stated) if stated in {each.value for each in _OF_ITSELF} else None
    reason = known.missed()
    if reason:
        return _missed_status(reason, itself)
    if known.text("visit.inpatient") == _INPATIENT:
        return Status.INPATIENT
    if itself is not None:
        return itself
    managed = _managed(known)
    if managed is None:
        return Status.REGISTERED
    return Status.MANAGED if managed else Status.UNMANAGED


def _missed_status(reason: str, stated: Status | None) -> Status:
    """A form without reasons leaves it to a list to say where somebody is who was not reached."""
    for word, status in _FROM_LOST_REASON:
        if word in reason:
            return status
    return stated if stated is not None and reason == _NOBODY_REACHED else Status.LOST


def unfed_columns(handbooks: Iterable[Handbook]) -> tuple[str, ...]:
    """Return the ids of the roster's columns that no field of these handbooks feeds."""
    fed = {ref.field.concept for handbook in handbooks for ref in booklet_refs(handbook)}
    return tuple(column for column, concepts in _COLUMN_SOURCES if not fed & set(concepts))
