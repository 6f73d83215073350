"""Labels that a mapping which is there already knows, with the id and the meaning that it gives them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from formkit.model.handbook import Field, Format, Handbook, Kind, Sheet


@dataclass(frozen=True, slots=True)
class KnownField:
    """What a field of that label is called elsewhere."""

    id: str
    kind: Kind
    format: Format | None
    concept: str | None


Known = Mapping[str, tuple[KnownField, ...]]
"""By `key` of the label."""
_WORDS = frozenset({Kind.TEXT, Kind.CODE})
"""Kinds that mean the same where their labels are the same: a form does not say what its numbers are made of."""


_ANYBODYS = frozenset({"电话", "手机", "地址", "日期", "时间", "签名", "签字", "备注", "联系方式", "负责人"})
"""Labels that say not whose: in another form they are another person's."""

_NUMBERS, _SAME_FORM = frozenset({"编号", "序号", "号码"}), 0.5
"""Labels that do not say what they number, and the share of a form's labels from which a sheet is of that form."""


def known_fields(handbooks: Iterable[Handbook]) -> list[Known]:
    """Return for each sheet of ``handbooks`` what its fields are called, by their labels and aliases."""
    return [_of_sheet(sheet) for handbook in handbooks for sheet in handbook.sheets]


def likest(sheets: Iterable[Known], asked: Iterable[tuple[str, Kind]]) -> Known:
    """Return what all sheets know of labels, first that which knows most of what a form ``asks`` for.

    关锁情况 in a follow-up is of now, in the supplement of the past: the other labels of the form tell which is meant.
    """
    labels = set(asked)
    shares = [(sum(_knows(each, *label) for label in labels) / max(1, len(labels)), each) for each in sheets]
    found: dict[str, tuple[KnownField, ...]] = {}
    for share, sheet in sorted(shares, key=lambda each: -each[0]):
        for label, fields in sheet.items():
            if share >= _SAME_FORM or label not in _NUMBERS:
                found[label] = tuple(dict.fromkeys((*found.get(label, ()), *fields)))
    return found


def _knows(sheet: Known, label: str, kind: Kind) -> bool:
    return any(field.kind is kind for field in sheet.get(key(label), ()))


def _of_sheet(sheet: Sheet) -> Known:
    found: dict[str, list[KnownField]] = {}
    for field in sheet.fields:
        _add(found, field)
    return {label: tuple(fields) for label, fields in found.items()}


def _add(found: dict[str, list[KnownField]], field: Field) -> None:
    known = KnownField(field.id, field.kind, field.format, field.concept)
    for label in (field.label, *field.aliases):
        listed = found.setdefault(key(label), [])
        if known not in listed:
            listed.append(known)


def key(label: str) -> str:
    """Return a label without white space and signs, for comparing."""
    return re.sub(r"[\s（）()：:、，,/／]", "", label)


def known_as(known: Known, label: str, kind: Kind) -> KnownField | None:
    """Return what a label of a ``kind`` is called elsewhere; of fields of another kind only the id counts.

    A text and a code have one meaning, but not one format.
    """
    listed = known.get(key(label), ()) if key(label) not in _ANYBODYS else ()
    same = next((field for field in listed if field.kind is kind), None)
    if same is not None or not listed:
        return same
    first = next((field for field in listed if {field.kind, kind} == _WORDS), None)
    return KnownField(first.id, kind, None, first.concept) if first else KnownField(listed[0].id, kind, None, None)
