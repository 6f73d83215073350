"""From the measures of a reading to the probability that it is right, and whether it may be accepted.

A kind of reading ("circle", "name@ppocr-v6-small-h1") has a logistic model over its measures and a threshold.
Both are fitted by `formkit.media.scan.fitting` on readings with known truth, never by hand.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from formkit.model.handbook import Mark

UNKNOWN = 0.5
"""The confidence of a kind that was never calibrated: it goes to a person."""
MEASURED = ":measured"
"""Ends the key of a reading on a form that formkit did not print: its boxes are small, its blanks narrow."""
_LIKE = {Mark.BOX.value: Mark.CIRCLE.value}
"""Marks that have no model of their own: ticks in squares are read by the networks that read circles."""
_SHIPPED = ("calibration.json", "calibration_measured.json")
"""Of pages that formkit prints, and of forms that it did not print."""
GOOD_RESIDUAL, BAD_RESIDUAL = 0.5, 0.9
"""Millimetres of residual up to which a reading stands as it is, and from which nothing is accepted.

Of pages for fitting with 0.35 to 0.5 mm, readings are as often right as of others: marks 62 of 62.
"""


@dataclass(frozen=True, slots=True)
class Model:
    """A logistic model: ``terms`` of measures with their weights, a bias, and the threshold.

    ``least`` are measures with the lowest value at which a reading may be accepted at all. ``accepted`` and
    ``wrong`` tell on how many held-out readings the threshold was judged, ``bound`` the upper end of its error
    rate at the confidence level of the fit.
    """

    weights: Mapping[str, float]
    bias: float
    threshold: float
    least: Mapping[str, float] = field(default_factory=dict)
    accepted: int = 0
    wrong: int = 0
    bound: float = 1.0

    def probability(self, measures: Mapping[str, float]) -> float:
        """Return the probability that a reading with these measures is right."""
        total = self.bias + sum(weight * term(name, measures) for name, weight in self.weights.items())
        return 1 / (1 + math.exp(-max(-40.0, min(40.0, total))))

    def accepts(self, confidence: float, measures: Mapping[str, float]) -> bool:
        """Say whether a reading may pass without a person."""
        return self.allows(measures) and confidence >= self.threshold

    def allows(self, measures: Mapping[str, float]) -> bool:
        """Say whether the measures reach what is asked of them at least, and no more places speak against it than for.

        Where two places that should say the same differ, one of them is wrong, however sure each is by itself.
        """
        return not outvoted(measures) and all(measures.get(name, 0.0) >= value for name, value in self.least.items())


def outvoted(measures: Mapping[str, float]) -> bool:
    """Say whether at least as many places say something else (``rivals``) as say this, this one and its ``peers``."""
    return measures.get("rivals", 0.0) > measures.get("peers", 0.0)


def term(name: str, measures: Mapping[str, float]) -> float:
    """Return one term of a model: a measure, with margins in nats squeezed ("log:margin") so that far is not farther.

    A measure that a reading does not have counts as 0.
    """
    kind, _, rest = name.rpartition(":")
    value = float(measures.get(rest, 0.0))
    if not math.isfinite(value):
        value = 60.0 if value > 0 else -60.0
    if kind == "log":
        return math.copysign(math.log1p(abs(value)), value)
    if kind == "cap":
        return max(-12.0, min(12.0, value))
    return value


@dataclass(frozen=True, slots=True)
class Calibration:
    """The models of all kinds, by the key that a reading's ``reader`` gives."""

    models: Mapping[str, Model]

    def model(self, reader: str) -> Model | None:
        """Return the model of a kind and engine; None where there is none.

        Where forms that formkit did not print have none of their own, that of its own pages serves.
        """
        own = reader.removesuffix(MEASURED)
        return self.models.get(reader) or self.models.get(own) or self.models.get(_LIKE.get(own, ""))

    def judge(self, reader: str, measures: Mapping[str, float]) -> tuple[float, bool]:
        """Return the confidence of a reading and whether it may be accepted; a poor registration caps both.

        A reading with the measure ``unsure`` is for a person whatever its confidence.
        """
        model = self.model(reader)
        if model is None:
            return UNKNOWN, False
        cap = _cap(measures.get("residual_mm", 0.0))
        confidence = min(model.probability(measures), cap)
        return confidence, model.accepts(confidence, measures) and not measures.get("unsure")

    def to_json(self) -> dict[str, Any]:
        """Return the calibration as plain data."""
        return {
            name: {
                "weights": dict(model.weights), "bias": model.bias, "threshold": model.threshold,
                "least": dict(model.least), "accepted": model.accepted, "wrong": model.wrong, "bound": model.bound,
            }
            for name, model in sorted(self.models.items())
        }


def _cap(residual: float) -> float:
    if residual <= GOOD_RESIDUAL:
        return 1.0
    return max(0.0, 1.0 - 0.5 * (residual - GOOD_RESIDUAL) / (BAD_RESIDUAL - GOOD_RESIDUAL))


def from_json(data: Mapping[str, Any]) -> Calibration:
    """Return the calibration that `Calibration.to_json` wrote.

    Raises:
        KeyError, TypeError, ValueError: it is not one.
    """
    return Calibration({
        str(name): Model(
            {str(term): float(weight) for term, weight in each["weights"].items()}, float(each["bias"]),
            float(each["threshold"]), {str(n): float(v) for n, v in each.get("least", {}).items()},
            int(each["accepted"]), int(each["wrong"]), float(each["bound"]),
        )
        for name, each in data.items()
    })


@cache
def shipped_calibration() -> Calibration:
    """Return the calibration that ships, fitted on synthetic scans (docs/confidence.md)."""
    models: dict[str, Model] = {}
    for name in _SHIPPED:
        text = resources.files("formkit.media.scan").joinpath(name).read_text(encoding="utf-8")
        models |= from_json(json.loads(text)).models
    return Calibration(models)
