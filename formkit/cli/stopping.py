"""Ctrl-C, and being asked to end by the system: what is being written is finished, and then the run ends."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType, TracebackType
from typing import Self

import click

from formkit.i18n import N_, _

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_ENDING = [signal.SIGTERM, *([signal.SIGHUP] if hasattr(signal, "SIGHUP") else [])]
_WAIT = N_("stopping: what is being written is finished first; press Ctrl-C once more to end at once")


class Stopping:
    """Notes the wish to end; the second Ctrl-C ends at once, which loses no more than what was not yet stored.

    ``words`` (marked for translation) say what is done first.
    """

    def __init__(self, words: str = _WAIT) -> None:
        self.asked = False
        self._words = words
        self._before: dict[signal.Signals, object] = {}

    def __enter__(self) -> Self:
        """Listen; only the main thread can."""
        if threading.current_thread() is threading.main_thread():
            self._before = {each: signal.signal(each, self._note) for each in _SIGNALS}
        return self

    def __call__(self) -> bool:
        """Say whether the run is to end."""
        return self.asked

    def _note(self, number: int, _frame: FrameType | None) -> None:
        if self.asked and number == signal.SIGINT:
            raise KeyboardInterrupt
        self.asked = True
        click.echo("\n" + _(self._words), err=True)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Listen no more."""
        for each, former in self._before.items():
            signal.signal(each, former)  # type: ignore[arg-type]


@contextmanager
def taken_away_when_stopped() -> Iterator[None]:
    """Being asked to end by the system is as Ctrl-C: what was begun and lies beside its place is taken away again."""
    ours = _ENDING if threading.current_thread() is threading.main_thread() else []
    before = {each: signal.signal(each, _stop) for each in ours}
    try:
        yield
    finally:
        for each, former in before.items():
            signal.signal(each, former)


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
