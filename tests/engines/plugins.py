"""Plug-ins of strangers, good and broken ones, put on the path as an installed package would be."""

from __future__ import annotations

from pathlib import Path

import pytest

SOURCE = '''
import numpy as np
from formkit.model.engine import LineMatrix

class Good:
    name = "good"
    alphabet = frozenset("甲乙")
    def read_line(self, image):
        return LineMatrix("甲", 0.9, np.array([[0.1, 0.9]], np.float32), ("", "甲"))

class Faulty(Good):
    def read_line(self, image):
        raise RuntimeError("no line today\\nsecond line")

class Quitting(Good):
    def read_line(self, image):
        raise SystemExit("bye")

class WrongShape(Good):
    def read_line(self, image):
        return LineMatrix("甲", 0.9, np.zeros((3, 5), np.float32), ("", "甲"))

class NotANumber(Good):
    def read_line(self, image):
        return LineMatrix("甲", 0.9, np.full((3, 2), np.nan, np.float32), ("", "甲"))

class NoBlank(Good):
    def read_line(self, image):
        return LineMatrix("甲", 0.9, np.full((3, 2), 0.5, np.float32), ("甲", "乙"))

class TooSure(Good):
    def read_line(self, image):
        return LineMatrix("甲", 7.0)

class JustText(Good):
    def read_line(self, image):
        return "甲"

class NoEngineAtAll:
    pass

def unwilling():
    raise ValueError("licence expired")
'''
UNLOADABLE = {
    "absent-module": "no_such_module_anywhere:Engine",
    "absent-name": "strangers_engines:Nothing",
    "unwilling": "strangers_engines:unwilling",
    "no-engine": "strangers_engines:NoEngineAtAll",
}
UNREADABLE = {
    "faulty": "strangers_engines:Faulty",
    "quitting": "strangers_engines:Quitting",
    "wrong-shape": "strangers_engines:WrongShape",
    "not-a-number": "strangers_engines:NotANumber",
    "no-blank": "strangers_engines:NoBlank",
    "too-sure": "strangers_engines:TooSure",
    "just-text": "strangers_engines:JustText",
}


def install(folder: Path, monkeypatch: pytest.MonkeyPatch, points: dict[str, str]) -> None:
    """Lay a package with these entry points into ``folder`` and put it on the path."""
    (folder / "strangers_engines.py").write_text(SOURCE, encoding="utf-8")
    listed = folder / "strangers_engines-1.0.dist-info"
    listed.mkdir()
    (listed / "METADATA").write_text("Metadata-Version: 2.1\nName: strangers-engines\nVersion: 1.0\n")
    lines = "\n".join(f"{name} = {target}" for name, target in points.items())
    (listed / "entry_points.txt").write_text(f"[formkit.engines]\n{lines}\n")
    monkeypatch.syspath_prepend(str(folder))
