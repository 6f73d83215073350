"""Which handbook a design number belongs to: for files that carry nothing but their sheet codes."""

from __future__ import annotations

from functools import cache

from formkit.errors import FormkitError
from formkit.layout.fingerprint import design_of
from formkit.mapping import available, load_handbook
from formkit.model.handbook import Handbook
from formkit.model.imprint import Imprint
from formkit.pipeline.prints import prints_of, sides_of


def complete(imprint: Imprint) -> tuple[Imprint, Handbook] | None:
    """Return the imprint with its handbook filled in, by the design numbers of its pages.

    The handbook and edition that has most of the pages wins; None where none has any.
    """
    scores: dict[str, int] = {}
    for design in imprint.designs:
        for reference in _by_design().get(design, ()):
            scores[reference] = scores.get(reference, 0) + 1
    if not scores:
        return None
    handbook = load_handbook(max(scores, key=lambda reference: scores[reference]))
    return Imprint(handbook.id, handbook.edition, imprint.serial, imprint.counts, imprint.designs), handbook


@cache
def _by_design() -> dict[str, tuple[str, ...]]:
    """Editions share the sides that are the same in both, so a design may belong to several."""
    found: dict[str, list[str]] = {}
    for _, folder in available():
        try:
            editions = load_handbook(folder).editions
            books = [load_handbook(f"{folder}@{edition}") for edition in editions]
        except FormkitError:
            continue
        for book in books:
            for page in (page for _, each in prints_of(book) for page in sides_of(each)):
                found.setdefault(design_of(page.fingerprint), []).append(f"{folder}@{book.edition}")
    return {design: tuple(dict.fromkeys(references)) for design, references in found.items()}
