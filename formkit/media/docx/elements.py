"""Content controls as elements of a parsed document: finding them, reading and setting their text."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from formkit.media.docx.names import q

_SDT, _SDT_PR, _SDT_CONTENT = q("w:sdt"), q("w:sdtPr"), q("w:sdtContent")
_VAL = q("w:val")
_REMOVED = frozenset({q("w:del"), q("w:moveFrom"), q("mc:Fallback")})
"""What tracked changes took out, and the second copy of drawings for older programs."""
_SIGNS = {
    q("w:tab"): "\t", q("w:ptab"): "\t", q("w:br"): "\n", q("w:cr"): "\n", q("w:noBreakHyphen"): "\u2011",
    q("w:softHyphen"): "\u00ad",
}
_STRUCK = ("w:strike", "w:dstrike", "w:vanish")
"""What takes a run out of the answer: a line or two through it, as corrections are made, or hidden text."""
_PICTURES = frozenset({q("w:drawing"), q("w:pict"), q("w:object")})
_CODE_POINT = re.compile("[0-9A-Fa-f]{4}")
_OVERRIDDEN = ("w:rStyle", "w:color")
_LETTERED = ("w:rFonts", "w:spacing", "w:position")


@dataclass(frozen=True, slots=True)
class RunChange:
    """What a filled run has otherwise than its control's look: a size in points, no spacing of letters."""

    size: float | None = None
    unlettered: bool = False


