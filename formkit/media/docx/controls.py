"""Content controls as text: one for every kind of answer, all within a line of text.

Controls inside a line are the ones that every Word since 2010 and its web edition can edit; those
around whole cells are not.
"""

from __future__ import annotations

from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from formkit.media.docx.wordml import RunLook, attribute, run
from formkit.model.handbook import Field, Kind, Precision

PLACEHOLDER = "\u3000\u3000\u3000"
"""What an empty control shows: blanks, so that nothing is printed and there is room to click."""
PLACEHOLDER_PART = "FormkitBlank"
"""The building block that Word puts back when a control is emptied."""
PROMPTS = frozenset({
    "单击或点击此处输入文字。", "单击此处输入文字。", "单击或点击此处输入日期。", "单击此处输入日期。",
    "选择一项。", "单击此处选择一项。",
    "Click or tap here to enter text.", "Click here to enter text.", "Click or tap to enter a date.",
    "Click here to enter a date.", "Choose an item.",
})
"""What Word shows in empty controls when the form's own blanks were lost."""
CHECKED, UNCHECKED = "●", "□"
TICKED = "■"
_SIGN_FONT = "宋体"
_DATE_FORMATS = {Precision.DAY: "yyyy MM dd", Precision.MONTH: "yyyy MM", Precision.YEAR: "yyyy"}
"""What Word shows of the day that is picked in a calendar."""


@dataclass(frozen=True, slots=True)
class Control:
    """A content control: its tag (which may hold a Jinja expression), its name on screen and its look."""

    tag: str
    label: str
    look: RunLook
    locked: bool = False
    """Nobody may change the content on screen either."""


def _wrapped(control: Control, kind: str, content: str, *, empty: bool) -> str:
    placeholder = f'<w:placeholder><w:docPart w:val="{PLACEHOLDER_PART}"/></w:placeholder><w:showingPlcHdr/>'
    lock = "sdtContentLocked" if control.locked else "sdtLocked"
    return (
        f"<w:sdt><w:sdtPr>{control.look.xml()}<w:alias w:val={attribute(control.label[:60])}/>"
        f'<w:tag w:val={quoteattr(control.tag)}/><w:id w:val="1"/><w:lock w:val="{lock}"/>'
        f"{placeholder if empty else ''}{kind}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"
    )


def value_control(control: Control, field: Field) -> str:
    """Return the control that takes the whole answer of ``field``: a list of codes, a date or text."""
    text = field.preprinted or PLACEHOLDER
    return _wrapped(control, _kind(field), run(text, control.look), empty=not field.preprinted)


def _kind(field: Field) -> str:
    if field.kind is Kind.SINGLE:
        items = "".join(f"<w:listItem w:displayText={code} w:value={code}/>" for code in _codes(field))
        return f'<w:dropDownList><w:listItem w:displayText="{PLACEHOLDER}" w:value=""/>{items}</w:dropDownList>'
    if field.kind is Kind.DATE:
        return (
            f'<w:date><w:dateFormat w:val="{_DATE_FORMATS[field.precision]}"/><w:lid w:val="zh-CN"/>'
            '<w:storeMappedDataAs w:val="dateTime"/><w:calendar w:val="gregorian"/></w:date>'
        )
    return '<w:text w:multiLine="1"/>' if field.multiline else "<w:text/>"


def _codes(field: Field) -> list[str]:
    return [attribute(option.code) for option in field.options]


def text_control(control: Control, text: str) -> str:
    """Return a control of free text that already holds ``text``."""
    return _wrapped(control, '<w:text w:multiLine="1"/>', run(text, control.look), empty=False)


def check_box(control: Control, *, tick: bool) -> str:
    """Return the check box of one option: □ and ● or, where it is itself what is ticked, □ and ■."""
    on = ord(TICKED if tick else CHECKED)
    kind = (
        '<w14:checkbox><w14:checked w14:val="0"/>'
        f'<w14:checkedState w14:val="{on:04X}" w14:font="{_SIGN_FONT}"/>'
        f'<w14:uncheckedState w14:val="{ord(UNCHECKED):04X}" w14:font="{_SIGN_FONT}"/></w14:checkbox>'
    )
    return _wrapped(control, kind, run(UNCHECKED, control.look), empty=False)
