"""Reading files one after the other, in this process or by workers (`formkit.pipeline.crew`); nothing is stored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from formkit.errors import FormkitError, InputError, Problem
from formkit.media.scan.overlay import picture
from formkit.model.reading import Document
from formkit.pipeline.archives import is_archive
from formkit.pipeline.crew.crew import Crew
from formkit.pipeline.crew.job import FileRead, Wanted
from formkit.pipeline.crew.limits import Limits
from formkit.pipeline.crew.tasks import Read
from formkit.pipeline.digitise import failed, is_scan, load, read_content, suffix_warning, with_checks
from formkit.pipeline.left_aside import left_aside, left_unopened
from formkit.pipeline.scan_options import ScanOptions
from formkit.pipeline.scanning import calibration_for, footer_text, scanner_for
from formkit.pipeline.scans import ImageRead, documents_of, read_images, stacked
from formkit.pipeline.sources import Source, sha256_of, stat_of


@dataclass(frozen=True, slots=True)
class PathRead:
    """A file and the documents in it; ``pictures`` counts those of a scan, ``plain`` are those to be drawn over.

    ``aside`` says why a file that was found in a folder is none that is read; it has no documents then.
    """

    path: Path
    documents: tuple[Document, ...] = ()
    pictures: int = 0
    plain: Mapping[int, bytes] = field(default_factory=dict)
    aside: Problem | None = None

    def overlay(self) -> Iterator[bytes]:
        """Yield the pictures (JPEG) with what the documents say; one after the other, for a stack has many."""
        told: dict[int, list[Document]] = defaultdict(list)
        for document in self.documents:
            for number in _images(document):
                told[number].append(document)
        for number in sorted(self.plain):
            yield picture(self.plain[number], number, told[number])


def _images(document: Document) -> set[int]:
    """Return the numbers of the pictures of which a document says something."""
    regions = {each.region.image for each in document.readings.values() if each.region is not None}
    return regions | {each.image for each in document.pages}


@dataclass(frozen=True, slots=True)
class ReadingRun:
    """Files to be read, and how.

    Args:
        options: how scans are read.
        workers: how many processes of their own read; with 0 this one does, and what hangs or crashes ends it.
        limits: what a worker may take.
        draw: make an overlay of every picture.
        named: the paths that a person gave; without them every file is one that a person named.
        progress: told how many pictures were read since its last call.
        read: what a worker does with a task, if not the usual.
    """

    options: ScanOptions
    workers: int = 0
    limits: Limits = field(default_factory=Limits)
    draw: bool = False
    named: Iterable[Path] | None = None
    progress: Callable[[int], None] = lambda count: None
    read: Read | None = None

    def files(self, paths: Iterable[Path]) -> Iterator[PathRead]:
        """Yield every file with its documents, in the order of ``paths``; a bad file becomes a failed document.

        A file that no person named is left aside where it is of no kind that is read, or a result of our own.

        Raises:
            FormkitError: workers cannot be started at all (F218).
        """
        if not self.workers:
            yield from map(self._alone, paths)
            return
        crew = Crew(
            self.workers, self.options, self.limits, read=self.read, on_pages=self.progress, in_order=True, split_from=1
        )
        with crew:
            yield from map(_told, crew.files(map(self._wanted, paths)))

    def _source(self, path: Path) -> Source:
        size, mtime_ns = stat_of(path)
        given = None if self.named is None else {str(each.absolute()) for each in self.named}
        searched = given is not None and str(path.absolute()) not in given
        # An archive is not opened here, but it may hold forms: it is told that import takes it.
        return Source(path, size, mtime_ns, max(0, size), searched=searched and not is_archive(path))

    def _loaded(self, source: Source) -> bytes | PathRead:
        """Return the bytes of a file that is to be read, else what becomes of it."""
        try:
            content = load(source.path)
        except InputError as error:
            aside = left_unopened(source, error)
            documents = (failed(source.path, b"", error.problems),) if aside is None else ()
            return PathRead(source.path, documents, aside=aside)
        aside = left_aside(source, content)
        return content if aside is None else PathRead(source.path, aside=aside)

    def _wanted(self, path: Path) -> Wanted:
        source = self._source(path)
        loaded = self._loaded(source)
        if isinstance(loaded, PathRead):
            return Wanted(source, ready=loaded)
        return Wanted(source, sha256_of(loaded), draw=self.draw)

    def _alone(self, path: Path) -> PathRead:
        content = self._loaded(self._source(path))
        if isinstance(content, PathRead):
            return content
        if not is_scan(content):
            return PathRead(path, tuple(read_content(content, path, options=self.options)))
        try:
            return self._scan(path, content)
        except FormkitError as error:
            return PathRead(path, (failed(path, content, error.problems),))

    def _scan(self, path: Path, content: bytes) -> PathRead:
        reads: list[ImageRead] = []
        for each in read_images(content, path.name, scanner_for(self.options), draw=self.draw):
            reads.append(each)
            self.progress(1)
        plain = {each.number: each.plain for each in reads if each.plain}
        read_footer, calibration = partial(footer_text, self.options), calibration_for(self.options)
        try:
            found = documents_of(stacked(reads), content, path.name, read_footer, calibration)
        except FormkitError as error:
            return PathRead(path, (failed(path, content, error.problems),), len(reads), plain)
        warning = suffix_warning(content, path)
        told = (replace(each, problems=(*each.problems, *warning)) for each in found)
        return PathRead(path, tuple(with_checks(each, path) for each in told), len(reads), plain)


def _told(read: FileRead) -> PathRead:
    if isinstance(read.wanted.ready, PathRead):
        return read.wanted.ready
    path, documents = read.wanted.source.path, read.documents
    if read.problems:
        documents = (Document(path.name, read.wanted.sha256, problems=read.problems, failed=True),)
    return PathRead(path, documents, read.pages, read.plain)
