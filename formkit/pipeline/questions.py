"""The names of fields over all documents: from "case-management/followup.danger" to what people call it."""

from __future__ import annotations

from functools import lru_cache

from formkit.errors import FormkitError
from formkit.mapping import load_handbook
from formkit.model.handbook import Handbook


def labels_of(questions: list[str]) -> dict[str, str]:
    """Return what each question is called: its sheet and its label; itself where its handbook is not installed."""
    ids = {question.partition("/")[0] for question in questions}
    known = {each: _handbook(each) for each in ids}
    return {question: _label(question, known[question.partition("/")[0]]) for question in questions}


@lru_cache(maxsize=32)
def _handbook(handbook_id: str) -> Handbook | None:
    try:
        return load_handbook(handbook_id)
    except FormkitError:
        return None


def _label(question: str, handbook: Handbook | None) -> str:
    sheet_id, _, local = question.partition("/")[2].partition(".")
    for sheet in handbook.sheets if handbook is not None else ():
        if sheet.id != sheet_id:
            continue
        fields = {each.id: each.label for each in sheet.fields}
        fields |= {
            f"{table.id}.{each.id}": f"{table.label} · {each.label}" for table in sheet.tables for each in table.columns
        }
        if local in fields:
            return f"{sheet.title} · {fields[local]}"
    return question
