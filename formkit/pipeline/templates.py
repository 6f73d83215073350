"""Where the templates of a handbook lie, and building them."""

from __future__ import annotations

from pathlib import Path

from formkit.errors import OutputError, UsageError, problem
from formkit.media import docx, xlsx
from formkit.model.handbook import Handbook
from formkit.pipeline.restyling import retire_measurement
from formkit.shipped import template_in_use

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


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(problem("U005", path=folder, reason=error.strerror or error)) from error
