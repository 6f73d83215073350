"""What is said between the master and a worker: tasks one way, messages the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from formkit.errors import Problem
from formkit.pipeline.scan_options import ScanOptions
from formkit.pipeline.sources import Source

PAGES_OF_A_TASK = 100
"""Pictures after which a worker gives the rest of a stack back, so that it may be relieved in between."""


class End(StrEnum):
    """Why a worker ended."""

    TIME = "time"
    MEMORY = "memory"
    CRASH = "crash"


@dataclass(frozen=True, slots=True)
class Task:
    """A file to be read, or every ``step``-th picture of it from number ``first`` (from 0) on.

    With ``pages``, the pickled pictures that were read of it, they are to be put together into documents. With
    ``draw`` the pictures are made small, too, to be drawn over when the documents are known.
    """

    source: Source
    sha256: str
    first: int = 0
    step: int = 1
    pages: tuple[bytes, ...] | None = None
    draw: bool = False


@dataclass(frozen=True, slots=True)
class Ready:
    """The worker has started."""


@dataclass(frozen=True, slots=True)
class At:
    """The worker begins with a picture (from 1), which is there unless a damaged file did not tell how many it has."""

    image: int


@dataclass(frozen=True, slots=True)
class Page:
    """A picture was read; ``read`` is a pickled `ImageRead`, for the master to pass on, ``plain`` a small JPEG."""

    image: int
    read: bytes
    plain: bytes = b""


@dataclass(frozen=True, slots=True)
class Done:
    """The task is done.

    ``documents`` is a pickled tuple of documents; None where only pictures were read. ``rest`` is the picture (from
    0) at which a long stack is to be gone on with. ``problems`` are why the file cannot be read.
    """

    documents: bytes | None = None
    rest: int | None = None
    problems: tuple[Problem, ...] = ()


Message = Ready | At | Page | Done
Read = Callable[[Task, ScanOptions], Iterator[Message]]
"""Reads a task; the last message is a `Done`, the others say how far it is."""
