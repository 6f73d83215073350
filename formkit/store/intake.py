"""How documents, booklets and foreign rows come in: row by row, each with its person and its case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

from sqlalchemy import Connection, func, select

from formkit.errors import Problem, StoreError, Where, problem
from formkit.model.handbook import Handbook
from formkit.model.person import Identity, IssuedBooklet, Matcher
from formkit.model.reading import Document, DocumentStatus
from formkit.model.store import Added, CaseChecker, ForeignRow
from formkit.store import assigned, cases, lookup, people, schema, status, writing
from formkit.store.encoding import dump, dump_values
from formkit.store.entries import spot, tells_persons
from formkit.store.seen_again import seen_again

OF_A_ROW = "S206"
"""The code that says of a row of a list that it is doubtful whose it is."""


@dataclass(frozen=True, slots=True)
class Intake:
    """What all documents of one file share while they come in, in one transaction."""

    connection: Connection
    handbooks: Mapping[str, Handbook]
    matcher: Matcher
    at: str

    def add(self, document: Document, position: int) -> Added:
        """Add a document, or find it as it was added before."""
        found = writing.find_document(self.connection, document.sha256, position)
        if found is not None:
            known = lookup.document(self.connection, found)
            return Added(found, known.person_id, known.case_id, duplicate=True)
        handbook = self._handbook(document)
        document_id = writing.add_document(self.connection, document, position, handbook, self.at)
        person_id, problems = None, tuple[Problem, ...]()
        if tells_persons(handbook) and not document.failed:
            person_id, problems = self._settle_person(document_id, document)
        return self._finish(document_id, person_id, problems)

    def _handbook(self, document: Document) -> Handbook | None:
        if not document.handbook:
            return None
        full_id = f"{document.handbook}@{document.edition}"
        if full_id not in self.handbooks:
            raise StoreError.of("S107", document=document.source, handbook=full_id)
        return self.handbooks[full_id]

    @property
    def _titles(self) -> dict[str, str]:
        return {sheet.id: sheet.title for book in self.handbooks.values() for sheet in book.sheets}

    def _settle_person(self, document_id: int, document: Document) -> tuple[int | None, tuple[Problem, ...]]:
        serial = writing.plain_serial(document.serial)
        identity = people.identity_in(self.connection, document_id)
        known = person_of_serial(self.connection, serial)
        if known is None and not identity:
            filled = any(each.value not in (None, (), "") for each in document.readings.values())
            found = (problem(writing.NOBODY if filled else writing.EMPTY),)
            writing.add_problems(self.connection, document_id, "store", found, self.at)
            return None, found
        placed = people.place(self.connection, identity, self.matcher, self.at, serial_person=known)
        writing.add_problems(self.connection, document_id, "store", placed.problems, self.at)
        assigned.add(self.connection, document_id, placed.person_id, self.at)
        if serial and not placed.problems:
            self._claim_waiting(serial, placed.person_id)
        return placed.person_id, placed.problems

    def _claim_waiting(self, serial: str, person_id: int) -> None:
        """Give sheets that came before anything told whose they are to the person of their booklet."""
        table, given = schema.document, select(schema.assignment.c.document_id).where(assigned.holds())
        waiting = list(
            self.connection.scalars(
                select(table.c.id).where(table.c.serial == serial, table.c.failed == 0, table.c.id.not_in(given))
            )
        )
        for document_id in waiting:
            assigned.add(self.connection, document_id, person_id, self.at, why="serial")
            settle_case(self.connection, document_id, self.at)

    def check_cases(self, added: tuple[Added, ...], checker: CaseChecker) -> tuple[Added, ...]:
        """Look at each case that got something new as a whole; return what was added with what was found."""
        found: dict[int, tuple[Problem, ...]] = {}
        new = dict.fromkeys(each.case_id for each in added if not each.duplicate)
        for case_id in (each for each in new if each is not None):
            checked = checker(lookup.case_view(self.connection, case_id))
            for document_id in cases.keep_checked(self.connection, case_id, checked, self.at):
                status.refresh(self.connection, document_id)
            found |= {document_id: tuple(problems) for document_id, problems in checked.items()}
        return tuple(replace(each, problems=each.problems + found.get(each.document_id, ())) for each in added)

    def _finish(self, document_id: int, person_id: int | None, problems: tuple[Problem, ...]) -> Added:
        case_id = settle_case(self.connection, document_id, self.at)
        opened = lookup.problems(self.connection, document_id)
        noticed = tuple(each for each in opened if each.code in (cases.CONFLICT, cases.UNDATED))
        again = tuple(seen_again(self.connection, document_id, case_id, self._titles))
        writing.add_problems(self.connection, document_id, "store", again, self.at)
        status.refresh(self.connection, document_id)
        return Added(document_id, person_id, case_id, problems=problems + noticed + again)


def start(connection: Connection, document: Document, sha256: str, handbook: Handbook, at: str) -> int:
    """Add a document of which nothing was read yet, behind those of the same file; return its number."""
    table = schema.document
    last = connection.scalar(select(func.max(table.c.position)).where(table.c.source == sha256))
    position = 0 if last is None else last + 1
    number = writing.add_document(connection, replace(document, sha256=sha256), position, handbook, at)
    if tells_persons(handbook):
        writing.add_problems(connection, number, "store", (problem(writing.NOBODY),), at)
    return number


def settle_case(connection: Connection, document_id: int, at: str) -> int | None:
    """Bring case, conflicts and status of a document up to its values; return the case."""
    case_id = cases.index(connection, document_id, at)
    if case_id is not None:
        for code in (writing.NOBODY, writing.EMPTY):
            writing.close_problems(connection, document_id, at, code=code)
    changed = set() if case_id is None else cases.refresh_problems(connection, case_id, at)
    for each in {document_id, *changed}:
        status.refresh(connection, each)
    return case_id


def check_case_again(connection: Connection, document_id: int, checker: CaseChecker, at: str) -> None:
    """Look again as a whole at the case that a document belongs to, or that it left when it was rejected."""
    person_id = assigned.person_of(connection, document_id)
    document = schema.document
    handbook = connection.scalar(select(document.c.handbook).where(document.c.id == document_id))
    case_id = None if person_id is None else cases.known_case(connection, person_id, handbook or "")
    _check(connection, {case_id}, checker, at)


def _check(connection: Connection, case_ids: set[int | None], checker: CaseChecker | None, at: str) -> None:
    if checker is None:
        return
    for case_id in sorted(each for each in case_ids if each is not None):
        found = checker(lookup.case_view(connection, case_id))
        for each in cases.keep_checked(connection, case_id, found, at):
            status.refresh(connection, each)


def move(
    connection: Connection, document_id: int, person_id: int | None, at: str, *, who: str = assigned.PROGRAM,
    why: str = "match", checker: CaseChecker | None = None,
) -> None:
    """Give a document to a person, or back to nobody, with its case and all that is told of both.

    Where there is a ``checker``, the case that it leaves and the one that it comes to are looked at again as a whole.
    """
    left = lookup.document(connection, document_id).case_id
    own = assigned.person_of(connection, document_id)
    if person_id is not None:
        assigned.add(connection, document_id, person_id, at, who=who, why=why)
        people.fill_gaps(connection, person_id, people.identity_in(connection, document_id))
    elif own is not None:
        assigned.add(connection, document_id, own, at, who=who, why=why, ends=True)
    for code in writing.DOUBTS:
        writing.close_problems(connection, document_id, at, code=code)
    cases.forget_checked(connection, document_id, at)
    case_id = settle_case(connection, document_id, at)
    if left is not None:
        for changed in cases.refresh_problems(connection, left, at):
            status.refresh(connection, changed)
    _check(connection, {left, case_id}, checker, at)
    if own not in (None, person_id):
        people.learn_again(connection, own)


def rematch(
    connection: Connection, document_id: int, matcher: Matcher, checker: CaseChecker | None, at: str
) -> Added:
    """Match a document again; see `formkit.store.sql.SqlStore.rematch`."""
    known, problems = lookup.document(connection, document_id), tuple[Problem, ...]()
    identity = people.identity_in(connection, document_id)
    held = known.status is DocumentStatus.REJECTED or assigned.is_by_hand(connection, document_id)
    if identity and not held:
        serial_person = person_of_serial(connection, known.serial) if known.person_id is None else None
        placed = people.find_again(connection, identity, matcher, at, own=known.person_id, serial_person=serial_person)
        problems = placed.problems
        if placed.person_id != known.person_id:
            move(connection, document_id, placed.person_id, at, checker=checker)
            writing.add_problems(connection, document_id, "store", problems, at)
    now = lookup.document(connection, document_id)
    return Added(document_id, now.person_id, now.case_id, problems=problems)


def settle_duplicate(
    connection: Connection, person_id: int, other_id: int, *, same: bool, who: str, why: str, at: str,
    checker: CaseChecker | None = None,
) -> None:
    """Add the decision whether two persons are one, and bring their documents up to it."""
    for each in (person_id, other_id):
        people.load(connection, each)
    decided, table = schema.person_decision, schema.assignment
    connection.execute(
        decided.insert().values(person_id=person_id, other_id=other_id, same=int(same), who=who, why=why, at=at)
    )
    both = select(table.c.document_id).where(table.c.person_id.in_((person_id, other_id))).distinct()
    found = set[int | None]()
    for document_id in list(connection.scalars(both)):
        writing.close_doubts(connection, document_id, {person_id, other_id}, at)
        found.add(settle_case(connection, document_id, at))
    _check(connection, found, checker, at)


def person_of_serial(connection: Connection, serial: str | None) -> int | None:
    """Return the person a booklet was issued to, else the one its other sheets were assigned to."""
    if not serial:
        return None
    table, document, given = schema.issued, schema.document, schema.assignment
    owner: int | None = connection.scalar(select(table.c.person_id).where(table.c.serial == serial))
    if owner is None:
        joined = select(given.c.person_id).join(document, document.c.id == given.c.document_id)
        counts = (document.c.status != DocumentStatus.REJECTED, assigned.holds())
        owner = connection.scalar(joined.where(document.c.serial == serial, *counts).order_by(given.c.id).limit(1))
    return owner


def register(
    connection: Connection, booklet: IssuedBooklet, handbook: Handbook | None, matcher: Matcher | None, at: str
) -> IssuedBooklet:
    """Keep what was printed under a serial; the same once more changes nothing.

    Raises:
        StoreError: the serial was issued with other contents.
    """
    known = lookup.find_serial(connection, booklet.serial)
    if known is not None:
        if _printed(known) != _printed(booklet):
            raise StoreError.of("S106", serial=booklet.serial)
        return known
    person_id = booklet.person_id
    identity = _prefilled_identity(handbook, booklet)
    if person_id is None and identity and matcher is not None:
        person_id = people.place(connection, identity, matcher, at).person_id
    columns = {
        "serial": booklet.serial, "handbook": booklet.handbook, "edition": booklet.edition, "person_id": person_id,
        "counts": dump(dict(booklet.counts)), "prefilled": dump_values(booklet.values),
        "fingerprints": dump(list(booklet.fingerprints)), "issued_at": at,
        "identity": dump(asdict(identity)) if handbook is not None else "",
    }
    connection.execute(schema.issued.insert().values(columns))
    return lookup.find_serial(connection, booklet.serial) or booklet


def _printed(booklet: IssuedBooklet) -> tuple[object, ...]:
    return (booklet.handbook, booklet.edition, dict(booklet.counts), dict(booklet.values), booklet.fingerprints)


def _prefilled_identity(handbook: Handbook | None, booklet: IssuedBooklet) -> Identity:
    spots = ((spot(handbook, field_id), value) for field_id, value in booklet.values.items())
    return Identity.from_concepts(
        (where.concept, where.labels.get(value, value) if where.labels and isinstance(value, str) else value)
        for where, value in spots if where.concept is not None
    )


def add_foreign(connection: Connection, row: ForeignRow, matcher: Matcher, at: str) -> Added:
    """Keep a row of a foreign list with its person, and with a case where it names a handbook."""
    table = schema.foreign_row
    known = connection.execute(
        select(table.c.id, table.c.person_id).where(table.c.sha256 == row.sha256, table.c.place == row.place)
    ).one_or_none()
    if known is not None:
        person_id = people.same_persons(connection, known.person_id)[0]
        return Added(known.id, person_id, _row_case(connection, person_id, row, at), duplicate=True)
    placed = people.place(connection, row.identity, matcher, at)
    row_id = schema.add_row(
        connection, table, sha256=row.sha256, place=row.place, name=row.source, handbook=row.handbook,
        person_id=placed.person_id, identity=dump(asdict(row.identity)), columns=dump_values(row.columns), added_at=at,
        batch=row.batch,
    )
    case_id = _row_case(connection, placed.person_id, row, at)
    where = Where(detail=row.place)
    told = tuple(
        Problem(OF_A_ROW, (*each.context, ("place", row.place), ("file", row.source)), where)
        for each in placed.problems
    )
    return Added(row_id, placed.person_id, case_id, problems=told)


def _row_case(connection: Connection, person_id: int, row: ForeignRow, at: str) -> int | None:
    return cases.open_case(connection, person_id, row.handbook, at) if row.handbook else None
