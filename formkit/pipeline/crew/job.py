"""One file under way: its parts, the pictures read so far, and how often it ended a worker."""

from __future__ import annotations

import pickle
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from formkit.errors import Problem, Where, problem
from formkit.model.reading import Document
from formkit.pipeline.crew.limits import Limits
from formkit.pipeline.crew.tasks import Done, End, Page, Task
from formkit.pipeline.sources import Source

MOST_DEATHS = 2
"""How often a picture, or a file outside of its pictures, may end a worker before it is passed over."""
MOST_BAD_PAGES = 3
"""Pictures of one file that may be passed over; after one more the whole file is set aside."""
_OF_FILES = {End.TIME: "F201", End.MEMORY: "F202", End.CRASH: "F203"}
_OF_PAGES = {End.TIME: "G011", End.MEMORY: "G012", End.CRASH: "G013"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file that is to be read, or, with ``ready``, one of which that is known already what becomes of it.

    ``deaths`` are those of an earlier try, by picture. With ``draw`` small pictures of it are kept, too.
    """

    source: Source
    sha256: str = ""
    deaths: Mapping[int, int] = field(default_factory=dict)
    ready: object = None
    draw: bool = False


@dataclass(frozen=True, slots=True)
class FileRead:
    """A file and what was read in it; ``pages`` counts the pictures of a scan.

    ``problems`` are why it could not be read. ``poisoned`` where it ended its workers. ``plain`` are the
    pictures that are to be drawn over (JPEG), by their numbers.
    """

    wanted: Wanted
    documents: tuple[Document, ...] = ()
    problems: tuple[Problem, ...] = ()
    pages: int = 0
    poisoned: bool = False
    deaths: Mapping[int, int] = field(default_factory=dict)
    plain: Mapping[int, bytes] = field(default_factory=dict)


@dataclass(slots=True)
class Job:
    """A file under way."""

    wanted: Wanted
    limits: Limits
    open_tasks: int = 0
    pages: dict[int, bytes] = field(default_factory=dict)
    plain: dict[int, bytes] = field(default_factory=dict)
    documents: bytes | None = None
    problems: tuple[Problem, ...] = ()
    deaths: Counter[int] = field(default_factory=Counter)
    bad: set[int] = field(default_factory=set)
    poisoned: bool = False
    late: bool = False
    """It ended a worker once, and is tried again when all others are done."""

    def __post_init__(self) -> None:
        """Go on where an earlier try stopped."""
        self.deaths.update(self.wanted.deaths)

    def begin(self, parts: int) -> Iterator[Task]:
        """Yield the first tasks: every n-th picture for each of ``parts`` workers."""
        for part in range(parts):
            yield self._task(part, parts)

    def _task(self, first: int, step: int) -> Task:
        self.open_tasks += 1
        return Task(self.wanted.source, self.wanted.sha256, first, step, draw=self.wanted.draw)

    def take(self, task: Task, done: Done) -> Iterator[Task]:
        """Note that a task is done; yield what it leaves to be done."""
        self.open_tasks -= 1
        self.problems = self.problems or done.problems
        self.documents = self.documents or done.documents
        if self.problems or self.poisoned:
            return
        if done.rest is not None:
            yield self._task(done.rest, task.step)
        elif not self.open_tasks and self.documents is None and self.pages:
            self.open_tasks += 1
            pages = tuple(self.pages[number] for number in sorted(self.pages))
            yield Task(self.wanted.source, self.wanted.sha256, pages=pages)

    def lose(self, task: Task, image: int, end: End, how: str) -> Iterator[Task]:
        """Note that a worker ended over a task, at picture ``image``; yield what is to be tried again."""
        self.open_tasks -= 1
        self.deaths[image] += 1
        self.late = True
        again = self.deaths[image] < MOST_DEATHS
        if self.poisoned or self.problems:
            return
        if not image:
            if again:
                self.open_tasks += 1
                yield task
            else:
                self._give_up(end, how)
        elif image in self.pages:
            yield self._task(image - 1 + task.step, task.step)  # It was read; what ended the worker came after it.
        elif again:
            yield self._task(image - 1, task.step)
        else:
            yield from self._pass_over(task, image, end, how)

    def _pass_over(self, task: Task, image: int, end: End, how: str) -> Iterator[Task]:
        self.bad.add(image)
        if len(self.bad) > MOST_BAD_PAGES:
            self._give_up(end, how)
            return
        from formkit.pipeline.crew.worker import pack_page
        from formkit.pipeline.scans import ImageRead

        found = self._problem(_OF_PAGES[end], how, image)
        self.pages[image] = pack_page(ImageRead(image, problems=(found,)))
        yield self._task(image - 1 + task.step, task.step)

    def _give_up(self, end: End, how: str) -> None:
        self.poisoned = True
        self.problems = (self._problem(_OF_FILES[end], how),)

    def _problem(self, code: str, how: str, image: int = 0) -> Problem:
        where = Where(self.wanted.source.shown, detail=f"#{image}" if image else "")
        return problem(
            code, where=where, image=image, how=how, seconds=round(self.limits.seconds), most=self.limits.megabytes
        )

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to be done; parts that other workers are still at do not matter then."""
        return self.poisoned or self.wanted.ready is not None or not self.open_tasks

    @property
    def held(self) -> int:
        """How many bytes are held of it."""
        return sum(map(len, (*self.pages.values(), *self.plain.values()))) + len(self.documents or b"")

    def note(self, page: Page) -> None:
        """Keep a picture that was read."""
        self.pages[page.image] = page.read
        if page.plain:
            self.plain[page.image] = page.plain

    def result(self) -> FileRead:
        """Return what was read."""
        documents: tuple[Document, ...] = ()
        if self.documents is not None and not self.problems:
            documents = pickle.loads(self.documents)
        return FileRead(
            self.wanted, documents, self.problems, len(self.pages), self.poisoned, dict(self.deaths), self.plain
        )
