from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Run

QUICK = ("--dpi", 100, "--sheets", "followup=1", "--seed", 4)


def test_simulate_writes_a_scan_for_each_booklet_and_a_truth_that_fill_takes(run: Run) -> None:
    done = run("simulate", "case-management", "-o", "scans", "--count", 2, "--profile", "fax", *QUICK)
    assert done.exit_code == 0, done.output
    lines = [json.loads(line) for line in Path("scans/truth.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [each["sources"] for each in lines] == [[path.name] for path in sorted(Path("scans").glob("*.pdf"))]
    assert run("fill", "case-management", "scans/truth.jsonl", "-o", "filled", "--format", "pdf").exit_code == 0
    assert len(list(Path("filled").glob("*.pdf"))) == 2


def test_the_folder_of_simulate_is_read_without_its_truth_and_what_was_found_is_told(run: Run) -> None:
    assert run("simulate", "case-management", "-o", "scans", "--profile", "clean", *QUICK).exit_code == 0
    done = run("read", "scans", "-o", "x.jsonl", "--overlay", "seen.pdf")
    assert done.exit_code == 0, done.output
    [document] = [json.loads(line) for line in Path("x.jsonl").read_text(encoding="utf-8").splitlines()]
    assert document["status"] == "review"
    doubtful = sum(each["status"] == "review" for each in document["fields"].values())
    assert f"documents: 0 accepted, 1 for review, 0 failed; fields for review: {doubtful}" in done.stderr
    assert "1 file was left aside" in done.stderr
    assert "truth.jsonl" in done.stderr
    assert "F004" not in done.stderr
    assert "What was read is drawn over the pictures in seen.pdf." in done.stderr


def test_single_pages_become_image_files_with_the_suffix_of_what_they_are(run: Run) -> None:
    assert run("simulate", "case-management", "-o", "scans", "--profile", "clean", "--single", *QUICK).exit_code == 0
    line = json.loads(Path("scans/truth.jsonl").read_text(encoding="utf-8"))
    assert line["sources"] == sorted(path.name for path in Path("scans").glob("*.png"))
    assert len(line["sources"]) == len(line["pages"])


def test_a_font_that_is_missing_or_none_is_named(run: Run) -> None:
    Path("words.ttf").write_text("no font", encoding="utf-8")
    for name, code in (("gone.ttf", "F001"), ("words.ttf", "F002")):
        refused = run("simulate", "case-management", "-o", "scans", "--font", name)
        assert refused.exit_code == 1
        assert code in refused.output
        assert name in refused.output
