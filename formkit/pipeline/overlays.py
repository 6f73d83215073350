"""The overlay of a run: one PDF, a page a picture, there as a whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from formkit.atomic import write_atomically
from formkit.errors import OutputError
from formkit.media.scan.overlay import append_page


class OverlayFile:
    """Takes the pictures of a run; without a path it takes and drops them, and without pictures it writes nothing."""

    def __init__(self, path: Path | None) -> None:
        self._path, self._stack, self._beside = path, ExitStack(), Path()
        self.pages = 0
        """How many pictures were written."""

    def __enter__(self) -> Self:
        """Take note of the start; the file is begun with the first picture."""
        return self

    def add(self, pictures: Iterable[bytes]) -> None:
        """Add pictures (JPEG) as the next pages.

        Raises:
            OutputError: the file cannot be written.
        """
        if self._path is None:
            return
        try:
            for each in pictures:
                if not self.pages:
                    self._beside = self._stack.enter_context(write_atomically(self._path))
                append_page(self._beside, each, first=not self.pages)
                self.pages += 1
        except OSError as error:
            raise self._failure(error) from error

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give the file its name, or leave nothing behind where the work was stopped."""
        try:
            self._stack.__exit__(kind, error, trace)
        except OSError as failure:
            raise self._failure(failure) from failure

    def _failure(self, error: OSError) -> OutputError:
        return OutputError.of("U005", path=self._path, reason=error.strerror or error)  # type: ignore[return-value]
