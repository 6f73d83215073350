from __future__ import annotations

import pytest

from formkit.geometry import Box
from formkit.learn.found import Draft, Found
from formkit.learn.naming import named
from formkit.model.handbook import Kind


@pytest.mark.parametrize("label", ["编号", "号码", "无"])
def test_no_id_is_a_word_that_yaml_takes_for_something_else(label: str) -> None:
    item = Found(label, Kind.TEXT, Box(0, 0, 1, 1))
    assert named(Draft("", [item], []), []).of(item) == "field_no"
