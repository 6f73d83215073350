"""How far the white paper behind a colon reaches down outside tables."""

from __future__ import annotations

from formkit.learn.analyse import analyse
from formkit.learn.found import Found
from formkit.model.handbook import Kind
from tests.learn.paper import page, signs, table


def drafted(text: str, *, over_table: bool = False) -> list[Found]:
    glyphs, rules = table([["姓名", ""]], [40, 60], y=80.0) if over_table else ([], [])
    items = analyse([page(signs(text) + glyphs, rules)]).items
    return [item for item in items if isinstance(item, Found)]


def test_white_lines_under_a_heading_are_there_for_its_words() -> None:
    found = drafted("初步印象：\n\n\n\n治疗经过：\n\n\n\n医生（签字）：\n备注：")
    assert [(each.label, each.multiline) for each in found[:2]] == [("初步印象", True), ("治疗经过", True)]
    assert [round(each.box.height) for each in found[:2]] == [24, 24]


def test_a_signature_takes_one_more_line_of_paper_at_most() -> None:
    signature = drafted("医生（签字）：\n\n\n\n备注：")[0]
    assert signature.kind is Kind.SIGNATURE
    assert round(signature.box.height) == 8


def test_lines_close_to_one_another_stay_as_high_as_their_print() -> None:
    assert [round(each.box.height) for each in drafted("姓名：\n地址：\n电话：")] == [4, 4, 4]


def test_paper_over_a_table_only_sets_it_apart() -> None:
    assert round(drafted("单位：", over_table=True)[0].box.height) == 4
