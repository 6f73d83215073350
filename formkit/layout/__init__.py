"""Handbook → Layout: where everything sits on paper, in millimetres."""

from __future__ import annotations

from formkit.layout.build import Misfit, build_layout, layout_problems, misfits
from formkit.layout.public import to_json

__all__ = ["Misfit", "build_layout", "layout_problems", "misfits", "to_json"]
