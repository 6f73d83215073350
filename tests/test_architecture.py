"""What holds of the code as a whole; the storeys of imports are checked by import-linter beside the tests."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "formkit"
FILES = sorted(PACKAGE.rglob("*.py"))
MAX_FILE, MAX_FUNCTION, P90_FUNCTION = 400, 60, 30
HEAVY = ("docx", "docxtpl", "openpyxl", "reportlab", "pdfplumber", "pypdfium2", "sqlalchemy", "pydantic", "yaml",
         "lxml", "xlsxwriter", "python_calamine", "segno", "jinja2", "numpy", "PIL", "flask",
         "cheroot", "argon2", "playwright")


def functions() -> Iterator[tuple[str, int]]:
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{path.relative_to(PACKAGE)}:{node.name}", (node.end_lineno or 0) - node.lineno + 1


def test_files_stay_short() -> None:
    lengths = {str(path.relative_to(PACKAGE)): len(path.read_text(encoding="utf-8").splitlines()) for path in FILES}
    assert {name: length for name, length in lengths.items() if length > MAX_FILE} == {}


def test_functions_stay_short() -> None:
    lengths = dict(functions())
    assert {name: length for name, length in lengths.items() if length > MAX_FUNCTION} == {}
    assert sorted(lengths.values())[int(len(lengths) * 0.9)] <= P90_FUNCTION


@pytest.mark.parametrize("word", ["utils", "util", "helper", "helpers", "manager", "handler", "misc", "common"])
def test_no_file_has_a_name_that_says_nothing(word: str) -> None:
    assert [path for path in FILES if word in path.stem.split("_")] == []


def test_help_imports_nothing_heavy() -> None:
    script = (
        "import sys\n"
        "from formkit.cli.main import cli\n"
        "cli(['--help'], standalone_mode=False)\n"
        f"print('LOADED', [name for name in {HEAVY!r} if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip().endswith("LOADED []")


def test_every_module_is_imported_without_side_effects_on_the_console() -> None:
    names = [".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts) for path in FILES]
    script = f"import importlib\nfor name in {names!r}: importlib.import_module(name)\n"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("", "")
