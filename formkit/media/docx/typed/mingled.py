"""Dates typed over their print beside another room: without 年月日 nothing says where one ends and the other begins."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from formkit.media.docx.typed.align import Alignment
from formkit.media.docx.typed.blank import UnitId
from formkit.media.docx.typed.entries import Answer, Entry
from formkit.media.docx.typed.form import Spot
from formkit.media.docx.typed.sites import Room, Site

_DATE_IN = re.compile(r"\d\s*[.\-/－．·年月]\s*\d{1,2}(?!\d)|\d{8}|[二〇零一]{2,4}年")


def mingled(
    spots: Mapping[str, Spot], units: Mapping[UnitId, Alignment], entries: Mapping[str, Entry],
    answers: Mapping[str, Answer],
) -> Iterator[str]:
    """Yield the fields, by their spots' names, whose text may be that of the field beside them."""
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


def _touch(alignment: Alignment, first: Site, second: Site) -> bool:
    """Say whether nothing is printed between two rooms."""
    start, stop = sorted((first, second), key=lambda site: site.start)
    return all(alignment.blank[each].is_room for each in range(start.stop, stop.start))
