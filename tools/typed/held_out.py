"""Habits that reading was not developed with: what is measured with them is what other people's files may give."""

from __future__ import annotations

from collections.abc import Sequence

from formkit.media.docx.typed.form import Spot
from formkit.media.docx.typed.sites import Room
from formkit.model.handbook import Kind
from tools.typed import choices, entries
from tools.typed.choices import code_text, in_box, look, mark_after, mark_before, multi_only, over_code, single_only
from tools.typed.edits import Pen
from tools.typed.entries import date_over, joined, over, span_of


def _tick_inside(pen: Pen, spot: Spot, codes: Sequence[str]) -> bool:
    """Type a tick between the code and the words of the option."""
    options = choices.options_of(spot, codes)
    if spot.options is None or any(each.label == each.start for each in options):
        return False
    for option in options:
        start = pen.sign_place(spot.options.unit, option.label)
        pen.put(spot.options.unit, start, start, "√")
    return True


def _code_behind_last(pen: Pen, spot: Spot, codes: Sequence[str]) -> bool:
    """Type the code behind the last option, in front of the box."""
    if spot.options is None or spot.site is None or spot.field.kind is not Kind.SINGLE:
        return False
    _, stop = pen.span(spot.options.unit, spot.options.stop - 1, spot.options.stop)
    if spot.site.unit != spot.options.unit or spot.site.start != spot.options.stop + 1:
        return False
    pen.put(spot.options.unit, stop, stop, f"  {codes[0]}")
    return True


def _blank_unused(pen: Pen, spot: Spot, codes: Sequence[str]) -> bool:
    """Put codes into the boxes and blanks into the others."""
    span = choices.boxes_of(pen, spot)
    if span is None or spot.site is None or spot.field.kind is not Kind.MULTI:
        return False
    pen.put(spot.site.unit, *span, "/".join([*codes, *[" "] * (spot.site.boxes - len(codes))]))
    return True


def _ellipse(pen: Pen, spot: Spot, codes: Sequence[str]) -> bool:
    """Draw an ellipse that floats over the options."""
    if spot.options is None or spot.field.kind is not Kind.SINGLE:
        return False
    style = "position:absolute;margin-left:40pt;width:30pt;height:14pt"
    xml = f'<w:r><w:pict><v:oval style="{style}" filled="f"/></w:pict></w:r>'
    start = pen.sign_place(spot.options.unit, spot.options.start)
    pen.put_raw(spot.options.unit, start, start, xml)
    return True


def _in_symbol_font(pen: Pen, spot: Spot, codes: Sequence[str]) -> bool:
    """Type ü in Wingdings, as some input methods do for a tick."""
    xml = '<w:r><w:rPr><w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/></w:rPr><w:t>ü</w:t></w:r>'
    return choices.raw_before(xml)(pen, spot, codes)


CHOICES: dict[str, choices.Habit] = {
    "tick between code and words": _tick_inside,
    "code behind the last option": _code_behind_last,
    "blanks in unused boxes": _blank_unused,
    "ellipse drawn": _ellipse,
    "tick in Wingdings text": _in_symbol_font,
    "crossed box before": mark_before("☒"),
    "tick in brackets before": mark_before(["（√）", "(✓)", "[√]"]),
    "small v after": mark_after("v", ""),
    "small v before, blank": mark_before("v", " "),
    "code with tick": single_only(code_text(lambda code: f"{code}√")),
    "code and ring": choices.both(over_code(lambda code: "⓪①②③④⑤⑥⑦⑧⑨⑩⑪⑫"[int(code)]), choices.each_box("in")),
    "black number": over_code(lambda code: "⓿❶❷❸❹❺❻❼❽❾❿⓫⓬"[int(code)]),
    "doubly underlined": look((("w:u", "double"),)),
    "waved": look((("w:u", "wave"), ("w:color", "C00000")), "label"),
    "italic": look((("w:i", ""),)),
    "large": look((("w:sz", "32"),)),
    "codes by plus": multi_only(code_text(str, "＋")),
    "codes by full stop and blank": multi_only(code_text(str, ". ")),
    "codes in brackets": multi_only(code_text(lambda code: f"（{code}）", "")),
    "codes in words": multi_only(code_text(str, "和")),
    "ring in own box": in_box("s", "○◎⊙"),
    "letter in own box": in_box("s", "vVx"),
    "two ticks": mark_before(["√√"]),
}


