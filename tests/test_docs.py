"""The documentation says what the program does now."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from formkit.catalogue import catalogue
from formkit.errors import problem
from tools import messages, reference

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("**/*.md"), *(ROOT / "samples").glob("*.md")])


def test_generated_pages_are_up_to_date() -> None:
    script = (
        "from tools.reference import pages\n"
        "print([str(path) for path, text in pages().items()"
        " if not path.is_file() or path.read_text(encoding='utf-8') != text])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]", "run: python -m tools.reference"


def test_translations_are_complete_and_compiled(translations: Catalog) -> None:
    assert messages.missing(translations) == []
    assert messages.PO.read_bytes() == messages.po_bytes(translations), "run: python -m tools.messages"
    assert messages.MO.read_bytes() == messages.mo_bytes(translations), "run: python -m tools.messages"


def test_translations_keep_the_words_in_braces(translations: Catalog) -> None:
    for message in translations:
        if not message.id or isinstance(message.id, tuple):
            continue
        names = set(re.findall(r"\{(\w+)[^}]*\}", message.id))
        assert set(re.findall(r"\{(\w+)[^}]*\}", str(message.string))) <= names, message.id


def test_every_problem_makes_a_sentence_in_both_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    from formkit.i18n import set_language

    for language in ("en", "zh_CN"):
        set_language(language)
        for code in catalogue():
            assert problem(code).message.strip()
    set_language("en")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8")):
        if not target.startswith(("http:", "https:", "mailto:")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_every_command_is_in_the_reference() -> None:
    text = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    for path, _command in reference._commands(reference.cli, "formkit"):
        assert f"## {path}\n" in text


def test_every_problem_code_is_raised_somewhere_and_tested_somewhere() -> None:
    rooms = [path for path in (ROOT / "formkit").rglob("*.py") if path.parent.name != "catalogue"]
    code = "".join(path.read_text(encoding="utf-8") for path in rooms)
    tests = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("*.py"))
    assert [each for each in catalogue() if f'"{each}"' not in code] == []
    assert [each for each in catalogue() if each not in tests] == []
