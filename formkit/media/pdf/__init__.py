"""PDF: booklets for print and as forms, and reading them back by form field or text layer."""

from __future__ import annotations

from formkit.media.pdf.emit import emit, emit_many
from formkit.media.pdf.identify import identify, split
from formkit.media.pdf.original import original_problems
from formkit.media.pdf.overlay import overlay
from formkit.media.pdf.read import read

__all__ = ["emit", "emit_many", "identify", "original_problems", "overlay", "read", "split"]
