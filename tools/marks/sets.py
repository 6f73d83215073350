"""Sets of panels on disk: drawn once, several looks a panel, kept as halved canvases with their truth."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from formkit.geometry import Box
from formkit.media.scan.marks.place import MarkPlace, State
from formkit.media.scan.marks.planes import Picture, halved
from formkit.model.handbook import Mark
from tools.marks import other_scanners
from tools.marks.filling import Truth, answer
from tools.marks.hands import random_hand
from tools.marks.other_hands import OtherHand
from tools.marks.pages import Grey, Rng, panel
from tools.marks.pens import Layer, blank_layer
from tools.marks.scanners import random_scanner, scanned

_INKED, _SEEN, _LEAST_SEEN = 0.12, 225, 0.35
"""What counts as ink on paper, as dark on the canvas, and the share of a mark that must be seen."""


@dataclass(slots=True)
class Sample:
    """One scanned panel: its halved canvases, its truth, and by which profile it came."""

    scan: Picture
    blank: Picture
    truth: Truth
    profile: str


def training_sample(rng: Rng) -> tuple[Grey, Grey, Truth, str]:
    """Draw, fill and scan one panel of the training set."""
    drawn, layer = panel(rng), blank_layer()
    truth = answer(rng, drawn, random_hand(rng, layer), busy=1.3)
    scanner = random_scanner(rng)
    scan, blank = scanned(rng, drawn.picture, layer, scanner)
    truth.legible = legible(scan, blank, layer, truth)
    return scan, blank, truth, scanner.profile


def test_sample(rng: Rng) -> tuple[Grey, Grey, Truth, str]:
    """Draw, fill and scan one panel of the test set: other strokes, other pens, other scanners."""
    drawn, layer = panel(rng), blank_layer()
    truth = answer(rng, drawn, OtherHand(rng, layer), busy=0.3)
    profile = str(rng.choice(other_scanners.PROFILES))
    scan, blank = other_scanners.scanned(rng, drawn.picture, layer, profile)
    truth.legible = legible(scan, blank, layer, truth)
    return scan, blank, truth, profile


def legible(scan: Grey, blank: Grey, layer: Layer, truth: Truth) -> list[bool]:
    """Say of every option whether at least a third of its mark came through; pale pencil is lost on some scanners."""
    bare = cv2.erode(blank, np.ones((7, 7), np.uint8)) > _SEEN
    inked = (cv2.resize(layer, scan.shape[::-1], interpolation=cv2.INTER_AREA) > _INKED) & bare
    seen = cv2.erode(scan, np.ones((5, 5), np.uint8)) < _SEEN
    found = []
    for room in truth.rooms:
        if room is None:
            found.append(True)
            continue
        part = tuple(slice(max(0, int(a * 8)), int(b * 8) + 1) for a, b in ((room.y0, room.y1), (room.x0, room.x1)))
        ink = inked[part]
        found.append(bool((seen[part] & ink).sum() >= _LEAST_SEEN * max(ink.sum(), 1)))
    return found


def make(
    folder: Path, numbers: Iterable[int], seed: int, sample: Callable[[Rng], tuple[Grey, Grey, Truth, str]]
) -> None:
    """Write the panels of a set with these numbers; those that exist are left as they are."""
    cv2.setNumThreads(1)
    folder.mkdir(parents=True, exist_ok=True)
    for number in numbers:
        path = folder / f"{number:06d}.npz"
        if path.exists():
            continue
        write(path, *sample(np.random.default_rng([seed, number])))


def write(path: Path, scan: Grey, blank: Grey, truth: Truth, profile: str) -> None:
    """Write one panel of a set."""
    note = json.dumps({"profile": profile, **plain(truth)})
    part = path.with_suffix(".part.npz")
    np.savez(part, scan=halved(scan), blank=halved(blank), note=np.array(note))
    part.rename(path)


def plain(truth: Truth) -> dict[str, object]:
    """Return a truth as it is written to disk."""
    return {
        "places": [[each.field, each.code, asdict(each.box), each.mark.value] for each in truth.places],
        "states": [int(each) for each in truth.states], "shapes": truth.shapes, "fields": truth.fields,
        "singles": truth.singles, "legible": truth.legible,
    }


def truth_of(note: Mapping[str, Any]) -> Truth:
    """Return a truth as it was written to disk."""
    places = [MarkPlace(field, code, Box(**box), Mark(mark)) for field, code, box, mark in note["places"]]
    truth = Truth(places, [State(each) for each in note["states"]], note["shapes"], note["fields"], note["singles"])
    truth.legible = note.get("legible") or [True] * len(places)
    return truth


def load(path: Path) -> Sample:
    """Return one panel of a set."""
    data = np.load(path)
    note = json.loads(str(data["note"]))
    return Sample(data["scan"], data["blank"], truth_of(note), note["profile"])


def all_of(folder: Path) -> Iterator[Path]:
    """Yield the files of a set in order."""
    return iter(sorted(path for path in folder.glob("*.npz") if ".part" not in path.name))
