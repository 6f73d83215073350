"""Which entries a case has, which of them are the same visit, and where two documents disagree.

The rows of ``case_sheet`` are an index: they are computed again from the values whenever a document
is added, corrected or assigned, and nothing is lost with them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from formkit.errors import Problem, problem
from formkit.model.store import CaseValue
from formkit.store import accepted, assigned, people, schema, whole_state, writing
from formkit.store.encoding import Row, dump, dump_value, load_value, load_values
from formkit.store.entries import Role

_FULL_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
CONFLICT, UNDATED = "S110", "S111"
CHECKED = "case"
"""The origin of what a check of the whole case found."""
RESOLVED = "resolved"
"""The origin of a problem that went away by itself."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a sheet as one document shows it; ``values`` are by local id."""

    row: Row
    values: dict[str, CaseValue]

    @property
    def order(self) -> tuple[int, int]:
        """Documents come in the order in which they were added."""
        return (self.row["document_id"], self.row["entry"])

    def is_same_visit(self, other: Entry) -> bool:
        """Say whether both show one visit: the same paper, the same number or the same day.

        A sheet that stands once in its booklet is the same only on the same paper. Sheets of two
        editions are never one, for their codes mean different things.
        """
        mine, its = self.row, other.row
        if (mine["sheet"], mine["sheet_edition"]) != (its["sheet"], its["sheet_edition"]):
            return False
        if mine["serial"] and (mine["serial"], mine["entry"]) == (its["serial"], its["entry"]):
            return True
        return bool(mine["repeats"]) and any(mine[name] and mine[name] == its[name] for name in ("number", "date"))


@dataclass(slots=True)
class Group:
    """All entries that show one visit, oldest document first."""

    entries: list[Entry] = field(default_factory=list)

    def conflicts(self) -> tuple[str, ...]:
        """Return the local ids that the entries show differently; a blank is no contradiction."""
        names = dict.fromkeys(name for entry in self.entries for name in entry.values)
        return tuple(name for name in names if len(self._shown(name)) > 1)

    def _shown(self, name: str) -> set[str]:
        return {dump_value(entry.values[name].value) for entry in self.entries if name in entry.values}


def known_case(connection: Connection, person_id: int, handbook: str) -> int | None:
    """Return the case of a person under a handbook; None where none was opened."""
    table = schema.casefile
    same = people.same_persons(connection, person_id)
    fitting = select(table.c.id).where(table.c.person_id.in_(same), table.c.handbook == handbook)
    found: int | None = connection.scalar(fitting.order_by(table.c.id).limit(1))
    return found


def open_case(connection: Connection, person_id: int, handbook: str, at: str) -> int:
    """Return the case of a person under a handbook, opened if need be."""
    found = known_case(connection, person_id, handbook)
    if found is not None:
        return found
    first = people.same_persons(connection, person_id)[0]
    return schema.add_row(connection, schema.casefile, person_id=first, handbook=handbook, opened_at=at)


def index(connection: Connection, document_id: int, at: str) -> int | None:
    """Compute again which entries a document adds to which case; return the case, None for a rejected one."""
    table = schema.case_sheet
    connection.execute(table.delete().where(table.c.document_id == document_id))
    person_id = assigned.person_of(connection, document_id)
    if person_id is None or whole_state.is_rejected(connection, document_id):
        return None
    document = connection.execute(
        select(schema.document).where(schema.document.c.id == document_id)
    ).mappings().one()
    case_id = open_case(connection, person_id, document["handbook"], at)
    rows = [{**row, "case_id": case_id} for row in _entry_rows(connection, document)]
    if rows:
        connection.execute(table.insert(), rows)
    return case_id


def _entry_rows(connection: Connection, document: Row) -> Iterator[dict[str, object]]:
    view = schema.field_value
    rows = connection.execute(
        select(view)
        .where(view.c.document_id == document["id"], view.c.value != "null", view.c.sheet != "", view.c.entry > 0)
        .order_by(view.c.position)
    ).mappings()
    out = whole_state.rejected_pages(connection, [document["id"]])
    prefilled = _prefilled(connection, document["serial"])
    entries: dict[tuple[str, int], list[Row]] = {}
    for row in (each for each in rows if (document["id"], each["page"]) not in out):
        entries.setdefault((row["sheet"], row["entry"]), []).append(row)
    for fields in entries.values():
        if not fields[0]["repeats"] or any(_was_written(each, prefilled) for each in fields):
            yield _entry_row(document, fields)


