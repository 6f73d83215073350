"""All that can be wrong with a mapping before anything is printed: itself, its layout, its templates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from formkit.errors import FormkitError, Problem, Severity, Where
from formkit.layout import layout_problems
from formkit.mapping import available, check_mapping, load_handbook, mapping_folder
from formkit.media import docx, xlsx
from formkit.model.handbook import Handbook
from formkit.pipeline.templates import template_path


def folders_of(references: tuple[str, ...]) -> list[Path]:
    """Return the mapping folders that are meant: ids or paths; all there are where none is named.

    Raises:
        UsageError: no such mapping.
    """
    if not references:
        return [folder for _, folder in available()]
    return [mapping_folder(each) for each in references]


def check_all(folder: Path) -> Iterator[Problem]:
    """Yield the problems of one mapping: of the YAML first, of what is made from it when it is sound."""
    found = check_mapping(folder)
    yield from found
    if any(each.severity is Severity.ERROR for each in found):
        return
    editions = [load_handbook(f"{folder}@{edition}") for edition in load_handbook(folder).editions]
    yield from _layout_problems(editions, folder)
    for handbook in editions:
        yield from _template_problems(handbook)


def _layout_problems(editions: list[Handbook], folder: Path) -> Iterator[Problem]:
    """Yield what does not fit; the same in two editions is told once."""
    told: set[tuple[str, tuple[tuple[str, str], ...]]] = set()
    for handbook in editions:
        for each in layout_problems(handbook):
            if (each.code, each.context) not in told:
                told.add((each.code, each.context))
                yield replace(each, where=Where(str(folder / "mapping.yaml"), detail=handbook.edition))


def _template_problems(handbook: Handbook) -> Iterator[Problem]:
    for room, suffix in ((docx, "docx"), (xlsx, "xlsx")):
        path = template_path(handbook, suffix)
        try:
            yield from room.template_problems(handbook, path)
        except FormkitError as error:
            yield from error.problems
