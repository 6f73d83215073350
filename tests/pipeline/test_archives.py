"""Zip files are read in place: names of every coding, archives within, and what a stranger may have put in."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formkit.errors import InputError
from formkit.pipeline.archives import close_kept, members_of
from formkit.pipeline.sources import Source, sources_in

NAME = "随访/张三丰.pdf"


def zipped(path: Path, *entries: tuple[bytes | str, bytes], flag: bool | None = None, extra: bytes = b"") -> Path:
    """Write an archive whose names are the given bytes, with or without the sign that they are UTF-8."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            raw = name if isinstance(name, bytes) else name.encode("utf-8")
            info = _Raw(raw, isinstance(name, str) if flag is None else flag)
            info.compress_type, info.extra = zipfile.ZIP_DEFLATED, extra
            archive.writestr(info, content)
    return path


class _Raw(zipfile.ZipInfo):
    """An entry with a name in bytes."""

    def __init__(self, raw: bytes, flag: bool) -> None:
        super().__init__("x")
        self.filename = self.orig_filename = raw.decode("cp437")
        self._raw, self._flag = raw, flag

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 - zipfile's own name
        return self._raw, (self.flag_bits | 0x800) if self._flag else self.flag_bits


def found(path: Path) -> list[Source]:
    return list(sources_in([path]))


def codes(sources: list[Source]) -> list[str]:
    return [each.problem.code if each.problem else "" for each in sources]


@pytest.mark.parametrize(("raw", "flag"), [
    (NAME.encode("gbk"), False), (NAME.encode("gb18030"), False), (NAME.encode("utf-8"), False),
    (NAME.encode("utf-8"), True),
])
def test_names_are_those_that_the_packer_saw(tmp_path: Path, raw: bytes, flag: bool) -> None:
    [source] = found(zipped(tmp_path / "a.zip", (raw, b"one"), flag=flag))
    assert (source.label, source.content()) == (f"a.zip/{NAME}", b"one")
    assert source.locator.inside == NAME


def test_a_short_name_in_gbk_that_passes_for_utf8_is_chinese(tmp_path: Path) -> None:
    assert "一".encode("gbk").decode("utf-8") == "һ"
    [source] = found(zipped(tmp_path / "a.zip", ("一.pdf".encode("gbk"), b"x"), flag=False))
    assert source.inside == "一.pdf"


@given(st.lists(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=6),
                min_size=1, max_size=5, unique=True), st.sampled_from(["gbk", "utf-8"]))
def test_chinese_names_of_either_coding_come_back(tmp_path_factory: pytest.TempPathFactory, names: list[str],
                                                  coding: str) -> None:
    path = tmp_path_factory.mktemp("zip") / "a.zip"
    zipped(path, *((f"{name}.pdf".encode(coding), b"x") for name in names), flag=False)
    assert sorted(each.inside for each in found(path)) == sorted(f"{name}.pdf" for name in names)


def test_the_unicode_name_that_packers_add_wins(tmp_path: Path) -> None:
    raw = NAME.encode("gbk")
    body = b"\x01" + struct.pack("<I", zlib.crc32(raw)) + "随访/张三豐.pdf".encode()
    extra = struct.pack("<HH", 0x7075, len(body)) + body
    [source] = found(zipped(tmp_path / "a.zip", (raw, b"x"), flag=False, extra=extra))
    assert source.inside == "随访/张三豐.pdf"


def test_names_that_lead_out_are_told_and_their_files_read_without_writing_anything(tmp_path: Path) -> None:
    inside = tmp_path / "in"
    inside.mkdir()
    names = ("../../evil.pdf", "/etc/evil2.pdf", "C:\\evil3.pdf", "a\\..\\..\\evil4.pdf")
    sources = found(zipped(inside / "a.zip", *((name, name.encode()) for name in names)))
    assert sorted(each.inside for each in sources) == ["a/evil4.pdf", "etc/evil2.pdf", "evil.pdf", "evil3.pdf"]
    assert [[told.code for told in each.told] for each in sources] == [["F215"]] * 4
    assert {each.content() for each in sources} == {name.encode() for name in names}
    assert sorted(each.name for each in tmp_path.rglob("*")) == ["a.zip", "in"]


def test_an_archive_within_is_opened_and_one_deeper_is_told(tmp_path: Path) -> None:
    deepest, inner = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(deepest, "w") as archive:
        archive.writestr("c.pdf", b"c")
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("b.pdf", b"b")
        archive.writestr("deep.zip", deepest.getvalue())
    sources = found(zipped(tmp_path / "a.zip", ("d.pdf", b"d"), ("内.zip", inner.getvalue())))
    assert [each.inside for each in sources] == ["d.pdf", "内.zip/b.pdf", "内.zip/deep.zip"]
    assert codes(sources) == ["", "", "F214"]
    assert sources[1].content() == b"b"


def test_what_systems_leave_in_archives_is_passed_over(tmp_path: Path) -> None:
    names = ("__MACOSX/._a.pdf", ".DS_Store", "x/Thumbs.db", "x/~$a.docx", "x/", "x/a.pdf")
    assert [each.inside for each in found(zipped(tmp_path / "a.zip", *((name, b"x") for name in names)))] == ["x/a.pdf"]


