"""One-character boxes and code boxes of a page, looked at together: what stands there, and what may be overlooked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from formkit.geometry import Box
from formkit.media.scan.boxes import EMPTY_INK, BoxScores
from formkit.media.scan.canvas import Grey
from formkit.media.scan.frames import gone_boxes, over, unseen_boxes, without
from formkit.media.scan.ink import Covered, covered, ink_of, is_mostly_dots, page_ink
from formkit.media.scan.small_boxes import is_small, read_any_boxes


@dataclass(frozen=True, slots=True)
class PageBoxes:
    """What was seen of a page's boxes.

    ``scores`` are in the order of the boxes. ``traced`` have something too pale to be read, ``unseen`` are such whose
    frames a scanner lost, and ``gone`` such that something was typed over.
    """

    scores: BoxScores
    traced: frozenset[Box]
    unseen: frozenset[Box]
    gone: frozenset[Box]

    def may_hold(self, boxes: Sequence[Box]) -> bool:
        """Say whether boxes of one place may hold something that cannot be seen: one a trace, or half lack frames.

        Where a scanner lost a frame, it may have lost a pen's stroke as well.
        """
        return not self.traced.isdisjoint(boxes) or 2 * len(self.unseen & set(boxes)) >= len(boxes)


def look_at_boxes(
    canvas: Grey, blank: Grey, boxes: Sequence[Box], inked: Mapping[Box, Covered], pen: float, *, measured: bool
) -> PageBoxes:
    """Return what stands in the boxes of a page.

    Args:
        canvas: the page.
        blank: its print.
        boxes: in mm.
        inked: what covers each of them.
        pen: how dark the page's writing is, in levels.
        measured: formkit did not print the form: its frames are hair lines, and people type over them.
    """
    gone = gone_boxes(canvas, boxes) if measured else []
    blank, moved = _typed_over(canvas, blank, gone)
    if gone:
        ink = page_ink(canvas, blank)
        inked = {**inked, **{box: covered(ink, there) for box, there in moved.items()}}
    seen = [inked[box] for box in boxes]
    dots = any(map(is_small, boxes)) and is_mostly_dots(ink_of(canvas, blank))
    wanted = [
        each.share >= EMPTY_INK or each.may_be(pen) or (dots and is_small(box))
        for box, each in zip(boxes, seen, strict=True)
    ]
    places = [moved.get(box, box) for box in boxes]
    scores = read_any_boxes(canvas, blank, [each.share for each in seen], places, wanted)
    traced = frozenset(box for box in boxes if inked[box].may_be(pen))
    unseen = frozenset(unseen_boxes(canvas, boxes)) if measured else frozenset[Box]()
    return PageBoxes(scores, traced, unseen, frozenset(gone))


def _typed_over(canvas: Grey, blank: Grey, gone: Sequence[Box]) -> tuple[Grey, dict[Box, Box]]:
    """Return the blank without the boxes that are not on the page, and where what stands in their stead is."""
    if not gone:
        return blank, {}
    bare = without(blank, gone)
    return bare, {box: over(canvas, bare, box) for box in gone}
