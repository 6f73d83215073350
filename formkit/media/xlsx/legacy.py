"""An .xls as a `Book`.

It is read here and not by a library: none tells the defined names, and the fast one in Rust ends the
whole process when a damaged file makes it ask for more memory than there is.
"""

from __future__ import annotations

import struct

from formkit.errors import InputError, Where
from formkit.media.xlsx.archive import damaged
from formkit.media.xlsx.biff import Globals, read_globals
from formkit.media.xlsx.biff_cells import read_sheet
from formkit.media.xlsx.compound import CompoundFile
from formkit.media.xlsx.written import Book, Position, Written, heads_of

_STREAM = "Workbook"
_ENCRYPTED = "EncryptedPackage"
_BROKEN = (struct.error, ValueError, IndexError, KeyError, StopIteration)


class LegacyFile:
    """An open .xls.

    Raises (everywhere):
        InputError: X002 where it is encrypted, X003 where it is damaged.
    """

    def __init__(self, content: bytes, name: str) -> None:
        self._name = name
        self._stream = b""
        self._globals: Globals | None = None
        try:
            container = CompoundFile(content)
            streams = container.names()
            if _STREAM in streams:
                self._stream = container.stream(_STREAM)
                self._globals = read_globals(self._stream)
        except _BROKEN as cause:
            raise damaged(name) from cause
        if _ENCRYPTED in streams or (self._globals is not None and self._globals.encrypted):
            raise InputError.of("X002", where=Where(name), file=name)

    @property
    def has_names(self) -> bool:
        """Whether this is a workbook of Excel 97 or later with any defined names."""
        return self._globals is not None and bool(self._globals.names)

    def book(self) -> Book:
        """Return the workbook with all its cells."""
        found = self._globals or Globals()
        cells: dict[Position, Written] = {}
        heads: dict[Position, Position] = {}
        try:
            for title, place, _ in found.sheets:
                own = read_sheet(self._stream, place, found)
                cells |= {(title, row, column): each for (row, column), each in own.cells.items()}
                heads |= heads_of(title, own.areas)
        except _BROKEN as cause:
            raise damaged(self._name) from cause
        hidden = frozenset(title for title, _, is_hidden in found.sheets if is_hidden)
        titles = tuple(title for title, _, _ in found.sheets if title not in hidden)
        return Book(cells, found.names, heads, found.local_names, titles, hidden, found.starts_1904)