def _in_label(pen: Pen, spot: Spot, text: str) -> bool:
    """Type into the cell of the label in front of an empty cell."""
    assert spot.site is not None
    unit = (spot.site.unit[0], spot.site.unit[1] - 1)
    if spot.site.room is not Room.CELL or unit not in pen.blank.units or not pen.unit(unit).printed:
        return False
    stop = len(pen.document.units[unit].atoms)
    pen.put(unit, stop, stop, f" {text}")
    return True


def _paragraphs(pen: Pen, spot: Spot, text: str) -> bool:
    assert spot.site is not None
    if spot.site.room is not Room.CELL or not spot.field.multiline:
        return False
    return over(pen, spot, f"\n{text}\n")


def _unit_twice(pen: Pen, spot: Spot, text: str) -> bool:
    return bool(spot.field.unit) and over(pen, spot, text + spot.field.unit)


def _in_control(pen: Pen, spot: Spot, text: str) -> bool:
    """Put a content control round the typed text, as WPS and converters do."""
    assert spot.site is not None
    xml = f"<w:sdt><w:sdtContent><w:r><w:t>{text}</w:t></w:r></w:sdtContent></w:sdt>"
    pen.put_raw(spot.site.unit, *span_of(pen, spot), xml)
    return True


def _moved(pen: Pen, spot: Spot, text: str) -> bool:
    assert spot.site is not None
    xml = (
        f'<w:moveFrom w:id="1" w:author="x"><w:r><w:t>{text[:-1]}乙</w:t></w:r></w:moveFrom>'
        f'<w:moveTo w:id="2" w:author="x"><w:r><w:t>{text}</w:t></w:r></w:moveTo>'
    )
    pen.put_raw(spot.site.unit, *span_of(pen, spot), xml)
    return True


def _struck(pen: Pen, spot: Spot, text: str) -> bool:
    """Strike a slip out and type what is right behind it."""
    assert spot.site is not None
    xml = (
        f"<w:r><w:rPr><w:strike/></w:rPr><w:t>{text[:-1]}乙</w:t></w:r><w:r><w:t>{text}</w:t></w:r>"
    )
    pen.put_raw(spot.site.unit, *span_of(pen, spot), xml)
    return True


TEXTS: dict[str, entries.Habit] = {
    "typed over": over, "in the cell of the label": _in_label, "paragraphs around": _paragraphs,
    "unit typed again": _unit_twice, "in a control": _in_control, "moved with changes tracked": _moved,
    "slip struck out": _struck,
}
DATES: dict[str, entries.Habit] = {
    "dashes and day": date_over(lambda y, m, d: f"{y}-{m}-{d}日", part=False),
    "padded slashes": date_over(joined("/", short=False)),
    "no last word": date_over(lambda y, m, d: f"{y}年{m}月{d}", part=False),
    "full-width dots": date_over(lambda y, m, d: f"{y}．{int(m)}．{int(d)}", part=False),
    "long dashes": date_over(lambda y, m, d: f"{y}—{int(m)}—{int(d)}", part=False),
    "blanks in words": date_over(lambda y, m, d: f"{y} 年 {int(m)} 月 {int(d)} 日", part=False),
    "commas": date_over(lambda y, m, d: f"{y}，{int(m)}，{int(d)}", part=False),
    "Chinese full stops": date_over(lambda y, m, d: f"{y}。{int(m)}。{int(d)}", part=False),
    "hour behind": date_over(lambda y, m, d: f"{y}年{int(m)}月{int(d)}日上午", part=False),
    "number sign": date_over(lambda y, m, d: f"{y}年{int(m)}月{int(d)}号", part=False),
    "month only": date_over(lambda y, m, d: f"{y}年{int(m)}月" if m and not d else f"{y}-{m}-{d}" if d else y),
}
CODES: dict[str, entries.Habit] = {
    "number sign before": lambda pen, spot, value: over(pen, spot, "：" + entries.with_signs(value, spot)),
    "blank for dash": lambda pen, spot, value: over(pen, spot, entries.with_signs(value, spot).replace("-", " ")),
    "before the boxes": lambda pen, spot, value: entries.put(
        pen, spot, span_of(pen, spot)[0], span_of(pen, spot)[0], entries.with_signs(value, spot)
    ),
    "letter for nought": lambda pen, spot, value: over(pen, spot, entries.with_signs(value, spot).replace("0", "O")),
}
