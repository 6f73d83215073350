"""What stands on a page apart from its tables: pictures, text boxes and the outlines of boxes.

All are anchored to the page, behind the text, so that the tables stay simple and an office can
restyle them. Measures come in millimetres and go into the file in EMU (36000 a mm).
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import quoteattr

from formkit.geometry import Box

EMU = 36000
_OUTLINE = 6350
"""EMU: half a point."""
_OUTLINE_COLOR = "808080"


def _emu(mm: float) -> int:
    return round(mm * EMU)


def anchored(name: str, box: Box, uri: str, graphic: str) -> str:
    """Return a run with ``graphic`` fixed at ``box`` of the page, behind the text."""
    return (
        '<w:r><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" '
        'behindDoc="1" locked="1" layoutInCell="0" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="page"><wp:posOffset>{_emu(box.x0)}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="page"><wp:posOffset>{_emu(box.y0)}</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{_emu(box.width)}" cy="{_emu(box.height)}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f'<wp:wrapNone/><wp:docPr id="1" name={quoteattr(name)}/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{uri}">{graphic}</a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>'
    )


def picture(name: str, box: Box, relationship: str) -> str:
    """Return a run with the picture behind ``relationship`` in ``box``."""
    graphic = (
        f'<pic:pic><pic:nvPicPr><pic:cNvPr id="0" name={quoteattr(name)}/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{relationship}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f"<pic:spPr>{_frame(box)}"
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
    )
    return anchored(name, box, "http://schemas.openxmlformats.org/drawingml/2006/picture", graphic)


def text_box(name: str, box: Box, paragraphs: str) -> str:
    """Return a run with a text box without border, fill or margins; its text stands in the middle of its height."""
    graphic = (
        f'<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr>{_frame(box)}'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>'
        f"<wps:txbx><w:txbxContent>{paragraphs}</w:txbxContent></wps:txbx>"
        '<wps:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"><a:noAutofit/></wps:bodyPr>'
        "</wps:wsp>"
    )
    return anchored(name, box, "http://schemas.microsoft.com/office/word/2010/wordprocessingShape", graphic)


def outlines(name: str, boxes: Sequence[Box]) -> str:
    """Return a run with the outlines of all ``boxes`` (at least one) as a single shape."""
    whole = boxes[0]
    for box in boxes[1:]:
        whole = whole.union(box)
    path = "".join(_rectangle(box, whole) for box in boxes)
    graphic = (
        f"<wps:wsp><wps:cNvSpPr/><wps:spPr>{_frame(whole)}<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>"
        '<a:rect l="0" t="0" r="r" b="b"/>'
        f'<a:pathLst><a:path w="{_emu(whole.width)}" h="{_emu(whole.height)}" fill="none">{path}</a:path></a:pathLst>'
        f'</a:custGeom><a:noFill/><a:ln w="{_OUTLINE}"><a:solidFill><a:srgbClr val="{_OUTLINE_COLOR}"/></a:solidFill>'
        "<a:miter/></a:ln></wps:spPr><wps:bodyPr/></wps:wsp>"
    )
    return anchored(name, whole, "http://schemas.microsoft.com/office/word/2010/wordprocessingShape", graphic)


def _frame(box: Box) -> str:
    return f'<a:xfrm><a:off x="0" y="0"/><a:ext cx="{_emu(box.width)}" cy="{_emu(box.height)}"/></a:xfrm>'


def _rectangle(box: Box, whole: Box) -> str:
    moved = box.moved(-whole.x0, -whole.y0)
    corners = [(moved.x0, moved.y0), (moved.x1, moved.y0), (moved.x1, moved.y1), (moved.x0, moved.y1)]
    points = [f'<a:pt x="{_emu(x)}" y="{_emu(y)}"/>' for x, y in corners]
    lines = "".join(f"<a:lnTo>{point}</a:lnTo>" for point in points[1:])
    return f"<a:moveTo>{points[0]}</a:moveTo>{lines}<a:close/>"


def filled_shape(width: int, height: int, colour: str) -> str:
    """Return a graphic of ``width`` by ``height`` EMU that is nothing but ``colour``."""
    return (
        '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
        f'<wps:cNvSpPr/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'
        "<a:ln><a:noFill/></a:ln></wps:spPr><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic>"
    )
