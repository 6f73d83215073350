"""What is done again and again: what decisions left unfollowed is caught up with, and second looks are drawn."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from formkit.errors import FormkitError, Problem
from formkit.model.store import Store
from formkit.pipeline.second_looks import draw
from formkit.review.background import Settler

EVERY = 60.0
"""Seconds after which imports that came meanwhile are looked at."""


@contextmanager
def upkeep(
    store: Store, settler: Settler, on_fault: Callable[[Exception], Problem], every: float = EVERY
) -> Iterator[None]:
    """Keep the store up in a thread of its own, at once and again and again, until the block ends."""
    over = threading.Event()
    thread = threading.Thread(target=_keep_up, args=(store, settler, on_fault, every, over), name="upkeep")
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _keep_up(
    store: Store, settler: Settler, on_fault: Callable[[Exception], Problem], every: float, over: threading.Event
) -> None:
    while True:
        try:
            settler.catch_up()
            draw(store, over.is_set)
        except FormkitError:
            pass  # Another program holds the store, or its folder is away for a moment; the next turn tries again.
        except Exception as fault:
            on_fault(fault)
        if over.wait(every):
            return
