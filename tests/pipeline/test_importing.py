"""What import says of a file, what it leaves alone, and what it notices over a whole case."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from formkit.errors import StoreError
from formkit.export.tables import Table, write_tables
from formkit.layout import build_layout
from formkit.mapping import load_handbook
from formkit.model.ids import counts_for
from formkit.model.imprint import Imprint
from formkit.model.journal import Entry
from formkit.model.reading import DocumentStatus, Value
from formkit.model.review import Decision, DecisionKind
from formkit.model.store import Store
from formkit.model.whole import WholeDecision, WholeKind
from formkit.pipeline import importing
from formkit.pipeline.digitise import files_in, load, read_content
from formkit.pipeline.emit import needed_counts, write_booklet
from formkit.pipeline.importing import Import, Imported, Outcome, import_files, read_alone
from formkit.pipeline.issuing import register
from formkit.pipeline.scan_options import DEFAULTS
from formkit.pipeline.settling import settle
from formkit.pipeline.sources import Source, sha256_of, sources_in
from formkit.pipeline.whole_documents import decide
from formkit.store import open_store
from formkit.values.idcard import check_character

BOOK = load_handbook("case-management@2017")
NAME = {"cover.patient_name": "李青禾"}
LI = NAME | {"cover.idno": "33019719810405012" + check_character("33019719810405012")}
ZHAO = {"cover.patient_name": "赵远山", "cover.idno": "33019719541130033" + check_character("33019719541130033")}


@pytest.fixture
def store() -> Iterator[Store]:
    with open_store("memory:") as opened:
        yield opened
        assert opened.verify() == ()


def written(path: Path, *values: Mapping[str, Value], serial: str = "") -> Path:
    """Return the workbook of a booklet that holds ``values``, with no more copies of a sheet than they need."""
    held = {name: value for each in values for name, value in each.items()}
    path.write_bytes(_booklet(path.suffix, tuple(held.items()), serial))
    return path


@cache
def _booklet(suffix: str, held: tuple[tuple[str, Value], ...], serial: str) -> bytes:
    """Return what is written: many tests begin with the same booklets, and making one takes longer than reading it."""
    counts = {name: max(1, count) for name, count in counts_for(BOOK, [name for name, _value in held]).items()}
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"booklet{suffix}"
        write_booklet(BOOK, build_layout(BOOK, counts, serial), dict(held), path)
        return path.read_bytes()


def visit(day: str, number: int = 1, **more: Value) -> dict[str, Value]:
    given = {"visit_date": day, "patient_name": "李青禾"} | more
    return {f"followup.{number}.{name}": value for name, value in given.items()}


def plan(day: str, sequence: int) -> dict[str, Value]:
    return {"plan.1.plan_date": day, "plan.1.plan_seq": sequence}


def take(store: Store | None, *paths: Path) -> list[Imported]:
    return list(import_files(iter(paths), store, ""))


def errors(store: Store) -> list[list[str]]:
    """Return the codes of the store's open problems, by document."""
    return [[each.code for each in store.problems(doc.id) if each.code[0] == "S"] for doc in store.documents()]


def test_a_document_that_contradicts_a_stored_one_is_told_to_be_for_review(store: Store, tmp_path: Path) -> None:
    first = written(tmp_path / "a.xlsx", LI, visit("2018-03-01", danger="0"))
    second = written(tmp_path / "b.xlsx", LI, visit("2018-03-01", danger="1"))
    outcomes = take(store, first, second)
    assert [each.outcome for each in outcomes] == [Outcome.ACCEPTED, Outcome.REVIEW]
    assert "S110" in {each.code for each in outcomes[1].problems}
    assert store.documents()[1].status is DocumentStatus.REVIEW


def test_a_document_that_tells_nobody_is_told_to_be_for_review(store: Store, tmp_path: Path) -> None:
    (only,) = take(store, written(tmp_path / "a.xlsx", {"followup.1.visit_date": "2018-03-01"}))
    assert only.outcome is Outcome.REVIEW
    assert "S204" in {each.code for each in only.problems}


