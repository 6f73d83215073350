"""Files → documents: look what a file is, find its handbook, read it, check it."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache, partial
from importlib import import_module
from itertools import chain, islice
from pathlib import Path
from types import ModuleType

from formkit.checks import check_values
from formkit.errors import FormkitError, InputError, Problem, Where, problem
from formkit.mapping import load_handbook
from formkit.model.handbook import Handbook
from formkit.model.imprint import Booklet, Imprint
from formkit.model.reading import Document
from formkit.model.store import BLOB_SUFFIX, RUNS_SUFFIX
from formkit.pipeline.designs import complete
from formkit.pipeline.prints import print_shown
from formkit.pipeline.scan_options import DEFAULTS, ScanOptions
from formkit.pipeline.sniff import Kind, sniff
from formkit.pipeline.typed import modern_word, typed_booklets
from formkit.pipeline.unopened import unopened

MOST_BYTES = 200 * 1024 * 1024
PASSED_OVER_STARTS = (".", "~$")
"""What is hidden, and the lock files of office programs."""
PASSED_OVER = ("thumbs.db", "ehthumbs.db", "desktop.ini")
"""What Windows keeps in a folder for itself."""
DATABASE_ENDS = ("", "-wal", "-shm", "-journal", RUNS_SUFFIX)
"""The database of a store, its journals, and the file that tells which imports are under way."""
KNOWN = ".docx, .doc, .xlsx, .xls, .pdf, .tif, .jpg, .png, .webp, .heic"
_AS_PAPER = frozenset({"F005", "A009"})
"""What is said of a PDF with a text layer that is no booklet of ours, and of one none of whose pages is known."""
_LOOKED_AT = 3
"""Pages of such a PDF after which it is no form: a book of 500 pages is not looked at to its end."""
_ROOMS = {Kind.DOCX: "docx", Kind.XLSX: "xlsx", Kind.XLS: "xlsx", Kind.PDF: "pdf"}


def files_in(paths: list[Path]) -> Iterator[Path]:
    """Yield the files that ``paths`` name, those of folders in the order of their names.

    A file that is named itself is always yielded. In folders these are passed over: what is hidden,
    the lock files of office programs, what Windows keeps in a folder for itself, and stores: every
    folder ``NAME.blobs`` with the database ``NAME`` beside it and the journals of that.
    """
    for path in paths:
        yield from _files_below(path) if path.is_dir() else (path,)


def _files_below(folder: Path) -> Iterator[Path]:
    """What the system tells with the names is not asked once more: a folder may hold many thousands of files."""
    try:
        with os.scandir(folder) as entries:
            inside = sorted(entries, key=lambda each: each.name)
    except OSError:
        yield folder  # Loading it fails with the reason, and so it is told.
        return
    folders = {each.name for each in inside if each.is_dir()}
    names = {each.name for each in inside}
    for each in inside:
        if _is_passed_over(each.name, names, folders):
            continue
        if each.name in folders:
            yield from () if each.is_symlink() else _files_below(folder / each.name)
        elif each.is_file():
            yield folder / each.name


def is_passed_over_name(name: str) -> bool:
    """Say whether a file or folder of this name, without its path, is nobody's work: hidden, a lock or Windows' own."""
    return name.startswith(PASSED_OVER_STARTS) or name.lower() in PASSED_OVER


def _is_passed_over(name: str, names: set[str], folders: set[str]) -> bool:
    if is_passed_over_name(name):
        return True
    if name in folders:
        return name.endswith(BLOB_SUFFIX) and name.removesuffix(BLOB_SUFFIX) in names - folders
    return any(name.endswith(end) and name.removesuffix(end) + BLOB_SUFFIX in folders for end in DATABASE_ENDS)


def read_file(
    path: Path, *, today: dt.date | None = None, options: ScanOptions = DEFAULTS
) -> tuple[list[Document], bytes]:
    """Return the documents in a file, and its bytes. Nothing is raised for a bad file: it has failed."""
    try:
        content = load(path)
    except InputError as error:
        return [failed(path, b"", error.problems)], b""
    return read_content(content, path, today=today, options=options), content


def load(path: Path) -> bytes:
    """Return the bytes of a file.

    Raises:
        InputError: it is missing, unreadable, empty, too large, or changed meanwhile.
    """
    where = Where(str(path))
    try:
        before = path.stat()
        if before.st_size > MOST_BYTES:
            size, most = before.st_size >> 20, MOST_BYTES >> 20
            raise InputError(problem("F007", where=where, size=size, most=most))
        content = path.read_bytes()
        after = path.stat()
    except FileNotFoundError as error:
        raise InputError(problem("F001", where=where)) from error
    except OSError as error:
        raise InputError(unopened(path, error)) from error
    if not content:
        raise InputError(problem("F003", where=where))
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise InputError(problem("F008", where=where))
    return content


def is_scan(content: bytes) -> bool:
    """Say whether the bytes of a file are a picture of paper, or a PDF of such pictures."""
    kind = sniff(content)
    if kind is Kind.PDF:
        return import_module("formkit.media.scan.raster").is_scanned(content) is True
    return kind is Kind.IMAGE


def read_content(
    content: bytes, path: Path, *, today: dt.date | None = None, options: ScanOptions = DEFAULTS
) -> list[Document]:
    """Return the documents in the bytes of a file; ``path`` only names it."""
    kind = sniff(content)
    try:
        if is_scan(content):
            documents = _scanned(content, path, today, options)
        else:
            documents = _declared(kind, content, path, today, options)
    except FormkitError as error:
        return [failed(path, content, tuple(_at(each, path) for each in error.problems))]
    warning = suffix_warning(content, path)
    return [replace(each, problems=(*each.problems, *warning)) for each in documents]


def _declared(
    kind: Kind | None, content: bytes, path: Path, today: dt.date | None, options: ScanOptions
) -> list[Document]:
    """Return the documents of a file that says what it holds: controls, names, form fields or a text layer.

    A PDF whose pages bear nothing of ours may be a form that formkit did not print, printed to a file: it is
    looked at as paper is.
    """
    try:
        return _from_file(kind, content, path, today)
    except InputError as error:
        if kind is not Kind.PDF or not _AS_PAPER.intersection(each.code for each in error.problems):
            raise
        seen = _scanned(content, path, today, options, patience=_LOOKED_AT)
        if not seen:
            raise
    serials = [each.serial for each in _room(kind, path).split(content, path.name)]
    if len(serials) != len(seen):
        return seen
    return [replace(each, serial=serial or None) for each, serial in zip(seen, serials, strict=True)]


def _from_file(kind: Kind | None, content: bytes, path: Path, today: dt.date | None) -> list[Document]:
    """Return the documents in a file that holds text: one of formkit's own, or a Word file that was typed into."""
    room = _room(kind, path)
    readable = modern_word(content, path) if kind is Kind.DOCX else content
    imprints = _imprints(room, readable, path)
    if not imprints and kind is Kind.DOCX:
        booklets = typed_booklets(readable, path)
    else:
        booklets = [_booklet(room, readable, path, each) for each in imprints]
    if not booklets:
        raise InputError(problem("F005", where=Where(str(path))))
    return [_document(content, path, handbook, booklet, today) for handbook, booklet in booklets]


