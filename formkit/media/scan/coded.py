"""Answers written as codes into boxes: one box, or a row of them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from formkit.media.scan.code_row import CORRECTED, FOREIGN, STROKE, RowLogs, read_row
from formkit.model.handbook import Field, Kind
from formkit.model.reading import Value

FAR = 30.0
"""The greatest margin that is told, in nats."""
_NEVER = 1e-9
"""The least probability that is told from none."""


@dataclass(frozen=True, slots=True)
class CodeBoxes:
    """Log-probabilities of a field's code boxes, from left to right.

    ``logs`` is (boxes, codes) for ``codes``; ``empty``, ``foreign``, ``stroke`` and ``corrected`` are (boxes,): that
    nothing is written, that it is none of the codes, that it is no more than a stroke or a dash (a part of
    ``foreign``), that something was struck out. ``ink`` (boxes,) is the share of the inside covered by a
    pen, ``listed`` (boxes,) how likely a number seen there is one of the codes.
    """

    codes: tuple[str, ...]
    logs: NDArray[np.float64]
    empty: NDArray[np.float64]
    foreign: NDArray[np.float64]
    stroke: NDArray[np.float64]
    corrected: NDArray[np.float64]
    ink: NDArray[np.float64]
    listed: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class CodedAnswer:
    """The answer of a choice that is written as codes.

    ``problem`` is the code of what a person must be told, "" for nothing.
    """

    value: Value
    alternatives: tuple[Value, ...] = ()
    measures: dict[str, float] = field(default_factory=dict)
    corrected: bool = False
    problem: str = ""
    blank: bool = False


@dataclass(frozen=True, slots=True)
class _Box:
    """One box: the code or None, the next best code, and how far the best is ahead of everything else."""

    code: str | None
    second: str | None
    margin: float
    lead: float
    corrected: bool
    foreign: bool
    listed: float


def answer_codes(choice: Field, seen: CodeBoxes) -> CodedAnswer:
    """Return the answer of ``choice``; option codes that files also use ("accepts") count for their option.

    What looks overwritten or like no code is told; the code that it is likest is the answer then, and a person has to
    confirm it.
    """
    seen = _by_option(choice, seen)
    boxes = [_box(seen, row) for row in range(len(seen.empty))]
    if choice.kind is Kind.MULTI and len(boxes) > 1:
        boxes = _in_row(choice, seen, boxes)
    measures = {
        "margin": min(each.margin for each in boxes), "lead": min(each.lead for each in boxes),
        "boxes": float(len(boxes)), "ink": float(seen.ink.max(initial=0.0)),
        "listed": min((float(each.listed) for each in boxes if each.code is not None), default=0.0),
    }
    corrected, foreign = any(each.corrected for each in boxes), any(each.foreign for each in boxes)
    codes = [code for each in boxes if (code := _likest(each, choice)) is not None]
    problem = "G202" if corrected else "G203" if foreign else ""
    if choice.kind is Kind.SINGLE:
        return _single(boxes, codes, measures, corrected, problem)
    return _multi(choice, codes, measures, corrected, problem)


def _by_option(choice: Field, seen: CodeBoxes) -> CodeBoxes:
    """Return the boxes with one column for each option: codes that say the same are no rivals."""
    columns = {
        option.code: [seen.codes.index(code) for code in (option.code, *option.accepts) if code in seen.codes]
        for option in choice.options
    }
    known = {code: own for code, own in columns.items() if own}
    logs = [np.logaddexp.reduce(seen.logs[:, own], axis=1) for own in known.values()]
    return replace(seen, codes=tuple(known), logs=np.stack(logs, axis=1))


def _likest(box: _Box, choice: Field) -> str | None:
    """Return the code in a box, or the one that it is likest; a sign in a row of boxes strikes out one not needed."""
    crossed = box.corrected or (box.foreign and choice.kind is Kind.SINGLE)
    return box.code or (box.second if crossed else None)


def _single(
    boxes: list[_Box], codes: list[str], measures: dict[str, float], corrected: bool, problem: str
) -> CodedAnswer:
    value = codes[0] if codes else None
    others = tuple(each.second for each in boxes if each.second not in (None, value))
    if len(set(codes)) > 1:
        problem = "G201"
    blank = not codes and not problem
    return CodedAnswer(value, others, measures, corrected, problem, blank)


def _multi(
    choice: Field, codes: list[str], measures: dict[str, float], corrected: bool, problem: str
) -> CodedAnswer:
    order = [option.code for option in choice.options]
    chosen = tuple(code for code in order if code in codes)
    measures["twice"] = float(len(codes) - len(chosen))
    if len(codes) != len(chosen):
        problem = problem or "G206"
    exclusive = {option.code for option in choice.options if option.exclusive}
    if len(chosen) > 1 and exclusive & set(chosen):
        problem = problem or "G205"
    return CodedAnswer(chosen or None, (), measures, corrected, problem, not chosen and not problem)


def _box(seen: CodeBoxes, row: int) -> _Box:
    order = np.argsort(-seen.logs[row])
    best, second = float(seen.logs[row, order[0]]), float(seen.logs[row, order[1]]) if len(order) > 1 else -FAR
    empty, corrected = float(seen.empty[row]), float(seen.corrected[row])
    foreign = float(seen.foreign[row])
    rivals = max(second, empty, foreign, corrected)
    ways = {"code": best, "empty": empty, "foreign": foreign, "corrected": corrected}
    winner = max(ways, key=lambda each: ways[each])
    code = seen.codes[order[0]] if winner == "code" else None
    written = float(np.logaddexp(np.logaddexp(foreign, corrected), np.logaddexp.reduce(seen.logs[row])))
    lead = abs(empty - written) if winner != "code" else best - rivals
    margin = best - second if winner == "code" else lead
    next_code = seen.codes[order[1]] if winner == "code" and len(order) > 1 else seen.codes[order[0]]
    return _Box(
        code, next_code if winner != "empty" else None, min(FAR, margin), min(FAR, lead), winner == "corrected",
        winner == "foreign", float(seen.listed[row]),
    )


def _in_row(choice: Field, seen: CodeBoxes, alone: list[_Box]) -> list[_Box]:
    """Return the boxes as the row has them.

    What is no code by itself, or is none in the row, stays to be told; but not the strokes that close a row.
    """
    place = {option.code: number for number, option in enumerate(choice.options)}
    exclusive = {number for number, option in enumerate(choice.options) if option.exclusive}
    other = np.log(np.maximum(_NEVER, np.exp(seen.foreign) - np.exp(seen.stroke)))
    row = read_row(
        RowLogs(seen.logs, seen.empty, seen.stroke, seen.corrected, other), [place[code] for code in seen.codes],
        exclusive,
    )
    closed = row.is_closed()
    return [
        _of_row(seen, box, kind, margin, closed=closed)
        for box, kind, margin in zip(alone, row.kinds, row.margins, strict=True)
    ]


def _of_row(seen: CodeBoxes, alone: _Box, kind: int, margin: float, *, closed: bool) -> _Box:
    code = seen.codes[kind] if kind >= 0 else None
    told = (alone.foreign or kind in (STROKE, FOREIGN)) and not (closed and kind == STROKE)
    same = (code, kind == CORRECTED) == (alone.code, alone.corrected)
    return replace(
        alone, code=code, second=alone.second if same else alone.code or alone.second, corrected=kind == CORRECTED,
        foreign=told, margin=min(margin, alone.margin if same else FAR), lead=min(margin, alone.lead if same else FAR),
    )
