"""What is missing of a booklet is told in one line, whatever is missing of it."""

from __future__ import annotations

import re
from collections.abc import Callable

from flask.testing import FlaskClient

from formkit.errors import problem
from formkit.i18n import set_language
from formkit.layout import build_layout
from formkit.model.accounts import Role
from formkit.model.store import Store
from formkit.pipeline.whole_documents import BookletPage
from formkit.review.missing import missing_sheets
from tests.review.scanned_store import BOOK, COVER, LI, VISIT, add_scan, visit

COUNTS = {sheet.id: 1 for sheet in BOOK.sheets} | {"followup": 12}
BOOKLET = tuple(BookletPage(page, ()) for page in build_layout(BOOK, COUNTS).pages)
TITLE = {sheet.id: sheet.title for sheet in BOOK.sheets}


def missing(sheet: str, copies: tuple[int, ...] = (1,), sides: tuple[int, ...] = (1, 2)) -> list[object]:
    return [problem("G106", page=side, sheet=TITLE[sheet], copy=copy) for copy in copies for side in sides]


def told(*groups: list[object], booklet: tuple[BookletPage, ...] = BOOKLET) -> str:
    found = missing_sheets([each for group in groups for each in group], booklet)  # type: ignore[misc]
    assert found is not None
    return found.sentence


def test_sheets_are_put_together_and_copies_that_follow_each_other_are_one() -> None:
    sentence = told(missing("basic"), missing("followup", (2, 3, 4, 7, 12)))
    assert sentence == f"6 sheets are missing: {TITLE['basic']}; {TITLE['followup']} (copies 2–4, 7, 12)"


def test_of_a_sheet_that_came_in_part_the_sides_are_named() -> None:
    assert told(missing("basic", sides=(2,))) == f"1 sheet is missing: {TITLE['basic']} (side 2)"
    both = told(missing("followup", (3,)), missing("followup", (5, 6), (1,)))
    assert both == f"3 sheets are missing: {TITLE['followup']} (copy 3); {TITLE['followup']} (copies 5–6, side 1)"


def test_a_sheet_on_which_nothing_is_answered_is_named_like_any_other() -> None:
    silent = next(each.page for each in BOOKLET if not each.page.places)
    sides = tuple(each.page.side for each in BOOKLET if each.page.title == silent.title)
    problems = [problem("G106", page=side, sheet=silent.title, copy=1) for side in sides]
    assert told(problems) == f"1 sheet is missing: {silent.title}"


def test_without_the_handbook_every_side_is_named_and_nothing_missing_says_nothing() -> None:
    assert told(missing("basic"), booklet=()) == f"1 sheet is missing: {TITLE['basic']} (sides 1, 2)"
    assert missing_sheets([problem("G101", image=1)], BOOKLET) is None


def test_it_is_said_in_chinese() -> None:
    set_language("zh_CN")
    sentence = told(missing("basic"), missing("followup", (2, 3), (1,)))
    assert sentence == f"缺少 3 份表单：{TITLE['basic']}；{TITLE['followup']}（第 2–3 份、第 1 面）"


def test_the_page_of_a_document_has_one_line_of_what_is_missing(
    as_role: Callable[[Role], FlaskClient], store: Store
) -> None:
    number = add_scan(store, "一.tif", LI | visit("2013-03-05", "1"), (COVER, VISIT)).document_id
    codes = [each.code for each in store.problems(number)]
    assert codes.count("G106") > 5
    page = as_role(Role.REVIEW).get(f"/documents/{number}").text
    assert page.count("G106") == 1
    (count,) = re.findall(r"(\d+) sheets are missing: ", page)
    assert 1 < int(count) < codes.count("G106")
