"""What is costly to make, kept for those who ask again, and made ahead for those who will ask soon."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Event, Lock
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Made = TypeVar("Made")


class Kept(Generic[Key, Made]):
    """The values that were asked for last, each made once however many threads ask for it at a time.

    Who asks for one value never waits for another. ``most`` bounds the sum of the values' ``size``, by default their
    number; the last one is kept in any case.
    """

    def __init__(self, most: int, size: Callable[[Made], int] = lambda _made: 1) -> None:
        self._most, self._size = most, size
        self._made: OrderedDict[Key, Made] = OrderedDict()
        self._at_work: dict[Key, Event] = {}
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._made)

    def __contains__(self, key: Key) -> bool:
        return key in self._made

    def get(self, key: Key, make: Callable[[], Made]) -> Made:
        """Return the value of a key; what ``make`` raises comes to who asked, and is not kept."""
        while True:
            with self._lock:
                if key in self._made:
                    self._made.move_to_end(key)
                    return self._made[key]
                others = self._at_work.get(key)
                if others is None:
                    done = self._at_work[key] = Event()
                    break
            others.wait()
        try:
            made = make()
            with self._lock:
                self._keep(key, made)
            return made
        finally:
            with self._lock:
                del self._at_work[key]
            done.set()

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._made.clear()

    def _keep(self, key: Key, made: Made) -> None:
        self._made[key] = made
        total = sum(map(self._size, self._made.values()))
        while total > self._most and len(self._made) > 1:
            _oldest, gone = self._made.popitem(last=False)
            total -= self._size(gone)


class Ahead:
    """Does in a thread what will be asked for soon: the same thing once, and of too many things the last ones."""

    def __init__(self, most: int, name: str) -> None:
        self._most = most
        self._wanted: OrderedDict[Hashable, Callable[[], object]] = OrderedDict()
        self._lock = Lock()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=name)

    def __len__(self) -> int:
        return len(self._wanted)

    def want(self, key: Hashable, job: Callable[[], object]) -> None:
        """Have ``job`` done, unless the same is wanted already; where too much waits, the oldest is forgotten."""
        with self._lock:
            if key in self._wanted:
                return
            self._wanted[key] = job
            if len(self._wanted) > self._most:
                # Its turn in the thread is left to the new one.
                self._wanted.popitem(last=False)
                return
        with suppress(RuntimeError):  # After the end nothing begins any more.
            self._thread.submit(self._next)

    def close(self) -> None:
        """Finish what is at work, and forget the rest."""
        self._thread.shutdown(wait=True, cancel_futures=True)
        self._wanted.clear()

    def _next(self) -> None:
        with self._lock:
            _key, job = self._wanted.popitem(last=False)
        job()
