"""The sheets of a booklet that are missing, put together: one line for a document, however many they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from formkit.errors import Problem
from formkit.i18n import _, ngettext
from formkit.pipeline.whole_documents import BookletPage

CODE = "G106"


@dataclass(frozen=True, slots=True)
class MissingSheets:
    """How many sheets are missing, which in words, and what to do about it."""

    count: int
    words: str
    hint: str

    @property
    def sentence(self) -> str:
        """What is missing, in one sentence."""
        told = ngettext("{n} sheet is missing: {sheets}", "{n} sheets are missing: {sheets}", self.count)
        return told.format(n=self.count, sheets=self.words)


def missing_sheets(problems: Iterable[Problem], booklet: Sequence[BookletPage]) -> MissingSheets | None:
    """Return what problems say is missing; None where they say nothing of the kind.

    Of a sheet of which only some sides are missing, in a ``booklet`` that tells how many it has, these are named.
    """
    found = [each for each in problems if each.code == CODE]
    if not found:
        return None
    sides: dict[tuple[str, int], set[int]] = defaultdict(set)
    for each in found:
        told = dict(each.context)
        sides[told["sheet"], int(told["copy"])].add(int(told["page"]))
    all_sides: dict[tuple[str, int], set[int]] = defaultdict(set)
    for page in (each.page for each in booklet):
        all_sides[page.title, page.copy].add(page.side)
    copies: dict[tuple[str, tuple[int, ...]], list[int]] = defaultdict(list)
    for (title, copy), missing in sides.items():
        of_sheet = all_sides.get((title, copy))
        some = () if of_sheet and of_sheet <= missing else tuple(sorted(missing))
        copies[title, some].append(copy)
    repeats = {title for title, copy in (*all_sides, *sides) if copy > 1}
    words = (_words(title, some, of if title in repeats else ()) for (title, some), of in copies.items())
    return MissingSheets(len(sides), _("; ").join(words), found[0].hint)


def _words(title: str, sides: Sequence[int], copies: Sequence[int]) -> str:
    told = []
    if copies:
        numbers = _(", ").join(_runs(sorted(copies)))
        told.append(ngettext("copy {copies}", "copies {copies}", len(copies)).format(copies=numbers))
    if sides:
        numbers = _(", ").join(map(str, sides))
        told.append(ngettext("side {sides}", "sides {sides}", len(sides)).format(sides=numbers))
    return _("{sheet} ({parts})").format(sheet=title, parts=_(", ").join(told)) if told else title


def _runs(numbers: Sequence[int]) -> Iterator[str]:
    """Yield numbers that follow each other as one: "2–12"."""
    first = last = numbers[0]
    for number in (*numbers[1:], None):
        if number == last + 1:
            last = number
            continue
        yield str(first) if first == last else f"{first}–{last}"
        if number is not None:
            first = last = number