def test_what_another_run_stored_meanwhile_is_told_as_stored_before(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path / "a.xlsx", LI, visit("2018-03-01"))

    def overtaken(content: bytes, name: Path, **_options: object) -> object:
        documents = read_content(content, name)
        with monkeypatch.context() as patch:
            patch.setattr(importing, "read_content", read_content)
            (other,) = take(store, path)
        assert other.outcome is Outcome.ACCEPTED
        return documents

    monkeypatch.setattr(importing, "read_content", overtaken)
    (mine,) = take(store, path)
    assert (mine.outcome, mine.problems) == (Outcome.DUPLICATE, ())
    assert len(store.documents()) == 1


def test_a_dry_run_tells_what_reading_found(tmp_path: Path) -> None:
    sound = written(tmp_path / "a.xlsx", LI, visit("2018-03-01"))
    wrong = written(tmp_path / "b.xlsx", LI, visit("2999-03-01"))
    assert [each.outcome for each in take(None, sound, wrong)] == [Outcome.ACCEPTED, Outcome.REVIEW]


def test_a_visit_after_death_in_a_later_document_is_for_review(store: Store, tmp_path: Path) -> None:
    death = written(tmp_path / "a.xlsx", LI, visit("2018-03-01", death_date="2018-02-20"))
    later = written(tmp_path / "b.xlsx", LI, visit("2018-06-01"))
    outcomes = take(store, death, later)
    assert [each.outcome for each in outcomes] == [Outcome.ACCEPTED, Outcome.REVIEW]
    (found,) = (each for each in outcomes[1].problems if each.code == "S112")
    assert found.field == "followup.1.visit_date"
    assert "followup.1.death_date of document 1" in found.message
    assert errors(store) == [[], ["S112"]]


def test_a_death_that_comes_after_the_visits_behind_it_is_for_review(store: Store, tmp_path: Path) -> None:
    visited = written(tmp_path / "a.xlsx", LI, visit("2018-06-01"))
    death = written(tmp_path / "b.xlsx", LI, visit("2018-03-01", death_date="2018-02-20"))
    assert [each.outcome for each in take(store, visited, death)] == [Outcome.ACCEPTED, Outcome.REVIEW]
    assert errors(store) == [[], ["S112"]]
    assert store.problems(2)[-1].field == "followup.1.death_date"


def test_the_visit_that_learns_of_a_death_is_no_visit_after_it(store: Store, tmp_path: Path) -> None:
    told = visit("2018-03-01", death_date="2018-02-20")
    before, learnt = written(tmp_path / "a.xlsx", LI, visit("2018-01-01")), written(tmp_path / "b.xlsx", LI, told)
    again = written(tmp_path / "c.xlsx", LI, told | {"followup.1.danger": "0"})
    assert [each.outcome for each in take(store, before, learnt, again)] == [Outcome.ACCEPTED] * 3
    assert errors(store) == [[], [], []]


def test_a_visit_after_death_is_told_once_and_stays_told_or_accepted(store: Store, tmp_path: Path) -> None:
    death = written(tmp_path / "a.xlsx", LI, visit("2018-03-01", death_date="2018-02-20"))
    take(store, death, written(tmp_path / "b.xlsx", LI, visit("2018-06-01")))
    take(store, written(tmp_path / "c.xlsx", LI, visit("2017-06-01")))
    assert errors(store) == [[], ["S112"], []]
    store.accept(2, who="王", why="a visit to the family")
    take(store, written(tmp_path / "d.xlsx", LI, visit("2017-09-01")))
    assert errors(store) == [[], [], [], []]


def test_a_visit_after_death_goes_with_its_document_to_another_person(store: Store, tmp_path: Path) -> None:
    death = written(tmp_path / "a.xlsx", LI, visit("2018-03-01", death_date="2018-02-20"))
    other = written(tmp_path / "b.xlsx", ZHAO)
    take(store, death, other, written(tmp_path / "c.xlsx", LI, visit("2018-06-01")))
    owner = store.document(2).person_id
    assert owner is not None
    store.assign(3, owner, who="王", why="wrong number")
    assert errors(store) == [[], [], []]


