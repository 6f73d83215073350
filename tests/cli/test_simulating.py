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
