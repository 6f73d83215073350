"""Problem codes: the OCR engines."""

from __future__ import annotations

from formkit.catalogue.entry import Entry, error

CODES: dict[str, Entry] = {
    "N001": error("there is no OCR engine {name}", "there are: {known}"),
    "N002": error(
        "the OCR engine {name} could not be loaded: {reason}",
        "install or repair the package that brings it, or choose another engine",
    ),
    "N003": error(
        "the model of the OCR engine {name} is missing: {path}",
        "install rapidocr again: pip install --force-reinstall rapidocr",
    ),
    "N004": error(
        "the OCR engine {name} failed on a line: {reason}",
        "choose another engine, and tell the people who look after this one",
    ),
    "N005": error(
        "the OCR engine {name} needs Tesseract with Chinese, which is not installed: {reason}",
        "on Debian or Ubuntu: sudo apt-get install tesseract-ocr tesseract-ocr-chi-sim; "
        "then pip install 'formkit[tesseract]'",
    ),
}
