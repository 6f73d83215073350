"""The rules between entries over a whole case: visits, plans and ends that came in several documents.

`formkit.checks` looks at one booklet. Here the entries of a case are put together as if they stood in
one, the same rules are run, and what they find between two documents is told of the newer one.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from formkit.checks import check_values
from formkit.errors import InputError, Problem, problem
from formkit.model.handbook import Handbook
from formkit.model.imprint import Imprint
from formkit.model.rules import RULES
from formkit.model.store import CaseValue, CaseView, Visit
from formkit.pipeline.digitise import handbook_of

BY_DATE = {"none_after": "S112", "increasing": "S113"}
"""Rules over all entries of a case in the order of their dates, with what they are called here."""
BY_NUMBER = {"dates_in_order": "S114"}
"""Rules over the sheets of one booklet that came back in several files, in the order of their numbers."""

Merged = dict[str, CaseValue]
"""Values by the full id that they have when all entries stand in one booklet."""


@dataclass(frozen=True, slots=True)
class _Looked:
    """Some rules of a handbook and the merged values that they look at."""

    handbook: Handbook
    codes: Mapping[str, str]
    merged: Merged

    def problems(self) -> Iterator[tuple[int, Problem]]:
        """Yield what the rules find between two documents, with the newer one's number."""
        checks = tuple(check for check in self.handbook.checks if check.rule in self.codes)
        named = {RULES[rule].code: code for rule, code in self.codes.items()}
        words = {text.rpartition(".")[2] for check in checks for _, given in check.arguments for text in _texts(given)}
        values = {name: each.value for name, each in self.merged.items() if name.rpartition(".")[2] in words}
        for found in check_values(replace(self.handbook, checks=checks), values, today=dt.date.today()):
            if found.code in named:
                yield from self._between(found, named[found.code])

    def _between(self, found: Problem, code: str) -> Iterator[tuple[int, Problem]]:
        told = dict(found.context)
        late, end = self.merged.get(found.field or ""), self.merged.get(told["other"])
        if late is None or end is None or late.document_id == end.document_id:
            return
        newer = max(late, end, key=lambda each: each.document_id)
        yield newer.document_id, problem(
            code, field=newer.field_id, severity=found.severity_override,
            late=late.field_id, late_label=told["label"], late_document=late.document_id,
            end=end.field_id, end_label=told["other_label"], end_document=end.document_id,
        )


def check_case(view: CaseView) -> dict[int, list[Problem]]:
    """Return what is wrong between the documents of a case, by the number of the newer document.

    The rules are those of the newest edition in the case that this installation has.
    """
    handbook = _newest_handbook(view)
    if handbook is None:
        return {}
    found: dict[int, list[Problem]] = {}
    looked = [_Looked(handbook, BY_DATE, _by_date(view.visits))]
    looked += [_Looked(handbook, BY_NUMBER, merged) for merged in _by_serial(view.visits)]
    for document_id, each in (pair for one in looked for pair in one.problems()):
        found.setdefault(document_id, []).append(each)
    return found


def _newest_handbook(view: CaseView) -> Handbook | None:
    for edition in sorted({visit.edition for visit in view.visits}, reverse=True):
        try:
            return handbook_of(Imprint(view.case.handbook, edition), Path(view.case.handbook))
        except InputError:
            continue
    return None


def _by_date(visits: tuple[Visit, ...]) -> Merged:
    """Number the entries of each sheet anew, in the order of their dates."""
    numbers: Counter[str] = Counter()
    merged: Merged = {}
    for visit in visits:
        numbers[visit.sheet] += 1
        merged |= _named(visit, numbers[visit.sheet])
    return merged


def _by_serial(visits: tuple[Visit, ...]) -> Iterator[Merged]:
    """Yield the entries of each booklet with a serial under the numbers that they have in it."""
    for serial in dict.fromkeys(visit.serial for visit in visits if visit.serial):
        merged: Merged = {}
        for visit in visits:
            merged |= _named(visit, visit.entry) if visit.serial == serial else {}
        yield merged


def _named(visit: Visit, number: int) -> Merged:
    head = f"{visit.sheet}.{number}" if visit.repeats else visit.sheet
    return {f"{head}.{local}": value for local, value in visit.values.items()}


def _texts(argument: object) -> Iterator[str]:
    if isinstance(argument, str):
        yield argument
    elif isinstance(argument, list | tuple):
        yield from (each for each in argument if isinstance(each, str))
