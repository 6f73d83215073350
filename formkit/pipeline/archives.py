"""Zip files as folders: what is in them is listed and read in place, nothing is ever unpacked onto the disk.

An archive in an archive is opened too, one level deep. Names are those that the person saw who packed it: UTF-8 where
the archive says so, the Unicode name that some packers add, else UTF-8 where all its names are, else GB 18030.
"""

from __future__ import annotations

import atexit
import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from formkit.errors import InputError, Problem, Where, problem
from formkit.pipeline.digitise import MOST_BYTES, is_passed_over_name
from formkit.zipped import unpacked

SUFFIX = ".zip"
DEEPEST = 2
"""An archive, and one in it."""
MOST_ENTRIES = 50_000
MOST_DIRECTORY = 32 * 1024 * 1024
"""Bytes of the table of contents, which `zipfile` reads whole; 50,000 long names need 10 MB."""
RATIO = 250
"""Unpacked to packed. A blank page as an uncompressed bilevel TIFF shrinks to a hundredth, repeated bytes to a
thousandth."""
FLOOR = 16 * 1024 * 1024
"""Bytes up to which an entry may be as repetitive as it likes."""

_UTF8 = 0x800
"""Bit 11 of an entry's flags (PKWARE APPNOTE 4.4.4)."""
_ENCRYPTED = 0x1
_UNICODE_PATH = 0x7075
"""The Info-ZIP Unicode Path extra field (APPNOTE 4.6.9)."""
_END, _END_SIZE = b"PK\x05\x06", 22
_END_WITHIN = 65_535 + _END_SIZE
_IN_64 = 0xFFFFFFFF
"""Stands where a size is given in the 64-bit record (APPNOTE 4.3.14)."""
_FOREIGN_STARTS = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ\x00")
_PACKAGES = frozenset({"[content_types].xml", "mimetype", "meta-inf/manifest.mf"})
"""Entries that make a zip file a document or a program, not an archive."""
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError, EOFError, NotImplementedError, RuntimeError, ValueError,
    struct.error, IndexError, OverflowError,
)
"""What `zipfile` and its decompressors raise on damaged bytes."""
_CJK = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
_DRIVE = re.compile(r"^[A-Za-z]:")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class NoArchiveError(InputError):
    """The zip file is a document or a program, and not an archive of files."""


@dataclass(frozen=True, slots=True)
class Member:
    """An entry of an archive.

    ``places`` are its number in the table of contents and, for an entry of an archive within, the number in that one.
    ``problem`` says why it cannot be read; ``told`` what else is to be told of it.
    """

    inside: str
    places: tuple[int, ...]
    size: int
    problem: Problem | None = None
    told: tuple[Problem, ...] = ()


def is_archive(path: Path) -> bool:
    """Say whether a file is to be opened as an archive, by its name."""
    return path.suffix.lower() == SUFFIX


def foreign_archive(content: bytes) -> bool:
    """Say whether the bytes are an archive of a kind that is not opened: RAR, 7-Zip, gzip, bzip2, xz."""
    return content.startswith(_FOREIGN_STARTS)


def members_of(path: Path) -> Iterator[Member]:
    """Yield the files in an archive in the order of their names, those of an archive in it in its place.

    Raises:
        InputError: it is missing or locked by the system (F001, F002), damaged (F213), or holds too much (F212).
        NoArchiveError: it is a document whose name was changed.
    """
    with _opened_file(path) as file:
        yield from _members(file, path.name, (), "")


def read_member(path: Path, places: Sequence[int]) -> bytes:
    """Return the bytes of an entry.

    Raises:
        InputError: as `members_of`; or the entry is encrypted (F211), a bomb (F212), empty (F003) or damaged (F213).
    """
    try:
        content = _entry(_KEPT.archive(path, places[:-1]), places[-1], path.name)
    except _DAMAGE as error:
        raise InputError(problem("F213", where=Where(path.name))) from error
    if not content:
        raise InputError(problem("F003", where=Where(path.name)))
    return content


