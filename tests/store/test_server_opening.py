"""A store on a PostgreSQL server: how it is named and opened, what is refused, and that no password shows."""

from __future__ import annotations

import builtins
import logging
import socket
from contextlib import suppress
from typing import Any

import pytest
from sqlalchemy import Engine, event, inspect
from sqlalchemy.exc import DBAPIError

from formkit.errors import StoreError
from formkit.matching.match import match
from formkit.model.journal import Entry, Locator
from formkit.model.whole import WholeDecision, WholeKind
from formkit.store import name_of, schema, server
from formkit.store.engine import open_store, place_of
from formkit.store.migrations import MIGRATIONS, Migration, migrate
from formkit.store.server import ServerPlace, server_of, writing_on_server
from tests.store.invented_cases import LI, add, content_of, document, handbook
from tests.store.server import PASSWORD, USER, Server

WRONG = "nobody-knows-it"


def refused(url: str, **more: bool) -> StoreError:
    with pytest.raises(StoreError) as raised:
        open_store(url, **more)
    assert PASSWORD not in str(raised.value)
    assert WRONG not in str(raised.value)
    return raised.value


def code_of(url: str, **more: bool) -> str:
    return refused(url, **more).problem.code


def test_a_server_is_named_without_its_password_and_options() -> None:
    for scheme in ("postgresql", "postgres", "postgresql+psycopg"):
        named = f"{scheme}://clerk:{WRONG}@db.office:5433/township?sslmode=verify-full&password={WRONG}"
        assert name_of(named) == "postgresql://clerk@db.office:5433/township"
        assert WRONG not in repr(place_of(named))
    assert name_of("postgresql:///township") == "postgresql:///township"


@pytest.mark.parametrize("named", [
    f"postgresql://clerk:a@{WRONG}@db.office/township", f"postgresql://clerk@db.office:{WRONG}/township",
    f"postgresql://clerk@db.office/{WRONG}@db.office/township",
])
def test_a_url_that_is_not_understood_is_not_repeated(named: str) -> None:
    assert code_of(named) == "S014"


