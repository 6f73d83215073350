"""How much a worker may take, and how many of them a machine carries."""

from __future__ import annotations

import os
from dataclasses import dataclass

from formkit.pipeline.crew.memory import machine_bytes

_MB = 1024 * 1024
_KEPT_FREE = 1500
"""MB that are left to the system, to the master and to what else is open."""
_EACH = 1000
"""MB that a worker takes over a stack of A4 scans, with room for a large one; measured by bench/bulk.py --memory."""
_MOST = 16


@dataclass(frozen=True, slots=True)
class Limits:
    """What a worker may take before it is ended.

    ``seconds`` of computing are for one picture of a scan, or one file of another kind; three times as long may pass
    where the worker does not get to compute. ``megabytes`` is the memory that the process has in use.
    """

    seconds: float = 120.0
    """The slowest sheets take 3 s on a machine of 2020."""
    megabytes: int = 2500


def default_workers() -> int:
    """Return how many workers this machine carries, by its cores and its memory: at least one."""
    own = getattr(os, "sched_getaffinity", None)
    cores = len(own(0)) if own is not None else os.cpu_count() or 1
    memory = machine_bytes()
    by_memory = cores if memory is None else int((memory / _MB - _KEPT_FREE) // _EACH)
    return max(1, min(cores, by_memory, _MOST))
