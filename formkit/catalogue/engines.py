"""Problem codes: the OCR engines."""

from __future__ import annotations

from formkit.catalogue.entry import Entry, error, warning

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
    "N006": warning(
        "the OCR engine {name} reads without what it was trained to do with handwriting, and all that it reads is left "
        "to a person: {path} is not the model file that it was trained with",
        "install rapidocr 3.10.0: pip install rapidocr==3.10.0",
    ),
    "N007": error(
        "the OCR engine {name} needs the extra “tesseract” of formkit, whose library pytesseract is not installed",
        "pip install 'formkit[tesseract]'; only who wants this engine needs it",
    ),
}
