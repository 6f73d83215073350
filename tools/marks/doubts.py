"""The second training set: options that the readers are not sure of, cut from pages at their full grid."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from formkit.geometry import Box
from formkit.media.scan.canvas import PIXELS_PER_MM, WHITE
from formkit.media.scan.marks.place import MarkScores, State
from formkit.media.scan.marks.readers import MarkReaders
from tools.marks.booklets import booklet_sample
from tools.marks.filling import Truth, answer
from tools.marks.hands import random_hand
from tools.marks.pages import FINE, Grey, Rng, panel, shrunk
from tools.marks.pens import blank_layer
from tools.marks.scanners import Scanner, random_scanner, scanned
from tools.marks.sets import legible

GRID = 8
"""Pixels a millimetre at which panels are scanned; finer ones take far longer, and no scan shows more."""
ROOM = 8.5
"""Millimetres about an option that are kept: what the readers see, and some for shifts."""
DOUBTFUL = 4.0
"""Nats of the more doubtful reader's lead under which an option is kept for certain."""
_CLEAR, _EMPTY = 0.4, 0.03
"""Shares of the options that are kept otherwise: with ink about them, and without."""
LOOKS = 4
"""Scans of one panel."""
_FAX = ("global", "adaptive", "fax", "fax", "fax", "halftone")


@dataclass(frozen=True, slots=True)
class Tile:
    """An option with its surroundings, 8 pixels a mm; boxes are in mm from the tile's corner.

    ``lead`` is that of the truth in the more doubtful of the two readers, in nats.
    """

    scan: Grey
    blank: Grey
    box: Box
    others: tuple[Box, ...]
    state: State
    shape: int
    lead: float
    profile: str


def hard_scanner(rng: Rng) -> Scanner:
    """Return a scanner of the sort that leaves doubts: half of them faxes."""
    profile = str(rng.choice(["bilevel", "worn", "phone", "copy", "adf"], p=[0.5, 0.2, 0.12, 0.1, 0.08]))
    scanner = random_scanner(rng, profile)
    if profile != "bilevel":
        return scanner
    threshold = str(rng.choice(_FAX))
    return replace(scanner, threshold=threshold, scale=204 / 25.4 if threshold == "fax" else scanner.scale)


def hard_panels(rng: Rng) -> Iterator[tuple[Grey, Grey, Truth, str]]:
    """Draw and fill one panel, and yield it under several hard scanners."""
    drawn, layer = panel(rng), blank_layer()
    hand = random_hand(rng, layer, ticks=float(rng.choice([0.1, 0.8])))
    truth = answer(rng, drawn, hand, busy=float(rng.uniform(0.3, 1.6)))
    small = cv2.resize(layer, None, fx=GRID / FINE, fy=GRID / FINE, interpolation=cv2.INTER_AREA)
    ink = np.asarray(small, np.float32)
    picture = shrunk(drawn.picture, GRID)
    for _ in range(LOOKS):
        scanner = hard_scanner(rng)
        scan, blank = scanned(rng, picture, ink, scanner, GRID)
        truth.legible = legible(scan, blank, ink, truth)
        yield scan, blank, truth, scanner.threshold if scanner.threshold != "none" else scanner.profile


def hard_booklet(rng: Rng) -> tuple[Grey, Grey, Truth, str] | None:
    """Return one simulated side of the shipped handbook; half of them faxes."""
    profile = str(rng.choice(["fax", "worn", "phone", "any"], p=[0.5, 0.2, 0.12, 0.18]))
    return booklet_sample(rng, profile, ticked=0.35)


def varied(rng: Rng, tile: Tile) -> Tile:
    """Return a tile with print shifted, box not quite in place, greys bent or made black and white."""
    scan, blank = tile.scan, tile.blank
    if rng.random() < 0.5:
        dx, dy = rng.uniform(-0.25, 0.25, 2) * PIXELS_PER_MM
        shift, size = np.array([[1, 0, dx], [0, 1, dy]]), (blank.shape[1], blank.shape[0])
        blank = np.asarray(cv2.warpAffine(blank, shift, size, borderValue=WHITE), np.uint8)
    kind = rng.random()
    if kind < 0.3:
        table = (255 * (np.arange(256) / 255) ** rng.uniform(0.7, 1.5)).astype(np.uint8)
        scan = np.asarray(cv2.LUT(scan, table), np.uint8)
    elif kind < 0.45:
        limit = rng.uniform(110, 225) + rng.normal(0, rng.choice([1, 8])) * rng.standard_normal(scan.shape, np.float32)
        scan = np.where(scan > limit, 255, 0).astype(np.uint8)
    if rng.random() < 0.15:
        noise = rng.standard_normal(scan.shape, np.float32) * np.float32(rng.uniform(2, 14))
        scan = np.clip(scan + noise, 0, 255).astype(np.uint8)
    if rng.random() < 0.1:
        scan = _lines_lost(rng, scan)
    box = tile.box.moved(rng.normal(0, 0.15), rng.normal(0, 0.15)).inset(rng.normal(0, 0.15), rng.normal(0, 0.12))
    return replace(tile, scan=scan, blank=blank, box=box)


