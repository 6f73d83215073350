"""Lines of print made with the fonts that ship."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from formkit.shipped import shipped


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(shipped("fonts") / "formkit-sans-core.ttf"), size)


def printed(text: str, size: int = 34, margin: int = 10) -> NDArray[np.uint8]:
    """Return a line of print: grey, dark on white, ``size`` and ``margin`` in pixels."""
    font = _font(size)
    left, top, right, bottom = font.getbbox(text)
    paper = Image.new("L", (int(right - left) + 2 * margin, int(bottom - top) + 2 * margin), 255)
    ImageDraw.Draw(paper).text((margin - left, margin - top), text, font=font, fill=25)
    return np.asarray(paper)
