"""How far a long run is: pictures read and the rate, on one line of the terminal that is written over."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Self

import click

from formkit.i18n import _, ngettext

_EVERY = 0.2
"""Seconds between two writings of the line."""
_WORTH_TELLING = 2
"""Pictures from which the end of a run says how fast it was."""


class Progress:
    """Counts pictures. On a terminal the line moves; elsewhere only the end of a longer run is told, on stderr."""

    def __init__(self) -> None:
        self._count, self._begun, self._told = 0, time.monotonic(), 0.0
        self._moves = sys.stderr.isatty()

    def __enter__(self) -> Self:
        """Start the clock."""
        self._begun = time.monotonic()
        return self

    def add(self, count: int) -> None:
        """Note that ``count`` more pictures were read."""
        self._count += count
        now = time.monotonic()
        if self._moves and now - self._told >= _EVERY:
            self._told = now
            click.echo("\r" + self._words(), nl=False, err=True)

    def clear(self) -> None:
        """Take the line away, for something else to be written."""
        if self._moves and self._told:
            click.echo("\r" + " " * 78 + "\r", nl=False, err=True)

    def _words(self) -> str:
        rate = self._count / max(1e-6, time.monotonic() - self._begun)
        text = ngettext("{n} picture read", "{n} pictures read", self._count).format(n=self._count)
        return _("{count}, {rate} a minute").format(count=text, rate=round(60 * rate))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave the last word of a run that ended well."""
        self.clear()
        if kind is None and self._count >= _WORTH_TELLING:
            click.echo(self._words(), err=True)
