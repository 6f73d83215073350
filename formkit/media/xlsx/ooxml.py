"""An .xlsx or .xlsm as a `Book`, read from its parts: fast, and without trusting what it says of its size."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator

from lxml import etree

from formkit.media.xlsx.archive import checked_archive, damaged, part
from formkit.media.xlsx.names import Target, column_number, target_of
from formkit.media.xlsx.ooxml_cells import Palette, sheet_cells, string_of
from formkit.media.xlsx.written import Book, Position, Written, heads_of
from formkit.model.imprint import KEY

_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6}):([A-Z]{1,3})([1-9][0-9]{0,6})")



class OoxmlFile:
    """An open workbook; parts are read when they are asked for.

    Raises (everywhere):
        InputError: X002, X003 or X004, as `checked_archive`; X003 where a part is broken.
    """

    def __init__(self, content: bytes, name: str) -> None:
        self._archive = checked_archive(content, name)
        self._name = name
        self._roots: dict[str, etree._Element] = {}
        self._main = self._main_part()
        self._related = self._relations(self._main) if self._main else {}

    @property
    def is_workbook(self) -> bool:
        """Whether this is a workbook at all."""
        return self._main is not None

    def property_text(self) -> str | None:
        """Return the text of formkit's document property."""
        root = self._optional(self._custom_part())
        for each in root if root is not None else ():
            if each.get("name") == KEY:
                return "".join(str(text) for text in each.itertext())
        return None

    def text_at(self, name: str) -> str | None:
        """Return the text in the cell of a defined name, reading only its worksheet."""
        titles = dict(self.worksheets())
        target = self._names()[0].get(name)
        if target is None or target.sheet not in titles:
            return None
        cells, _ = self._cells(titles[target.sheet], Palette(), self._strings())
        found = cells.get((target.row, target.column))
        return found.text if found else None

    def book(self) -> Book:
        """Return everything that a reader of fields needs."""
        root = self._root(self._main or "")
        names, local = self._names()
        starts_1904 = any(each.get("date1904") in ("1", "true") for each in _named(root, "workbookPr"))
        palette, strings = self._palette(starts_1904), self._strings()
        cells: dict[Position, Written] = {}
        heads: dict[Position, Position] = {}
        for title, path in self.worksheets():
            own, areas = self._cells(path, palette, strings)
            cells |= {(title, row, column): found for (row, column), found in own.items()}
            heads |= heads_of(title, filter(None, map(_area, areas)))
        hidden = frozenset(each.get("name") or "" for each in _named(root, "sheet")
                           if each.get("state") in ("hidden", "veryHidden"))
        titles = tuple(title for title, _ in self.worksheets() if title not in hidden)
        return Book(cells, names, heads, local, titles, hidden, starts_1904)

    def _main_part(self) -> str | None:
        for kind, target in self._all_relations(""):
            if kind.endswith("/officeDocument"):
                root = self._optional(target)
                return target if root is not None and _local(root) == "workbook" else None
        return None

    def _custom_part(self) -> str:
        found = (target for kind, target in self._all_relations("") if kind.endswith("/custom-properties"))
        return next(found, "docProps/custom.xml")

    def _relations(self, source: str) -> dict[str, str]:
        """Return the targets of a part's relations by their id and, for parts there are one of, by their kind."""
        folder, file = posixpath.split(source)
        root = self._optional(posixpath.join(folder, "_rels", file + ".rels"))
        found = {}
        for each in root if root is not None else ():
            target = _target(folder, each.get("Target") or "")
            found[each.get("Id") or ""] = target
            found[(each.get("Type") or "").rsplit("/", 1)[-1]] = target
        return found

    def _all_relations(self, folder: str) -> Iterator[tuple[str, str]]:
        root = self._optional(posixpath.join(folder, "_rels/.rels"))
        for each in root if root is not None else ():
            yield each.get("Type") or "", _target(folder, each.get("Target") or "")

    def worksheets(self) -> list[tuple[str, str]]:
        """Return the title and the part of each worksheet, in order."""
        found = []
        for each in _named(self._root(self._main or ""), "sheet"):
            key = next((str(value) for name, value in each.attrib.items() if str(name).endswith("}id")), "")
            found.append((each.get("name") or "", self._related.get(key, "")))
        return found

    def _names(self) -> tuple[dict[str, Target | None], dict[str, dict[str, Target]]]:
        """Return the names of the workbook, and by worksheet the names that are only its own."""
        titles = [title for title, _ in self.worksheets()]
        names: dict[str, Target | None] = {}
        local: dict[str, dict[str, Target]] = {}
        for each in _named(self._root(self._main or ""), "definedName"):
            name, scope = each.get("name") or "", each.get("localSheetId")
            target = target_of(each.text or "")
            if scope is None:
                names[name] = target
            elif scope.isdigit() and int(scope) < len(titles) and target is not None:
                local.setdefault(titles[int(scope)], {})[name] = target
        return names, local

    def _palette(self, starts_1904: bool) -> Palette:
        return Palette.of(self._optional(self._related.get("styles", "")), starts_1904=starts_1904)

    def _strings(self) -> list[str]:
        root = self._optional(self._related.get("sharedStrings", ""))
        return [string_of(each) for each in root] if root is not None else []

    def _cells(
        self, path: str, palette: Palette, strings: list[str]
    ) -> tuple[dict[tuple[int, int], Written], list[str]]:
        content = part(self._archive, path, self._name) if path else None
        if content is None:
            return {}, []
        try:
            return sheet_cells(self._safe(content), palette, strings)
        except (etree.XMLSyntaxError, ValueError, IndexError) as cause:
            raise damaged(self._name) from cause

    def _safe(self, content: bytes) -> bytes:
        if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
            raise damaged(self._name)
        return content

    def _optional(self, path: str) -> etree._Element | None:
        content = part(self._archive, path, self._name) if path else None
        if content is None:
            return None
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            return etree.parse(io.BytesIO(self._safe(content)), parser).getroot()
        except (etree.XMLSyntaxError, ValueError) as cause:
            raise damaged(self._name) from cause

    def _root(self, path: str) -> etree._Element:
        if path not in self._roots:
            root = self._optional(path)
            if root is None:
                raise damaged(self._name)
            self._roots[path] = root
        return self._roots[path]


def _target(folder: str, target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))


def _area(reference: str) -> tuple[int, int, int, int] | None:
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        return None
    return int(match[2]), int(match[4]), column_number(match[1]), column_number(match[3])


def _local(element: etree._Element) -> str:
    return str(element.tag).rsplit("}", 1)[-1]


def _named(root: etree._Element, local: str) -> Iterator[etree._Element]:
    """Yield the elements of a local name: the strict and the transitional namespace differ."""
    return (each for each in root.iter("{*}" + local))


def is_zip(content: bytes) -> bool:
    """Say whether the bytes begin like a zip archive."""
    return content.startswith(b"PK") or zipfile.is_zipfile(io.BytesIO(content))