def controls(root: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """Yield every content control with its tag, in the order of the document; removed ones left aside."""
    for element in root.iter(_SDT):
        tag = tag_of(element)
        if tag and not any(each.tag in _REMOVED for each in element.iterancestors()):
            yield tag, element


def tag_of(control: etree._Element) -> str:
    """Return the tag of a content control; empty where it has none."""
    found = control.find(f"{_SDT_PR}/{q('w:tag')}")
    return (found.get(_VAL) or "") if found is not None else ""


def property_of(control: etree._Element, name: str) -> etree._Element | None:
    """Return the property ``name`` ("w:date") of a control."""
    return control.find(f"{_SDT_PR}/{q(name)}")


def content_of(control: etree._Element) -> etree._Element:
    """Return the element that holds a control's content; it is made where there is none."""
    found = control.find(_SDT_CONTENT)
    return found if found is not None else etree.SubElement(control, _SDT_CONTENT)


def text_of(element: etree._Element, outside: frozenset[etree._Element] = frozenset()) -> str:
    """Return the text under ``element`` as the reader sees it; what lies in ``outside`` is passed over.

    Runs are joined; tracked deletions and runs that are struck out or hidden are left out; paragraphs
    after the first begin a line.
    """
    pieces: list[str] = []
    _gather(element, outside | frozenset(filter(_is_struck, element.iter(q("w:r")))), pieces)
    return "".join(pieces)


def whole_text_of(element: etree._Element, outside: frozenset[etree._Element] = frozenset()) -> str:
    """Return the text under ``element`` as `text_of` does, with the runs that are struck out or hidden."""
    pieces: list[str] = []
    _gather(element, outside, pieces)
    return "".join(pieces)


def _is_struck(run: etree._Element) -> bool:
    look = run.find(q("w:rPr"))
    found = [look.find(q(name)) for name in _STRUCK] if look is not None else []
    return any(each is not None and each.get(_VAL, "1") not in ("0", "false", "off") for each in found)


def pictures_in(element: etree._Element) -> int:
    """Return how many pictures, drawings and embedded objects are under ``element``; removed ones do not count."""
    inside = (each for each in element.iter() if each.tag in _PICTURES)
    return sum(1 for each in inside if not any(outer.tag in _REMOVED for outer in each.iterancestors()))


def _gather(element: etree._Element, outside: frozenset[etree._Element], pieces: list[str]) -> None:
    started = False
    for child in element:
        if child.tag in _REMOVED or child in outside or not isinstance(child.tag, str):
            continue
        if child.tag == q("w:p"):
            if started:
                pieces.append("\n")
            started = True
        if child.tag == q("w:t"):
            pieces.append(child.text or "")
        elif child.tag in _SIGNS and element.tag == q("w:r"):
            pieces.append(_SIGNS[child.tag])
        else:
            _gather(child, outside, pieces)


def set_text(control: etree._Element, text: str, change: RunChange | None = None) -> None:
    """Make ``text`` the whole content of a control; line ends become breaks, tabs stay tabs."""
    _no_longer_empty(control)
    if change is not None or "\n" in text or "\t" in text:
        _free_of_type(control)
    content = content_of(control)
    for child in list(content):
        content.remove(child)
    run = etree.SubElement(content, q("w:r"))
    look = _look(control, change or RunChange())
    if look is not None:
        run.append(look)
    _add_text(run, text)


def _add_text(run: etree._Element, text: str) -> None:
    for number, line in enumerate(text.split("\n")):
        if number:
            etree.SubElement(run, q("w:br"))
        for index, piece in enumerate(line.split("\t")):
            if index:
                etree.SubElement(run, q("w:tab"))
            if piece:
                element = etree.SubElement(run, q("w:t"))
                element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
                element.text = piece


def _look(control: etree._Element, change: RunChange) -> etree._Element | None:
    own = property_of(control, "w:rPr")
    if own is None and change.size is None:
        return None
    look = copy.deepcopy(own) if own is not None else etree.Element(q("w:rPr"))
    for name in (*_OVERRIDDEN, *(_LETTERED if change.unlettered else ())):
        for found in look.findall(q(name)):
            look.remove(found)
    if change.size is not None:
        for name in ("w:sz", "w:szCs"):
            size = look.find(q(name))
            size = size if size is not None else etree.SubElement(look, q(name))
            size.set(_VAL, str(round(change.size * 2)))
    return look


def _free_of_type(control: etree._Element) -> None:
    """Make a plain text control one of free text: LibreOffice shows plain ones in one line and without a look."""
    properties = control.find(_SDT_PR)
    kind = property_of(control, "w:text")
    if properties is not None and kind is not None:
        properties.remove(kind)


def _no_longer_empty(control: etree._Element) -> None:
    properties = control.find(_SDT_PR)
    flag = property_of(control, "w:showingPlcHdr")
    if properties is not None and flag is not None:
        properties.remove(flag)


def is_checked(control: etree._Element) -> bool | None:
    """Return the state of a check box; None where the control is none."""
    box = property_of(control, "w14:checkbox")
    if box is None:
        return None
    state = box.find(q("w14:checked"))
    return state is not None and state.get(q("w14:val"), "1") in ("1", "true", "on")


def unchecked_sign(control: etree._Element) -> str:
    """Return the sign that a check box shows while it is empty."""
    shown = control.find(f"{_SDT_PR}/{q('w14:checkbox')}/{q('w14:uncheckedState')}")
    code = shown.get(q("w14:val"), "") if shown is not None else ""
    return chr(int(code, 16)) if _CODE_POINT.fullmatch(code) else ""


def check(control: etree._Element) -> None:
    """Mark a check box, and show the sign that it has for that."""
    box = property_of(control, "w14:checkbox")
    if box is None:
        return
    state = box.find(q("w14:checked"))
    if state is None:
        state = etree.SubElement(box, q("w14:checked"))
    state.set(q("w14:val"), "1")
    shown = box.find(q("w14:checkedState"))
    code = shown.get(q("w14:val"), "25A0") if shown is not None else "25A0"
    hint = content_of(control).find(f".//{q('w:rFonts')}")
    set_text(control, chr(int(code, 16)))
    made = content_of(control).find(f".//{q('w:rPr')}")
    if hint is not None and made is not None and made.find(q("w:rFonts")) is None:
        made.insert(0, copy.deepcopy(hint))


def cell_of(element: etree._Element) -> etree._Element | None:
    """Return the table cell around ``element``, the nearest one."""
    return next(element.iterancestors(q("w:tc")), None)
