"""What is asked of the store: documents, values, persons, cases and how much there is."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, Table, and_, bindparam, func, select

from formkit.errors import Problem, StoreError
from formkit.model.person import Case, Identity, IssuedBooklet, Person
from formkit.model.reading import DocumentStatus, FieldStatus, PageFound, Reading
from formkit.model.review import FieldKey
from formkit.model.store import (
    CaseValue,
    CaseView,
    Correction,
    ForeignRow,
    Stats,
    StoredDocument,
    StoredValue,
    Visit,
)
from formkit.store import assigned, cases, people, schema
from formkit.store.encoding import (
    Row,
    load_alternatives,
    load_measures,
    load_problem,
    load_region,
    load_value,
    load_values,
)


def documents(
    connection: Connection, *, document_id: int | None = None, status: DocumentStatus | None = None,
    batch: str | None = None, sha256: str | None = None, person_id: int | None = None,
) -> Iterator[StoredDocument]:
    """Yield the documents that fit all that is given, oldest first; rejected ones only where they are asked for."""
    query = _document_query()
    if document_id is not None:
        query = query.where(schema.document.c.id == document_id)
    if status is not None:
        query = query.where(schema.document.c.status == status.value)
    elif document_id is None:
        query = query.where(schema.document.c.status != DocumentStatus.REJECTED.value)
    if batch is not None:
        query = query.where(schema.source.c.batch == batch)
    if sha256 is not None:
        query = query.where(schema.document.c.source == sha256)
    if person_id is not None:
        owned = schema.assignment.c.person_id.in_(people.same_persons(connection, person_id))
        ever = select(schema.assignment.c.document_id).where(owned)
        query = query.where(owned, schema.document.c.id.in_(ever))
    rows = list(connection.execute(query).mappings())
    root = people.roots(connection)
    alone = rows[0]["person_id"] if len(rows) == 1 else None
    opened = _cases_by_person(connection, None if alone is None else people.same_persons(connection, alone))
    for row in rows:
        owner = root.get(row["person_id"], row["person_id"])
        counts = row["status"] != DocumentStatus.REJECTED
        yield StoredDocument(
            row["id"], row["name"], row["source"], row["position"], row["handbook"], row["edition"], row["serial"],
            DocumentStatus(row["status"]), row["batch"], row["stored_at"], owner,
            opened.get((owner, row["handbook"])) if counts else None,
            tuple(PageFound(**page) for page in json.loads(row["pages"])),
        )


def _document_query() -> Select[tuple[object, ...]]:
    document, source, table = schema.document, schema.source, schema.assignment
    return (
        select(document, source.c.name, source.c.batch, table.c.person_id)
        .join(source, source.c.sha256 == document.c.source)
        .outerjoin(table, and_(table.c.document_id == document.c.id, assigned.holds()))
        .order_by(document.c.id)
    )


def _cases_by_person(
    connection: Connection, only: Sequence[int] | None = None
) -> dict[tuple[int, str], int]:
    """Return cases by person and handbook; of persons settled to be one, the first one's case."""
    root = people.roots(connection)
    table = schema.casefile
    query = select(table) if only is None else select(table).where(table.c.person_id.in_(only))
    found: dict[tuple[int, str], int] = {}
    for row in sorted(connection.execute(query), key=lambda row: (row.person_id in root, row.id)):
        found.setdefault((root.get(row.person_id, row.person_id), row.handbook), row.id)
    return found


def document(connection: Connection, document_id: int) -> StoredDocument:
    """Return one document.

    Raises:
        StoreError: there is none of this number.
    """
    found = next(documents(connection, document_id=document_id), None)
    if found is None:
        raise StoreError.of("S102", document=document_id)
    return found


def statuses(connection: Connection, batch: str | None) -> dict[int, DocumentStatus]:
    """Return the status of every document, or of every one of a batch, oldest first."""
    table, source = schema.document, schema.source
    query = select(table.c.id, table.c.status).order_by(table.c.id)
    if batch is not None:
        query = query.join(source, source.c.sha256 == table.c.source).where(source.c.batch == batch)
    return {row.id: DocumentStatus(row.status) for row in connection.execute(query)}


def values(connection: Connection, document_id: int) -> dict[str, StoredValue]:
    """Return every field of a document with its value now and its reading."""
    view = schema.field_value
    rows = connection.execute(
        select(view).where(view.c.document_id == document_id).order_by(view.c.position)
    ).mappings()
    return {
        row["field_id"]: StoredValue(
            load_value(row["value"]), reading(row), bool(row["corrected"]), row["decided"]
        )
        for row in rows
    }


def reading(row: Row) -> Reading:
    """Return the reading in a row of `schema.field_value`."""
    return Reading(
        load_value(row["read_value"]), FieldStatus(row["status"]), row["confidence"], row["raw"], row["page"],
        load_alternatives(row["alternatives"]), row["reader"], load_measures(row["measures"]),
        load_region(row["region"]),
    )


