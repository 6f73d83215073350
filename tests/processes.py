"""Processes that start quickly, where the system can: what they need is imported once, and they are forks of that."""

from __future__ import annotations

import multiprocessing
from functools import cache
from multiprocessing import forkserver
from multiprocessing.context import BaseContext

PRELOADED = ["tests.loaded", "tests.store.crashing_import", "tests.store.killed_desk"]
"""There is one server for all tests of a process, so it gets what any of them needs."""


@cache
def quick_processes() -> BaseContext:
    """Return the kind of processes; called first where the current folder is that of the checkout."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOADED)
    forkserver.ensure_running()
    return context
