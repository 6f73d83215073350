"""Learning a legacy form: its blank, a Word file, a PDF or pictures → a drafted mapping and its measured layout."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from formkit.atomic import write_atomically
from formkit.errors import InputError, OutputError, Problem, UsageError, Where, problem
from formkit.learn.analyse import analyse
from formkit.learn.found import Draft, Found, FoundTable
from formkit.learn.known import Known, known_fields
from formkit.learn.naming import named
from formkit.learn.writing import is_doubtful, layout_text, mapping_text
from formkit.pipeline.digitise import load
from formkit.pipeline.sniff import Kind, sniff

MOST_PAGES = 20
"""Pages of one form; a longer file is no blank."""
_NAME_LENGTH = 40
_SAME = 0.6
"""Share of a Word file's words that its print must have; a page's order of signs makes other pairs at line ends."""
_LEAST = 2
"""Answers that a page must ask for to be a form."""


@dataclass(frozen=True, slots=True)
class Blank:
    """A blank as it was given: what was found on it, the PDF that the layout belongs to, the Word file, and remarks."""

    draft: Draft
    pdf: bytes
    document: bytes | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Learnt:
    """What was written: the folder, how many answers and tables, how many of them not sure, and remarks."""

    folder: Path
    fields: int
    tables: int
    unsure: int
    problems: tuple[Problem, ...]


def learn(blanks: Sequence[Path], out: Path, *, pdf: Path | None = None, overlay: Path | None = None) -> Learnt:
    """Draft a mapping and a measured layout from the blank of a form, and write them into the new folder ``out``.

    Args:
        blanks: one Word file or PDF, or the pictures of the pages in their order.
        out: the folder of the mapping; its name becomes the id.
        pdf: a print of the Word file, where there is no LibreOffice to make one.
        overlay: where the blank is drawn with what was found.

    Raises:
        UsageError: the folder is in use or cannot name a mapping, or what was given does not go together.
        InputError: a file cannot be read, or is no form.
        OutputError: the folder cannot be written.
    """
    mapping_id = _id_of(out)
    blank = looked_at(blanks, pdf)
    _write(blank, mapping_id, out, blanks[0].name)
    if overlay is not None:
        _draw(out, overlay)
    found = [item for item in blank.draft.items if isinstance(item, Found)]
    tables = [item for item in blank.draft.items if isinstance(item, FoundTable)]
    columns = [column for table in tables for column in table.rows[0]]
    unsure = sum(map(is_doubtful, (*found, *columns)))
    return Learnt(out, len(found) + len(columns), len(tables), unsure, blank.problems)


def looked_at(blanks: Sequence[Path], pdf: Path | None = None) -> Blank:
    """Return what is found on a blank; nothing is written.

    Raises:
        UsageError, InputError: as `learn`.
    """
    contents = [(path.name, load(path)) for path in blanks]
    kinds = [sniff(content) for _, content in contents]
    name, content = contents[0]
    if len(contents) > 1:
        for (each, _), kind in zip(contents, kinds, strict=True):
            if kind is not Kind.IMAGE:
                raise UsageError.of("K010", where=Where(each), file=each)
    if pdf is not None and kinds[0] is not Kind.DOCX:
        raise UsageError.of("K009", where=Where(name), file=name)
    if kinds[0] is Kind.DOCX:
        blank = _of_document(name, content, pdf)
    elif kinds[0] is Kind.PDF:
        blank = _of_pdf(name, content)
    elif kinds[0] is Kind.IMAGE:
        blank = _of_pictures(contents)
    else:
        raise InputError.of("K004", where=Where(name), file=name)
    if not _is_form(blank.draft):
        raise InputError.of("K001", where=Where(name), file=name)
    return blank


def _of_document(name: str, content: bytes, pdf: Path | None) -> Blank:
    from formkit.learn.unruled import with_cells
    from formkit.media.docx.printing import document_text, printed_pdf
    from formkit.media.docx.ruled import ruled
    from formkit.media.pdf.printed import printed_pages

    printed = printed_pdf(content, name) if pdf is None else load(pdf)
    pages = printed_pages(printed, name if pdf is None else pdf.name, MOST_PAGES)
    if pdf is None and content.startswith(b"PK"):
        lined = ruled(content, name)
        if lined is not None:
            pages = with_cells(pages, printed_pages(printed_pdf(lined, name), name, MOST_PAGES))
    if pdf is not None and content.startswith(b"PK"):
        words = "".join(glyph.text for page in pages for glyph in page.glyphs)
        share = shared_words(document_text(content, name), words)
        if share < _SAME:
            raise InputError.of("K006", where=Where(name), file=name, pdf=pdf.name, share=round(100 * share))
    return Blank(analyse(pages), printed, content)


def shared_words(text: str, other: str) -> float:
    """Return which share of the pairs of Chinese signs in ``text`` are in ``other`` too; 1 where it has none."""
    pairs, others = _pairs(text), _pairs(other)
    return len(pairs & others) / len(pairs) if pairs else 1.0


def _pairs(text: str) -> set[str]:
    signs = re.sub(r"[^\u4e00-\u9fff]", "", text)
    return {signs[index : index + 2] for index in range(len(signs) - 1)}


def _of_pdf(name: str, content: bytes) -> Blank:
    from formkit.media.pdf.printed import printed_pages
    from formkit.media.scan.raster import is_scanned

    if is_scanned(content):
        return _of_pictures([(name, content)])
    return Blank(analyse(printed_pages(content, name, MOST_PAGES)), content)


def _of_pictures(contents: Sequence[tuple[str, bytes]]) -> Blank:
    from formkit.engines.registry import load_engine
    from formkit.media.scan.printed import scanned_blank

    scanned = scanned_blank(list(contents), load_engine().for_print(), MOST_PAGES)
    return Blank(analyse(scanned.pages), scanned.pdf, None, scanned.problems)


def _is_form(draft: Draft) -> bool:
    """Say whether enough is asked for: a table, or answers that are more than a colon at the end of a line."""
    sure = sum(1 for item in draft.items if isinstance(item, Found) and item.sure)
    return sure >= _LEAST or any(isinstance(item, FoundTable) for item in draft.items)


def _id_of(out: Path) -> str:
    """Return the id of a mapping in the folder ``out``: its name in small letters."""
    name = re.sub(r"[^a-z0-9]+", "-", out.resolve().name.lower()).strip("-")
    if not name or not name[0].isalpha() or len(name) > _NAME_LENGTH:
        raise UsageError(problem("M504", name=out.resolve().name))
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise UsageError(problem("K005", folder=out))
    return name


def _write(blank: Blank, mapping_id: str, out: Path, source: str) -> None:
    names = named(blank.draft, _known())
    digest = hashlib.sha256(blank.pdf).hexdigest()
    files = {
        "blank.pdf": blank.pdf,
        "layout.json": layout_text(blank.draft, names, blank="blank.pdf", sha256=digest).encode(),
        "mapping.yaml": mapping_text(
            blank.draft, names, mapping_id=mapping_id, source=source, folder=str(out)).encode(),
    }
    if blank.document is not None:
        files["blank.docx"] = blank.document
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            with write_atomically(out / name) as path:
                path.write_bytes(content)
    except OSError as cause:
        raise OutputError(problem("M506", folder=out, cause=cause.strerror or str(cause))) from cause


def _known() -> list[Known]:
    """Return what the sheets of the mappings that are there call their fields; one that has errors is passed over."""
    from formkit.mapping import available, load_all_editions

    handbooks = []
    for name, folder in sorted(available(), key=lambda each: each[0].startswith("legacy-")):
        del name
        editions, _ = load_all_editions(folder)
        handbooks += list(editions.values())
    return known_fields(handbooks)


def _draw(folder: Path, overlay: Path) -> None:
    from formkit.layout import build_layout
    from formkit.mapping import load_handbook
    from formkit.media.pdf.learnt import learnt_overlay

    learnt_overlay(build_layout(load_handbook(folder)), overlay)
