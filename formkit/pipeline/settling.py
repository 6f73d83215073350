"""After decisions: the checks run again on what a document says now, and its person is looked for again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from formkit.checks import check_values
from formkit.errors import FormkitError, Problem, Severity, problem
from formkit.matching import match
from formkit.model.imprint import Imprint
from formkit.model.review import DecisionKind
from formkit.model.store import Store, StoredValue
from formkit.pipeline.case_checks import check_case
from formkit.pipeline.digitise import handbook_of


def settle(store: Store, document_id: int, today: dt.date | None = None) -> None:
    """Bring checks, person, case and status of a document up to what was decided.

    What a check finds wrong with a value that a person confirmed becomes a warning: it was looked at, and it is what
    stands on the paper.

    Raises:
        StoreError: the store cannot be written.
    """
    desk = store.desk
    done = False
    while not done:
        decisions = desk.decisions(document_id)
        values = store.values(document_id)
        found = _checked(store, document_id, values, today or dt.date.today())
        store.rematch(document_id, matcher=match, case_checker=check_case)
        done = desk.settle(document_id, decisions, found, case_checker=check_case) or not decisions


def settle_all(store: Store) -> int:
    """Settle every document that decisions were made about and nothing followed yet; return how many.

    A program that was killed between a decision and what follows from it leaves them.

    Raises:
        StoreError: the store cannot be written.
    """
    waiting = store.desk.unsettled()
    for document_id in waiting:
        settle(store, document_id)
    return len(waiting)


def _checked(
    store: Store, document_id: int, values: dict[str, StoredValue], today: dt.date
) -> tuple[Problem, ...]:
    document = store.document(document_id)
    try:
        handbook = handbook_of(Imprint(document.handbook, document.edition), Path(document.source))
    except FormkitError:
        # A handbook that was uninstalled: what its checks found stays as it is.
        return tuple(each for each in store.problems(document_id) if each.code[0] in "CV")
    out = store.whole.state(document_id).rejected_pages
    counted = {name: each.value for name, each in values.items() if each.reading.page not in out}
    found = check_values(handbook, counted, today=today)
    confirmed = {name for name, each in values.items() if each.corrected}
    kept = tuple(
        replace(each, severity_override=Severity.WARNING)
        if each.severity is Severity.ERROR and each.field in confirmed else each
        for each in found
    )
    return (*kept, *_wrong_pages(values, out))


def _wrong_pages(values: dict[str, StoredValue], out: frozenset[int]) -> Iterator[Problem]:
    """Yield a problem for each page that a person found to be of another booklet, until it is rejected."""
    wrong = [each.reading for each in values.values() if each.decided == DecisionKind.WRONG_PAGE]
    images = {each.page: each.region.image if each.region else 0 for each in wrong if each.page not in out}
    for page, image in images.items():
        yield problem("C204", page=page, image=image)
