"""Synthetic scans: a booklet filled by hand, printed and scanned, with the truth of what was written."""

from __future__ import annotations

from formkit.media.scan.degrade.choosing import Habits
from formkit.media.scan.degrade.digits import DigitSource
from formkit.media.scan.degrade.encoding import SUFFIXES, as_pdf
from formkit.media.scan.degrade.profiles import PROFILES, conditions
from formkit.media.scan.degrade.simulate import Blanks, Material, SimulatedPage, Simulation, invented, simulate
from formkit.media.scan.degrade.truth import FieldTruth, PageTruth, Truth

__all__ = [
    "PROFILES", "SUFFIXES", "Blanks", "DigitSource", "FieldTruth", "Habits", "Material", "PageTruth", "SimulatedPage",
    "Simulation", "Truth", "as_pdf", "conditions", "invented", "simulate",
]
