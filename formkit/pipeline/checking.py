"""All that can be wrong with a mapping before anything is printed: itself, its layout, its templates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from formkit.errors import FormkitError, Problem, Severity, Where, problem
from formkit.layout import build_layout, misfits
from formkit.mapping import Places, available, check_mapping, load_handbook, mapping_folder
from formkit.mapping.restyled import broken_measurement
from formkit.media import docx, pdf, xlsx
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
        yield from pdf.original_problems(build_layout(handbook, {sheet.id: 1 for sheet in handbook.sheets}))
        if not handbook.is_measured:
            yield from _template_problems(handbook)
            broken = broken_measurement(handbook)
            if broken is not None:
                yield problem("T014", where=Where(str(broken)), handbook=handbook.full_id)


def _layout_problems(editions: list[Handbook], folder: Path) -> Iterator[Problem]:
    """Yield what does not fit, at its place in the mapping; what rows made from one have in common is told once."""
    told: dict[tuple[str, Where, str], tuple[Problem, list[str]]] = {}
    for handbook in editions:
        for what, found in _placed(handbook, folder):
            having = told.setdefault((found.code, found.where, what), (found, []))[1]
            if handbook.edition not in having:
                having.append(handbook.edition)
    for found, having in told.values():
        detail = "" if len(having) == len(editions) else ", ".join(having)
        yield replace(found, where=replace(found.where, detail=detail))


def _placed(handbook: Handbook, folder: Path) -> Iterator[tuple[str, Problem]]:
    """Yield what does not fit in one edition with the line of the mapping, and what it is about."""
    found = misfits(handbook)
    if not found:
        return
    places = Places(folder, handbook.edition)
    for each in found:
        spot = places.of(each.sheet, each.side, each.row, each.cell)
        yield each.what, replace(each.problem, where=spot.where, source_line=spot.text)


def _template_problems(handbook: Handbook) -> Iterator[Problem]:
    for room, suffix in ((docx, "docx"), (xlsx, "xlsx")):
        path = template_path(handbook, suffix)
        try:
            yield from room.template_problems(handbook, path)
        except FormkitError as error:
            yield from error.problems
