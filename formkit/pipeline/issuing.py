"""Printed booklets → store: what a paper bore when it left, and whose it is."""

from __future__ import annotations

from collections.abc import Mapping

from formkit.matching import match
from formkit.model.handbook import Handbook
from formkit.model.layout import Layout
from formkit.model.person import IssuedBooklet
from formkit.model.reading import Value
from formkit.model.store import Store


def register(store: Store, handbook: Handbook, layout: Layout, values: Mapping[str, Value]) -> IssuedBooklet:
    """Keep what is printed on a booklet with a serial, and find or add its person.

    The pages that come back then belong to that person even where nobody can read the name, and a
    sheet that bears only what was printed ahead makes no visit. The same once more changes nothing.

    Raises:
        StoreError: the serial was issued with other contents (S106), or the store cannot be written.
        ValueError: the layout has no serial.
    """
    if not layout.serial:
        raise ValueError("a plain blank is nobody's; only a booklet with a serial is registered")
    counts = layout.copies(handbook)
    printed = {name: value for name, value in values.items() if value is not None}
    fingerprints = tuple(page.fingerprint for page in layout.pages)
    booklet = IssuedBooklet(
        layout.serial, handbook.id, handbook.edition, counts, values=printed, fingerprints=fingerprints
    )
    return store.register_issued(booklet, handbook=handbook, matcher=match)
