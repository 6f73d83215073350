"""Where each field of a registered page lies in its picture, for the overlay and for those who look at it later."""

from __future__ import annotations

from formkit.geometry import PixelBox
from formkit.media.scan.raster import PageImage
from formkit.media.scan.warp import Warp
from formkit.model.layout import Page
from formkit.model.reading import Region, Shares


def regions(warp: Warp, page: Page, image: PageImage) -> dict[str, Region]:
    """Return the region of every place of ``page``, by its field's id; what lies beyond the picture is cut off."""
    wanted = [(place.ref.id, "", place.box) for place in page.places]
    wanted += [
        (place.ref.id, option.code, option.box)
        for place in page.places for option in place.options if option.box is not None
    ]
    rows, columns = image.grey.shape
    found: dict[tuple[str, str], Shares] = {
        (name, code): _shares(box, rows, columns)
        for (name, code, _), box in zip(wanted, warp.pixel_boxes([box for _, _, box in wanted]), strict=True)
    }
    turn = warp.quarter_turns()
    return {
        place.ref.id: Region(
            image.number, found[place.ref.id, ""], turn,
            {each.code: found[place.ref.id, each.code] for each in place.options if each.box is not None},
        )
        for place in page.places
    }


def _shares(box: PixelBox, rows: int, columns: int) -> Shares:
    """Five digits: an eighth of a pixel of the largest pictures."""
    across, down = (box.x0 / columns, box.x1 / columns), (box.y0 / rows, box.y1 / rows)
    left, right, top, bottom = (round(min(1.0, max(0.0, each)), 5) for each in (*across, *down))
    return (left, top, right, bottom)
