"""A second test set: real sides of the shipped handbooks, simulated by formkit and registered by formkit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import cv2
import numpy as np

from formkit.layout import build_layout
from formkit.mapping import load_handbook
from formkit.media.scan.blank import Blank, make_blank, render_page
from formkit.media.scan.canvas import Grey
from formkit.media.scan.codes import find_codes
from formkit.media.scan.degrade import Blanks, FieldTruth, Habits, Material, simulate
from formkit.media.scan.marks.place import MarkPlace, State
from formkit.media.scan.register import pose_from_codes, register
from formkit.model.handbook import Handbook, Kind, Mark
from formkit.model.layout import Layout, Page, Place
from formkit.pipeline.simulating import printed_blank
from tools.marks.filling import Truth
from tools.marks.pages import Rng
from tools.marks.sets import write

EDITIONS = ("2011", "2017")


@cache
def booklet(edition: str) -> tuple[Handbook, Layout, bytes, tuple[Page, ...]]:
    """Return a blank booklet: its design, layout, PDF, and the sides that have options to be marked."""
    handbook = load_handbook(f"case-management@{edition}")
    layout = build_layout(handbook, {sheet.id: 1 for sheet in handbook.sheets})
    pages = tuple(page for page in layout.pages if any(marked_places(page)))
    return handbook, layout, printed_blank(handbook, layout), pages


def marked_places(page: Page) -> list[Place]:
    """Return the places of a side whose options are circled or ticked."""
    kinds = (Mark.CIRCLE, Mark.BOX)
    return [place for place in page.places if place.ref.field.mark in kinds and any(o.box for o in place.options)]


@cache
def blank_of(edition: str, number: int) -> Blank:
    """Return a printed side."""
    _, layout, pdf, _ = booklet(edition)
    page = next(each for each in layout.pages if each.number == number)
    return make_blank(page, render_page(pdf, number - 1))


def booklet_sample(
    rng: Rng, profile: str = "any", ticked: float = 0.04
) -> tuple[Grey, Grey, Truth, str] | None:
    """Return one simulated and registered side, or None where it was not registered."""
    edition = EDITIONS[int(rng.integers(2))]
    handbook, layout, pdf, pages = booklet(edition)
    page = pages[int(rng.integers(len(pages)))]
    habits = replace(Habits(), corrected=0.12, withdrawn=0.03, contrary=0.02, stray=0.08, ticked=ticked)
    seed = int(rng.integers(1, 2**31))
    material = Material(habits=habits, blank=0.25)
    made = simulate(handbook, layout, Blanks(pdf), seed, profile, material, pages=[page.number])
    image = made.pages[0].image
    grey = image if image.ndim == 2 else cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    blank = blank_of(edition, page.number)
    seen = find_codes(np.asarray(grey, np.uint8))
    pose = pose_from_codes(seen[0].symbols, page) if seen else None
    found = register(np.asarray(grey, np.uint8), blank, pose, method="codes") if pose is not None else None
    if found is None or not found.trusted:
        return None
    return found.canvas, blank.canvas, _truth(page, made.pages[0].truth.fields), made.pages[0].truth.profile


def _truth(page: Page, fields: Mapping[str, FieldTruth]) -> Truth:
    truth = Truth()
    for number, place in enumerate(marked_places(page)):
        told = fields[place.ref.id]
        mark = place.ref.field.mark or Mark.CIRCLE
        for option in place.options:
            if option.box is None:
                continue
            state = State.MARKED if option.code in told.marked else State.NONE
            state = State.CANCELLED if option.code in told.struck else state
            truth.places.append(MarkPlace(str(number), option.code, option.box, mark))
            truth.states.append(state)
            truth.shapes.append(-1)
            truth.fields.append(number)
            truth.singles.append(place.ref.field.kind is Kind.SINGLE)
    return truth


def make_booklets(folder: Path, numbers: Iterable[int], seed: int) -> None:
    """Write sides with these numbers; what could not be registered is left out."""
    cv2.setNumThreads(1)
    folder.mkdir(parents=True, exist_ok=True)
    for number in numbers:
        path = folder / f"{number:06d}.npz"
        made = None if path.exists() else booklet_sample(np.random.default_rng([seed, number]))
        if made is not None:
            write(path, *made)
