"""What a data dictionary calls the kinds, formats, marks and precisions, marked for gettext."""

from __future__ import annotations

from formkit.i18n import N_

WORDS = {
    "text": N_("text"), "integer": N_("whole number"), "number": N_("decimal number"), "date": N_("date"),
    "code": N_("code"),
    "single": N_("one choice"), "multi": N_("several choices"), "signature": N_("signature"),
    "name": N_("name"), "address": N_("address"), "phone": N_("phone"), "name_phone": N_("name and phone"),
    "id_number": N_("ID number"), "postcode": N_("postcode"), "time": N_("time"), "town_code": N_("code of a town"),
    "village_code": N_("code of a village"), "archive_no": N_("archive number"),
    "disability_card": N_("number of a disability card"), "gtin": N_("GTIN of a package"),
    "circle": N_("circled"), "box": N_("ticked"), "symbol": N_("√ or × in a box"),
    "day": N_("day"), "month": N_("month"), "year": N_("year"),
    "error": N_("error"), "warning": N_("warning"),
}
"""Words of the mapping, as a person reads them. A mark by code has a word of its own."""
BY_CODE = N_("code in a box")
