"""What the fields of a booklet say of each other: the values that a place may have, weighed by the handbook's rules.

A reader sees one place. Where it hesitates between two dates, and one of them is before the patient was born or in
another year than every other sheet, the other is likelier; an ID number that ends as the sex and the date of birth
want is surer than one that does not. So the values that a place may have (`Reading.candidates`, in nats) are weighed:
each pays for the rules that it breaks, for other places that should repeat it and do not, and, a date, for standing
alone in its year. What anything costs is bounded, so that a clear answer stays whatever the rules say: they have to
tell a person then. What was read by itself stays in ``raw``.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from formkit.checks.booklet import Booklet, Spot, fits
from formkit.checks.bound import texts
from formkit.checks.records import RULE_CHECKS
from formkit.errors import Problem, Severity
from formkit.media.scan.confidence import Calibration
from formkit.media.scan.consensus import judged, plain, repeated, with_peers
from formkit.media.scan.text.answer import ALTERNATIVES, FAR
from formkit.model.handbook import Check, Handbook, Kind
from formkit.model.ids import FieldRef
from formkit.model.reading import FieldStatus, Reading, Value
from formkit.model.rules import RULES, ArgumentKind

BROKEN = 5.0
"""Nats that a broken rule costs beside an answer that is accepted: one booklet in a hundred may break one for good."""
_DOUBTED = 0.5
"""Share of a cost where the other answer is in doubt itself, or the rule is one that may be broken (a warning)."""
REPEAT, _MOST_REPEATS = 2.0, 2
"""Nats that each place costs which should say the same and says something else; no more than so many count: one hand is
misread alike everywhere."""
_ALONE = 0.05
"""Chance that a date is from a year of its own; such a year costs 3 nats at most."""
_NEXT_YEAR = 0.35
"""How much a date of the year before or after counts for a year."""
_FAR_OFF = 12.0
"""Nats behind the best from which a value is not looked at: no rules weigh so much."""
_WEIGHED = frozenset({
    "same_value", "id_matches_sex", "id_matches_birth", "starts_with", "ends_with", "village_in_town",
    "archive_in_village", "card_of_person", "not_after", "not_in_future", "dates_in_order", "dates_within",
})
"""Rules about what is a fact. Those about how something should have been done are broken by people, too."""


def settled(
    handbook: Handbook, refs: Iterable[FieldRef], readings: Mapping[str, Reading], calibration: Calibration,
    today: dt.date, held: Iterable[str] = (),
) -> tuple[dict[str, Reading], list[str]]:
    """Return the readings of one booklet as its fields make them together, and which got another value by that.

    Args:
        handbook: whose rules count.
        refs: the fields of the booklet.
        readings: those that there are, by field id.
        calibration: judges what is weighed anew.
        today: of rules that compare with it.
        held: fields that a person must see whatever is found.
    """
    listed = list(refs)
    weighing = _Weighing(handbook, {ref.id: ref for ref in listed}, dict(readings), calibration, today, frozenset(held))
    weighing.run()
    now = weighing.readings
    peers = with_peers(now, listed, calibration, readings)
    now |= {name: reading for name, reading in peers.items() if name not in weighing.held}
    return now, [name for name in now if now[name].value != readings[name].value]


@dataclass(slots=True)
class _Weighing:
    """One booklet while its doubtful fields are weighed."""

    handbook: Handbook
    refs: Mapping[str, FieldRef]
    readings: dict[str, Reading]
    calibration: Calibration
    today: dt.date
    held: frozenset[str]
    repeats: Mapping[str, Sequence[str]] = field(init=False)
    """For each field that others repeat, those."""
    rules: Mapping[str, Sequence[Check]] = field(init=False)
    """The rules that name a field, for each that is named by any."""

    def __post_init__(self) -> None:
        """Find the rules and the repetitions of the handbook."""
        groups = repeated(self.refs.values())
        self.repeats = {name: [other for other in names if other != name] for names in groups for name in names}
        checks = [(check, list(_patterns(check))) for check in self.handbook.checks if check.rule in _WEIGHED]
        naming = {
            name: [check for check, patterns in checks if any(fits(pattern, name) for pattern in patterns)]
            for name in self.refs
        }
        self.rules = {name: own for name, own in naming.items() if own}

    def run(self) -> None:
        """Weigh every field that may be something else, the doubtful ones first, beside what the others are by then.

        Twice, for two doubtful fields that only fit together once one of them is settled.
        """
        first = dict(self.readings)
        for _ in range(2):
            for name in self._open():
                self.readings[name] = self._weighed(first[name], name)

    def _open(self) -> list[str]:
        """Return the fields that have another value within reach, those first that a person would see."""
        reach = [name for name, each in self.readings.items() if any(far <= _FAR_OFF for _, far in each.candidates[1:])]
        return sorted(reach, key=lambda name: self.readings[name].status is not FieldStatus.REVIEW)

    def _weighed(self, reading: Reading, name: str) -> Reading:
        """Return a reading with the value that weighs most, its margin and what it is judged to be then."""
        near = [each for each in reading.candidates if each[1] <= _FAR_OFF]
        costs = self._costs(name, [value for value, _ in near])
        weights = [behind + cost for (_, behind), cost in zip(near, costs, strict=True)]
        order = sorted(range(len(near)), key=lambda at: weights[at])
        best = near[order[0]][0]
        beyond = (behind for _, behind in reading.candidates[len(near) :])
        second = min([weights[at] for at in order[1:2]] + [next(beyond, math.inf)], default=math.inf)
        margin = min(FAR, second - weights[order[0]])
        own = min(FAR, near[1][1] if len(near) > 1 else FAR) if order[0] == 0 else -near[order[0]][1]
        moved = order[0] != 0
        measures = {**reading.measures, "margin": margin, "ruled": margin - own}
        if moved:
            measures["repaired"] = 1.0
        others = tuple(near[at][0] for at in order[1 : 1 + ALTERNATIVES]) if moved else reading.alternatives
        raw = (reading.raw or str(reading.value)) if moved and reading.value is not None else reading.raw
        made = judged(replace(reading, value=best, alternatives=others, raw=raw), measures, self.calibration)
        held = name in self.held or best is None
        return replace(made, status=FieldStatus.REVIEW) if held else made

    def _costs(self, name: str, values: Sequence[Value]) -> list[float]:
        """Return what each value of a field costs beside the others of the booklet, in nats."""
        years = self._years(name)
        broken = self._broken(name, values) if name in self.rules else [0.0] * len(values)
        return [
            cost + self._unlike(name, value) + _alone(years, value)
            for cost, value in zip(broken, values, strict=True)
        ]

    def _broken(self, name: str, values: Sequence[Value]) -> Iterator[float]:
        """Yield what the rules that each value of a field breaks cost."""
        spots = {
            other: Spot(self.refs[other], self.readings[other].value) for other in self.rules
            if other in self.readings and self.readings[other].value is not None
        }
        for value in values:
            tried = {other: spot for other, spot in spots.items() if other != name}
            if value is not None:
                tried[name] = Spot(self.refs[name], value)
            booklet = Booklet(self.handbook, self.today, tried, ())
            told = (found for check in self.rules[name] for found in RULE_CHECKS[check.rule](check, booklet))
            yield sum(self._cost(found, name) for found in told)

    def _cost(self, found: Problem, name: str) -> float:
        """Return what a broken rule costs a field: less beside an answer that is doubtful itself."""
        others = [self.readings[each] for each in _named(found) if each != name and each in self.readings]
        doubted = any(each.status is FieldStatus.REVIEW for each in others)
        return BROKEN * (_DOUBTED if doubted else 1.0) * (_DOUBTED if found.severity is Severity.WARNING else 1.0)

    def _unlike(self, name: str, value: Value) -> float:
        """Return what a value costs for the places that should repeat it and say something else."""
        others = [self.readings[each] for each in self.repeats.get(name, ()) if each in self.readings]
        told = [each for each in others if each.value is not None and plain(each.value) != plain(value)]
        weights = sorted((_DOUBTED if each.status is FieldStatus.REVIEW else 1.0 for each in told), reverse=True)
        return REPEAT * sum(weights[:_MOST_REPEATS])

    def _years(self, name: str) -> list[int]:
        """Return the years of the booklet's other dates that are written when something is done, for such a date."""
        if not _of_a_day(self.refs.get(name)):
            return []
        others = (each for each in self.readings if each != name and _of_a_day(self.refs.get(each)))
        return [year for each in others if (year := _year(self.readings[each].value)) is not None]


