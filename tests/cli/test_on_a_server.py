"""The main road over a store on a PostgreSQL server, as a person walks it; nothing on it shows the password."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import openpyxl
import pytest

from formkit.shipped import shipped
from formkit.store import open_store
from tests.cli.conftest import Run, lines_of
from tests.pipeline.test_importing import LI, ZHAO, visit, written
from tests.store.server import PASSWORD, Server

OFFICE = shipped("samples") / "office.toml"
PROGRAM = [sys.executable, "-c", "from formkit.cli.main import main; main()"]
FILES = 6


@pytest.fixture
def url(server: Server, server_url: str, kept_database: str) -> str:
    """An empty store, reached over the network with a password."""
    assert server_url
    return server.network_url(kept_database, password=PASSWORD.replace("%", "%25"))


@contextmanager
def program(url: str, *given: str) -> Iterator[subprocess.Popen[str]]:
    """Start a command as a program of its own, with the store in its environment; what it says shows no password."""
    environment = os.environ | {"FORMKIT_LANG": "en", "PYTHONPATH": os.pathsep.join(sys.path), "FORMKIT_STORE": url}
    started = subprocess.Popen(
        [*PROGRAM, *given], text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    )
    try:
        yield started
    finally:
        started.kill()
        assert PASSWORD not in "".join(started.communicate())


def files(folder: Path) -> Path:
    (folder / "in").mkdir()
    for number in range(FILES):
        written(folder / "in" / f"{number}.xlsx", LI if number % 2 else ZHAO, visit(f"2018-0{number + 1}-01"))
    return folder / "in"


def test_what_is_imported_comes_out_in_rosters_and_exports(run: Run, tmp_path: Path, url: str) -> None:
    came = run("import", files(tmp_path), "--store", url, "--report", "r.json")
    assert came.exit_code == 0, came.output
    told = [run("export", "--store", url, "-o", "x.jsonl"), run("roster", "--store", url, "-o", "r.xlsx")]
    told.append(run("doctor", "--store", url))
    lines = [json.loads(line) for line in Path("x.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(lines) == FILES
    assert {line["fields"]["cover.patient_name"] for line in lines} == {"李青禾", "赵远山"}
    assert "花名册" in openpyxl.load_workbook("r.xlsx").sheetnames
    assert "2 persons are on the roster" in told[1].output
    assert f"{FILES} documents, 2 persons" in told[2].output
    assert not [each.output for each in (came, *told) if PASSWORD in each.output]
    assert PASSWORD not in Path("r.json").read_text(encoding="utf-8")


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows ends programs otherwise")
def test_an_import_that_was_killed_goes_on_where_it_was(run: Run, tmp_path: Path, url: str) -> None:
    folder = str(files(tmp_path))
    with program(url, "import", folder, "--workers", "1") as first:
        assert first.stdout is not None
        first.stdout.readline()
        first.kill()
        first.wait()
    again = run("import", folder, "--store", url)
    assert again.exit_code == 0, again.output
    assert "going on with the run" in again.output
    with open_store(url) as store:
        assert store.stats().sources == FILES
        assert store.verify() == ()


def test_the_review_page_is_served_from_there(url: str) -> None:
    open_store(url).close()
    with program(url, "review", "--no-browser", "--port", "0") as served:
        assert served.stdout is not None
        address = re.search(r"http://\S+", served.stdout.readline())
        assert address is not None
        with urllib.request.urlopen(address[0], timeout=30) as answer:
            assert answer.status == 200
        served.send_signal(signal.SIGTERM)
        assert served.wait(30) == 0


def test_reading_stores_nothing_and_needs_no_server(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORMKIT_STORE", "postgresql://clerk@127.0.0.1:1/nowhere")
    assert len(lines_of(run("read", files(tmp_path)))) == FILES


def test_a_store_that_cannot_be_reached_is_told_without_its_password(run: Run) -> None:
    pytest.importorskip("psycopg", exc_type=ImportError)
    result = run("export", "--store", f"postgresql://clerk:{PASSWORD}@127.0.0.1:1/t", "-o", "x.csv")
    assert ("S010" in result.output, result.exit_code, PASSWORD in result.output) == (True, 1, False), result.output
