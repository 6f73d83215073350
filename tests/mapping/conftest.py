from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from formkit.errors import Problem
from formkit.i18n import set_language
from formkit.mapping.lint import check_mapping

Check = Callable[..., list[Problem]]

BASE = """\
formkit: 1
id: visits
title: 走访手册
editions: ["2011", "2017"]
default_edition: "2017"
option_lists:
  state:
    - {code: "1", label: 稳定}
    - {code: "2", label: 不稳定, text_field: words}
sheets:
  - id: cover
    title: 封面
    fields:
      - {id: person_name, label: 姓名, kind: text, format: name, required: true}
      - {id: number, label: 编号, kind: code, length: 8}
    sides:
      - rows:
          - {height: 12, heading: 走访手册}
          - {height: 9, cells: [{label: 姓名, width: 30}, {field: person_name}]}
          - {height: 9, cells: [{label: 编号, width: 30}, {field: number}]}
  - id: visit
    title: 走访
    repeats: true
    count: 2
    fields:
      - {id: day, label: 日期, kind: date}
      - {id: state, label: 情况, kind: single, mark: code, options: state}
      - {id: words, label: 说明, kind: text, depends: {field: state, codes: ["2"]}}
      - {id: again, label: 姓名, kind: text, same_as: cover.person_name}
      - {id: times, label: 次数, kind: integer, min: 0, max: 9}
    tables:
      - id: drugs
        label: 用药
        rows: 2
        columns:
          - {id: name, label: 药名, kind: text}
          - {id: dose, label: 剂量, kind: number}
    sides:
      - rows:
          - {height: 9, cells: [{label: 日期}, {field: day}, {label: 情况}, {field: state}]}
          - {height: 9, cells: [{field: words}, {field: again}, {field: times}]}
          - {height: 9, table: drugs, number: 20, widths: [70, 60]}
checks:
  - {rule: dates_in_order, field: visit.N.day}
"""
"""A sound mapping for tests to break."""

PLACE = "⟦"
"""Stands, in a test's text, just before the place where the problem is expected."""


@pytest.fixture(autouse=True)
def english() -> None:
    set_language("en")


@pytest.fixture
def check(tmp_path: Path) -> Check:
    """Write files into a mapping folder and return the problems found in it."""

    def checked(text: str | bytes, **sheets: str) -> list[Problem]:
        for name, content in {"mapping": text, **sheets}.items():
            raw = content if isinstance(content, bytes) else content.encode()
            (tmp_path / f"{name}.yaml").write_bytes(raw)
        return check_mapping(tmp_path)

    return checked


def broken(old: str, new: str, base: str = BASE) -> tuple[str, int, int]:
    """Return the base with one part replaced, and the line and column of the place marked in it."""
    assert base.count(old) == 1, f"{old!r} stands {base.count(old)} times in the base"
    marked = base.replace(old, new)
    assert marked.count(PLACE) == 1
    before = marked[: marked.index(PLACE)]
    return marked.replace(PLACE, ""), before.count("\n") + 1, len(before) - before.rfind("\n")
