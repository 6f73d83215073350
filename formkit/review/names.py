"""The words for what waits: why, of which kind, and in which place of a handbook."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable
from dataclasses import replace
from functools import lru_cache

from formkit.errors import FormkitError, Problem
from formkit.i18n import N_, _
from formkit.mapping import load_handbook
from formkit.model.handbook import Handbook
from formkit.model.ids import FieldRef, find
from formkit.model.question import split
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
def handbook(handbook_id: str, edition: str) -> Handbook | None:
    """Return an edition of a handbook that is installed, the newest where ``edition`` is ""."""
    try:
        return load_handbook(f"{handbook_id}@{edition or max(load_handbook(handbook_id).editions)}")
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
def _printed(question: str) -> tuple[str, str, str] | None:
    """Return sheet title, table label ("" outside of tables) and label, as the question's edition prints them."""
    parts = split(question)
    book = handbook(parts.handbook, parts.edition)
    sheet = None if book is None else book.sheet(parts.sheet)
    if sheet is None:
        return None
    head, _dot, column = parts.local.partition(".")
    table = sheet.table(head)
    found = next((each for each in table.columns if each.id == column), None) if table else sheet.field(parts.local)
    return None if found is None else (sheet.title, table.label if table else "", found.label)


def alike(questions: Iterable[str]) -> frozenset[str]:
    """Return those of some questions that another one is called like, on the same sheet in another edition."""
    editions: dict[tuple[str, str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for question in questions:
        handbook_id, edition, sheet, _local = split(question)
        editions[handbook_id, sheet, _name(question)[1]][edition].append(question)
    return frozenset(
        question for found in editions.values() if len(found) > 1 for own in found.values() for question in own
    )


def question_name(question: str, told_apart: Container[str] = ()) -> tuple[str, str]:
    """Return sheet title and label of a question, with its edition where it is one of those to be ``told_apart``.

    Where no handbook tells: "" and the question's id.
    """
    title, label = _name(question)
    return title, _with_edition(label, question) if question in told_apart else label


def question_path(question: str, told_apart: Container[str] = ()) -> str:
    """Return sheet, table and label of a question in one line; itself where no handbook tells."""
    printed = _printed(question)
    if printed is None:
        return question
    path = " · ".join(filter(None, printed))
    return _with_edition(path, question) if question in told_apart else path


def _name(question: str) -> tuple[str, str]:
    printed = _printed(question)
    return (printed[0], printed[2]) if printed else ("", question.partition("/")[2] or question)


def _with_edition(words: str, question: str) -> str:
    edition = split(question).edition
    return _("{question} ({edition} edition)").format(question=words, edition=edition) if edition else words


def group_name(by: GroupBy, value: str, told_apart: Container[str] = ()) -> str:
    """Return the words for one group of what waits; a question tells its edition if it is to be ``told_apart``."""
    if by is GroupBy.REASON:
        return _(REASONS[Reason(value)])
    if by is GroupBy.SORT:
        return sort_name(value)
    if by is GroupBy.QUESTION:
        sheet, label = question_name(value, told_apart)
        return f"{label} · {sheet}" if sheet else label
    if by is GroupBy.HANDBOOK:
        book = handbook(value, "")
        return book.title if book else value
    return value or {GroupBy.BATCH: _("without a batch"), GroupBy.VILLAGE: _("village not known")}[by]
