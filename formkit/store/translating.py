"""What goes wrong below the store, in its own words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from formkit.errors import StoreError


@contextmanager
def translated() -> Iterator[None]:
    """Turn what goes wrong below into a StoreError that names the cause, never the values.

    Raises:
        StoreError: S007.
    """
    try:
        yield
    except DBAPIError as error:
        raise StoreError.of("S007", cause=error.orig or type(error).__name__) from None
    except PoolTimeout:
        raise StoreError.of("S007", cause="TimeoutError") from None
    except UnicodeEncodeError:
        raise StoreError.of("S007", cause="UnicodeEncodeError") from None
    except OSError as error:
        raise StoreError.of("S007", cause=error.strerror or type(error).__name__) from None
