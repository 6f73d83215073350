"""Habits of answering choices: codes in boxes, marks at options, looks."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from formkit.media.docx.typed.form import Spot
from formkit.media.docx.typed.options import PrintedOption, PrintedOptions
from formkit.media.docx.typed.tokens import TokenKind
from formkit.model.handbook import Kind
from tools.typed.atoms import Look
from tools.typed.edits import Pen

Habit = Callable[[Pen, Spot, Sequence[str]], bool]
"""Marks the codes of a spot; False where the spot does not allow it."""

_RED = "FF0000"
_CIRCLED = "⓪①②③④⑤⑥⑦⑧⑨⑩⑪⑫"
_PARENTHESES = "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿"
_FULL = str.maketrans("0123456789", "０１２３４５６７８９")


def boxes_of(pen: Pen, spot: Spot) -> tuple[int, int] | None:
    """Return the signs of the code boxes; None where a choice has none."""
    if spot.site is None:
        return None
    return pen.span(spot.site.unit, spot.site.start, spot.site.stop)


def code_text(make: Callable[[str], str], sep: str = "/") -> Habit:
    """Return the habit of typing all codes over the boxes."""

    def habit(pen: Pen, spot: Spot, codes: Sequence[str]) -> bool:
        span = boxes_of(pen, spot)
        if span is None or spot.site is None or any(not code.isdigit() for code in codes):
            return False
        pen.put(spot.site.unit, *span, sep.join(make(code) for code in codes))
        return True

    return habit


def single_only(habit: Habit) -> Habit:
    """Return a habit for single choices alone."""
    return lambda pen, spot, codes: spot.field.kind is Kind.SINGLE and habit(pen, spot, codes)


def multi_only(habit: Habit) -> Habit:
    """Return a habit for multi choices alone."""
    return lambda pen, spot, codes: spot.field.kind is Kind.MULTI and habit(pen, spot, codes)


def _label(pen: Pen, spot: Spot, codes: Sequence[str]) -> bool:
    span = boxes_of(pen, spot)
    if span is None or spot.site is None or spot.field.kind is not Kind.SINGLE:
        return False
    label = next(option.label for option in spot.field.options if option.code == codes[0])
    pen.put(spot.site.unit, *span, pen.rng.choice((f"{codes[0]}{label}", f"{codes[0]} {label}", label)))
    return True


def each_box(form: str) -> Habit:
    """Return the habit of a code in, before or after each box ("in", "before", "after", "fw" for full width)."""

    def habit(pen: Pen, spot: Spot, codes: Sequence[str]) -> bool:
        if spot.site is None or any(not code.isdigit() for code in codes):
            return False
        tokens = pen.unit(spot.site.unit).tokens
        boxes = [place for place in range(spot.site.start, spot.site.stop) if tokens[place].kind is TokenKind.BOX]
        if len(boxes) < len(codes):
            return False
        order = list(codes)
        if pen.rng.random() < 0.2:
            pen.rng.shuffle(order)
        for place, code in zip(boxes, order, strict=False):
            start = tokens[place].start
            text = {"in": code, "after": f"□{code}", "before": f"{code}□", "fw": code.translate(_FULL)}[form]
            pen.put(spot.site.unit, start, start + 1, text)
        return True

    return habit


def _drop_unused(pen: Pen, spot: Spot, codes: Sequence[str]) -> bool:
    return code_text(lambda code: f"□{code}")(pen, spot, codes)


def options_of(spot: Spot, codes: Sequence[str]) -> list[PrintedOption]:
    """Return the printed options of codes."""
    return [each for each in spot.options.options if each.code in codes] if spot.options else []


def mark_before(signs: Sequence[str], gap: str = "") -> Habit:
    """Return the habit of a mark in front of the option."""

    def habit(pen: Pen, spot: Spot, codes: Sequence[str]) -> bool:
        sign = pen.rng.choice(signs)
        for option in options_of(spot, codes):
            assert spot.options is not None
            start = pen.sign_place(spot.options.unit, option.first)
            pen.put(spot.options.unit, start, start, sign + gap, rank=2)
        return spot.options is not None

    return habit


def mark_after(signs: Sequence[str], gap: str = "") -> Habit:
    """Return the habit of a mark behind the words of the option."""

    def habit(pen: Pen, spot: Spot, codes: Sequence[str]) -> bool:
        sign = pen.rng.choice(signs)
        for option in options_of(spot, codes):
            assert spot.options is not None
            _, stop = pen.span(spot.options.unit, option.start, option.stop)
            pen.put(spot.options.unit, stop, stop, gap + sign, rank=0)
        return spot.options is not None

    return habit


def in_box(form: str, signs: str) -> Habit:
    """Return the habit of a mark, s in ``form``, over the option's own box."""

    def habit(pen: Pen, spot: Spot, codes: Sequence[str]) -> bool:
        options = options_of(spot, codes)
        if not options or any(each.box is None for each in options):
            return False
        sign = pen.rng.choice(signs)
        for option in options:
            assert spot.options is not None
            assert option.box is not None
            start, stop = pen.span(spot.options.unit, *option.box)
            pen.put(spot.options.unit, start, stop, form.replace("s", sign))
        return True

    return habit


