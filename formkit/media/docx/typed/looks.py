"""The look of runs: what a person may have used to mark an option, told as words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from lxml import etree

from formkit.media.docx.names import q
from formkit.media.docx.typed.glyphs import NO_LOOK, STRUCK

_VAL = q("w:val")
_OFF = frozenset({"0", "false", "off", "none", "nil", "clear"})
_PLAIN_COLORS = frozenset({"auto", "000000", "black"})
_PLAIN_FILLS = frozenset({"auto", "FFFFFF", "ffffff"})
_SWITCHES = {
    q("w:b"): "bold", q("w:u"): "underline", q("w:highlight"): "highlight", q("w:bdr"): "border",
    q("w:em"): "emphasis", q("w:strike"): STRUCK, q("w:dstrike"): STRUCK, q("w:i"): "italic",
}
_HIDDEN = (q("w:vanish"), q("w:webHidden"))
WEAK = ("italic", "size ", "font ")
"""How looks begin that fonts and styles may bring unasked: options that have them alone are for a person to see."""
MARKING = frozenset({"bold", "underline", "color", "highlight", "border", "emphasis", "combined"})
"""Looks by which people mark an option."""


class Styles:
    """The looks that styles of a document give, by the id of the style."""

    def __init__(self, root: etree._Element | None) -> None:
        self._styles: Mapping[str, etree._Element] = {
            style.get(q("w:styleId"), ""): style for style in (root.iter(q("w:style")) if root is not None else ())
        }
        self._known: dict[str, dict[str, bool]] = {}

    def switches(self, style_id: str) -> dict[str, bool]:
        """Return the looks that a style turns on or off, those of the style it is based on included."""
        if style_id not in self._known:
            self._known[style_id] = {}  # a style that is based on itself must not run for ever
            self._known[style_id] = self._resolved(style_id)
        return self._known[style_id]

    def _resolved(self, style_id: str) -> dict[str, bool]:
        style = self._styles.get(style_id)
        if style is None:
            return {}
        based = style.find(q("w:basedOn"))
        inherited = self.switches(based.get(_VAL, "")) if based is not None else {}
        look = style.find(q("w:rPr"))
        return inherited | (_switches(look) if look is not None else {})


def look_of(properties: etree._Element | None, styles: Styles) -> frozenset[str]:
    """Return the look that the properties of a run give it."""
    if properties is None:
        return NO_LOOK
    style = properties.find(q("w:rStyle"))
    inherited = styles.switches(style.get(_VAL, "")) if style is not None else {}
    merged = inherited | _switches(properties)
    return frozenset((*(name for name, on in merged.items() if on), *_lettering(properties))) or NO_LOOK


def is_hidden(properties: etree._Element | None) -> bool:
    """Say whether a run is hidden text."""
    if properties is None:
        return False
    return any(_is_on(found) for name in _HIDDEN if (found := properties.find(name)) is not None)


def font_of(properties: etree._Element | None) -> str:
    """Return the font of a run's Latin and symbol signs; "" where it is not said."""
    fonts = properties.find(q("w:rFonts")) if properties is not None else None
    return "" if fonts is None else fonts.get(q("w:ascii")) or fonts.get(q("w:hAnsi")) or ""


def _lettering(properties: etree._Element) -> Iterator[str]:
    """Yield size (in half points) and East Asian font of a run as looks."""
    size = properties.find(q("w:sz"))
    if size is not None:
        yield f"size {size.get(_VAL, '')}"
    fonts = properties.find(q("w:rFonts"))
    if fonts is not None and (font := fonts.get(q("w:eastAsia"))):
        yield f"font {font}"


def _switches(properties: Iterable[etree._Element]) -> dict[str, bool]:
    found: dict[str, bool] = {}
    for each in properties:
        if each.tag in _SWITCHES:
            found[_SWITCHES[each.tag]] = found.get(_SWITCHES[each.tag], False) or _is_on(each)
        elif each.tag == q("w:color"):
            found["color"] = (each.get(_VAL) or "auto").lower() not in _PLAIN_COLORS
        elif each.tag == q("w:shd"):
            found["highlight"] = found.get("highlight", False) or _is_filled(each)
        elif each.tag == q("w:eastAsianLayout"):
            found["combined"] = each.get(q("w:combine"), "0") not in _OFF
    return found


def _is_on(switch: etree._Element) -> bool:
    return (switch.get(_VAL) or "1").lower() not in _OFF


def _is_filled(shade: etree._Element) -> bool:
    pattern = shade.get(_VAL) or "clear"
    return (shade.get(q("w:fill")) or "auto") not in _PLAIN_FILLS or pattern not in ("clear", "nil")
