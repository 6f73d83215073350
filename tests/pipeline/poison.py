"""Readers for workers that hang, eat memory or end over files with certain names, and read all others."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from formkit.pipeline.crew.tasks import At, Done, Message, Task
from formkit.pipeline.crew.worker import read_task
from formkit.pipeline.scan_options import ScanOptions

PAGE = 2
"""The picture of a stack at which "page" in its name strikes."""


def read(task: Task, options: ScanOptions) -> Iterator[Message]:
    name = task.source.named.name
    if "page" not in name:
        strike(name, task.source.path)
    begun = False
    for message in read_task(task, options):
        begun = begun or isinstance(message, At)
        if "last" in name and isinstance(message, Done) and begun and task.pages is None:
            os._exit(9)
        yield message
        if "page" in name and isinstance(message, At) and message.image == PAGE:
            strike(name, task.source.path)


class Warm:
    """A reader at which a worker reads ``first`` before it is ready, so that it has loaded all that reading takes."""

    def __init__(self, first: Task) -> None:
        self.first = first

    def __call__(self, task: Task, options: ScanOptions) -> Iterator[Message]:
        return read(task, options)

    def __reduce__(self) -> tuple[Callable[[Task], object], tuple[Task]]:
        return _warmed, (self.first,)


def _warmed(first: Task) -> Warm:
    for _message in read_task(first, ScanOptions()):
        pass
    return Warm(first)


class Unready:
    """A reader at which a worker ends while it starts, as where a library cannot be loaded."""

    def __call__(self, task: Task, options: ScanOptions) -> Iterator[Message]:
        return read(task, options)

    def __reduce__(self) -> tuple[Callable[[int], object], tuple[int]]:
        return os._exit, (9,)


def strike(name: str, path: Path) -> None:
    if "hang" in name:
        time.sleep(3600)
    if "spin" in name:
        while True:
            pass
    if "eat" in name:
        eaten = []
        while True:
            eaten.append(bytearray(os.urandom(1024)) * 20_000)
    if "crash" in name:
        os._exit(9)
    if "once" in name and not path.with_suffix(".struck").exists():
        path.with_suffix(".struck").touch()
        os._exit(9)
    if "raise" in name:
        raise RuntimeError("赵远山")
    if "leave" in name:
        noted = path.with_suffix(".left")
        folder = tempfile.mkdtemp(prefix="formkit-")
        before = [noted.read_text(encoding="utf-8")] if noted.exists() else []
        noted.write_text("\n".join([*before, folder]), encoding="utf-8")
        os._exit(9)
