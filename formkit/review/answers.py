"""The form of a field → a decision, or what is wrong with it."""

from __future__ import annotations

import datetime as dt
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from flask import abort
from werkzeug.datastructures import MultiDict

from formkit.errors import Problem
from formkit.model.ids import FieldRef
from formkit.model.review import Decision, DecisionKind, Entered, Waiting
from formkit.pipeline.entering import Entry, codes_entry, given_entry, is_worth_asking, plain_text, typed_entry
from formkit.values.characters import stripped

LONGEST_NUMBER = 15
"""Digits of a number in a form or an address; the store's numbers have no more."""
PICKED = (DecisionKind.VALUE, DecisionKind.BLANK, DecisionKind.ILLEGIBLE, DecisionKind.WRONG_PAGE)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a form says: an entry to be decided, or nothing with what is to be told or asked.

    ``empty`` when nothing was entered where there is nothing to accept.
    """

    entered: Entered | None
    problems: tuple[Problem, ...] = ()
    refused: bool = False
    empty: bool = False


def new_token() -> str:
    """Return a token for a form, which makes sending it twice harmless."""
    return secrets.token_urlsafe(18)


def answer_of(form: MultiDict[str, str], ref: FieldRef | None, mode: str) -> Answer:
    """Return what a form says: a picked button before what was typed, that before ticks, those before what is shown."""
    picked = form.get("pick", "")
    if picked:
        return _picked(picked, ref)
    typed = form.get("typed", "")
    if stripped(typed):
        return _typed(typed, form.get("kept", ""), ref)
    if typed:
        # Blanks alone are a slip more often than an answer, and neither a blank field nor what is shown.
        return Answer(None, empty=True)
    if mode == "multi":
        return _ticked(form, ref)
    given = form.get("shown", "")
    return _picked(given, ref) if given else Answer(None, empty=True)


def typed_again(form: MultiDict[str, str]) -> str:
    """Return what was typed, to be shown again; blanks, which nobody sees, are not."""
    typed = form.get("typed", "")
    return typed if stripped(typed) else ""


def decision(waiting: Waiting, entered: Entered, form: MultiDict[str, str], who: str, *, two: bool) -> Decision:
    """Return the decision of a person; its token and what they saw come from the form."""
    token, seen = form.get("token", ""), form.get("seen", "")
    if not 16 <= len(token) <= 64 or not seen.isdecimal() or len(seen) > LONGEST_NUMBER:
        abort(400)
    return Decision(
        waiting.document_id, waiting.field_id, entered.kind, entered.value, who, token, two=two, seen=int(seen)
    )


def _picked(text: str, ref: FieldRef | None) -> Answer:
    kind, value = _unpacked(text)
    if kind is not DecisionKind.VALUE:
        return Answer(Entered(kind))
    if ref is None:
        return Answer(Entered(kind, tuple(value) if isinstance(value, list) else value))  # type: ignore[arg-type]
    return _of(given_entry(ref, value), asked=True)


def _unpacked(text: str) -> tuple[DecisionKind, object]:
    try:
        found = json.loads(text)
        # What has no UTF-8 ("\\ud800") and no JSON (NaN) cannot be kept.
        json.dumps(found, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError):
        abort(400)
    if not isinstance(found, Mapping) or found.get("kind") not in PICKED or not _is_value(found.get("value")):
        abort(400)
    return DecisionKind(found["kind"]), found.get("value")


def _is_value(value: object) -> bool:
    if isinstance(value, list):
        return all(isinstance(each, str) for each in value)
    return value is None or isinstance(value, str | int | float)


def _typed(text: str, kept: str, ref: FieldRef | None) -> Answer:
    if ref is None:
        return Answer(Entered(DecisionKind.VALUE, plain_text(ref, text)))
    return _of(typed_entry(ref, text, today=dt.date.today()), asked=kept == text)


def _ticked(form: MultiDict[str, str], ref: FieldRef | None) -> Answer:
    codes = form.getlist("code")
    if ref is None or (not codes and not form.get("shown")):
        return Answer(None, empty=True)
    return _of(codes_entry(ref, codes), asked=True)


def _of(entry: Entry, *, asked: bool) -> Answer:
    """Return the answer of an entry; what is wrong with one is asked about once."""
    if entry.refused or (is_worth_asking(entry) and not asked):
        return Answer(None, entry.problems, entry.refused)
    kind = DecisionKind.BLANK if entry.value is None else DecisionKind.VALUE
    return Answer(Entered(kind, entry.value), entry.problems)
