"""Values and ID numbers as a person reads them."""

from __future__ import annotations

from formkit.export.masking import mask_text
from formkit.i18n import N_, _
from formkit.model.handbook import Field, Format
from formkit.model.reading import Value
from formkit.values.typed import bare

SIGNED, NOTHING = N_("signed"), N_("nothing written")


def in_words(field: Field | None, value: Value) -> str:
    """Return a value with the printed words of its options, in front of them their codes."""
    if value is None:
        return _(NOTHING)
    if value is True:
        return _(SIGNED)
    codes = value if isinstance(value, tuple) else (value,)
    if field is not None and field.kind.is_choice:
        return "、".join(_option(field, str(each)) for each in codes)
    text = bare(value)
    return f"{text} {field.unit}".strip() if field is not None else text


def _option(field: Field, code: str) -> str:
    option = field.option(code)
    return code if option is None or option.label == code else f"{code} {option.label}"


def is_id_number(field: Field | None, concept: str | None = None) -> bool:
    """Say whether a field holds an ID number, or a card number that begins with one."""
    named = concept or (field.concept if field is not None else None) or ""
    return named == "person.id_number" or (
        field is not None and field.format in (Format.ID_NUMBER, Format.DISABILITY_CARD)
    )


def masked(number: str | None) -> str:
    """Return an ID number with its inner digits hidden; one that is too short to be one, as it stands."""
    return mask_text(number or "")
