"""Unpacking an archive that declares less than it holds: it is refused, and the memory stays small."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from formkit.errors import InputError
from formkit.media.docx.package import unpack
from formkit.media.table.archive import check_archive
from formkit.media.xlsx.archive import checked_archive, part
from formkit.pipeline.archives import read_member
from formkit.zipped import unpacked

HELD, DECLARED = 64 * 1024 * 1024, 1000
WAYS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)


def lying(name: str, way: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return an archive of one entry of zeros, whose table declares only their start, with its right check sum."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", way) as archive:
        archive.writestr(name, bytes(HELD))
    content = bytearray(out.getvalue())
    at = content.rindex(b"PK\x01\x02", 0, content.rindex(name.encode()))
    struct.pack_into("<I", content, at + 16, zlib.crc32(bytes(DECLARED)))
    struct.pack_into("<I", content, at + 24, DECLARED)
    return bytes(content)


def docx(content: bytes, _path: Path) -> object:
    return unpack(content, "a.docx")


def xlsx(content: bytes, _path: Path) -> object:
    return part(checked_archive(content, "a.xlsx"), "xl/workbook.xml", "a.xlsx")


def roster(content: bytes, path: Path) -> object:
    path.write_bytes(content)
    return check_archive(path)


def member(content: bytes, path: Path) -> object:
    path.write_bytes(content)
    return read_member(path, (0,))


@pytest.mark.parametrize(("read", "code"), [(docx, "D003"), (xlsx, "X003"), (roster, "P007"), (member, "F213")])
def test_what_holds_more_than_it_declares_is_damaged_and_never_unpacked_whole(
    tmp_path: Path, read: Callable[[bytes, Path], object], code: str
) -> None:
    content = lying("xl/workbook.xml")
    tracemalloc.start()
    try:
        with pytest.raises(InputError) as raised:
            read(content, tmp_path / "a.zip")
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert raised.value.problem.code == code
    assert most < HELD // 8


@pytest.mark.parametrize("way", WAYS)
def test_every_way_of_packing_is_held_to_what_is_declared(way: int) -> None:
    with zipfile.ZipFile(io.BytesIO(lying("a", way))) as archive, pytest.raises(zipfile.BadZipFile):
        unpacked(archive, archive.getinfo("a"))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("size", [0, 1, 4096, 1 << 18, 700_001])
def test_a_sound_entry_comes_whole(way: int, size: int) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", way) as archive:
        archive.writestr("a", b"ab" * size)
    with zipfile.ZipFile(out) as archive:
        assert unpacked(archive, archive.getinfo("a")) == b"ab" * size
