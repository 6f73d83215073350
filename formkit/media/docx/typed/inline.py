"""What stands in a paragraph: runs, fields, symbols, text boxes and drawings, as glyphs."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from lxml import etree

from formkit.media.docx.names import NAMESPACES, q
from formkit.media.docx.typed.glyphs import BOXED, DRAWING, ENCLOSED, Glyph, from_symbol_font, glyphs_of
from formkit.media.docx.typed.looks import Styles, font_of, is_hidden, look_of

_VML = "urn:schemas-microsoft-com:vml"
_DROPPED = frozenset({q("w:del"), q("w:moveFrom"), q("w:pPr"), q("w:rPr"), q("w:rt"), q("w:sdtPr"), q("w:sdtEndPr")})
_SIGNS = {
    q("w:tab"): "\t", q("w:ptab"): "\t", q("w:br"): "\n", q("w:cr"): "\n", q("w:noBreakHyphen"): "-",
}
_DRAWINGS = frozenset({q("w:drawing"), q("w:pict"), q("w:object")})
_RINGED = re.compile(r"\\o\s*(?:\\a[clr]\s*)?\(\s*(.*?)\s*[,;，；]\s*(.*?)\s*\)", re.IGNORECASE | re.DOTALL)
_FRAMED = re.compile(r"\\x\s*(?:\\(?:to|bo|le|ri)\s*)*\(\s*(.*?)\s*\)", re.IGNORECASE | re.DOTALL)
_RING_SHAPES = frozenset("○◯〇ＯOo0０□△◇〇Ο")
_ELLIPSES = frozenset({"ellipse", "donut", "flowChartConnector", "flowChartTerminator", "roundRect", "arc"})
_EMU_A_POINT = 12700
_NUMBER = re.compile(r"-?\d{1,9}")
_MEASURE = re.compile(r"(?:^|;)\s*(margin-left|width)\s*:\s*(-?\d+(?:\.\d+)?)pt")
ELLIPSE = "ellipse"
PICTURE = "picture"
SHAPE = "shape"


def paragraph_goes_on(paragraph: etree._Element) -> bool:
    """Say whether the end of a paragraph was deleted with changes tracked, so that the next joins it."""
    return paragraph.find("/".join((q("w:pPr"), q("w:rPr"), q("w:del")))) is not None


class Inline:
    """Reads paragraphs; a field (fldChar) that is open at the end of one goes on in the next."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._fields: list[list[str]] = []
        """Open fields: the pieces of the instruction, and a last piece "\n" when its result has begun."""

    def glyphs(self, paragraph: etree._Element) -> list[Glyph]:
        """Return the glyphs of a paragraph."""
        return self._inside(paragraph)

    def _inside(self, element: etree._Element) -> list[Glyph]:
        found: list[Glyph] = []
        for child in element:
            if not isinstance(child.tag, str) or child.tag in _DROPPED:
                continue
            found += self._element(child)
        return found

    def _element(self, child: etree._Element) -> list[Glyph]:
        if child.tag == q("w:r"):
            return self._run(child)
        if child.tag == q("w:fldSimple") and (ringed := _ringed(child.get(q("w:instr"), ""))):
            return ringed
        if child.tag == q("mc:AlternateContent"):
            chosen = child.find(q("mc:Choice"))
            chosen = chosen if chosen is not None else child.find(q("mc:Fallback"))
            return self._inside(chosen) if chosen is not None else []
        if child.tag in _DRAWINGS:
            return self._drawing(child)
        return self._inside(child)

    def _run(self, run: etree._Element) -> list[Glyph]:
        properties = run.find(q("w:rPr"))
        if is_hidden(properties):
            return []
        look, font = look_of(properties, self._styles), font_of(properties)
        found: list[Glyph] = []
        for child in run:
            if child.tag in _IN_RUN:
                found += _IN_RUN[child.tag](self, child, look, font)
            elif isinstance(child.tag, str) and child.tag not in _DROPPED:
                found += self._element(child)
        return found

    def _text(self, text: etree._Element, look: frozenset[str], font: str) -> list[Glyph]:
        return [] if self._in_instruction() else glyphs_of(text.text or "", look, font)

    def _sign(self, element: etree._Element, look: frozenset[str], font: str) -> list[Glyph]:
        return [] if self._in_instruction() else glyphs_of(_SIGNS[str(element.tag)], look)

    def _symbol(self, symbol: etree._Element, look: frozenset[str], font: str) -> list[Glyph]:
        try:
            code = int(symbol.get(q("w:char"), ""), 16)
        except ValueError:
            return []
        known = from_symbol_font(symbol.get(q("w:font"), ""), code)
        plain = known or (chr(code) if 0x20 <= code < 0xD800 else "?")
        return glyphs_of(plain, look)

    def _field_char(self, char: etree._Element, look: frozenset[str], font: str) -> list[Glyph]:
        kind = char.get(q("w:fldCharType"), "")
        if kind == "begin":
            self._fields.append([])
            box = next(char.iter(q("w:checkBox")), None)
            return glyphs_of("☑" if _is_checked(box) else "□", look) if box is not None else []
        if not self._fields:
            return []
        if kind == "separate":
            self._fields[-1].append("\n")
            return []
        pieces = self._fields.pop() if kind == "end" else []
        ringed = _ringed("".join(pieces).partition("\n")[0])
        return [replace(each, look=each.look | look) for each in ringed]

    def _instruction(self, element: etree._Element, look: frozenset[str], font: str) -> list[Glyph]:
        if self._fields and "\n" not in self._fields[-1]:
            self._fields[-1].append((element.text or "").replace("\n", " "))
        return []

    def _in_instruction(self) -> bool:
        """Say whether we are before the result of a field, or in the picture that an EQ field has for one."""
        return any("\n" not in each or _ringed("".join(each)) for each in self._fields)

    def _drawing(self, drawing: etree._Element) -> list[Glyph]:
        """Return the words of text boxes in a drawing; a drawing without words stands for itself."""
        boxes = [box for box in drawing.iter(q("w:txbxContent")) if not _is_second_copy(box, drawing)]
        words: list[Glyph] = []
        for box in boxes:
            for paragraph in box.iter(q("w:p")):
                words += [*glyphs_of("\n" if words else ""), *self._inside(paragraph)]
        if any(not each.is_elastic for each in words):
            return [replace(each, look=each.look | {BOXED}) for each in words]
        return [Glyph(DRAWING, "", frozenset((_shape_of(drawing), *_place_of(drawing))))]


