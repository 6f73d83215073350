"""The HTTP server under the page: cheroot, which speaks TLS too and tells nobody what it serves."""

from __future__ import annotations

import ipaddress
import socket
import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cheroot.errors import FatalSSLAlert
from cheroot.ssl.builtin import BuiltinSSLAdapter
from cheroot.wsgi import Server as WsgiServer
from flask import Flask

from formkit.errors import UsageError, problem
from formkit.review.lobby import Lobby

THREADS = 8
"""Each answers one request at a time; the store's pool has 15 connections."""
MOST_HEADER_BYTES = 64 << 10
KEPT_OPEN = 100
"""Connections of browsers that wait for the next request."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate and its key, as PEM files."""

    path: Path
    key: Path


class Adapter(BuiltinSSLAdapter):
    """TLS whose handshake is made in the `Lobby`.

    cheroot makes it where it takes connections, so that one client that says nothing would stop the page for all.
    """

    def wrap(self, sock: socket.socket) -> tuple[ssl.SSLSocket, dict[str, str]]:
        """Return the socket for TLS, and what a request is told of it."""
        try:
            made = self.context.wrap_socket(sock, server_side=True, do_handshake_on_connect=False)
        except OSError as error:
            raise FatalSSLAlert(*error.args) from error
        return made, {"wsgi.url_scheme": "https", "HTTPS": "on"}


class Server(WsgiServer):
    """A server that writes no log, remembers why it could not listen, and gives workers only what asks for something.

    cheroot gives every new connection to a worker, who waits ten seconds for its first word.
    """

    refused: OSError | None = None

    def __init__(self, address: tuple[str, int], app: Flask) -> None:
        super().__init__(address, app, numthreads=THREADS, server_name="formkit")
        self.lobby = Lobby(super().process_conn)

    def process_conn(self, conn: Any) -> None:
        """Let a new connection wait for its handshake and its first request; one that had a request is answered."""
        if conn.last_used is None:
            self.lobby.enter(conn)
        else:
            super().process_conn(conn)

    def stop(self) -> None:
        """Answer what is asked, and end."""
        self.lobby.close()
        super().stop()

    def error_log(self, msg: str = "", level: int = 20, traceback: bool = False) -> None:
        """Write nothing: a request may hold answers of a person."""

    def bind(self, family: Any, type: Any, proto: int = 0) -> Any:
        """Listen, or keep the reason."""
        try:
            return super().bind(family, type, proto)
        except OSError as error:
            self.refused = error
            raise

    @property
    def port(self) -> int:
        """The port that is listened on, which the system chose where 0 was asked for."""
        return int(self.bind_addr[1])


def is_loopback(host: str) -> bool:
    """Say whether only this computer reaches ``host``; a name other than localhost is not looked up."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def check_host(host: str, *, allow_network: bool, certificate: Certificate | None) -> None:
    """Refuse to be reached from other computers without saying so and without TLS.

    Raises:
        UsageError: U021; or U022, the address stands for all.
    """
    if is_loopback(host):
        return
    if not (allow_network and certificate is not None):
        raise UsageError(problem("U021", host=host))
    try:
        everything = ipaddress.ip_address(host.strip("[]")).is_unspecified
    except ValueError:
        everything = not host
    if everything:
        raise UsageError(problem("U022", host=host))


def open_server(app: Flask, host: str, port: int, certificate: Certificate | None = None) -> Server:
    """Return a server that listens already; ``serve()`` answers, ``stop()`` ends it from another thread.

    Raises:
        UsageError: the port is not free or not allowed (U020), or the certificate cannot be used (U023).
    """
    server = Server((host.strip("[]"), port), app)
    server.max_request_header_size = MOST_HEADER_BYTES
    server.max_request_body_size = app.config["MAX_CONTENT_LENGTH"]
    server.keep_alive_conn_limit = KEPT_OPEN
    if certificate is not None:
        server.ssl_adapter = _adapter(certificate)
    try:
        server.prepare()
    except OSError as error:
        cause = server.refused or error
        raise UsageError(problem("U020", host=host, port=port, reason=cause.strerror or type(cause).__name__)) from None
    return server


def _adapter(certificate: Certificate) -> Adapter:
    try:
        # An empty password keeps OpenSSL from asking for one on the terminal.
        return Adapter(str(certificate.path), str(certificate.key), private_key_password="")
    except (OSError, ValueError) as error:
        reason = error.reason if isinstance(error, ssl.SSLError) else getattr(error, "strerror", None)
        raise UsageError(problem("U023", path=certificate.path, reason=reason or type(error).__name__)) from None
