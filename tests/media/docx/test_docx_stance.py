"""What an office does to a template moves places, or does not: the digest tells which."""

from __future__ import annotations

import copy
from collections.abc import Callable
from functools import cache
from io import BytesIO

import docx
import pytest
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph
from lxml import etree

from formkit.media.docx.package import unpack
from formkit.media.docx.stance import Stance, stance_of
from formkit.shipped import shipped

Change = Callable[[Document], None]


@cache
def template() -> bytes:
    return (shipped("templates") / "docx" / "case-management@2011.docx").read_bytes()


def stance(*changes: Change) -> Stance:
    document = docx.Document(BytesIO(template()))
    for change in changes:
        change(document)
    out = BytesIO()
    document.save(out)
    return stance_of(unpack(out.getvalue(), "x.docx"))


def first_table(document: Document) -> etree._Element:
    found = document.element.body.find(qn("w:tbl"))
    assert found is not None
    return found


def between_tables(document: Document) -> Paragraph:
    """Return a paragraph that takes no room, between two tables or below the last one of a side."""
    return next(each for each in document.paragraphs if _is_behind_a_table(each))


def _is_behind_a_table(paragraph: Paragraph) -> bool:
    before = paragraph._p.getprevious()
    return paragraph.style is not None and paragraph.style.style_id == "FormkitBlank" and (
        before is not None and before.tag == qn("w:tbl"))


def style(document: Document, identity: str) -> object:
    return next(each for each in document.styles if each.style_id == identity)


def with_gutter(document: Document) -> None:
    document.sections[0].gutter = Mm(6)


def aligned(value: str) -> Change:
    def change(document: Document) -> None:
        align = OxmlElement("w:jc")
        align.set(qn("w:val"), value)
        first_table(document).find(qn("w:tblPr")).append(align)

    return change


def floating(document: Document) -> None:
    position = OxmlElement("w:tblpPr")
    position.set(qn("w:tblpX"), "900")
    first_table(document).find(qn("w:tblPr")).insert(0, position)


def with_a_note(document: Document) -> None:
    paragraph = between_tables(document)
    paragraph.add_run("请用黑色笔填写").font.size = Pt(12)


def with_space_before(document: Document) -> None:
    between_tables(document).paragraph_format.space_before = Pt(20)


def with_high_blank_paragraphs(document: Document) -> None:
    style(document, "FormkitBlank").paragraph_format.line_spacing = Pt(10)  # type: ignore[attr-defined]


def with_ticks_to_the_right(document: Document) -> None:
    cell = next(each for each in document.element.body.iter(qn("w:tc")) if each.find(f".//{_CHECKBOX}") is not None)
    align = OxmlElement("w:jc")
    align.set(qn("w:val"), "right")
    cell.find(f"{qn('w:p')}/{qn('w:pPr')}").append(align)


_CHECKBOX = "{http://schemas.microsoft.com/office/word/2010/wordml}checkbox"


def with_rows_that_grow(document: Document) -> None:
    for height in first_table(document).iter(qn("w:trHeight")):
        height.set(qn("w:hRule"), "atLeast")


def with_nested_rows(height: int) -> Change:
    def change(document: Document) -> None:
        cell = first_table(document).find(f"{qn('w:tr')}/{qn('w:tc')}")
        row = copy.deepcopy(first_table(document).findall(qn("w:tr"))[-1])
        row.find(f"{qn('w:trPr')}/{qn('w:trHeight')}").set(qn("w:val"), str(height))
        for control in list(row.iter(qn("w:sdt"))):
            control.getparent().remove(control)
        nested = OxmlElement("w:tbl")
        nested.append(row)
        cell.insert(1, nested)

    return change


def with_large_labels(document: Document) -> None:
    for identity in ("FormkitLabel", "FormkitText"):
        style(document, identity).font.size = Pt(14)  # type: ignore[attr-defined]


@pytest.mark.parametrize("change", [
    with_gutter, aligned("center"), floating, with_a_note, with_space_before, with_high_blank_paragraphs,
    with_ticks_to_the_right, with_rows_that_grow,
])
def test_what_moves_places_is_noticed(change: Change) -> None:
    assert not stance(change).is_as(stance())


@pytest.mark.parametrize("change", [with_large_labels, aligned("left")])
def test_what_moves_nothing_is_let_pass(change: Change) -> None:
    assert stance(change) == stance()


def test_the_size_of_a_style_counts_where_rows_grow_with_their_text() -> None:
    assert stance(with_rows_that_grow, with_large_labels) != stance(with_rows_that_grow)


def test_rows_of_a_table_in_a_cell_count() -> None:
    assert stance(with_nested_rows(300)) != stance(with_nested_rows(500))