def test_without_the_driver_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    own = builtins.__import__

    def without(name: str, *given: Any, **more: Any) -> Any:
        if name.partition(".")[0] == "psycopg":
            raise ModuleNotFoundError(name)
        return own(name, *given, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    found = refused(f"postgresql://clerk:{WRONG}@db.office/township")
    assert found.problem.code == "S009"
    assert "formkit[postgresql]" in found.problem.hint


@pytest.mark.parametrize(("given", "sslmode"), [
    ("postgresql://clerk@db.office/t", "require"), ("postgresql://clerk@192.168.1.7/t", "require"),
    ("postgresql://clerk@db.office/t?sslmode=verify-full", "verify-full"), ("postgresql://clerk@127.0.0.1/t", None),
    ("postgresql://clerk@localhost/t", None), ("postgresql://clerk@[::1]/t", None), ("postgresql:///t", None),
    ("postgresql://clerk@/t?host=/run/postgresql", None), ("postgresql://clerk@/t?host=db.office", "require"),
    ("postgresql://clerk@/t?hostaddr=192.168.1.7", "require"),
    ("postgresql://clerk@db.office/t?hostaddr=127.0.0.1", None),
    ("postgresql://clerk@localhost/t?hostaddr=192.168.1.7", "require"),
])
def test_what_goes_over_a_network_is_encrypted_unless_the_url_says_otherwise(
    given: str, sslmode: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("psycopg", exc_type=ImportError)
    for name in ("PGSSLMODE", "PGHOST", "PGHOSTADDR"):
        monkeypatch.delenv(name, raising=False)
    asked: list[dict[str, Any]] = []

    def look(_dialect: object, _record: object, _given: object, options: dict[str, Any]) -> None:
        asked.append(options)
        raise RuntimeError("seen")

    engine = server_of(given).engine("formkit")
    event.listen(engine, "do_connect", look)
    with suppress(RuntimeError):
        engine.connect()
    assert asked[0].get("sslmode") == sslmode
    assert asked[0]["connect_timeout"] == "10"


def test_a_server_that_is_not_there_cannot_be_reached() -> None:
    pytest.importorskip("psycopg", exc_type=ImportError)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert code_of(f"postgresql://{USER}:{WRONG}@127.0.0.1:{port}/township") == "S010"


def test_each_way_in_which_a_server_refuses_is_told_apart(server: Server) -> None:
    name = server.make()
    assert code_of(server.url(name), create=False) == "S001"
    assert code_of(server.network_url(name, password=WRONG)) == "S011"
    assert code_of(server.network_url(name)) == "S011"
    assert code_of(server.url(name, user="stranger")) == "S011"
    assert code_of(server.url("nowhere")) == "S012"
    assert code_of(server.network_url("nowhere", password=PASSWORD.replace("%", "%25"))) == "S012"
    assert code_of(server.network_url(USER, password=WRONG)) == "S011", "a database that is called as its user"
    assert code_of(server.url(USER)) == "S012"
    assert code_of(server.network_url(name, password=WRONG, more="?sslmode=require")) == "S016"
    assert code_of(server.url(server.make("SQL_ASCII"))) == "S013"
    foreign = server.make(owner="postgres")
    server.run(foreign, "REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    assert code_of(server.url(foreign)) == "S015"
    with open_store(server.network_url(name, password=PASSWORD.replace("%", "%25"))) as store:
        assert store.stats().documents == 0
    open_store(server.url(name), create=False).close()


@pytest.mark.parametrize(("said", "code"), [
    ('致命错误:  数据库 "township" 不存在', "S012"), ('FATAL:  database "township" does not exist', "S012"),
    ('FATAL:  la base de données « x » "township" n\'existe pas', "S012"),
    ('致命错误:  用户 "clerk" Password 认证失败', "S011"), ('FATAL:  角色"clerk"不存在', "S011"),
    ('FATAL:  no pg_hba.conf entry for host "10.0.0.7", user "clerk", database "township", no encryption', "S011"),
    ('FATAL:  permission denied for database "township"', "S015"),
    ("FATAL:  sorry, too many clients already", "S010"), ("FATAL:  the database system is starting up", "S010"),
])
def test_what_a_server_says_is_understood_in_chinese_too(said: str, code: str) -> None:
    error = DBAPIError("", {}, OSError(said))
    assert server_of("postgresql://clerk@db.office/township").refusal(error).problem.code == code


def test_a_database_of_another_program_or_a_newer_one_is_refused(server: Server) -> None:
    name = server.make()
    server.run(name, "CREATE TABLE recipe (name TEXT)")
    assert code_of(server.url(name)) == "S003"
    name = server.make()
    open_store(server.url(name)).close()
    server.run(name, f"INSERT INTO schema_change VALUES ({MIGRATIONS[-1].number + 1}, 'of_tomorrow', 'x')")
    assert code_of(server.url(name)) == "S004"


def engine_of(server: Server, name: str) -> Engine:
    place = place_of(server.url(name))
    assert isinstance(place, ServerPlace)
    return place.engine("formkit")


def test_the_steps_make_the_same_tables_as_in_a_file_and_each_once(server: Server) -> None:
    name = server.make()
    engine = engine_of(server, name)
    try:
        assert migrate(writing_on_server(engine), "x") == len(MIGRATIONS)
        assert migrate(writing_on_server(engine), "x") == 0
        found = inspect(engine)
        named = set(found.get_table_names()) | set(found.get_view_names())
        assert named == {*schema.metadata.tables, "blob"}
        for table in schema.metadata.tables.values():
            columns = {each["name"] for each in found.get_columns(table.name)}
            assert columns == {each.name for each in table.columns}, table.name
        with pytest.raises(RuntimeError):
            migrate(writing_on_server(engine), "x", (*MIGRATIONS, Migration(len(MIGRATIONS) + 1, "breaks", _breaks)))
        assert "half" not in inspect(engine).get_table_names()
    finally:
        engine.dispose()
    # One order for all text, whatever the language of the database: that of SQLite.
    odd = "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public' "
    assert server.run(name, odd + "AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C'") == []


def _breaks(connection: Any) -> None:
    connection.exec_driver_sql("CREATE TABLE half (x TEXT)")
    raise RuntimeError("power cut")


@pytest.mark.parametrize("table", [
    "reading", "correction", "acceptance", "person_decision", "assignment", "audit", "document_decision",
    "file_decision",
])
def test_what_was_said_is_never_changed_or_removed_there(server_url: str, table: str) -> None:
    with open_store(server_url) as store:
        add(store, document("a.docx", LI))
        store.accounts.audit("王", "x")
        store.correct(1, "cover.phone", "1", who="王", why="misread")
        store.accept(1, who="王", why="seen")
        store.settle_duplicate(1, 1, same=False, who="王", why="x")
        store.whole.decide(WholeDecision(1, WholeKind.DISMISS, "王", "t", image=1))
        store.whole.set_aside(Entry(Locator("/a.docx"), 1, 1), who="王")
    place = place_of(server_url)
    assert isinstance(place, ServerPlace)
    engine = place.engine("formkit")
    column = "id" if table in ("person_decision", "audit", "file_decision") else "document_id"
    for statement in (f"UPDATE {table} SET {column} = 7", f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"):
        with engine.connect() as connection, pytest.raises(DBAPIError, match="append-only"):
            connection.exec_driver_sql(statement)
    engine.dispose()


def test_neither_errors_nor_logs_show_values_or_the_password(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    name = server.make()
    with caplog.at_level(logging.DEBUG), open_store(
        server.network_url(name, password=PASSWORD.replace("%", "%25"))
    ) as store:
        add(store, document("a.docx", LI))
        server.run(name, "CREATE UNIQUE INDEX twice ON person (coalesce(possible_duplicate_of, 0), name_key)")
        with pytest.raises(StoreError) as raised:
            store.add_document(
                document("b.docx", LI | {"cover.id_no": "", "cover.village": "石桥村", "cover.patient_no": "7"}),
                content_of("b.docx"), handbook=handbook(), matcher=lambda *_: _nobody(),
            )
    assert raised.value.problem.code == "S007"
    assert "UniqueViolation twice" in str(raised.value)
    told = caplog.text + str(raised.value)
    assert PASSWORD not in told
    assert not [value for value in LI.values() if len(value) > 1 and value in told]


def _nobody() -> Any:
    from formkit.model.person import Identity

    return match(Identity(), ())


def test_a_writer_that_waits_too_long_for_another_says_so(server_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "SETTINGS", server.SETTINGS.replace("10s", "50ms"))
    with open_store(server_url) as store, open_store(server_url) as other:
        add(store, document("a.docx", LI))
        with store._write(), pytest.raises(StoreError) as raised:  # type: ignore[attr-defined]
            other.accounts.audit("王", "x")
        assert raised.value.problem.code == "S007"
        assert other.stats().documents == 1, "who reads waits for nobody"
        other.accounts.audit("王", "x")
