from __future__ import annotations

import io

import docx

from formkit.geometry import Box
from formkit.learn.analyse import analyse
from formkit.learn.unruled import with_cells
from formkit.media.docx.ruled import ruled
from formkit.model.printed import Glyph, PrintedPage
from tests.learn.paper import page, table

ROWS = [["申请人：", "", "说明", ""], ["住址：", "", "", ""]]
WIDTHS = [25.0, 50.0, 25.0, 50.0]


def prints(*, moved: float = 0.0) -> tuple[PrintedPage, PrintedPage]:
    glyphs, rules = table(ROWS, WIDTHS)
    shifted = [
        Glyph(each.text, Box(each.box.x0 + moved, each.box.y0, each.box.x1 + moved, each.box.y1)) for each in glyphs
    ]
    return page(glyphs, []), page(shifted, rules)


def document(style: str | None) -> bytes:
    made = docx.Document()
    made.add_table(2, 2, style=style).cell(0, 0).text = "申请人："
    whole = io.BytesIO()
    made.save(whole)
    return whole.getvalue()


def test_cells_without_lines_are_answers_where_the_label_asks() -> None:
    plain, lined = prints()
    draft = analyse(with_cells([plain], [lined]))
    assert [item.label for item in draft.items] == ["申请人", "住址"]
    assert draft.items[0].box.width > 49


def test_a_second_print_that_moved_the_words_says_nothing() -> None:
    plain, lined = prints(moved=2.0)
    assert with_cells([plain], [lined]) == (plain,)


def test_lines_are_put_into_tables_without_any_and_others_are_left_alone() -> None:
    lined = ruled(document(None), "x.docx")
    assert lined is not None
    assert ruled(lined, "x.docx") is None
    assert ruled(document("Table Grid"), "x.docx") is None
