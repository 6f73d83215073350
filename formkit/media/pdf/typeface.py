"""The three fonts of formkit: which one has a character, how wide it is, and its embedding in a PDF.

The common characters of Chinese are in the first font, the rest of the basic block in the second,
rarer ones in the third; the larger fonts are opened only when a text needs them. All have 1000
units per em and an East Asian em box from 880 above to 120 below the baseline.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from reportlab.pdfbase.ttfonts import TTFontFile

from formkit.media.pdf.writer import PdfFile, array, dictionary, numbers, ref, text_string
from formkit.shipped import shipped

FILES = ("formkit-sans-core.ttf", "formkit-sans-wide.ttf", "formkit-sans-rare.ttf")
GETA = "〓"
"""What Chinese and Japanese print in place of a character that is not at hand."""
MIDDLE = 0.38
"""Of an em: from the baseline up to the middle of the em box."""
SPACE = " "
TAB_WIDTH = 2.0
"""Ems."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """How a character is shown: by which font, as which character, and how wide in ems."""

    face: int
    code: int
    width: float
    missing: bool = False


@cache
def face(index: int) -> Any:
    """Return a font, opened once."""
    return TTFontFile(str(shipped("fonts") / FILES[index]))


def _in_face(char: str) -> Glyph | None:
    for index in range(len(FILES)):
        font = face(index)
        if ord(char) in font.charToGlyph:
            return Glyph(index, ord(char), font.charWidths.get(ord(char), font.defaultWidth) / 1000)
    return None


@lru_cache(maxsize=65536)
def glyph(char: str) -> Glyph:
    """Return how ``char`` is shown.

    Joiners, variation selectors and their like have no shape: they take no room, but they are in
    the text layer, as a tab is. What no font has is shown as `GETA`, and keeps its own meaning there.
    """
    if char == "\t":
        return Glyph(0, ord(SPACE), TAB_WIDTH)
    if _is_shapeless(char):
        return Glyph(0, ord(SPACE), 0.0)
    found = _in_face(char)
    if found is None and char.isspace():
        found = _in_face(SPACE)
    if found is not None:
        return found
    geta = _in_face(GETA) or Glyph(0, ord(SPACE), 1.0)
    return Glyph(geta.face, geta.code, geta.width, missing=True)


def _is_shapeless(char: str) -> bool:
    selector = "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"
    return selector or unicodedata.category(char) == "Cf"


def em_width(text: str) -> float:
    """Return the width of one line of ``text`` in ems."""
    return sum(glyph(char).width for char in text)


def missing(text: str) -> list[str]:
    """Return the characters of ``text`` that no font has, each once."""
    return [char for char in dict.fromkeys(text) if char != "\n" and glyph(char).missing]


@dataclass(slots=True)
class Embedding:
    """The characters that one file shows; each gets the next number (CID) of its font."""

    cids: list[dict[str, int]] = field(default_factory=lambda: [{} for _ in FILES])

    def runs(self, text: str) -> list[tuple[int, bytes, float]]:
        """Return ``text`` in stretches of one font: its index, the CIDs in hexadecimal, the width in ems."""
        made: list[tuple[int, bytes, float]] = []
        for char in text:
            shown = glyph(char)
            numbered = self.cids[shown.face]
            cid = b"%04X" % numbered.setdefault(char, len(numbered) + 1)
            if made and made[-1][0] == shown.face:
                made[-1] = (shown.face, made[-1][1] + cid, made[-1][2] + shown.width)
            else:
                made.append((shown.face, cid, shown.width))
        return made

    def put(self, file: PdfFile) -> dict[str, bytes]:
        """Write the fonts that were used; return them by their names in content streams."""
        used = [index for index, numbered in enumerate(self.cids) if numbered]
        return {f"F{index}": ref(_put_font(file, index, self.cids[index])) for index in used}


def _put_font(file: PdfFile, index: int, cids: dict[str, int]) -> int:
    font = face(index)
    base = f"/{_subset_mark(len(cids))}+{font.name.decode('ascii')}".encode()
    entries = {
        "Type": b"/Font",
        "Subtype": b"/Type0",
        "BaseFont": base,
        "Encoding": b"/Identity-H",
        "DescendantFonts": array([ref(_put_descendant(file, font, base, cids))]),
        "ToUnicode": ref(file.put_stream(_to_unicode(cids))),
    }
    return file.put(dictionary(entries))


def _subset_mark(count: int) -> str:
    """Return the six letters that tell an embedded subset from the whole font."""
    return "".join(chr(ord("A") + (count // 26**place) % 26) for place in range(6))


def _put_descendant(file: PdfFile, font: Any, base: bytes, cids: dict[str, int]) -> int:
    codes = [glyph(char).code for char in cids]
    system = {"Registry": text_string("Adobe"), "Ordering": text_string("Identity"), "Supplement": b"0"}
    entries = {
        "Type": b"/Font",
        "Subtype": b"/CIDFontType2",
        "BaseFont": base,
        "FontDescriptor": ref(_put_descriptor(file, font, base, codes)),
        "CIDSystemInfo": dictionary(system),
        "DW": b"1000",
        "W": array([b"1", numbers(*(glyph(char).width * 1000 for char in cids))]),
        "CIDToGIDMap": ref(file.put_stream(_glyph_map(font, codes))),
    }
    return file.put(dictionary(entries))


def _put_descriptor(file: PdfFile, font: Any, base: bytes, codes: list[int]) -> int:
    entries = {
        "Type": b"/FontDescriptor",
        "FontName": base,
        "Flags": b"4",
        "FontBBox": numbers(*font.bbox),
        "ItalicAngle": b"0",
        "Ascent": b"880",
        "Descent": b"-120",
        "CapHeight": b"733",
        "StemV": b"80",
        "FontFile2": ref(file.put_stream(font.makeSubset(list(dict.fromkeys(codes))))),
    }
    return file.put(dictionary(entries))


def _glyph_map(font: Any, codes: list[int]) -> bytes:
    """Return for CID 0, 1, 2 … the glyph of the subset font, whose glyphs stand in order of first use."""
    order: dict[int, int] = {0: 0}
    glyphs = [0, *(order.setdefault(font.charToGlyph.get(code, 0), len(order)) for code in codes)]
    return b"".join(number.to_bytes(2, "big") for number in glyphs)


def _to_unicode(cids: dict[str, int]) -> bytes:
    """Return the CMap by which other programs find and copy the text (ISO 32000-1, clause 9.10.3)."""
    pairs = [
        b"<%04X> <%s>" % (cid, char.encode("utf-16-be", "surrogatepass").hex().upper().encode())
        for char, cid in cids.items()
    ]
    blocks = [pairs[start : start + 100] for start in range(0, len(pairs), 100)]
    body = b"".join(b"%d beginbfchar\n%s\nendbfchar\n" % (len(block), b"\n".join(block)) for block in blocks)
    return (
        b"/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        b"/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
        b"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        b"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        + body
        + b"endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    )
