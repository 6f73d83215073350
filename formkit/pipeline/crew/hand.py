"""One worker as its master sees it: a process, a pipe, what it was given, and when it was last heard of."""

from __future__ import annotations

import multiprocessing
import signal
import tempfile
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing import connection
from multiprocessing.context import SpawnProcess

from formkit.i18n import language
from formkit.pipeline.crew.job import Job
from formkit.pipeline.crew.limits import Limits
from formkit.pipeline.crew.memory import computed_seconds, used_bytes
from formkit.pipeline.crew.tasks import At, Done, End, Message, Page, Read, Ready, Task
from formkit.pipeline.scan_options import ScanOptions

STARTING_SECONDS = 180.0
"""Loading the libraries takes 2 s from a warm disk, and may take a minute from a cold one with a virus scanner."""
PAGES_OF_A_LIFE = 1500
"""Pictures after which a worker is relieved, lest what libraries leak adds up; starting one costs as much as 3."""
_WAITING = 3
"""Times the limit of seconds that a worker may be silent when it does not compute: others may have the machine."""
_RELIEVED_AT = 0.7
"""Share of the memory limit from which a worker is relieved between two tasks."""
_MB = 1024 * 1024


@dataclass(slots=True)
class Hand:
    """A worker.

    ``given`` are its tasks with their files, the one under way first; ``image`` is the picture it is at, 0 for none.
    """

    process: SpawnProcess
    pipe: connection.Connection
    limits: Limits
    folder: tempfile.TemporaryDirectory[str]
    """Where it puts what it needs for a moment; gone with it, however it ends."""
    given: deque[tuple[Job, Task]] = field(default_factory=deque)
    image: int = 0
    heard: float = field(default_factory=time.monotonic)
    computed: float = 0.0
    """Seconds that it had computed when it was last heard of."""
    ready: bool = False
    pages: int = 0
    end: End | None = None
    peak: int = 0
    """Bytes, the most that were seen in use."""

    @classmethod
    def start(cls, options: ScanOptions, limits: Limits, read: Read | None) -> Hand:
        """Start a process; Ctrl-C at the terminal does not reach it."""
        from formkit.pipeline.crew import worker

        context = multiprocessing.get_context("spawn")
        mine, its = context.Pipe()
        folder = tempfile.TemporaryDirectory(prefix="formkit-", ignore_cleanup_errors=True)
        arguments = (its, options, language(), read or worker.read_task, folder.name)
        process = context.Process(target=worker.run, args=arguments, name="formkit-worker", daemon=True)
        with _signals_held():
            process.start()
        its.close()
        return cls(process, mine, limits, folder)

    def give(self, job: Job, task: Task) -> None:
        """Hand over a task; a worker that is gone is noticed when it is next looked at."""
        if not self.given:
            self._hear()
        self.given.append((job, task))
        with suppress(OSError):
            self.pipe.send(task)

    def messages(self) -> Iterator[Message]:
        """Yield what has come from the worker meanwhile."""
        try:
            while self.pipe.poll():
                message: Message = self.pipe.recv()
                self._note(message)
                yield message
        except (EOFError, OSError):
            self.end = self.end or End.CRASH

    def _hear(self) -> None:
        self.heard = time.monotonic()
        self.computed = computed_seconds(*self._asked) or 0.0

    @property
    def _asked(self) -> tuple[int, int]:
        return self.process.pid or 0, int(self.process.sentinel)

    def _note(self, message: Message) -> None:
        self._hear()
        if isinstance(message, Ready):
            self.ready = True
        elif isinstance(message, At):
            self.image = message.image
        elif isinstance(message, Page):
            self.pages += 1
        elif isinstance(message, Done):
            self.image = 0

    def look(self) -> None:
        """End the worker where it takes too long or too much."""
        used = used_bytes(*self._asked)
        self.peak = max(self.peak, used or 0)
        if used is not None and used > self.limits.megabytes * _MB:
            self._kill(End.MEMORY)
        if (self.given or not self.ready) and self._is_overdue():
            self._kill(End.TIME)

    def _is_overdue(self) -> bool:
        silent = time.monotonic() - self.heard
        limit = self.limits.seconds if self.ready else max(STARTING_SECONDS, self.limits.seconds)
        if silent <= limit:
            return False
        computed = computed_seconds(*self._asked)
        return silent > _WAITING * limit or (computed is not None and computed - self.computed > limit)

    @property
    def is_tired(self) -> bool:
        """Whether it is to be relieved before it gets another task."""
        return self.pages >= PAGES_OF_A_LIFE or self.peak > _RELIEVED_AT * self.limits.megabytes * _MB

    @property
    def how(self) -> str:
        """How the process ended: the name of a signal, or its exit code."""
        code = self.process.exitcode
        if code is not None and code < 0:
            with suppress(ValueError):
                return signal.Signals(-code).name
        return str(code)

    def _kill(self, end: End) -> None:
        self.end = end
        self.process.kill()

    def close(self) -> None:
        """End the process, whatever it is at, and wait until it is gone."""
        with suppress(OSError):
            self.process.kill()
        self.process.join(10)
        self.pipe.close()
        self.folder.cleanup()


@contextmanager
def _signals_held() -> Iterator[None]:
    """Start a process with Ctrl-C blocked from its first moment; the master gets one that comes now a moment later."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
