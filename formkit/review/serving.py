"""What the page is served with: the store and what the command line said, for every view."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import current_app

from formkit.errors import Problem
from formkit.model.accounts import Accounts
from formkit.model.store import Store


@dataclass(frozen=True, slots=True)
class Serving:
    """What an application is made with.

    ``code`` is what the terminal shows and the first start asks for. ``on_fault`` is told of a fault of ours.
    ``hosts`` are the names besides loopback under which it is called.
    """

    store: Store
    code: str
    on_fault: Callable[[Exception], Problem]
    hosts: frozenset[str]


def serving() -> Serving:
    """Return what the application that answers now was made with."""
    found = current_app.extensions["formkit"]
    if not isinstance(found, Serving):
        raise TypeError("the application was not made by create_app")
    return found


def store() -> Store:
    """Return the store that is served."""
    return serving().store


def accounts() -> Accounts:
    """Return the accounts of the store that is served."""
    return serving().store.accounts
