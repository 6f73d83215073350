"""The tables as queries see them. What makes them is in `formkit.store.migrations`.

A column here is a name and a type; keys and constraints are in the versions' own text, so that no
later change of this file can alter what an older version was. A test compares the two.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Connection, Float, MetaData, Table, Text

metadata = MetaData()


def _table(name: str, texts: str, integers: str = "", floats: str = "", key: str = "") -> Table:
    keys = key.split()
    columns: list[Column[str] | Column[int] | Column[float]] = [
        Column(each, BigInteger, primary_key=each in keys) for each in integers.split()
    ]
    columns += [Column(each, Text, primary_key=each in keys) for each in texts.split()]
    columns += [Column(each, Float) for each in floats.split()]
    return Table(name, metadata, *columns)


schema_change = _table("schema_change", "name applied_at", "number", key="number")
batch = _table("batch", "name started_at", key="name")
source = _table("source", "sha256 name mime imported_at batch", "size", key="sha256")
document = _table(
    "document", "source handbook edition serial status pages stored_at answers", "id position failed fields", key="id"
)
reading = _table(
    "reading",
    "field_id sheet sheet_edition local concept role labels value raw status alternatives reader measures region",
    "document_id position repeats copy entry page",
    "confidence",
    key="document_id field_id",
)
correction = _table(
    "correction", "field_id before after who why at kind reason token entered", "id document_id undoes", key="id"
)
problem = _table(
    "problem", "origin code severity field_id context place hint raised_at closed_at", "id document_id", key="id"
)
acceptance = _table("acceptance", "who why at", "id document_id correction_id", key="id")
person = _table(
    "person",
    "name id_number sex birth number village phone address name_key id_key number_key added_at",
    "id possible_duplicate_of",
    key="id",
)
person_decision = _table("person_decision", "who why at", "id person_id other_id same", key="id")
assignment = _table("assignment", "who why at", "id document_id person_id ends", key="id")
casefile = _table("casefile", "handbook opened_at", "id person_id", key="id")
case_sheet = _table(
    "case_sheet",
    "sheet date number serial edition sheet_edition",
    "document_id copy entry case_id repeats",
    key="document_id sheet entry",
)
issued = _table(
    "issued", "serial handbook edition counts prefilled fingerprints issued_at identity", "person_id", key="serial"
)
foreign_row = _table(
    "foreign_row", "sha256 place name handbook identity columns added_at batch", "id person_id", key="id"
)
import_run = _table("import_run", "batch paths options started_at finished_at", "id", key="id")
import_file = _table(
    "import_file", "path inside sha256 outcome documents problems codes deaths noted_at", "run_id size mtime_ns pages",
    key="run_id path inside",
)
file_decision = _table("file_decision", "path inside sha256 who at", "id aside", key="id")
account = _table(
    "account", "name role password_hash locked_until created_at", "renew failures active", key="name"
)
session = _table("session", "token_hash account created_at seen_at ended_at", key="token_hash")
log_in_address = _table(
    "log_in_address", "account address blocked_until failed_at known_at", "failures", key="account address"
)
refused_log_in = _table("refused_log_in", "account address told_at", "untold", key="account")
audit = _table("audit", "who what about at", "id", key="id")
setting = _table("setting", "name value", key="name")

waiting = _table(
    "waiting", "field_id reason sort question handbook batch village alone", "document_id position",
    key="document_id field_id",
)
claim = _table("claim", "field_id who until", "document_id", key="document_id field_id")
unsettled = _table("unsettled", "", "document_id decisions followed", key="document_id")
look_draw = _table("look_draw", "drawn_at", "document_id", "share", key="document_id")
second_look = _table("second_look", "field_id drawn_at", "document_id", key="document_id field_id")
document_decision = _table(
    "document_decision", "kind who why at token", "id document_id image page turn other_id", key="id"
)

field_value = _table(
    "field_value",
    "field_id sheet sheet_edition local concept role labels value status read_value raw alternatives reader measures "
    "region decided",
    "document_id position repeats copy entry corrected page",
    "confidence",
)
"""A view: every field with its last correction, else its reading."""


def add_row(connection: Connection, table: Table, **columns: object) -> int:
    """Add a row to a table whose key counts up, and return its number."""
    key = connection.execute(table.insert().values(columns)).inserted_primary_key
    if key is None:
        raise TypeError(f"the table {table.name} has no key that counts up")
    return int(key[0])
