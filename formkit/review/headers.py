"""The headers of every answer: nothing from outside, nothing framed, nothing kept in a cache."""

from __future__ import annotations

from collections.abc import Collection

from flask import Response, request

POLICY = "; ".join((
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "connect-src 'self'",
    "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'",
))
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def add_headers(response: Response) -> Response:
    """Add the headers to an answer; files of the program itself may be kept, but are asked for anew."""
    for name, value in HEADERS.items():
        response.headers[name] = value
    response.headers["Cache-Control"] = "no-cache" if request.endpoint == "static" else "no-store"
    response.headers["Vary"] = "Cookie"
    return response


def in_url(host: str) -> str:
    """Return an address or name as it stands in a URL and in the header Host."""
    return f"[{host}]" if ":" in host and not host.startswith("[") else host


def is_called_by(host: str, names: Collection[str]) -> bool:
    """Say whether the Host of a request is one of ``names`` or loopback, at whatever port.

    This keeps out another site whose name was made to lead to this computer (DNS rebinding). Werkzeug's own list
    knows no IPv6 addresses.
    """
    name = host.partition("]")[0] + "]" if host.startswith("[") else host.partition(":")[0]
    return name.lower() in {*LOOPBACK, *names}


def comes_from_elsewhere() -> bool:
    """Say whether the browser tells that another site made it send this request, which would change something."""
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    return request.method not in SAFE_METHODS and site != "same-origin"
