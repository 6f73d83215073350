"""The prints of a handbook that may come back on paper: as it is now, as formkit lays it out, and as it was before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from formkit.layout import build_layout
from formkit.layout.fingerprint import design_of
from formkit.mapping.restyled import kept_measurements
from formkit.model.handbook import Handbook
from formkit.model.layout import Page


def prints_of(handbook: Handbook) -> Iterator[tuple[str, Handbook]]:
    """Yield every print of a handbook with a name for it, that of its present template first.

    A booklet outlives the template that it was printed from; its sheet codes say which one that was.
    """
    yield print_name(handbook), handbook
    if handbook.is_measured:
        return
    names = {print_name(handbook)}
    for each in (handbook.as_restyled(None), *map(handbook.as_restyled, kept_measurements(handbook))):
        if print_name(each) not in names:
            names.add(print_name(each))
            yield print_name(each), each


def print_name(handbook: Handbook) -> str:
    """Return a name for how a handbook is printed: that of its template's measurement, "" where formkit lays it out."""
    return handbook.restyled.name if handbook.restyled is not None else ""


def print_named(handbook: Handbook, name: str) -> Handbook:
    """Return a handbook in the print of this name; as it is now where that is gone."""
    return next((each for known, each in prints_of(handbook) if known == name), handbook)


def print_shown(handbook: Handbook, designs: Sequence[str]) -> Handbook:
    """Return a handbook in the print that most of these sides are of, given by fingerprint or design number."""
    wanted = set(designs)
    found = [each for _, each in prints_of(handbook)]
    if len(found) == 1 or not wanted:
        return handbook
    return max(found, key=lambda each: len(wanted & _marks(each)))


def _marks(handbook: Handbook) -> set[str]:
    fingerprints = {page.fingerprint for page in sides_of(handbook)}
    return fingerprints | {design_of(each) for each in fingerprints}


def sides_of(handbook: Handbook) -> tuple[Page, ...]:
    """Return every side of a handbook once."""
    return build_layout(handbook, {sheet.id: 1 for sheet in handbook.sheets}).pages
