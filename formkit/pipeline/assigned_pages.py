"""Pages that a person assigned: where their fields lie in the picture, and what is proposed to stand there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from threading import Lock

from formkit.errors import FormkitError, Problem
from formkit.layout.fingerprint import design_of
from formkit.media.scan.crops import picture_of
from formkit.media.scan.raster import PageImage
from formkit.model.layout import Page
from formkit.model.reading import Reading, Region
from formkit.model.review import Waiting
from formkit.model.store import Store
from formkit.model.whole import AssignedPage
from formkit.pipeline.field_places import region_of
from formkit.pipeline.scan_options import DEFAULTS, ScanOptions
from formkit.pipeline.whole_documents import layout_of

_KEPT = 32
"""Pages whose readings are kept in memory, some 100 kB each."""
_PATIENCE = 0.02
"""Seconds that the page waits for a picture that is being read; what comes later is there for the next field."""
_Key = tuple[int, int, str, int, int]
OnFault = Callable[[Exception], Problem]


@dataclass(frozen=True, slots=True)
class PageRead:
    """What was read on an assigned page, and why nothing was, where that is a fault of ours."""

    readings: Mapping[str, Reading] = field(default_factory=dict)
    fault: Problem | None = None


class AssignedPages:
    """Gives fields of assigned pages a place, and a reading where the picture shows the print of the page.

    A picture is read once, in a thread. What was read is a proposal: it is kept nowhere, a person decides. A fault of
    ours on it is told ``on_fault`` once, and with each field of the page; nothing else is held up by it.
    """

    def __init__(self, store: Store, on_fault: OnFault, options: ScanOptions = DEFAULTS) -> None:
        self._store = store
        self._on_fault = on_fault
        self._options = options
        self._reads: dict[_Key, Future[PageRead]] = {}
        self._adding = Lock()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="formkit-pages")

    def shown(self, waiting: Waiting) -> Waiting:
        """Return a field with its place on the assigned picture, and with what was read there; others as they are.

        Raises:
            StoreError: the store cannot be read.
        """
        page = waiting.reading.page
        if waiting.reading.region is not None or page is None:
            return waiting
        assigned = self._store.whole.state(waiting.document_id).assigned_page(page)
        layout = layout_of(self._store, self._store.document(waiting.document_id))
        on = next((each for each in layout.pages if each.number == page), None) if layout else None
        if assigned is None or on is None:
            return waiting
        read = self._read(waiting.document_id, assigned, on)
        reading = read.readings.get(waiting.field_id)
        if reading is None:
            reading = replace(waiting.reading, region=regions(on, assigned).get(waiting.field_id))
        return replace(
            waiting, reading=replace(reading, page=page, status=waiting.reading.status), sha256=assigned.sha256,
            value=reading.value if not waiting.decided else waiting.value,
            problems=waiting.problems if read.fault is None else (*waiting.problems, read.fault),
        )

    def read_ahead(self, document_id: int) -> None:
        """Begin to read the assigned pages of a document, so that they are ready when their fields are shown."""
        layout = layout_of(self._store, self._store.document(document_id))
        pages = {each.number: each for each in layout.pages} if layout else {}
        for each in self._store.whole.state(document_id).assigned:
            if each.page in pages:
                self._started(document_id, each, pages[each.page])

    def close(self) -> None:
        """Stop reading."""
        self._thread.shutdown(wait=True, cancel_futures=True)

    def _read(self, document_id: int, assigned: AssignedPage, page: Page) -> PageRead:
        try:
            return self._started(document_id, assigned, page).result(timeout=_PATIENCE)
        except (TimeoutError, CancelledError):
            return PageRead()

    def _started(self, document_id: int, assigned: AssignedPage, page: Page) -> Future[PageRead]:
        key = (document_id, assigned.page, assigned.sha256, assigned.image, page.copy)
        with self._adding:
            if key not in self._reads:
                while len(self._reads) >= _KEPT:
                    self._reads.pop(next(iter(self._reads))).cancel()
                self._reads[key] = self._thread.submit(self._page_read, assigned, page)
            return self._reads[key]

    def _page_read(self, assigned: AssignedPage, page: Page) -> PageRead:
        from formkit.pipeline.scans import fault_on

        try:
            return PageRead(self._readings(assigned, page))
        except FormkitError:
            return PageRead()  # The picture or the engine is not there: the person reads alone.
        except Exception as fault:
            self._on_fault(fault)
            return PageRead(fault=fault_on(assigned.image, assigned.sha256[:12], fault))

    def _readings(self, assigned: AssignedPage, page: Page) -> Mapping[str, Reading]:
        from formkit.pipeline.scanning import scanner_for

        grey = picture_of(self._store.content(assigned.sha256), assigned.sha256[:12], assigned.image)
        image = PageImage(assigned.image, grey)
        number = design_of(page.fingerprint)
        side = scanner_for(self._options).read_as(image, assigned.sha256[:12], number, page.copy)
        return {} if side is None else side.readings


def regions(page: Page, assigned: AssignedPage) -> dict[str, Region]:
    """Return about where the fields of a page lie in a picture of nothing but the page."""
    return {place.ref.id: region_of(page, place, assigned.image, assigned.turn) for place in page.places}
