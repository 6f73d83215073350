from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from formkit.model.reading import FieldStatus, Value
from tests.media.pdf.probe import FILLED, FURTHER, LONG, REFS, SERIAL, filled, read_back, values_of, written


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=filled())
def test_whatever_a_form_is_filled_with_is_read_back_unchanged(tmp_path: Path, values: dict[str, Value]) -> None:
    booklet = read_back(written(tmp_path, values, form=True))
    assert values_of(booklet) == values
    assert {type(value) for value in values_of(booklet).values()} == {type(value) for value in values.values()}
    assert all(booklet.readings[name].status is FieldStatus.ACCEPTED for name in values)
    assert not booklet.problems


def test_a_filled_form_has_every_issued_field_and_its_serial(tmp_path: Path) -> None:
    booklet = read_back(written(tmp_path, FILLED, form=True))
    assert booklet.imprint.serial == SERIAL
    assert set(booklet.readings) == set(REFS)
    assert values_of(booklet) == FILLED
    assert {name for name, each in booklet.readings.items() if each.status is FieldStatus.BLANK} == set(REFS) - set(
        FILLED
    )
    assert [page.sheet for page in booklet.pages] == ["basic", "visit", "visit"]


@pytest.mark.parametrize("form", [True, False])
def test_a_blank_is_read_as_blank(tmp_path: Path, form: bool) -> None:
    booklet = read_back(written(tmp_path, {}, form=form))
    assert {each.status for each in booklet.readings.values()} == {FieldStatus.BLANK}
    assert set(booklet.readings) == set(REFS)
    assert not booklet.problems


def test_a_row_beyond_the_printed_ones_comes_back_with_its_blank_columns(tmp_path: Path) -> None:
    booklet = read_back(written(tmp_path, {FURTHER[0]: "再就业"}, form=True))
    assert values_of(booklet) == {FURTHER[0]: "再就业"}
    assert booklet.readings[FURTHER[1]].status is FieldStatus.BLANK


@pytest.mark.parametrize("form", [True, False])
def test_a_text_of_several_pages_comes_back_whole(tmp_path: Path, form: bool) -> None:
    text = (LONG + "\n\n") * 8 + "完"
    booklet = read_back(written(tmp_path, {"basic.story": text, "visit.1.steps.9.goal": text}, form=form))
    assert values_of(booklet) == {"basic.story": text, "visit.1.steps.9.goal": text}
