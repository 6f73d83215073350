"""docs/mapping.md and mappings/mapping.schema.json, made from the schema and the rules.

``python -m formkit.mapping.reference`` in a checkout writes both. The introduction of the
reference is written by hand; what stands below its marker is generated.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from formkit.mapping.field_rules import KEYS_OF_KINDS, NEEDED_KEYS
from formkit.mapping.json_schema import json_schema, json_schema_text
from formkit.model.rules import GENERIC, RULES, RuleSpec

MARKER = "<!-- Generated from here on by python -m formkit.mapping.reference; do not edit. -->"

KINDS = {
    "text": "words; with `cells`, one character a box",
    "integer": "a whole number",
    "number": "a number, with decimals where needed",
    "date": "a date; `precision` says how fine, `min_precision` how coarse it may be",
    "code": "a row of one-character boxes, `length` of them",
    "single": "one of the options",
    "multi": "any of the options",
    "signature": "a signature; formkit knows only whether there is one",
}
FORMATS = {
    "name": "a person's name",
    "address": "a postal address",
    "phone": "a Chinese mobile or landline number",
    "name_phone": "a name and a phone number in one cell",
    "id_number": "a citizen's identity number, 18 characters with its check character (GB 11643)",
    "postcode": "six digits",
    "time": "a time of day, hours and minutes",
    "town_code": "the nine digits of a town or street",
    "village_code": "the three digits of a village, or all twelve with its town's",
    "archive_no": "the 17 digits of a health archive, or its last eight",
    "disability_card": "the 20 characters of a disability card, more on a reissued one",
    "gtin": "a trade item number with its check digit",
}
MARKS = {
    "circle": "a ○ is drawn round the option",
    "box": "the □ at the option is ticked",
    "code": "the option's code is written into a box; a multi choice has `cells` of them",
    "symbol": "√ or × is written into the box; the options' codes say which",
}
_NODES = {
    "The mapping": "",
    "Sheets": "SheetNode",
    "Fields and columns": "FieldNode",
    "Options": "OptionNode",
    "depends": "ConditionNode",
    "separators": "SeparatorNode",
    "Repeat tables": "TableNode",
    "Sides": "SideNode",
    "Rows": "RowNode",
    "Cells": "CellNode",
    "Checks": "CheckNode",
}
_TYPES = {
    "string": "text", "integer": "whole number", "number": "number", "boolean": "true or false", "object": "group",
}


def generated() -> str:
    """Return the generated part of docs/mapping.md."""
    made = json_schema()
    lines = ["## Keys", ""]
    for title, name in _NODES.items():
        node = made if not name else made["$defs"][name]
        lines += [f"### {title}", "", *_node_lines(node), ""]
    lines += ["## Kinds", "", *_table(("kind", "answer", "needs", "may have"), _kind_rows()), ""]
    lines += ["## Formats", "", *_table(("format", "content"), _word_rows(FORMATS)), ""]
    lines += ["## Marks", "", *_table(("mark", "on paper"), _word_rows(MARKS)), ""]
    lines += ["## Rules for `checks`", "", *_rule_lines(RULES)]
    lines += ["## Rules that hold without being named", ""]
    lines += _table(("code", "severity", "demands"), _implied_rows())
    return "\n".join(lines) + "\n"


def _node_lines(node: Mapping[str, Any]) -> list[str]:
    required = set(node.get("required", ()))
    rows = [
        (f"`{key}`", _type(prop), "yes" if key in required else "", _meaning(prop))
        for key, prop in node["properties"].items()
        if key not in ("editions", "by_edition") or node.get("title") == "formkit mapping"
    ]
    return _table(("key", "value", "needed", "meaning"), rows)


def _type(prop: Mapping[str, Any]) -> str:
    if "anyOf" in prop:
        members = [_type(member) for member in prop["anyOf"] if member.get("type") != "null"]
        return " or ".join(dict.fromkeys(members))
    if "$ref" in prop:
        return "group"
    if prop.get("type") == "array":
        return f"list of {_plural(_type(prop['items']))}"
    return _TYPES[prop.get("type", "string")]


def _plural(name: str) -> str:
    return {"text": "texts", "group": "groups", "whole number": "whole numbers", "number": "numbers"}.get(name, name)


def _meaning(prop: Mapping[str, Any]) -> str:
    words = [prop.get("description", "")]
    choices = prop.get("enum") or next((member["enum"] for member in prop.get("anyOf", ()) if "enum" in member), None)
    if "const" in prop:
        words.append(f"Always `{prop['const']}`.")
    if choices and len(choices) <= len(FORMATS):
        words.append("One of " + ", ".join(f"`{choice}`" for choice in choices) + ".")
    default = prop.get("default")
    if default not in (None, "", False, []):
        words.append(f"Default: `{default}`.")
    return " ".join(filter(None, words))


def _kind_rows() -> Iterator[tuple[str, str, str, str]]:
    for kind, meaning in KINDS.items():
        needs = NEEDED_KEYS.get(kind, ())
        may = [key for key, kinds in KEYS_OF_KINDS.items() if kind in kinds and key not in needs]
        yield f"`{kind}`", meaning, _codes(needs), _codes(may)


def _implied_rows() -> Iterator[tuple[str, str, str]]:
    for spec in GENERIC.values():
        yield f"`{spec.code}`", spec.severity.value, spec.description


def _codes(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def _word_rows(words: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for word, meaning in words.items():
        yield f"`{word}`", meaning


def _rule_lines(rules: Mapping[str, RuleSpec]) -> Iterator[str]:
    for spec in rules.values():
        yield from (f"### {spec.name}", "", f"{spec.description} (`{spec.code}`, {spec.severity.value})", "")
        rows = [
            (f"`{name}`", argument.kind.value, "yes" if argument.required else "", argument.description)
            for name, argument in spec.arguments.items()
        ]
        yield from (*_table(("argument", "kind", "needed", "meaning"), rows), "")


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    lines = [head, tuple("---" for _ in head), *rows]
    return ["| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines]


def with_generated(text: str) -> str:
    """Return the text of docs/mapping.md with the part below its marker made anew.

    Raises:
        ValueError: the text has no marker.
    """
    head, marker, _ = text.partition(MARKER)
    if not marker:
        raise ValueError("the reference has lost its marker")
    return f"{head}{MARKER}\n\n{generated()}"


def write(root: Path) -> None:
    """Write the generated files of the checkout at ``root``."""
    page = root / "docs" / "mapping.md"
    page.write_text(with_generated(page.read_text(encoding="utf-8")), encoding="utf-8")
    (root / "mappings" / "mapping.schema.json").write_text(json_schema_text(), encoding="utf-8")


if __name__ == "__main__":
    write(Path(__file__).resolve().parents[2])
