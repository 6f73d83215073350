"""Recalibrating confidence from what people decided: what would change, with its bounds, before anything does."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from formkit.atomic import write_atomically
from formkit.errors import InputError, OutputError, Where, problem
from formkit.media.scan.confidence import Calibration, Model, from_json, shipped_calibration
from formkit.media.scan.fitting import (
    LEVEL,
    MARGINAL,
    NEVER,
    Judged,
    fit_weights,
    set_threshold,
    shown_threshold,
    upper_bound,
)
from formkit.model.store import Store
from formkit.pipeline.unopened import unopened

OWN_FILE = "calibration.json"
"""In the current folder: the calibration that an office fitted for itself."""
TEXT_TARGET = 0.001
"""Wrong among accepted: one in 1,000 written fields."""
TARGETS = MappingProxyType({"circle": 0.0002, "box": 0.0002, "symbol": 0.0002, "code": 0.0002, "signature": 0.002})
"""That of other kinds: one in 5,000 marks and codes, in 500 signatures.

Whether somebody signed is a weak fact beside who it was, which nobody reads; a line that ran into the
place is what is taken for a signature.
"""
MARGINALS = MappingProxyType({"date/boxes": 20.0})
"""How many times its target the error of a kind's last accepted readings may be, where that is not `MARGINAL`.

Half of what is wrong among accepted dates is so whatever the threshold: digits that people misread as well, read by all
readers alike. What a stricter threshold sends to a person beside them are 98 right ones of 100, and offices write more
dates than anything else. The shipped calibration and an office's own are made by the same measure: one that asked an
office's dates for their target would take back with the first corrected date what the shipped one allows.
"""
ENOUGH_TO_FIT, ENOUGH_WRONG = 400, 20
"""Decided readings of a kind, and wrong ones among them, from which its model is fitted anew."""


@dataclass(frozen=True, slots=True)
class Change:
    """What recalibrating does to one kind: its model before and after, and how many decided readings it is made of.

    ``accepted`` and ``wrong`` count the decided readings that the model before lets pass; ``accepted_now`` and
    ``wrong_now`` those that the new one does, and ``bound`` is the upper end of its error rate at `LEVEL`.
    """

    kind: str
    before: Model | None
    after: Model
    samples: int
    accepted: int
    wrong: int
    accepted_now: int
    wrong_now: int
    bound: float


def decided(store: Store) -> dict[str, list[Judged]]:
    """Return, by kind, every reading of a scan of which a person said what it should be.

    That are the fields with a decision that holds and says what stands there, be it what was read, and the doubtful
    ones of documents that somebody accepted. Illegible fields and wrong pages tell nothing, nor does the entry of one
    person where two must agree.
    """
    found: dict[str, list[Judged]] = defaultdict(list)
    for each in store.desk.judged():
        found[each.reader].append(Judged(each.measures, each.right))
    return dict(found)


def recalibrated(samples: Mapping[str, list[Judged]], base: Calibration) -> tuple[Calibration, list[Change]]:
    """Return the calibration that decided readings ask for, and what it changes, kind by kind.

    With enough of them a kind's model is fitted anew on every second reading and its threshold set on the others.
    With fewer the model stays, and its threshold only rises: above every wrong reading that it let pass, or, for a kind
    with a measure of its own (`MARGINALS`), to where that is kept.
    """
    models = dict(base.models)
    changes = []
    for kind in sorted(samples):
        own = samples[kind]
        before = models.get(kind)
        after = _model(kind, own, before)
        if after is None or after == before:
            continue
        models[kind] = after
        changes.append(_change(kind, before, after, own))
    return Calibration(models), changes


def target_of(kind: str) -> float:
    """Return the rate of wrong among accepted readings that a kind aims at; an empty box is a written place."""
    if kind == "code:blank":
        return TEXT_TARGET
    return TARGETS.get(kind.split("@")[0].split(":")[0], TEXT_TARGET)


def marginal_of(kind: str) -> float:
    """Return how many times its target the error of a kind's last accepted readings may be."""
    return MARGINALS.get(kind.split("@")[0], MARGINAL)


def _model(kind: str, own: list[Judged], before: Model | None) -> Model | None:
    wrong = sum(not each.right for each in own)
    target = target_of(kind)
    if len(own) >= ENOUGH_TO_FIT and wrong >= ENOUGH_WRONG:
        terms = list(before.weights) if before is not None else ["cap:margin"]
        fitted = _on_target(kind, fit_weights(own[::2], terms), own[1::2])
        if fitted is not None:
            return fitted
    if before is None:
        return None
    if marginal_of(kind) != MARGINAL:
        asked = set_threshold(before, own, target, marginal=marginal_of(kind))
        stricter = any(_passes(before, each) and not _passes(asked, each) for each in own)
        return asked if stricter else before
    loosened = shown_threshold(before, own, target)
    if loosened is not None:
        return loosened
    passed = [each for each in own if _passes(before, each) and not each.right]
    if not passed:
        return before
    highest = max(before.probability(each.measures) for each in passed)
    kept = [each for each in own if before.probability(each.measures) > highest]
    threshold = min(NEVER, highest + (1 - highest) * 1e-3 + 1e-9)
    return replace(before, threshold=threshold, accepted=len(kept), wrong=0, bound=upper_bound(0, len(kept)))


def _on_target(kind: str, model: Model, samples: list[Judged]) -> Model | None:
    """Return a model with the threshold that its kind asks for; None where there is none."""
    if marginal_of(kind) == MARGINAL:
        return shown_threshold(model, samples, target_of(kind))
    found = set_threshold(model, samples, target_of(kind), marginal=marginal_of(kind))
    return found if found.accepted else None


def _passes(model: Model, each: Judged) -> bool:
    return model.accepts(model.probability(each.measures), each.measures)


def _change(kind: str, before: Model | None, after: Model, own: list[Judged]) -> Change:
    old = [each for each in own if before is not None and _passes(before, each)]
    new = [each for each in own if _passes(after, each)]
    wrong = sum(not each.right for each in new)
    return Change(
        kind, before, after, len(own), len(old), sum(not each.right for each in old), len(new), wrong,
        upper_bound(wrong, len(new), LEVEL),
    )


def calibration_in_use(path: Path | None = None) -> Calibration:
    """Return the calibration at ``path``, else the office's own in the current folder, else the shipped one.

    Raises:
        InputError: the file cannot be read or is no calibration.
    """
    chosen = path or Path(OWN_FILE)
    if path is None and not chosen.is_file():
        return shipped_calibration()
    try:
        return from_json(json.loads(chosen.read_text(encoding="utf-8")))
    except OSError as error:
        raise InputError(unopened(chosen, error)) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(problem("G301", where=Where(str(chosen)), file=chosen)) from error


def write_calibration(calibration: Calibration, path: Path) -> None:
    """Write a calibration as JSON.

    Raises:
        OutputError: the file cannot be written.
    """
    text = json.dumps(calibration.to_json(), ensure_ascii=False, indent=1) + "\n"
    try:
        with write_atomically(path) as beside:
            beside.write_text(text, encoding="utf-8")
    except OSError as error:
        raise OutputError(problem("U005", path=path, reason=error.strerror or error)) from error


def lines_of(changes: list[Change]) -> Iterator[tuple[str, ...]]:
    """Yield a row for each change: kind, decided, accepted before and now, wrong before and now, bound."""
    for each in changes:
        yield (
            each.kind, str(each.samples), f"{each.accepted} → {each.accepted_now}", f"{each.wrong} → {each.wrong_now}",
            f"{100 * each.bound:.2f} %",
        )
