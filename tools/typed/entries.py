"""Habits of writing texts, dates and codes with boxes."""

from __future__ import annotations

from collections.abc import Callable

from formkit.media.docx.typed.form import Spot
from formkit.media.docx.typed.sites import Room
from formkit.media.docx.typed.tokens import TokenKind
from formkit.values.dates import date_digits
from tools.typed.edits import Pen

_FULL = str.maketrans("0123456789.-/", "０１２３４５６７８９．－／")
_NUMERALS = str.maketrans("0123456789", "〇一二三四五六七八九")
_UNDERLINED = (("w:u", "single"),)

Habit = Callable[[Pen, Spot, str], bool]


def span_of(pen: Pen, spot: Spot) -> tuple[int, int]:
    """Return the signs of a room."""
    assert spot.site is not None
    return pen.span(spot.site.unit, spot.site.start, spot.site.stop)


def put(pen: Pen, spot: Spot, start: int, stop: int, text: str, *, lined: bool = False) -> bool:
    """Type a text over signs of the unit of a room."""
    assert spot.site is not None
    pen.put(spot.site.unit, start, stop, text, _UNDERLINED if lined else ())
    return True


def over(pen: Pen, spot: Spot, text: str) -> bool:
    """Type over the room."""
    return put(pen, spot, *span_of(pen, spot), text)


def _over_lined(pen: Pen, spot: Spot, text: str) -> bool:
    return put(pen, spot, *span_of(pen, spot), pen.rng.choice((text, f" {text} ", f"  {text}")), lined=True)


def _blanks(pen: Pen, spot: Spot, text: str) -> bool:
    return put(pen, spot, *span_of(pen, spot), pen.rng.choice((f" {text}", f"{text}  ", f"　{text}　")))


def _has_rules(pen: Pen, spot: Spot) -> bool:
    assert spot.site is not None
    tokens = pen.unit(spot.site.unit).tokens
    return any(tokens[place].kind is TokenKind.RULE for place in range(spot.site.start, spot.site.stop))


def first_room(pen: Pen, spot: Spot) -> tuple[int, int]:
    """Return the signs of the first line of a room."""
    assert spot.site is not None
    tokens = pen.unit(spot.site.unit).tokens
    stop = spot.site.start
    while stop < spot.site.stop and tokens[stop].kind is not TokenKind.LINE:
        stop += 1
    return pen.span(spot.site.unit, spot.site.start, stop)


def _after(pen: Pen, spot: Spot, text: str) -> bool:
    if not _has_rules(pen, spot):
        return False
    _, stop = first_room(pen, spot)
    return put(pen, spot, stop, stop, text)


def _before(pen: Pen, spot: Spot, text: str) -> bool:
    if not _has_rules(pen, spot):
        return False
    start, _ = first_room(pen, spot)
    return put(pen, spot, start, start, text)


def _middle(pen: Pen, spot: Spot, text: str) -> bool:
    if not _has_rules(pen, spot):
        return False
    start, stop = first_room(pen, spot)
    left, right = pen.rng.randrange(0, 4), pen.rng.randrange(1, 5)
    return put(pen, spot, start, stop, "_" * left + text + "_" * right)


def _two_lines(pen: Pen, spot: Spot, text: str) -> bool:
    """Wrap by hand on ruled lines."""
    assert spot.site is not None
    tokens = pen.unit(spot.site.unit).tokens
    lines = sum(tokens[place].kind is TokenKind.LINE for place in range(spot.site.start, spot.site.stop))
    if not lines or len(text) < 24:
        return False
    cut = len(text) * 2 // 3
    start, stop = span_of(pen, spot)
    return put(pen, spot, start, stop, f"{text[:cut]}____\n{text[cut:]}______" + "\n_____" * (lines - 1))


def _tracked(pen: Pen, spot: Spot, text: str) -> bool:
    assert spot.site is not None
    pen.track(spot.site.unit, *span_of(pen, spot), text[:-1] + "某", text)
    return True


