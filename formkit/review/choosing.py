"""Which part of the queue a person works on. It stands in the cookie, so that no address holds a village's name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from flask import session

from formkit.model.question import split
from formkit.model.review import EVERYTHING, Filter, GroupBy, Reason
from formkit.review.names import alike, group_name
from formkit.review.serving import store

_NAME = "part"
_PARTS: Mapping[GroupBy, str] = {
    GroupBy.BATCH: "batch", GroupBy.HANDBOOK: "handbook", GroupBy.VILLAGE: "village", GroupBy.SORT: "sort",
    GroupBy.REASON: "reason", GroupBy.QUESTION: "question",
}


def chosen() -> Filter:
    """Return the part that the person chose, without what is not known any more."""
    kept = session.get(_NAME)
    if not isinstance(kept, dict):
        return EVERYTHING
    try:
        reason = Reason(kept["reason"]) if kept.get("reason") else None
        which = Filter(**{**kept, "reason": reason})
    except (TypeError, ValueError):
        return EVERYTHING
    return replace(which, question="") if which.question and is_no_question(which.question) else which


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
    """Return the conditions of a part in words."""
    told_apart = questions_alike(which.question) if which.question else ()
    return [(by, group_name(by, value, told_apart)) for by, value in conditions(which)]


def questions_alike(*more: str) -> frozenset[str]:
    """Return the questions called like one of another edition, of all that wait and ``more``, whatever was chosen."""
    return alike({*more, *(question for question, _count in store().desk.groups(GroupBy.QUESTION, EVERYTHING))})


def is_no_question(question: str) -> bool:
    """Say whether there is no such question: before editions were told apart, cookies and addresses named none."""
    return not split(question).edition and not store().desk.groups(GroupBy.QUESTION, Filter(question=question))


def conditions(which: Filter) -> list[tuple[GroupBy, str]]:
    """Return the conditions of a part."""
    every = ((by, getattr(which, name), getattr(EVERYTHING, name)) for by, name in _PARTS.items())
    return [(by, str(value)) for by, value, empty in every if value != empty]
