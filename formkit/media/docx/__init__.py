"""Content controls ↔ field ids: a handbook as a DOCX, blank or filled, and back."""

from __future__ import annotations

from formkit.media.docx.emit import emit
from formkit.media.docx.identify import identify
from formkit.media.docx.lint import control_problems, template_problems
from formkit.media.docx.measuring import CopiedCell, CopiedSide, MeasuringCopy, measuring_copy
from formkit.media.docx.moved import restyling_problems, stance_digest, template_of
from formkit.media.docx.office import office_program
from formkit.media.docx.printing import printed_pdf
from formkit.media.docx.read import read
from formkit.media.docx.template import build_template

__all__ = [
    "CopiedCell", "CopiedSide", "MeasuringCopy", "build_template", "control_problems", "emit", "identify",
    "measuring_copy", "office_program", "printed_pdf", "read", "restyling_problems", "stance_digest", "template_of",
    "template_problems",
]
