"""The wheel carries everything: it is built, installed elsewhere, and does the main job there."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT, check=True, capture_output=True,
    )
    return next(folder.glob("*.whl"))


def test_the_wheel_carries_mappings_templates_samples_fonts_and_translations(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for part in (
        "formkit/shipped/mappings/case-management/mapping.yaml",
        "formkit/shipped/templates/docx/case-management@2011.docx",
        "formkit/shipped/templates/xlsx/case-management@2017.xlsx",
        "formkit/shipped/samples/office.toml",
        "formkit/fonts/formkit-sans-core.ttf",
        "formkit/fonts/OFL.txt",
        "formkit/locale/zh_CN/LC_MESSAGES/formkit.mo",
        "formkit/review/templates/base.html",
        "formkit/review/static/page.css",
        "formkit/review/static/htmx-2.0.11.min.js",
        "formkit/review/static/htmx-LICENSE.txt",
    ):
        assert part in names
    assert not [name for name in names if name.startswith("tests/")]


def test_the_installed_wheel_runs_the_demo_outside_the_checkout_in_a_chinese_folder(
    wheel: Path, tmp_path: Path
) -> None:
    target = tmp_path / "site"
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--no-compile", "--target"]
    subprocess.run([*install, str(target), str(wheel)], check=True, capture_output=True)
    office = tmp_path / "乡镇 办公室"
    office.mkdir()
    environment = os.environ | {"PYTHONPATH": str(target), "FORMKIT_LANG": "zh_CN", "PYTHONIOENCODING": "cp936"}
    script = "import formkit; print(formkit.__file__); from formkit.cli.main import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", script, "demo", "-o", "结果"], cwd=office, env=environment, capture_output=True
    )
    output = done.stdout.decode("cp936")
    assert done.returncode == 0, done.stderr.decode("cp936", "replace")
    assert str(target) in output
    assert "全部" in output or "每" in output
    assert (office / "结果" / "roster.xlsx").is_file()
