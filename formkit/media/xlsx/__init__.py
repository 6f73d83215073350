"""Workbooks: defined names ↔ field ids. Template, emit, identify and read."""

from __future__ import annotations

from formkit.media.xlsx.check import template_problems
from formkit.media.xlsx.emit import emit
from formkit.media.xlsx.identify import identify
from formkit.media.xlsx.read import read
from formkit.media.xlsx.template import build_template, template_path

__all__ = ["build_template", "emit", "identify", "read", "template_path", "template_problems"]
