"""The next field for the person who asks: taken from the desk, with the crops of those after it cut ahead."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from formkit.model.accounts import Role
from formkit.model.review import FieldKey, Filter, QueueCounts, Waiting
from formkit.pipeline.deciding import kinds_of_two, questions_of_two
from formkit.review.background import background
from formkit.review.choosing import chosen
from formkit.review.roles import this_account
from formkit.review.serving import accounts, store

AHEAD, AT_LEAST = 6, 2
"""Fields that are held beside the one that is looked at, and how few there may be before more are taken."""
_BACK = 200
"""Decisions of one's own that one can go back to."""


def kinds_for_two() -> frozenset[str]:
    """Return the kinds of fields that need two persons."""
    return kinds_of_two(store())


def questions_for_two() -> frozenset[str]:
    """Return the questions whose kind needs two persons."""
    return questions_of_two(kinds_for_two())


def next_field(which: Filter) -> Waiting | None:
    """Return the next field, held by the person who asks; some more are held for them, and their crops cut ahead.

    What is in hand already is given without writing anything: a write waits for the disk.
    """
    who, desk = this_account().name, store().desk
    keys = desk.in_hand(who, which)
    if not keys:
        return next(iter(next_fields(which, 1)), None)
    if len(keys) <= 1 + AT_LEAST:
        background().look_ahead(who, which, 1 + AHEAD, questions_for_two())
    return field_of(keys[0])


def next_fields(which: Filter, count: int) -> tuple[Waiting, ...]:
    """Return the next fields, held by the person who asks; some more are held for them, and their crops cut ahead."""
    found = store().desk.take(this_account().name, which, count + AHEAD, two=questions_for_two())
    background().cut_ahead(found)
    return tuple(map(background().assigned.shown, found[:count]))


def field_of(key: FieldKey) -> Waiting:
    """Return one field, that of an assigned page with its place on the picture and what is proposed there."""
    return background().assigned.shown(store().desk.field(key))


def counts() -> QueueCounts:
    """Return how many fields wait in the part that the person works on, and what they decided today."""
    return store().desk.counts(chosen(), this_account().name, since=start_of_today())


def start_of_today() -> datetime:
    """Return the last midnight at this computer."""
    return accounts().clock().astimezone().replace(hour=0, minute=0, second=0, microsecond=0)


def history() -> Sequence[FieldKey]:
    """Return the fields that the person who asks decided last, newest first."""
    return store().desk.history(this_account().name, _BACK)


def may_see(key: FieldKey) -> bool:
    """Say whether the person may see one field: who decides fields sees what they can hold or have decided."""
    account = this_account()
    if account.role.reaches(Role.REVIEW) or store().desk.hold(account.name, key, two=questions_for_two()):
        return True
    return key in history()
