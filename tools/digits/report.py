"""What the digit reader is worth on a test set: tables for `docs/digits.md`."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from formkit.media.scan.cells.classifier import BLANK, NO_TENS, NUMBER, X_ONES, BoxLogs, classify, number_logs
from formkit.media.scan.cells.pictures import TYPES
from tools.digits.sets import Boxes

Which = NDArray[np.bool_]
_OFFICE = ("flatbed", "feeder")
_CODE_LISTS = 5


def report(boxes: Boxes) -> str:
    """Return all tables as Markdown."""
    begun = time.process_time()
    logs = classify(boxes.pictures)
    spent = (time.process_time() - begun) / len(boxes.truth) * 1e3
    parts = [
        "\n".join(_digits(boxes, logs)), "\n".join(_codes(boxes, logs)), "\n".join(_kinds(boxes, logs)),
        "\n".join(_coverage(boxes, logs)), f"{spent:.2f} ms of one processor for each box.",
    ]
    return "\n\n".join(parts)


def _groups(boxes: Boxes) -> Iterator[tuple[str, Which]]:
    yield "all", np.ones(len(boxes.truth), np.bool_)
    yield "office (flatbed, feeder)", np.isin(boxes.profiles, _OFFICE)
    for name in np.unique(boxes.profiles):
        yield str(name), np.asarray(boxes.profiles == name, np.bool_)


def _row(name: str, groups: Sequence[Which], right: Which, asked: Which) -> str:
    cells = []
    for group in groups:
        chosen = group & asked
        cells.append(f"{right[chosen].mean():.2%} ({chosen.sum()})" if chosen.any() else "-")
    return "| " + " | ".join([name, *cells]) + " |"


def _head(first: str, names: Sequence[str]) -> list[str]:
    return ["| " + " | ".join([first, *names]) + " |", "|---" * (len(names) + 1) + "|"]


def single_digits(boxes: Boxes) -> Which:
    """Return which boxes hold one digit."""
    kind, tens, ones = boxes.truth.T
    return np.asarray((kind == NUMBER) & (tens == NO_TENS) & (ones < X_ONES), np.bool_)


def _digits(boxes: Boxes, logs: BoxLogs) -> list[str]:
    right = np.asarray(logs.ones[:, :10].argmax(axis=1) == boxes.truth[:, 2], np.bool_)
    asked = single_digits(boxes)
    sources = [str(each) for each in np.unique(boxes.sources)]
    every: list[Which] = [np.ones(len(right), np.bool_), *(np.asarray(boxes.sources == each) for each in sources)]
    lines = ["One digit, a digit being certain:", "", *_head("profile", ["all", *sources])]
    return lines + [_row(name, [part & each for each in every], right, asked) for name, part in _groups(boxes)]


def _codes(boxes: Boxes, logs: BoxLogs) -> list[str]:
    """Score codes of lists as forms have them: 2 to 12 codes from 1 on, some with 99."""
    rng = np.random.default_rng(3)
    kind, tens, ones = boxes.truth.T
    number = np.where(tens == NO_TENS, ones, tens * 10 + ones)
    asked = np.asarray((kind == NUMBER) & (ones < X_ONES) & (number > 0) & (tens != 0), np.bool_)
    right, tried = np.zeros(len(number)), np.zeros(len(number))
    for _ in range(_CODE_LISTS):
        codes = [*range(1, int(rng.integers(2, 13)) + 1), *([99] if rng.random() < 0.3 else [])]
        table = number_logs(logs, [str(code) for code in codes])
        usable = asked & np.isin(number, codes)
        right += usable & (np.asarray(codes)[table.argmax(axis=1)] == number)
        tried += usable
    lines = ["Codes, the list of codes being known:", "", *_head("profile", ["one digit", "two digits"])]
    exact = np.asarray(right == tried, np.bool_)
    both: list[Which] = [np.asarray((tried > 0) & (number < 10)), np.asarray((tried > 0) & (number > 9))]
    return lines + [
        _row(name, [part & each for each in both], exact, asked) for name, part in _groups(boxes)
    ]


def best_number(logs: BoxLogs) -> NDArray[np.float64]:
    """Return the probability of the best number of one digit in each box."""
    best = logs.kinds[:, NUMBER] + logs.tens[:, NO_TENS] + logs.ones[:, :10].max(axis=1)
    return np.asarray(np.exp(best), np.float64)


def _kinds(boxes: Boxes, logs: BoxLogs) -> list[str]:
    sure, seen = best_number(logs), logs.kinds.argmax(axis=1)
    lines = ["What is no number:", "", *_head("type", ["boxes", "seen as such", "a digit at 0.9", "a digit at 0.99"])]
    for number, name in enumerate(TYPES):
        part = boxes.truth[:, 0] == number
        if number == NUMBER or not part.any():
            continue
        shares = (np.mean(seen[part] == number), np.mean(sure[part] >= 0.9), np.mean(sure[part] >= 0.99))
        lines.append(f"| {name} | {part.sum()} | " + " | ".join(f"{share:.2%}" for share in shares) + " |")
    blank = boxes.truth[:, 0] == NUMBER
    lines.append(f"| (a number taken for blank) | {blank.sum()} | {np.mean(seen[blank] == BLANK):.3%} | | |")
    return lines


def _coverage(boxes: Boxes, logs: BoxLogs) -> list[str]:
    """Tell how many single digits can be accepted when so many of the accepted boxes may be wrong."""
    sure = best_number(logs)
    right = np.asarray(single_digits(boxes) & (logs.ones[:, :10].argmax(axis=1) == boxes.truth[:, 2]), np.bool_)
    errors = (0.0002, 0.001, 0.003, 0.01)
    lines = [
        "Share of one-digit boxes accepted at an error among all that is accepted, odd contents included:", "",
        *_head("profile", [f"{each:.2%}" for each in errors]),
    ]
    for name, part in _groups(boxes):
        shares = [_accepted(sure[part], right[part], single_digits(boxes)[part], error) for error in errors]
        lines.append(f"| {name} | " + " | ".join(f"{each:.1%}" for each in shares) + " |")
    return lines


def _accepted(sure: NDArray[np.float64], right: Which, digits: Which, error: float) -> float:
    order = np.argsort(-sure)
    wrong = np.cumsum(~right[order])
    fine = np.flatnonzero(wrong <= error * np.arange(1, len(order) + 1))
    taken = order[: fine[-1] + 1] if len(fine) else order[:0]
    return float(digits[taken].sum() / max(1, digits.sum()))
