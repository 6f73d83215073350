"""The custom properties of a DOCX: reading them, and adding to those that a template has."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from formkit.media.docx.names import parse_xml, to_bytes
from formkit.media.docx.package import Parts
from formkit.media.docx.scaffold import CONTENT_TYPES_PART, CUSTOM_PART, PACKAGE_RELATIONS_PART, custom_part

_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"


def properties(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Return the custom properties of a file that are texts; none where the part is missing or broken."""
    if CUSTOM_PART not in parts:
        return {}
    try:
        root = parse_xml(parts[CUSTOM_PART])
    except (etree.XMLSyntaxError, ValueError):
        return {}
    return {each.get("name") or "": "".join(str(text) for text in each.itertext()).strip() for each in root}


def with_properties(parts: Parts, added: Mapping[str, str], *, without: str = "") -> None:
    """Set properties in ``parts``, in place; ``without`` names one that is dropped."""
    kept = {name: value for name, value in properties(parts).items() if name not in (without, "")}
    parts[CUSTOM_PART] = custom_part(kept | dict(added))
    _declare(parts)


def _declare(parts: Parts) -> None:
    """Make sure that the package says what the part of the properties is: some programs leave it out."""
    types = parse_xml(parts[CONTENT_TYPES_PART])
    if not any(each.get("PartName") == f"/{CUSTOM_PART}" for each in types):
        declared = {"PartName": f"/{CUSTOM_PART}", "ContentType": _TYPE}
        etree.SubElement(types, f"{{{_TYPES}}}Override", declared)
        parts[CONTENT_TYPES_PART] = to_bytes(types)
    relations = parse_xml(parts[PACKAGE_RELATIONS_PART])
    if not any(each.get("Type") == _RELATION for each in relations):
        link = {"Id": "rIdFormkitProperties", "Type": _RELATION, "Target": CUSTOM_PART}
        etree.SubElement(relations, f"{{{_RELATIONS}}}Relationship", link)
        parts[PACKAGE_RELATIONS_PART] = to_bytes(relations)