def test_a_corrected_date_settles_a_visit_after_death_and_brings_it_back(store: Store, tmp_path: Path) -> None:
    death = written(tmp_path / "a.xlsx", LI, visit("2018-03-01", death_date="2018-02-20"))
    take(store, death, written(tmp_path / "b.xlsx", LI, visit("2018-06-01")))
    told = []
    for day in ("2017-06-01", "2018-06-02"):
        store.desk.decide(Decision(2, "followup.1.visit_date", DecisionKind.VALUE, day, "王", f"decided {day}"))
        settle(store, 2)
        told.append(errors(store))
    assert told == [[[], []], [[], ["S112"]]]


@pytest.mark.parametrize("rejected", [1, 2])
def test_a_visit_after_death_goes_and_comes_with_a_rejected_document(
    store: Store, tmp_path: Path, rejected: int
) -> None:
    death = written(tmp_path / "a.xlsx", LI, visit("2018-03-01", death_date="2018-02-20"))
    take(store, death, written(tmp_path / "b.xlsx", LI, visit("2018-06-01")))
    told = []
    for kind in (WholeKind.REJECT, WholeKind.RESTORE):
        decide(store, WholeDecision(rejected, kind, "王", kind.value))
        told.append([each.code for each in store.problems(2) if each.code == "S112"])
    assert told == [[], ["S112"]]


def test_a_missing_plan_is_told_until_it_comes(store: Store, tmp_path: Path) -> None:
    first = written(tmp_path / "a.xlsx", LI, plan("2018-01-10", 1))
    third = written(tmp_path / "b.xlsx", LI, plan("2018-07-10", 3))
    assert [each.outcome for each in take(store, first, third)] == [Outcome.ACCEPTED, Outcome.ACCEPTED]
    assert errors(store) == [[], ["S113"]]
    take(store, written(tmp_path / "c.xlsx", LI, plan("2018-04-10", 2)))
    assert errors(store) == [[], [], []]


def test_plans_and_assessments_have_a_date_of_their_own(store: Store, tmp_path: Path) -> None:
    assessed = {"assessment.1.assess_date": "2018-03-10", "assessment.1.a_problem": "1"}
    (only,) = take(store, written(tmp_path / "a.xlsx", LI, plan("2018-01-10", 1), assessed))
    assert "S111" not in {each.code for each in only.problems}
    visits = store.case_values(store.cases()[0].id).visits
    dates = {each.sheet: each.date for each in visits if each.repeats}
    assert dates == {"plan": "2018-01-10", "assessment": "2018-03-10"}


def test_sheets_of_one_booklet_out_of_order_in_two_files_are_told(store: Store, tmp_path: Path) -> None:
    first = written(tmp_path / "a.xlsx", LI, visit("2018-06-01", 1), serial="7K2M9Q")
    second = written(tmp_path / "b.xlsx", LI, visit("2018-03-01", 2), serial="7K2M9Q")
    assert [each.outcome for each in take(store, first, second)] == [Outcome.ACCEPTED, Outcome.ACCEPTED]
    assert errors(store) == [[], ["S114"]]


def test_visits_of_two_booklets_may_come_in_any_order(store: Store, tmp_path: Path) -> None:
    late, early = (written(tmp_path / f"{day}.xlsx", LI, visit(day)) for day in ("2018-06-01", "2018-03-01"))
    assert [each.outcome for each in take(store, late, early)] == [Outcome.ACCEPTED, Outcome.ACCEPTED]
    assert errors(store) == [[], []]


