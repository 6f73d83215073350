"""Handbook → Layout: where everything sits on paper, in millimetres."""

from __future__ import annotations

from formkit.layout.build import build_layout, layout_problems
from formkit.layout.public import to_json

__all__ = ["build_layout", "layout_problems", "to_json"]
