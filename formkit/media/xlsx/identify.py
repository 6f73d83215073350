"""Identify: whether a file is one of our workbooks, and which."""

from __future__ import annotations

from formkit.errors import InputError, Where
from formkit.media.xlsx.compound import SIGNATURE
from formkit.media.xlsx.legacy import LegacyFile
from formkit.media.xlsx.names import IDENTITY
from formkit.media.xlsx.ooxml import OoxmlFile, is_zip
from formkit.media.xlsx.written import Book
from formkit.model.imprint import Imprint


def identify(content: bytes, name: str) -> Imprint | None:
    """Return what a workbook says of itself; None where it is none of ours, or a sound file of another kind.

    The document property is asked first, then the hidden cell that stands for it: WPS and old
    formats drop properties.

    Raises:
        InputError: X001 where it is no workbook, X002 an encrypted one, X003 a damaged one, X004 a bomb.
    """
    if content.startswith(SIGNATURE):
        return _of_legacy(content, name)
    if not is_zip(content):
        raise InputError.of("X001", where=Where(name), file=name)
    file = OoxmlFile(content, name)
    if not file.is_workbook:
        return None
    for text in (file.property_text(), file.text_at(IDENTITY)):
        identity = Imprint.from_text(text) if text else None
        if identity is not None:
            return identity
    return None


def _of_legacy(content: bytes, name: str) -> Imprint | None:
    file = LegacyFile(content, name)
    text = file.book().text_at(IDENTITY) if file.has_names else None
    return Imprint.from_text(text) if text else None


def open_book(content: bytes, name: str) -> Book:
    """Return the content of a workbook.

    Raises:
        InputError: X001 where it is no workbook, X002 an encrypted one, X003 a damaged one, X004 a bomb.
    """
    if content.startswith(SIGNATURE):
        old = LegacyFile(content, name)
        if old.has_names:
            return old.book()
    elif is_zip(content):
        file = OoxmlFile(content, name)
        if file.is_workbook:
            return file.book()
    raise InputError.of("X001", where=Where(name), file=name)