def _scanned(
    content: bytes, path: Path, today: dt.date | None, options: ScanOptions, patience: int | None = None
) -> list[Document]:
    """Return the documents in pictures; none where the first ``patience`` of them show no page that is known."""
    from formkit.pipeline.scanning import calibration_for, footer_text, scanner_for
    from formkit.pipeline.scans import documents_of, read_images, stacked

    reads = read_images(content, path.name, scanner_for(options))
    first = list(islice(reads, patience)) if patience is not None else []
    if patience is not None and not any(each.sides for each in first):
        return []
    stack = stacked(chain(first, reads))
    found = documents_of(stack, content, path.name, partial(footer_text, options), calibration_for(options))
    return [with_checks(each, path, today) for each in found]


def with_checks(document: Document, path: Path, today: dt.date | None = None) -> Document:
    """Return a document with what the checks say of its values, and its problems at the file's name."""
    handbook = handbook_of_document(document)
    found = check_values(handbook, document.values(), today=today or dt.date.today())
    own = tuple(_at(each, path) for each in document.problems)
    return replace(document, problems=_each_once(*own, *found))


def _room(kind: Kind | None, path: Path) -> ModuleType:
    if kind is None:
        suffix, where = path.suffix.lower(), Where(str(path))
        if suffix in KNOWN.split(", "):
            raise InputError(problem("F010", where=where, suffix=suffix))
        raise InputError(problem("F004", where=where, known=KNOWN))
    return import_module(f"formkit.media.{_ROOMS[kind]}")


