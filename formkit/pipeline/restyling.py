"""A restyled template → its measurement: where all is on paper, by a print in which every cell has a colour."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from formkit.atomic import write_atomically
from formkit.errors import InputError, OutputError, Problem, Severity, UsageError, Where, problem
from formkit.mapping import load_handbook
from formkit.mapping.restyled import KEPT_FOLDER, measurement_path, measurement_text
from formkit.media import docx
from formkit.media.pdf.coloured import ColouredPage, coloured_pages, first_pages
from formkit.model.handbook import Handbook
from formkit.model.office import Office
from formkit.model.restyled import Restyled
from formkit.pipeline.digitise import load
from formkit.pipeline.restyled_places import moved_sides, restyled_sides

COPY_SUFFIX = ".measure.docx"
"""What the name of the copy ends with that is to be printed where there is no LibreOffice."""
_MOST_FOR_A_SIDE = 8
"""Pages for each side of a template after which a PDF is not looked at: two are right, a book is no print of it."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What was written: the template in its place, and how many of its sides stand otherwise than formkit's own."""

    template: Path
    sides: int
    moved: int


def templates_to_measure(
    handbook: str, editions: Sequence[str], template: Path | None, folder: Path, pdf: Path | None
) -> list[tuple[str, Path]]:
    """Return the templates that are meant, each with the reference of its handbook in its edition.

    Args:
        handbook: as the user named it.
        editions: references to its editions that may be meant.
        template: the one template that is meant; None: those in ``folder``, one for each edition.
        folder: the folder with the folders docx and xlsx.
        pdf: a print, which is of one template only.

    Raises:
        InputError: the template is of none of these editions (T022) or of no handbook (T024), or there is none in
            the folder (T001).
        UsageError: the handbook is a form that formkit did not make (U018), or a print was given, and there are
            several templates (T023).
    """
    books = {reference: load_handbook(reference) for reference in editions}
    if any(book.is_measured for book in books.values()):
        raise UsageError(problem("U018", handbook=handbook))
    ids = {reference: book.full_id for reference, book in books.items()}
    if template is not None:
        named = docx.template_of(load(template), template.name)
        if not named:
            raise InputError(problem("T024", where=Where(str(template)), handbook=handbook))
        meant = [reference for reference, full_id in ids.items() if full_id == named]
        if not meant:
            raise InputError(problem("T022", where=Where(str(template)), found=named, handbook=handbook))
        return [(meant[0], template)]
    lying = [(each, folder / "docx" / f"{full_id}.docx") for each, full_id in ids.items()]
    there = [(reference, path) for reference, path in lying if path.is_file()]
    if not there:
        raise InputError(problem("T001", where=Where(str(lying[0][1])), severity=Severity.ERROR, handbook=handbook))
    if pdf is not None and len(there) > 1:
        raise UsageError(problem("T023", where=Where(str(pdf)), count=len(there)))
    return there


def measure_template(
    handbook: Handbook, template: Path, folder: Path, *, pdf: Path | None = None, office: Office | None = None
) -> Measured:
    """Find where a restyled template has everything, and put it with its measurement into ``folder``/docx.

    Args:
        handbook: the handbook in the template's edition.
        template: the restyled Word template; it may lie in its place already.
        folder: the folder with the folders docx and xlsx.
        pdf: a print of the copy to be measured, where there is no LibreOffice to make one.
        office: what the template says of the office.

    Raises:
        InputError: the template has lost or doubled controls, or something of it cannot be placed; all is told.
        UsageError: there is no LibreOffice and no print (T016); the copy to be printed was written.
        OutputError: the folder cannot be written.
    """
    declared = handbook.as_restyled(None)
    _stop(docx.control_problems(declared, template))
    made = docx.measuring_copy(declared, template, office)
    _stop(made.problems)
    target = folder / "docx" / f"{handbook.full_id}.docx"
    printed = _print_of(made.content, template, target, pdf)
    where = Where(str(pdf or template))
    pages = coloured_pages(printed, where.file, made.colours, _MOST_FOR_A_SIDE * len(made.sides))
    _stop(_page_problems(made.sides, pages, where))
    sides, problems = restyled_sides(declared, made.sides, pages, Where(str(template)))
    _stop(problems)
    blank = first_pages(printed, where.file, len(sides))
    content = load(template)
    restyled = Restyled(
        handbook.full_id, hashlib.sha256(content).hexdigest(), docx.stance_digest(declared, template),
        hashlib.sha256(blank).hexdigest(), sides, blank=str(target.with_suffix(".pdf")),
    )
    _write(target, content, blank, restyled)
    with suppress(OSError):
        target.with_suffix(COPY_SUFFIX).unlink(missing_ok=True)
    return Measured(target, len(sides), moved_sides(declared, sides))


def _stop(problems: Sequence[Problem]) -> None:
    if problems:
        raise InputError(*problems)


def _print_of(content: bytes, template: Path, target: Path, pdf: Path | None) -> bytes:
    """Return the PDF of the copy to be measured: the one given, else by LibreOffice."""
    if pdf is not None:
        return load(pdf)
    if docx.office_program() is not None:
        return docx.printed_pdf(content, template.name)
    beside = target.with_suffix(COPY_SUFFIX)
    _put({beside: content})
    raise UsageError(problem("T016", where=Where(str(template)), copy=beside))


def _page_problems(
    sides: Sequence[docx.CopiedSide], pages: Sequence[ColouredPage], where: Where
) -> list[Problem]:
    """Return what keeps the pages of a print from being the sides, plain and then coloured, a page each."""
    shown = [
        [index for index, page in enumerate(pages) if not page.areas.keys().isdisjoint(side.colours)] for side in sides
    ]
    if not all(shown):
        return [problem("T017", where=where)]
    found = [
        problem("T018", where=where, sheet=side.sheet, side=side.side, pages=len(on))
        for side, on in zip(sides, shown, strict=True) if len(on) > 1
    ]
    in_order = [on[0] for on in shown] == list(range(len(sides), 2 * len(sides))) and len(pages) == 2 * len(sides)
    if not found and not in_order:
        return [problem("T021", where=where, pages=len(pages), sides=len(sides))]
    return found


def _write(target: Path, template: bytes, blank: bytes, restyled: Restyled) -> None:
    """Put template, blank and measurement into their places; what was measured before is kept."""
    retire_measurement(target)
    files = {target.with_suffix(".pdf"): blank, measurement_path(target): measurement_text(restyled).encode()}
    if not target.is_file() or target.read_bytes() != template:
        files = {target: template} | files
    _put(files)


def retire_measurement(template: Path) -> None:
    """Lay the measurement of a template aside, so that what was printed by it can still be read.

    Raises:
        OutputError: it cannot be moved.
    """
    current = measurement_path(template)
    if not current.is_file():
        return
    mark = hashlib.sha256(current.read_bytes()).hexdigest()[:10]
    kept = template.parent / KEPT_FOLDER / f"{template.stem}.{mark}.json"
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        for path, place in ((current.with_suffix(".pdf"), kept.with_suffix(".pdf")), (current, kept)):
            if path.is_file():
                path.replace(place)
    except OSError as cause:
        raise OutputError(problem("U005", path=current, reason=cause.strerror or cause)) from cause


def _put(files: dict[Path, bytes]) -> None:
    for path, content in files.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with write_atomically(path) as beside:
                beside.write_bytes(content)
        except OSError as cause:
            raise OutputError(problem("U005", path=path, reason=cause.strerror or cause)) from cause
