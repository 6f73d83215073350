"""Flat signs of a scanned blank that were cut from their line."""

from __future__ import annotations

from formkit.geometry import Box
from formkit.media.scan.printed import degrees, levelled, ones_in_words
from formkit.model.printed import Glyph

LINE = [Glyph("困", Box(10.0, 20.0, 13.5, 23.5)), Glyph("难", Box(14.0, 20.0, 17.5, 23.5))]


def test_a_flat_sign_amid_its_line_is_as_high_as_the_line() -> None:
    *_, one = levelled([*LINE, Glyph("一", Box(20.0, 21.6, 23.0, 22.0))])
    assert (one.text, one.box.y0, one.box.y1) == ("一", 20.0, 23.5)


def test_a_flat_sign_at_the_foot_of_its_line_is_an_underscore() -> None:
    *_, line = levelled([*LINE, Glyph("一", Box(20.0, 23.7, 27.0, 24.0))])
    assert line.text == "_"


def test_the_upper_stroke_of_a_sign_goes_into_it() -> None:
    *_, unit = levelled([*LINE, Glyph("一", Box(20.0, 20.2, 23.0, 20.5)), Glyph("元", Box(19.8, 21.3, 23.2, 23.5))])
    assert (unit.text, unit.box.y0) == ("元", 20.2)
    assert len(levelled([Glyph("一", Box(20.0, 20.2, 23.0, 20.5)), Glyph("元", Box(19.8, 21.3, 23.2, 23.5))])) == 1


def test_a_dash_is_a_one_where_it_makes_a_word_with_the_sign_beside_it_and_not_elsewhere() -> None:
    dash, usual = Glyph("—", Box(20.0, 20.0, 23.0, 23.5)), Glyph("般", Box(23.5, 20.0, 27.0, 23.5))
    assert [each.text for each in ones_in_words([dash, usual])] == ["一", "般"]
    far = Glyph("般", Box(120.0, 200.0, 123.5, 203.5))
    assert [each.text for each in ones_in_words([dash, far])] == ["—", "般"]
    underscore = Glyph("_", dash.box)
    assert [each.text for each in ones_in_words([underscore, usual])] == ["_", "般"]


def test_a_degree_before_the_sign_that_has_one_is_left_out() -> None:
    ring, sign = Glyph("°", Box(20.0, 20.0, 21.0, 23.5)), Glyph("℃", Box(21.2, 20.0, 24.0, 23.5))
    assert [each.text for each in degrees([ring, sign])] == ["℃"]
    assert [each.text for each in degrees([ring])] == ["°"]
