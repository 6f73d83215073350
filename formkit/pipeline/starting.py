"""Documents that a person begins: from a picture that was not recognised, and from a file of which nothing was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from formkit.errors import FormkitError, InputError, Where, problem
from formkit.layout import build_layout
from formkit.mapping import load_handbook
from formkit.matching import match
from formkit.media.scan.raster import image_count
from formkit.model.handbook import Handbook
from formkit.model.ids import booklet_refs
from formkit.model.journal import Entry
from formkit.model.layout import Layout, Page
from formkit.model.reading import Document, FieldStatus, Reading
from formkit.model.store import Store
from formkit.model.whole import WholeDecision
from formkit.pipeline.digitise import is_scan
from formkit.pipeline.scans import missing_side
from formkit.pipeline.shelf import references
from formkit.pipeline.sources import Source, sha256_of, sources_in

NOT_RECOGNISED = frozenset({"G101", "G102", "G103"})
"""Codes that say of a picture that nobody knows what it shows."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """A handbook with the pages of its usual booklet on which something is answered: with one a document may begin."""

    handbook: Handbook
    layout: Layout

    @property
    def pages(self) -> tuple[Page, ...]:
        """The pages with fields."""
        return tuple(page for page in self.layout.pages if page.places)

    def page(self, number: int) -> Page | None:
        """Return a page by its number, or None."""
        return next((page for page in self.pages if page.number == number), None)


@cache
def beginnings() -> tuple[Beginning, ...]:
    """Return every handbook of this installation in each edition; one that cannot be laid out is passed over."""
    return tuple(_beginnings())


def _beginnings() -> Iterator[Beginning]:
    for reference in references():
        try:
            handbook = load_handbook(reference)
            yield Beginning(handbook, build_layout(handbook))
        except FormkitError:
            continue


def start(store: Store, decision: WholeDecision, beginning: Beginning, page: Page) -> int:
    """Add a document that begins with a picture as one of its pages; return its number.

    Its other pages are missing until pictures are assigned to them; what stands on the page waits for a person.

    Raises:
        StoreError: the store cannot be written.
    """
    source = store.document(decision.document_id)
    on = {place.ref.id: each.number for each in beginning.layout.pages for place in each.places}
    counts = beginning.layout.copies(beginning.handbook)
    readings = {
        ref.id: Reading(None, FieldStatus.MISSING, 0.0, page=on.get(ref.id))
        for ref in booklet_refs(beginning.handbook, counts)
    }
    missing = tuple(missing_side(each, Where(source.source)) for each in beginning.pages)
    document = Document(
        source.source, source.sha256, beginning.handbook.id, beginning.handbook.edition, None, readings,
        problems=missing,
    )
    settles = (problem("G106", page=page.side, sheet=page.title, copy=page.copy),)
    return store.whole.start(replace(decision, page=page.number), document, beginning.handbook, settles=settles)


def can_be_taken_in(entry: Entry) -> bool:
    """Say whether a file that failed holds pictures that a person may know."""
    return any(each.code in NOT_RECOGNISED for each in entry.problems)


def take_in(store: Store, entry: Entry) -> int:
    """Store a file of which nothing was recognised, as a document without a handbook; return its number.

    Raises:
        InputError: the file is not there any more, is another one now, or holds no pictures.
        StoreError: the store cannot be written.
    """
    source = _source_of(entry)
    content = source.content()
    if sha256_of(content) != entry.sha256:
        raise InputError(problem("F008", where=Where(source.shown)))
    if not is_scan(content) or not image_count(content, source.label):
        raise InputError(problem("F005", where=Where(source.shown)))
    problems = tuple(source.at(each, whole=False) for each in entry.problems)
    document = Document(source.label, entry.sha256, problems=problems, failed=True)
    (added,) = store.add_documents([document], content, handbooks={}, matcher=match, batch=entry.batch)
    return added.document_id


def _source_of(entry: Entry) -> Source:
    path = Path(entry.locator.path)
    found = next((each for each in sources_in([path]) if each.inside == entry.locator.inside), None)
    if found is None:
        raise InputError(problem("F001", where=Where(f"{path}/{entry.locator.inside}")))
    return found
