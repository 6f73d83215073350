"""A blank Word file whose cells and texts can be edited sign by sign and written back."""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from lxml import etree

from formkit.media.docx.names import DOCUMENT_PART, q
from formkit.media.docx.typed.blank import UnitId

Look = tuple[tuple[str, str], ...]
"""Properties of a run that a person set: (("w:b", ""), ("w:color", "FF0000"))."""


@dataclass(frozen=True)
class Atom:
    """One sign with the properties of its run; or ``raw`` XML of whole runs instead of a sign."""

    sign: str
    properties: etree._Element | None = None
    look: Look = ()
    raw: str = ""
    inserted: bool = False
    """Typed with changes tracked."""
    deleted: bool = False
    """Deleted with changes tracked."""


@dataclass
class UnitText:
    r"""A unit of the blank as atoms; "\\n" atoms end its paragraphs."""

    paragraphs: list[etree._Element]
    atoms: list[Atom] = field(default_factory=list)
    is_cell: bool = False
    changed: bool = False

    def insert(self, place: int, atoms: Sequence[Atom]) -> None:
        """Put atoms in front of the one at ``place``."""
        self.atoms[place:place] = atoms
        self.changed = True

    def put(self, start: int, stop: int, atoms: Sequence[Atom]) -> None:
        """Put atoms in the place of others."""
        self.atoms[start:stop] = atoms
        self.changed = True

    def typed(self, text: str, near: int, look: Look = ()) -> list[Atom]:
        """Return typed text in the font of the atom at ``near``."""
        around = [atom for atom in self.atoms[max(0, near - 1) : near + 1] if atom.properties is not None]
        properties = around[0].properties if around else None
        return [Atom(sign, properties, look) for sign in text]


class Document:
    """A Word file in parts, its units as atoms by the ids that `Blank` gives them."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as archive:
            self._parts = {name: archive.read(name) for name in archive.namelist()}
        self.root = etree.fromstring(self._parts[DOCUMENT_PART])
        self.units: dict[UnitId, UnitText] = {}
        self._gather()

    def _gather(self) -> None:
        body = self.root.find(q("w:body"))
        assert body is not None
        number = 0
        pending: list[etree._Element] = []
        for child in body:
            if child.tag == q("w:p"):
                pending.append(child)
            elif child.tag == q("w:tbl"):
                number = self._text(number, pending)
                pending = []
                for row in child.findall(q("w:tr")):
                    for place, cell in enumerate(row.findall(q("w:tc"))):
                        self.units[number, place] = _unit(cell.findall(q("w:p")), is_cell=True)
                    number += 1
        self._text(number, pending)

    def _text(self, number: int, paragraphs: list[etree._Element]) -> int:
        if not paragraphs:
            return number
        self.units[number, -1] = _unit(paragraphs, is_cell=False)
        return number + 1

    def rows(self, unit: UnitId) -> etree._Element:
        """Return the row that a cell stands in."""
        row = self.units[unit].paragraphs[0].getparent()
        assert row is not None
        parent = row.getparent()
        assert parent is not None
        return parent

    def add_part(self, name: str, content: str, kind: str, content_type: str) -> None:
        """Add a part with its relationship, such as comments."""
        self._parts[f"word/{name}"] = content.encode()
        relations = self._parts["word/_rels/document.xml.rels"].decode()
        target = f'<Relationship Id="rIdX{len(self._parts)}" Type="{kind}" Target="{name}"/></Relationships>'
        self._parts["word/_rels/document.xml.rels"] = relations.replace("</Relationships>", target).encode()
        types = self._parts["[Content_Types].xml"].decode()
        override = f'<Override PartName="/word/{name}" ContentType="{content_type}"/></Types>'
        self._parts["[Content_Types].xml"] = types.replace("</Types>", override).encode()

    def to_bytes(self, shape: Callable[[list[Atom]], list[list[Atom]]] | None = None) -> bytes:
        """Return the file; ``shape`` cuts the atoms of a run into runs."""
        for unit in self.units.values():
            if unit.changed:
                _write(unit, shape or (lambda atoms: [atoms]))
        parts = self._parts | {
            DOCUMENT_PART: etree.tostring(self.root, xml_declaration=True, encoding="UTF-8", standalone=True)
        }
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in parts.items():
                archive.writestr(name, content)
        return buffer.getvalue()


def _unit(paragraphs: list[etree._Element], *, is_cell: bool) -> UnitText:
    unit = UnitText(paragraphs, is_cell=is_cell)
    for paragraph in paragraphs:
        for run in paragraph.iter(q("w:r")):
            properties = run.find(q("w:rPr"))
            for child in run:
                if child.tag == q("w:t"):
                    unit.atoms += [Atom(sign, properties) for sign in child.text or ""]
                elif child.tag == q("w:tab"):
                    unit.atoms.append(Atom("\t", properties))
        unit.atoms.append(Atom("\n"))
    if is_cell:
        unit.atoms.pop()
    return unit


def _write(unit: UnitText, shape: Callable[[list[Atom]], list[list[Atom]]]) -> None:
    lines: list[list[Atom]] = [[]]
    for atom in unit.atoms:
        if atom.sign == "\n" and not atom.raw:
            lines.append([])
        else:
            lines[-1].append(atom)
    if not unit.is_cell:
        lines.pop()
    paragraphs = list(unit.paragraphs)
    while len(paragraphs) < len(lines):
        extra = copy.deepcopy(paragraphs[-1])
        paragraphs[-1].addnext(extra)
        paragraphs.append(extra)
    for spare in paragraphs[len(lines) :]:
        parent = spare.getparent()
        if parent is not None:
            parent.remove(spare)
    for paragraph, line in zip(paragraphs, lines, strict=False):
        for child in list(paragraph):
            if child.tag != q("w:pPr"):
                paragraph.remove(child)
        for group in _groups(line):
            for piece in [group] if group[0].raw else shape(group):
                paragraph.extend(_runs(piece))


def _groups(line: Sequence[Atom]) -> list[list[Atom]]:
    groups: list[list[Atom]] = []
    for atom in line:
        last = groups[-1][-1] if groups else None
        same = last is not None and not atom.raw and replace(atom, sign=last.sign) == last
        if same:
            groups[-1].append(atom)
        else:
            groups.append([atom])
    return groups


def _runs(atoms: Sequence[Atom]) -> list[etree._Element]:
    first = atoms[0]
    if first.raw:
        wrapped = f'<x xmlns:w="{_W}" xmlns:v="urn:schemas-microsoft-com:vml">{first.raw}</x>'
        return list(etree.fromstring(wrapped))
    run = etree.Element(q("w:r"))
    properties = copy.deepcopy(first.properties) if first.properties is not None else etree.Element(q("w:rPr"))
    for name, value in first.look:
        for old in properties.findall(q(name)):
            properties.remove(old)
        each = etree.SubElement(properties, q(name))
        if value:
            each.set(q("w:val"), value)
    if len(properties):
        run.append(properties)
    text = "".join(atom.sign for atom in atoms)
    for number, piece in enumerate(text.split("\t")):
        if number:
            etree.SubElement(run, q("w:tab"))
        if piece:
            element = etree.SubElement(run, q("w:delText" if first.deleted else "w:t"))
            element.text = piece
            element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    if not first.deleted and not first.inserted:
        return [run]
    change = etree.Element(q("w:del" if first.deleted else "w:ins"))
    change.set(q("w:id"), "7")
    change.set(q("w:author"), "x")
    change.append(run)
    return [change]


_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
