"""What a run over whole folders leaves aside: kinds of files that are not read, and results of our own.

Only a file that was found is left aside. One that a person names is to be read, and it is told why it cannot be.
"""

from __future__ import annotations

from pathlib import Path

from formkit.errors import InputError, Problem, Where, problem
from formkit.export import is_own_result
from formkit.pipeline.archives import foreign_archive
from formkit.pipeline.digitise import KNOWN
from formkit.pipeline.lists import SUFFIXES
from formkit.pipeline.sniff import Kind, sniff
from formkit.pipeline.sources import Source

_READ = frozenset({*KNOWN.split(", "), *SUFFIXES}.union(*(kind.suffixes for kind in Kind)))
"""Endings of the files that are read; one of these is never left aside for its kind, whatever it holds."""
_ONLY_A_NAME = frozenset({"F003", "F007"})
"""Problems with which nothing but its name tells what a file is: it is empty, or too large."""


def left_aside(source: Source, content: bytes) -> Problem | None:
    """Return why a file is left aside, or None where it is to be read."""
    where = Where(source.shown)
    if not source.searched:
        return None
    if is_own_result(content):
        return problem("F220", where=where)
    foreign = not _is_read(source.named) and sniff(content) is None and not foreign_archive(content)
    return problem("F219", where=where, known=KNOWN) if foreign else None


def left_unopened(source: Source, error: InputError) -> Problem | None:
    """Return why a file whose bytes could not be had is left aside, or None where that is to be told."""
    if not source.searched or _is_read(source.named) or error.problem.code not in _ONLY_A_NAME:
        return None
    return problem("F219", where=Where(source.shown), known=KNOWN)


def _is_read(path: Path) -> bool:
    return path.suffix.lower() in _READ
