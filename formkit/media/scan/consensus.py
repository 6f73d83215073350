"""Fields that repeat one another over a booklet: where several places say the same, each is surer.

A patient's name and number stand on every sheet. Each place is read by itself; nothing read in one place is put into
another. What the places say of each other becomes two measures, and the confidence is reckoned anew with them.
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
    readings: Mapping[str, Reading], refs: Iterable[FieldRef], calibration: Calibration
) -> dict[str, Reading]:
    """Return the readings that have others of the same content, with the measures ``peers`` and ``rivals``.

    Args:
        readings: those of one booklet, by field id.
        refs: its fields; ``same_as`` says which repeat one another.
        calibration: judges them anew.

    ``peers`` is the number of other places with the same value, ``rivals`` of those with another, each at most 3;
    empty places are neither.
    """
    changed: dict[str, Reading] = {}
    for names in _repeated(refs):
        told = {name: own for name in names if (own := readings.get(name)) and own.value is not None}
        values = [_plain(reading.value) for reading in told.values()]
        for name, reading in told.items():
            same = values.count(_plain(reading.value)) - 1
            other = len(values) - 1 - same
            if reading.reader and len(values) > 1:
                changed[name] = _judged(reading, min(_MOST, same), min(_MOST, other), calibration)
    return changed


def _repeated(refs: Iterable[FieldRef]) -> list[list[str]]:
    """Return the ids of fields that have the same content, group by group."""
    groups: dict[str, list[str]] = defaultdict(list)
    for ref in refs:
        groups[ref.resolve(ref.field.same_as) if ref.field.same_as else ref.id].append(ref.id)
    return [names for names in groups.values() if len(names) > 1]


def _judged(reading: Reading, peers: int, rivals: int, calibration: Calibration) -> Reading:
    measures = {**reading.measures, "peers": float(peers), "rivals": float(rivals)}
    confidence, accepted = calibration.judge(reading.reader, measures)
    status = FieldStatus.ACCEPTED if accepted else FieldStatus.REVIEW
    return replace(reading, measures=measures, confidence=confidence, status=status)


def _plain(value: Value) -> Value:
    """Full-width signs and spaces make no other value."""
    return without_blanks(half_width(value)) if isinstance(value, str) else value
