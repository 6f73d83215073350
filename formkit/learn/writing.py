"""A draft → the text of its mapping.yaml and layout.json (docs/legacy.md, docs/mapping.md)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from formkit.geometry import Box
from formkit.i18n import N_, _
from formkit.learn.found import Draft, Found, FoundOption, FoundTable
from formkit.learn.naming import Names
from formkit.model.handbook import Format, Kind, Mark, Precision

_CODE_SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-"
"""The signs of a code written on a line: no form says which it uses, so the field is marked as not sure."""
_UNSURE = N_("Not sure: look whether this is right, then take the word provisional out.")
_REMARKS = (
    N_("Drafted by “formkit learn” from {source}. Look through it beside the overlay, correct it, then run:"),
    "  formkit check {folder}",
    N_("Fields that it was not sure of say “provisional: true”. All keys are in docs/mapping.md."),
)
"""Comments of the draft, in the language in use when it is made."""

_HEAD = """\
{remarks}
formkit: 1
id: {id}
title: {title}
editions: ["1"]
default_edition: "1"

sheets:
  - id: form
    title: {title}
    measured: layout.json
    bare: true
"""


def mapping_text(draft: Draft, names: Names, *, mapping_id: str, source: str, folder: str) -> str:
    """Return the text of mapping.yaml."""
    title = _quoted(draft.title or mapping_id)
    words = {"source": _plain(source), "folder": _plain(folder)}
    remarks = "\n".join(f"# {_(each).format_map(words)}" for each in _REMARKS)
    lines = [_HEAD.format(remarks=remarks, id=mapping_id, title=title)]
    fields = [item for item in draft.items if isinstance(item, Found)]
    tables = [item for item in draft.items if isinstance(item, FoundTable)]
    depends = _conditions(fields, names)
    if fields:
        lines.append("    fields:\n")
    for found in fields:
        lines += [f"      {line}\n" for line in _field_lines(found, names, depends.get(id(found)))]
    if tables:
        lines.append("    tables:\n")
    for table in tables:
        lines += [f"      - id: {names.of(table)}\n", f"        label: {_quoted(table.label or '表格')}\n",
                  f"        rows: {len(table.rows)}\n", "        columns:\n"]
        for column in table.rows[0]:
            lines += [f"          {line}\n" for line in _field_lines(column, names, None)]
    return "".join(lines)


def _conditions(fields: list[Found], names: Names) -> dict[int, tuple[str, str]]:
    """Return for each blank behind an option the id of the choice and the code of the option."""
    return {
        id(blank): (names.of(item), option.code)
        for item in fields for option in item.options for blank in option.blanks
    }


def _field_lines(found: Found, names: Names, condition: tuple[str, str] | None) -> Iterator[str]:
    words = dict(_words(found, names))
    if condition is not None:
        words["depends"] = f"{{field: {condition[0]}, codes: [{_quoted(condition[1])}]}}"
    if is_doubtful(found):
        words["provisional"] = "true"
        yield f"# {_(_UNSURE)}"
    yield "- {" + ", ".join(f"{key}: {value}" for key, value in words.items()) + "}"


def is_doubtful(found: Found) -> bool:
    """Say whether a person must look: what is not sure, and codes, as no form says what they are made of."""
    words = dict(_code_words(found)) if found.kind is Kind.CODE else {}
    return not found.sure or not words.keys().isdisjoint(("alphabet", "pattern"))


def _words(found: Found, names: Names) -> Iterator[tuple[str, str]]:
    yield "id", names.of(found)
    yield "label", _quoted(found.label or names.of(found))
    yield "kind", found.kind.value
    if found.format is not None and found.kind in (Kind.TEXT, Kind.CODE):
        yield "format", found.format.value
    if found.kind is Kind.CODE:
        yield from _code_words(found)
    if found.kind is Kind.DATE and found.precision is not Precision.DAY:
        yield "precision", found.precision.value
    if found.kind.is_choice:
        yield from _choice_words(found, names)
    if found.cells and found.kind in (Kind.TEXT, Kind.INTEGER, Kind.NUMBER):
        yield "cells", str(len(found.cells))
    if found.kind is Kind.TEXT and found.multiline and found.format is None:
        yield "multiline", "true"
    if found.unit and found.kind in (Kind.INTEGER, Kind.NUMBER):
        yield "unit", _quoted(found.unit)
    concept = names.concept(found)
    if concept is not None:
        yield "concept", concept
    if found.kind is Kind.TEXT and found.format is not Format.TIME:
        # What people write in words may be about a person: who looks the draft through says what may leave the office.
        yield "sensitive", "true"


def _code_words(found: Found) -> Iterator[tuple[str, str]]:
    if found.format is Format.POSTCODE:
        yield "length", "6"
    elif found.preprinted and not found.cells:
        yield "pattern", _quoted(f"({re.escape(found.preprinted)})?[0-9A-Z-]+")
    elif found.cells:
        yield "length", str(len(found.cells))
        if found.separators:
            listed = ", ".join(f"{{after: {after}, sign: {_quoted(sign)}}}" for after, sign in found.separators)
            yield "separators", f"[{listed}]"
    else:
        yield "alphabet", _quoted(_CODE_SIGNS)


def _choice_words(found: Found, names: Names) -> Iterator[tuple[str, str]]:
    yield "mark", (found.mark or Mark.CIRCLE).value
    if found.kind is Kind.MULTI and found.mark is Mark.CODE:
        yield "cells", str(len(found.cells))
    yield "options", "[" + ", ".join(_option(option, names) for option in found.options) + "]"


def _option(option: FoundOption, names: Names) -> str:
    words = f"code: {_quoted(option.code)}, label: {_quoted(option.label)}"
    if option.text is not None and option.text.kind is Kind.TEXT:
        words += f", text_field: {names.of(option.text)}"
    if option.count is not None and option.count.kind is Kind.INTEGER:
        words += f", count_field: {names.of(option.count)}"
    return f"{{{words}}}"


def _quoted(text: str) -> str:
    """Return a text as a double-quoted scalar of YAML, which JSON's strings are."""
    return json.dumps(text, ensure_ascii=False)


