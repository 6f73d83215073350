"""What kinds of readings are called."""

from __future__ import annotations

from formkit.i18n import N_, _
from formkit.store.waiting import TYPED, sort_of

SORTS = {
    "circle": N_("circled option"), "box": N_("ticked box"), "symbol": N_("marked symbol"), "code": N_("written code"),
    "marks": N_("no option marked"), "digits": N_("digits"), "date": N_("date"), "id_number": N_("ID number"),
    "boxes": N_("empty boxes"), "line": N_("empty line"), "name": N_("name"), "address": N_("address"),
    "phone": N_("phone"), "name_phone": N_("name and phone"), "number": N_("decimal number"),
    "integer": N_("whole number"), "text": N_("text"), "signature": N_("signature"), TYPED: N_("typed"),
}


def sort_name(reader: str) -> str:
    """Return what the kind of a reading ("circle", "name@ppocr-v6-small-h1", "" for typed ones) is called."""
    sort = sort_of(reader)
    return _(SORTS[sort]) if sort in SORTS else sort
