"""What stands in the lines that the text reader is trained on: words by their frequency, names, places, numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from formkit.media.scan.degrade.path import Rng
from formkit.media.scan.degrade.persons import random_phone
from formkit.media.scan.degrade.words import SURNAMES

_FLATTER = 0.6
"""Power of a word's frequency: rare words come more often than in running text, so that characters vary."""
_LONGEST_WORD = 5
_PLACE, _NAME = ("ns",), ("nr",)
"""Parts of speech of the word list: places, persons."""
_MARKS, _MARK_CHANCES = ("，", ",", "。", "、", "；", ";", "：", ":", ".", "！", "？"), (
    0.28, 0.2, 0.14, 0.08, 0.05, 0.07, 0.04, 0.08, 0.02, 0.02, 0.02,
)
_UNITS = ("镇", "乡", "街道", "村", "社区", "路", "街", "巷", "小区", "县", "市", "区")
_DOORS = ("{0}号", "{0}组{1}号", "{0}社", "{0}栋{1}单元", "{0}号楼{1}室", "{0}队")
_MEASURES = ("mg", "片", "次", "天", "个月", "岁", "kg", "ml", "元", "%", "人", "年")


@dataclass(frozen=True, slots=True)
class Stock:
    """Words and their chances; ``places`` and ``given`` (characters of names) out of the same list."""

    words: tuple[str, ...]
    chances: NDArray[np.float64]
    places: tuple[str, ...]
    given: tuple[str, ...]

    @classmethod
    def load(cls, path: Path, known: frozenset[str]) -> Stock:
        """Return the words of a list (word, frequency, part of speech on each line) whose characters are ``known``."""
        rows = [line.split() for line in path.read_text(encoding="utf-8").splitlines()]
        fit = [row for row in rows if len(row) == 3 and len(row[0]) <= _LONGEST_WORD and known.issuperset(row[0])]
        weights = np.array([float(row[1]) ** _FLATTER for row in fit])
        names = [row[0] for row in fit if row[2] in _NAME]
        places = [row[0] for row in fit if row[2] in _PLACE and len(row[0]) > 1]
        return cls(
            tuple(row[0] for row in fit), np.cumsum(weights) / weights.sum(), tuple(places),
            tuple(sorted({sign for name in names for sign in name[1:]})),
        )

    def word(self, rng: Rng) -> str:
        """Return a word by its chance."""
        return self.words[min(int(np.searchsorted(self.chances, rng.random())), len(self.words) - 1)]


def text(stock: Stock, room: int, rng: Rng) -> str:
    """Return what somebody may write where there is room for ``room`` characters."""
    made = _KINDS[int(rng.choice(len(_KINDS), p=_KIND_CHANCES))](stock, room, rng)
    return made[:room] if room > 1 else made[:2]


def sentence(stock: Stock, room: int, rng: Rng) -> str:
    """Return words with punctuation between them; now and then a number with its unit."""
    parts: list[str] = []
    since = 0
    while sum(map(len, parts)) < room:
        if rng.random() < 0.06:
            parts.append(f"{rng.integers(1, 500)}{_pick(_MEASURES, rng)}")
        parts.append(stock.word(rng))
        since += len(parts[-1])
        if since > 4 and rng.random() < 0.3:
            parts.append(_MARKS[int(rng.choice(len(_MARKS), p=_MARK_CHANCES))])
            since = 0
    return "".join(parts)


def _phrase(stock: Stock, room: int, rng: Rng) -> str:
    return "".join(stock.word(rng) for _ in range(int(rng.integers(1, 4))))


def _name(stock: Stock, room: int, rng: Rng) -> str:
    given = "".join(_pick(stock.given, rng) for _ in range(1 if rng.random() < 0.2 else 2))
    return _pick(tuple(SURNAMES), rng) + given


def _name_phone(stock: Stock, room: int, rng: Rng) -> str:
    return f"{_name(stock, room, rng)} {random_phone(rng)}"


def _address(stock: Stock, room: int, rng: Rng) -> str:
    count = int(rng.integers(1, 4))
    ways = [_pick(stock.places, rng) if rng.random() < 0.6 else stock.word(rng) for _ in range(count)]
    door = _pick(_DOORS, rng).format(rng.integers(1, 300), rng.integers(1, 20))
    return "".join(f"{way}{_pick(_UNITS, rng)}" for way in ways) + (door if rng.random() < 0.8 else "")


def _digits(stock: Stock, room: int, rng: Rng) -> str:
    draw = rng.random()
    year, month, day = rng.integers(1930, 2030), rng.integers(1, 13), rng.integers(1, 32)
    if draw < 0.4:
        shape = _pick(("{0}年{1}月{2}日", "{0}.{1}.{2}", "{0}-{1:02d}-{2:02d}", "{0}/{1}/{2}", "{0}年{1}月"), rng)
        return shape.format(year, month, day)
    if draw < 0.65:
        return random_phone(rng)
    return "".join(str(each) for each in rng.integers(0, 10, int(rng.integers(1, 19))))


def _signs(stock: Stock, room: int, rng: Rng) -> str:
    """Return characters that no list puts side by side: what is seen, and not what is expected."""
    return "".join(_pick(stock.word(rng), rng) for _ in range(max(1, min(room, int(rng.integers(1, 16))))))


def _pick(choices: tuple[str, ...] | str, rng: Rng) -> str:
    return choices[int(rng.integers(len(choices)))]


_KINDS: tuple[Callable[[Stock, int, Rng], str], ...] = (
    sentence, _phrase, _name, _name_phone, _address, _digits, _signs,
)
_KIND_CHANCES = (0.42, 0.13, 0.1, 0.03, 0.15, 0.09, 0.08)
