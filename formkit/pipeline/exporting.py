"""Store → records in a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from formkit.errors import InputError, Problem, UsageError, Where, problem
from formkit.export.record_columns import RecordColumns, columns_of
from formkit.export.record_files import CSV, JSONL, check_record_target, write_records
from formkit.export.record_order import RecordOrder, RecordSet
from formkit.mapping import load_handbook
from formkit.model.answers import Stock, Wanted, WholeRecord
from formkit.model.reading import DocumentStatus
from formkit.model.store import Store
from formkit.pipeline.rosters import handbook_of

_ACCEPTED = frozenset({DocumentStatus.ACCEPTED})
_READ = frozenset({DocumentStatus.ACCEPTED, DocumentStatus.REVIEW})
_IN_REVIEW, _FAILED, _REJECTED = (
    frozenset({each}) for each in (DocumentStatus.REVIEW, DocumentStatus.FAILED, DocumentStatus.REJECTED)
)


@dataclass(frozen=True, slots=True)
class Selection:
    """Which records are meant: of one handbook (an id, with or without edition), of one import, accepted ones only."""

    handbook: str | None = None
    batch: str | None = None
    accepted_only: bool = False

    @property
    def statuses(self) -> frozenset[DocumentStatus]:
        """The statuses of the documents that are meant."""
        return _ACCEPTED if self.accepted_only else _READ


@dataclass(frozen=True, slots=True)
class Exported:
    """How many records were written, and what was noticed."""

    records: int
    problems: tuple[Problem, ...]


def export_records(
    store: Store, target: Path, selection: Selection, order: RecordOrder, *, force: bool = False
) -> Exported:
    """Write the records of a store into a file.

    Raises:
        UsageError: the file is somebody's, the options do not go together, there is no such handbook or import.
        InputError: there are no such records (E017); then nothing is written.
        OutputError: the file could not be written.
    """
    check_record_target(target, force=force)
    _check_order(target, order)
    stock = _selected(store, selection)
    found = [each for each in stock if each.count(selection.statuses)]
    if not found:
        raise InputError(problem("E017"), *_left_out(stock, selection))
    if target.suffix.lower() == CSV and not order.long and len(found) > 1:
        known = ", ".join(each.full_id for each in found)
        raise UsageError(problem("E018", where=Where(str(target)), known=known))
    sets = [_set(store, each, selection) for each in found]
    count, cut = write_records(sets, target, order)
    unknown = [problem("E024", handbook=each.full_id) for each in sets if each.book is None]
    return Exported(count, (*unknown, *cut, *_left_out(stock, selection)))


def _check_order(target: Path, order: RecordOrder) -> None:
    """A line that `fill` takes has codes, and a long table has both codes and words."""
    if order.wording.labels and (order.long or target.suffix.lower() == JSONL):
        raise UsageError(problem("E026", where=Where(str(target))))


def _selected(store: Store, selection: Selection) -> list[Stock]:
    """Return what there is of the handbook and of the import that are meant."""
    if selection.batch is not None and selection.batch not in store.whole.batches():
        known = ", ".join(each for each in store.whole.batches() if each) or "—"
        raise UsageError(problem("E022", batch=selection.batch, known=known))
    stock = store.answers.stock(batch=selection.batch)
    reference = selection.handbook
    if reference is None:
        return list(stock)
    named = [each for each in stock if reference in (each.handbook, each.full_id)]
    if named:
        return named
    book = load_handbook(reference)
    whole = "@" in Path(reference).name
    return [each for each in stock if each.handbook == book.id and (not whole or each.edition == book.edition)]


def _set(store: Store, stock: Stock, selection: Selection) -> RecordSet:
    wanted = Wanted(stock.handbook, stock.edition, selection.statuses, stock.last, selection.batch)
    book = handbook_of(stock.handbook, stock.edition)
    columns = columns_of(book, store.answers.field_ids(wanted))
    return RecordSet(stock.full_id, book, columns, lambda: _with_columns(store.answers.records(wanted), columns))


def _with_columns(records: Iterable[WholeRecord], columns: RecordColumns) -> Iterator[WholeRecord]:
    """Yield the records whose fields have columns: one that a person accepts or restores meanwhile may have others.

    It is as one that comes in meanwhile, and in the next export.
    """
    return (each for each in records if all(answer.field_id in columns.by_id for answer in each.answers))


def _left_out(stock: Sequence[Stock], selection: Selection) -> list[Problem]:
    """Return what is told of documents that are not in the file, or in it and not settled."""
    waiting, failed, rejected = (
        sum(each.count(statuses) for each in stock) for statuses in (_IN_REVIEW, _FAILED, _REJECTED)
    )
    found = []
    if waiting:
        found.append(problem("E025" if selection.accepted_only else "E019", count=waiting))
    if failed or rejected:
        found.append(problem("E020", count=failed + rejected, failed=failed, rejected=rejected))
    return found
