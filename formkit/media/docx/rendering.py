"""From a template to the XML of a booklet: docxtpl's syntax, Jinja in its sandbox, compiled once.

docxtpl compiles its template anew in every rendering, which takes most of its time; here its
preparation of the XML is used and the compiled template is kept for as long as the file is the same.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, Template, TemplateError, TemplateSyntaxError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree

from formkit.errors import InputError, UsageError, Where
from formkit.media.docx.names import DOCUMENT_PART, parse_xml
from formkit.media.docx.package import Parts, unpack
from formkit.media.docx.scaffold import CONTENT_TYPES_PART, PACKAGE_RELATIONS_PART, RELATIONS_PART
from formkit.media.docx.stance import Stance, stance_of
from formkit.media.docx.template import template_bytes
from formkit.media.docx.wordml import freed
from formkit.model.handbook import Handbook
from formkit.model.office import Office
from formkit.shipped import template_in_use

_RENDERED = re.compile(r"word/(document|header\d*|footer\d*)\.xml")
_NEEDED = (DOCUMENT_PART, CONTENT_TYPES_PART, RELATIONS_PART, PACKAGE_RELATIONS_PART)
"""Parts without which a file is no Word file; they are written into."""
_TABLE_EDGE = re.compile(r"<w:tbl[ >]|</w:tbl>")
_TAG = re.compile(r'<w:tag w:val="[^"]*"/>')
_NEAR = 80
"""Characters of a template quoted in a message about it."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A template ready to be rendered: its parts as they stand, and the compiled ones.

    ``sha256`` is that of the file, ``stance`` what decides where things stand in it.
    """

    parts: Mapping[str, bytes]
    compiled: Mapping[str, Template]
    name: str
    sha256: str
    stance: Stance


def template_path(handbook: Handbook) -> Path | None:
    """Return the Word template in use, or None where there is none yet."""
    path = template_in_use(handbook.full_id, "docx", handbook.folder)
    return path if path.is_file() else None


def prepared(handbook: Handbook, path: Path | None = None) -> Prepared:
    """Return the template of ``handbook``, or the one at ``path``; without either it is built on the spot.

    Raises:
        UsageError: the file cannot be read (T007) or its Jinja is wrong (T005).
    """
    found = path or template_path(handbook)
    if found is None:
        return as_built(handbook)
    try:
        content = found.read_bytes()
    except OSError as error:
        raise UsageError.of("T007", where=Where(str(found)), reason=error.strerror or "") from error
    return prepared_bytes(content, str(found))


def as_built(handbook: Handbook) -> Prepared:
    """Return the template of ``handbook`` as formkit builds it."""
    return prepared_bytes(_built(handbook), handbook.full_id)


_BUILT: dict[str, tuple[Handbook, bytes]] = {}
"""The template built last for each handbook that has none, and the very handbook it was built from."""


def _built(handbook: Handbook) -> bytes:
    known = _BUILT.get(handbook.full_id)
    if known is None or known[0] is not handbook:
        known = _BUILT[handbook.full_id] = (handbook, template_bytes(handbook))
    return known[1]


@lru_cache(maxsize=8)
def prepared_bytes(content: bytes, name: str) -> Prepared:
    """Return a template given as bytes, compiled; ``name`` is how messages call it."""
    try:
        parts = unpack(content, name)
    except InputError as error:
        raise UsageError.of("T007", where=Where(name), reason=error.problem.message) from error
    for part in _NEEDED:
        if part not in parts or not _well_formed(parts[part]):
            raise UsageError.of("T007", where=Where(name), reason=part)
    compiled = {part: _compiled(parts[part], part, name) for part in parts if _RENDERED.fullmatch(part)}
    return Prepared(parts, compiled, name, hashlib.sha256(content).hexdigest(), stance_of(parts))


def _well_formed(content: bytes) -> bool:
    try:
        parse_xml(content)
    except (etree.XMLSyntaxError, ValueError):
        return False
    return True


def _compiled(content: bytes, part: str, name: str) -> Template:
    environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    patched = ""
    try:
        patched = _patched(etree.tostring(parse_xml(content), encoding="unicode"))
        return environment.from_string(_in_lines(patched))
    except TemplateError as error:
        raise _told(error, patched, name, part) from error


def _patched(xml: str) -> str:
    """Return the XML as docxtpl prepares it for Jinja.

    Its expressions go over the text a dozen times. Tables whose only braces stand in the tags of
    controls need none of it, and they are most of a template.
    """
    pieces = []
    rest = 0
    for start, end in _tables(xml):
        if "{" not in _TAG.sub("", xml[start:end]):
            pieces += [_by_docxtpl(xml[rest:start]), xml[start:end]]
            rest = end
    return "".join([*pieces, _by_docxtpl(xml[rest:])])


def _by_docxtpl(xml: str) -> str:
    return str(DocxTemplate(None).patch_xml(xml)) if "{" in xml else xml


def _tables(xml: str) -> list[tuple[int, int]]:
    """Return where the outermost tables of a text start and end."""
    spans, depth, start = [], 0, 0
    for match in _TABLE_EDGE.finditer(xml):
        if match[0] == "</w:tbl>":
            depth -= 1
            if depth == 0:
                spans.append((start, match.end()))
        else:
            start = match.start() if depth == 0 else start
            depth += 1
    return spans


def _in_lines(xml: str) -> str:
    """Return the XML with each paragraph on a line of its own, so that an error has a line to name."""
    return re.sub(r"<w:p([ >])", r"\n<w:p\1", xml)


def render(template: Prepared, context: Mapping[str, object]) -> Parts:
    """Return the parts of a booklet with the office's words and as many copies of each sheet as wanted.

    Raises:
        UsageError: an expression of the template fails (T005) or is forbidden (T006).
    """
    parts = dict(template.parts)
    for part, compiled in template.compiled.items():
        try:
            rendered = compiled.render(dict(context))
        except (TemplateError, ArithmeticError, TypeError, ValueError, AttributeError, LookupError) as error:
            raise _told(error, "", template.name, part) from error
        parts[part] = freed(rendered.replace("\n<w:p", "<w:p")).encode()
    return parts


def _told(error: Exception, xml: str, name: str, part: str) -> UsageError:
    line = getattr(error, "lineno", None) or 0
    lines = _in_lines(xml).splitlines()
    near = re.sub(r"<[^>]*>", "", lines[line - 1])[:_NEAR] if 0 < line <= len(lines) else ""
    code = "T006" if isinstance(error, SecurityError) else "T005"
    reason = error.message if isinstance(error, TemplateSyntaxError) else str(error)
    made = UsageError.of(code, where=Where(name, detail=part), reason=reason, near=near or "-")
    assert isinstance(made, UsageError)
    return made


def context_of(handbook: Handbook, counts: Mapping[str, int], serial: str, office: Office | None) -> dict[str, object]:
    """Return what a template may name: handbook, office, serial, and the copies of every sheet."""
    return {
        "handbook": {
            "id": handbook.id, "title": handbook.title, "edition": handbook.edition, "subtitle": handbook.subtitle
        },
        "office": _office_words(office or Office()),
        "serial": serial,
        "copies": {sheet.id: range(1, counts.get(sheet.id, 0) + 1) for sheet in handbook.sheets},
    }


def _office_words(office: Office) -> dict[str, object]:
    return {"unit": office.unit, "county": office.county}
