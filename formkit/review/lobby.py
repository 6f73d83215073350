"""Where new connections wait until they have something to say, so that who says nothing keeps no worker busy."""

from __future__ import annotations

import selectors
import socket
import ssl
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import Any

PATIENCE = 10.0
"""Seconds in which a client makes its TLS handshake and begins its first request."""
MOST, MOST_OF_ADDRESS = 256, 24
"""Connections that wait, in all and from one address; a browser opens six at a time. The oldest give way.

Windows selects among 512 sockets at most."""
_READ, _WRITE = selectors.EVENT_READ, selectors.EVENT_WRITE


@dataclass(slots=True, eq=False)
class Guest:
    """A connection of cheroot that has not begun a request, until when it may wait, and whether TLS is settled."""

    connection: Any
    until: float
    ready: bool

    @property
    def address(self) -> str:
        """From where it comes."""
        return str(self.connection.remote_addr)


class Lobby:
    """Makes the TLS handshakes of new connections in one thread, none waiting for another, and waits for requests.

    Args:
        admit: is given each connection whose request begins; its socket is as it was.
    """

    def __init__(self, admit: Callable[[Any], None]) -> None:
        self._admit = admit
        self._coming: SimpleQueue[Guest | None] = SimpleQueue()
        self._guests: dict[Guest, float | None] = {}
        self._thread: Thread | None = None
        self._starting = Lock()
        self._closed = False

    def __len__(self) -> int:
        return len(self._guests)

    def enter(self, connection: Any) -> None:
        """Let a new connection wait here."""
        tls = isinstance(connection.socket, ssl.SSLSocket)
        with self._starting:
            if self._closed:
                connection.close()
                return
            if self._thread is None:
                self._open()
            self._tell(Guest(connection, time.monotonic() + PATIENCE, not tls))

    def _tell(self, news: Guest | None) -> None:
        """Wake the thread up; the caller holds the lock. A bell that rang often enough rings anyway."""
        self._coming.put(news)
        with suppress(BlockingIOError):
            self._ring.send(b"!")

    def _open(self) -> None:
        self._selector = selectors.DefaultSelector()
        self._bell, self._ring = socket.socketpair()
        self._bell.setblocking(False)
        self._ring.setblocking(False)
        self._selector.register(self._bell, _READ)
        self._thread = Thread(target=self._run, name="formkit-lobby", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Send everybody away; who comes later is sent away at once."""
        with self._starting:
            self._closed, thread, self._thread = True, self._thread, None
            if thread is not None:
                self._tell(None)
        if thread is not None:
            thread.join()
            self._selector.close()
            self._bell.close()
            self._ring.close()

    def _run(self) -> None:
        open_ = True
        while open_:
            soonest = min((guest.until for guest in self._guests), default=None)
            patience = None if soonest is None else max(0.0, soonest - time.monotonic())
            for key, _events in self._selector.select(patience):
                if key.data is None:
                    open_ = self._let_in()
                else:
                    self._look_after(key.data)
            self._send_away([guest for guest in self._guests if guest.until <= time.monotonic()])
        self._send_away(list(self._guests))

    def _let_in(self) -> bool:
        """Take in who came; False when it is to end."""
        with suppress(BlockingIOError):
            self._bell.recv(4096)
        with suppress(Empty):
            while (guest := self._coming.get_nowait()) is not None:
                self._make_room(guest.address)
                own = guest.connection.socket
                self._guests[guest] = own.gettimeout()
                try:
                    own.setblocking(False)
                    self._selector.register(own, _READ, guest)
                except (OSError, ValueError, KeyError):  # It is gone already.
                    self._send_away([guest])
            return False
        return True

    def _make_room(self, address: str) -> None:
        same = [guest for guest in self._guests if guest.address == address]
        self._send_away(same[: max(0, len(same) - MOST_OF_ADDRESS + 1)])
        self._send_away(list(self._guests)[: max(0, len(self._guests) - MOST + 1)])

    def _look_after(self, guest: Guest) -> None:
        if guest not in self._guests:
            return
        if guest.ready:
            self._let_go(guest)
            return
        try:
            guest.connection.socket.do_handshake()
        except ssl.SSLWantReadError:
            self._selector.modify(guest.connection.socket, _READ, guest)
        except ssl.SSLWantWriteError:
            self._selector.modify(guest.connection.socket, _WRITE, guest)
        except (OSError, ValueError):
            self._send_away([guest])
        else:
            guest.ready = True
            if guest.connection.socket.pending():
                self._let_go(guest)
            else:
                self._selector.modify(guest.connection.socket, _READ, guest)

    def _let_go(self, guest: Guest) -> None:
        self._selector.unregister(guest.connection.socket)
        guest.connection.socket.settimeout(self._guests.pop(guest))
        self._admit(guest.connection)

    def _send_away(self, guests: list[Guest]) -> None:
        for guest in guests:
            with suppress(OSError, ValueError, KeyError):
                self._selector.unregister(guest.connection.socket)
            del self._guests[guest]
            # No goodbye is waited for: the socket does not block.
            with suppress(OSError, ValueError):
                guest.connection.close()
