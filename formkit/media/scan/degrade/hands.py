"""How a person writes: the habits that stay the same over a whole booklet."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from formkit.media.scan.degrade.faces import Face, Faces
from formkit.media.scan.degrade.path import Rng
from formkit.media.scan.degrade.pens import Pen, random_pen


@dataclass(frozen=True, slots=True)
class Hand:
    """The habits of one writer. Angles in degrees; shares are of a character's size.

    Attributes:
        han: the font of Chinese characters.
        digits: the font of digits and letters; it may be the same.
        pen: what is written with.
        size: height of a Chinese character in mm where there is room.
        slant: lean to the right.
        turn: how much characters turn, each by chance.
        slope: how much a line rises or falls.
        sway: how far characters leave the line.
        spread: how much their sizes differ.
        gap: extra room between characters.
        bend: how much each character is bent out of its font's shape.
        sloppiness: 0 careful, 1 careless; marks, and digits in boxes.
        overruns: chance that what is too long runs out of its cell instead of being squeezed.
    """

    han: Face
    digits: Face
    pen: Pen
    size: float = 5.0
    slant: float = 4.0
    turn: float = 3.0
    slope: float = 0.5
    sway: float = 0.03
    spread: float = 0.06
    gap: float = 0.02
    bend: float = 0.03
    sloppiness: float = 0.5
    overruns: float = 0.2

    def with_pen(self, pen: Pen) -> Hand:
        """Return the same hand with another pen."""
        return replace(self, pen=pen)


def random_hand(rng: Rng, faces: Faces, pen: Pen | None = None) -> Hand:
    """Return some writer who writes with ``faces``."""
    han = faces.han[rng.integers(len(faces.han))]
    latin = faces.latin[rng.integers(len(faces.latin))] if faces.latin and rng.random() < 0.8 else han
    sloppiness = float(rng.beta(2, 2.5))
    return Hand(
        han=han, digits=latin if latin.digit else han, pen=pen or random_pen(rng),
        size=float(np.clip(rng.normal(5.0, 0.8), 3.4, 7.5)), slant=float(rng.normal(5, 7)), turn=1 + 5 * sloppiness,
        slope=float(rng.normal(-0.4, 0.9)), sway=0.015 + 0.05 * sloppiness, spread=0.03 + 0.08 * sloppiness,
        gap=float(rng.normal(0.02, 0.06)), bend=0.015 + 0.035 * sloppiness, sloppiness=sloppiness,
        overruns=float(rng.uniform(0, 0.5)),
    )


def jittered(hand: Hand) -> Hand:
    """Return the hand with habits so strong that even a printed font looks written."""
    return replace(hand, turn=hand.turn + 4, bend=hand.bend + 0.05, sway=hand.sway + 0.03, spread=hand.spread + 0.06)
