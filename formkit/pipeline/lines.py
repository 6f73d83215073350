"""Writing lines of UTF-8 text to a stream or, all or nothing, into a file."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from formkit.atomic import write_atomically
from formkit.errors import OutputError, problem


class LineWriter:
    r"""Lines for ``path``, which appears only when all are written; without a path, for ``stream``.

    The bytes are UTF-8 with "\n" on every system, whatever the console's code page.
    """

    def __init__(self, path: Path | None, stream: IO[bytes]) -> None:
        self._path, self._stream, self._stack = path, stream, ExitStack()
        self.count = 0
        """How many lines were written."""

    def __enter__(self) -> Self:
        """Open the file.

        Raises:
            OutputError: it cannot be written there.
        """
        if self._path is not None:
            try:
                beside = self._stack.enter_context(write_atomically(self._path))
                self._stream = self._stack.enter_context(beside.open("wb"))
            except OSError as error:
                raise self._failure(error) from error
        return self

    def write(self, line: str) -> None:
        """Write one line.

        Raises:
            OutputError: the disk is full or gone.
        """
        try:
            self._stream.write(line.encode("utf-8") + b"\n")
            self._stream.flush()
            self.count += 1
        except BrokenPipeError:
            raise
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
        return OutputError(problem("U005", path=self._path or "stdout", reason=error.strerror or error))
