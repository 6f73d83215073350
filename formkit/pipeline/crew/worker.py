"""What runs in a worker: tasks come in by a pipe, and what was read goes back by it. It never touches the store."""

from __future__ import annotations

import os
import pickle
import shutil
import signal
import sys
import tempfile
import threading
import traceback
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache, partial
from multiprocessing import connection, parent_process
from pathlib import Path

from formkit.errors import FormkitError, InputError, Where, problem
from formkit.i18n import set_language
from formkit.media.scan.raster import image_count
from formkit.media.table import read_people
from formkit.model.reading import Document
from formkit.pipeline.crew.tasks import PAGES_OF_A_TASK, At, Done, Message, Page, Read, Ready, Task
from formkit.pipeline.digitise import is_scan, read_content, suffix_warning, with_checks
from formkit.pipeline.lists import is_list
from formkit.pipeline.scan_options import ScanOptions
from formkit.pipeline.scans import ImageRead, documents_of, read_images, stacked
from formkit.pipeline.sources import Source, sha256_of

_OWN_FAULT = 70
"""With which a worker ends when its master is gone (EX_SOFTWARE of sysexits.h)."""


def run(pipe: connection.Connection, options: ScanOptions, language: str, read: Read, folder: str) -> None:
    """Read tasks until there is no more of them or no master; what is on the disk for a moment is in ``folder``."""
    tempfile.tempdir = folder
    _settle(language, folder)
    with suppress(EOFError, OSError):
        pipe.send(Ready())
        while (task := pipe.recv()) is not None:
            for message in _told(task, options, read):
                pipe.send(message)


def _settle(language: str, folder: str) -> None:
    """Leave Ctrl-C to the master, be the first to go when memory runs out."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    set_language(language)
    threading.Thread(target=_end_with_master, args=(folder,), daemon=True).start()
    if sys.platform == "linux":
        with suppress(OSError):
            Path("/proc/self/oom_score_adj").write_text("900", encoding="ascii")


def _end_with_master(folder: str) -> None:
    """A worker that hangs must not outlive a master that was killed, nor what it put onto the disk."""
    master = parent_process()
    if master is not None:
        connection.wait([master.sentinel])
        shutil.rmtree(folder, ignore_errors=True)
        os._exit(_OWN_FAULT)


def _told(task: Task, options: ScanOptions, read: Read) -> Iterator[Message]:
    """Whatever is raised costs the file and is told; only where it happened, for messages may hold answers."""
    try:
        yield from read(task, options)
    except FormkitError as error:
        yield Done(problems=error.problems)
    except Exception as fault:
        frame = traceback.extract_tb(fault.__traceback__)[-1]
        told = f"{type(fault).__name__}, {Path(frame.filename).name}:{frame.lineno}"
        yield Done(problems=(problem("F204", where=Where(task.source.shown), fault=told),))


def read_task(task: Task, options: ScanOptions) -> Iterator[Message]:
    """Read a file, some pictures of it, or put its pictures together.

    Raises:
        InputError: it cannot be read, or its bytes are not those that the master saw.
    """
    content = _content(task.source, task.sha256)
    path = task.source.named
    if task.pages is not None:
        yield Done(_packed(_assembled(task, content, path, options)))
    elif is_scan(content):
        yield from _pictures(task, content, path.name, options)
    elif task.first:
        yield Done()
    else:
        documents = tuple(read_content(content, path, options=options))
        if is_list(documents, path):
            _try_list(task.source)
        yield Done(_packed(documents))


def _try_list(source: Source) -> None:
    """Read a list for nothing: where that ends the worker, the master, who keeps its rows, never touches it."""
    with suppress(FormkitError), source.on_disk() as copy:
        read_people(copy)


@lru_cache(maxsize=1)
def _content(source: Source, sha256: str) -> bytes:
    """The parts of a stack come one after the other, so the last file is kept."""
    content = source.content()
    if sha256_of(content) != sha256:
        raise InputError(problem("F008", where=Where(source.shown)))
    return content


def _pictures(task: Task, content: bytes, name: str, options: ScanOptions) -> Iterator[Message]:
    from formkit.pipeline.scanning import scanner_for

    scanner, most = scanner_for(options), image_count(content, name)
    following = task.first + 1
    reads = read_images(content, name, scanner, draw=task.draw, share=(task.first, task.step))
    for _count in range(PAGES_OF_A_TASK):
        if most is not None and following > most:
            break
        yield At(following)
        each = next(reads, None)
        if each is None:
            break
        yield Page(each.number, pack_page(each), each.plain)
        following = each.number + task.step
    else:
        yield Done(rest=following - 1)
        return
    yield Done()


def pack_page(read: ImageRead) -> bytes:
    """Return a picture as bytes, without the small picture of it."""
    return pickle.dumps(replace(read, plain=b""))


def _assembled(task: Task, content: bytes, path: Path, options: ScanOptions) -> tuple[Document, ...]:
    from formkit.pipeline.scanning import calibration_for, footer_text

    reads: list[ImageRead] = [pickle.loads(each) for each in task.pages or ()]
    footer, calibration = partial(footer_text, options), calibration_for(options)
    found = documents_of(stacked(reads), content, path.name, footer, calibration)
    warning = suffix_warning(content, path)
    return tuple(with_checks(replace(each, problems=(*each.problems, *warning)), path) for each in found)


def _packed(documents: tuple[Document, ...]) -> bytes:
    """A failed document has a mapping that cannot be pickled."""
    return pickle.dumps(tuple(replace(each, readings=dict(each.readings)) for each in documents))
