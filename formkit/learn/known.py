"""Labels that a mapping which is there already knows, with the id and the meaning that it gives them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from formkit.model.handbook import Field, Format, Handbook, Kind


@dataclass(frozen=True, slots=True)
class KnownField:
    """What a field of that label is called elsewhere."""

    id: str
    kind: Kind
    format: Format | None
    concept: str | None


Known = Mapping[str, tuple[KnownField, ...]]
"""By `key` of the label."""


_ANYBODYS = frozenset({"电话", "手机", "地址", "日期", "时间", "签名", "签字", "备注", "联系方式", "负责人"})
"""Labels that say not whose: in another form they are another person's."""


def known_fields(handbooks: Iterable[Handbook]) -> Known:
    """Return what the fields of ``handbooks`` are called, by their labels and aliases, the first handbook's first."""
    found: dict[str, list[KnownField]] = {}
    for handbook in handbooks:
        for sheet in handbook.sheets:
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
    """Return what a label of a ``kind`` is called elsewhere; of fields of another kind only the id counts."""
    listed = known.get(key(label), ()) if key(label) not in _ANYBODYS else ()
    same = next((field for field in listed if field.kind is kind), None)
    if same is not None or not listed:
        return same
    return KnownField(listed[0].id, kind, None, None)
