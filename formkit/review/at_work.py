"""The next field for the person who asks: taken from the desk, with the crops of those after it cut ahead."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from flask import abort, request, session

from formkit.model.accounts import Role
from formkit.model.review import EVERYTHING, FieldKey, Filter, QueueCounts, Waiting
from formkit.pipeline.deciding import kinds_of_two, questions_of_two
from formkit.review.background import background
from formkit.review.choosing import chosen
from formkit.review.roles import this_account
from formkit.review.serving import accounts, store

AHEAD, AT_LEAST = 6, 2
"""Fields that are held beside the one that is looked at, and how few there may be before more are taken."""
_BACK = 200
"""Decisions of one's own that one can go back to."""
TOO_SHORT, LONG_ENOUGH = timedelta(minutes=2), timedelta(minutes=8)
"""What a claim must still last for its field to be shown, and under what it is renewed then."""
_LATER, _MOST_LATER = "later", 30
"""What the cookie calls the fields that were put off, and how many it keeps."""


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
    who, later = this_account().name, _put_off()
    key = _in_hand(who, which, later)
    if key is not None:
        return field_of(key)
    return next(iter(fields_in_turn(which, 1)), None)


def fields_in_turn(which: Filter, count: int) -> tuple[Waiting, ...]:
    """Return the next fields; those that the person put off only where nothing else waits."""
    later = _put_off()
    found = next_fields(which, count, beside=later)
    if not found and later:
        session.pop(_LATER)
        return fields_in_turn(which, count)
    return found


def _in_hand(who: str, which: Filter, later: Sequence[FieldKey]) -> FieldKey | None:
    """Return the next field that a person holds for long enough, also if they look at it for some time."""
    desk, now = store().desk, datetime.now(UTC)
    keys = [each for each in desk.in_hand(who, which, when=now + TOO_SHORT) if each not in later]
    if not keys:
        return None
    if len(keys) <= 1 + AT_LEAST:
        background().look_ahead(who, which, 1 + AHEAD, questions_for_two())
    if keys[0] in desk.in_hand(who, which, when=now + LONG_ENOUGH):
        return keys[0]
    return keys[0] if desk.hold(who, keys[0], two=questions_for_two()) else None


def next_fields(which: Filter, count: int, *, beside: Sequence[FieldKey] = ()) -> tuple[Waiting, ...]:
    """Return the next fields, held by the person who asks; some more are held for them, and their crops cut ahead."""
    found = store().desk.take(this_account().name, which, count + AHEAD, beside=beside, two=questions_for_two())
    background().cut_ahead(found)
    return tuple(map(background().shown, found[:count]))


def put_off(key: FieldKey) -> None:
    """Show the person a field again only when nothing else waits for them; others may have it meanwhile."""
    session[_LATER] = [*(list(each) for each in _put_off() if each != key), list(key)][-_MOST_LATER:]
    store().desk.release(this_account().name, [key])


def _put_off() -> tuple[FieldKey, ...]:
    return tuple((number, field_id) for number, field_id in session.get(_LATER, ()))


def field_of(key: FieldKey) -> Waiting:
    """Return one field, that of an assigned page with its place on the picture and what is proposed there."""
    return background().shown(store().desk.field(key))


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
    return hold(key) or this_account().role.reaches(Role.REVIEW) or key in history()


def hold(key: FieldKey) -> bool:
    """Hold a field that waits for the person who asks; False where it is not to be had."""
    desk, who = store().desk, this_account().name
    in_hand = key in desk.in_hand(who, EVERYTHING, when=datetime.now(UTC) + LONG_ENOUGH)
    return in_hand or desk.hold(who, key, two=questions_for_two())


def undo_last() -> FieldKey | None:
    """Undo the last decision of the person who asks, and hold its field for them; None where there is none.

    The form's ``undo`` is the token of the undoing, so that sending it twice is harmless.
    """
    token = request.form.get("undo", "")
    if not 16 <= len(token) <= 64:
        abort(400)
    undone = store().desk.undo(this_account().name, token)
    if undone is None:
        return None
    background().settler.tell(undone.document_id)
    key = (undone.document_id, undone.field_id)
    hold(key)
    return key


def is_with_another(key: FieldKey) -> bool:
    """Say whether somebody else holds a field."""
    return store().desk.holder(key) not in ("", this_account().name)


def may_decide(key: FieldKey) -> bool:
    """Say whether the person may decide one field: one that they may see; what is in hand is not claimed once more."""
    account = this_account()
    by_role = account.role.reaches(Role.REVIEW)
    return by_role or key in store().desk.in_hand(account.name, EVERYTHING) or may_see(key)