def _plain(text: str) -> str:
    return "".join(sign for sign in text if sign.isprintable())


def layout_text(draft: Draft, names: Names, *, blank: str, sha256: str) -> str:
    """Return the text of layout.json, a place a line."""
    pages = []
    for number, (width, height) in enumerate(draft.sizes):
        places = [json.dumps(each, ensure_ascii=False) for each in _places(draft, names, number)]
        body = ",\n".join(f"  {place}" for place in places)
        pages.append(f' {{"width_mm": {round(width, 2)}, "height_mm": {round(height, 2)}, "places": [\n{body}\n ]}}')
    head = json.dumps({"formkit_layout": 1, "blank": blank, "sha256": sha256})
    return f'{head[:-1]}, "pages": [\n' + ",\n".join(pages) + "\n]}\n"


def _places(draft: Draft, names: Names, page: int) -> Iterator[dict[str, Any]]:
    for item in draft.items:
        if item.page != page:
            continue
        if isinstance(item, Found):
            yield _place(names.of(item), item)
            continue
        for number, row in enumerate(item.rows, 1):
            for column, found in zip(item.rows[0], row, strict=True):
                yield _place(f"{names.of(item)}.{number}.{names.of(column)}", found)


def _place(name: str, found: Found) -> dict[str, Any]:
    def listed(box: Box) -> list[float]:
        return list(box.rounded())

    made: dict[str, Any] = {"field": name, "box": listed(found.box)}
    if found.lines:
        made["lines"] = [listed(box) for box in found.lines]
    if found.cells and found.kind not in (Kind.DATE, Kind.SIGNATURE):
        made["cells"] = [listed(box) for box in found.cells]
    if found.parts and found.kind is Kind.DATE:  # A time is written and read over its 时 as one text.
        made["parts"] = [{"name": part, "box": listed(box)} for part, box in found.parts]
    if found.options:
        made["options"] = [
            {"code": option.code, "box": listed(option.box)} | ({"tick": listed(option.tick)} if option.tick else {})
            for option in found.options
        ]
    return made
