"""Characters: what a file can hold, and the plain forms that typed text is brought to."""

from __future__ import annotations

import re
import unicodedata

UNFIT = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters outside the production Char of XML 1.0 (fifth edition): no DOCX or XLSX can hold them."""
DASHES = re.compile("[‐‑‒–—―−﹣－ー~～]")
BLANKS = re.compile(r"[\s\u200b\ufeff]+")
"""White space (the ideographic space included) and the two invisible signs that pasting leaves."""
_HAN = re.compile(r"[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
_LONGEST_SPACED_NAME = 4
_DRAWN_NUMBERS = "²³¹⁰⁴-⁹₀-₉①-⒛⓪-⓿❶-➓㈠-㈩㉈-㉟㊀-㊉㊱-㊿"
_NUMBER_SIGN = re.compile(f"[{_DRAWN_NUMBERS}]|[0-9]\u20dd")
"""A number in one sign: in a circle or brackets, raised or lowered, or a digit with a circle put round it."""
_BETWEEN_NUMBERS = re.compile(
    f"(?<=[0-9A-Za-z０-９\u20dd{_DRAWN_NUMBERS}])(?=[{_DRAWN_NUMBERS}]|[0-9]\u20dd)|"
    f"(?<=[\u20dd{_DRAWN_NUMBERS}])(?=[0-9A-Za-z０-９])"
)


def plain_newlines(text: str) -> str:
    r"""Return ``text`` with every line end as ``\n``."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def without_unfit(text: str) -> str:
    """Return ``text`` without the characters that XML cannot hold, lone surrogates included."""
    return UNFIT.sub("", text)


def stripped(text: str) -> str:
    """Return ``text`` without blanks at both ends."""
    return text.strip().strip("\u200b\ufeff").strip()


def half_width(text: str) -> str:
    """Return ``text`` in NFKC (Unicode annex 15): full-width letters, digits and ① become plain ones."""
    return unicodedata.normalize("NFKC", text)


def numbers_apart(text: str) -> str:
    """Return ``text`` with a blank between a number in one sign (①, ⑴, ❶) and another number or letter beside it.

    Each such sign is a number by itself: ①② are 1 and 2, never 12, which `half_width` would make of them.
    """
    return _BETWEEN_NUMBERS.sub(" ", text)


def plain_numbers(text: str) -> str:
    """Return ``text`` as `half_width` does, with every number in one sign in digits: ❶ is 1, ⑴ is 1, ⑫ is 12."""
    return half_width(_NUMBER_SIGN.sub(_digits_of, text))


def _digits_of(match: re.Match[str]) -> str:
    return str(int(unicodedata.numeric(match[0][0])))


def plain_dashes(text: str) -> str:
    """Return ``text`` with every kind of dash as a hyphen."""
    return DASHES.sub("-", text)


def without_blanks(text: str) -> str:
    """Return ``text`` without any blank."""
    return BLANKS.sub("", text)


def one_line(text: str) -> str:
    """Return ``text`` with each line end, and the blanks around it, as one space."""
    return re.sub(r"[ \t\u3000]*\n\s*", " ", text)


def closed_name(text: str) -> str:
    """Return a name without the blanks that forms set between the characters of a short Chinese name.

    Names of more than four characters keep theirs: there a blank may part two names.
    """
    closed = without_blanks(text)
    return closed if len(closed) <= _LONGEST_SPACED_NAME and _HAN.fullmatch(closed) else text


def ascii_digits(text: str) -> str:
    """Return ``text`` with full-width digits as plain ones and all else as it stands."""
    return "".join(half_width(sign) if "０" <= sign <= "９" else sign for sign in text)
