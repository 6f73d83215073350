"""A foreign list as JSON: what its rows and columns are, its people with normalised answers, and every issue by cell.

The shape is that of the truth which rosters for tests come with, so that an independent check can compare.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from formkit.errors import Problem
from formkit.media.table.field_names import field_of
from formkit.media.table.grid import letters
from formkit.media.table.people import Column, PeopleTable, PersonRow, SheetRead
from formkit.media.table.vocabulary import Vocabulary, vocabulary
from formkit.model.concepts import BIRTH, ROW_NUMBER, SECOND_PHONE, SEX, VILLAGE, Answer
from formkit.model.handbook import Handbook

Json = dict[str, object]
_CODED = ("visit.danger", "visit.class", "visit.adherence")
"""Choices that are given as codes of the handbook; all others as common words."""
_ROWS = ("title_rows", "header_rows", "subtotal_rows", "note_rows", "section_rows", "repeated_rows", "hidden_rows")
_BOTH = {"P021": SEX, "P022": BIRTH}
"""Contradictions between two cells: the ID number's, and that of the concept."""


def list_json(table: PeopleTable, name: str, handbook: Handbook | None) -> Json:
    """Return everything about a list that was read, under the file's ``name``."""
    words = vocabulary(handbook)
    codes = {concept: dict(_codes(concept, words)) for concept in _CODED}
    return {
        "file": name,
        "handbook": handbook.full_id if handbook else None,
        "sheets": {sheet: _sheet([each for each in table.sheets if each.name == sheet])
                   for sheet in dict.fromkeys(each.name for each in table.sheets)},
        "records": [
            _record(sheet, person, words, codes) for sheet in table.sheets for person in sheet.people
        ],
        "issues": [issue for found in table.problems for issue in _issues(found, table)],
        "unmapped": [_unmapped(column) for column in _columns(table) if column.concept is None and column.filled],
        "codes": {field_of(concept): {code: word for word, code in found.items()} for concept, found in codes.items()},
    }


def _columns(table: PeopleTable) -> Iterator[Column]:
    for sheet in table.sheets:
        yield from sheet.columns


def _codes(concept: str, words: Vocabulary) -> Iterator[tuple[str, str]]:
    """Yield (word, code) of the handbook's options; levels of danger are their own codes everywhere."""
    if concept == "visit.danger":
        yield from ((f"{level}级", f"{level}") for level in range(6))
        return
    for code, label in words.codes.get(concept, {}).items():
        if (word := words.word(concept, label)) is not None:
            yield word, code


def _sheet(lists: Sequence[SheetRead]) -> Json:
    rows: Json = {name: sorted({row for each in lists for row in getattr(each, name)}) for name in _ROWS}
    columns = [column for each in lists for column in each.columns]
    mapped: dict[str, str] = {}
    for column in columns:
        if column.concept:
            mapped.setdefault(column.letter, field_of(column.concept))
    return {
        **rows,
        "hidden_columns": sorted({letter for each in lists for letter in each.hidden_columns}, key=_in_order),
        "columns": mapped,
        "unsure": [column.letter for column in columns if column.concept and not column.sure],
        "proposals": [_proposal(column) for column in columns],
    }


def _in_order(letter: str) -> tuple[int, str]:
    return (len(letter), letter)


def _proposal(column: Column) -> Json:
    return {
        "column": column.letter, "heading": column.header,
        "field": field_of(column.concept) if column.concept else None, "concept": column.concept,
        "score": column.score, "sure": column.sure, "reasons": [str(each) for each in column.reasons],
        "doubts": [str(each) for each in column.doubts], "samples": list(column.samples), "filled": column.filled,
        "hidden": column.hidden,
    }


def _record(
    sheet: SheetRead, person: PersonRow, words: Vocabulary, codes: Mapping[str, Mapping[str, str]]
) -> Json:
    concepts = [column.concept for column in sheet.columns if column.concept and column.concept != ROW_NUMBER]
    extra = [each for each in (VILLAGE, "person.town", SECOND_PHONE) if each in person.values and each not in concepts]
    record: Json = {"sheet": sheet.name} if sheet.name else {}
    record["row"] = person.where.line
    for concept in (*concepts, *extra):
        record[field_of(concept)] = _value(concept, person, words, codes)
    return record


def _value(
    concept: str, person: PersonRow, words: Vocabulary, codes: Mapping[str, Mapping[str, str]]
) -> str | int | None:
    if concept in person.derived:
        return None
    answer, value = words.answer_of(concept), person.values.get(concept)
    if answer is Answer.CHOICE:
        word = person.meanings.get(concept)
        return codes[concept].get(word, word) if word and concept in codes else word
    return int(value) if value is not None and answer is Answer.COUNT else value


def _issues(found: Problem, table: PeopleTable) -> Iterator[Json]:
    """Yield the issue of a problem at its cell, and at the other cell where two contradict each other."""
    sheet, _, cell = found.where.detail.rpartition("!")
    issue: Json = {"sheet": sheet} if sheet else {}
    if found.where.line:
        issue["row"] = found.where.line
    if found.where.column and found.where.line:
        issue["column"] = letters(found.where.column - 1)
        issue["cell"] = cell
        issue["field"] = _field_at(table, sheet, letters(found.where.column - 1))
    stored = dict(found.context).get("text")
    issue |= {"code": found.code, "issue": found.message} | ({"stored": stored} if stored else {})
    yield issue
    other = _BOTH.get(found.code)
    for person in _people(table, sheet, found.where.line) if other else ():
        where = person.cells.get(other or "")
        if where is not None:
            column = letters(where.column - 1)
            yield issue | {
                "column": column, "cell": where.detail.rpartition("!")[2], "field": _field_at(table, sheet, column)
            }


def _people(table: PeopleTable, sheet: str, row: int) -> Iterator[PersonRow]:
    for each in table.sheets:
        if each.name == sheet:
            yield from (person for person in each.people if person.where.line == row)


def _field_at(table: PeopleTable, sheet: str, letter: str) -> str | None:
    concepts = (column.concept for column in _columns(table) if column.sheet == sheet and column.letter == letter)
    concept = next(concepts, None)
    return field_of(concept) if concept else None


def _unmapped(column: Column) -> Json:
    place: Json = {"sheet": column.sheet} if column.sheet else {}
    return place | {
        "column": column.letter, "heading": column.header, "cells": [cell.rpartition("!")[2] for cell in column.cells],
        "reason": column.reason,
    }
