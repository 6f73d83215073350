"""Records within a cell: a list of coded options, then boxes that have a day each: 1 无 2 高血压 □确诊时间 年 月 /"""

from __future__ import annotations

import re
from itertools import pairwise

from formkit.learn.coded import coded_options
from formkit.learn.dates import dates
from formkit.learn.found import Found, FoundOption, FoundTable, without_blanks
from formkit.learn.option_blanks import with_blanks
from formkit.learn.running import GAP, SLOTS, Running
from formkit.model.handbook import Kind, Mark

_BOXED = re.compile(rf"[{SLOTS}][ {GAP}]?(?P<what>[\u4e00-\u9fff]{{2,6}})[：:]?[ ]*$")
_PARTED = re.compile(rf"[ {GAP}\n]*[/／;；,，、]?[ {GAP}\n]*")


def listed_with_days(running: Running, base: str) -> list[Found | FoundTable]:
    """Return the records of a cell and the blanks of its options; [] where it holds none. ``base`` names the cell."""
    text = running.text
    days = [(lead, span) for span in dates(running) if (lead := _BOXED.search(text, 0, span.start)) is not None]
    alike = len({lead["what"] for lead, _ in days}) == 1
    joined = all(_PARTED.fullmatch(text, span.end, lead.start()) for (_, span), (lead, _) in pairwise(days))
    if len(days) < 2 or not alike or not joined:
        return []
    options = with_blanks(running, coded_options(running, 0, days[0][0].start()))
    if not options:
        return []
    rows: list[list[Found]] = []
    for lead, span in days:
        span.found.label = lead["what"]
        rows.append([_code(running, lead.start(), options, base), span.found])
    extras = [blank for option in options for blank in option.blanks]
    for extra in extras:
        extra.label = extra.label if len(extra.label) > 2 or not base else f"{base} {extra.label}"
    return [*extras, FoundTable(base, rows)]


def _code(running: Running, index: int, options: list[FoundOption], label: str) -> Found:
    box = running.signs[index].box
    return Found(label, Kind.SINGLE, box, cells=(box,), mark=Mark.CODE, options=without_blanks(options), labelled=False)
