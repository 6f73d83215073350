"""Scanned booklets of invented persons in a store, with pictures that can be shown; nothing is read to make them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from io import BytesIO

import numpy as np
from PIL import Image, ImageDraw

from formkit.errors import Problem, problem
from formkit.layout import build_layout
from formkit.mapping import load_handbook
from formkit.matching import match
from formkit.model.ids import booklet_refs
from formkit.model.reading import Document, FieldStatus, PageFound, Reading, Region, Value
from formkit.model.store import Added, Store
from formkit.values.idcard import check_character

BOOK = load_handbook("case-management@2017")
ONE_OF_EACH = {sheet.id: 1 for sheet in BOOK.sheets}
LAYOUT = build_layout(BOOK, ONE_OF_EACH)
COVER, BASIC, VISIT, VISIT_BACK = 1, 5, 9, 10
"""Numbers of pages in a booklet with one of each sheet."""


def id_number(body: str) -> str:
    return body + check_character(body)


LI = {
    "cover.patient_name": "李青禾", "cover.idno": id_number("33019719810405012"), "cover.sex": "2",
    "cover.birth_ym": "1981-04", "cover.village_name": "柳河村", "cover.patient_no": "101-00023",
}
ZHAO = {
    "cover.patient_name": "赵远山", "cover.idno": id_number("33019719541130033"), "cover.sex": "1",
    "cover.birth_ym": "1954-11", "cover.village_name": "东湾村", "cover.patient_no": "101-00024",
}
NAMESAKE = {"cover.patient_name": "李青禾", "cover.village_name": "石桥村"}


def visit(day: str, danger: str = "0") -> dict[str, Value]:
    return {
        "followup.1.visit_date": day, "followup.1.danger": danger, "followup.1.insight": "1",
        "followup.1.sleep": "1", "followup.1.diet": "2", "followup.1.adherence": "1",
    }


def picture(words: str) -> Image.Image:
    """Return a page of paper with something on it."""
    page = Image.new("L", (620, 877), 245)
    draw = ImageDraw.Draw(page)
    draw.rectangle((40, 40, 580, 837), outline=90, width=2)
    for row in range(8):
        draw.line((40, 130 + 85 * row, 580, 130 + 85 * row), fill=140)
    for place, byte in enumerate(words.encode()):
        draw.line((60 + 9 * place, 60, 60 + 9 * place, 60 + byte // 4), fill=20, width=3)
    return page


def pictures(*pages: Image.Image) -> bytes:
    """Return pages as one TIFF file."""
    out = BytesIO()
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:], compression="tiff_lzw")
    return out.getvalue()


def noise(seed: int = 3) -> Image.Image:
    return Image.fromarray(np.random.default_rng(seed).integers(60, 200, (877, 620), np.uint8), "L")


def add_scan(
    store: Store, name: str, values: Mapping[str, Value], pages: Sequence[int], *, unknown: int = 0,
    doubtful: Sequence[str] = (), content: bytes = b"", batch: str = "2013年第三季度",
) -> Added:
    """Add a scan of these pages of a booklet, the others missing, and ``unknown`` pictures more."""
    content = content or pictures(*(picture(f"{name} {page}") for page in pages), *(noise(k) for k in range(unknown)))
    images = {page: number for number, page in enumerate(pages, start=1)}
    told = [problem("G101", image=len(pages) + number) for number in range(1, unknown + 1)]
    document = Document(
        name, hashlib.sha256(content).hexdigest(), BOOK.id, BOOK.edition, None, _readings(values, images, doubtful),
        tuple(PageFound(page, LAYOUT.pages[page - 1].sheet, image) for page, image in images.items()),
        (*_missing(images), *told),
    )
    added = store.add_document(document, content, handbook=BOOK, matcher=match, batch=batch)
    return added


def _readings(values: Mapping[str, Value], images: Mapping[int, int], doubtful: Sequence[str]) -> dict[str, Reading]:
    places = LAYOUT.places()
    found = {}
    for ref in booklet_refs(BOOK, ONE_OF_EACH):
        page, place = places[ref.id]
        if page.number not in images:
            found[ref.id] = Reading(None, FieldStatus.MISSING, 0.0, page=page.number)
            continue
        value = values.get(ref.id)
        status = FieldStatus.BLANK if value is None else FieldStatus.ACCEPTED
        box = (place.box.x0 / 210, place.box.y0 / 297, place.box.x1 / 210, place.box.y1 / 297)
        found[ref.id] = Reading(
            value, FieldStatus.REVIEW if ref.id in doubtful else status, 0.9, page=page.number, reader="circle@none",
            region=Region(images[page.number], box),
        )
    return found


def _missing(images: Mapping[int, int]) -> list[Problem]:
    return [
        problem("G106", page=page.side, sheet=page.title, copy=page.copy)
        for page in LAYOUT.pages if page.places and page.number not in images
    ]
