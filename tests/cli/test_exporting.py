"""``formkit export`` and ``formkit codebook``: what comes out of a store, and what is refused."""

from __future__ import annotations

import csv
import json
import os
import signal
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from formkit.mapping import load_handbook
from formkit.matching.match import match
from formkit.model.answers import Wanted
from formkit.model.reading import Document, DocumentStatus, FieldStatus, Reading, Value
from formkit.model.whole import WholeDecision, WholeKind
from formkit.pipeline import exporting
from formkit.store import open_store
from formkit.store.blobs import sha256_of
from tests.cli.conftest import Run, lines_of
from tests.cli.test_main_road import RECORD

SECOND: dict[str, Value] = {"cover.patient_name": "李青禾", "cover.sex": "1", "followup.1.danger": "4"}


def put(
    name: str, values: dict[str, Value], *, full_id: str = "case-management@2011", batch: str = "",
    failed: bool = False, doubtful: tuple[str, ...] = (),
) -> int:
    """Store a document as an import does, without a file to be read; return its number."""
    book = None if failed else load_handbook(full_id)
    readings = {
        each: Reading(value, FieldStatus.REVIEW, 0.4) if each in doubtful else Reading.exact(value)
        for each, value in values.items()
    }
    document = Document(
        name, sha256_of(name.encode()), book.id if book else "", book.edition if book else "", None, readings,
        failed=failed,
    )
    with open_store("s.db") as store:
        return store.add_document(document, name.encode(), handbook=book, matcher=match, batch=batch).document_id


def exported(path: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines()]


def test_what_is_filled_imported_and_exported_can_be_filled_again(run: Run, records: Callable[..., Path]) -> None:
    given = records({"fields": RECORD}, {"fields": SECOND})
    assert run("fill", "case-management@2011", given, "-o", "filled").exit_code == 0
    assert run("import", "filled", "--store", "s.db", "--batch", "春").exit_code == 0
    made = run("export", "--store", "s.db", "-o", "x.jsonl")
    assert (made.exit_code, "2 records are in x.jsonl." in made.output) == (0, True), made.output
    again = run("fill", "case-management@2011", "x.jsonl", "-o", "again")
    assert again.exit_code == 0, again.output
    before, after = (sorted(each.name for each in Path(folder).iterdir()) for folder in ("filled", "again"))
    assert after == before
    back = [
        {name: each["value"] for name, each in line["fields"].items() if each["value"] is not None}  # type: ignore[attr-defined]
        for line in lines_of(run("read", "again"))
    ]
    assert back == [RECORD, SECOND]


