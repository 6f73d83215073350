"""What was filled in is read back whole and unchanged."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from formkit.errors import OutputError
from formkit.media.docx import emit, identify
from formkit.media.docx.names import DOCUMENT_PART
from formkit.model.handbook import Kind
from formkit.model.ids import booklet_refs
from formkit.model.reading import FieldStatus, Value
from formkit.values.characters import UNFIT
from tests.media.docx.forms import HANDBOOK, codes, layout, parts_of, reread, values_of, written

_REFS = [ref for ref in booklet_refs(HANDBOOK) if ref.field.preprinted is None]
_WILD = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(
    lambda text: not UNFIT.search(text) and "\r" not in text
)
_SPECIAL = st.sampled_from([
    "=1+1", "@SUM(A1)", "{{ 7*7 }}", "{% for x in y %}", "{#", "<w:t>&amp;</w:t>", "]]>", "张 三", " 张三 ", "\u2060",
    "\u2060x", "a\u2060b", "\u3000", "\u2007\u2007\u2007\u2007 03 05", "…〔见附页1〕", "文〔附1〕", "a\tb", "a\n\nb\n",
    "单击或点击此处输入文字。", "Click or tap here to enter text.", "已签", "√", "●", "□", "/", "--", "010-12345678",
    "𠮷野家", "e\u0301", "\u202etxt", "110101197003070011", "很长的一段话，" * 400, "W" * 900,
])
_DATES = st.one_of(
    st.dates().map(lambda day: day.isoformat()),
    st.sampled_from(["2012", "2012-03", "--03-05", "--02-29", "2012-02-30", "0001-01-01",
                     "2012年3月", "昨天", "99-1-1", "0000"]),
)


def _value(kind: Kind, codes_of: tuple[str, ...]) -> st.SearchStrategy[Value]:
    texts = st.one_of(_SPECIAL, _WILD)
    multi = st.sets(st.sampled_from(codes_of or ("1",)), min_size=1).map(
        lambda chosen: tuple(code for code in codes_of if code in chosen)
    )
    return {
        Kind.TEXT: texts,
        Kind.CODE: st.one_of(st.from_regex(r"[0-9]{1,10}", fullmatch=True), texts),
        Kind.INTEGER: st.integers(-10**12, 10**12),
        Kind.NUMBER: st.one_of(st.integers(0, 999), st.floats(0.001, 10**6)),
        Kind.DATE: st.one_of(_DATES, texts),
        Kind.SINGLE: st.one_of(st.sampled_from(codes_of or ("1",)), st.sampled_from(codes_of or ("1",)), texts),
        Kind.MULTI: multi,
        Kind.SIGNATURE: st.just(True),
    }[kind]


@st.composite
def _records(draw: st.DrawFn) -> dict[str, Value]:
    chosen = draw(st.lists(st.sampled_from(_REFS), max_size=12, unique_by=lambda ref: ref.id))
    return {ref.id: draw(_value(ref.field.kind, tuple(o.code for o in ref.field.options))) for ref in chosen}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_records())
def test_every_value_comes_back(values: dict[str, Value]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        content, _ = written(values, Path(folder))
    booklet = reread(content)
    assert values_of(booklet) == values
    assert {type(booklet.readings[name].value) for name in values} == {type(value) for value in values.values()}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_DATES)
def test_dates_come_back_as_far_as_they_were_written(value: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        values: dict[str, Value] = {"visit.1.date": value, "quarter.2.day": value, "quarter_page.1.year": value}
        content, _ = written(values, Path(folder))
    assert set(values_of(reread(content)).values()) == {value}


def test_a_blank_form_has_every_field_and_all_are_blank(tmp_path: Path) -> None:
    content, problems = written({}, tmp_path, ("visit", 3))
    booklet = reread(content)
    assert problems == []
    assert booklet.problems == ()
    assert set(booklet.readings) == {ref.id for ref in booklet_refs(HANDBOOK, {"visit": 3})}
    assert {each.status for name, each in booklet.readings.items() if name != "cover.notice"} == {FieldStatus.BLANK}
    assert [page.sheet for page in booklet.pages] == ["cover", *["visit"] * 6, "quarter"]


def test_words_that_the_form_carries_are_in_it(tmp_path: Path) -> None:
    content, _ = written({}, tmp_path)
    assert reread(content).readings["cover.notice"].value == "二〇一七版"


def test_a_file_says_which_booklet_it_is(tmp_path: Path) -> None:
    content, _ = written({}, tmp_path, ("visit", 3))
    identity = identify(content, "x.docx")
    assert identity is not None
    assert (identity.handbook, identity.edition, identity.serial) == ("small", "1", "ABC123")
    assert dict(identity.counts) == {"cover": 1, "visit": 3, "quarter": 1}
    assert identity.designs == tuple(page.fingerprint for page in layout(("visit", 3)).pages)


def test_the_same_booklet_has_the_same_bytes(tmp_path: Path) -> None:
    values: dict[str, Value] = {"cover.name": "张三", "visit.2.symptoms": ("1", "12")}
    assert written(values, tmp_path)[0] == written(values, tmp_path)[0]


def test_texts_too_long_are_shortened_in_place_and_whole_at_the_end(tmp_path: Path) -> None:
    text = "想回去工作，希望有人陪同就诊。" * 100
    content, problems = written({"cover.name": text}, tmp_path)
    assert codes(problems) == ["D021"]
    xml = parts_of(content)[DOCUMENT_PART].decode()
    assert "…〔见附页1〕" in xml
    assert values_of(reread(content)) == {"cover.name": text}


def test_rows_and_sheets_beyond_the_printed_ones_go_to_the_end(tmp_path: Path) -> None:
    values: dict[str, Value] = {
        "visit.1.drugs.5.name": "氯氮平", "visit.1.drugs.5.way": "√", "visit.7.date": "2013-05-06",
        "visit.7.symptoms": ("1", "3"),
    }
    content, problems = written(values, tmp_path)
    assert set(codes(problems)) == {"D022"}
    booklet = reread(content)
    assert values_of(booklet) == values
    assert booklet.readings["visit.1.drugs.4.name"].status is FieldStatus.BLANK


def test_more_codes_than_boxes_are_still_read(tmp_path: Path) -> None:
    values: dict[str, Value] = {"visit.1.symptoms": tuple(str(number) for number in range(1, 13))}
    content, _ = written(values, tmp_path)
    assert values_of(reread(content)) == values


def test_unknown_fields_are_told(tmp_path: Path) -> None:
    _, problems = written({"cover.nonsense": "x"}, tmp_path)
    assert codes(problems) == ["D024"]


def test_characters_that_xml_cannot_hold_are_left_out_and_told(tmp_path: Path) -> None:
    content, problems = written({"visit.1.other": "a\x00b\ufffe"}, tmp_path)
    assert codes(problems) == ["D023"]
    assert values_of(reread(content)) == {"visit.1.other": "ab"}


def test_an_unwritable_place_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(OutputError) as told:
        emit(HANDBOOK, layout(), {}, tmp_path / "missing" / "x.docx")
    assert told.value.problem.code == "D020"
    assert list(tmp_path.iterdir()) == []