def look(look_: Look, part: str = "all") -> Habit:
    """Return the habit of giving the option a look: all of it, its words or its code."""

    def habit(pen: Pen, spot: Spot, codes: Sequence[str]) -> bool:
        if spot.options is None or len(codes) == len(spot.field.options):
            return False
        for option in options_of(spot, codes):
            first = option.label if part == "label" else option.start
            last = option.label if part == "code" and option.label > option.start else option.stop
            pen.dress(spot.options.unit, *pen.span(spot.options.unit, first, last), look_)
        return True

    return habit


def _printed_code(pen: Pen, options: PrintedOptions, option: PrintedOption) -> str:
    start, _ = pen.span(options.unit, option.start, option.start + 1)
    return pen.unit(options.unit).glyphs[start].raw


def over_code(make: Callable[[str], str], *, raw: bool = False) -> Habit:
    """Replace the printed code of the option."""

    def habit(pen: Pen, spot: Spot, codes: Sequence[str]) -> bool:
        options = options_of(spot, codes)
        if spot.options is None or any(each.label == each.start or not each.code.isdigit() for each in options):
            return False
        if any(make(each.code) == _printed_code(pen, spot.options, each) for each in options):
            return False  # what looks as the form does tells nothing
        for option in options:
            start, stop = pen.span(spot.options.unit, option.start, option.start + len(option.code))
            if raw:
                pen.put_raw(spot.options.unit, start, stop, make(option.code))
            else:
                pen.put(spot.options.unit, start, stop, make(option.code))
        return True

    return habit


def raw_before(xml: str) -> Habit:
    """Return the habit of runs of XML in front of the option, over its own box where it has one."""

    def habit(pen: Pen, spot: Spot, codes: Sequence[str]) -> bool:
        for option in options_of(spot, codes):
            assert spot.options is not None
            start = pen.sign_place(spot.options.unit, option.first)
            stop = start + 1 if option.box and option.box[0] < option.start else start
            pen.put_raw(spot.options.unit, start, stop, xml, rank=2)
        return spot.options is not None

    return habit


def sym(font: str, char: str) -> str:
    """Return a run with a sign of a symbol font."""
    return f'<w:r><w:sym w:font="{font}" w:char="{char}"/></w:r>'


