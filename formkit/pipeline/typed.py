"""Word files of measured forms that people typed into: which handbooks there are, and reading them."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from formkit.errors import FormkitError
from formkit.mapping import available, load_handbook
from formkit.model.handbook import Handbook
from formkit.model.imprint import Booklet


def typed_booklets(content: bytes, path: Path) -> list[tuple[Handbook, Booklet]]:
    """Return the filled forms in a Word file that formkit did not make; none where it is like no measured form.

    Raises:
        InputError: as `formkit.media.docx.typed.read_typed`.
    """
    found: list[tuple[Handbook, Booklet]] = import_module("formkit.media.docx.typed").read_typed(
        content, path.name, measured_handbooks()
    )
    return found


def modern_word(content: bytes, path: Path) -> bytes:
    """Return a Word file as a .docx: an old one is converted, a new one stays as it is.

    Raises:
        InputError: as `formkit.media.docx.typed.convert.as_docx`.
    """
    convert = import_module("formkit.media.docx.typed.convert")
    if not convert.is_old_word(content):
        return content
    converted: bytes = convert.as_docx(content, path.name)
    return converted


def measured_handbooks() -> list[Handbook]:
    """Return every edition of every mapping at hand that has a measured sheet."""
    found: list[Handbook] = []
    for _, folder in available():
        try:
            editions = load_handbook(folder).editions
            books = [load_handbook(f"{folder}@{edition}") for edition in editions]
        except FormkitError:
            continue
        found += [book for book in books if any(sheet.measured is not None for sheet in book.sheets)]
    return found
