"""What was filled in is read back whole and unchanged."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from formkit.layout import build_layout
from formkit.media.xlsx.emit import identity_of
from formkit.model.ids import booklet_refs
from formkit.model.reading import FieldStatus, Value
from tests.media.xlsx.workbooks import HANDBOOK, codes, reread, values_of, written

_WILD = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff", include_characters="\t\n"),
    min_size=1,
)
_TEXT = st.one_of(
    _WILD,
    st.sampled_from([
        "=1+1", "+86 130", "-5", "@SUM(A1)", "\t缩进", "'撇号", "_x0041_", "_\u2060x0041_", "a_x000D_b_x0041_x0042_",
        "#N/A", "#REF!", "{{ 7*7 }}", "<b>&amp;</b>", "]]>", "TRUE", "1.0", "007", " 前后有空 ", "\u2060隐", "一\n二\n",
        "…〔见附页1〕", "王 小明", "11010519491231002X", "2019年3月5日", "长" * 700, "line " * 400,
        "\n" * 60, "𠮷" * 40,
    ]),
)
_DATE = st.one_of(
    st.dates().map(lambda day: day.isoformat()),
    st.sampled_from(["2012", "2012-03", "--03-05", "1900-02-28", "1900-03-01", "1899-12-31", "0001-01-01", "9999-12-31",
                     "2012-02-30", "不详", "二〇一二年", "20120305", "12.3.5", "41000"]),
    _TEXT,
)
_WHOLE = st.one_of(st.integers(), st.integers(-(10**40), 10**40))
_NUMBER = st.one_of(_WHOLE, st.floats(allow_nan=False, allow_infinity=False))


def _multi(*codes: str) -> st.SearchStrategy[Value]:
    return st.sets(st.sampled_from(codes), min_size=1).map(lambda chosen: tuple(sorted(chosen)))


_BY_LOCAL: dict[str, st.SearchStrategy[Value]] = {
    "birth": _DATE, "date": _DATE, "year": _DATE, "day": _DATE, "times": _WHOLE, "freq": _WHOLE, "dose": _NUMBER,
    "sleep": st.sampled_from(["1", "2", "3"]), "way": st.sampled_from(["1", "2"]),
    "symptoms": _multi("1", "2", "3", "4"), "signed": st.just(True),
}
_IDS = [ref.id for ref in booklet_refs(HANDBOOK, {"visit": 1})] + [
    "visit.1.drugs.4.name", "visit.1.drugs.4.freq", "visit.2.other", "visit.2.symptoms", "quarter.4.day",
]


def _value(field_id: str) -> st.SearchStrategy[Value]:
    return _BY_LOCAL.get(field_id.rsplit(".", 1)[-1], _TEXT)


_FILLED = st.lists(st.sampled_from(_IDS), unique=True, max_size=12).flatmap(
    lambda ids: st.fixed_dictionaries({name: _value(name) for name in ids})
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(_FILLED)
def test_values_come_back_unchanged_whatever_they_are(values: dict[str, Value]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        content, _ = written(values, Path(folder), {"visit": 1})
    booklet = reread(content)
    assert values_of(booklet) == values
    assert {name: type(value) for name, value in values_of(booklet).items()} == {
        name: type(value) for name, value in values.items()
    }
    assert {each.status for each in booklet.readings.values()} <= {FieldStatus.ACCEPTED, FieldStatus.BLANK}
    assert booklet.problems == ()


def test_blank_workbook_has_every_field_of_every_copy_and_says_what_it_is(tmp_path: Path) -> None:
    content, problems = written({}, tmp_path, {"visit": 3, "quarter": 2})
    booklet = reread(content)
    assert problems == []
    assert set(booklet.readings) == {ref.id for ref in booklet_refs(HANDBOOK, {"visit": 3, "quarter": 2})}
    assert {each.status for each in booklet.readings.values()} == {FieldStatus.BLANK}
    layout = build_layout(HANDBOOK, {"visit": 3, "quarter": 2})
    assert booklet.imprint == identity_of(HANDBOOK, layout)
    assert [page.sheet for page in booklet.pages] == ["cover", "visit", "visit", "visit", "quarter", "quarter"]
    assert [page.page for page in booklet.pages] == [1, 2, 3, 4, 5, 6]


def test_serial_of_the_booklet_travels_with_the_file(tmp_path: Path) -> None:
    from formkit.media.xlsx import emit, identify

    out = tmp_path / "one.xlsx"
    emit(HANDBOOK, build_layout(HANDBOOK, serial="ABC123"), {}, out)
    identity = identify(out.read_bytes(), "one.xlsx")
    assert identity is not None
    assert identity.serial == "ABC123"


@pytest.mark.parametrize(("field_id", "code"), [
    ("visit.1.drugs.4.name", "X203"), ("visit.3.other", "X203"), ("cover.remark", "X202"),
    ("visit.1.drugs.1.name", "X202"),
])
def test_what_has_no_room_goes_to_the_addendum_and_is_announced(tmp_path: Path, field_id: str, code: str) -> None:
    text = "需要家属陪同，并提醒按时服药。\n" * 300
    content, problems = written({field_id: text}, tmp_path)
    assert [(each.code, each.field) for each in problems] == [(code, field_id)]
    assert values_of(reread(content)) == {field_id: text}


def test_texts_longer_than_a_cell_can_hold_come_back_whole(tmp_path: Path) -> None:
    text = "".join(f"第{number}行，=不是公式_x0041_。\n" for number in range(4000))
    content, _ = written({"cover.remark": text}, tmp_path)
    assert len(text) > 40_000
    assert values_of(reread(content)) == {"cover.remark": text}


def test_characters_that_no_workbook_holds_are_left_out_and_reported(tmp_path: Path) -> None:
    content, problems = written({"cover.remark": "前\x07后"}, tmp_path)
    assert codes(problems) == ["X205"]
    assert values_of(reread(content)) == {"cover.remark": "前后"}


def test_value_of_an_unknown_field_is_reported(tmp_path: Path) -> None:
    content, problems = written({"cover.nothing": "x"}, tmp_path)
    assert codes(problems) == ["X204"]
    assert values_of(reread(content)) == {}