def ring_field(inner: str) -> str:
    """Return the runs of Word's enclosed character."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText xml:space="preserve"> eq \\o\\ac(</w:instrText></w:r>'
        f'<w:r><w:instrText>○</w:instrText></w:r><w:r><w:instrText>,{inner})</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def both(one: Habit, other: Habit) -> Habit:
    """Return the habit of marking in two ways at once."""

    def habit(pen: Pen, spot: Spot, codes: Sequence[str]) -> bool:
        kept = len(pen.edits)
        if one(pen, spot, codes) and other(pen, spot, codes):
            return True
        del pen.edits[kept:]
        return False

    return habit


_TICKS = "√✓✔☑■●v×V"
_in_or_row = each_box("in")

HABITS: dict[str, Habit] = {
    "digit": single_only(code_text(lambda code: code)),
    "digit full width": single_only(code_text(lambda code: code.translate(_FULL))),
    "digit in brackets": single_only(code_text(lambda code: f"（{code}）")),
    "digit ringed in box": single_only(code_text(lambda code: _CIRCLED[int(code)])),
    "digit after box": single_only(code_text(lambda code: f"□{code}")),
    "digit before box": single_only(code_text(lambda code: f"{code}□")),
    "digit with blanks": single_only(code_text(lambda code: f" {code} ")),
    "code and label in box": _label,
    "codes by comma": multi_only(code_text(str, ",")),
    "codes by dun": multi_only(code_text(str, "、")),
    "codes by full comma": multi_only(code_text(str, "，")),
    "codes by blank": multi_only(code_text(str, " ")),
    "codes by slash": multi_only(code_text(str, "/")),
    "codes ringed in row": multi_only(code_text(lambda code: _CIRCLED[int(code)], "")),
    "codes in boxes": multi_only(_in_or_row),
    "codes after boxes": multi_only(each_box("after")),
    "codes full width in boxes": multi_only(each_box("fw")),
    "codes after boxes, others dropped": multi_only(_drop_unused),
    "mark before": mark_before(_TICKS),
    "mark before with blank": mark_before("√✓", " "),
    "ring before": mark_before("○"),
    "mark after": mark_after(_TICKS),
    "mark in own box": in_box("s", "√☑■●✓×"),
    "mark behind own box": in_box("□s", "√✓"),
    "mark before own box": in_box("s□", "√✓"),
    "tick and code": both(mark_before("√"), each_box("in")),
    "tick after and code": both(mark_after("√"), each_box("in")),
    "code ringed": over_code(lambda code: _CIRCLED[int(code)]),
    "code ringed by field": over_code(ring_field, raw=True),
    "bold": look((("w:b", ""),)),
    "bold red": look((("w:b", ""), ("w:color", _RED))),
    "red": look((("w:color", _RED),)),
    "underlined": look((("w:u", "single"),)),
    "highlighted": look((("w:highlight", "yellow"),)),
    "bold underlined words": look((("w:b", ""), ("w:u", "single")), "label"),
    "tick of Wingdings 2": raw_before(sym("Wingdings 2", "F052")),
    "tick of Wingdings": raw_before(sym("Wingdings", "F0FC")),
    "code in parentheses sign": over_code(lambda code: _PARENTHESES[int(code) - 1] if code != "0" else "⓪"),
    "combining ring": over_code(lambda code: code + "\u20dd"),
    "codes run together": multi_only(code_text(str, "")),
    "codes by full stop": multi_only(code_text(str, ".")),
    "codes before boxes": multi_only(each_box("before")),
    "codes in square brackets": multi_only(code_text(lambda code: f"[{code}]", "")),
    "digit with full stop": single_only(code_text(lambda code: f"{code}.")),
    "digit in quotes": single_only(code_text(lambda code: f"“{code}”")),
    "tick in brackets after": mark_after(["（√）"]),
    "tick over the code": over_code(lambda code: "√"),
    "star before": mark_before("★*▲"),
    "far mark after": mark_after("√", " "),
    "framed": look((("w:bdr", "single"),)),
    "emphasis": look((("w:em", "dot"),), "label"),
    "shaded blue code": look((("w:color", "0070C0"), ("w:b", "")), "code"),
    "ringed words": lambda pen, spot, codes: _ring_words(pen, spot, codes),
    "tick of Webdings": raw_before(sym("Webdings", "F061")),
    "others deleted": lambda pen, spot, codes: _others(pen, spot, codes, delete=True),
    "others struck out": lambda pen, spot, codes: _others(pen, spot, codes, delete=False),
    "box wholly black": in_box("s", "◼⬛▉"),
    "tick in box brackets": in_box("[s]", "√"),
}


def _ring_words(pen: Pen, spot: Spot, codes: Sequence[str]) -> bool:
    """Put Word's ring field round the first sign of the option's words."""
    if spot.options is None:
        return False
    for option in options_of(spot, codes):
        start, _ = pen.span(spot.options.unit, option.label, option.label + 1)
        sign = pen.document.units[spot.options.unit].atoms[start].sign
        pen.put_raw(spot.options.unit, start, start + 1, ring_field(sign))
    return True


def _others(pen: Pen, spot: Spot, codes: Sequence[str], *, delete: bool) -> bool:
    if spot.options is None or spot.field.kind is Kind.MULTI:
        return False
    for option in spot.options.options:
        if option.code in codes:
            continue
        span = pen.span(spot.options.unit, option.start, option.stop)
        if delete:
            pen.put(spot.options.unit, *span, "")
        else:
            pen.dress(spot.options.unit, *span, (("w:strike", ""),))
    return True