def test_two_entries_of_one_name_are_two_files(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        path = zipped(tmp_path / "a.zip", (b"a.pdf", b"one"), (b"a.pdf", b"two"))
    sources = found(path)
    assert [each.content() for each in sources] == [b"one", b"two"]
    assert len({each.locator for each in sources}) == 2


def test_a_locked_entry_and_a_bomb_cost_themselves_only(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", ("a.pdf", b"a"), ("b.pdf", b"b"), ("c.pdf", bytes(40_000_000)))
    content = bytearray(path.read_bytes())
    at = content.rindex(b"PK\x01\x02", 0, content.rindex(b"b.pdf"))
    content[at + 8] |= 1
    path.write_bytes(content)
    sources = found(path)
    assert codes(sources) == ["", "F211", "F212"]
    with pytest.raises(InputError) as raised:
        sources[2].content()
    assert raised.value.problem.code == "F212"


@pytest.mark.parametrize("cut", [0.2, 0.6, 0.95])
def test_an_archive_that_is_cut_off_is_told(tmp_path: Path, cut: float) -> None:
    path = zipped(tmp_path / "a.zip", *((f"{number}.pdf", b"x" * 99) for number in range(9)))
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * cut)])
    assert codes(found(path)) == ["F213"]


@given(st.data())
def test_a_damaged_archive_ends_in_problems_and_never_in_a_fault(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    path = zipped(tmp_path_factory.mktemp("zip") / "a.zip", (NAME.encode("gbk"), b"one" * 50), ("b.zip", b"PK"))
    content = bytearray(path.read_bytes())
    for at, value in data.draw(st.lists(st.tuples(st.integers(0, len(content) - 1), st.integers(0, 255)), max_size=6)):
        content[at] = value
    path.write_bytes(content)
    for source in found(path):
        with suppress(InputError):
            source.content()


def test_other_archives_and_empty_ones_are_told(tmp_path: Path) -> None:
    rar = tmp_path / "a.rar"
    rar.write_bytes(b"Rar!\x1a\x07\x01\x00 and more")
    with pytest.raises(InputError) as raised:
        found(rar)[0].content()
    assert raised.value.problem.code == "F216"
    assert codes(found(zipped(tmp_path / "b.zip"))) == ["F217"]


def test_a_word_file_called_zip_is_no_archive(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", ("[Content_Types].xml", b"<x/>"), ("word/document.xml", b"<x/>"))
    [source] = found(path)
    assert (source.inside, source.content()) == ("", path.read_bytes())


def test_an_archive_that_changes_between_listing_and_reading_is_told(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", ("a.pdf", b"a"))
    [source] = found(path)
    zipped(path, ("b.pdf", b"b" * 9))
    with pytest.raises(InputError) as raised:
        source.content()
    assert raised.value.problem.code == "F008"


def test_a_table_of_contents_of_absurd_size_is_not_read(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", ("a.pdf", b"a"))
    content = bytearray(path.read_bytes())
    content[-10:-6] = (2**31).to_bytes(4, "little")
    path.write_bytes(content)
    with pytest.raises(InputError) as raised:
        list(members_of(path))
    assert raised.value.problem.code == "F212"


@pytest.mark.parametrize("kind", [zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA])
def test_an_entry_that_holds_more_than_it_declares_is_not_unpacked_further(tmp_path: Path, kind: int) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", kind) as archive:
        archive.writestr("a.pdf", bytes(96 << 20))
    whole = bytearray(path.read_bytes())
    for sign, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        start = whole.find(sign) + at
        whole[start : start + 4] = struct.pack("<I", 1000)
    path.write_bytes(whole)
    [source] = found(path)
    tracemalloc.start()
    try:
        with pytest.raises(InputError, match="F213"):
            source.content()
        assert tracemalloc.get_traced_memory()[1] < 90 << 20
    finally:
        tracemalloc.stop()


def test_what_is_damaged_under_lzma_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a.pdf", bytes(range(256)) * 20)
    whole = bytearray(path.read_bytes())
    whole[39:44] = b"\xff" * 5
    path.write_bytes(whole)
    [source] = found(path)
    with pytest.raises(InputError, match="F213"):
        source.content()


def test_the_table_of_contents_is_not_read_for_each_entry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = zipped(tmp_path / "inner.zip", *((f"{n}.pdf", b"%d" % n) for n in range(20))).read_bytes()
    sources = found(zipped(tmp_path / "a.zip", ("one.zip", inner), ("two.pdf", b"two")))
    opened: list[object] = []
    plain = zipfile.ZipFile.__init__

    def counted(self: zipfile.ZipFile, file: Path) -> None:
        opened.append(file)
        plain(self, file)

    monkeypatch.setattr(zipfile.ZipFile, "__init__", counted)
    assert {each.content() for each in sources} == {b"two", *(b"%d" % n for n in range(20))}
    assert len(opened) == 3


def test_an_archive_that_was_replaced_is_opened_anew(tmp_path: Path) -> None:
    [before] = found(zipped(tmp_path / "a.zip", ("a.pdf", b"one")))
    assert before.content() == b"one"
    [after] = found(zipped(tmp_path / "a.zip", ("a.pdf", b"three")))
    assert after.content() == b"three"
    close_kept()


@pytest.mark.parametrize("name", ["名" * 95 + ".csv", "a\0b.csv", 'a:b*"?.csv'])
def test_a_copy_for_a_moment_has_a_name_that_every_disk_takes(tmp_path: Path, name: str) -> None:
    [source] = found(zipped(tmp_path / "a.zip", (name, b"one")))
    with source.on_disk() as copy:
        assert (copy.read_bytes(), copy.suffix, len(copy.name.encode()) < 255) == (b"one", ".csv", True)
        assert not set(copy.name) & set('<>:"|?*\0')
    assert not copy.parent.exists()
    assert "\0" not in source.label
