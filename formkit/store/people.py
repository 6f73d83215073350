"""Persons: whom a document, a list row or a booklet belongs to, and who turned out to be one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace

from sqlalchemy import Connection, func, or_, select

from formkit.errors import Problem, StoreError, problem
from formkit.model.person import ARCHIVE_PREFIX, Candidate, Certainty, Identity, Match, Matcher, Person, Reason
from formkit.store import assigned, schema, waiting, whole_state
from formkit.store.encoding import Row, load_value, load_values, plain
from formkit.store.entries import is_personal

_IDENTITY = tuple(each.name for each in fields(Identity))
_LONGEST_KEY = 200
"""Characters by which persons are looked up: the index of a server takes no page that stands where a name should."""
_DOUBTS = {
    Reason.SEVERAL: "S201", Reason.CONTRADICTION: "S202", Reason.NAME_ONLY: "S203", Reason.NUMBER_ONLY: "S203",
}


@dataclass(frozen=True, slots=True)
class Placed:
    """The person something belongs to, and what is doubtful about it."""

    person_id: int
    problems: tuple[Problem, ...] = ()


def place(
    connection: Connection, identity: Identity, matcher: Matcher, at: str, *, serial_person: int | None = None
) -> Placed:
    """Return the person of ``identity``: the one that matches surely, else a new one."""
    identity = _storable(identity)
    match = matcher(identity, tuple(_candidates(connection, identity, serial_person)))
    if match.certainty is Certainty.SURE and match.person is not None:
        fill_gaps(connection, match.person, identity)
        return Placed(match.person)
    return _place_new(connection, identity, match, at)


def _place_new(connection: Connection, identity: Identity, match: Match, at: str) -> Placed:
    doubtful = match.certainty is Certainty.DOUBTFUL
    other = match.person if doubtful else None
    person_id = _add(connection, identity, other, at)
    if not doubtful:
        return Placed(person_id)
    code = _DOUBTS.get(match.reason, "S201")
    return Placed(person_id, (problem(code, person=person_id, other="?" if other is None else other),))


def find_again(
    connection: Connection, identity: Identity, matcher: Matcher, at: str, *, own: int | None, serial_person: int | None
) -> Placed:
    """Match once more what belongs to the person ``own``, or to nobody; only a sure match moves it."""
    if own is None:
        return place(connection, identity, matcher, at, serial_person=serial_person)
    others = tuple(each for each in _candidates(connection, identity, None) if each.person.id != own)
    match = matcher(identity, others)
    sure = match.certainty is Certainty.SURE and match.person is not None
    return Placed(match.person if sure and match.person is not None else own)


def _candidates(connection: Connection, identity: Identity, serial_person: int | None) -> Iterator[Candidate]:
    """Yield every person that shares the serial, the ID number, the number or the name, each once."""
    table = schema.person
    wanted = [table.c[name] == key for name, key in _keys(identity).items() if key is not None]
    wanted += [] if serial_person is None else [table.c.id == serial_person]
    if not wanted:
        return
    found = connection.execute(select(table).where(or_(*wanted)).order_by(table.c.id)).mappings()
    root = roots(connection)
    serial_root = root.get(serial_person, serial_person) if serial_person is not None else None
    for person_id in dict.fromkeys(root.get(row["id"], row["id"]) for row in found):
        yield Candidate(load(connection, person_id), person_id == serial_root)


def _add(connection: Connection, identity: Identity, other: int | None, at: str) -> int:
    return schema.add_row(connection, schema.person, possible_duplicate_of=other, added_at=at, **_columns(identity))


def _storable(identity: Identity) -> Identity:
    known = {name: getattr(identity, name) for name in _IDENTITY}
    return Identity(**{name: plain(text) for name, text in known.items() if text is not None})


def _columns(identity: Identity) -> dict[str, str | None]:
    return {name: getattr(identity, name) for name in _IDENTITY} | _keys(identity)


def _keys(identity: Identity) -> dict[str, str | None]:
    """Return what a person is looked up by, as the columns have it."""
    whole = {"name_key": identity.name_key, "id_key": identity.id_key, "number_key": identity.number_key}
    return {name: None if key is None else key[:_LONGEST_KEY] for name, key in whole.items()}


def fill_gaps(connection: Connection, person_id: int, identity: Identity) -> None:
    """Keep with a person what ``identity`` adds; what is known already stays."""
    known = load(connection, person_id).identity
    filled = known.filled_from(identity)
    if filled != known:
        rewrite(connection, person_id, filled)


def rewrite(connection: Connection, person_id: int, identity: Identity) -> None:
    """Keep ``identity`` as what is known of a person."""
    table = schema.person
    connection.execute(table.update().where(table.c.id == person_id).values(**_columns(identity)))
    waiting.follow_village(connection, person_id, identity.village)


def follow_correction(connection: Connection, person_id: int, before: Identity, after: Identity) -> None:
    """Carry a correction of a document over to its person where the person's entry came from there."""
    known = load(connection, person_id).identity
    changed = {
        name: getattr(after, name)
        for name in _IDENTITY
        if getattr(before, name) != getattr(after, name) and getattr(known, name) in (None, getattr(before, name))
    }
    if changed:
        rewrite(connection, person_id, replace(known, **changed))


def learn_again(connection: Connection, person_id: int) -> None:
    """Make what is known of a person anew from what counts: booklets, documents and rows of lists.

    What came to the person first holds. What was printed into a booklet of the person is known without any document,
    but does not displace what a document or a person said since.
    """
    known = load(connection, person_id).identity
    printed = _printed(connection, person_id, known)
    same = {name: getattr(printed, name) for name in _IDENTITY if getattr(known, name) == getattr(printed, name)}
    found = Identity(**same)
    for _at, identity in sorted(_told(connection, person_id), key=lambda told: told[0]):
        found = found.filled_from(identity)
    found = found.filled_from(printed)
    if found != known:
        rewrite(connection, person_id, found)


