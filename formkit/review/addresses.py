"""Addresses: numbers in them, and which ones a browser can open."""

from __future__ import annotations

from flask import current_app, request, url_for
from werkzeug.routing import IntegerConverter

from formkit.review.answers import LONGEST_NUMBER


class Number(IntegerConverter):
    """A number of a document, a person or a picture; an address with a longer one is of no page."""

    regex = rf"[0-9]{{1,{LONGEST_NUMBER}}}"


def openable(back: str) -> str:
    """Return the address ``back``, or the nearest above it that a browser can open.

    What is shown in answer to a form ("/documents/1/persons") cannot be opened by its address; the page that the form
    stood on can ("/documents/1").
    """
    # A path of this server only: "//host" and "/\host" would lead elsewhere.
    if not back.startswith("/") or back.startswith(("//", "/\\")) or not back.isprintable():
        return url_for("start.page")
    path, adapter = back.partition("?")[0], current_app.create_url_adapter(request)
    whole = path
    while adapter is not None and path.strip("/"):
        if adapter.test(path, method="GET"):
            return back if path == whole else path
        path = path.rpartition("/")[0]
    return url_for("start.page")