def _prefilled(connection: Connection, serial: str | None) -> dict[str, str]:
    table = schema.issued
    text = connection.scalar(select(table.c.prefilled).where(table.c.serial == serial)) if serial else None
    return {name: dump_value(value) for name, value in load_values(text).items()} if text else {}


def _was_written(row: Row, prefilled: dict[str, str]) -> bool:
    # A printed sheet that nobody used still bears the person's name: that makes no visit of it.
    return bool(row["role"] != Role.GIVEN and prefilled.get(row["field_id"]) != row["value"])


def _entry_row(document: Row, fields: Sequence[Row]) -> dict[str, object]:
    first = fields[0]
    by_role = {row["role"]: load_value(row["value"]) for row in reversed(fields)}
    date, number = by_role.get(Role.DATE), by_role.get(Role.NUMBER)
    return {
        "document_id": document["id"], "sheet": first["sheet"], "copy": first["copy"], "entry": first["entry"],
        "repeats": first["repeats"], "serial": document["serial"], "edition": document["edition"],
        "sheet_edition": first["sheet_edition"],
        "date": date if isinstance(date, str) and _FULL_DATE.fullmatch(date) else None,
        "number": None if number is None else str(number),
    }


def entries_of(connection: Connection, case_ids: Sequence[int]) -> list[Entry]:
    """Return all entries of some cases with their values, oldest document first."""
    table = schema.case_sheet
    rows = list(
        connection.execute(
            select(table).where(table.c.case_id.in_(case_ids))
            .order_by(table.c.document_id, table.c.sheet, table.c.entry)
        ).mappings()
    )
    values = _values_of(connection, {row["document_id"] for row in rows})
    return [Entry(row, dict(_entry_values(row, values.get((row["document_id"], row["sheet"]), [])))) for row in rows]


def _values_of(connection: Connection, documents: set[int]) -> dict[tuple[int, str], list[Row]]:
    view = schema.field_value
    out = whole_state.rejected_pages(connection, documents)
    found: dict[tuple[int, str], list[Row]] = {}
    for row in connection.execute(
        select(view, accepted.is_taken(view).label("taken"))
        .where(view.c.document_id.in_(documents), view.c.value != "null", view.c.sheet != "")
        .order_by(view.c.document_id, view.c.position)
    ).mappings():
        if (row["document_id"], row["page"]) in out:
            continue
        doubtful = row["status"] == "review" and not row["corrected"] and not row["taken"]
        found.setdefault((row["document_id"], row["sheet"]), []).append({**row, "doubtful": doubtful})
    return found


def _entry_values(entry: Row, rows: Sequence[Row]) -> Iterator[tuple[str, CaseValue]]:
    for row in rows:
        on_page = row["entry"] == 0 and row["copy"] == entry["copy"]
        if row["entry"] == entry["entry"] or on_page:
            yield row["local"], CaseValue(
                load_value(row["value"]), row["document_id"], row["field_id"], row["concept"], row["sheet"],
                entry["edition"], row["sheet_edition"], entry["date"], bool(row["corrected"]), row["doubtful"],
            )


def grouped(entries: Sequence[Entry]) -> list[Group]:
    """Put together the entries that show one visit."""
    groups: list[Group] = []
    for entry in entries:
        fitting = [group for group in groups if any(entry.is_same_visit(other) for other in group.entries)]
        joined = Group(sorted([each for group in fitting for each in group.entries] + [entry], key=lambda e: e.order))
        groups = [group for group in groups if group not in fitting] + [joined]
    return groups


