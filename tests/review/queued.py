"""A store in which fields wait: two pages of an invented booklet, written by hand, scanned and read."""

from __future__ import annotations

import hashlib
import html
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from formkit.layout import build_layout
from formkit.mapping import load_handbook
from formkit.matching import match
from formkit.media.scan.degrade import Blanks, Material, as_pdf, simulate
from formkit.model.reading import Document, FieldStatus, Reading
from formkit.model.store import Store
from formkit.pipeline.digitise import read_content
from formkit.pipeline.simulating import printed_blank

BOOK = load_handbook("case-management@2017")
NAME, NUMBER, BORN, SEX = "cover.patient_name", "cover.idno", "cover.birth_ym", "cover.sex"
SYMPTOMS, DANGER, SLEEP = "followup.1.symptoms", "followup.1.danger", "followup.1.sleep"
DOUBTED = (NAME, NUMBER, BORN, SEX, SYMPTOMS, DANGER, SLEEP)


@cache
def scanned() -> tuple[bytes, Document]:
    """Return the scan of a cover and a visit, and what formkit reads of it."""
    layout = build_layout(BOOK, serial="ABCDE1")
    made = simulate(
        BOOK, layout, Blanks(printed_blank(BOOK, layout)), 11, "clean", Material(()), pages=(1, 9), dpi=150
    )
    content = as_pdf([(page.content, page.dpi) for page in made.pages])
    (document,) = read_content(content, Path("ABCDE1.pdf"))
    return content, document


def add_queued(store: Store, number: int = 1, doubted: tuple[str, ...] = DOUBTED, batch: str = "九月") -> int:
    """Store the scan under a number of its own, so that just these fields wait; return the document's number."""
    content, document = scanned()
    own = content + f"\n%{number}\n".encode()
    readings = {name: _judged(name, each, doubted) for name, each in document.readings.items()}
    made = replace(
        document, source=f"scan-{number}.pdf", sha256=hashlib.sha256(own).hexdigest(), readings=readings, problems=(),
        serial=None,
    )
    return store.add_document(made, own, handbook=BOOK, matcher=match, batch=batch).document_id


def _judged(name: str, reading: Reading, doubted: tuple[str, ...]) -> Reading:
    if reading.status is FieldStatus.MISSING:
        return reading
    sure = FieldStatus.BLANK if reading.value is None else FieldStatus.ACCEPTED
    return replace(reading, status=FieldStatus.REVIEW if name in doubted else sure)


def form_in(page: str) -> dict[str, str]:
    """Return what the form of the field that is shown sends by itself."""
    names = "csrf_token|document|field|token|seen|shown|kept"
    found = re.findall(rf'<input type="hidden" name="({names})" value="([^"]*)">', page[page.index('id="work"') :])
    return {name: html.unescape(value) for name, value in found}


def field_in(page: str) -> str:
    """Return the id of the field that is shown."""
    return form_in(page)["field"]


def decide(client: FlaskClient, page: str, **answer: str) -> TestResponse:
    """Send the form that is shown, as htmx does."""
    sent = {**form_in(page), **answer}
    return client.post("/fields/decide", data=sent, headers={"HX-Request": "true"})


def pick(kind: str, value: str = "") -> str:
    """Return what a button sends."""
    return f'{{"kind": "{kind}", "value": "{value}"}}' if value else f'{{"kind": "{kind}"}}'