def test_a_table_in_csv_is_of_one_edition_and_a_workbook_has_a_sheet_for_each(run: Run) -> None:
    put("a", SECOND)
    put("b", SECOND, full_id="case-management@2017")
    put("c", {"name": "人防"}, full_id="legacy-case-record-5-1")
    refused = run("export", "--store", "s.db", "-o", "x.csv", "--handbook", "case-management")
    assert ("E018" in refused.output, refused.exit_code, Path("x.csv").exists()) == (True, 2, False)
    assert "case-management@2011, case-management@2017" in refused.output
    assert run("export", "--store", "s.db", "-o", "x.csv", "--handbook", "case-management@2017").exit_code == 0
    with Path("x.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [(row["formkit_edition"], row["cover.sex"]) for row in csv.DictReader(file)] == [("2017", "1")]
    assert run("export", "--store", "s.db", "-o", "l.csv", "--long").exit_code == 0
    with Path("l.csv").open(encoding="utf-8-sig", newline="") as file:
        assert {row["handbook"] + row["edition"] for row in csv.DictReader(file)} == {
            "case-management2011", "case-management2017", "legacy-case-record-5-11",
        }
    assert run("export", "--store", "s.db", "-o", "x.xlsx").exit_code == 0
    assert openpyxl.load_workbook("x.xlsx").sheetnames[:3] == [
        "case-management@2011", "case-management@2017", "legacy-case-record-5-1@1",
    ]


def test_records_are_chosen_by_handbook_import_and_status(run: Run) -> None:
    put("a", SECOND, batch="春")
    put("b", SECOND, batch="夏", doubtful=("cover.sex",))
    put("c", SECOND | {"cover.patient_name": "赵远山"}, full_id="case-management@2017", batch="夏")

    def chosen(*options: str) -> list[object]:
        result = run("export", "--store", "s.db", "-o", "x.jsonl", "--force", *options)
        assert result.exit_code == 0, result.output
        return [line["source"] for line in exported("x.jsonl")]

    assert chosen() == ["a", "b", "c"]
    assert chosen("--batch", "夏") == ["b", "c"]
    assert chosen("--handbook", "case-management@2011") == ["a", "b"]
    assert chosen("--handbook", "case-management", "--batch", "春") == ["a"]
    assert chosen("--accepted-only") == ["a", "c"]


def test_what_waits_is_told_and_named_and_no_value_unless_asked_for(run: Run) -> None:
    put("a", SECOND, doubtful=("cover.sex",))
    told = run("export", "--store", "s.db", "-o", "x.jsonl")
    assert ("E019" in told.output, told.exit_code) == (True, 0)
    (line,) = exported("x.jsonl")
    assert line["open"] == {"cover.sex": "review"}
    assert line["fields"] == SECOND | {"cover.sex": None}
    run("export", "--store", "s.db", "-o", "d.jsonl", "--doubtful")
    assert exported("d.jsonl")[0]["fields"] == SECOND
    left = run("export", "--store", "s.db", "-o", "a.jsonl", "--accepted-only")
    assert ("E017" in left.output, "E025" in left.output, left.exit_code) == (True, True, 1)
    assert not Path("a.jsonl").exists()


def test_what_failed_and_what_was_rejected_is_left_out_and_told(run: Run) -> None:
    put("a", SECOND)
    put("b", {}, failed=True)
    rejected = put("c", SECOND)
    with open_store("s.db") as store:
        store.whole.decide(WholeDecision(rejected, WholeKind.REJECT, "王", "t"))
    told = run("export", "--store", "s.db", "-o", "x.jsonl")
    assert "E020 2 documents are left out: 1 could not be read, 1 were rejected" in told.output
    assert [line["source"] for line in exported("x.jsonl")] == ["a"]


def test_numbers_are_whole_unless_a_masked_copy_is_asked_for(run: Run) -> None:
    put("王桂兰.docx", {"cover.patient_name": "王桂兰", "cover.idno": "11010519491231002X", "cover.sex": "2"})
    run("export", "--store", "s.db", "-o", "full.jsonl")
    run("export", "--store", "s.db", "-o", "masked.jsonl", "--mask")
    assert "11010519491231002X" in Path("full.jsonl").read_text(encoding="utf-8")
    masked = Path("masked.jsonl").read_text(encoding="utf-8")
    assert ("王桂兰" in masked, "11010519491231002X" in masked) == (False, False)
    assert exported("masked.jsonl")[0]["fields"]["cover.sex"] == "2"  # type: ignore[index]


def test_records_of_a_handbook_that_is_gone_come_out_without_labels(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    put("a", SECOND)
    monkeypatch.setattr(exporting, "handbook_of", lambda handbook, edition: None)
    told = run("export", "--store", "s.db", "-o", "x.csv", "--handbook", "case-management@2011")
    assert ("E024" in told.output, told.exit_code) == (True, 0)
    assert "cover.sex" in Path("x.csv").read_text(encoding="utf-8-sig")


@pytest.mark.parametrize(
    ("options", "code", "ends"),
    [
        (("-o", "x.txt"), "U001", 2),
        (("-o", "x"), "E013", 2),
        (("-o", "x.csv", "--handbook", "unknown"), "M501", 2),
        (("-o", "x.csv", "--handbook", "case-management@1999"), "M503", 2),
        (("-o", "x.csv", "--handbook", "legacy-civil-defence"), "E017", 1),
        (("-o", "x.csv", "--handbook", "case-management@2017"), "E017", 1),
        (("-o", "x.csv", "--batch", "秋"), "E022", 2),
        (("-o", "x.jsonl", "--labels"), "E026", 2),
        (("-o", "x.xlsx", "--labels", "--long"), "E026", 2),
        (("-o", "none/x.csv"), "E001", 1),
    ],
)
def test_what_cannot_be_exported_as_asked_leaves_nothing(
    run: Run, options: tuple[str, ...], code: str, ends: int
) -> None:
    put("a", SECOND, batch="春")
    result = run("export", "--store", "s.db", *options)
    assert (code in result.output, result.exit_code) == (True, ends), result.output
    assert not list(Path().glob("x*"))


def test_an_empty_store_and_one_that_is_not_there(run: Run) -> None:
    assert "S001" in run("export", "--store", "none.db", "-o", "x.csv").output
    open_store("s.db").close()
    result = run("export", "--store", "s.db", "-o", "x.xlsx")
    assert ("E017" in result.output, result.exit_code, Path("x.xlsx").exists()) == (True, 1, False)


@pytest.mark.parametrize(("name", "code"), [("x.jsonl", "E023"), ("x.csv", "E023"), ("x.xlsx", "E012")])
def test_a_file_that_is_there_is_replaced_only_by_force(run: Run, name: str, code: str) -> None:
    put("a", SECOND)
    Path(name).write_text("mine", encoding="utf-8")
    refused = run("export", "--store", "s.db", "-o", name)
    assert (code in refused.output, refused.exit_code, Path(name).read_text(encoding="utf-8")) == (True, 2, "mine")
    assert run("export", "--store", "s.db", "-o", name, "--force").exit_code == 0
    assert run("export", "--store", "s.db", "-o", name).exit_code == (0 if name == "x.xlsx" else 2)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_to_is_told(run: Run) -> None:
    put("a", SECOND)
    Path("locked").mkdir(mode=0o500)
    assert "E001" in run("export", "--store", "s.db", "-o", "locked/x.xlsx").output


@pytest.mark.parametrize("name", ["x.jsonl", "x.xlsx"])
def test_an_export_that_the_system_ends_leaves_no_records_behind(
    run: Run, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ended(*_given: object) -> list[object]:
        signal.raise_signal(signal.SIGTERM)
        return []

    put("a", SECOND)
    monkeypatch.setattr("formkit.store.answers._records", ended)
    before = signal.signal(signal.SIGTERM, lambda _number, _frame: None)
    try:
        result = run("export", "--store", "s.db", "-o", name)
        assert signal.getsignal(signal.SIGTERM).__name__ == "<lambda>"  # type: ignore[union-attr]
    finally:
        signal.signal(signal.SIGTERM, before)
    assert ("U013" in result.output, result.exit_code) == (True, 1)
    assert not [each for each in Path().iterdir() if not each.name.startswith("s.db")]


@pytest.mark.parametrize("name", ["x.jsonl", "x.csv", "x.xlsx"])
def test_a_record_that_is_settled_while_others_are_written_waits_for_the_next_export(
    run: Run, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("a", SECOND)
    put("b", SECOND | {"followup.7.danger": "3"}, doubtful=("followup.7.danger",))
    write = exporting.write_records

    def late(*given: Any) -> object:
        with closing(sqlite3.connect("s.db")) as database, database:
            database.execute("UPDATE document SET status = 'accepted'")
        return write(*given)

    monkeypatch.setattr(exporting, "write_records", late)
    result = run("export", "--store", "s.db", "-o", name, "--accepted-only")
    assert (result.exit_code, "1 record is in" in result.output) == (0, True), result.output


def test_only_a_few_records_are_in_memory_at_a_time(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(7):
        put(f"{number}", SECOND)
    monkeypatch.setattr("formkit.store.answers._AT_ONCE", 2)
    assert run("export", "--store", "s.db", "-o", "x.jsonl").exit_code == 0
    assert [line["source"] for line in exported("x.jsonl")] == [str(number) for number in range(7)]
    with open_store("s.db") as store:
        (stock,) = store.answers.stock()
        wanted = Wanted(stock.handbook, stock.edition, frozenset(DocumentStatus), stock.last)
        assert len(list(store.answers.records(wanted))) == 7


def test_the_codebook_of_a_handbook_as_workbook_and_json(run: Run) -> None:
    for name in ("c.xlsx", "c.json"):
        result = run("codebook", "case-management@2017", "-o", name)
        assert (result.exit_code, f"fields is in {name}" in result.output) == (0, True), result.output
    assert openpyxl.load_workbook("c.xlsx").sheetnames == ["Fields", "Options", "Checks"]
    assert json.loads(Path("c.json").read_text(encoding="utf-8"))["edition"] == "2017"


@pytest.mark.parametrize(
    ("options", "code", "ends"),
    [
        (("unknown", "-o", "c.xlsx"), "M501", 2),
        (("case-management@1999", "-o", "c.xlsx"), "M503", 2),
        (("case-management", "-o", "c.csv"), "U001", 2),
        (("case-management", "-o", "c"), "E013", 2),
        (("case-management", "-o", "none/c.json"), "E001", 1),
    ],
)
def test_a_codebook_that_cannot_be_made_leaves_nothing(
    run: Run, options: tuple[str, ...], code: str, ends: int
) -> None:
    result = run("codebook", *options)
    assert (code in result.output, result.exit_code) == (True, ends), result.output
    assert not list(Path().glob("c*"))


def test_an_import_that_is_not_there_is_named_in_quotation_marks(run: Run) -> None:
    put("a", SECOND, batch="春")
    assert "no import called “秋” in" in run("export", "--store", "s.db", "-o", "x.csv", "--batch", "秋").output
