"""Whatever is found, the draft is one that the checks accept."""

from __future__ import annotations

import pytest

from formkit.geometry import Box
from formkit.learn.analyse import analyse
from formkit.learn.found import Draft, Found, FoundOption, FoundTable
from formkit.learn.naming import named
from formkit.learn.reading import answers
from formkit.learn.sound import make_sound
from formkit.learn.writing import layout_text, mapping_text
from formkit.model.handbook import Kind, Mark
from tests.learn.paper import line, page, table

SIZE = (210.0, 297.0)


def choice(*options: tuple[str, str]) -> Found:
    place = Box(20, 20, 60, 24)
    made = [FoundOption(code, label, place) for code, label in options]
    return Found("问题", Kind.SINGLE, place, mark=Mark.BOX, options=made)


def sound(found: Found) -> Found:
    make_sound(Draft("", [found], [SIZE]))
    return found


def test_options_of_one_code_or_one_name_are_told_apart_and_not_sure() -> None:
    found = sound(choice(("1", "有"), ("1", "无"), ("2", "有")))
    assert [(each.code, each.label) for each in found.options] == [("1", "有 1"), ("2", "无"), ("3", "有 3")]
    assert not found.sure


def test_an_option_without_words_is_called_by_its_code() -> None:
    found = sound(choice(("1", "有"), ("2", "")))
    assert [each.label for each in found.options] == ["有", "2"]
    assert not found.sure


def test_what_is_right_stays_as_it_is() -> None:
    found = sound(choice(("1", "有"), ("2", "无")))
    assert (found.sure, found.box) == (True, Box(20, 20, 60, 24))


@pytest.mark.parametrize("box", [
    Box(205, 20, 230, 24), Box(218, 20, 230, 24), Box(-8, -3, 12, 4), Box(20, 290, 40, 310),
])
def test_places_lie_on_the_page_and_keep_their_order(box: Box) -> None:
    found = sound(Found("甲", Kind.TEXT, box))
    assert 0 <= found.box.x0 < found.box.x1 <= SIZE[0]
    assert 0 <= found.box.y0 < found.box.y1 <= SIZE[1]


def test_the_words_behind_an_option_are_forgotten_where_other_records_have_none() -> None:
    rows = [["姓名", "结果"], ["", "□是 □其他____"], ["", "□是 □其他"]]
    draft = analyse([page(*table(rows, [40.0, 60.0]))])
    names = named(draft, [])
    text = mapping_text(draft, names, mapping_id="x", source="x", folder="x")
    assert 'label: "其他"' in text
    assert "text_field" not in text
    assert layout_text(draft, names, blank="x", sha256="0")


def test_letters_that_begin_a_word_are_no_codes() -> None:
    (found,) = answers(line("□A型 □B型 □O型 □AB型"), cell=True)
    assert [each.label for each in found.options] == ["A型", "B型", "O型", "AB型"]
    (found,) = answers(line("□A.良好 □B.一般"), cell=True)
    assert [(each.code, each.label) for each in found.options] == [("A", "良好"), ("B", "一般")]


def test_a_list_of_places_with_slashes_is_no_endless_search() -> None:
    (found,) = answers(line("____乡" + "/乡" * 40 + "长"), cell=False)
    assert found.kind is Kind.TEXT


def test_a_large_table_is_one_table() -> None:
    rows = [[f"名称{at}" for at in range(12)], *([""] * 12 for _ in range(25))]
    (found,) = analyse([page(*table(rows, [15.0] * 12, height=8.0))]).items
    assert isinstance(found, FoundTable)
    assert (len(found.rows), len(found.rows[0])) == (25, 12)
