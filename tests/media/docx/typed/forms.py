"""Blanks of the shipped measured forms, edited as people do, and what reading makes of them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from formkit.model.reading import Document
from formkit.pipeline.digitise import read_content
from formkit.shipped import shipped

FOLLOWUP, SUPPLEMENT, RECORD = "legacy-followup-2011", "legacy-supplement-2011", "legacy-case-record-5-1"
CIVIL, CARE = "legacy-civil-defence", "legacy-home-care-log"
GIVEN = Path(__file__).resolve().parents[3] / "data" / "typed"


@cache
def parts_of(form: str) -> dict[str, bytes]:
    with zipfile.ZipFile(shipped("mappings") / form / "blank.docx") as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def edited(form: str, *edits: tuple[str, str], after: str = "", parts: Mapping[str, bytes] | None = None) -> bytes:
    """Return the blank with each text changed once, at its first place behind the words ``after``."""
    found = dict(parts_of(form)) | dict(parts or {})
    xml = found["word/document.xml"].decode()
    for old, new in edits:
        place = xml.index(old, xml.index(after) if after else 0)
        xml = xml[:place] + new + xml[place + len(old) :]
    return packed(found | {"word/document.xml": xml.encode()})


def text(*runs: str) -> str:
    """Return what ends the text of a run, further runs, and what begins one again."""
    return "</w:t></w:r>" + "".join(runs) + '<w:r><w:t xml:space="preserve">'


def read(content: bytes, name: str = "form.docx") -> Document:
    documents = read_content(content, Path(name))
    assert len(documents) == 1
    return documents[0]


def seen(document: Document, field: str) -> tuple[object, str]:
    reading = document.readings[field]
    return reading.value, reading.status.value


def codes(document: Document, field: str | None = None) -> list[str]:
    return [each.code for each in document.problems if field is None or each.field == field]
