"""Which measured form a Word file is, told by its print."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from formkit.errors import InputError, Where
from formkit.media.docx.typed.beside import Beside, put_beside
from formkit.media.docx.typed.bind import bind
from formkit.media.docx.typed.flow import Flow, Row
from formkit.media.docx.typed.form import Form, pairs_in
from formkit.media.docx.typed.opened import opened_flow
from formkit.media.docx.typed.tokens import tokens_of
from formkit.model.handbook import Handbook, Sheet
from formkit.shipped import is_shipped

LIKE = 0.75
"""Share of the pairs of printed signs of a form that a file must have to be taken for it or another edition of it."""
_LABELS_ALONE = 0.95
LEAD = 0.02
"""By how much the best form must be ahead of the second."""
MOST_LOST = 0.03
"""Share of the print that may be missing: people delete a word, another edition has other words."""
_MOST_CHANGED = 2
"""Places with other words from which a file counts as another edition."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_EDITION = re.compile(r"((?:19|20)\d\d)\s*年?\s*(?:版|修订|修改)")
"""How a form names its edition: 2017年版, 2017版, 2017年修订."""
_ALWAYS_FORGIVEN = 4
"""Printed signs that may be missing however short the form is."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A measured sheet of which there is a blank Word file."""

    handbook: Handbook
    sheet: Sheet

    @property
    def title(self) -> str:
        """The title and edition, as messages name the form."""
        return f"{self.handbook.title} ({self.handbook.full_id})"


def candidates_of(handbooks: Iterable[Handbook]) -> list[Candidate]:
    """Return the measured sheets of handbooks that have a blank Word file."""
    return [
        Candidate(handbook, sheet)
        for handbook in handbooks for sheet in handbook.sheets
        if sheet.measured is not None and sheet.measured.document
    ]


def form_of(candidate: Candidate) -> Form:
    """Return the bound form of a measured sheet.

    Raises:
        InputError: its blank.docx cannot be read (D056).
    """
    assert candidate.sheet.measured is not None
    path = Path(candidate.sheet.measured.document)
    try:
        return _form(path, path.stat().st_mtime_ns, candidate.sheet)
    except OSError as error:
        raise InputError.of("D056", where=Where(str(path)), file=path.name) from error


@lru_cache(maxsize=64)
def _form(path: Path, _changed: int, sheet: Sheet) -> Form:
    try:
        flow = opened_flow(path.read_bytes(), path.name).flow
    except InputError as error:
        raise InputError.of("D056", where=Where(str(path)), file=path.name) from error
    return bind(sheet, flow)


def recognise(flow: Flow, candidates: Sequence[Candidate], name: str) -> Candidate | None:
    """Return the form that a flow is like; None where it is like none.

    Raises:
        InputError: it is as like to two forms (D054).
    """
    pairs = _pairs(flow)
    scored = sorted(
        ((_likeness(form_of(each), pairs), number) for number, each in enumerate(candidates)),
        reverse=True,
    )
    if not scored or scored[0][0] < LIKE:
        return None
    rivals = [candidates[number] for share, number in scored if share > scored[0][0] - LEAD and share >= LIKE]
    rivals = _without_shipped(rivals)
    if len(rivals) == 1:
        return rivals[0]
    lost = sorted((put_beside(form_of(each), flow).lost_print, number) for number, each in enumerate(rivals))
    if lost[0][0] == lost[1][0]:
        forms = ", ".join(each.handbook.full_id for each in rivals)
        raise InputError.of("D054", where=Where(name), forms=forms)
    return rivals[lost[0][1]]


def _without_shipped(rivals: Sequence[Candidate]) -> list[Candidate]:
    """Leave out the shipped forms that an office has learnt for itself, with the same print: its own are meant."""
    own = [form_of(each).pairs for each in rivals if not is_shipped(each.handbook.folder)]
    return [each for each in rivals if not is_shipped(each.handbook.folder) or form_of(each).pairs not in own]


def _likeness(form: Form, pairs: Counter[str]) -> float:
    """Return how much of a form's print a file has; its labels alone suffice, for options may be deleted."""
    whole = _share(form.pairs, pairs)
    alone = _share(form.label_pairs, pairs)
    return max(whole, alone if alone >= _LABELS_ALONE and whole >= LIKE / 2 else 0.0)


def _pairs(flow: Flow) -> Counter[str]:
    found: Counter[str] = Counter()
    for item in flow:
        units = [cell.glyphs for cell in item.cells] if isinstance(item, Row) else [item.glyphs]
        for glyphs in units:
            found.update(pairs_in("".join(token.sign for token in tokens_of(glyphs) if token.is_printed)))
    return found


def _share(blank: Counter[str], filled: Counter[str]) -> float:
    total = sum(blank.values())
    return sum((blank & filled).values()) / total if total else 0.0


def other_edition(texts: Iterable[str], edition: str) -> str:
    """Return the words that belong to no field (in the title, the header …) and name another edition by its year.

    Only handbooks whose editions are years can be told so. Codes change their meaning between editions, so such a
    file must not be read as this one however alike its print is.
    """
    if _YEAR.fullmatch(edition) is None:
        return ""
    return next((text for text in texts if set(_EDITION.findall(text)) - {edition}), "")


def is_other_print(beside: Beside) -> bool:
    """Say whether the print differs so that the file is another edition or another form.

    A word that is gone, or one place with other words, leaves the form what it is, and a person looks at the
    field; other words in the title, or in two places, mean that codes may mean something else.
    """
    allowed = max(_ALWAYS_FORGIVEN, MOST_LOST * beside.form.printed_letters())
    return beside.lost_print > allowed or beside.title_is_other() or beside.changed_places() >= _MOST_CHANGED
