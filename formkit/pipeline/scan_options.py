"""How scans are read, as somebody asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

DEFAULT_ENGINE = "ppocr"


@dataclass(frozen=True, slots=True)
class ScanOptions:
    """The engine by name, the office profile whose places and names re-rank what was read, and a calibration.

    Without an ``office`` or a ``calibration`` those in the current folder are used, where there are any; the
    calibration that ships comes last. ``persons`` are the names of those that a store knows.
    """

    engine: str = DEFAULT_ENGINE
    office: Path | None = None
    calibration: Path | None = None
    persons: tuple[str, ...] = ()


DEFAULTS = ScanOptions()
