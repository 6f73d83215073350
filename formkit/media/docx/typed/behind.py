"""A code typed right behind a date whose □ is gone: "2012年3月___日1", where the 1 answers the choice that follows."""

from __future__ import annotations

from dataclasses import replace

from formkit.media.docx.typed.align import Alignment
from formkit.media.docx.typed.sites import Room, Site
from formkit.media.docx.typed.tokens import TokenKind


def behind_date(alignment: Alignment, date: Site, boxes: Site) -> Alignment:
    """Return the alignment with the digits behind the printed end of ``date`` given to ``boxes``.

    Only where they follow each other, every box is gone and the 日 in front of the digits is the printed one: with the
    box still there, or 日 typed over, the digits may as well be a day.
    """
    blank, partner = alignment.blank, alignment.partner
    last = date.stop - 1
    follows = date.room is Room.DATE and boxes.room is Room.BOXES and date.unit == boxes.unit and (
        date.stop <= boxes.start and all(blank[each].is_room for each in range(date.stop, boxes.start))
    )
    gone = not any(each in partner for each in range(boxes.start, boxes.stop) if blank[each].kind is TokenKind.BOX)
    if not follows or not gone or blank[last].sign != "日" or last not in partner:
        return alignment
    typed = [
        k for k in range(partner[last] + 1, len(alignment.filled))
        if not alignment.matched[k] and date.stop <= alignment.place[k] <= boxes.start
        and not alignment.filled[k].is_room
    ]
    if not typed or not all(alignment.filled[k].sign.isdigit() for k in typed):
        return alignment
    place = [boxes.start + 1 if k in typed else each for k, each in enumerate(alignment.place)]
    return replace(alignment, place=place)