def _lines_lost(rng: Rng, scan: Grey) -> Grey:
    scan = scan.copy()
    top, rows = int(rng.integers(1, scan.shape[0] - 6)), int(rng.integers(1, 5))
    scan[top : top + rows] = scan[top - 1] if rng.random() < 0.4 else rng.choice([0, 255], p=[0.2, 0.8])
    return scan


def leads(table: NDArray[np.floating], states: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the lead of each state over the best other one."""
    clipped = np.maximum(table.astype(np.float64), -20.0)
    rows = np.arange(len(states))
    own = clipped[rows, states]
    clipped[rows, states] = -np.inf
    return np.asarray(own - clipped.max(axis=1))


def tiles(rng: Rng, readers: MarkReaders, scan: Grey, blank: Grey, truth: Truth, profile: str) -> Iterator[Tile]:
    """Yield the options of a page that are worth learning from."""
    scores = readers.judge(scan, blank, truth.places)
    states = np.array([int(each) for each in truth.states])
    lead = np.minimum(leads(scores.crop, states), leads(scores.unrolled, states))
    bare = _bare(scores)
    known = truth.legible or [True] * len(states)
    for number, place in enumerate(truth.places):
        lost = not known[number] or (bare[number] and states[number])
        share = _EMPTY if bare[number] else _CLEAR
        if lost or (lead[number] > DOUBTFUL and rng.random() > share):
            continue
        x0, y0 = (max(0, round((edge - ROOM) * PIXELS_PER_MM)) for edge in (place.box.x0, place.box.y0))
        x1, y1 = (round((edge + ROOM) * PIXELS_PER_MM) for edge in (place.box.x1, place.box.y1))
        off = (-x0 / PIXELS_PER_MM, -y0 / PIXELS_PER_MM)
        near = tuple(
            other.box.moved(*off) for other in truth.places
            if other is not place and _gap(other.box, place.box) < ROOM
        )
        yield Tile(
            scan[y0:y1, x0:x1], blank[y0:y1, x0:x1], place.box.moved(*off), near, State(int(states[number])),
            truth.shapes[number], float(lead[number]), profile,
        )


def _bare(scores: MarkScores) -> NDArray[np.bool_]:
    """Say at which options there was nothing for a network to look at."""
    return np.asarray((scores.darkness == 0) | ((scores.coverage == 0) & (scores.ink == 0)), np.bool_)


def _gap(one: Box, other: Box) -> float:
    dx = max(one.x0 - other.x1, other.x0 - one.x1, 0.0)
    dy = max(one.y0 - other.y1, other.y0 - one.y1, 0.0)
    return max(dx, dy)


def make_tiles(folder: Path, numbers: Iterable[int], seed: int) -> None:
    """Write the tiles of pages with these numbers, three panels to a booklet's side; those that exist are left."""
    cv2.setNumThreads(1)
    folder.mkdir(parents=True, exist_ok=True)
    readers = MarkReaders()
    for number in numbers:
        path = folder / f"{number:06d}.npz"
        if path.exists():
            continue
        rng = np.random.default_rng([seed, number])
        pages = hard_panels(rng) if number % 4 else filter(None, [hard_booklet(rng)])
        write(path, [tile for page in pages for tile in tiles(rng, readers, *page)])


def write(path: Path, made: list[Tile]) -> None:
    """Write the tiles of one page."""
    notes = [
        [asdict(each.box), [asdict(box) for box in each.others], int(each.state), each.shape, each.lead, each.profile]
        for each in made
    ]
    pictures = {f"{number}": np.stack((each.scan, each.blank)) for number, each in enumerate(made)}
    part = path.with_suffix(".part.npz")
    np.savez(part, note=np.array(json.dumps(notes)), **pictures)  # type: ignore[arg-type]
    part.rename(path)


def load(path: Path) -> list[Tile]:
    """Return the tiles of one page."""
    data = np.load(path)
    found = []
    for number, (box, others, state, shape, lead, profile) in enumerate(json.loads(str(data["note"]))):
        scan, blank = data[f"{number}"]
        own, near = Box(**box), tuple(Box(**each) for each in others)
        found.append(Tile(scan, blank, own, near, State(state), shape, lead, profile))
    return found