def corrections(connection: Connection, document_id: int) -> tuple[Correction, ...]:
    """Return the corrections of a document, oldest first."""
    table = schema.correction
    rows = connection.execute(select(table).where(table.c.document_id == document_id).order_by(table.c.id))
    return tuple(
        Correction(
            row.document_id, row.field_id, load_value(row.before), load_value(row.after), row.who, row.why, row.at
        )
        for row in rows
    )


def problems(connection: Connection, document_id: int) -> tuple[Problem, ...]:
    """Return the open problems of a document in the order in which they were found."""
    found = _problems().where(schema.problem.c.document_id == document_id)
    return tuple(map(load_problem, connection.execute(found).mappings()))


def problems_of_field(connection: Connection, key: FieldKey) -> tuple[Problem, ...]:
    """Return the open problems of one field in the order in which they were found."""
    rows = connection.execute(_problems_of_field(), {"document": key[0], "field": key[1]})
    return tuple(map(load_problem, rows.mappings()))


def _problems() -> Select[Any]:
    table = schema.problem
    return select(table).where(table.c.closed_at.is_(None)).order_by(table.c.id)


@cache
def _problems_of_field() -> Select[Any]:
    """Return the query for the problems of a field, made once: it is asked with every field that is shown."""
    table = schema.problem
    return _problems().where(table.c.document_id == bindparam("document"), table.c.field_id == bindparam("field"))


def persons(connection: Connection, only: Sequence[int] | None = None) -> tuple[Person, ...]:
    """Return every person that something belongs to, or those of ``only``; persons settled to be one come once."""
    decided = people.decisions(connection)
    root = people.roots(connection)
    held = _held_persons(connection, only)
    families: dict[int, list[Person]] = {}
    table = schema.person
    some = [] if only is None else [table.c.id.in_(only)]
    for row in connection.execute(select(table).where(*some).order_by(table.c.id)).mappings():
        if row["id"] in held:
            found = people.person_of(row, decided.get(row["id"], {}))
            families.setdefault(root.get(found.id, found.id), []).append(found)
    return tuple(_one(root_id, family) for root_id, family in sorted(families.items()))


def person(connection: Connection, person_id: int) -> Person:
    """Return a person that something belongs to, with what is known of all persons settled to be this one.

    Raises:
        StoreError: there is no such person, or nothing belongs to it (S104).
    """
    found = persons(connection, people.same_persons(connection, person_id))
    if not found:
        raise StoreError.of("S104", person=person_id)
    return found[0]


def _held_persons(connection: Connection, only: Sequence[int] | None) -> set[int]:
    held = {person_id for person_id, _ in _held_by_documents(connection, only)}
    for table in (schema.foreign_row, schema.issued):
        owner = table.c.person_id
        query = select(owner).where(owner.is_not(None))
        held.update(connection.scalars(query if only is None else query.where(owner.in_(only))))
    return held


def _held_by_documents(connection: Connection, only: Sequence[int] | None = None) -> set[tuple[int, str]]:
    """Return whose documents there are, or which of ``only`` have some, under which handbook.

    Rejected ones are nobody's.
    """
    owned, table = schema.assignment, schema.document
    some = [] if only is None else [owned.c.person_id.in_(only)]
    rows = connection.execute(
        select(owned.c.person_id, table.c.handbook).join(table, table.c.id == owned.c.document_id)
        .where(*some, assigned.holds(), table.c.status != DocumentStatus.REJECTED.value)
    )
    return {(row.person_id, row.handbook) for row in rows}


def _held_cases(connection: Connection, only: Sequence[int] | None) -> set[tuple[int, str]]:
    """Return under which handbooks something stands of whom, by the first of persons settled to be one."""
    table, root = schema.foreign_row, people.roots(connection)
    held = _held_by_documents(connection, only)
    rows = select(table.c.person_id, table.c.handbook)
    some = rows if only is None else rows.where(table.c.person_id.in_(only))
    held |= {(row.person_id, row.handbook) for row in connection.execute(some)}
    return {(root.get(person_id, person_id), handbook) for person_id, handbook in held}


def _one(root_id: int, family: Sequence[Person]) -> Person:
    identity, doubt = Identity(), None
    for member in family:
        identity = identity.filled_from(member.identity)
        doubt = doubt or member.possible_duplicate_of
    return Person(root_id, identity, None if doubt == root_id else doubt)


def one_person(connection: Connection, person_id: int) -> Person:
    """Return a person with what is known of all persons settled to be this one."""
    family = people.same_persons(connection, person_id)
    return _one(family[0], [people.load(connection, each) for each in family])


def all_cases(connection: Connection, handbook: str | None, person_id: int | None = None) -> tuple[Case, ...]:
    """Return every case that something stands in, those of one handbook or person only if asked."""
    only = None if person_id is None else people.same_persons(connection, person_id)
    held, opened = _held_cases(connection, only), _cases_by_person(connection, only)
    return tuple(
        Case(case_id, owner, name)
        for (owner, name), case_id in sorted(opened.items(), key=lambda item: item[1])
        if (owner, name) in held and handbook in (None, name)
    )