@contextmanager
def _opened_file(path: Path) -> Iterator[IO[bytes]]:
    where = Where(str(path))
    try:
        file = path.open("rb")
    except FileNotFoundError as error:
        raise InputError(problem("F001", where=where)) from error
    except OSError as error:
        raise InputError(problem("F002", where=where, reason=error.strerror or error)) from error
    with file:
        yield file


@contextmanager
def _archive(file: IO[bytes], name: str) -> Iterator[zipfile.ZipFile]:
    """Open an archive, having looked how large its table of contents is."""
    try:
        _check_directory(file, name)
        with zipfile.ZipFile(file) as archive:
            if len(archive.infolist()) > MOST_ENTRIES:
                raise _bomb(name, f"{len(archive.infolist())} > {MOST_ENTRIES}")
            yield archive
    except _DAMAGE as error:
        raise InputError(problem("F213", where=Where(name))) from error


def _check_directory(file: IO[bytes], name: str) -> None:
    file.seek(0, io.SEEK_END)
    length = file.tell()
    file.seek(max(0, length - _END_WITHIN))
    tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_SIZE:
        raise zipfile.BadZipFile
    size = int.from_bytes(tail[at + 12 : at + 16], "little")
    if size == _IN_64:
        # A record of 56 bytes before the locator of 20 has the true size, unless somebody wrote more into it.
        record = tail[max(0, at - 76) : at]
        size = int.from_bytes(record[40:48], "little") if record.startswith(b"PK\x06\x06") else size
    if size > MOST_DIRECTORY:
        raise _bomb(name, f"{size >> 20} MB")
    file.seek(0)


def _members(file: IO[bytes], name: str, above: tuple[int, ...], folder: str) -> Iterator[Member]:
    with _archive(file, name) as archive:
        infos = archive.infolist()
        if _PACKAGES & {info.filename.lower() for info in infos}:
            raise NoArchiveError(problem("F213", where=Where(name)))
        names = _names(infos)
        order = sorted(range(len(infos)), key=lambda number: (names[number], number))
        seen: set[str] = set()
        for number in order:
            if infos[number].is_dir() or _is_passed_over(names[number]):
                continue
            inside, told = _clean(names[number])
            while inside in seen:
                inside += "~"
            seen.add(inside)
            member = Member(folder + inside, (*above, number), infos[number].file_size, None, told)
            yield from _deeper(archive, infos[number], member)


def _deeper(archive: zipfile.ZipFile, info: zipfile.ZipInfo, member: Member) -> Iterator[Member]:
    """Yield an entry, or what is in it where it is an archive itself."""
    where = Where(member.inside)
    flaw = _flaw(info, member.inside)
    if flaw is not None:
        yield Member(member.inside, member.places, member.size, flaw, member.told)
    elif not member.inside.lower().endswith(SUFFIX):
        yield member
    elif len(member.places) >= DEEPEST:
        yield Member(member.inside, member.places, member.size, problem("F214", where=where), member.told)
    else:
        try:
            content = io.BytesIO(unpacked(archive, info))
            yield from _members(content, member.inside, member.places, f"{member.inside}/")
        except NoArchiveError:
            yield member
        except InputError as error:
            yield Member(member.inside, member.places, member.size, error.problem, member.told)
        except _DAMAGE:
            yield Member(member.inside, member.places, member.size, problem("F213", where=where), member.told)


@dataclass(slots=True)
class _Kept:
    """The archive that was read last, open: a table of 10,000 entries takes a tenth of a second to read."""

    key: object = None
    opened: ExitStack = field(default_factory=ExitStack)
    kept: zipfile.ZipFile | None = None

    def archive(self, path: Path, above: Sequence[int]) -> zipfile.ZipFile:
        """Return the archive at a path, or the one in it at the places ``above``."""
        key = (str(path.absolute()), _state(path), tuple(above))
        if self.kept is None or key != self.key:
            self.close()
            with ExitStack() as stack:
                archive = stack.enter_context(_archive(stack.enter_context(_opened_file(path)), path.name))
                for place in above:
                    inner = io.BytesIO(_entry(archive, place, path.name))
                    archive = stack.enter_context(_archive(inner, path.name))
                self.key, self.kept, self.opened = key, archive, stack.pop_all()
        return self.kept

    def close(self) -> None:
        """Let the file go."""
        self.key = self.kept = None
        self.opened.close()


