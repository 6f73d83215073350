"""The scanner of a process: engine, readers and printed pages, loaded once when the first scan comes."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image

from formkit.engines.registry import load_engine
from formkit.export.office_profile import load_office
from formkit.media.scan.confidence import Calibration, from_json
from formkit.media.scan.scanner import Scanner
from formkit.media.scan.sides import SideRead
from formkit.media.scan.text.lexicons import office_lexicons
from formkit.model.engine import for_print
from formkit.pipeline.calibrating import calibration_in_use
from formkit.pipeline.scan_options import ScanOptions
from formkit.pipeline.shelf import InstalledShelf

OFFICE_FILE = Path("office.toml")
"""In the current folder: the office's own profile."""


def scanner_for(options: ScanOptions) -> Scanner:
    """Return the scanner of this process for these options; one that is loaded already if nothing changed.

    Raises:
        UsageError: the engine is not there or cannot be loaded.
        InputError: the office profile or the calibration cannot be read.
    """
    calibration = calibration_in_use(options.calibration)
    if options.office is None and OFFICE_FILE.is_file():
        options = replace(options, office=OFFICE_FILE.absolute())
    return _scanner(options, json.dumps(calibration.to_json(), sort_keys=True))


@lru_cache(maxsize=2)
def _scanner(options: ScanOptions, calibration: str) -> Scanner:
    office = load_office(options.office)[0] if options.office is not None else None
    models = from_json(json.loads(calibration))
    return Scanner(InstalledShelf(), load_engine(options.engine), office_lexicons(office, options.persons), models)


def calibration_for(options: ScanOptions) -> Calibration:
    """Return the calibration for these options; no model is loaded for it.

    Raises:
        InputError: it cannot be read.
    """
    return calibration_in_use(options.calibration)


def footer_text(options: ScanOptions, side: SideRead) -> str:
    """Return what stands at the foot of a side, where its page number is."""
    if not side.footer:
        return ""
    with Image.open(BytesIO(side.footer)) as picture:
        reader = for_print(scanner_for(options).engine)
        return str(reader.read_line(np.asarray(picture.convert("L"), np.uint8)).text)