def case_view(connection: Connection, case_id: int) -> CaseView:
    """Return everything that is known in a case and in those settled to be the same.

    Raises:
        StoreError: there is no such case.
    """
    table = schema.casefile
    row = connection.execute(select(table).where(table.c.id == case_id)).one_or_none()
    if row is None:
        raise StoreError.of("S105", case=case_id)
    family = cases.case_family(connection, case_id)
    visits = _visits(connection, cases.grouped(cases.entries_of(connection, family)))
    person = one_person(connection, row.person_id)
    latest = _latest(visits)
    return CaseView(
        Case(family[0], person.id, row.handbook), person, visits, latest, _by_concept(visits),
        _foreign(connection, person.id),
    )


def _visits(connection: Connection, groups: Sequence[cases.Group]) -> tuple[Visit, ...]:
    """Return the entries in the order of time; an undated one counts from its document's last date."""
    table = schema.document
    numbers = {entry.row["document_id"] for group in groups for entry in group.entries}
    day = {row.id: row.stored_at[:10] for row in connection.execute(select(table).where(table.c.id.in_(numbers)))}
    last: dict[int, str] = {}
    for row in (entry.row for group in groups for entry in group.entries if entry.row["date"]):
        last[row["document_id"]] = max(last.get(row["document_id"], ""), row["date"])

    def order(group: cases.Group) -> tuple[str, tuple[int, int]]:
        end = group.entries[-1]
        number = end.row["document_id"]
        dated = next((e.row["date"] for e in reversed(group.entries) if e.row["date"]), None)
        return (dated or last.get(number) or day[number], end.order)

    return tuple(_visit(group) for group in sorted(groups, key=order))


def _visit(group: cases.Group) -> Visit:
    chosen: dict[str, CaseValue] = {}
    for entry in group.entries:
        for name, value in entry.values.items():
            if name not in chosen or _weight(value) >= _weight(chosen[name]):
                chosen[name] = value
    row = group.entries[-1].row
    date = next((e.row["date"] for e in reversed(group.entries) if e.row["date"]), None)
    number = next((e.row["number"] for e in reversed(group.entries) if e.row["number"]), None)
    shown_by = tuple(dict.fromkeys(entry.row["document_id"] for entry in group.entries))
    return Visit(
        row["sheet"], date, number, row["entry"], row["edition"], row["sheet_edition"], chosen, shown_by,
        group.conflicts(), bool(row["repeats"]), row["serial"],
    )


def _weight(value: CaseValue) -> tuple[bool, bool]:
    return (value.corrected, not value.doubtful)


def _latest(visits: Sequence[Visit]) -> dict[str, CaseValue]:
    found: dict[str, CaseValue] = {}
    for visit in visits:
        # The rows of a table belong together: two drugs of March and the third of January are no list.
        tables = {f"{visit.sheet}.{name.partition('.')[0]}." for name in visit.values if "." in name}
        for name in [name for name in found if any(name.startswith(table) for table in tables)]:
            del found[name]
        found |= {f"{visit.sheet}.{name}": value for name, value in visit.values.items()}
    return found


def _by_concept(visits: Sequence[Visit]) -> dict[str, CaseValue]:
    found: dict[str, CaseValue] = {}
    for visit in visits:
        # Within one sheet the first field of a concept holds, as it does for the identity.
        first: dict[str, CaseValue] = {}
        for value in visit.values.values():
            if value.concept is not None:
                first.setdefault(value.concept, value)
        found |= first
    return found


def _foreign(connection: Connection, person_id: int) -> tuple[ForeignRow, ...]:
    table = schema.foreign_row
    same = people.same_persons(connection, person_id)
    rows = connection.execute(select(table).where(table.c.person_id.in_(same)).order_by(table.c.id))
    return tuple(
        ForeignRow(
            Identity(**json.loads(row.identity)), load_values(row.columns), row.name, row.sha256, row.place,
            row.handbook, row.batch,
        )
        for row in rows
    )


def find_serial(connection: Connection, serial: str) -> IssuedBooklet | None:
    """Return what was issued under a serial, or None."""
    table = schema.issued
    row = connection.execute(select(table).where(table.c.serial == serial)).one_or_none()
    if row is None:
        return None
    return IssuedBooklet(
        row.serial, row.handbook, row.edition, json.loads(row.counts), row.person_id, load_values(row.prefilled),
        tuple(json.loads(row.fingerprints)),
    )


def stats(connection: Connection) -> Stats:
    """Count sources, documents, persons, cases and corrections."""

    def count(table: Table) -> int:
        return connection.scalar(select(func.count()).select_from(table)) or 0

    status = schema.document.c.status
    rejected = select(func.count()).where(status == DocumentStatus.REJECTED.value)
    counted = connection.execute(select(status, func.count()).group_by(status)).all()
    by_status = {str(row[0]): int(row[1]) for row in counted}
    return Stats(
        count(schema.source), count(schema.document) - (connection.scalar(rejected) or 0),
        len(persons(connection)), len(all_cases(connection, None)),
        count(schema.correction), by_status,
    )
