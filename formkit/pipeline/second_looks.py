"""Random second looks at what was accepted: drawing them, and the silent error that they show."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from formkit.media.scan.fitting import error_interval
from formkit.model.review import LookCount, LookOutcome
from formkit.model.store import Store

SHARE = "look_share"
"""The name of the setting."""
SHARE_AT_FIRST = 0.01
LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class SilentError:
    """What second looks show of the readings of one kind (``sort``, "" for all) that nobody looked at.

    ``rate`` lies between ``low`` and ``high`` with probability `LEVEL`. ``looked`` readings were judged, ``wrong`` of
    them are wrong; ``open`` ones wait, ``untold`` ones could not be judged, and ``out`` ones stand on what was taken
    out since: none of these is part of the rate.
    """

    sort: str
    rate: float
    low: float
    high: float
    looked: int
    wrong: int
    open: int
    untold: int
    out: int = 0


def share_of(store: Store) -> float:
    """Return the share of accepted readings that are looked at a second time, from 0 (none) to 1."""
    kept = store.accounts.setting(SHARE)
    return SHARE_AT_FIRST if kept is None else float(json.loads(kept))


def draw(store: Store, over: Callable[[], bool] = lambda: False) -> int:
    """Draw second looks from the documents that came since the last time, until it is ``over``; say how many.

    The seed comes from what the store keeps for itself, so that a reading is drawn or not whenever that is asked.

    Raises:
        StoreError: the store cannot be written.
    """
    share = share_of(store)
    seed = int.from_bytes(sha256(f"second looks {store.accounts.secret_key()}".encode()).digest()[:8], "big")
    return store.desk.draw_looks(share, seed, over=over) if share > 0 else 0


def silent_errors(counts: Sequence[LookCount]) -> tuple[SilentError, tuple[SilentError, ...]]:
    """Return the silent error of all kinds together, and of each kind, by name.

    A reading of a document of which the share s was drawn stands for 1/s readings. The rate is the weight of the wrong
    ones among that of all judged (the ratio estimator of J. Hájek). Its interval is that of Clopper and Pearson for as
    many readings as would say as much with equal weights: (sum of weights)² / sum of squared weights (L. Kish, Survey
    Sampling, 1965). Where all documents had one share, that is their plain number, and the interval is the exact one.
    """
    kinds: dict[str, list[LookCount]] = defaultdict(list)
    for each in counts:
        kinds[each.sort].append(each)
    return _silent_error("", counts), tuple(_silent_error(sort, kinds[sort]) for sort in sorted(kinds))


def _silent_error(sort: str, counts: Iterable[LookCount]) -> SilentError:
    number: dict[LookOutcome, int] = defaultdict(int)
    weight = squares = wrong = 0.0
    for each in counts:
        number[each.outcome] += each.count
        if each.outcome in (LookOutcome.RIGHT, LookOutcome.WRONG):
            weight += each.count / each.share
            squares += each.count / each.share**2
            wrong += each.count / each.share * (each.outcome is LookOutcome.WRONG)
    rate = wrong / weight if weight else 0.0
    size = weight**2 / squares if weight else 0.0
    low, high = error_interval(rate * size, size, LEVEL) if weight else (0.0, 1.0)
    judged = number[LookOutcome.RIGHT] + number[LookOutcome.WRONG]
    return SilentError(
        sort, rate, low, high, judged, number[LookOutcome.WRONG], number[LookOutcome.OPEN], number[LookOutcome.UNTOLD],
        number[LookOutcome.OUT],
    )