def _named(found: Problem) -> list[str]:
    """Return the fields that a problem is about."""
    return [each for each in (found.field, dict(found.context).get("other")) if each]


def _patterns(check: Check) -> Iterator[str]:
    """Yield the fields that a rule names, with N for their numbers."""
    for name, argument in RULES[check.rule].arguments.items():
        if argument.kind in (ArgumentKind.FIELD, ArgumentKind.FIELDS):
            yield from texts(check, name)


def _of_a_day(ref: FieldRef | None) -> bool:
    """Say whether a field is a date of something that is done while the booklet is kept, not one of a life's past.

    What happened before may be written as coarsely as it is known.
    """
    if ref is None or ref.field.kind is not Kind.DATE:
        return False
    return ref.field.precision is ref.field.min_precision and "birth" not in (ref.field.concept or "")


def _year(value: Value) -> int | None:
    return int(value[:4]) if isinstance(value, str) and value[:4].isdecimal() else None


def _alone(years: Sequence[int], value: Value) -> float:
    """Return in nats how unlikely the year of a date is among the ``years`` of others; nothing where there are none."""
    year = _year(value)
    if not years or year is None:
        return 0.0
    near = sum(1.0 if other == year else _NEXT_YEAR if abs(other - year) == 1 else 0.0 for other in years)
    return -math.log(_ALONE + (1 - _ALONE) * near / (len(years) + 1))