def test_importing_a_folder_leaves_its_stores_and_the_desktops_files_alone(tmp_path: Path) -> None:
    for name in ("formkit.db", "second.sqlite"):
        with open_store(str(tmp_path / name)) as opened:
            take(opened, written(tmp_path / "a.xlsx", LI))
    journals = ("formkit.db-wal", "formkit.db-shm", "formkit.db-runs")
    for name in (*journals, "Thumbs.db", "desktop.ini", ".DS_Store", "~$a.xlsx"):
        (tmp_path / name).write_bytes(b"x")
    inside = tmp_path / "nested" / ".hidden"
    inside.mkdir(parents=True)
    (inside / "b.xlsx").write_bytes(b"x")
    plain = tmp_path / "photos.blobs"
    plain.mkdir()
    (plain / "c.pdf").write_bytes(b"x")
    (tmp_path / "other.db").write_bytes(b"x")
    assert [each.relative_to(tmp_path).as_posix() for each in files_in([tmp_path])] == [
        "a.xlsx", "other.db", "photos.blobs/c.pdf",
    ]
    assert list(files_in([tmp_path / "formkit.db"])) == [tmp_path / "formkit.db"]


def test_two_stores_in_one_folder_do_not_accuse_each_other(tmp_path: Path) -> None:
    for name, day in (("a.db", "2018-03-01"), ("b.db", "2018-06-01")):
        with open_store(str(tmp_path / name)) as opened:
            take(opened, written(tmp_path / f"{name}.xlsx", LI, visit(day)))
    for name in ("a.db", "b.db"):
        with open_store(str(tmp_path / name)) as opened:
            assert opened.verify() == ()


def test_a_registered_booklet_is_its_persons_even_where_nothing_tells_whose_it_is(
    store: Store, tmp_path: Path
) -> None:
    layout = build_layout(BOOK, needed_counts(BOOK, LI), "7K2M9Q")
    issued = register(store, BOOK, layout, LI)
    assert register(store, BOOK, layout, LI) == issued
    assert (issued.counts["cover"], issued.counts["followup"]) == (1, BOOK.default_counts()["followup"])
    assert issued.fingerprints == tuple(page.fingerprint for page in layout.pages)
    (only,) = take(store, written(tmp_path / "a.xlsx", {"followup.1.visit_date": "2018-03-01"}, serial="7K2M9Q"))
    assert only.outcome is Outcome.ACCEPTED
    assert store.documents()[0].person_id == issued.person_id
    with pytest.raises(StoreError) as raised:
        register(store, BOOK, layout, NAME)
    assert raised.value.problem.code == "S106"


def test_a_plain_blank_is_not_registered(store: Store) -> None:
    with pytest.raises(ValueError, match="serial"):
        register(store, BOOK, build_layout(BOOK, {}), LI)


def test_a_file_that_claims_absurd_numbers_of_sheets_is_refused_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = Imprint.to_text
    monkeypatch.setattr(Imprint, "to_text", lambda self: honest(replace(self, counts={"followup": 1023})))
    path = tmp_path / "a.xlsx"
    write_booklet(BOOK, build_layout(BOOK), LI, path)
    (document,) = read_content(load(path), path)
    assert [each.code for each in document.problems] == ["F005"]


def sheet(day: str, **more: str) -> dict[str, Value]:
    given = {"fill_date": day, "ethnic": "1", "education": "3", "marital": "2", "occupation": "1"} | more
    return {f"basic.{name}": value for name, value in given.items()}


def test_a_sheet_without_serial_that_is_read_twice_differently_is_for_review(store: Store, tmp_path: Path) -> None:
    paths = [written(tmp_path / f"{name}.xlsx", LI, sheet("2018-01-05", education=education))
             for name, education in (("a", "3"), ("b", "4"))]
    _first, second = take(store, *paths)
    assert second.outcome is Outcome.REVIEW
    assert errors(store) == [[], ["S116"]]
    assert [each.field for each in second.problems if each.code == "S116"] == ["basic.education"]


def test_a_sheet_filled_anew_on_another_day_is_another_sheet(store: Store, tmp_path: Path) -> None:
    take(store, written(tmp_path / "a.xlsx", LI, sheet("2018-01-05")))
    take(store, written(tmp_path / "b.xlsx", LI, sheet("2019-01-05", education="4")))
    assert errors(store) == [[], []]


