"""A small measured form for tests to break: a mapping, its layout and a blank of one page."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

MAPPING = """\
formkit: 1
id: small-form
title: 登记表
editions: ["1"]
default_edition: "1"
sheets:
  - id: form
    title: 登记表
    measured: layout.json
    bare: true
    fields:
      - {id: person_name, label: 姓名, kind: text, format: name, required: true}
      - {id: number, label: 编号, kind: code, length: 3}
      - {id: day, label: 日期, kind: date}
      - {id: state, label: 情况, kind: single, mark: code, options: [{code: "1", label: 好}, {code: "2", label: 差}]}
      - id: way
        label: 方式
        kind: single
        mark: box
        options: [{code: home, label: 家访}, {code: phone_call, label: 电话}]
      - {id: rank, label: 级别, kind: single, mark: circle, options: [{code: A, label: 甲}, {code: B, label: 乙}]}
      - id: needs
        label: 需要
        kind: multi
        mark: code
        cells: 2
        options: [{code: "1", label: 药}, {code: "2", label: 钱}]
    tables:
      - id: visits
        label: 走访
        rows: 2
        columns:
          - {id: seq, label: 序号, kind: integer, preprinted: "{row}"}
          - {id: note, label: 内容, kind: text}
checks:
  - {rule: not_in_future, fields: [day]}
"""


def layout(blank: bytes) -> dict[str, Any]:
    """Return the layout that belongs to `MAPPING`."""
    places: list[dict[str, Any]] = [
        {"field": "person_name", "box": [40, 20, 80, 26]},
        {"field": "number", "box": [120, 20, 132, 24], "cells": [[120 + 4 * n, 20, 124 + 4 * n, 24] for n in range(3)]},
        {"field": "day", "box": [40, 30, 80, 35], "parts": [
            {"name": "year", "box": [40, 30, 55, 35]}, {"name": "month", "box": [58, 30, 66, 35]},
            {"name": "day", "box": [69, 30, 77, 35]},
        ]},
        {"field": "state", "box": [150, 40, 153, 43], "cells": [[150, 40, 153, 43]],
         "options": [{"code": "1", "box": [40, 40, 50, 44]}, {"code": "2", "box": [55, 40, 65, 44]}]},
        {"field": "way", "box": [40, 50, 90, 54], "options": [
            {"code": "home", "box": [44, 50, 54, 54], "tick": [40, 50.5, 43, 53.5]},
            {"code": "phone_call", "box": [64, 50, 74, 54], "tick": [60, 50.5, 63, 53.5]},
        ]},
        {"field": "rank", "box": [40, 60, 90, 64],
         "options": [{"code": "A", "box": [40, 60, 46, 64]}, {"code": "B", "box": [56, 60, 62, 64]}]},
        {"field": "needs", "box": [140, 70, 153, 73], "cells": [[140, 70, 143, 73], [150, 70, 153, 73]]},
    ]
    for row in (1, 2):
        top = 80 + 8 * row
        places.append({"field": f"visits.{row}.seq", "box": [20, top, 30, top + 8]})
        places.append({"field": f"visits.{row}.note", "box": [30, top, 150, top + 8]})
    return {
        "formkit_layout": 1, "blank": "blank.pdf", "sha256": hashlib.sha256(blank).hexdigest(),
        "pages": [{"width_mm": 210.0, "height_mm": 297.0, "places": places}],
    }


def text_of(data: dict[str, Any]) -> str:
    """Return a layout as JSON with a place a line."""
    lines = ",\n".join(json.dumps(place, ensure_ascii=False) for place in data["pages"][0]["places"])
    page = {key: value for key, value in data["pages"][0].items() if key != "places"}
    head = json.dumps({key: value for key, value in data.items() if key != "pages"})[:-1]
    return f'{head}, "pages": [{json.dumps(page)[:-1]}, "places": [\n{lines}\n]}}]}}\n'


def put(folder: Path, *, pages: int = 1, size: tuple[float, float] = (210.0, 297.0), rotate: int = 0) -> Path:
    """Write mapping, layout and blank into a folder and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    canvas = Canvas(str(folder / "blank.pdf"), (size[0] * mm, size[1] * mm), invariant=1)
    for _ in range(pages):
        canvas.setPageRotation(rotate)
        canvas.drawString(40 * mm, 280 * mm, "REGISTER")
        canvas.rect(20 * mm, 200 * mm, 150 * mm, 60 * mm)
        canvas.showPage()
    canvas.save()
    blank = (folder / "blank.pdf").read_bytes()
    (folder / "mapping.yaml").write_text(MAPPING, encoding="utf-8")
    (folder / "layout.json").write_text(text_of(layout(blank)), encoding="utf-8")
    return folder
