"""Fields that repeat one another over a booklet: where several places say the same, each is surer.

A patient's name and number stand on every sheet. Each place is read by itself; what the places say of each other
becomes two measures, and the confidence is reckoned anew with them. Which of the values that a place may have is taken
in view of the others was settled before (`formkit.pipeline.weighing`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from formkit.media.scan.confidence import Calibration
from formkit.model.ids import FieldRef
from formkit.model.reading import FieldStatus, Reading, Value
from formkit.values.characters import half_width, without_blanks

_MOST = 3
"""Places beyond which more of them add nothing: one hand is misread alike everywhere."""


def with_peers(
    readings: Mapping[str, Reading], refs: Iterable[FieldRef], calibration: Calibration,
    alone: Mapping[str, Reading] | None = None,
) -> dict[str, Reading]:
    """Return the readings that have others of the same content, with the measures ``peers`` and ``rivals``.

    Args:
        readings: those of one booklet, by field id.
        refs: its fields; ``same_as`` says which repeat one another.
        calibration: judges them anew.
        alone: the same readings before the fields were weighed beside each other, where they were: what a place took
            from others is no second witness.

    ``peers`` is the number of other places with the same value, ``rivals`` of those with another, each at most 3;
    empty places are neither.
    """
    changed: dict[str, Reading] = {}
    alone = readings if alone is None else alone
    for names in repeated(refs):
        told = {name: plain(own.value) for name in names if (own := alone.get(name)) and own.value is not None}
        for name in told:
            reading = readings[name]
            others = [value for other, value in told.items() if other != name]
            same = others.count(plain(reading.value))
            if reading.reader and reading.value is not None and others:
                witnesses = {"peers": float(min(_MOST, same)), "rivals": float(min(_MOST, len(others) - same))}
                changed[name] = judged(reading, {**reading.measures, **witnesses}, calibration)
    return changed


def repeated(refs: Iterable[FieldRef]) -> list[list[str]]:
    """Return the ids of fields that have the same content, group by group."""
    groups: dict[str, list[str]] = defaultdict(list)
    for ref in refs:
        groups[ref.resolve(ref.field.same_as) if ref.field.same_as else ref.id].append(ref.id)
    return [names for names in groups.values() if len(names) > 1]


def judged(reading: Reading, measures: Mapping[str, float], calibration: Calibration) -> Reading:
    """Return a reading with other measures, and the confidence and status that they give it."""
    confidence, accepted = calibration.judge(reading.reader, measures)
    status = FieldStatus.ACCEPTED if accepted else FieldStatus.REVIEW
    return replace(reading, measures=measures, confidence=confidence, status=status)


def plain(value: Value) -> Value:
    """Return a value as it is compared: full-width signs and spaces make no other value."""
    return without_blanks(half_width(value)) if isinstance(value, str) else value
