"""Several workers over many files: who gets what, and what was read, in the order of the files."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing import connection
from types import TracebackType
from typing import Self

from formkit.errors import FormkitError, problem
from formkit.pipeline.crew.hand import Hand
from formkit.pipeline.crew.job import FileRead, Job, Wanted
from formkit.pipeline.crew.limits import Limits
from formkit.pipeline.crew.tasks import Done, End, Page, Read, Task
from formkit.pipeline.scan_options import ScanOptions

_GIVEN = 2
"""Tasks that a worker holds, so that none waits while the master writes."""
_AHEAD = 64
"""Files a worker that may be done, or under way, behind one that is still being read."""
_MOST_HELD = 96 * 1024 * 1024
"""Bytes that were read and wait for their turn, over which nothing new is begun."""
_LOOK_SECONDS = 0.25
_WORTH_SPLITTING = 3 * 1024 * 1024
"""Bytes from which the pictures of one file are dealt to all workers."""
_STACKS = (".pdf", ".tif", ".tiff")
_MOST_FALSE_STARTS = 3
"""Workers in a row that end before they are ready."""


@dataclass(slots=True)
class Crew:
    """Workers, started as they are needed. Use it as a context: at its end none is left.

    Args:
        count: how many workers there are at most.
        options: how scans are read.
        limits: what a worker may take.
        read: what a worker does with a task, if not the usual.
        stopping: asked now and then whether to end early.
        on_pages: told how many pictures were read since its last call.
        on_death: told of a file that ended a worker, which is to be tried again.
        in_order: try what ended a worker again at once, so that every file is yielded in its order; else when all
            others are done.
        split_from: bytes of a file from which its pictures are dealt to all workers; None for what suits many files.
    """

    count: int
    options: ScanOptions
    limits: Limits = field(default_factory=Limits)
    read: Read | None = None
    stopping: Callable[[], bool] = lambda: False
    on_pages: Callable[[int], None] = lambda count: None
    on_death: Callable[[FileRead], None] = lambda read: None
    in_order: bool = False
    split_from: int | None = None
    _hands: list[Hand] = field(default_factory=list)
    _jobs: deque[Job] = field(default_factory=deque)
    _late: list[Job] = field(default_factory=list)
    _tasks: deque[tuple[Job, Task]] = field(default_factory=deque)
    _later: deque[tuple[Job, Task]] = field(default_factory=deque)
    _false_starts: int = 0
    peak: int = 0
    """Bytes, the most that one worker was seen to use."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End every worker."""
        for hand in list(self._hands):
            self._dismiss(hand)

    def files(self, wanted: Iterable[Wanted]) -> Iterator[FileRead]:
        """Yield every file that is wanted, in order; without ``in_order``, what ended a worker comes after all others.

        Raises:
            FormkitError: workers cannot be started at all (F218).
        """
        coming = iter(wanted)
        exhausted = False
        while not self.stopping():
            while not exhausted and self._has_room():
                following = next(coming, None)
                exhausted = following is None
                if following is not None:
                    self._begin(following)
            yield from self._finished()
            if exhausted and not self._jobs:
                if not self._late:
                    return
                self._jobs.extend(self._late)
                self._late.clear()
                self._tasks.extend(self._later)
                self._later.clear()
            self._hand_out()
            self._listen()

    def _has_room(self) -> bool:
        under_way = len(self._jobs) < _AHEAD * self.count
        waiting = len(self._tasks) < _GIVEN * self.count
        return under_way and waiting and sum(each.held for each in self._jobs) < _MOST_HELD

    def _begin(self, wanted: Wanted) -> None:
        job = Job(wanted, self.limits)
        self._jobs.append(job)
        if wanted.ready is None:
            least = _WORTH_SPLITTING if self.split_from is None else self.split_from
            stack = wanted.source.named.suffix.lower() in _STACKS and wanted.source.weight >= least
            self._tasks.extend((job, task) for task in job.begin(self.count if stack else 1))

    def _finished(self) -> Iterator[FileRead]:
        while self._jobs and (self._jobs[0].is_over or (self._jobs[0].late and not self.in_order)):
            job = self._jobs.popleft()
            if job.is_over:
                yield job.result()
            else:
                self._late.append(job)

    def _hand_out(self) -> None:
        for tired in [each for each in self._hands if each.is_tired and not each.given]:
            self._dismiss(tired)
        while self._tasks:
            hand = self._free_hand()
            if hand is None:
                return
            job, task = self._tasks[0]
            if task.pages is not None and (hand.given or not hand.ready):
                # Pictures to be put together fill the pipe; only a worker that has nothing to say takes them in.
                return
            self._tasks.popleft()
            if not job.is_over:
                hand.give(job, task)

    def _free_hand(self) -> Hand | None:
        """Return the worker with the least to do; a new one as long as all have something and more may be started."""
        able = [each for each in self._hands if len(each.given) < _GIVEN and not each.is_tired and each.end is None]
        idle = [each for each in able if not each.given]
        if idle:
            return idle[0]
        if len(self._hands) < self.count:
            self._hands.append(Hand.start(self.options, self.limits, self.read))
            return self._hands[-1]
        return min(able, key=lambda each: len(each.given), default=None)

    def _listen(self) -> None:
        watched = [each.pipe for each in self._hands]
        if any(each.given or not each.ready for each in self._hands):
            connection.wait(watched, _LOOK_SECONDS)
        for hand in list(self._hands):
            for message in hand.messages():
                self._hear(hand, message)
            if hand.end is None:
                hand.look()
            if hand.end is not None:
                self._bury(hand)

    def _hear(self, hand: Hand, message: object) -> None:
        if not hand.given:
            return
        job, task = hand.given[0]
        if isinstance(message, Page):
            job.note(message)
            self.on_pages(1)
        elif isinstance(message, Done):
            hand.given.popleft()
            # What is left of a file comes before other files, so that it is soon out of the memory.
            self._tasks.extendleft((job, each) for each in job.take(task, message))

    def _bury(self, hand: Hand) -> None:
        """Take over from a worker that ended: its task is tried again later, the others at once."""
        for message in hand.messages():
            self._hear(hand, message)
        given = list(hand.given)
        self._dismiss(hand)
        if not hand.ready:
            self._count_false_start(hand)
        else:
            self._false_starts = 0
            if given:
                job, task = given.pop(0)
                again = job.lose(task, hand.image, hand.end or End.CRASH, hand.how)
                (self._tasks if self.in_order else self._later).extend((job, each) for each in again)
                self.on_death(job.result())
        self._tasks.extendleft(reversed(given))

    def _count_false_start(self, hand: Hand) -> None:
        self._false_starts += 1
        if self._false_starts >= _MOST_FALSE_STARTS:
            raise FormkitError(problem("F218", how=hand.how))

    def _dismiss(self, hand: Hand) -> None:
        self.peak = max(self.peak, hand.peak)
        self._hands.remove(hand)
        hand.close()
