"""The sheet code: which design a side has, which copy it is, and whose booklet it belongs to.

Fifteen characters of Crockford base 32 (digits and letters without I, L, O, U): design 5, copy 2,
serial 6, check 2. The check is the remainder of the other 65 bits modulo 1021, the largest prime
below 1024: it finds every wrong bit, every wrong character and every swap of neighbours, because
no such error is a multiple of 1021.
"""

from __future__ import annotations

import secrets

from formkit.model.layout import SheetCode

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
DESIGN_LENGTH, COPY_LENGTH, SERIAL_LENGTH, CHECK_LENGTH = 5, 2, 6, 2
LENGTH = DESIGN_LENGTH + COPY_LENGTH + SERIAL_LENGTH + CHECK_LENGTH
MAX_COPY = 32**COPY_LENGTH - 1
NO_SERIAL = "0" * SERIAL_LENGTH
CHECK_PRIME = 1021
CORNERS = ("A", "B", "C", "D")
"""Letters of the corner marks: top left, top right, bottom left, bottom right."""
MAIN = "M"
"""Letter of the large symbol."""
_LOOK_ALIKES = str.maketrans("ILO", "110")


def to_base32(number: int, length: int) -> str:
    """Return ``number`` in ``length`` characters.

    Raises:
        ValueError: it does not fit.
    """
    if not 0 <= number < 32**length:
        raise ValueError(f"{number} does not fit in {length} characters")
    return "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(length)))


def from_base32(text: str) -> int:
    """Return the number; ValueError where a character is not of the alphabet."""
    number = 0
    for char in text:
        number = number * 32 + ALPHABET.index(char)
    return number


def encode(code: SheetCode) -> str:
    """Return the 15 characters of a sheet code.

    Raises:
        ValueError: the copy number is too large or a part has a wrong length.
    """
    serial = code.serial or NO_SERIAL
    if len(code.design) != DESIGN_LENGTH or len(serial) != SERIAL_LENGTH:
        raise ValueError("a design has 5 characters and a serial 6")
    body = code.design + to_base32(code.copy, COPY_LENGTH) + serial
    return body + to_base32(from_base32(body) % CHECK_PRIME, CHECK_LENGTH)


def decode(text: str) -> SheetCode | None:
    """Return what a code says, or None where it is not one or its check characters are wrong.

    Hyphens and spaces are passed over, and I, L and O count as 1, 1 and 0: people type codes too.
    """
    plain = text.upper().replace("-", "").replace(" ", "").translate(_LOOK_ALIKES)
    if len(plain) != LENGTH or any(char not in ALPHABET for char in plain):
        return None
    body, check = plain[:-CHECK_LENGTH], plain[-CHECK_LENGTH:]
    if from_base32(body) % CHECK_PRIME != from_base32(check):
        return None
    design, rest = body[:DESIGN_LENGTH], body[DESIGN_LENGTH:]
    serial = rest[COPY_LENGTH:]
    return SheetCode(design, from_base32(rest[:COPY_LENGTH]), "" if serial == NO_SERIAL else serial)


def printed(code: str) -> str:
    """Return the code in groups, as it stands in print."""
    first, second = DESIGN_LENGTH, DESIGN_LENGTH + COPY_LENGTH
    third = second + SERIAL_LENGTH
    return "-".join((code[:first], code[first:second], code[second:third], code[third:]))


def new_serial() -> str:
    """Return a random serial (30 bits), never the one that means "none"."""
    return to_base32(secrets.randbelow(32**SERIAL_LENGTH - 1) + 1, SERIAL_LENGTH)