_IN_RUN: dict[str, Callable[[Inline, etree._Element, frozenset[str], str], list[Glyph]]] = {
    q("w:t"): Inline._text, q("w:sym"): Inline._symbol, q("w:fldChar"): Inline._field_char,
    q("w:instrText"): Inline._instruction, **dict.fromkeys(_SIGNS, Inline._sign),
}


def _ringed(instruction: str) -> list[Glyph]:
    r"""Return the glyphs that an EQ field puts into a ring: ``eq \o\ac(○,1)``; none for other fields."""
    if not instruction.strip().lower().startswith("eq"):
        return []
    match = _RINGED.search(instruction)
    if match is not None:
        inner = match[1] if match[2] in _RING_SHAPES and match[1] not in _RING_SHAPES else match[2]
    elif (match := _FRAMED.search(instruction)) is not None:
        inner = match[1]
    else:
        return []
    return [replace(each, look=each.look | {ENCLOSED}) for each in glyphs_of(inner)]


def _is_checked(box: etree._Element) -> bool:
    state = box.find(q("w:checked"))
    state = state if state is not None else box.find(q("w:default"))
    return state is not None and state.get(q("w:val"), "1") not in ("0", "false", "off")


def _is_second_copy(box: etree._Element, drawing: etree._Element) -> bool:
    """Say whether a text box stands in the copy of a drawing that is kept for older programs."""
    for outer in box.iterancestors():
        if outer is drawing:
            return False
        if outer.tag == q("mc:Fallback"):
            return any(each.tag == q("mc:Choice") for each in outer.itersiblings(preceding=True))
    return False


def _place_of(drawing: etree._Element) -> list[str]:
    """Return "at LEFT WIDTH" in points from the left edge of the text, where a floating drawing says so."""
    offset = next(drawing.iter(q("wp:posOffset")), None)
    extent = next(drawing.iter(q("wp:extent")), None)
    if offset is not None and extent is not None:
        across = offset.getparent()
        number, width = offset.text or "", extent.get("cx", "")
        beside_text = across is not None and across.get("relativeFrom") in ("column", "character")
        if beside_text and _NUMBER.fullmatch(number) and _NUMBER.fullmatch(width):
            return [f"at {int(number) / _EMU_A_POINT:.1f} {int(width) / _EMU_A_POINT:.1f}"]
        return []
    shape = next((each for each in drawing.iter() if "margin-left" in each.get("style", "")), None)
    measures = dict(_MEASURE.findall(shape.get("style", ""))) if shape is not None else {}
    if "margin-left" in measures and "width" in measures:
        return [f"at {float(measures['margin-left']):.1f} {float(measures['width']):.1f}"]
    return []


def _shape_of(drawing: etree._Element) -> str:
    if next(drawing.iter(f"{{{NAMESPACES['pic']}}}pic", f"{{{_VML}}}imagedata"), None) is not None:
        return PICTURE
    drawn = {each.get("prst", "") for each in drawing.iter(q("a:prstGeom"))}
    rounded = next(drawing.iter(f"{{{_VML}}}oval", f"{{{_VML}}}roundrect"), None) is not None
    return ELLIPSE if rounded or drawn & _ELLIPSES else SHAPE
