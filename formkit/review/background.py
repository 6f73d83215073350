"""What goes on beside the answers to requests: crops cut ahead, and what follows from decisions."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from functools import partial
from threading import Condition, Thread

from flask import Flask, current_app

from formkit.errors import FormkitError, Problem
from formkit.model.review import Filter, Waiting
from formkit.model.store import Store
from formkit.pipeline.assigned_pages import AssignedPages
from formkit.pipeline.field_pictures import FieldPictures
from formkit.pipeline.field_places import placed
from formkit.pipeline.kept import Ahead
from formkit.pipeline.settling import settle

QUIET = 2.0
"""Seconds without a decision about a document after which it is settled: a clerk decides its fields in a row."""
MOST_AHEAD = 32
"""Persons whose next fields wait to be held; there are not so many at work."""
_NAME = "formkit.background"


class Settler:
    """Settles documents in a thread, some time after the last decision about each.

    What is decided now comes before what was left from earlier.
    """

    def __init__(self, store: Store, on_fault: Callable[[Exception], Problem], quiet: float = QUIET) -> None:
        self._store, self._on_fault, self._quiet = store, on_fault, quiet
        self._told: dict[int, float] = {}
        self._left: dict[int, float] = {}
        self._news = Condition()
        self._stopped = False
        self._thread: Thread | None = None

    def tell(self, document_id: int) -> None:
        """Say that something was decided about a document."""
        with self._news:
            self._left.pop(document_id, None)
            self._told[document_id] = time.monotonic() + self._quiet
            self._start()

    def catch_up(self) -> None:
        """Settle what a program that was killed left, or what could not be settled before.

        Raises:
            StoreError: the store cannot be read.
        """
        due = time.monotonic() + self._quiet
        unsettled = self._store.desk.unsettled()
        with self._news:
            self._left = {each: self._left.get(each, due) for each in unsettled if each not in self._told}
            if self._left:
                self._start()

    def _start(self) -> None:
        """Wake the thread; the caller holds the lock."""
        if self._thread is None and not self._stopped:
            self._thread = Thread(target=self._run, name="formkit-settler", daemon=True)
            self._thread.start()
        self._news.notify()

    def stop(self) -> None:
        """Finish the document at work, and end; the store knows what is left, and the next start catches up with it."""
        with self._news:
            self._stopped = True
            self._news.notify()
            thread = self._thread
        if thread is not None:
            thread.join()

    def _run(self) -> None:
        while (document_id := self._next()) is not None:
            try:
                if self._store.desk.decisions(document_id):
                    settle(self._store, document_id)
            except FormkitError:
                pass  # Another program holds the store, or its folder is away for a moment; it is caught up with.
            except Exception as fault:
                self._on_fault(fault)

    def _next(self) -> int | None:
        """Wait for a document that is due; None when nothing is to be done any more."""
        with self._news:
            while not self._stopped:
                now, dues = time.monotonic(), list[float]()
                for waiting in (self._told, self._left):
                    found = min(waiting, key=waiting.__getitem__, default=None)
                    if found is None:
                        continue
                    if waiting[found] <= now:
                        del waiting[found]
                        return found
                    dues.append(waiting[found])
                self._news.wait(min(dues) - now if dues else None)
            return None


class Background:
    """The threads beside an application; `close` ends them, before the store is closed."""

    def __init__(self, store: Store, on_fault: Callable[[Exception], Problem]) -> None:
        self.pictures = FieldPictures(store)
        self.assigned = AssignedPages(store, on_fault)
        self.settler = Settler(store, on_fault)
        self._store = store
        self._desk = store.desk
        self._ahead = Ahead(MOST_AHEAD, "formkit-ahead")

    def shown(self, waiting: Waiting) -> Waiting:
        """Return a field with its place in a picture, that of an assigned page with what is proposed there.

        Raises:
            StoreError: the store cannot be read.
        """
        return placed(self._store, self.assigned.shown(waiting))

    def look_ahead(self, who: str, which: Filter, count: int, two: Collection[str]) -> None:
        """Hold the next fields for a person and cut their crops, beside the answer that is on its way."""
        self._ahead.want((who, which), partial(self._take, who, which, count, two))

    def _take(self, who: str, which: Filter, count: int, two: Collection[str]) -> None:
        with suppress(FormkitError):
            self._cut(self._desk.take(who, which, count, two=two))

    def cut_ahead(self, fields: Iterable[Waiting]) -> None:
        """Cut the crops of fields that will be asked for soon."""
        wanted = tuple(fields)
        self._ahead.want(tuple(each.key for each in wanted), partial(self._cut, wanted))

    def _cut(self, fields: Iterable[Waiting]) -> None:
        with suppress(FormkitError):
            shown = [self.shown(each) for each in fields]
            self.pictures.cut_ahead(
                (each.sha256, each.reading.region) for each in shown if each.reading.region is not None
            )

    def close(self) -> None:
        """Stop cutting crops, reading pages and settling documents."""
        self._ahead.close()
        self.assigned.close()
        self.pictures.close()
        self.settler.stop()


def add_background(app: Flask, store: Store, on_fault: Callable[[Exception], Problem]) -> None:
    """Give an application its background; no thread runs before there is something to do."""
    app.extensions[_NAME] = Background(store, on_fault)


def background_of(app: Flask) -> Background:
    """Return the background of an application."""
    found = app.extensions[_NAME]
    if not isinstance(found, Background):
        raise TypeError("the application was not made by create_app")
    return found


def background() -> Background:
    """Return the background of the application that answers now."""
    return background_of(current_app)
