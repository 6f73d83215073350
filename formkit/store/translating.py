"""What goes wrong below the store, in its own words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from formkit.errors import StoreError

_OF_VALUES = ("22", "23")
"""Classes of errors (SQLSTATE) whose words may repeat a value: of data, and of constraints."""
_DENIED = "42501"


@contextmanager
def translated() -> Iterator[None]:
    """Turn what goes wrong below into a StoreError that names the cause, never the values.

    Raises:
        StoreError: S007.
    """
    try:
        yield
    except DBAPIError as error:
        raise StoreError.of("S007", cause=cause_of(error)) from None
    except PoolTimeout:
        raise StoreError.of("S007", cause="TimeoutError") from None
    except UnicodeEncodeError:
        raise StoreError.of("S007", cause="UnicodeEncodeError") from None
    except OSError as error:
        raise StoreError.of("S007", cause=error.strerror or type(error).__name__) from None


def cause_of(error: DBAPIError) -> str:
    """Return what a database says went wrong; of what a server says, the first line, and no values."""
    found = error.orig
    kind, told, state = type(found).__name__, getattr(found, "diag", None), getattr(found, "sqlstate", None)
    if told is None:
        return str(found or type(error).__name__)
    if str(state).startswith(_OF_VALUES):
        return f"{kind} {told.constraint_name or ''}".rstrip()
    return str(told.message_primary or str(found).partition("\n")[0] or kind)


def is_denied(error: DBAPIError) -> bool:
    """Say whether a server refused something for want of privileges."""
    return getattr(error.orig, "sqlstate", None) == _DENIED
