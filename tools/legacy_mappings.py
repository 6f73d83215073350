"""Turn the measured boxes of a legacy form (``fields.json``) into a mapping folder.

    python -m tools.legacy_mappings FORM_FOLDER mappings/NAME

writes ``layout.json`` (always anew), copies the blank beside it and, where there is none yet, drafts
``mapping.yaml``. What the draft cannot know (concepts, rules, formats, what is provisional) is then
written by hand: the mappings that ship were made so.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

KINDS = {
    "text": "text", "integer": "integer", "number": "number", "phone": "text", "code": "code", "ym": "date",
    "date": "date", "pdate": "date", "time": "text", "single": "single", "multi": "multi", "signature": "signature",
}
MARKS = {"code_box": "code", "tick_before": "box", "tick_after": "box", "bracket_tick": "box"}
"""The others (a circle, or a circle or a tick) are drawn at the printed words."""


def main(form: Path, target: Path) -> None:
    """Make the mapping folder ``target`` from the form's folder."""
    measured = json.loads((form / "fields.json").read_text(encoding="utf-8"))
    target.mkdir(parents=True, exist_ok=True)
    for name in ("blank.pdf", "blank.docx"):
        if (form / name).is_file():
            shutil.copyfile(form / name, target / name)
    layout = to_layout(measured, (target / "blank.pdf").read_bytes())
    (target / "layout.json").write_text(as_text(layout), encoding="utf-8")
    mapping = target / "mapping.yaml"
    if not mapping.exists():
        mapping.write_text("\n".join(draft(measured, target.name)) + "\n", encoding="utf-8")


def to_layout(measured: dict[str, Any], blank: bytes) -> dict[str, Any]:
    """Return the layout file as plain data."""
    pages = [{"width_mm": page["width_mm"], "height_mm": page["height_mm"], "places": []} for page in measured["pages"]]
    for field in measured["fields"]:
        for number, made in places(field):
            pages[number - 1]["places"].append(made)
    return {
        "formkit_layout": 1, "blank": "blank.pdf", "sha256": hashlib.sha256(blank).hexdigest(), "pages": pages,
    }


def places(field: dict[str, Any]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield every place of a field with its page; a table has one for each column of each row."""
    if field["type"] != "table":
        yield field["page"], place(field["id"], field)
        return
    for number, row in enumerate(field["rows"], start=1):
        for column in field["columns"]:
            cell = row[column["id"]]
            yield cell["page"], place(f"{field['id']}.{number}.{column['id']}", cell)


def place(name: str, given: dict[str, Any]) -> dict[str, Any]:
    """Return one place of the layout."""
    made: dict[str, Any] = {"field": name, "box": given["box_mm"]}
    if "lines_mm" in given:
        made["lines"] = given["lines_mm"]
    if "code_boxes" in given:
        made["cells"] = given["code_boxes"]
    if "parts" in given:
        made["parts"] = [{"name": part, "box": box} for part, box in given["parts"].items()]
    if "options" in given:
        made["options"] = [
            {"code": option["code"], "box": option["box_mm"]}
            | ({"tick": option["tick_box_mm"]} if "tick_box_mm" in option else {})
            for option in given["options"]
        ]
    return made


def as_text(layout: dict[str, Any]) -> str:
    """Return the layout as JSON with a place a line, so that a person can compare two of them."""
    pages = []
    for page in layout["pages"]:
        lines = ",\n".join("  " + json.dumps(each, ensure_ascii=False) for each in page["places"])
        size = f'"width_mm": {page["width_mm"]}, "height_mm": {page["height_mm"]}'
        pages.append(f' {{{size}, "places": [\n{lines}\n ]}}')
    head = {key: layout[key] for key in ("formkit_layout", "blank", "sha256")}
    return json.dumps(head)[:-1] + ', "pages": [\n' + ",\n".join(pages) + "\n]}\n"


def draft(measured: dict[str, Any], name: str) -> Iterator[str]:
    """Yield the lines of a first mapping."""
    edition = measured.get("edition") or "1"
    yield "formkit: 1"
    yield f"id: {name}"
    yield f"title: {measured['title']}"
    yield f'editions: ["{edition}"]'
    yield f'default_edition: "{edition}"'
    yield "sheets:"
    yield "  - id: form"
    yield f"    title: {measured['title']}"
    yield "    measured: layout.json"
    yield "    bare: true"
    yield "    fields:"
    for field in measured["fields"]:
        if field["type"] != "table":
            yield f"      - {field_words(field)}"
    tables = [field for field in measured["fields"] if field["type"] == "table"]
    if tables:
        yield "    tables:"
    for table in tables:
        yield f"      - id: {table['id']}"
        yield f"        label: {table['label']}"
        yield f"        rows: {len(table['rows'])}"
        yield "        columns:"
        for column in table["columns"]:
            yield f"          - {field_words(column)}"


def field_words(field: dict[str, Any]) -> str:
    """Return one field as a flow mapping of YAML."""
    kind = KINDS[field["type"]]
    if kind == "code" and "code_boxes" not in field:
        kind = "text"
    words = [f"id: {field['id']}", f"label: {quoted(field['label'])}", f"kind: {kind}"]
    if field["type"] in ("phone", "time"):
        words.append(f"format: {field['type']}")
    if kind == "code":
        words.append(f"length: {len(field['code_boxes'])}")
    if field["type"] == "ym":
        words.append("precision: month")
    if field["type"] == "pdate":
        words.append("min_precision: year")
    if "options" in field:
        words.append(f"mark: {MARKS.get(field['mark'], 'circle')}")
        if kind == "multi" and "code_boxes" in field:
            words.append(f"cells: {len(field['code_boxes'])}")
        listed = ", ".join(f'{{code: "{each["code"]}", label: {quoted(each["label"])}}}' for each in field["options"])
        words.append(f"options: [{listed}]")
    if "unit" in field:
        words.append(f"unit: {field['unit']}")
    for other, code in field.get("depends", {}).items():
        words.append(f'depends: {{field: {other}, codes: ["{code}"]}}')
    return "{" + ", ".join(words) + "}"


def quoted(label: str) -> str:
    """Return a label for a flow mapping: in quotes where YAML would read signs of its own in it."""
    return f'"{label}"' if any(sign in label for sign in ",[]{}#:&*!|>'%@`") else label


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