def _imprints(room: ModuleType, content: bytes, path: Path) -> list[Imprint]:
    """Return the booklets in a file; only a PDF, as a print job or a stack of scans, holds several."""
    several = getattr(room, "split", None)
    if several is not None:
        imprints = list(several(content, path.name))
    else:
        imprints = [each for each in (room.identify(content, path.name),) if each is not None]
    return imprints


def _booklet(room: ModuleType, content: bytes, path: Path, imprint: Imprint) -> tuple[Handbook, Booklet]:
    known = complete(imprint) if not imprint.handbook else None
    imprint, handbook = known or (imprint, handbook_of(imprint, path))
    booklet: Booklet = room.read(content, path.name, print_shown(handbook, imprint.designs), imprint)
    return handbook, booklet


def _document(
    content: bytes, path: Path, handbook: Handbook, booklet: Booklet, today: dt.date | None
) -> Document:
    document = Document(
        source=path.name, sha256=hashlib.sha256(content).hexdigest(), handbook=handbook.id,
        edition=handbook.edition, serial=booklet.imprint.serial or None, readings=booklet.readings,
        pages=booklet.pages, problems=booklet.problems,
    )
    return with_checks(document, path, today)


def _each_once(*problems: Problem) -> tuple[Problem, ...]:
    """Reading and checking may both see that a value is not of its kind; it is told once."""
    told: dict[tuple[str, str | None, tuple[tuple[str, str], ...]], Problem] = {}
    for each in problems:
        told.setdefault((each.code, each.field, each.context), each)
    return tuple(told.values())


def handbook_of(imprint: Imprint, path: Path) -> Handbook:
    """Return the handbook that a file says it is of.

    Raises:
        InputError: this installation does not have it in that edition.
    """
    if not imprint.handbook:
        raise InputError(problem("F005", where=Where(str(path))))
    handbook = _known_handbook(f"{imprint.handbook}@{imprint.edition}")
    if handbook is None:
        raise InputError(
            problem("F006", where=Where(str(path)), handbook=imprint.handbook, edition=imprint.edition)
        )
    return handbook


def handbook_of_document(document: Document) -> Handbook:
    """Return the handbook of a document that was read."""
    return handbook_of(Imprint(document.handbook, document.edition), Path(document.source))


@lru_cache(maxsize=32)
def _known_handbook(reference: str) -> Handbook | None:
    try:
        return load_handbook(reference)
    except FormkitError:
        return None


def failed(path: Path, content: bytes, problems: tuple[Problem, ...]) -> Document:
    """Return the document of a file that could not be read."""
    sha256 = hashlib.sha256(content).hexdigest() if content else ""
    return Document(path.name, sha256, problems=problems, failed=True)


def suffix_warning(content: bytes, path: Path) -> tuple[Problem, ...]:
    """Return the warning that a file is of another kind than its name says, where it is."""
    kind, suffix = sniff(content), path.suffix.lower()
    if kind is None or suffix in kind.suffixes:
        return ()
    return (problem("F009", where=Where(str(path)), actual=kind.value, suffix=suffix or "?"),)


def _at(found: Problem, path: Path) -> Problem:
    """Put the file's name in front of the place that a room knows."""
    if found.where.file:
        return found
    return replace(found, where=replace(found.where, file=path.name))
