"""Where the templates of a handbook lie, and building them."""

from __future__ import annotations

from pathlib import Path

from formkit.errors import OutputError, Problem, Severity, UsageError, Where, problem
from formkit.media import docx, xlsx
from formkit.model.handbook import Handbook
from formkit.pipeline.restyling import retire_measurement
from formkit.shipped import shipped, template_in_use

ROOMS = {"docx": docx, "xlsx": xlsx}


def template_name(handbook: Handbook, suffix: str) -> str:
    """Return the file name of a template: the handbook, its edition and the format."""
    return f"{handbook.full_id}.{suffix}"


def template_path(handbook: Handbook, suffix: str) -> Path:
    """Return the template in use; the path is returned whether or not the file is there."""
    return template_in_use(handbook.full_id, suffix, handbook.folder)


def build_templates(handbook: Handbook, folder: Path) -> list[Path]:
    """Write the Word and Excel templates of a handbook into ``folder``/docx and ``folder``/xlsx.

    Raises:
        OutputError: they could not be written.
        UsageError: the handbook is a form that formkit did not make.
    """
    if handbook.is_measured:
        raise UsageError(problem("U018", handbook=handbook.full_id))
    made = []
    for suffix, room in ROOMS.items():
        path = folder / suffix / template_name(handbook, suffix)
        _make_folder(path.parent)
        if room is docx:
            retire_measurement(path)
        room.build_template(handbook, path)
        made.append(path)
    return made


def old_style_problems(handbook: Handbook) -> list[Problem]:
    """Return what keeps a PDF from looking as the Word template in use does: it was not measured (T025, T015).

    A template that cannot be used at all is for `formkit check`.
    """
    path = template_path(handbook, "docx")
    if handbook.is_measured or not path.is_file() or path.is_relative_to(shipped("templates")):
        return []
    try:
        found = docx.restyling_problems(handbook, path)
    except UsageError:
        return []
    where = Where(str(path))
    return [
        problem("T025", where=where, handbook=handbook.full_id) if each.severity is Severity.ERROR else each
        for each in found
    ]


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(problem("U005", path=folder, reason=error.strerror or error)) from error