_KEPT = _Kept()


def close_kept() -> None:
    """Let the archive go that was read last; Windows does not move or delete a file that is open."""
    _KEPT.close()


atexit.register(close_kept)


def _state(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns


def _entry(archive: zipfile.ZipFile, place: int, name: str) -> bytes:
    infos = archive.infolist()
    if place >= len(infos):
        raise InputError(problem("F008", where=Where(name)))
    flaw = _flaw(infos[place], name)
    if flaw is not None:
        raise InputError(flaw)
    return unpacked(archive, infos[place])


def _flaw(info: zipfile.ZipInfo, name: str) -> Problem | None:
    """`unpacked` yields no more of an entry than it declares, so limits on the declared size hold."""
    where = Where(name)
    if info.flag_bits & _ENCRYPTED:
        return problem("F211", where=where)
    if info.file_size > FLOOR and info.file_size // max(1, info.compress_size) > RATIO:
        return problem("F212", where=where, reason=f"{info.file_size // max(1, info.compress_size)} : 1")
    if info.file_size > MOST_BYTES:
        return problem("F007", where=where, size=info.file_size >> 20, most=MOST_BYTES >> 20)
    return None


def _bomb(name: str, reason: str) -> InputError:
    return InputError(problem("F212", where=Where(name), reason=reason))


def _is_passed_over(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return "__MACOSX" in parts or any(is_passed_over_name(part) for part in parts if part not in ("", ".", ".."))


def _clean(name: str) -> tuple[str, tuple[Problem, ...]]:
    """Return a name as a path below the archive; one that leads out of it is told, and its file read all the same."""
    parts = _CONTROL.sub("?", _DRIVE.sub("", name)).replace("\\", "/").split("/")
    kept = [part for part in parts if part not in ("", ".", "..")]
    leads_out = ".." in parts or name.startswith(("/", "\\")) or bool(_DRIVE.match(name))
    inside = "/".join(kept) or "?"
    return inside, (problem("F215", where=Where(inside)),) if leads_out else ()


def _names(infos: Sequence[zipfile.ZipInfo]) -> list[str]:
    """Return the name of every entry; without a sign of their coding all are taken to be of one."""
    plain = [_raw(info) for info in infos if not info.flag_bits & _UTF8]
    coding = _coding(plain)
    return [_name(info, coding) for info in infos]


def _raw(info: zipfile.ZipInfo) -> bytes:
    """`zipfile` takes names without the flag for code page 437, which loses nothing."""
    try:
        return info.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return info.orig_filename.encode("utf-8", "surrogateescape")


def _coding(names: Sequence[bytes]) -> str:
    """Return "utf-8" or "gb18030".

    Short names in GBK may pass for UTF-8 by chance ("一" is then a Cyrillic letter), but no Chinese comes of it.
    """
    whole = b"\n".join(names)
    try:
        text = whole.decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030"
    if text.isascii() or _CJK.search(text):
        return "utf-8"
    try:
        return "gb18030" if _CJK.search(whole.decode("gb18030")) else "utf-8"
    except UnicodeDecodeError:
        return "utf-8"


def _name(info: zipfile.ZipInfo, coding: str) -> str:
    if info.flag_bits & _UTF8:
        return info.orig_filename
    raw = _raw(info)
    told = _unicode_path(info.extra, raw)
    if told is not None:
        return told
    for each in (coding, "utf-8", "gb18030"):
        try:
            return raw.decode(each)
        except UnicodeDecodeError:
            continue
    return info.orig_filename


def _unicode_path(extra: bytes, raw: bytes) -> str | None:
    """Return the name in a Unicode Path field that belongs to this name, or None."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        body = extra[at + 4 : at + 4 + length]
        if kind == _UNICODE_PATH and len(body) > 5 and struct.unpack_from("<I", body, 1)[0] == zlib.crc32(raw):
            try:
                return body[5:].decode("utf-8")
            except UnicodeDecodeError:
                return None
        at += 4 + length
    return None
