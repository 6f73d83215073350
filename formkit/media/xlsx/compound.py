"""Compound files ([MS-CFB]): the container of .xls and of encrypted .xlsx files."""

from __future__ import annotations

import struct

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFFA
"""Sector numbers from here on mark ends and free places."""
_HEADER = 512
_DIFAT_IN_HEADER = 109
_ENTRY = 128
_STREAM, _ROOT = 2, 5
_MOST_SECTORS = 2_000_000


class BrokenCompoundError(ValueError):
    """The container contradicts itself."""


class CompoundFile:
    """The streams of a compound file by name.

    Raises (everywhere):
        BrokenCompoundError: the container contradicts itself.
    """

    def __init__(self, content: bytes) -> None:
        if len(content) < _HEADER or not content.startswith(SIGNATURE):
            raise BrokenCompoundError("no compound file")
        self._content = content
        shift, mini_shift = struct.unpack_from("<HH", content, 30)
        if shift not in (9, 12) or mini_shift > 9:
            raise BrokenCompoundError("sector size")
        self._size, self._mini_size = 1 << shift, 1 << mini_shift
        first_directory, _, self._cutoff, first_mini = struct.unpack_from("<IIII", content, 48)
        self._table = self._allocation_table()
        self._mini_table = self._numbers(self._chain(first_mini, self._table))
        self._entries = self._directory(first_directory)

    def names(self) -> frozenset[str]:
        """Return the names of all streams."""
        return frozenset(name for name, (kind, _, _) in self._entries.items() if kind == _STREAM)

    def stream(self, name: str) -> bytes:
        """Return the content of a stream.

        Raises:
            KeyError: there is no such stream.
        """
        _, first, size = self._entries[name]
        if size >= self._cutoff:
            return self._joined(self._chain(first, self._table))[:size]
        _, root_first, root_size = next(entry for entry in self._entries.values() if entry[0] == _ROOT)
        small = self._joined(self._chain(root_first, self._table))[:root_size]
        places = (number * self._mini_size for number in self._chain(first, self._mini_table))
        return b"".join(small[place : place + self._mini_size] for place in places)[:size]

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        if start >= len(self._content):
            raise BrokenCompoundError("sector outside the file")
        return self._content[start : start + self._size]

    def _chain(self, first: int, table: list[int]) -> list[int]:
        found: list[int] = []
        while first < _END:
            if first >= len(table) or len(found) > len(table):
                raise BrokenCompoundError("chain of sectors")
            found.append(first)
            first = table[first]
        return found

    def _joined(self, numbers: list[int]) -> bytes:
        return b"".join(self._sector(number) for number in numbers)

    def _numbers(self, sectors: list[int]) -> list[int]:
        joined = self._joined(sectors)
        return list(struct.unpack(f"<{len(joined) // 4}I", joined[: len(joined) // 4 * 4]))

    def _allocation_table(self) -> list[int]:
        sectors = list(struct.unpack_from(f"<{_DIFAT_IN_HEADER}I", self._content, 76))
        following = struct.unpack_from("<I", self._content, 68)[0]
        seen: set[int] = set()
        while following < _END:
            if following in seen:
                raise BrokenCompoundError("chain of the table")
            seen.add(following)
            numbers = self._numbers([following])
            sectors += numbers[:-1]
            following = numbers[-1]
        used = [number for number in sectors if number < _END]
        if len(used) * self._size // 4 > _MOST_SECTORS or len(used) * self._size > 2 * len(self._content):
            raise BrokenCompoundError("size of the table")
        return self._numbers(used)

    def _directory(self, first: int) -> dict[str, tuple[int, int, int]]:
        joined = self._joined(self._chain(first, self._table))
        found: dict[str, tuple[int, int, int]] = {}
        for start in range(0, len(joined) - _ENTRY + 1, _ENTRY):
            length, kind = struct.unpack_from("<HB", joined, start + 64)
            begin, size = struct.unpack_from("<II", joined, start + 116)
            if kind in (_STREAM, _ROOT) and 2 <= length <= 64:
                name = joined[start : start + length - 2].decode("utf-16-le", "replace")
                found.setdefault(name, (kind, begin, size))
        if not any(kind == _ROOT for kind, _, _ in found.values()):
            raise BrokenCompoundError("no root")
        return found
