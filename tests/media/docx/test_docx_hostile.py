"""Files that are no forms, are broken, or mean harm."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from formkit.errors import InputError
from formkit.media.docx import identify, read
from formkit.media.docx.names import DOCUMENT_PART, STRICT
from formkit.model.imprint import Imprint
from tests.media.docx.forms import HANDBOOK, parts_of, reread, small_template, written, zipped


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return written({"cover.name": "王小明"}, tmp_path_factory.mktemp("form"))[0]


def _code(content: bytes) -> str:
    with pytest.raises(InputError) as told:
        reread(content)
    return told.value.problem.code


def test_an_encrypted_file_is_told_apart_from_an_old_one() -> None:
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    assert _code(head + "EncryptedPackage".encode("utf-16-le")) == "D001"
    assert _code(head + "WordDocument".encode("utf-16-le")) == "D005"


def test_a_zip_with_a_password_is_told(form: bytes) -> None:
    directory = form.index(b"PK\x01\x02")
    locked = bytearray(form)
    locked[directory + 8] |= 1
    assert _code(bytes(locked)) == "D001"


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"<html></html>", b"\x00" * 100])
def test_what_is_no_zip_is_told(content: bytes) -> None:
    assert _code(content) == "D002"


@pytest.mark.parametrize("share", [0.01, 0.3, 0.6, 0.99])
def test_a_file_cut_short_is_told(form: bytes, share: float) -> None:
    assert _code(form[: int(len(form) * share)]) == "D003"


def test_another_zip_is_not_ours() -> None:
    assert identify(zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<w/>"}), "x.docx") is None


def test_another_word_file_is_not_ours() -> None:
    assert identify(zipped({DOCUMENT_PART: b"<w/>"}), "x.docx") is None


def test_an_identity_that_makes_no_sense_is_passed_over() -> None:
    custom = b'<Properties xmlns="x"><property name="formkit"><s>[1, {</s></property></Properties>'
    assert identify(zipped({DOCUMENT_PART: b"<w/>", "docProps/custom.xml": custom}), "x.docx") is None


def test_a_template_is_told_apart_from_a_form() -> None:
    with pytest.raises(InputError) as told:
        identify(small_template(), "x.docx")
    assert told.value.problem.code == "D006"


def test_a_bomb_is_not_unpacked(form: bytes) -> None:
    parts = parts_of(form) | {"word/media/big.xml": bytes(100 * 1024 * 1024)}
    assert _code(zipped(parts)) == "D004"


def test_doubled_entries_are_refused(form: bytes) -> None:
    buffer = io.BytesIO(form)
    with zipfile.ZipFile(buffer, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr(DOCUMENT_PART, b"<other/>")
    assert _code(buffer.getvalue()) == "D004"


def test_broken_xml_is_told(form: bytes) -> None:
    assert _code(zipped(parts_of(form) | {DOCUMENT_PART: b"<w:document"})) == "D003"


def test_a_strict_document_is_told(form: bytes) -> None:
    strict = f'<w:document xmlns:w="{STRICT}"/>'.encode()
    assert _code(zipped(parts_of(form) | {DOCUMENT_PART: strict})) == "D008"


def test_entities_are_never_followed(form: bytes, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("geheim")
    xml = parts_of(form)[DOCUMENT_PART].decode().split("?>", 1)[1].replace("王小明", "&x;")
    hostile = f'<!DOCTYPE d [<!ENTITY x SYSTEM "file://{secret}">]>{xml}'.encode()
    assert _code(zipped(parts_of(form) | {DOCUMENT_PART: hostile})) == "D003"


def test_a_flood_of_entities_is_refused(form: bytes) -> None:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    xml = parts_of(form)[DOCUMENT_PART].decode().split("?>", 1)[1].replace("王小明", "&e9;")
    hostile = f'<!DOCTYPE d [<!ENTITY e0 "x">{levels}]>{xml}'.encode()
    assert _code(zipped(parts_of(form) | {DOCUMENT_PART: hostile})) == "D003"


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_damage_anywhere_is_told_and_nothing_else_happens(form: bytes, data: st.DataObject) -> None:
    broken = bytearray(form)
    for _ in range(data.draw(st.integers(1, 6))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    told, names = "", set()
    try:
        identity = identify(bytes(broken), "x.docx") or Imprint("small", "1", "", {"cover": 1, "visit": 1})
        names = set(read(bytes(broken), "x.docx", HANDBOOK, identity).readings)
    except InputError as error:
        told = error.problem.code
    assert told.startswith("D0") or "cover.name" in names
