"""Reading many files, by one process or several: scans are dealt out picture by picture, the rest is quick."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from formkit.errors import FormkitError, InputError, Problem
from formkit.model.reading import Document
from formkit.pipeline.digitise import failed, is_scan, load, read_content, with_checks
from formkit.pipeline.scan_options import ScanOptions
from formkit.pipeline.scanning import calibration_for, footer_text, scanner_for
from formkit.pipeline.scans import ImageRead, documents_of, read_images, stacked

_AHEAD = 3
"""Files under way for each worker: enough that none waits, few enough that memory stays flat."""


@dataclass(frozen=True, slots=True)
class FileRead:
    """A file and the documents in it; ``pictures`` counts those of a scan, ``drawn`` are their overlays."""

    path: Path
    documents: tuple[Document, ...]
    pictures: int = 0
    drawn: tuple[bytes, ...] = ()


@dataclass(slots=True)
class _Job:
    """A file under way."""

    path: Path
    parts: list[Future[list[ImageRead]]] = field(default_factory=list)
    done: FileRead | None = None


def read_files(
    paths: Iterable[Path], options: ScanOptions, *, workers: int = 1, draw: bool = False,
    progress: Callable[[int], None] = lambda count: None,
) -> Iterator[FileRead]:
    """Yield every file with its documents, in the order of ``paths``; a bad file becomes a failed document.

    Args:
        paths: the files.
        options: how scans are read.
        workers: how many processes read scans.
        draw: make an overlay of every picture.
        progress: told how many pictures were read since its last call.
    """
    if workers <= 1:
        for path in paths:
            yield _read_alone(path, options, draw, progress)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        yield from _read_dealt(paths, partial(_deal, pool, options, draw, workers), options, workers, progress)


def _read_alone(path: Path, options: ScanOptions, draw: bool, progress: Callable[[int], None]) -> FileRead:
    try:
        content = load(path)
        if not is_scan(content):
            return FileRead(path, tuple(read_content(content, path, options=options)))
        reads = []
        for each in read_images(content, path.name, scanner_for(options), draw=draw):
            reads.append(each)
            progress(1)
        return _file(path, content, reads, options)
    except FormkitError as error:
        return FileRead(path, (failed(path, b"", error.problems),))


def _file(path: Path, content: bytes, reads: list[ImageRead], options: ScanOptions) -> FileRead:
    drawn = tuple(each.drawn for each in sorted(reads, key=lambda each: each.number) if each.drawn)
    try:
        read_footer, calibration = partial(footer_text, options), calibration_for(options)
        found = documents_of(stacked(reads), content, path.name, read_footer, calibration)
    except FormkitError as error:
        return FileRead(path, (failed(path, content, error.problems),), len(reads), drawn)
    return FileRead(path, tuple(with_checks(each, path) for each in found), len(reads), drawn)


_Deal = Callable[[Path], _Job]


def _read_dealt(
    paths: Iterable[Path], deal: _Deal, options: ScanOptions, workers: int, progress: Callable[[int], None]
) -> Iterator[FileRead]:
    jobs: deque[_Job] = deque()
    for path in paths:
        jobs.append(deal(path))
        if len(jobs) >= _AHEAD * workers:
            yield _finished(jobs.popleft(), options, progress)
    while jobs:
        yield _finished(jobs.popleft(), options, progress)


def _deal(pool: ProcessPoolExecutor, options: ScanOptions, draw: bool, workers: int, path: Path) -> _Job:
    """Give the pictures of a scan to the workers in turn; what is no scan is read at once."""
    job = _Job(path)
    try:
        content = load(path)
    except InputError as error:
        job.done = FileRead(path, (failed(path, b"", error.problems),))
        return job
    if not is_scan(content):
        job.done = FileRead(path, tuple(read_content(content, path, options=options)))
        return job
    parts = workers if content[:4] in (b"II*\x00", b"MM\x00*") or b"%PDF-" in content[:1024] else 1
    job.parts = [pool.submit(_read_part, path, options, draw, (part, parts)) for part in range(parts)]
    return job


def _read_part(path: Path, options: ScanOptions, draw: bool, share: tuple[int, int]) -> list[ImageRead]:
    return list(read_images(load(path), path.name, scanner_for(options), draw=draw, share=share))


def _finished(job: _Job, options: ScanOptions, progress: Callable[[int], None]) -> FileRead:
    if job.done is not None:
        return job.done
    reads: list[ImageRead] = []
    problems: tuple[Problem, ...] = ()
    for part in job.parts:
        try:
            reads += part.result()
            progress(len(reads))
        except FormkitError as error:
            problems = error.problems
    content = load(job.path)
    if problems:
        return FileRead(job.path, (failed(job.path, content, problems),))
    return _file(job.path, content, reads, options)
