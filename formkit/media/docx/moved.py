"""Templates in which an office moved something: none prints before it is measured, and boxes follow the measures."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from formkit.errors import Problem, UsageError, Where, problem
from formkit.media.docx.elements import controls
from formkit.media.docx.marking import drawing_name, drawn_with, read_marker
from formkit.media.docx.measuring import remove_drawing
from formkit.media.docx.names import DECLARATIONS, DOCUMENT_PART, MARKER, parse_xml, q
from formkit.media.docx.rendering import Prepared, as_built, prepared, prepared_bytes
from formkit.media.docx.template import BOXES, SIGNS, combs
from formkit.model.handbook import Handbook
from formkit.model.layout import Layout, Page


def stance_digest(handbook: Handbook, template: Path) -> str:
    """Return a digest of what decides where things stand in a template.

    Raises:
        UsageError: the template cannot be read.
    """
    return prepared(handbook, template).stance.digest


def template_of(content: bytes, name: str) -> str:
    """Return the handbook with its edition that a template was built for, by the heads of its sides; "" for none.

    Raises:
        UsageError: it cannot be read as a template.
    """
    root = parse_xml(prepared_bytes(content, name).parts[DOCUMENT_PART])
    tags = (tag for tag, _ in controls(root) if tag.startswith(MARKER))
    return next((tag.split(":")[1] for tag in tags if tag.count(":") > 1), "")


def moved_problems(handbook: Handbook, used: Prepared) -> list[Problem]:
    """Return what a template prints otherwise than the layout has it: places (T011), or only its looks (T015)."""
    where, measured = Where(used.name), handbook.restyled
    if measured is not None:
        is_moved = used.stance.digest != measured.geometry
    else:
        is_moved = not used.stance.is_as(as_built(handbook).stance)
    if is_moved:
        return [problem("T011", where=where, handbook=handbook.full_id)]
    if measured is not None and measured.template != used.sha256:
        return [problem("T015", where=where, handbook=handbook.full_id)]
    return []


def restyling_problems(handbook: Handbook, template: Path) -> list[Problem]:
    """Return what the template at a path prints otherwise than the layout has it, as `moved_problems` does.

    Raises:
        UsageError: the template cannot be read.
    """
    return moved_problems(handbook, prepared(handbook, template))


def refuse_moved(handbook: Handbook, layout: Layout, used: Prepared) -> None:
    """Stop where the codes on the pages would name a layout that the template does not print.

    Raises:
        UsageError: the template was moved and not measured, or its measurement does not fit the mapping (T011).
    """
    found = [each for each in moved_problems(handbook, used) if each.code == "T011"]
    if any((page.original is None) != (handbook.restyled is None) for page in layout.pages):
        found = [problem("T011", where=Where(used.name), handbook=handbook.full_id)]
    if found:
        raise UsageError(*found)


def put_boxes(root: etree._Element, layout: Layout) -> None:
    """Draw the one-character boxes of restyled sides where they were measured, not where the template has them."""
    pages = {(page.sheet, page.copy, page.side): page for page in layout.pages if page.original is not None}
    for tag, control in list(controls(root)) if pages else ():
        marker = read_marker(tag)
        page = pages.get((marker.sheet, marker.copy, marker.side)) if marker else None
        if page is not None:
            _redraw(control, page)


def _redraw(marker: etree._Element, page: Page) -> None:
    anchors = list(drawn_with(marker))
    for anchor in anchors:
        if drawing_name(anchor) in (BOXES, SIGNS):
            remove_drawing(anchor)
    holder = next(marker.iterancestors(q("w:p")), None)
    following = holder.getnext() if holder is not None else None
    # Beside the marker LibreOffice would save them as XML that nobody can open.
    into = following if following is not None and following.tag == q("w:p") else holder
    if into is not None:
        for xml in combs(page.places):
            into.append(etree.fromstring(f"<x {DECLARATIONS}>{xml}</x>")[0])
