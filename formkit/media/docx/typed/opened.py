"""A Word file opened: its flow, and the words that stand outside of it in comments, notes, headers and footers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from formkit.errors import InputError, Where
from formkit.media.docx.names import DOCUMENT_PART, STRICT, parse_xml, q
from formkit.media.docx.package import unpack
from formkit.media.docx.typed.flow import Flow, Row, Text, flow_of, paragraphs_of
from formkit.media.docx.typed.glyphs import Glyph, written
from formkit.media.docx.typed.looks import Styles

_MOST_SHOWN = 40
_STYLES = "word/styles.xml"
_COMMENTS = "word/comments.xml"
_ASIDE = ("word/footnotes.xml", "word/endnotes.xml")
_MARGINS = ("word/header", "word/footer")


@dataclass(frozen=True, slots=True)
class Opened:
    """A file's flow, its comments, and the lines of notes, headers and footers."""

    flow: Flow
    comments: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()


def opened_flow(content: bytes, name: str) -> Opened:
    """Open a Word file.

    Raises:
        InputError: as `unpack`; no document in it (D002), not well-formed (D003), strict Open XML (D008).
    """
    parts = unpack(content, name)
    if DOCUMENT_PART not in parts:
        raise InputError.of("D002", where=Where(name))
    root = _parsed(parts, DOCUMENT_PART, name)
    if str(root.tag).startswith(f"{{{STRICT}}}"):
        raise InputError.of("D008", where=Where(name))
    styles = Styles(_parsed(parts, _STYLES, name) if _STYLES in parts else None)
    comments = _parsed(parts, _COMMENTS, name).iter(q("w:comment")) if _COMMENTS in parts else ()
    said = tuple(filter(None, (_words(each, styles) for each in comments)))
    return Opened(flow_of(root, styles), said, tuple(_aside(parts, styles, name)))


def _parsed(parts: Mapping[str, bytes], part: str, name: str) -> etree._Element:
    try:
        return parse_xml(parts[part])
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputError.of("D003", where=Where(name, detail=part)) from error


def _words(element: etree._Element, styles: Styles) -> str:
    return written([glyph for line in paragraphs_of(element, styles) for glyph in line])


def _aside(parts: Mapping[str, bytes], styles: Styles, name: str) -> Iterator[str]:
    for part in sorted(parts):
        if (part in _ASIDE or part.startswith(_MARGINS)) and part.endswith(".xml"):
            root = _parsed(parts, part, name)
            lines = (written(line) for line in paragraphs_of(root, styles))
            yield from (line for line in lines if line)


def first_words(flow: Flow) -> str:
    """Return the beginning of what is written in a flow, for saying which part of a file is meant."""
    glyphs = [glyph for item in flow for glyph in _glyphs(item)]
    return written(glyphs)[:_MOST_SHOWN]


def _glyphs(item: Row | Text) -> list[Glyph]:
    if isinstance(item, Text):
        return list(item.glyphs)
    return [glyph for cell in item.cells for glyph in cell.glyphs]