def _printed(connection: Connection, person_id: int, known: Identity) -> Identity:
    """Return what the booklets issued to a person say of them, oldest first.

    Of one that an older version registered only the values are kept: what is ``known`` and stands there was printed.
    """
    table, found = schema.issued, Identity()
    issued = select(table).where(table.c.person_id == person_id).order_by(table.c.issued_at, table.c.serial)
    for row in connection.execute(issued).mappings().all():
        if row["identity"]:
            found = found.filled_from(_storable(Identity(**json.loads(row["identity"]))))
            continue
        words = _printed_words(connection, row)
        found = found.filled_from(
            Identity(**{name: getattr(known, name) for name in _IDENTITY if getattr(known, name) in words})
        )
    return found


def _printed_words(connection: Connection, row: Row) -> set[str]:
    """Return what stands in a booklet: its values, the words of its codes, and its number as that of an archive."""
    values = {name: value for name, value in load_values(row["prefilled"]).items() if isinstance(value, str)}
    view, document = schema.reading, schema.document
    labelled = (
        select(view.c.field_id, view.c.labels).distinct().join(document, document.c.id == view.c.document_id)
        .where(
            document.c.handbook == row["handbook"], document.c.edition == row["edition"],
            view.c.field_id.in_(values), view.c.labels.is_not(None),
        )
    )
    words = {*values.values(), *(f"{ARCHIVE_PREFIX} {each}" for each in values.values())}
    return words | {
        json.loads(each.labels).get(values[each.field_id], "") for each in connection.execute(labelled).all()
    }


def _told(connection: Connection, person_id: int) -> Iterator[tuple[str, Identity]]:
    """Yield what each counted document and list row of a person says, with when it came to the person."""
    table, row = schema.assignment, schema.foreign_row
    came = select(table.c.document_id, func.min(table.c.at)).where(
        table.c.person_id == person_id, table.c.document_id.in_(assigned.documents_of(person_id))
    ).group_by(table.c.document_id).order_by(table.c.document_id)
    for document_id, at in connection.execute(came).all():
        if not whole_state.is_rejected(connection, document_id):
            yield at, identity_in(connection, document_id)
    rows = select(row.c.added_at, row.c.identity).where(row.c.person_id == person_id).order_by(row.c.id)
    for at, identity in connection.execute(rows).all():
        yield at, Identity(**json.loads(identity))


def load(connection: Connection, person_id: int) -> Person:
    """Return a person.

    Raises:
        StoreError: there is no such person.
    """
    table = schema.person
    row = connection.execute(select(table).where(table.c.id == person_id)).mappings().one_or_none()
    if row is None:
        raise StoreError.of("S104", person=person_id)
    return person_of(row, decisions(connection).get(person_id, {}))


def person_of(row: Row, settled: Mapping[int, bool]) -> Person:
    """Return the person of a row; ``settled`` says of which others it was decided."""
    other = row["possible_duplicate_of"]
    return Person(row["id"], Identity(**{name: row[name] for name in _IDENTITY}), None if other in settled else other)


def decisions(connection: Connection) -> dict[int, dict[int, bool]]:
    """Return, by person, the last decision about each other person, whichever of the two was named first."""
    table = schema.person_decision
    found: dict[int, dict[int, bool]] = {}
    for person_id, other, same in connection.execute(
        select(table.c.person_id, table.c.other_id, table.c.same).order_by(table.c.id)
    ):
        found.setdefault(person_id, {})[other] = bool(same)
        found.setdefault(other, {})[person_id] = bool(same)
    return found


def roots(connection: Connection) -> dict[int, int]:
    """Return, for every person that was settled to be another one, who that is in the end.

    Of persons settled to be one, the one that came first stands for all.
    """
    root: dict[int, int] = {}

    def find(person_id: int) -> int:
        while person_id in root:
            person_id = root[person_id]
        return person_id

    for person_id, others in decisions(connection).items():
        for other in (each for each, same in others.items() if same):
            first, second = sorted((find(person_id), find(other)))
            if first != second:
                root[second] = first
    return {person_id: find(person_id) for person_id in root}


def same_persons(connection: Connection, person_id: int) -> tuple[int, ...]:
    """Return the ids of all persons settled to be this one, itself included, the first one first."""
    root = roots(connection)
    first = root.get(person_id, person_id)
    return (first, *sorted(each for each, its in root.items() if its == first))


def identity_in(connection: Connection, document_id: int) -> Identity:
    """Return what the values of a document say about its person, sure readings before doubtful ones."""
    view = schema.field_value
    rows = connection.execute(
        select(view).where(view.c.document_id == document_id, view.c.concept.is_not(None)).order_by(view.c.position)
    ).mappings()
    out = whole_state.rejected_pages(connection, [document_id])
    personal = [row for row in rows if is_personal(row["concept"]) and (document_id, row["page"]) not in out]
    personal.sort(key=lambda row: row["status"] == "review" and not row["corrected"])
    return _storable(Identity.from_concepts((row["concept"], _word(row)) for row in personal))


def _word(row: Row) -> str | None:
    value = load_value(row["value"])
    if not isinstance(value, str):
        return None
    labels: dict[str, str] = json.loads(row["labels"]) if row["labels"] else {}
    return labels.get(value, value)
