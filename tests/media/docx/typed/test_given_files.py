from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from bench.typed_word import GIVEN_NAMES, truth_of
from formkit.mapping import load_handbook
from formkit.pipeline.digitise import read_content
from tests.media.docx.typed.forms import GIVEN, read

OPEN = [path for path in sorted(GIVEN.glob("*/filled/*.docx")) if path.read_bytes()[:2] == b"PK"]
OLD = sorted(GIVEN.glob("*/filled/*.doc"))


def _wrong(path: Path) -> list[tuple[str, object, object]]:
    sheet = load_handbook(GIVEN_NAMES[path.parent.parent.name]).sheets[0]
    told = json.loads(path.with_suffix(".truth.json").read_text(encoding="utf-8"))
    truth = truth_of(told["values"], sheet)
    readings = read(path.read_bytes(), path.name).readings
    assert truth.keys() <= readings.keys()
    return [
        (name, truth.get(name), each.value) for name, each in readings.items()
        if each.value != truth.get(name) or each.status.value == "review"
    ]


@pytest.mark.parametrize("path", OPEN, ids=lambda path: f"{path.parent.parent.name}-{path.stem}")
def test_every_field_of_a_filled_file_is_read_as_it_was_meant(path: Path) -> None:
    assert _wrong(path) == []


@pytest.mark.libreoffice
@pytest.mark.skipif(shutil.which("soffice") is None, reason="no LibreOffice")
def test_an_old_word_file_is_read_through_libreoffice() -> None:
    assert _wrong(OLD[0]) == []


def test_an_old_word_file_without_libreoffice_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("formkit.media.docx.typed.convert.office_program", lambda: None)
    document = read(OLD[0].read_bytes(), OLD[0].name)
    assert document.failed
    assert [each.code for each in document.problems] == ["D005"]


@pytest.mark.parametrize(("does", "why"), [("exit 0", "made no file"), ("sleep 60", "took too long")])
def test_a_libreoffice_that_makes_nothing_or_never_ends_is_told_with_the_file(
    does: str, why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\n{does}\n", encoding="ascii")
    program.chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    monkeypatch.setattr("formkit.media.docx.typed.convert.SECONDS", 0.5)
    document = read(OLD[0].read_bytes(), OLD[0].name)
    assert document.failed
    [told] = document.problems
    assert (told.code, told.where.file) == ("D055", OLD[0].name)
    assert why in told.message


def test_a_file_with_a_password_says_so() -> None:
    locked = GIVEN / "followup-2011" / "filled" / "10.docx"
    document = read(locked.read_bytes(), locked.name)
    assert document.failed
    assert [each.code for each in document.problems] == ["D001"]


def test_an_old_word_file_with_a_password_says_so() -> None:
    content = bytearray(OLD[0].read_bytes())
    head = content.index(b"\xec\xa5")
    content[head + 11] |= 0x01
    document = read_content(bytes(content), Path("locked.doc"))[0]
    assert [each.code for each in document.problems] == ["D001"]
