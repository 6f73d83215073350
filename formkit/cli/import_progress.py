"""How far an import is: files and pages done, the rate and the time left, on stderr."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Self

import click

from formkit.cli.table import columns_of
from formkit.i18n import N_, _, ngettext

_EVERY = 0.2
"""Seconds between two writings of the line on a terminal."""
_PLAIN_EVERY = 30.0
"""Seconds between two lines where there is no terminal."""
_LINE = N_("{done} of {total} files, {pages} pages, {rate}, {left}")


class ImportProgress:
    """On a terminal one line that moves; elsewhere a line every now and then.

    Args:
        total: how many files there are, ``before`` of them finished before.
        weight: bytes that are still to be read, from which the time left is reckoned.
    """

    def __init__(self, total: int, before: int, weight: int) -> None:
        self._total, self._done, self._weight = total, before, max(1, weight)
        self._read, self._pages = 0, 0
        self._begun = self._told = time.monotonic()
        self._moves = sys.stderr.isatty()
        self._width = 0

    def __enter__(self) -> Self:
        """Start the clock."""
        self._begun = self._told = time.monotonic()
        return self

    def add_pages(self, count: int) -> None:
        """Note that ``count`` more pages were read."""
        self._pages += count
        self._tell()

    def add_file(self, weight: int) -> None:
        """Note that one more file of so many bytes is done."""
        self._done += 1
        self._read += weight
        self._tell()

    def _tell(self) -> None:
        now = time.monotonic()
        if now - self._told < (_EVERY if self._moves else _PLAIN_EVERY):
            return
        self._told = now
        if not self._moves:
            click.echo(self.words(), err=True)
            return
        text = self.words()
        width = columns_of(text)
        click.echo("\r" + text + " " * max(0, self._width - width), nl=False, err=True)
        self._width = width

    def clear(self) -> None:
        """Take the line away, for something else to be written."""
        if self._moves and self._width:
            click.echo("\r" + " " * self._width + "\r", nl=False, err=True)
            self._width = 0

    def words(self) -> str:
        """Return how far the run is."""
        spent = max(1e-6, time.monotonic() - self._begun)
        if self._pages:
            rate = _pages_a_minute(round(60 * self._pages / spent))
        else:
            rate = _files_a_minute(round(60 * self._done / spent))
        return _(_LINE).format(
            done=self._done, total=self._total, pages=self._pages, rate=rate, left=self._left(spent)
        )

    def _left(self, spent: float) -> str:
        if not self._read:
            return _(N_("time left not known yet"))
        seconds = round(spent * (self._weight - self._read) / self._read)
        hours, minutes = divmod(max(0, seconds) // 60, 60)
        return _(N_("{time} left")).format(time=f"{hours}:{minutes:02d}:{max(0, seconds) % 60:02d}")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take the line away."""
        self.clear()


def _pages_a_minute(count: int) -> str:
    return ngettext("{count} page a minute", "{count} pages a minute", count).format(count=count)


def _files_a_minute(count: int) -> str:
    return ngettext("{count} file a minute", "{count} files a minute", count).format(count=count)
