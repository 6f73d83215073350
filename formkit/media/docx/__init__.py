"""Content controls ↔ field ids: a handbook as a DOCX, blank or filled, and back."""

from __future__ import annotations

from formkit.media.docx.emit import emit
from formkit.media.docx.identify import identify
from formkit.media.docx.lint import template_problems
from formkit.media.docx.read import read
from formkit.media.docx.template import build_template

__all__ = ["build_template", "emit", "identify", "read", "template_problems"]
