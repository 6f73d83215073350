"""Namespaces and names of WordprocessingML (ECMA-376 part 1; w14 and wps from MS-DOCX and MS-ODRAWXML)."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
}
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
"""The namespace of ISO strict files, which Word writes only when told to; formkit does not read them."""

DECLARATIONS = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
"""The namespaces as attributes of a root element."""

DOCUMENT_PART = "word/document.xml"
MARKER = "formkit:"
"""Tags that begin so say which side of which booklet follows."""
ADDENDUM = "附页"
"""Tags that begin so hold the whole of a text that did not fit its place."""
MAX_TAG = 64
"""Word refuses files with longer tags."""


def q(name: str) -> str:
    """Return ``w:tag`` in the form of lxml, ``{uri}tag``."""
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


def parse_xml(content: bytes) -> etree._Element:
    """Return the root of an XML part; no entity, DTD or file outside is ever followed.

    Raises:
        etree.XMLSyntaxError: it is not well-formed XML.
        ValueError: it declares a document type, which no office program writes: entities would be lost unread.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    root = etree.fromstring(content, parser)
    if root.getroottree().docinfo.internalDTD is not None:
        raise ValueError("a part of a DOCX declares a document type")
    return root


def to_bytes(root: etree._Element) -> bytes:
    """Return the XML part of a root element."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def add_in_order(parent: etree._Element, element: etree._Element, behind: Iterable[str]) -> None:
    """Put an element into ``parent`` before the first of those whose names must stand ``behind`` it, else last."""
    names = {q(name) for name in behind}
    later = next((each for each in parent if each.tag in names), None)
    if later is None:
        parent.append(element)
    else:
        later.addprevious(element)