def test_the_same_answers_saved_anew_are_told_and_count_once(store: Store, tmp_path: Path) -> None:
    path = written(tmp_path / "a.xlsx", LI, visit("2018-03-01", danger="0"))
    again = written(tmp_path / "b.xlsx", LI, visit("2018-03-01", danger="0"), serial="7K2M9Q")
    outcomes = take(store, path, again)
    assert [each.outcome for each in outcomes] == [Outcome.ACCEPTED, Outcome.ACCEPTED]
    assert "S115" in {each.code for each in outcomes[1].problems}
    assert len(store.case_values(store.cases()[0].id).of_sheet("followup")) == 1


def test_the_same_bytes_under_two_names_are_stored_once_and_told(store: Store, tmp_path: Path) -> None:
    first = written(tmp_path / "a.xlsx", LI)
    (tmp_path / "b.xlsx").write_bytes(first.read_bytes())
    outcomes = take(store, first, tmp_path / "b.xlsx")
    assert [each.outcome for each in outcomes] == [Outcome.ACCEPTED, Outcome.DUPLICATE]
    assert [(each.code, dict(each.context)["other"]) for each in outcomes[1].problems] == [("F221", "a.xlsx")]
    [later] = take(store, tmp_path / "b.xlsx")
    assert [each.code for each in later.problems] == ["F222"]
    assert len(store.documents()) == 1


def test_a_file_passed_over_as_the_twin_of_one_that_was_never_stored_is_read_after_all(
    store: Store, tmp_path: Path
) -> None:
    path = written(tmp_path / "b.docx", visit("2013-01-10"))
    [source] = sources_in([path])
    run = store.begin_run("x", ["x"], {})
    sha256 = sha256_of(source.content())
    store.note(run.id, [Entry(source.locator, source.size, source.mtime_ns, sha256, Outcome.DUPLICATE)])
    again = Import(store, "x", journal=store, run=store.begin_run("x", ["x"], {}))
    assert [each.path for each in again.plan(sources_in([path]))[1]] == [path]
    take(store, path)
    before, left = Import(store, "x", journal=store, run=store.begin_run("x", ["x"], {})).plan(sources_in([path]))
    assert (len(before), left) == (1, [])


def test_a_run_that_goes_on_reads_a_named_file_whose_twin_in_a_folder_it_left_aside(
    store: Store, tmp_path: Path
) -> None:
    folder, named = tmp_path / "in", tmp_path / "roster.xlsx"
    folder.mkdir()
    write_tables(named, [Table("x", [("a", 5)], [("b",)])])
    (folder / named.name).write_bytes(named.read_bytes())

    def sources() -> list[Source]:
        return list(sources_in([folder / named.name, named], [folder, named]))

    first = Import(store, "x", journal=store, run=store.begin_run("x", ["x"], {}))
    [aside] = first.files(first.plan(sources()[:1])[1], partial(read_alone, DEFAULTS))
    assert aside.outcome is Outcome.LEFT_ASIDE
    again = Import(store, "x", journal=store, run=store.begin_run("x", ["x"], {}))
    before, left = again.plan(sources())
    [taken] = again.files(left, partial(read_alone, DEFAULTS))
    assert ([each.path for each in before], taken.path) == ([folder / named.name], named)
    assert taken.outcome is Outcome.FAILED, "it is no form, and that is told"


def test_problems_of_a_file_in_an_archive_name_it_with_the_archive(store: Store, tmp_path: Path) -> None:
    inside = written(tmp_path / "x.xlsx", NAME, visit("2018-03-01") | {"visit.1.weight": "9999"})
    archive = tmp_path / "寄来.zip"
    with zipfile.ZipFile(archive, "w") as made:
        made.write(written(tmp_path / "y.xlsx", LI), "随访/一.xlsx")
        made.write(inside, "随访/二.xlsx")
    done = list(import_files([archive], store, "x"))
    for each in done:
        assert each.problems
        assert {found.where.file for found in each.problems} == {each.shown}
    labels = {each.source for each in store.documents()}
    assert labels == {"寄来.zip/随访/一.xlsx", "寄来.zip/随访/二.xlsx"}
    kept = {each.where.file for document in store.documents() for each in store.problems(document.id)}
    assert kept - {""} == labels
