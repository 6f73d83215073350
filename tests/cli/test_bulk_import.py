"""Bulk imports as a person runs them: killed, stopped, gone on with, reported."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest

from formkit.cli.import_run import Tally
from formkit.errors import Problem, Severity, problem
from formkit.model.journal import Brief, Outcome
from formkit.pipeline.import_report import handbook_title, side_in_words
from formkit.pipeline.importing import Imported
from formkit.store import open_store
from tests.cli.conftest import Run
from tests.pipeline.test_importing import LI, NAME, ZHAO, sheet, visit, written

FILES = 12
PROGRAM = [sys.executable, "-c", "from formkit.cli.main import main; main()"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as offices have it: files, an archive with names in GBK, the same bytes twice, a broken file."""
    root = tmp_path_factory.mktemp("batch") / "一批"
    root.mkdir()
    for number in range(FILES - 4):
        who = LI if number % 2 else ZHAO
        written(root / f"{number:02d}.xlsx", who, visit(f"2018-{number % 12 + 1:02d}-01"))
    (root / "copy.xlsx").write_bytes((root / "03.xlsx").read_bytes())
    (root / "broken.xlsx").write_bytes((root / "04.xlsx").read_bytes()[:4000])
    with zipfile.ZipFile(root / "寄来.zip", "w") as archive:
        for name, day in (("王.xlsx", "2017-01-05"), ("李.xlsx", "2017-02-05")):
            info = zipfile.ZipInfo(name.encode("gbk").decode("cp437"))
            archive.writestr(info, written(root.parent / "x.xlsx", LI, visit(day)).read_bytes())
    return root


def asked(folder: Path, *more: str) -> list[str]:
    return ["import", str(folder), "--store", "s.db", "--workers", "2", *more]


