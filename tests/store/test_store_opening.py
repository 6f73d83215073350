"""Opening a store: where it is, what is refused, how an old one is brought up, and what it never allows."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import Engine, inspect

from formkit.errors import StoreError, problem
from formkit.matching.match import match
from formkit.model.reading import DocumentStatus
from formkit.model.review import EVERYTHING, Decision, DecisionKind, GroupBy
from formkit.pipeline.calibrating import decided
from formkit.pipeline.settling import settle_all
from formkit.store import schema
from formkit.store.blobs import sha256_of
from formkit.store.encoding import problem_columns
from formkit.store.engine import default_url, file_engine, open_store, place_of, writing
from formkit.store.migrations import MIGRATIONS, Migration, migrate
from tests.store.invented_cases import LI, add, content_of, document, handbook, visit
from tests.store.invented_scans import decide, doubtful, queue, queue_made_anew, rows_of_queue, seen

VERSION_1 = Path(__file__).parent / "data" / "version_1.sql"
VERSION_6 = Path(__file__).parent / "data" / "version_6.sql"


def code_of(url: object, **more: bool) -> str:
    with pytest.raises(StoreError) as raised:
        open_store(str(url), **more)
    return raised.value.problem.code


def fill(path: Path) -> None:
    with open_store(str(path)) as store:
        given = document("a.docx", LI | visit(1, "2013-03-01", "0") | {"followup.1.note": seen("安")})
        store.add_document(given, content_of("a.docx"), handbook=handbook(), matcher=match)
        store.correct(1, "followup.1.danger", "1", who="王", why="misread")
        store.accept(1, who="王", why="seen")
        store.settle_duplicate(1, 1, same=False, who="王", why="x")
        store.desk.draw_looks(1, 7)


@contextmanager
def engine_at(path: Path) -> Iterator[Engine]:
    engine = file_engine(path)
    try:
        yield engine
    finally:
        engine.dispose()


def test_the_place_is_named_by_option_variable_or_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FORMKIT_STORE", raising=False)
    monkeypatch.chdir(tmp_path)
    assert Path(default_url()) == Path("formkit-store/formkit.db")
    monkeypatch.setenv("FORMKIT_STORE", str(tmp_path / "office.db"))
    assert place_of(None).path == tmp_path / "office.db"
    assert place_of(f"sqlite:///{tmp_path}/x.db").path == tmp_path / "x.db"
    assert place_of(str(tmp_path)).path == tmp_path / "formkit.db"
    assert place_of("memory:").path is None


@pytest.mark.parametrize(
    ("named", "file"),
    [
        ("formkit-store", "formkit-store/formkit.db"), ("st/", "st/formkit.db"), ("a.2013", "a.2013/formkit.db"),
        ("there", "there/formkit.db"), ("there.db", "there.db/formkit.db"), ("kept", "kept"), ("new.db", "new.db"),
        ("new.SQLite", "new.SQLite"), ("new.sqlite3", "new.sqlite3"), ("sqlite:///named", "named"),
        ("sqlite:///there", "there/formkit.db"), ("formkit-store/formkit.db", "formkit-store/formkit.db"),
    ],
)
def test_a_path_that_is_not_there_is_a_folder_unless_it_ends_as_a_database_does(
    named: str, file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("there").mkdir()
    Path("there.db").mkdir()
    Path("kept").write_text("")
    assert place_of(named).path == Path(file)


def test_a_store_that_was_made_as_a_file_without_a_suffix_stays_one(tmp_path: Path) -> None:
    fill(tmp_path / "made.db")
    for name in ("made.db", "made.db.blobs"):
        (tmp_path / name).rename(tmp_path / name.replace(".db", ""))
    with open_store(str(tmp_path / "made"), create=False) as store:
        assert store.stats().documents == 1
    assert (tmp_path / "made").is_file()


def test_a_store_is_found_again_where_it_was_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FORMKIT_STORE", raising=False)
    monkeypatch.chdir(tmp_path)
    with open_store() as store:
        assert store.stats().documents == 0
    assert (tmp_path / "formkit-store" / "formkit.db").is_file()
    fill(tmp_path / "with #odd? 100%名.db")
    with open_store(str(tmp_path / "with #odd? 100%名.db"), create=False) as store:
        assert store.stats().documents == 1


def test_an_unknown_kind_is_refused_without_its_password() -> None:
    with pytest.raises(StoreError) as raised:
        open_store("oracle://clerk:secret@host/db")
    assert raised.value.problem.code == "S006"
    assert "secret" not in str(raised.value)


def test_what_is_no_usable_store_is_refused_by_its_cause(tmp_path: Path) -> None:
    assert code_of(tmp_path / "none.db", create=False) == "S001"
    assert not (tmp_path / "none.db").exists()
    (tmp_path / "notes.db").write_text("just some notes, and long enough to be read as a header" * 40)
    assert code_of(tmp_path / "notes.db") == "S002"
    with sqlite3.connect(tmp_path / "other.db") as other:
        other.execute("CREATE TABLE recipe (name TEXT)")
    other.close()
    assert code_of(tmp_path / "other.db") == "S003"
    (tmp_path / "file").write_text("")
    assert code_of(tmp_path / "file" / "store.db") == "S005"
    assert (tmp_path / "notes.db").read_text().startswith("just some notes")


def test_a_newer_store_is_refused_untouched(tmp_path: Path) -> None:
    path = tmp_path / "formkit.db"
    newer = Migration(MIGRATIONS[-1].number + 1, "of_tomorrow", lambda _connection: None)
    fill(path)
    with engine_at(path) as engine:
        migrate(writing(engine), "x", (*MIGRATIONS, newer))
    assert code_of(path) == "S004"


def test_a_damaged_store_is_told_by_its_cause(tmp_path: Path) -> None:
    path = tmp_path / "formkit.db"
    fill(path)
    whole = bytearray(path.read_bytes())
    whole[100:8000] = b"\xff" * 7900
    path.write_bytes(whole)
    assert code_of(path) == "S002"


def test_a_store_of_version_1_is_brought_up_with_all_that_is_in_it(tmp_path: Path) -> None:
    path = tmp_path / "formkit.db"
    old = sqlite3.connect(path)
    old.executescript(VERSION_1.read_text(encoding="utf-8"))
    old.close()
    with open_store(str(path)) as store:
        assert store.values(1)["followup.1.danger"].value == "1"
        assert store.values(1)["followup.1.danger"].reading.value == "0"
        (case,) = store.cases()
        assert [each.values["danger"].value for each in store.case_values(case.id).of_sheet("followup")] == ["1", "3"]
        assert {each.code for each in store.verify()} == {"S301"}
    with sqlite3.connect(path) as found:
        assert found.execute("SELECT number, name FROM schema_change ORDER BY number").fetchall() == [
            (each.number, each.name) for each in MIGRATIONS
        ]
    found.close()


IMPLAUSIBLE = problem("C101", field="followup.1.note", label="note", value="平")


def old_store(path: Path, *more: str) -> None:
    with closing(sqlite3.connect(path)) as old:
        old.executescript(VERSION_6.read_text(encoding="utf-8"))
        for statement in more:
            old.execute(statement)
        old.commit()


def test_a_store_of_version_6_queues_what_waits_and_checks_nothing_again(tmp_path: Path) -> None:
    path = tmp_path / "formkit.db"
    old_store(path)
    with open_store(str(path)) as store:
        assert store.desk.unsettled() == ()
        assert queue(store) == [(1, "followup.1.note", "doubt")], "one field was corrected, a document accepted"
        found = rows_of_queue(store)
        assert queue_made_anew(store) == [(1, "followup.1.note", "doubt")]
        assert rows_of_queue(store) == found
        assert store.values(1)["followup.1.danger"].value == "4"
        assert store.desk.undo("王", "a token") is None, "what was decided before has no token"
        assert {name: [each.right for each in own] for name, own in decided(store).items()} == {
            "circle": [False, True],
        }
        assert store.desk.draw_looks(1, 7) == 0, "nobody knows where the fields of old scans lie"


def test_what_persons_accepted_and_assigned_in_version_6_stays_so(tmp_path: Path) -> None:
    path = tmp_path / "formkit.db"
    told = ", ".join(f"'{each}'" for each in problem_columns(IMPLAUSIBLE).values())
    names = ", ".join(problem_columns(IMPLAUSIBLE))
    wrong = f"INSERT INTO problem (document_id, origin, raised_at, closed_at, {names}) VALUES "
    old_store(
        path,
        "INSERT INTO person SELECT 2, '赵 远山', NULL, sex, birth, number, village, phone, address, '赵远山', NULL, "
        "NULL, NULL, added_at FROM person",
        "INSERT INTO assignment VALUES (3, 2, 2, '王', 'asked', '2014-07-01T00:00:00+00:00')",
        wrong + f"(2, 'document', '2014-06-30', '2014-07-01T00:00:00+00:00', {told})",
        wrong + f"(1, 'document', '2014-06-30', NULL, {told.replace('note', 'visit_date')})",
    )
    with open_store(str(path)) as store:
        assert queue(store) == [(1, "followup.1.visit_date", "check"), (1, "followup.1.note", "doubt")]
        assert queue_made_anew(store) == queue(store)
        assert settle_all(store) == 0
        decide(store, "王", 2, "followup.1.danger", "3")
        store.rematch(2, matcher=match)
        assert store.desk.settle(2, store.desk.decisions(2), [IMPLAUSIBLE])
        assert store.problems(2) == ()
        assert (store.document(2).status, store.document(2).person_id) == (DocumentStatus.ACCEPTED, 2)


def test_what_waits_in_a_store_of_version_11_becomes_questions_of_editions(tmp_path: Path) -> None:
    path = tmp_path / "formkit.db"
    with open_store(str(path)) as store:
        for edition in ("2011", "2017", ""):
            readings = LI | {"followup.1.danger": doubtful("3"), "followup.1.drugs.2.name": doubtful("药")}
            add(store, document(f"{edition}.pdf", readings, edition=edition))
        store.desk.decide(Decision(1, "followup.1.danger", DecisionKind.VALUE, "2", "王", "token", two=True))
        found = rows_of_queue(store)
    with closing(sqlite3.connect(path)) as old:
        old.executescript("DROP INDEX import_file_place; DROP TABLE file_decision")
        old.execute("DELETE FROM schema_change WHERE number >= 12")
        for edition in ("2011", "2017"):
            old.execute("UPDATE waiting SET question = replace(question, ?, '')", (f"@{edition}",))
        assert sorted(old.execute("SELECT question, count(*) FROM waiting GROUP BY question")) == [
            ("case-management/followup.danger", 3), ("case-management/followup.drugs.name", 3),
        ]
        old.commit()
    with open_store(str(path)) as store:
        assert rows_of_queue(store) == found
        assert sorted(store.desk.groups(GroupBy.QUESTION, EVERYTHING)) == [
            (f"case-management{edition}/followup.{local}", 1)
            for edition in ("", "@2011", "@2017") for local in ("danger", "drugs.name")
        ]


def test_each_step_is_applied_once(tmp_path: Path) -> None:
    with engine_at(tmp_path / "formkit.db") as engine:
        assert migrate(writing(engine), "x") == len(MIGRATIONS)
        assert migrate(writing(engine), "x") == 0
    assert [each.number for each in MIGRATIONS] == list(range(1, len(MIGRATIONS) + 1))


def test_a_step_that_fails_leaves_nothing_of_itself(tmp_path: Path) -> None:
    def breaks(connection: object) -> None:
        connection.exec_driver_sql("CREATE TABLE half (x TEXT)")  # type: ignore[attr-defined]
        raise RuntimeError("power cut")

    path = tmp_path / "formkit.db"
    fill(path)
    with engine_at(path) as engine:
        with pytest.raises(RuntimeError):
            migrate(writing(engine), "x", (*MIGRATIONS, Migration(len(MIGRATIONS) + 1, "breaks", breaks)))
        assert "half" not in inspect(engine).get_table_names()
    with open_store(str(path)) as store:
        assert store.stats().documents == 1


def test_queries_see_the_tables_that_the_steps_made(tmp_path: Path) -> None:
    with engine_at(tmp_path / "formkit.db") as engine:
        migrate(writing(engine), "x")
        found = inspect(engine)
        assert set(found.get_table_names()) | set(found.get_view_names()) == set(schema.metadata.tables)
        for name, table in schema.metadata.tables.items():
            assert {each["name"] for each in found.get_columns(name)} == {each.name for each in table.columns}, name
            if name != "field_value":
                keys = {each.name for each in table.primary_key.columns}
                assert set(found.get_pk_constraint(name)["constrained_columns"]) == keys, name


@pytest.mark.parametrize("table", [
    "reading", "correction", "acceptance", "person_decision", "assignment", "second_look", "look_draw",
])
def test_what_was_said_is_never_changed_or_removed(tmp_path: Path, table: str) -> None:
    path = tmp_path / "formkit.db"
    fill(path)
    database = sqlite3.connect(path)
    column = {"reading": "raw", "second_look": "drawn_at", "look_draw": "drawn_at"}.get(table, "at")
    assert database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] > 0
    for statement in (f"UPDATE {table} SET {column} = 'x'", f"DELETE FROM {table}"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            database.execute(statement)
    database.close()


def test_every_connection_is_durable_and_strict(
    tmp_path: Path, own_pragmas: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("formkit.store.engine.PRAGMAS", own_pragmas)
    with engine_at(tmp_path / "formkit.db") as engine, engine.connect() as connection:
        asked = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in (
            "journal_mode", "synchronous", "foreign_keys", "busy_timeout",
        )}
    assert asked == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 10000}


@pytest.mark.skipif(os.name != "posix", reason="Windows has other permissions")
def test_only_the_owner_may_look_into_a_store(tmp_path: Path) -> None:
    fill(tmp_path / "made" / "formkit.db")
    for path in (tmp_path / "made").rglob("*"):
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode == (0o700 if path.is_dir() else 0o600), path
    assert stat.S_IMODE((tmp_path / "made").stat().st_mode) == 0o700


def test_verify_finds_an_index_that_lost_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    fill(path)
    raw = sqlite3.connect(path)
    raw.execute("CREATE INDEX spoilt ON person (name)")
    raw.execute("PRAGMA writable_schema=ON")
    raw.execute("UPDATE sqlite_master SET sql = 'CREATE INDEX spoilt ON person (sex)' WHERE name = 'spoilt'")
    raw.commit()
    raw.close()
    with open_store(str(path)) as store:
        assert "S304" in {each.code for each in store.verify()}


def test_verify_finds_what_changed_behind_its_back(tmp_path: Path) -> None:
    path = tmp_path / "formkit.db"
    fill(path)
    with open_store(str(path)) as store:
        assert store.verify() == ()
        name = sha256_of(content_of("a.docx"))
        blob = tmp_path / "formkit.db.blobs" / name[:2] / name[2:]
        assert blob.read_bytes() == content_of("a.docx")
        blob.write_bytes(b"changed")
        assert [each.code for each in store.verify()] == ["S302"]
        with pytest.raises(StoreError) as raised:
            store.content(name)
        assert raised.value.problem.code == "S109"
        blob.unlink()
        assert [each.code for each in store.verify()] == ["S301"]
        stray = tmp_path / "formkit.db.blobs" / "ab"
        stray.mkdir()
        (stray / sha256_of(b"stray")[2:]).write_bytes(b"stray")
        assert [each.code for each in store.verify()] == ["S301", "S302"]


def test_verify_finds_a_document_that_lost_readings(tmp_path: Path) -> None:
    path = tmp_path / "formkit.db"
    fill(path)
    database = sqlite3.connect(path)
    database.execute("DROP TRIGGER reading_no_delete")
    database.execute("DELETE FROM reading WHERE field_id = 'cover.phone'")
    database.commit()
    database.close()
    with open_store(str(path)) as store:
        assert [each.code for each in store.verify()] == ["S305"]


def test_importing_again_heals_a_damaged_file(tmp_path: Path) -> None:
    path = tmp_path / "formkit.db"
    fill(path)
    name = sha256_of(content_of("a.docx"))
    (tmp_path / "formkit.db.blobs" / name[:2] / name[2:]).write_bytes(b"bit rot")
    fill(path)
    with open_store(str(path)) as store:
        assert store.verify() == ()


def test_errors_of_the_database_show_no_values(tmp_path: Path) -> None:
    path = tmp_path / "formkit.db"
    fill(path)
    database = sqlite3.connect(path)
    database.execute("CREATE TRIGGER full BEFORE INSERT ON document BEGIN SELECT RAISE(ABORT, 'disk is full'); END")
    database.commit()
    database.close()
    with open_store(str(path)) as store, pytest.raises(StoreError) as raised:
        store.add_document(document("b.docx", LI), content_of("b.docx"), handbook=handbook(), matcher=match)
    assert raised.value.problem.code == "S007"
    assert "disk is full" in str(raised.value)
    assert not any(value in str(raised.value) for value in LI.values())


def test_a_new_store_opened_by_many_programs_at_once_opens_for_all(tmp_path: Path) -> None:
    wrong = list[BaseException]()

    def run(path: Path) -> None:
        try:
            with open_store(str(path)) as store:
                store.stats()
        except BaseException as error:
            wrong.append(error)

    for turn in range(12):
        threads = [Thread(target=run, args=(tmp_path / str(turn) / "formkit.db",)) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert wrong == []


def test_two_programs_importing_the_same_files_have_one_result(tmp_path: Path) -> None:
    path, wrong = tmp_path / "formkit.db", list[BaseException]()

    def run() -> None:
        try:
            with open_store(str(path)) as store:
                for number in range(12):
                    name = f"{number}.docx"
                    store.add_document(
                        document(name, LI | visit(1, f"2013-{number + 1:02d}-01", "0")), content_of(name),
                        handbook=handbook(), matcher=match,
                    )
        except BaseException as error:
            wrong.append(error)

    threads = [Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    with open_store(str(path)) as store:
        found = store.stats()
        assert (found.sources, found.documents, found.persons, found.cases) == (12, 12, 1, 1)
        assert store.verify() == ()
