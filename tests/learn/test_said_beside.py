"""What is asked for by words around white paper: of an address, on which day something happened, under a statement."""

from __future__ import annotations

from formkit.learn.analyse import analyse
from formkit.learn.found import Found
from formkit.learn.reading import answers
from formkit.model.handbook import Kind
from tests.learn.paper import line, page, table

WHITE = "\u3000\u3000"


def read(text: str) -> list[tuple[str, Kind]]:
    return [(found.label, found.kind) for found in answers(line(text), cell=True)]


def learnt(rows: list[list[str]], widths: list[float], height: float = 8.0) -> list[tuple[str, Kind]]:
    draft = analyse([page(*table(rows, widths, height=height))])
    return [(item.label, item.kind) for item in draft.items if isinstance(item, Found)]


def test_white_paper_before_words_of_an_address_is_named_by_them() -> None:
    rows = [["房号", f"{WHITE}幢{WHITE}单元{WHITE}室"], ["姓名", ""]]
    assert learnt(rows, [40.0, 100.0])[:3] == [("幢", Kind.TEXT), ("单元", Kind.TEXT), ("室", Kind.TEXT)]


def test_words_of_an_address_close_together_are_print() -> None:
    assert read("幢 单元 室") == []


def test_a_day_is_named_by_what_happened_on_it() -> None:
    assert read("本次于____年__月__日入院，____年__月__日出院") == [
        ("本次入院日期", Kind.DATE), ("出院日期", Kind.DATE),
    ]


def test_there_is_room_for_the_reasons_over_a_statement_that_is_signed() -> None:
    text = f"\n\n\n本人承诺以上所填内容全部真实。\n申请人（签字）：____{WHITE}____年__月__日"
    assert learnt([["申请理由", text]], [40.0, 140.0], height=45.0)[0] == ("申请理由", Kind.TEXT)


def test_a_remark_may_be_asked_for_at_the_end_of_a_cell() -> None:
    assert read("□完成 □未完成\n说明：")[-1] == ("说明", Kind.TEXT)


def test_a_label_whose_last_signs_are_set_apart_is_no_number_of_rooms() -> None:
    rows = [[f"初次发病\n时{WHITE}间", "____年__月__日", "病程", ""]]
    assert learnt(rows, [24.0, 70.0, 30.0, 30.0], height=16.0) == [
        ("初次发病时间", Kind.DATE), ("病程", Kind.TEXT),
    ]


def test_other_sources_of_income_are_words() -> None:
    assert read("收入来源：□工资 □低保 □其他____")[-1] == ("收入来源 其他", Kind.TEXT)