def start(folder: Path, *more: str) -> subprocess.Popen[str]:
    """Start an import as a program of its own, which can be killed or stopped."""
    environment = os.environ | {"FORMKIT_LANG": "en", "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [*PROGRAM, *asked(folder, *more)]
    return subprocess.Popen(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment)


def held(path: str = "s.db") -> dict[str, object]:
    """Return what a store holds, whatever numbers its rows have."""
    with open_store(path, create=False) as store:
        assert [each for each in store.verify() if each.code != "S303"] == []
        documents = {each.source: (each.sha256, each.position, each.status, each.person_id) for each in
                     store.documents()}
        people = [(each.identity.name, each.possible_duplicate_of) for each in store.persons()]
        return {"documents": documents, "people": people, "stats": store.stats()}


def outcomes(path: str) -> dict[str, str]:
    report = json.loads(Path(path).read_text(encoding="utf-8"))
    return {Path(each["file"]).name: each["outcome"] for each in report["files"]}


def test_an_import_killed_again_and_again_ends_as_one_that_never_was(folder: Path, tmp_path: Path, run: Run) -> None:
    chance, kills = random.Random(5), 0
    for lines in (0, 1, 3):
        running = start(folder, "--report", "r.json")
        assert running.stdout is not None
        for _ in range(lines):
            running.stdout.readline()
        time.sleep(chance.uniform(0.0, 0.1 if lines else 2.0))
        running.kill()
        running.communicate()
        kills += running.returncode == -signal.SIGKILL
        if Path("s.db").exists():
            with closing(sqlite3.connect("s.db")) as database:
                assert database.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert kills >= 2
    assert run(*asked(folder, "--report", "r.json")).exit_code == 1
    killed, told = held(), outcomes("r.json")
    for path in tmp_path.glob("s.db*"):
        path.rename(tmp_path / f"old-{path.name}")
    assert run(*asked(folder, "--report", "whole.json")).exit_code == 1
    assert killed == held()
    assert told == outcomes("whole.json")
    assert (told["broken.xlsx"], told["copy.xlsx"], len(told)) == ("failed", "duplicate", FILES)


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_import_says_how_to_go_on_and_leaves_nothing_running(
    folder: Path, run: Run, sign: signal.Signals
) -> None:
    running = start(folder)
    assert running.stdout is not None
    running.stdout.readline()
    running.send_signal(sign)
    _, errors = running.communicate(timeout=60)
    assert running.returncode == 130, errors
    assert "run the same command again and it goes on from there" in errors
    assert "Traceback" not in errors
    assert not _children_of(running.pid)
    done = held()["stats"].sources  # type: ignore[attr-defined]
    assert 0 < done < FILES
    assert "going on with the run" in run(*asked(folder, "--report", "r.json")).output
    assert held()["stats"].sources == FILES - 2  # type: ignore[attr-defined]
    assert len(outcomes("r.json")) == FILES


def _children_of(pid: int) -> list[int]:
    time.sleep(0.3)
    found = []
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            text = status.read_text(encoding="utf-8")
        except OSError:
            continue
        if f"PPid:\t{pid}\n" in text:
            found.append(int(status.parent.name))
    return found


def test_an_import_that_another_program_is_at_is_refused_and_goes_on_when_that_ends(
    folder: Path, run: Run
) -> None:
    first = start(folder, "--workers", "1")
    assert first.stdout is not None
    first.stdout.readline()
    first.kill()
    first.communicate()
    with closing(sqlite3.connect("s.db")) as database:
        [(batch, paths, options)] = database.execute("SELECT batch, paths, options FROM import_run").fetchall()
    with open_store("s.db") as other:
        assert other.begin_run(batch, json.loads(paths), json.loads(options)).resumed
        second = start(folder, "--workers", "1")
        output, errors = second.communicate(timeout=60)
        assert (second.returncode, output) == (1, "")
        assert "S008" in errors
    assert "going on with the run" in run(*asked(folder)).output
    assert held()["stats"].sources == FILES - 2  # type: ignore[attr-defined]


def test_two_imports_of_the_same_files_under_other_labels_store_nothing_twice(
    folder: Path, tmp_path: Path, run: Run
) -> None:
    both = [start(folder, "--batch", label, "--workers", "1") for label in ("a", "b")]
    for each in both:
        _, errors = each.communicate(timeout=120)
        assert (each.returncode, "S0" in errors) == (1, False), errors
    together = held()
    for path in tmp_path.glob("s.db*"):
        path.rename(tmp_path / f"old-{path.name}")
    run(*asked(folder))
    alone = held()
    assert {name: each[0] for name, each in together["documents"].items()} == {  # type: ignore[attr-defined]
        name: each[0] for name, each in alone["documents"].items()  # type: ignore[attr-defined]
    }
    assert together["stats"] == alone["stats"]


def test_workers_end_when_their_master_is_killed(folder: Path, tmp_path: Path) -> None:
    running = start(folder)
    assert running.stdout is not None
    running.stdout.readline()
    workers = _children_of(running.pid)
    assert workers
    running.kill()
    running.communicate()
    until = time.monotonic() + 30
    while any(Path(f"/proc/{each}").exists() for each in workers) and time.monotonic() < until:
        time.sleep(0.1)
    assert not any(Path(f"/proc/{each}").exists() for each in workers)


def test_the_report_says_what_became_of_each_file_and_what_to_do(run: Run, tmp_path: Path) -> None:
    batch = tmp_path / "in"
    batch.mkdir()
    written(batch / "a.xlsx", LI, visit("2018-03-01"))
    written(batch / "b.xlsx", NAME, visit("2018-06-01"))
    (batch / "c.pdf").write_bytes(b"")
    (batch / "d.xlsx").write_bytes((batch / "a.xlsx").read_bytes())
    result = run("import", batch, "--store", "s.db", "--report", "r.xlsx", "--batch", "三月")
    assert result.exit_code == 1
    book = openpyxl.load_workbook("r.xlsx")
    assert book.sheetnames == ["Files", "Problems", "Persons in doubt", "Missing sheets", "Summary"]
    assert {int(sheet.page_setup.paperSize) for sheet in book.worksheets} == {9}  # A4
    rows = {Path(str(row[0])).name: row for row in book["Files"].iter_rows(min_row=2, values_only=True)}
    assert {name: row[1] for name, row in rows.items()} == {
        "a.xlsx": "accepted", "b.xlsx": "for review", "c.pdf": "failed", "d.xlsx": "stored before",
    }
    assert rows["a.xlsx"][5] == "#1 李青禾 1981-04-05"
    assert rows["c.pdf"][2] == "ask for it again: it was perhaps cut off while it was copied"
    [doubt] = book["Persons in doubt"].iter_rows(min_row=2, values_only=True)
    assert (doubt[1], doubt[2]) == ("#2 李青禾", "#1 李青禾 1981-04-05")
    assert {row[2] for row in book["Problems"].iter_rows(min_row=2, values_only=True)} >= {"F003", "F221", "S203"}
    assert dict(book["Summary"].iter_rows(min_row=2, values_only=True))["accepted"] == 1


def test_the_workbook_calls_files_as_they_were_typed_and_the_json_by_their_whole_paths(run: Run) -> None:
    batch = Path("三月")
    batch.mkdir()
    written(batch / "a.xlsx", NAME, visit("2018-06-01"))
    (batch / "c.pdf").write_bytes(b"")
    run("import", batch, "--store", "s.db", "--report", "r.xlsx")
    book = openpyxl.load_workbook("r.xlsx")
    for table in ("Files", "Problems"):
        names = {str(row[0]) for row in book[table].iter_rows(min_row=2, values_only=True)}
        assert names == {str(batch / "a.xlsx"), str(batch / "c.pdf")}, table
    run("import", batch, "--store", "t.db", "--report", "r.json")
    files = json.loads(Path("r.json").read_text(encoding="utf-8"))["files"]
    assert {each["file"] for each in files} == {str(batch.absolute() / name) for name in ("a.xlsx", "c.pdf")}


def test_missing_sides_are_told_by_copy_and_side() -> None:
    assert side_in_words("随访服务记录表 2/1") == "随访服务记录表 (copy 2, side 1)"
    title = Brief(1, "case-management", "2017", None, "review", 1)
    assert (handbook_title(title)[-5:], "case-management" in handbook_title(title)) == (" 2017", False)


def test_a_report_of_a_dry_run_tells_the_same_and_stores_nothing(run: Run, tmp_path: Path) -> None:
    batch = tmp_path / "in"
    batch.mkdir()
    written(batch / "a.xlsx", LI, visit("2018-03-01"))
    (batch / "b.xlsx").write_bytes((batch / "a.xlsx").read_bytes())
    run("import", batch, "--dry-run", "--report", "r.json")
    assert outcomes("r.json") == {"a.xlsx": "accepted", "b.xlsx": "duplicate"}
    assert not Path("formkit-store").exists()


def test_a_report_in_no_known_form_is_refused_before_anything_is_read(run: Run, tmp_path: Path) -> None:
    result = run("import", tmp_path, "--store", "s.db", "--report", "r.doc")
    assert ("U001" in result.output, result.exit_code) == (True, 2)
    assert not Path("s.db").exists()


def test_the_end_of_an_import_says_how_many_were_accepted_with_warnings_and_which(run: Run, tmp_path: Path) -> None:
    batch = tmp_path / "in"
    batch.mkdir()
    written(batch / "a.xlsx", LI, visit("2018-03-01"))
    written(batch / "b.xlsx", ZHAO, visit("2018-06-01", patient_name="赵远山"))
    written(batch / "c.xlsx", NAME, visit("2030-06-01"))
    first = run("import", batch, "--store", "s.db", "--report", "r.json")
    assert "accepted with warnings: 2 (C001 ×2)" in first.output
    assert json.loads(Path("r.json").read_text(encoding="utf-8"))["accepted_with_warnings"] == 2
    run("import", batch, "--store", "t.db", "--report", "r.xlsx")
    summary = list(openpyxl.load_workbook("r.xlsx")["Summary"].iter_rows(min_row=2, max_row=3, values_only=True))
    assert summary == [("accepted", 2), ("of these with warnings", 2)]
    assert "accepted with warnings" not in run("import", batch, "--store", "s.db").output


def test_what_else_there_is_of_a_kind_is_told_by_its_labels(run: Run, tmp_path: Path) -> None:
    told = run("import", written(tmp_path / "a.xlsx", LI, visit("2018-03-01")), "--store", "s.db").output
    assert "more of this kind: 性别, 出生年月, 居住地址 …" in told


def test_a_file_of_no_known_kind_is_told_what_can_be_read_and_what_else_import_takes(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.rtf").write_bytes(b"{}")
    told = run("import", tmp_path / "a.rtf", "--store", "s.db").output
    assert all(each in told for each in (".docx", ".doc,", ".xlsx", ".csv", ".zip"))


def test_many_unanswered_questions_are_told_in_one_row_and_hide_nothing(run: Run, tmp_path: Path) -> None:
    batch = tmp_path / "in"
    batch.mkdir()
    written(batch / "a.xlsx", LI, sheet("2018-01-05"), visit("2030-06-01"))
    assert run("import", batch, "--store", "s.db", "--report", "r.xlsx").exit_code == 0
    rows = [row[2:5] for row in openpyxl.load_workbook("r.xlsx")["Problems"].iter_rows(min_row=2, values_only=True)]
    blank = [message for code, _place, message in rows if code == "C001"]
    assert len(blank) == 1
    assert re.match(r"\d+ of this kind. The first: .* is required and blank. The others: ", str(blank[0]))
    assert len({code for code, *_rest in rows}) > 1
    run("import", batch, "--store", "t.db", "--report", "r.json")
    (told,) = json.loads(Path("r.json").read_text(encoding="utf-8"))["files"]
    kinds = {each["code"]: each for each in told["problem_kinds"]}
    number = sum(each["code"] == "C001" for each in told["problems"])
    assert kinds["C001"]["count"] == number > 3
    severities = [each["severity"] for each in told["problem_kinds"]]
    assert severities == sorted(severities)


def test_what_is_a_warning_in_a_file_that_was_accepted_is_no_error_in_the_tally() -> None:
    def side(severity: Severity | None) -> Problem:
        return problem("G106", severity=severity, page=2, sheet="cover", copy=1)

    tally = Tally()
    tally.add(Imported(Path("a.pdf"), Outcome.ACCEPTED, (), (side(Severity.WARNING),)))
    tally.add(Imported(Path("b.pdf"), Outcome.ACCEPTED, before=True, codes={"G106": 1}))
    assert not [line for line in tally.lines() if line.startswith("  G106")]
    tally.add(Imported(Path("c.pdf"), Outcome.REVIEW, (), (side(None),)))
    assert [line for line in tally.lines() if line.startswith("  G106 in 1 file")]


def _stray_files(folder: Path) -> None:
    """What lies about in an office's folders, and the results of formkit's own."""
    folder.mkdir()
    written(folder / "李.xlsx", LI, visit("2018-03-01"))
    for name, content in (
        ("说明.txt", b"to do"), ("empty.log", b""), ("truth.jsonl", b"{}"), ("film.mp4", b"\0\0\0\x18ftypisom"),
        ("Thumbs.db", b"x"), ("desktop.ini", b"x"), (".DS_Store", b"x"), ("~$李.docx", b"x"),
    ):
        (folder / name).write_bytes(content)
    with zipfile.ZipFile(folder / "寄来.zip", "w") as archive:
        archive.writestr("readme.md", "hello")


def test_what_is_of_no_kind_that_is_read_is_left_aside_where_a_folder_was_given(run: Run) -> None:
    _stray_files(Path("来件"))
    result = run("import", "来件", "--store", "s.db", "--report", "r.json")
    assert result.exit_code == 0, result.output
    aside = [name for name, outcome in outcomes("r.json").items() if outcome == "left_aside"]
    assert sorted(aside) == ["empty.log", "film.mp4", "readme.md", "truth.jsonl", "说明.txt"]
    assert "F219" in result.output
    assert "failed: 0, left aside: 5" in result.output
    assert not {"Thumbs.db", "desktop.ini", ".DS_Store", "~$李.docx"} & outcomes("r.json").keys()
    assert json.loads(Path("r.json").read_text(encoding="utf-8"))["counts"]["left_aside"] == 5
    again = run("import", "来件", "--store", "s.db", "--report", "r.xlsx")
    assert again.exit_code == 0
    rows = openpyxl.load_workbook("r.xlsx")["Summary"].values
    assert ("left aside", 5) in set(rows)


def test_a_file_that_is_named_and_of_no_kind_that_is_read_fails(run: Run) -> None:
    _stray_files(Path("来件"))
    result = run("import", "来件", "来件/说明.txt", "--store", "s.db")
    assert result.exit_code == 1
    assert "failed: 1, left aside: 4" in result.output
    assert "F004" in result.output


def test_what_is_damaged_or_packed_otherwise_still_fails_in_a_folder(run: Run) -> None:
    _stray_files(Path("来件"))
    Path("来件/page.pdf").write_bytes(b"<html>")
    Path("来件/packed.rar").write_bytes(b"Rar!\x1a\x07\x00")
    result = run("import", "来件", "--store", "s.db")
    assert result.exit_code == 1
    assert "failed: 2, left aside: 5" in result.output


def test_workbooks_that_formkit_made_are_left_aside_until_somebody_works_in_them(run: Run) -> None:
    written(Path("李.xlsx"), LI, visit("2018-03-01"))
    Path("出").mkdir()
    run("import", "李.xlsx", "--store", "s.db", "--report", "出/报告.xlsx")
    run("roster", "--store", "s.db", "-o", "出/花名册.xlsx")
    run("export", "--store", "s.db", "-o", "出/记录.xlsx")
    told = run("import", "出", "--store", "s.db").output
    assert "left aside: 3" in told
    assert "F220" in told
    book = openpyxl.load_workbook("出/花名册.xlsx")
    book.save("出/花名册.xlsx")
    assert "left aside: 2" in run("import", "出", "--store", "s.db").output
