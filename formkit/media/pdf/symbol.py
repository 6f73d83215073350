"""Sheet codes drawn as vectors: the modules fill their box exactly."""

from __future__ import annotations

from formkit.geometry import Box
from formkit.layout.symbol import MODULES, modules
from formkit.media.pdf.pen import Pen


def draw_code(pen: Pen, text: str, box: Box) -> None:
    """Draw the QR code of ``text`` so that its modules fill ``box`` exactly.

    Raises:
        ValueError: the text is longer than 20 characters or has one that the mode lacks.
    """
    pen.modules(modules(text), box, MODULES)
