"""The records of an .xls stream, and the strings inside them ([MS-XLS] 2.1.4, 2.5.293, 2.5.294)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

CONTINUE = 0x3C
EOF = 0x0A
_WIDE, _EXTENDED, _RICH = 0x01, 0x04, 0x08


@dataclass(frozen=True, slots=True)
class Record:
    """A record: its kind, and its body with what continues it, each a segment."""

    kind: int
    segments: tuple[bytes, ...]

    @property
    def body(self) -> bytes:
        """The first segment, which holds all but long strings."""
        return self.segments[0]


def records(stream: bytes, place: int) -> Iterator[Record]:
    """Yield the records of the substream that begins at ``place``, up to its end."""
    kind, segments = -1, [b""]
    while 0 <= place <= len(stream) - 4:
        found, size = struct.unpack_from("<HH", stream, place)
        body = stream[place + 4 : place + 4 + size]
        place += 4 + size
        if found == CONTINUE:
            segments.append(body)
            continue
        if kind >= 0:
            yield Record(kind, tuple(segments))
        kind, segments = found, [body]
        if found == EOF:
            return
    if kind >= 0:
        yield Record(kind, tuple(segments))


class Strings:
    """Reads strings one after another from segments; a long one goes on in the next segment."""

    def __init__(self, segments: tuple[bytes, ...], place: int = 0) -> None:
        self._segments = segments
        self._index = 0
        self._place = place

    def take(self, *, short: bool = False) -> str:
        """Return the next string; ``short``: its length is one byte.

        Raises:
            ValueError: the segments end before the string does.
        """
        length = self._raw(1)[0] if short else struct.unpack("<H", self._raw(2))[0]
        flags = self._raw(1)[0]
        runs = struct.unpack("<H", self._raw(2))[0] if flags & _RICH else 0
        extra = struct.unpack("<I", self._raw(4))[0] if flags & _EXTENDED else 0
        text = self._characters(length, bool(flags & _WIDE))
        self._raw(4 * runs + extra)
        return text

    def _raw(self, count: int) -> bytes:
        taken = b""
        while len(taken) < count:
            if self._index >= len(self._segments):
                raise ValueError("a string ends before its time")
            segment = self._segments[self._index]
            piece = segment[self._place : self._place + count - len(taken)]
            taken += piece
            self._place += len(piece)
            if self._place >= len(segment):
                self._index, self._place = self._index + 1, 0
        return taken

    def _characters(self, count: int, wide: bool) -> str:
        """Return the characters; each further segment tells anew whether they are wide."""
        pieces = []
        while count:
            if self._index >= len(self._segments):
                raise ValueError("a string ends before its time")
            room = len(self._segments[self._index]) - self._place
            fits = min(count, room // 2 if wide else room)
            raw = self._raw(fits * 2 if wide else fits)
            pieces.append(raw if wide else raw.decode("latin-1").encode("utf-16-le"))
            count -= fits
            if count:
                if self._place:
                    self._index, self._place = self._index + 1, 0
                wide = bool(self._raw(1)[0] & _WIDE)
        return b"".join(pieces).decode("utf-16-le", "replace")
