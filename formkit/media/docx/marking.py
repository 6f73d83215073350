"""The codes of each side, put into the places that the template keeps for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from formkit.layout.footing import page_number
from formkit.layout.sheet_code import printed
from formkit.media.docx.elements import controls
from formkit.media.docx.names import MARKER, parse_xml, q, to_bytes
from formkit.media.docx.package import Parts
from formkit.media.docx.scaffold import CONTENT_TYPES_PART, IMAGE_RELATION, RELATIONS_PART
from formkit.media.docx.symbols import symbols
from formkit.media.docx.template import CODE_TEXT, PAGE_NUMBER
from formkit.model.layout import Layout, Page

_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"


@dataclass(frozen=True, slots=True)
class Marker:
    """What the tag at the head of a side says: handbook with edition, serial, sheet, copy, side."""

    handbook: str
    serial: str
    sheet: str
    copy: int
    side: int


def read_marker(tag: str) -> Marker | None:
    """Return what a marker's tag says, or None where it is none."""
    parts = tag.removeprefix(MARKER).split(":") if tag.startswith(MARKER) else []
    if len(parts) != 5 or not (parts[3].isdigit() and parts[4].isdigit()):
        return None
    return Marker(parts[0], parts[1], parts[2], int(parts[3]), int(parts[4]))


def put_symbols(root: etree._Element, layout: Layout, parts: Parts) -> None:
    """Replace the stand-ins of every side by its own codes; pictures and relations are added to ``parts``."""
    pages = {(page.sheet, page.copy, page.side): page for page in layout.pages}
    pictures: dict[bytes, str] = {}
    for tag, control in list(controls(root)):
        marker = read_marker(tag)
        page = pages.get((marker.sheet, marker.copy, marker.side)) if marker else None
        if page is not None:
            _side(control, page, len(layout.pages), pictures)
    _add_pictures(parts, pictures)


def drawn_with(marker: etree._Element) -> Iterator[etree._Element]:
    """Yield what is drawn on the page of a marker's control: in its paragraph and in those up to the first table."""
    paragraph = next(marker.iterancestors(q("w:p")), None)
    while paragraph is not None and paragraph.tag == q("w:p"):
        yield from paragraph.iter(q("wp:anchor"), q("wp:inline"))
        paragraph = paragraph.getnext()


def _side(marker: etree._Element, page: Page, total: int, pictures: dict[bytes, str]) -> None:
    drawn = {f"{MARKER}{letter}": image for letter, image in symbols(page).items()}
    for anchor in drawn_with(marker):
        name = drawing_name(anchor)
        if name in drawn:
            relation = pictures.setdefault(drawn[name], f"rIdFormkit{len(pictures) + 1}")
            for blip in anchor.iter(q("a:blip")):
                blip.set(q("r:embed"), relation)
        elif name == CODE_TEXT:
            _set_words(anchor, printed(page.code))
        elif name == PAGE_NUMBER:
            _set_words(anchor, page_number(page.number, total))


def drawing_name(anchor: etree._Element) -> str:
    """Return the name of a picture or a text box."""
    found = anchor.find(q("wp:docPr"))
    return (found.get("name") or "") if found is not None else ""


def _set_words(anchor: etree._Element, words: str) -> None:
    """Put ``words`` into the first text of a box and take the others out."""
    for number, text in enumerate(anchor.iter(q("w:t"))):
        text.text = "" if number else words


def _add_pictures(parts: Parts, pictures: dict[bytes, str]) -> None:
    relations = parse_xml(parts[RELATIONS_PART])
    for number, (image, relation) in enumerate(pictures.items(), start=1):
        target = f"media/formkit-{number}.png"
        parts[f"word/{target}"] = image
        etree.SubElement(
            relations, f"{{{_RELATIONS}}}Relationship", {"Id": relation, "Type": IMAGE_RELATION, "Target": target}
        )
    parts[RELATIONS_PART] = to_bytes(relations)
    types = parse_xml(parts[CONTENT_TYPES_PART])
    if not any(each.get("Extension") == "png" for each in types):
        types.insert(0, etree.Element(f"{{{_TYPES}}}Default", {"Extension": "png", "ContentType": "image/png"}))
    parts[CONTENT_TYPES_PART] = to_bytes(types)
