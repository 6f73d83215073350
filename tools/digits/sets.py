"""Sets of boxes on disk, drawn page by page, and the material that they are drawn from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from formkit.media.scan.degrade.digits import DigitSource
from tools.digits.pages import Mix, Sample, page, random_mix
from tools.digits.sources import drawn, enlarged, gathered, middle_lines, redrawn, varied

_TRAINING, _HELD_BACK, _TEST = 5_000_000, 8_000_000, 9_000_000
_PAGES = 40
"""Pages of one file of a set."""
_FORMS = 8000
_DIGITS = "mnist-first-half.npz"


@dataclass(frozen=True, slots=True)
class Boxes:
    """Pictures (n, 2, size, size) and their truth (n, 3): type, tens, ones; a profile and a source for each."""

    pictures: NDArray[np.uint8]
    truth: NDArray[np.int64]
    profiles: NDArray[np.str_]
    sources: NDArray[np.str_]


@dataclass(frozen=True, slots=True)
class Material:
    """A folder as ``bench/fonts.py`` makes it: fonts and digits to learn from, and others to test with."""

    folder: Path

    def fonts(self, name: str) -> list[Path]:
        """Return the fonts of one subfolder."""
        return sorted((self.folder / name).glob("*.ttf"))

    def rich(self, seeds: Iterable[int]) -> Iterator[DigitSource]:
        """Yield the digits to learn from, as they are, bent, with other pens, and drawn ones: others for each seed."""
        data = np.load(self.folder / _DIGITS)
        own = DigitSource(data["images"], data["labels"])
        plain = enlarged(own)
        lines = middle_lines(own)
        for seed in seeds:
            rng = np.random.default_rng([5, seed])
            others = [varied(redrawn(own, lines, rng), rng) for _ in range(2)]
            yield gathered([plain, varied(plain, rng), *others, drawn(_FORMS, rng)])

    def unseen(self) -> DigitSource:
        """Return the digits to test with."""
        data = np.load(self.folder / _DIGITS)
        return DigitSource(data["test_images"], data["test_labels"])


def draw(folder: Path, material: Material, numbers: Sequence[int]) -> None:
    """Write training files with these numbers, `_PAGES` pages each."""
    cv2.setNumThreads(1)
    fonts = [*material.fonts("zh"), *material.fonts("latin")]
    for number, digits in zip(numbers, material.rich(numbers), strict=True):
        samples = []
        for seed in range(_TRAINING + number * _PAGES, _TRAINING + (number + 1) * _PAGES):
            rng = np.random.default_rng(seed)
            mix = _of_people(random_mix(rng))
            samples.append((page(seed, fonts, digits if rng.random() < 0.85 else None, mix=mix), "mixed"))
        _write(folder / f"train-{number:03d}.npz", samples)


def _of_people(mix: Mix) -> Mix:
    """Most digits of training are people's, some of them in small boxes; `varied` has bent many of them already."""
    return replace(mix, pictures=0.72, small=0.12, wild=mix.wild * 0.8)


def draw_held_back(folder: Path, material: Material, pages: int) -> None:
    """Write the boxes that probabilities are fitted on: unseen digits and fonts, on other pages than the test's."""
    cv2.setNumThreads(1)
    digits = material.unseen()
    fonts = [*material.fonts("zh-test"), *material.fonts("latin-test")]
    made = []
    for seed in range(_HELD_BACK, _HELD_BACK + pages):
        made.append((page(seed, fonts, digits, mix=random_mix(np.random.default_rng(seed))), "mixed"))
    _write(folder / "held-back.npz", made)


def draw_test(folder: Path, material: Material, pages: int) -> None:
    """Write the test set: unseen digits, unseen Chinese fonts, unseen Latin fonts, ``pages`` of each."""
    cv2.setNumThreads(1)
    digits = material.unseen()
    zh, latin = material.fonts("zh-test"), material.fonts("latin-test")
    samples = []
    for number in range(pages):
        seed = _TEST + number * 3
        samples.append((page(seed, [*zh, *latin], digits, mix=Mix(pictures=1.0, odd=0.06)), "pictures"))
        samples.append((page(seed + 1, zh, None, mix=Mix(odd=0.06)), "zh fonts"))
        samples.append((page(seed + 2, latin, None, mix=Mix(odd=0.06)), "latin fonts"))
    _write(folder / "test.npz", samples)


def _write(path: Path, made: list[tuple[Sample, str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez(
        path, pictures=np.concatenate([each.pictures for each, _ in made]),
        truth=np.concatenate([each.truth for each, _ in made]),
        profiles=np.repeat([each.profile for each, _ in made], [len(each.truth) for each, _ in made]),
        sources=np.repeat([source for _, source in made], [len(each.truth) for each, _ in made]),
    )


def load(paths: Iterable[Path]) -> Boxes:
    """Return the boxes of some files."""
    parts = [np.load(path) for path in paths]
    return Boxes(
        np.concatenate([each["pictures"] for each in parts]),
        np.concatenate([each["truth"] for each in parts]).astype(np.int64),
        np.concatenate([each["profiles"] for each in parts]), np.concatenate([each["sources"] for each in parts]),
    )
