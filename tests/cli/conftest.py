from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from formkit.cli.main import cli
from formkit.i18n import set_language
from formkit.pipeline.crew import limits

Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FORMKIT_STORE", raising=False)
    set_language("en")


@pytest.fixture(autouse=True)
def _one_quick_worker(quick_workers: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Start one worker for an import that asks for no number: each takes longer to start than a test's files take."""
    monkeypatch.setattr(limits, "default_workers", lambda: 1)


@pytest.fixture
def run() -> Run:
    def run_command(*arguments: object) -> Result:
        result = CliRunner().invoke(cli, [str(each) for each in arguments])
        assert "Traceback" not in result.output
        assert not Path("formkit-fault.txt").exists(), Path("formkit-fault.txt").read_text(encoding="utf-8")
        return result

    return run_command


@pytest.fixture
def records(tmp_path: Path) -> Callable[..., Path]:
    def write(*lines: Mapping[str, object] | str) -> Path:
        path = tmp_path / "记录.jsonl"
        texts = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
        path.write_text("\n".join(texts) + "\n", encoding="utf-8")
        return path

    return write


def lines_of(result: Result) -> list[dict[str, object]]:
    return [json.loads(line) for line in result.stdout.splitlines() if line.startswith("{")]
