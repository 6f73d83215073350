"""Build the two font files that formkit ships from Noto Sans SC.

Source: ``NotoSansSC-Regular.otf`` of the PyPI package ``pylopdf-fonts-zh-cn`` 0.1.1 (SIL OFL 1.1).
ReportLab embeds TrueType outlines only, so the CFF outlines are converted; hints, layout features
and glyphs that no form needs are dropped. The font is split so that the everyday file opens fast:

* ``formkit-sans-core.ttf``: GB 2312 plus Latin, punctuation and form symbols.
* ``formkit-sans-wide.ttf``: the other characters of the block of 1993 (U+4E00 to U+9FFF), for
  traditional forms and less common names.
* ``formkit-sans-rare.ttf``: every other character of the source (the extensions that GB 18030
  asks for), which rare personal names and place names need.

The files are renamed, as changed versions of a font should be. Run it as
``python tools/build_fonts.py SOURCE.otf formkit/fonts``.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable

MAX_ERROR = 1.0  # font units of 1/1000 em: below what 600 dpi shows at 12 pt
SYMBOL_RANGES = ((0x20, 0x24F), (0x2000, 0x27BF), (0x3000, 0x303F), (0xFF00, 0xFFEF))


def _in_core(code: int) -> bool:
    if any(low <= code <= high for low, high in SYMBOL_RANGES):
        return True
    try:
        chr(code).encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _subset(source: Path, codes: list[int]) -> TTFont:
    options = subset.Options(
        layout_features=[], hinting=False, desubroutinize=True, notdef_outline=True,
        name_IDs=[0, 1, 2, 13, 14], drop_tables=["GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx"],
    )
    font = TTFont(source)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)
    return font


def _to_truetype(font: TTFont) -> None:
    """Replace the cubic CFF outlines by quadratic ``glyf`` outlines, in place."""
    glyph_set = font.getGlyphSet()
    order = font.getGlyphOrder()
    glyphs = {}
    for name in order:
        pen = TTGlyphPen(glyph_set)
        glyph_set[name].draw(Cu2QuPen(pen, MAX_ERROR, reverse_direction=True))
        glyphs[name] = pen.glyph()
    font["loca"] = newTable("loca")
    font["glyf"] = glyf = newTable("glyf")
    glyf.glyphOrder = order
    glyf.glyphs = glyphs
    for name in order:
        glyphs[name].recalcBounds(glyf)
        font["hmtx"][name] = (font["hmtx"][name][0], getattr(glyphs[name], "xMin", 0))
    font["maxp"].tableVersion = 0x00010000
    for key in ("maxZones", "maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs",
                "maxStackElements", "maxSizeOfInstructions", "maxComponentElements", "maxPoints",
                "maxContours", "maxCompositePoints", "maxCompositeContours", "maxComponentDepth"):
        setattr(font["maxp"], key, 1 if key == "maxZones" else 0)
    font["post"].formatType = 3.0
    del font["CFF "]
    font.sfntVersion = "\000\001\000\000"


def _rename(font: TTFont, family: str) -> None:
    for record in font["name"].names:
        if record.nameID == 1:
            record.string = family
    for name_id, text in ((4, family), (6, family.replace(" ", ""))):
        font["name"].setName(text, name_id, 3, 1, 0x409)


def main(source: Path, target: Path) -> None:
    """Write both files into the folder ``target``."""
    codes = sorted(TTFont(source).getBestCmap())
    core = [code for code in codes if _in_core(code)]
    others = sorted(set(codes) - set(core))
    wide = [0x20, *(code for code in others if 0x4E00 <= code <= 0x9FFF)]
    rare = [0x20, *(code for code in others if not 0x4E00 <= code <= 0x9FFF)]
    for family, chosen in (("formkit Sans Core", core), ("formkit Sans Wide", wide), ("formkit Sans Rare", rare)):
        font = _subset(source, chosen)
        _to_truetype(font)
        _rename(font, family)
        path = target / (family.lower().replace(" ", "-") + ".ttf")
        font.save(path)
        print(path, path.stat().st_size, "bytes,", len(chosen), "characters")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
