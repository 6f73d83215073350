"""Which part of the queue a person works on. It stands in the cookie, so that no address holds a village's name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from flask import session

from formkit.model.review import EVERYTHING, Filter, GroupBy, Reason
from formkit.review.names import group_name
from formkit.review.serving import store

_NAME = "part"
_PARTS: Mapping[GroupBy, str] = {
    GroupBy.BATCH: "batch", GroupBy.HANDBOOK: "handbook", GroupBy.VILLAGE: "village", GroupBy.SORT: "sort",
    GroupBy.REASON: "reason", GroupBy.QUESTION: "question",
}


def chosen() -> Filter:
    """Return the part that the person chose; everything where it is not known any more."""
    kept = session.get(_NAME)
    if not isinstance(kept, dict):
        return EVERYTHING
    try:
        reason = Reason(kept["reason"]) if kept.get("reason") else None
        return Filter(**{**kept, "reason": reason})
    except (TypeError, ValueError):
        return EVERYTHING


def choose(which: Filter) -> None:
    """Remember the part that the person works on from now on."""
    session[_NAME] = {name: value for name, value in asdict(which).items() if value not in (None, "", False)} | {
        name: "" for name in ("batch", "village") if getattr(which, name) == ""
    }


def narrowed(which: Filter, by: GroupBy, value: str) -> Filter:
    """Return a part with one condition more, or another one of the same kind.

    Raises:
        ValueError: ``value`` is no reason.
    """
    if by is GroupBy.REASON:
        return replace(which, reason=Reason(value))
    part: dict[str, Any] = {_PARTS[by]: value}
    return replace(which, **part)


def widened(which: Filter, by: GroupBy) -> Filter:
    """Return a part without its condition of one kind."""
    return replace(which, **{_PARTS[by]: getattr(EVERYTHING, _PARTS[by])})


def part_names(which: Filter) -> list[tuple[GroupBy, str]]:
    """Return the conditions of a part in words, a question in those of the documents in which it waits."""
    editions = store().desk.editions(which) if which.question else {}
    return [(by, group_name(by, value, editions.get(which.question, ()))) for by, value in conditions(which)]


def conditions(which: Filter) -> list[tuple[GroupBy, str]]:
    """Return the conditions of a part."""
    every = ((by, getattr(which, name), getattr(EVERYTHING, name)) for by, name in _PARTS.items())
    return [(by, str(value)) for by, value, empty in every if value != empty]