def case_family(connection: Connection, case_id: int) -> tuple[int, ...]:
    """Return the case with those of the same handbook of persons settled to be the same, first one first."""
    table = schema.casefile
    person_id, handbook = connection.execute(
        select(table.c.person_id, table.c.handbook).where(table.c.id == case_id)
    ).one()
    same = people.same_persons(connection, person_id)
    found = connection.execute(
        select(table.c.id, table.c.person_id).where(table.c.person_id.in_(same), table.c.handbook == handbook)
    ).all()
    return tuple(row.id for row in sorted(found, key=lambda row: (same.index(row.person_id), row.id)))


def refresh_problems(connection: Connection, case_id: int, at: str) -> set[int]:
    """Open the conflicts that a case has now, close those it no longer has; return whose they are."""
    expected: dict[int, list[Problem]] = {}
    entries = entries_of(connection, case_family(connection, case_id))
    for group in grouped(entries):
        for document_id, found in _problems(group):
            expected.setdefault(document_id, []).append(found)
    shown_by = {entry.row["document_id"] for entry in entries}
    known = _known_problems(connection, shown_by, "store", (CONFLICT, UNDATED))
    return {
        each for each in shown_by
        if _replace(connection, each, known.get(each, []), expected.get(each, []), at)
    }


def keep_checked(
    connection: Connection, case_id: int, found: Mapping[int, Sequence[Problem]], at: str
) -> set[int]:
    """Open what a check of the whole case finds now, close what it no longer finds; return whose it is."""
    table = schema.case_sheet
    family = case_family(connection, case_id)
    shown_by = set(connection.scalars(select(table.c.document_id).where(table.c.case_id.in_(family))))
    known = _known_problems(connection, shown_by, CHECKED)
    return {
        each for each in shown_by
        if _replace(connection, each, known.get(each, []), found.get(each, ()), at, CHECKED)
    }


def forget_checked(connection: Connection, document_id: int, at: str) -> None:
    """Close what checks of the whole case found about a document that leaves it."""
    _replace(connection, document_id, _known_problems(connection, {document_id}, CHECKED).get(document_id, []), (), at)


def _problems(group: Group) -> Iterator[tuple[int, Problem]]:
    last = group.entries[-1]
    row = last.row
    if row["repeats"] and not row["date"] and not row["number"]:
        yield row["document_id"], problem(UNDATED, sheet=row["sheet"], entry=row["entry"])
    conflicts = [last.values[name].field_id for name in group.conflicts() if name in last.values]
    if conflicts:
        yield row["document_id"], problem(
            CONFLICT, field=conflicts[0], date=row["date"] or row["number"] or f"#{row['entry']}", sheet=row["sheet"],
            other=group.entries[-2].row["document_id"], fields=", ".join(conflicts),
        )


def _known_problems(
    connection: Connection, documents: set[int], origin: str, codes: tuple[str, ...] = ()
) -> dict[int, list[Row]]:
    table = schema.problem
    where = [table.c.document_id.in_(documents), table.c.origin == origin]
    where += [table.c.code.in_(codes)] if codes else []
    found: dict[int, list[Row]] = {}
    for row in connection.execute(
        select(table.c.id, table.c.document_id, table.c.code, table.c.context, table.c.closed_at).where(*where)
    ).mappings():
        found.setdefault(row["document_id"], []).append(row)
    return found


def _replace(
    connection: Connection, document_id: int, now: Sequence[Row], expected: Sequence[Problem], at: str,
    origin: str = "store",
) -> bool:
    table = schema.problem
    wanted = {(each.code, dump([list(pair) for pair in each.context])): each for each in expected}
    gone = [row["id"] for row in now if row["closed_at"] is None and (row["code"], row["context"]) not in wanted]
    if gone:
        connection.execute(table.update().where(table.c.id.in_(gone)).values(closed_at=at, origin=RESOLVED))
    # One that a person closed by accepting the document is not raised a second time; one that a
    # correction resolved is, when the correction is undone.
    known = {(row["code"], row["context"]) for row in now if row["id"] not in gone}
    added = [each for key, each in wanted.items() if key not in known]
    writing.add_problems(connection, document_id, origin, added, at)
    return bool(gone or added)
