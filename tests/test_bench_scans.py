"""The benchmarks of scans: what one of them writes and reports."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench import legacy_scans


def test_a_measured_form_is_read_as_a_booklet_and_reported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    read = tmp_path / "read.jsonl"
    legacy_scans.main([
        "run", "legacy-supplement-2011", "--fonts", str(tmp_path), "--profiles", "flatbed", "--count", "1",
        "-o", str(read),
    ])
    lines = [json.loads(line) for line in read.read_text(encoding="utf-8").splitlines()]
    fields = [line for line in lines if line["kind"] == "field"]
    assert {line["form"] for line in lines} == {"legacy-supplement-2011"}
    assert len(fields) == sum(line["fields"] for line in lines if line["kind"] == "page")
    assert any("ruled" in line["measures"] for line in fields), "no field was weighed beside the others"

    legacy_scans.main(["report", str(read)])
    told = capsys.readouterr().out
    assert "pages 1: identified 100.00 %, taken for another 0" in told
    assert "all text" in told
