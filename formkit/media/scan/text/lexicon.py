"""Closed lists that stay open: an entry is taken only where it is nearly as likely as the open reading.

Words of running Chinese re-rank what the engine saw in the same way: they choose among its look-alikes, and nothing
that is further behind its open reading than an entry may be.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from formkit.media.scan.text.answer import NOTHING, Candidate, TextAnswer, answer, line_measures, ranked, shape_measures
from formkit.media.scan.text.beam import search
from formkit.media.scan.text.ctc import likeliest, scores
from formkit.media.scan.text.lattice import readings, slots
from formkit.media.scan.text.line import Line
from formkit.media.scan.text.names import agreement
from formkit.media.scan.text.sight import Sight
from formkit.media.scan.text.vocabulary import Vocabulary, is_han
from formkit.model.handbook import Field
from formkit.values.written import normal_text

TAU = 10.0
"""Nats by which an entry may be behind the open reading. Measured: at 10, no drug or diagnosis outside the
lexicon was turned into one inside; at 15 some were."""
TAU_SHORT = 5.0
"""The same for entries of one or two characters, which are near to many words."""
_LOST = 5.0
"""The same for readings with fewer or more Chinese characters than the open one, and for entries that it has whole and
more besides: words and lists choose among look-alikes, they leave nothing out that is clearly there. A character of
which the engine is sure by 999 in 1,000 is 7 nats ahead."""
_LOOSE_ENDS = "·.•●°'`’‘,，、-—_~|"
"""Signs at the ends of a text that are dots and strokes beside it."""
OPEN = 6
"""Open readings that are candidates beside the entries."""


def decode_listed(field: Field, sight: Sight, entries: Sequence[str], words: Vocabulary) -> TextAnswer:
    """Return the text of the line, one of ``entries`` where it is likely enough."""
    lines = sight.all_readings()
    return listed_in(field, lines, entries, words) if lines else NOTHING


def listed_in(field: Field, lines: Sequence[Line], entries: Sequence[str], words: Vocabulary) -> TextAnswer:
    """Return the text that all ``lines``, readings of the same writing, say."""
    near = {entries[at] for line in lines for at in likeliest(line, entries)}
    open_ = {each.text for line in lines for each in search(line, width=12, keep=OPEN) if each.text}
    worded = {text for line in lines for text in readings(slots(line), words, TAU)}
    texts = sorted(near | open_ | worded)
    if not texts:
        return NOTHING
    seen = np.sum([scores(line, texts) for line in lines], axis=0) / len(lines)
    plain, best_open = max(
        ((own, text) for text, own in zip(texts, seen.tolist(), strict=True) if text in open_), default=(-np.inf, "")
    )
    candidates = []
    for text, own in zip(texts, seen.tolist(), strict=True):
        given = worth(text, best_open) if text in near else 0.0
        if own + (given or _room(text, best_open)) >= plain:
            candidates.append(Candidate(_bare(field, text), text, own + given + words.text(text)))
    best = ranked(candidates)[0]
    measures = {
        "lexicon": float(best.raw in near),
        **line_measures(lines[0], best.raw),
        **shape_measures(str(best.value or "")),
        "agreement": agreement(lines, [best.raw]),
    }
    return answer(candidates, measures, repaired=best.raw != lines[0].text)


def _room(text: str, plain: str) -> float:
    """Return how far ``text``, which is no entry, may be behind the open reading ``plain``."""
    as_many = sum(map(is_han, text)) == sum(map(is_han, plain))
    return TAU if as_many or not plain else _LOST


def _bare(field: Field, text: str) -> str | None:
    return normal_text(field, text.strip(_LOOSE_ENDS)) or None


def worth(entry: str, plain: str) -> float:
    """Return the nats by which ``entry`` may be behind the open reading ``plain``."""
    least = TAU if len(entry) > 2 else TAU_SHORT
    return min(least, _LOST) if _leaves_out(entry, plain) else least


def _leaves_out(entry: str, plain: str) -> bool:
    """Say whether an entry is only part of what the open reading has in Chinese characters."""
    return entry in plain and any(map(is_han, plain.replace(entry, "", 1)))
