"""Whether a template, restyled or not, still does what its mapping needs."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

from lxml import etree

from formkit.errors import Problem, UsageError, Where, problem
from formkit.layout import build_layout
from formkit.media.docx.elements import controls
from formkit.media.docx.marking import drawing_name, drawn_with, read_marker
from formkit.media.docx.measuring import place_name
from formkit.media.docx.moved import moved_problems
from formkit.media.docx.names import ADDENDUM, DOCUMENT_PART, MARKER, MAX_TAG, parse_xml
from formkit.media.docx.properties import properties
from formkit.media.docx.rendering import Prepared, context_of, prepared, prepared_bytes, render
from formkit.media.docx.seen import tags_of
from formkit.media.docx.template import STAMP, template_bytes, template_stamp
from formkit.model.handbook import Handbook
from formkit.model.ids import booklet_refs
from formkit.values.telling import about


def template_problems(handbook: Handbook, path: Path) -> list[Problem]:
    """Return everything that is wrong with the template at ``path``; an empty list means that it can be used.

    It is rendered with two copies of every sheet that repeats, and the result compared with what a newly
    built template gives: controls that are missing (T003), unknown (T004) or doubled (T010), sides without
    their codes (T009), an outdated mapping (T002), and what cannot be read or rendered (T001, T005-T008).
    """
    where = Where(str(path))
    if not path.is_file():
        return [problem("T001", where=where, handbook=handbook.full_id)]
    try:
        template = prepared(handbook, path)
        root = _rendered(handbook, template)
    except UsageError as error:
        return list(error.problems)
    except etree.XMLSyntaxError as error:
        return [problem("T005", where=where, reason=error.msg or "XML", near="-")]
    stale = properties(template.parts).get(STAMP) != template_stamp(handbook)
    found = [problem("T002", where=where, handbook=handbook.full_id)] if stale else []
    found += [*_control_problems(handbook, root, where), *_marker_problems(handbook, root, where)]
    return found if found else moved_problems(handbook, template)


def control_problems(handbook: Handbook, path: Path) -> list[Problem]:
    """Return what is wrong with a template apart from its places: that it moved something is told by `measure`."""
    return [each for each in template_problems(handbook, path) if each.code not in ("T011", "T015")]


def _counts(handbook: Handbook) -> dict[str, int]:
    return {sheet.id: 2 if sheet.repeats else 1 for sheet in handbook.sheets}


def _rendered(handbook: Handbook, template: Prepared) -> etree._Element:
    parts = render(template, context_of(handbook, _counts(handbook), "ABC123", None))
    return parse_xml(parts[DOCUMENT_PART])


def _expected(handbook: Handbook) -> set[str]:
    """Return the tags that a newly built template has."""
    root = _rendered(handbook, prepared_bytes(template_bytes(handbook), handbook.full_id))
    return {tag for tag, _ in controls(root) if not tag.startswith(MARKER)}


def _control_problems(handbook: Handbook, root: etree._Element, where: Where) -> list[Problem]:
    tags = Counter(tag for tag, _ in controls(root) if not tag.startswith((MARKER, ADDENDUM)))
    expected = _expected(handbook)
    owners = {tag: ref for ref in booklet_refs(handbook, _counts(handbook)) for tag in tags_of(ref)}
    sides = _sides_of(handbook)
    found = [problem("T003", where=replace(where, detail=sides[owners[tag].id]), field=tag,
                     label=owners[tag].field.label) for tag in sorted(expected - tags.keys())]
    unknown = sorted(tags.keys() - owners.keys())
    found += [problem("T004", where=where, tag=tag, handbook=handbook.full_id) for tag in unknown]
    standing = _standing(handbook, root)
    found += [
        replace(about("T010", owners[tag].field, tag, count=count), where=replace(where, detail=standing[tag]))
        for tag, count in sorted(tags.items())
        if count > 1 and tag in owners
    ]
    return found + [problem("T008", where=where, tag=tag) for tag, _ in controls(root) if len(tag) > MAX_TAG]


def _sides_of(handbook: Handbook) -> dict[str, str]:
    """Return the side on which each field is printed, as messages name it."""
    return {
        place.ref.id: place_name(handbook, page.sheet, page.side)
        for page in build_layout(handbook, _counts(handbook)).pages for place in page.places
    }


def _standing(handbook: Handbook, root: etree._Element) -> dict[str, str]:
    """Return the sides on which the controls of each tag stand."""
    found: dict[str, dict[str, None]] = {}
    side = ""
    for tag, _ in controls(root):
        marker = read_marker(tag)
        if marker is not None:
            side = place_name(handbook, marker.sheet, marker.side)
        found.setdefault(tag, {})[side] = None
    return {tag: ", ".join(filter(None, sides)) for tag, sides in found.items()}


def _marker_problems(handbook: Handbook, root: etree._Element, where: Where) -> list[Problem]:
    """Return the sides that lost their marker or a picture."""
    pages = build_layout(handbook, _counts(handbook)).pages
    needed = {(page.sheet, page.copy, page.side): 1 + len(page.fiducials) for page in pages}
    for tag, control in controls(root):
        marker = read_marker(tag)
        if marker is not None:
            drawn = {drawing_name(anchor) for anchor in drawn_with(control)}
            key = (marker.sheet, marker.copy, marker.side)
            if sum(f"{MARKER}{letter}" in drawn for letter in "ABCDM") >= needed.get(key, 0):
                needed.pop(key, None)
    sides = sorted({(sheet, side) for sheet, _, side in needed})
    return [problem("T009", where=where, sheet=sheet, side=side) for sheet, side in sides]
