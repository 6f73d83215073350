"""The answer in the controls of one field, as a person or a program left it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lxml import etree

from formkit.errors import Problem
from formkit.media.docx.controls import CHECKED, PROMPTS, TICKED, UNCHECKED
from formkit.media.docx.elements import (
    content_of,
    is_checked,
    property_of,
    tag_of,
    text_of,
    unchecked_sign,
    whole_text_of,
)
from formkit.media.docx.fitting import marked_number, without_mark
from formkit.media.docx.lettering import from_comb
from formkit.media.docx.names import q
from formkit.media.docx.seen import Seen
from formkit.model.handbook import Kind
from formkit.model.ids import FieldRef
from formkit.model.reading import Value
from formkit.values.dates import cut, is_date
from formkit.values.telling import about
from formkit.values.typed import VERBATIM, parse

_TICKS = frozenset({CHECKED, TICKED, "☒", "☑", "√", "✓", "✔", "×"})
_EMPTY_BOXES = frozenset({UNCHECKED, "☐", "○", "◯"})


@dataclass(frozen=True, slots=True)
class Answer:
    """What one field says: a value, the text where it differs, whether a person must look, and why."""

    value: Value
    raw: str = ""
    doubtful: bool = False
    problems: tuple[Problem, ...] = ()
    alternatives: tuple[Value, ...] = ()
    continued: int | None = None
    """The number on the sheet at the end that was read with it."""


def occurrences(seen: Seen, ref: FieldRef) -> int:
    """Return how often the field stands in the file: more than once where something was copied."""
    return max((len(seen.all(tag)) for tag in seen.tags(ref)), default=0)


def answer(seen: Seen, ref: FieldRef, occurrence: int) -> Answer:
    """Return what one occurrence (from 0) of a field says."""
    own = seen.all(ref.id)[occurrence : occurrence + 1]
    boxes = [
        (option.code, found[occurrence])
        for option in ref.field.options
        if ref.field.kind.is_choice and len(found := seen.all(f"{ref.id}.{option.code}")) > occurrence
    ]
    if not boxes:
        return _written(seen, ref, own[0]) if own else Answer(None)
    marked = [code for code, control in boxes if _marked(control)]
    told = _box_problems(ref, boxes)
    if marked:
        return _with_doubts(_chosen(ref, marked), told)
    written = _printed_codes(_written(seen, ref, own[0]), ref, seen, own[0]) if own else Answer(None)
    return _with_doubts(written, told)


def _with_doubts(found: Answer, told: Sequence[Problem]) -> Answer:
    return replace(found, doubtful=True, problems=(*found.problems, *told)) if told else found


def _marked(control: etree._Element) -> bool:
    """Say whether an option is marked: by its sign where that is not the one of its check box.

    Programs that lose the check box leave its sign, and people type one over the other.
    """
    state = is_checked(control)
    sign = text_of(content_of(control)).strip()
    if state is None:
        return sign in _TICKS
    return not state if _disagrees(control) else state


def _disagrees(control: etree._Element) -> bool:
    """Say whether the sign of a check box is not the one of its state."""
    state = is_checked(control)
    sign = text_of(content_of(control)).strip()
    empty = sign in _EMPTY_BOXES or sign == unchecked_sign(control)
    if state is None:
        return False
    return empty or not sign if state else bool(sign) and not empty


def _box_problems(ref: FieldRef, boxes: Sequence[tuple[str, etree._Element]]) -> list[Problem]:
    struck = any(_has_struck(control) for _, control in boxes)
    signs = [code for code, control in boxes if _disagrees(control)]
    told = [about("D028", ref.field, ref.id)] if struck else []
    return told + ([about("D029", ref.field, ref.id, options=", ".join(signs))] if signs else [])


def _has_struck(control: etree._Element) -> bool:
    content = content_of(control)
    return whole_text_of(content).strip() != text_of(content).strip()


def _chosen(ref: FieldRef, codes: Sequence[str]) -> Answer:
    if ref.field.kind is Kind.MULTI:
        return Answer(tuple(codes))
    if len(codes) == 1:
        return Answer(codes[0])
    told = about("D015", ref.field, ref.id, count=len(codes))
    return Answer(codes[0], "/".join(codes), True, (told,), tuple(codes[1:]))


def _printed_codes(read: Answer, ref: FieldRef, seen: Seen, control: etree._Element) -> Answer:
    """Judge a text beside check boxes of which none is marked: codes in the code boxes are there without reason."""
    lock = property_of(control, "w:lock")
    if read.value is None or lock is None or lock.get(q("w:val")) != "sdtContentLocked":
        return read
    told = about("D018", ref.field, ref.id)
    return Answer(read.value, read.raw, True, (*read.problems, told))


def _written(seen: Seen, ref: FieldRef, control: etree._Element) -> Answer:
    found = _as_shown(seen, ref, control)
    parts = [control] if found.continued is None else [control, seen.addendum[found.continued]]
    whole = [_text(seen, part, struck=True) for part in parts]
    if [text.strip() for text in whole] == [_text(seen, part).strip() for part in parts]:
        return found
    raw = whole[-1].removeprefix(VERBATIM)
    return replace(_with_doubts(found, [about("D028", ref.field, ref.id)]), raw=raw)


def _as_shown(seen: Seen, ref: FieldRef, control: etree._Element) -> Answer:
    """Return the answer in a control without what is struck out or hidden."""
    text = _text(seen, control)
    number = marked_number(text)
    if number is None or number not in seen.addendum:
        return _read(ref, control, text)
    whole = text_of(content_of(seen.addendum[number]))
    read = parse(ref.field, whole, field_id=ref.id)
    same = whole.startswith(without_mark(text))
    told = () if same else (about("D017", ref.field, ref.id, number=number),)
    others = () if same else (without_mark(text),)
    doubtful = read.doubtful or not same
    return Answer(read.value, whole.removeprefix(VERBATIM), doubtful, read.problems + told, others, number)


def _text(seen: Seen, control: etree._Element, *, struck: bool = False) -> str:
    """Return the text of a control without that of other fields nested in it; "" where it only prompts.

    What is struck out or hidden belongs to it only where ``struck`` says so.
    """
    content = content_of(control)
    own = tag_of(control)
    others = frozenset(each for each in content.iter(q("w:sdt")) if tag_of(each) in seen.by_tag and tag_of(each) != own)
    text = (whole_text_of if struck else text_of)(content, others)
    return "" if text.strip() in PROMPTS else text


def _read(ref: FieldRef, control: etree._Element, text: str) -> Answer:
    shown = _listed(control, from_comb(ref.field, text))
    if ref.field.kind is Kind.MULTI and not shown.startswith(VERBATIM):
        shown = "/".join(shown.split("\t")).strip("/") if "\t" in shown else shown
    read = parse(ref.field, shown, field_id=ref.id)
    problems = list(read.problems)
    others: tuple[Value, ...] = ()
    if property_of(control, "w:showingPlcHdr") is not None and read.value is not None:
        problems.append(about("D014", ref.field, ref.id))
    value, stored = read.value, _stored_date(control)
    if isinstance(value, str) and stored and not shown.startswith(VERBATIM):
        value, stored = _picked(ref, value, stored), cut(stored, ref.field.precision)
    if isinstance(value, str) and stored and value not in ("", stored):
        problems.append(about("D016", ref.field, ref.id, shown=value, stored=stored))
        others = (stored,)
    doubtful = read.doubtful or len(problems) > len(read.problems)
    return Answer(value, read.raw.removeprefix(VERBATIM), doubtful, tuple(problems), others)


def _picked(ref: FieldRef, value: str, stored: str) -> str:
    """Return a date that was picked in a calendar, which gives whole days, as fine as its field."""
    return cut(value, ref.field.precision) if value == stored else value


def _listed(control: etree._Element, text: str) -> str:
    """Return the value behind what a drop-down list shows."""
    for kind in ("w:dropDownList", "w:comboBox"):
        found = property_of(control, kind)
        for item in found.iter(q("w:listItem")) if found is not None else ():
            if item.get(q("w:displayText")) == text and item.get(q("w:value")):
                return item.get(q("w:value")) or text
    return text


def _stored_date(control: etree._Element) -> str:
    date = property_of(control, "w:date")
    stored = (date.get(q("w:fullDate")) or "")[:10] if date is not None else ""
    return stored if is_date(stored) else ""


def pictured(ref: FieldRef, found: Answer) -> Answer:
    """Return the answer of a field in or beside whose control somebody put a picture: it signs, or is for review."""
    if ref.field.kind is Kind.SIGNATURE:
        return replace(found, value=True) if found.value is None else found
    return _with_doubts(found, [about("D030", ref.field, ref.id)])


def typed_in_place(ref: FieldRef, text: str) -> Answer:
    """Return the answer of a field whose control was deleted and where ``text`` stands now."""
    if not text.strip():
        return Answer(None, "", True, (about("D013", ref.field, ref.id),))
    read = parse(ref.field, text.strip(), field_id=ref.id)
    told = about("D012", ref.field, ref.id, text=text.strip()[:40])
    return Answer(read.value, text.strip(), True, (*read.problems, told))


def typed_beside(ref: FieldRef, found: Answer, text: str) -> Answer:
    """Return the answer of a field beside whose control ``text`` was typed."""
    told = about("D025", ref.field, ref.id, text=text[:40])
    if found.value is not None:
        return Answer(found.value, found.raw, True, (*found.problems, told), (text,))
    read = parse(ref.field, text, field_id=ref.id)
    return Answer(read.value, text, True, (*read.problems, told))
