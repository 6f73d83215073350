"""Numbers in addresses: only what the store can have numbered."""

from __future__ import annotations

from werkzeug.routing import IntegerConverter

from formkit.review.answers import LONGEST_NUMBER


class Number(IntegerConverter):
    """A number of a document, a person or a picture; an address with a longer one is of no page."""

    regex = rf"[0-9]{{1,{LONGEST_NUMBER}}}"
