"""Where a field and its printed label lie in a picture, as far as the layout tells it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from math import ceil

from formkit.errors import FormkitError
from formkit.geometry import Box, points_to_mm
from formkit.layout import build_layout
from formkit.media.scan.crops import turned
from formkit.model.ids import FieldRef, find
from formkit.model.layout import Page, Place, Tile
from formkit.model.reading import Region, Shares
from formkit.model.review import Waiting
from formkit.model.store import Store
from formkit.pipeline.rosters import handbook_of

_LINE = 1.3
"""Height of a line of text as a multiple of its size."""
_KNOWN_SIZE = 2.0
"""Millimetres that a field must measure at least for its size in the picture to tell the picture's scale."""


@dataclass(frozen=True, slots=True)
class PrintedField:
    """A field as the layout has it: its page, its place, and the box of its printed label where there is one."""

    page: Page
    place: Place
    label: Box | None


def placed(store: Store, waiting: Waiting) -> Waiting:
    """Return a field with the place of its label; one whose place was never kept with about where it lies.

    Readings of stores older than regions have none: where the file has a picture of their page, their place is that of
    a picture of nothing but the page.

    Raises:
        StoreError: the store cannot be read.
    """
    page, region = waiting.reading.page, waiting.reading.region
    if page is None:
        return waiting
    printed = printed_field(waiting.handbook, waiting.edition, waiting.field_id)
    if printed is None:
        return waiting
    if region is None:
        region = _about(store, waiting.document_id, page, printed)
    if region is None:
        return waiting
    made = replace(region, label=_label_in(region, printed))
    return replace(waiting, reading=replace(waiting.reading, region=made))


def _about(store: Store, document_id: int, page: int, printed: PrintedField) -> Region | None:
    """Return about where a field lies in the picture of its page; None where there is none."""
    # Files that were no pictures have pages, too, but nothing that was registered.
    found = store.document(document_id).pages
    image = next((each.image for each in found if each.page == page and each.registration is not None), None)
    if image is None:
        return None
    return region_of(printed.page, printed.place, image, store.whole.state(document_id).turns.get(image, 0))


def region_of(page: Page, place: Place, image: int, turn: int) -> Region:
    """Return about where a field lies in a picture of nothing but its page, which ``turn`` brings upright."""
    back = -turn % 4

    def share(box: Box) -> Shares:
        upright = (box.x0 / page.width, box.y0 / page.height, box.x1 / page.width, box.y1 / page.height)
        return turned(upright, back)

    options = {each.code: share(each.box) for each in place.options if each.box is not None}
    return Region(image, share(place.box), turn, options, approximate=True)


def _label_in(region: Region, printed: PrintedField) -> Shares | None:
    """Return where the label lies in the picture, reckoned from where the field does."""
    if printed.label is None:
        return None
    left, top, right, bottom = turned(region.box, region.turn)
    field, label, page = printed.place.box, printed.label, printed.page
    # A flat page in a flat picture: one scale each way. That of a small box would be too coarse.
    wide = (right - left) / field.width if field.width >= _KNOWN_SIZE else 1 / page.width
    high = (bottom - top) / field.height if field.height >= _KNOWN_SIZE else 1 / page.height
    upright = (
        left + (label.x0 - field.x0) * wide, top + (label.y0 - field.y0) * high,
        left + (label.x1 - field.x0) * wide, top + (label.y1 - field.y0) * high,
    )
    if min(upright) < 0 or max(upright) > 1:
        return None
    return turned(upright, -region.turn % 4)


def printed_field(handbook: str, edition: str, field_id: str) -> PrintedField | None:
    """Return a field as it is printed; None where this installation does not have its handbook."""
    book = handbook_of(handbook, edition)
    ref = find(book, field_id) if book is not None else None
    return None if ref is None else _printed(handbook, edition, ref.sheet.id, ref.copy).get(field_id)


@lru_cache(maxsize=64)
def _printed(handbook: str, edition: str, sheet: str, copy: int) -> Mapping[str, PrintedField]:
    """Return the fields of one sheet by their ids; where they lie depends on no other sheet."""
    book = handbook_of(handbook, edition)
    if book is None:
        return {}
    try:
        layout = build_layout(book, {each.id: copy if each.id == sheet else 0 for each in book.sheets})
    except FormkitError:
        return {}
    return {
        place.ref.id: PrintedField(page, place, _label_of(page, place))
        for page in layout.pages if (page.sheet, page.copy) == (sheet, copy) for place in page.places
    }


def _label_of(page: Page, place: Place) -> Box | None:
    """Return the box of the words that say what a field asks: those of its label, else what is printed before it."""
    wanted = _bare(place.ref.field.label)
    found = [tile for tile in page.tiles if tile.text and _bare(tile.text) == wanted]
    if not found:
        found = list(_before(page.tiles, place))
    nearest = min(found, key=lambda tile: _distance(tile.box, place.box), default=None)
    return None if nearest is None else _words(nearest)


def _bare(text: str) -> str:
    return re.sub(r"[\W_]", "", text)


def _before(tiles: Iterable[Tile], place: Place) -> Iterable[Tile]:
    """Yield what is printed in the field's row to the left of it and is no option of it."""
    options = _options(place.ref)
    for tile in tiles:
        beside = min(tile.box.y1, place.box.y1) > max(tile.box.y0, place.box.y0)
        if tile.text and beside and tile.box.x1 <= place.box.x0 + 0.1 and _bare(tile.text) not in options:
            yield tile


def _options(ref: FieldRef) -> set[str]:
    return {_bare(words) for each in ref.field.options for words in (each.label, f"{each.code}{each.label}", each.code)}


def _distance(one: Box, other: Box) -> float:
    across = max(0.0, other.x0 - one.x1, one.x0 - other.x1)
    down = max(0.0, other.y0 - one.y1, one.y0 - other.y1)
    return across + down


def _words(tile: Tile) -> Box:
    """Return where the words of a tile stand: in the middle of its height, and across as they are aligned."""
    size, lines = points_to_mm(tile.size), tile.text.splitlines()
    rows = sum(ceil(len(each) * size / tile.box.width) for each in lines)
    wide = min(tile.box.width, max(map(len, lines)) * size + 2)
    high = min(tile.box.height, rows * size * _LINE + 1)
    room = tile.box.width - wide
    left = tile.box.x0 + {"center": room / 2, "right": room}.get(tile.align, 0.0)
    top = tile.box.y0 + (tile.box.height - high) / 2
    return Box(left, top, left + wide, top + high)
