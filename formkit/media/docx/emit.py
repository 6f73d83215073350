"""A booklet as a DOCX: rendered from its template, filled by tag, signed with its codes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from lxml import etree

from formkit.atomic import write_atomically
from formkit.errors import OutputError, Problem, Where, problem
from formkit.media.docx.addendum import append_addendum
from formkit.media.docx.filling import fill, filling
from formkit.media.docx.lost import lost_controls
from formkit.media.docx.marking import put_symbols
from formkit.media.docx.moved import put_boxes, refuse_moved
from formkit.media.docx.names import DOCUMENT_PART, parse_xml, q, to_bytes
from formkit.media.docx.package import Parts, pack
from formkit.media.docx.properties import with_properties
from formkit.media.docx.rendering import context_of, prepared, render
from formkit.media.docx.template import STAMP
from formkit.model.handbook import Handbook
from formkit.model.ids import booklet_refs, find
from formkit.model.imprint import KEY, Imprint
from formkit.model.layout import Layout
from formkit.model.office import Office
from formkit.model.reading import Value


def emit(
    handbook: Handbook,
    layout: Layout,
    values: Mapping[str, Value],
    out: Path,
    *,
    office: Office | None = None,
    template: Path | None = None,
) -> list[Problem]:
    """Write the booklet of ``layout`` to ``out``, blank where ``values`` (by full field id) is empty.

    The template is ``template``, or the office's in ./templates/docx, or the one that ships. Texts that
    do not fit and values without a printed place go to a sheet at the end; each is told as a warning, and
    so is every control that the template has lost (T003).

    Raises:
        OutputError: the file cannot be written (D020); nothing half-written is left.
        UsageError: the template cannot be used (T005, T006, T007), or prints other places than the layout (T011).
    """
    parts, problems = booklet_parts(handbook, layout, values, office=office, template=template)
    content = pack(parts)
    try:
        with write_atomically(out) as beside:
            beside.write_bytes(content)
    except OSError as error:
        raise OutputError.of("D020", file=out.name, reason=error.strerror or type(error).__name__) from error
    return problems


def booklet_parts(
    handbook: Handbook,
    layout: Layout,
    values: Mapping[str, Value],
    *,
    office: Office | None = None,
    template: Path | None = None,
) -> tuple[Parts, list[Problem]]:
    """Return the parts of a booklet's DOCX, and what did not go where it belongs."""
    counts = layout.copies(handbook)
    used = prepared(handbook, template)
    refuse_moved(handbook, layout, used)
    parts = render(used, context_of(handbook, counts, layout.serial, office))
    root = parse_xml(parts[DOCUMENT_PART])
    lost = lost_controls(root, layout, Where(used.name))
    booklet = filling(root, layout)
    problems = [problem("D024", field=name) for name in values if find(handbook, name) is None]
    for name in _in_order(handbook, counts, values):
        ref = find(handbook, name)
        if ref is not None:
            fill(booklet, ref, values[name])
    append_addendum(root, handbook, layout.serial, booklet.entries)
    put_symbols(root, layout, parts)
    put_boxes(root, layout)
    _number(root)
    parts[DOCUMENT_PART] = to_bytes(root)
    identity = Imprint(
        handbook.id, handbook.edition, layout.serial, counts, tuple(page.fingerprint for page in layout.pages)
    )
    with_properties(parts, {KEY: identity.to_text()}, without=STAMP)
    return parts, lost + problems + booklet.problems


def _in_order(handbook: Handbook, counts: Mapping[str, int], values: Mapping[str, Value]) -> Iterable[str]:
    """Return the ids of ``values`` as the booklet has them; those without a place come last."""
    printed = [ref.id for ref in booklet_refs(handbook, counts) if ref.id in values]
    known = set(printed)
    return [*printed, *(name for name in values if name not in known)]


def _number(root: etree._Element) -> None:
    """Give every control and every drawing an id of its own: the copies of a sheet were rendered with equal ones."""
    for number, element in enumerate(root.iter(q("w:id")), start=1):
        if element.getparent() is not None and element.getparent().tag == q("w:sdtPr"):  # type: ignore[union-attr]
            element.set(q("w:val"), str(number))
    for number, element in enumerate(root.iter(q("wp:docPr")), start=1):
        element.set("id", str(number))
