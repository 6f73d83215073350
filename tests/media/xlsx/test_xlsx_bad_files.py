"""Files that are broken, hostile or something else."""

from __future__ import annotations

import io
import re
import shutil
import struct
import subprocess
import zipfile
import zlib
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from formkit.errors import InputError
from formkit.media.xlsx import archive, identify, read
from formkit.media.xlsx.biff import read_globals
from formkit.media.xlsx.compound import SIGNATURE, BrokenCompoundError, CompoundFile
from tests.media.xlsx.workbooks import HANDBOOK, reread, template_bytes, values_of, with_part, without_part, written

_SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")


def _code(content: bytes, name: str = "booklet.xlsx") -> str:
    with pytest.raises(InputError) as caught:
        identify(content, name)
    return caught.value.problem.code


def _archive(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in parts.items():
            target.writestr(name, data)
    return out.getvalue()


def test_files_that_are_no_workbook_are_refused() -> None:
    assert _code(b"") == "X001"
    assert _code(b"<html>404</html>") == "X001"
    assert _code(b"%PDF-1.7\n") == "X001"


def test_truncated_workbook_is_damaged() -> None:
    content = template_bytes()
    assert {_code(content[: len(content) * part // 10]) for part in range(1, 10)} == {"X003"}


def test_sound_files_of_other_kinds_are_none_of_ours() -> None:
    import openpyxl

    book, out = openpyxl.Workbook(), io.BytesIO()
    book.save(out)
    assert identify(out.getvalue(), "list.xlsx") is None
    assert identify(_archive(**{"a.txt": b"x"}), "a.zip") is None


def test_bomb_is_refused_before_it_is_unpacked() -> None:
    assert _code(_archive(**{"xl/worksheets/sheet1.xml": b" " * (archive.LIMITS.floor + 1)})) == "X004"


def test_archive_of_too_many_entries_is_refused() -> None:
    assert _code(_archive(**{f"part{number}": b"" for number in range(archive.LIMITS.entries + 1)})) == "X004"


def test_archive_that_lies_about_sizes_is_damaged() -> None:
    content = bytearray(template_bytes())
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        entry = source.getinfo("xl/workbook.xml")
    place = content.rfind(b"xl/workbook.xml") - 46
    assert content[place : place + 4] == b"PK\x01\x02"
    struct.pack_into("<I", content, place + 24, entry.file_size // 2)
    assert _code(bytes(content)) == "X003"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_entries_of_the_same_name_are_refused() -> None:
    out = io.BytesIO(template_bytes())
    with zipfile.ZipFile(out, "a") as target:
        target.writestr("xl/workbook.xml", b"<workbook/>")
    assert _code(out.getvalue()) == "X003"


def test_encrypted_entries_ask_for_a_copy_without_password() -> None:
    content = bytearray(template_bytes())
    place = content.find(b"PK\x01\x02")
    content[place + 8] |= 1
    assert _code(bytes(content)) == "X002"


@pytest.mark.parametrize("xml", [
    b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><workbook>&b;</workbook>',
    b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]><workbook>&a;</workbook>',
    b"<workbook", b"",
])
def test_hostile_or_broken_xml_is_refused(xml: bytes) -> None:
    assert _code(with_part(template_bytes(), "xl/workbook.xml", lambda _: xml)) == "X003"


def test_sheet_that_is_gone_from_the_archive_leaves_its_fields_blank(tmp_path: Path) -> None:
    content, _ = written({"visit.1.other": "头晕"}, tmp_path)
    assert values_of(reread(without_part(content, "xl/worksheets/sheet1.xml"))) == {"visit.1.other": "头晕"}


def test_lying_dimension_is_not_trusted(tmp_path: Path) -> None:
    content, _ = written({"cover.remark": "全文"}, tmp_path)
    lying = with_part(
        content, "xl/worksheets/sheet1.xml", lambda xml: re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1"', xml)
    )
    assert lying != content
    assert values_of(reread(lying)) == {"cover.remark": "全文"}


def test_identity_of_absurd_counts_is_none() -> None:
    from formkit.media.xlsx.names import IDENTITY

    bare = without_part(template_bytes(), "docProps/custom.xml")
    assert IDENTITY.encode() in zipfile.ZipFile(io.BytesIO(bare)).read("xl/workbook.xml")
    assert identify(bare, "template.xlsx") is None


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_whatever_is_done_to_a_part_ends_in_a_reading_or_a_clear_refusal(data: st.DataObject) -> None:
    content = _filled()
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        name = data.draw(st.sampled_from(sorted(source.namelist())))
    cut = data.draw(st.integers(0, 400))
    junk = data.draw(st.sampled_from([b"", b"<", b'"', b"\xff", b"-1", b"999999999999", b"<c r='XFD1048576'/>"]))

    def spoil(part: bytes) -> bytes:
        place = int(len(part) * cut / 401)
        return part[:place] + junk + part[place + len(junk) :]

    _survives(with_part(content, name, spoil), "x.xlsx")


@cache
def _filled() -> bytes:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        return written({"cover.name": "王小明", "visit.1.date": "2019-03-05"}, Path(folder))[0]


def _survives(content: bytes, name: str) -> None:
    known = identify(_filled(), "good.xlsx")
    assert known is not None
    refused, found = "", {"cover.name"}
    try:
        identity = identify(content, name) or known
        found = set(read(content, name, HANDBOOK, identity).readings)
    except InputError as refusal:
        refused = refusal.problem.code
    assert refused in {"", "X001", "X002", "X003", "X004"}
    assert "cover.name" in found


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=3000))
def test_no_bytes_behind_the_signature_of_old_office_files_cause_more_than_a_refusal(tail: bytes) -> None:
    outcome: object = None
    try:
        outcome = identify(SIGNATURE + tail, "x.xls")
    except InputError as refusal:
        outcome = refusal.problem.code
    assert outcome in (None, "X003")


def test_chain_of_sectors_that_runs_in_a_circle_is_refused() -> None:
    header = bytearray(512)
    header[:8] = SIGNATURE
    struct.pack_into("<HH", header, 30, 9, 6)
    struct.pack_into("<IIII", header, 48, 1, 0, 4096, 0xFFFFFFFE)
    struct.pack_into("<I", header, 68, 0xFFFFFFFE)
    struct.pack_into("<109I", header, 76, 0, *[0xFFFFFFFF] * 108)
    table = struct.pack("<128I", 0xFFFFFFFD, 1, *[0xFFFFFFFF] * 126)
    with pytest.raises(BrokenCompoundError):
        CompoundFile(bytes(header) + table + bytes(512))


def test_encrypted_old_workbook_is_known_by_its_record() -> None:
    stream = struct.pack("<HHHH", 0x809, 4, 0x600, 5) + struct.pack("<HHH", 0x2F, 2, 1) + struct.pack("<HH", 0x0A, 0)
    found = read_globals(stream)
    assert found is not None
    assert found.encrypted


@pytest.mark.libreoffice
@pytest.mark.skipif(_SOFFICE is None, reason="LibreOffice is not installed")
def test_spoilt_old_workbooks_end_in_a_reading_or_a_clear_refusal(tmp_path: Path) -> None:
    content, _ = written({"cover.name": "王小明", "cover.no": "00123456"}, tmp_path)
    (tmp_path / "in.xlsx").write_bytes(content)
    subprocess.run(
        [str(_SOFFICE), "--headless", f"-env:UserInstallation=file://{tmp_path}/office", "--convert-to", "xls",
         "--outdir", str(tmp_path / "out"), str(tmp_path / "in.xlsx")],
        check=True, capture_output=True, timeout=180,
    )
    old = (tmp_path / "out" / "in.xls").read_bytes()
    assert values_of(reread(old, "in.xls")) == {"cover.name": "王小明", "cover.no": "00123456"}
    for seed in range(400):
        spoilt = bytearray(old)
        for step in range(1 + seed % 5):
            mark = zlib.crc32(f"{seed}/{step}".encode())
            spoilt[mark % len(spoilt)] ^= 1 + mark % 255
        _survives(bytes(spoilt[: len(spoilt) - (seed % 3) * 700]), "in.xls")