def _text_box(pen: Pen, spot: Spot, text: str) -> bool:
    assert spot.site is not None
    xml = (
        '<w:r><w:pict><v:shape style="position:absolute;width:90pt;height:20pt"><v:textbox><w:txbxContent>'
        f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    start, _ = first_room(pen, spot)
    pen.put_raw(spot.site.unit, start, start, xml)
    return "&" not in text and "<" not in text


def _full_width(pen: Pen, spot: Spot, text: str) -> bool:
    return text.isdigit() and over(pen, spot, text.translate(_FULL))


def _with_unit(pen: Pen, spot: Spot, text: str) -> bool:
    assert spot.site is not None
    if spot.site.room is not Room.CELL or (not spot.field.unit and spot.field.id != "age"):
        return False
    return over(pen, spot, text + (spot.field.unit or "岁"))


TEXTS: dict[str, Habit] = {
    "typed over": over, "typed over, underlined": _over_lined, "with blanks": _blanks, "behind the underscores": _after,
    "in the midst of underscores": _middle, "on two ruled lines": _two_lines, "with changes tracked": _tracked,
    "full width": _full_width, "with its unit": _with_unit,
    "before the underscores": _before, "in a text box": _text_box,
}


def date_over(make: Callable[[str, str, str], str], *, part: bool = True) -> Habit:
    """Return the habit of typing a date over its room; ``part``: also one that stops at year or month."""

    def habit(pen: Pen, spot: Spot, value: str) -> bool:
        year, month, day = date_digits(value)
        if not year or (not part and not day):
            return False
        return over(pen, spot, make(year, month, day))

    return habit


def joined(sign: str, *, short: bool = True) -> Callable[[str, str, str], str]:
    """Return the spelling of a date with a sign between its numbers."""

    def make(year: str, month: str, day: str) -> str:
        parts = [year, *(each.lstrip("0") if short else each for each in (month, day) if each)]
        return sign.join(parts)

    return make


def in_words(year: str, month: str, day: str) -> str:
    """Return a date as 2012年3月5日."""
    return f"{year}年" + (f"{int(month)}月" if month else "") + (f"{int(day)}日" if day else "")


def in_parts(padded: bool, blanks: bool) -> Habit:
    """Type year, month and day in front of the printed words."""

    def habit(pen: Pen, spot: Spot, value: str) -> bool:
        assert spot.site is not None
        if spot.site.room is not Room.DATE:
            return False
        numbers = dict(zip("年月日", date_digits(value), strict=True))
        tokens = pen.unit(spot.site.unit).tokens
        for place in range(spot.site.start, spot.site.stop):
            number = numbers.get(tokens[place].sign, "")
            if not number:
                continue
            text = number if padded else number.lstrip("0")
            before = tokens[place - 1] if place > spot.site.start and tokens[place - 1].is_room else None
            start = before.start if before and pen.rng.random() < 0.7 else tokens[place].start
            pen.put(spot.site.unit, start, tokens[place].start, f" {text} " if blanks else text)
        return True

    return habit


def _no_year(pen: Pen, spot: Spot, value: str) -> bool:
    year, _, day = date_digits(value)
    return bool(year and day) and in_parts(False, True)(pen, spot, "--" + value[5:])


def _print_kept(pen: Pen, spot: Spot, value: str) -> bool:
    """Type a whole date in front of the printed words and leave them."""
    assert spot.site is not None
    year, month, day = date_digits(value)
    start, _ = span_of(pen, spot)
    return spot.site.room is Room.DATE and bool(day) and put(pen, spot, start, start, f"{year}.{int(month)}.{int(day)}")


def _numerals(year: str, month: str, day: str) -> str:
    def tens(number: int) -> str:
        ten, one = divmod(number, 10)
        head = "" if ten == 0 else "十" if ten == 1 else "〇一二三"[ten] + "十"
        return head + ("〇一二三四五六七八九"[one] if one else "")

    text = year.translate(_NUMERALS) + "年"
    return text + (tens(int(month)) + "月" if month else "") + (tens(int(day)) + "日" if day else "")


DATES: dict[str, Habit] = {
    "parts": in_parts(False, True), "parts padded": in_parts(True, False), "parts without year": _no_year,
    "dots": date_over(joined(".")), "dashes": date_over(joined("-", short=False)),
    "slashes": date_over(joined("/")), "words": date_over(in_words),
    "full width": date_over(lambda *parts: in_words(*parts).translate(_FULL)), "numerals": date_over(_numerals),
    "print kept": _print_kept, "eight digits": date_over(lambda y, m, d: y + m + d, part=False),
    "blanks between": date_over(lambda y, m, d: f"{y} {int(m)} {int(d)}", part=False),
    "short year": date_over(lambda y, m, d: f"{y[2:]}.{int(m)}.{int(d)}", part=False),
    "words half": date_over(lambda y, m, d: f"{y}年{int(m)}.{int(d)}", part=False),
    "weekday": date_over(lambda y, m, d: f"{in_words(y, m, d)}（星期三）", part=False),
}


def _each_box(make: Callable[[str], str]) -> Habit:
    def habit(pen: Pen, spot: Spot, value: str) -> bool:
        assert spot.site is not None
        tokens = pen.unit(spot.site.unit).tokens
        boxes = [place for place in range(spot.site.start, spot.site.stop) if tokens[place].kind is TokenKind.BOX]
        if len(boxes) != len(value):
            return False
        for place, sign in zip(boxes, value, strict=True):
            pen.put(spot.site.unit, tokens[place].start, tokens[place].stop, make(sign))
        return True

    return habit


def with_signs(value: str, spot: Spot) -> str:
    """Return a code with the signs that are printed in it."""
    for count, sign in spot.field.separators:
        value = value[:count] + sign + value[count:]
    return value


def _behind_boxes(pen: Pen, spot: Spot, value: str) -> bool:
    _, stop = span_of(pen, spot)
    return put(pen, spot, stop, stop, with_signs(value, spot))


CODES: dict[str, Habit] = {
    "one in each box": _each_box(str), "full width in each box": _each_box(lambda sign: sign.translate(_FULL)),
    "over the boxes": lambda pen, spot, value: over(pen, spot, with_signs(value, spot)),
    "behind the boxes": _behind_boxes,
    "over the boxes, no sign": over,
    "behind each box": _each_box(lambda sign: f"□{sign}"),
    "over the boxes, other dash": lambda pen, spot, value: over(pen, spot, with_signs(value, spot).replace("-", "—")),
    "blanks between": lambda pen, spot, value: over(pen, spot, " ".join(value)),
}
