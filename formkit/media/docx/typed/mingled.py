"""Answers typed over the print between two rooms: nothing says any more where one ends and the other begins.

A date over its 年月日 runs into the blank beside it, and codes in front of their boxes into the blank of an option.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from formkit.media.docx.typed.align import Alignment
from formkit.media.docx.typed.blank import UnitId
from formkit.media.docx.typed.entries import Answer, Entry
from formkit.media.docx.typed.form import Spot
from formkit.media.docx.typed.sites import Room, Site

_CODES = re.compile(r"[\s\[\]()（）【】,，、/]*\d{1,2}(?:[\s\[\]()（）【】,，、/]+\d{1,2})*[\s\[\]()（）【】,，、/]*")
_DATE_IN = re.compile(r"\d\s*[.\-/－．·年月]\s*\d{1,2}(?!\d)|\d{8}|[二〇零一]{2,4}年")


def mingled(
    spots: Mapping[str, Spot], units: Mapping[UnitId, Alignment], entries: Mapping[str, Entry],
    answers: Mapping[str, Answer],
) -> Iterator[str]:
    """Yield the fields, by their spots' names, whose text may be that of the field beside them."""
    yield from _codes_before_boxes(spots, units, entries)
    sites = {name: spot.site for name, spot in spots.items() if name in entries and spot.site is not None}
    for date, its_site in sites.items():
        if its_site.room is not Room.DATE or (answers[date].value is not None and not answers[date].doubtful):
            continue
        for other, site in sites.items():
            if other != date and site.unit == its_site.unit and _touch(units[site.unit], its_site, site):
                if entries[date].text.strip(" 年月日\n") and answers[date].doubtful:
                    yield other
                elif _DATE_IN.search(entries[other].text) and site.room is not Room.DATE:
                    yield from (date, other)


def _codes_before_boxes(
    spots: Mapping[str, Spot], units: Mapping[UnitId, Alignment], entries: Mapping[str, Entry]
) -> Iterator[str]:
    """Yield a choice and the text of its option, where codes were typed between the text's room and the boxes."""
    for name, spot in spots.items():
        boxes = spot.site
        if spot.options is None or boxes is None:
            continue
        for other in {option.text_field or option.count_field or "" for option in spot.field.options}:
            site = spots[other].site if other in entries else None
            if site is None or site.unit != boxes.unit or not _touch(units[site.unit], site, boxes):
                continue
            if _CODES.fullmatch(entries[other].text):
                yield from (name, other)


def _touch(alignment: Alignment, first: Site, second: Site) -> bool:
    """Say whether nothing is printed between two rooms."""
    start, stop = sorted((first, second), key=lambda site: site.start)
    return all(alignment.blank[each].is_room for each in range(start.stop, stop.start))
