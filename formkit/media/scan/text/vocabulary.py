"""Words and how common they are: what makes one reading of running text likelier than another.

Chinese has no spaces, so a text is worth what its likeliest parting into words is worth. Words of running Chinese
have the frequencies of a general list (`tools.build_lexicons`); those of the office's lists join them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from math import inf, log
from types import MappingProxyType

from formkit.media.scan.text.lexicons import Lexicons, frequencies

WEIGHT = 0.6
"""How much of a word's nats counts beside the engine's, which has learnt some of them already. Fitted on booklets of
the split "fit" with even seeds, as are the other weights; from 0.45 to 1 the errors of the others hardly differ."""
_USUAL = -5.0
"""Nats of a usual character; they are given back, so that a text is not the worse for being longer."""
_LISTED = log(1.7e-6)
"""Of an entry of the office's lists: more than a rare word, less than a common one."""
_UNKNOWN = log(5e-9)
"""Of a Chinese character that no list has."""
_FOREIGN = -7.0
"""Of a kana or a pictorial sign: on forms they are strokes of something else."""
_PART = log(0.03)
"""Of a word that most addresses have."""
_PARTS = ("省", "市", "县", "区", "镇", "乡", "村", "街道", "社区", "组", "号", "社", "队", "户", "路", "街")
"""What parts of an address end with."""
_HAN, _KANA, _PICTORIAL = range(0x4E00, 0xA000), range(0x3040, 0x3100), range(0x2190, 0x2C00)
_BEGINS = -inf


class Vocabulary:
    """Words by their log-probability, and what they begin with."""

    def __init__(self, common: Mapping[str, float], own: Mapping[str, float], weight: float = WEIGHT) -> None:
        """Take words that many vocabularies share, as `with_beginnings` gives them, and ``own`` ones.

        With ``weight`` 0 no word counts.
        """
        self._common, self._own, self._weight = common, with_beginnings(own), weight

    def begins(self, text: str) -> bool:
        """Say whether ``text`` is a word or the beginning of one."""
        return text in self._common or text in self._own

    def word(self, word: str) -> float:
        """Return the weighted nats of a word against usual characters; -inf if it is none and no character."""
        nats = max(self._common.get(word, _BEGINS), self._own.get(word, _BEGINS))
        if nats == _BEGINS and len(word) > 1:
            return -inf
        return self._weight * (max(nats, _UNKNOWN) - _USUAL * len(word))

    def sign(self, sign: str) -> float:
        """Return the weighted nats of a sign that is no Chinese character: digits, letters and points are worth 0."""
        return self._weight * (_FOREIGN if ord(sign) in _KANA or ord(sign) in _PICTORIAL else 0.0)

    def text(self, text: str) -> float:
        """Return the weighted nats of the likeliest parting of ``text`` into words."""
        best = [0.0] + [-inf] * len(text)
        for start, sign in enumerate(text):
            if not is_han(sign):
                best[start + 1] = max(best[start + 1], best[start] + self.sign(sign))
                continue
            for stop in range(start + 1, len(text) + 1):
                word = text[start:stop]
                if stop > start + 1 and not self.begins(word):
                    break
                best[stop] = max(best[stop], best[start] + self.word(word))
        return best[-1]


def is_han(sign: str) -> bool:
    """Say whether a sign is a Chinese character."""
    return ord(sign) in _HAN


def with_beginnings(words: Mapping[str, float]) -> Mapping[str, float]:
    """Return ``words`` with what they begin with, which is worth -inf where it is no word itself."""
    found = dict(words)
    for word in words:
        for stop in range(1, len(word)):
            found.setdefault(word[:stop], _BEGINS)
    return MappingProxyType(found)


@cache
def _common() -> Mapping[str, float]:
    return with_beginnings(frequencies())


@lru_cache(maxsize=4)
def running_words(lexicons: Lexicons) -> Vocabulary:
    """Return the words of running Chinese with those of ``lexicons``, its persons and places included."""
    lists = (
        lexicons.drugs, lexicons.diagnoses, lexicons.relations, lexicons.hospitals, lexicons.words, lexicons.persons,
    )
    return Vocabulary(_common(), {**_listed(entry for each in lists for entry in each), **_places(lexicons)})


@lru_cache(maxsize=4)
def place_words(lexicons: Lexicons) -> Vocabulary:
    """Return the words of running Chinese with the places of ``lexicons``, and what parts of an address end with."""
    return Vocabulary(_common(), {**_places(lexicons), **dict.fromkeys(_PARTS, _PART)})


def _places(lexicons: Lexicons) -> Mapping[str, float]:
    return _listed(unit.name for unit in (*lexicons.units, *lexicons.local))


def _listed(entries: Iterable[str]) -> Mapping[str, float]:
    """Return the runs of Chinese characters of ``entries`` as words."""
    plain = ("".join(sign if is_han(sign) else " " for sign in entry) for entry in entries)
    return dict.fromkeys((run for each in plain for run in each.split()), _LISTED)
