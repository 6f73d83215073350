"""How scans are read, as somebody asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

DEFAULT_ENGINE = "ppocr"


@dataclass(frozen=True, slots=True)
class ScanOptions:
    """The engine by name, the office profile whose places and names re-rank what was read, and a calibration.

    Without a ``calibration`` the office's own in the current folder is used, else the one that ships.
    """

    engine: str = DEFAULT_ENGINE
    office: Path | None = None
    calibration: Path | None = None


DEFAULTS = ScanOptions()
