"""A Word file as a PDF, by LibreOffice: the only way to learn where it puts things on paper."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from lxml import etree

from formkit.errors import InputError, UsageError, Where
from formkit.media.docx.names import DOCUMENT_PART, parse_xml
from formkit.media.docx.office import office_program, run_office
from formkit.media.docx.package import unpack

_TEXT = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"
_SECONDS = 180


def printed_pdf(content: bytes, name: str) -> bytes:
    """Return a Word file (.docx or .doc) as a PDF. A profile of its own keeps an open LibreOffice out of it.

    Raises:
        UsageError: there is no LibreOffice (K002).
        InputError: it could not read the file (K003).
    """
    program = office_program()
    if program is None:
        raise UsageError.of("K002", file=name)
    with tempfile.TemporaryDirectory(prefix="formkit-", ignore_cleanup_errors=True) as folder:
        source = Path(folder) / f"blank{Path(name).suffix.lower() or '.docx'}"
        source.write_bytes(content)
        try:
            run_office(program, source, "pdf", Path(folder), seconds=_SECONDS, own_fonts=True)
        except (OSError, subprocess.TimeoutExpired) as cause:
            raise InputError.of("K003", where=Where(name), file=name) from cause
        made = source.with_suffix(".pdf")
        if not made.is_file():
            raise InputError.of("K003", where=Where(name), file=name)
        return made.read_bytes()


def document_text(content: bytes, name: str) -> str:
    """Return the words of a Word file's body in one piece, to compare them with those of a print.

    Raises:
        InputError: it is no .docx, damaged, locked or swollen.
    """
    part = unpack(content, name).get(DOCUMENT_PART)
    try:
        root = parse_xml(part or b"")
    except (etree.XMLSyntaxError, ValueError) as cause:
        raise InputError.of("D004", where=Where(name), reason=str(cause)) from cause
    return "".join(element.text or "" for element in root.iter(_TEXT))
