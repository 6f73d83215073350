"""The words for what waits: why, of which kind, and in which place of a handbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from formkit.errors import FormkitError, Problem
from formkit.i18n import N_, _
from formkit.mapping import load_handbook
from formkit.model.handbook import Handbook
from formkit.model.ids import FieldRef, find
from formkit.model.review import GroupBy, Reason
from formkit.review.sorts import sort_name

GROUPS = {
    GroupBy.QUESTION: N_("Question"), GroupBy.SORT: N_("Kind of writing"), GroupBy.REASON: N_("Reason"),
    GroupBy.BATCH: N_("Batch"), GroupBy.VILLAGE: N_("Village"), GroupBy.HANDBOOK: N_("Handbook"),
}
REASONS = {
    Reason.DOUBT: N_("not read surely"), Reason.CHECK: N_("contradicts a check"), Reason.LOOK: N_("second look"),
    Reason.PAGE: N_("page assigned by a person"),
}
_BY_ID = ("S110", "S111", "S116")
"""Codes of problems that name sheets and fields by their ids."""


@lru_cache(64)
def handbook(handbook_id: str, edition: str | None) -> Handbook | None:
    """Return a handbook that is installed: its newest edition where ``edition`` is "", its usual one for None."""
    try:
        found = load_handbook(f"{handbook_id}@{edition}" if edition else handbook_id)
        return load_handbook(f"{handbook_id}@{max(found.editions)}") if edition == "" else found
    except FormkitError:
        return None


@lru_cache(4096)
def ref_of(handbook_id: str, edition: str, field_id: str) -> FieldRef | None:
    """Return what a field of a document is; None where its handbook is not installed."""
    book = handbook(handbook_id, edition)
    return None if book is None else find(book, field_id)


def in_printed_words(found: Problem, handbook_id: str, edition: str) -> Problem:
    """Return a problem that names sheets and fields by the words printed on them, not by their ids.

    What the store finds is told by ids, since it does not have the handbooks.
    """
    book = handbook(handbook_id, edition) if found.code in _BY_ID else None
    if book is None:
        return found
    sheets = {each.id: each.title for each in book.sheets}

    def words(name: str, value: str) -> str:
        if name == "sheet":
            return sheets.get(value, value)
        if name != "fields":
            return value
        refs = ((each, find(book, each)) for each in value.split(", "))
        return _(", ").join(dict.fromkeys(each if ref is None else ref.field.label for each, ref in refs))

    return replace(found, context=tuple((name, words(name, value)) for name, value in found.context))


@lru_cache(4096)
def _question(question: str, edition: str | None) -> tuple[str, str, str] | None:
    """Return sheet title, table label ("" outside of tables) and label."""
    handbook_id, _slash, local = question.partition("/")
    book = handbook(handbook_id, edition)
    if book is None:
        return None
    sheet_id, _dot, rest = local.partition(".")
    sheet = book.sheet(sheet_id)
    if sheet is None:
        return None
    head, _dot, column = rest.partition(".")
    table = sheet.table(head)
    found = next((each for each in table.columns if each.id == column), None) if table else sheet.field(rest)
    return None if found is None else (sheet.title, table.label if table else "", found.label)


def question_name(question: str, editions: Sequence[str] = ()) -> tuple[str, str]:
    """Return sheet title and label of a question, as its documents' ``editions`` have them; without any the newest.

    What the editions call differently is told side by side. Where no handbook tells: "" and the question's id.
    """
    known = [each for each in (_question(question, edition) for edition in editions or ("",)) if each is not None]
    if not known:
        return "", question.partition("/")[2] or question
    titles, labels = (dict.fromkeys(each[place] for each in known) for place in (0, 2))
    return " / ".join(titles), " / ".join(labels)


def question_path(question: str) -> str:
    """Return sheet, table and label of a question in one line, in the usual edition; itself where none is installed."""
    return " · ".join(filter(None, _question(question, None) or (question,)))


def group_name(by: GroupBy, value: str, editions: Sequence[str] = ()) -> str:
    """Return the words for one group of what waits; a question has them of its documents' ``editions``."""
    if by is GroupBy.REASON:
        return _(REASONS[Reason(value)])
    if by is GroupBy.SORT:
        return sort_name(value)
    if by is GroupBy.QUESTION:
        sheet, label = question_name(value, editions)
        return f"{label} · {sheet}" if sheet else label
    if by is GroupBy.HANDBOOK:
        book = handbook(value, "")
        return book.title if book else value
    return value or {GroupBy.BATCH: _("without a batch"), GroupBy.VILLAGE: _("village not known")}[by]
