from __future__ import annotations

import pytest

from tests.media.docx.typed.forms import CIVIL, FOLLOWUP, RECORD, codes, edited, read, seen, text

RUN = "<w:r><w:t>%s</w:t></w:r>"
EQ = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> eq \\o\\ac(</w:instrText></w:r>'
    "<w:r><w:instrText>○</w:instrText></w:r><w:r><w:instrText>,2)</w:instrText></w:r>"
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
SYM = '<w:r><w:sym w:font="Wingdings 2" w:char="F052"/></w:r>'


def look(words: str, properties: str) -> str:
    return text(f"<w:r><w:rPr>{properties}</w:rPr><w:t>{words}</w:t></w:r>")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("□", "2"), ("□", "２"), ("□", "□2"), ("□", "2□"), ("□", "（2）"), ("□", "②"), ("□", "2 自知力不全"),
        ("□", " 2 "), ("□", "“2”"), ("2 自知力不全", "√2 自知力不全"), ("2 自知力不全", "2 自知力不全√"),
        ("2 自知力不全", "○2 自知力不全"), ("2 自知力不全", "✓ 2 自知力不全"), ("2 自知力不全", "√自知力不全"),
        ("2 自知力不全", "2√自知力不全"), ("2 自知力不全", "2 自知力不全（√）"), ("2 自知力不全", "v2 自知力不全"),
        ("2 自知力不全", "×2 自知力不全"), ("2 自知力不全", "②自知力不全"), ("2 自知力不全", "⑵自知力不全"),
        ("2 自知力不全", "❷ 自知力不全"), ("2 自知力不全", "2\u20dd 自知力不全"),
        ("2 自知力不全", "2" + text(RUN % "\u20dd") + " 自知力不全"),
        ("2 自知力不全", text(EQ, RUN % " 自知力不全")), ("2 自知力不全", text(SYM, RUN % "2 自知力不全")),
        ("2 自知力不全", look("2 自知力不全", "<w:b/>")),
        ("2 自知力不全", look("2 自知力不全", '<w:color w:val="FF0000"/>')),
        ("2 自知力不全", look("2 自知力不全", '<w:u w:val="single"/>')),
        ("2 自知力不全", look("2 自知力不全", '<w:highlight w:val="yellow"/>')),
        ("2 自知力不全", look("2 自知力不全", '<w:bdr w:val="single"/>')),
    ],
)  # fmt: skip
def test_a_marked_option_or_typed_code_is_read_surely(old: str, new: str) -> None:
    document = read(edited(FOLLOWUP, (old, new), after="自知力完全" if old == "□" else "自知力<"))
    assert seen(document, "insight") == ("2", "accepted")
    assert codes(document, "insight") == []


@pytest.mark.parametrize(
    ("edits", "code"),
    [
        ([("1 自知力完全", "√1 自知力完全"), ("3 自知力缺失", "√3 自知力缺失")], "D015"),
        ([("1 自知力完全", "√1 自知力完全"), ("□", "3")], "D045"),
        ([("□", "1、2")], "D047"),
        ([("□", "7")], "D043"),
        ([("□", "√")], "D049"),
        ([("3 自知力缺失", look("3 自知力缺失", "<w:strike/>"))], "D051"),
        ([("2 自知力不全", look("2 自知力不全", "<w:i/>"))], "D058"),
        ([("2 自知力不全", "2 自知力丧失")], "D044"),
        ([("2 自知力不全", text("<w:r><w:pict><v:oval xmlns:v='urn:schemas-microsoft-com:vml'/></w:pict></w:r>",
                                RUN % "2 自知力不全"))], "D050"),
    ],
)  # fmt: skip
def test_what_does_not_agree_goes_to_a_person(edits: list[tuple[str, str]], code: str) -> None:
    document = read(edited(FOLLOWUP, *edits, after="自知力<"))
    assert seen(document, "insight")[1] == "review"
    assert code in codes(document, "insight")


ROW = "□</w:t></w:r>"


def with_row(typed: str) -> bytes:
    """Return the follow-up form with ``typed`` over the first box of its symptoms."""
    return edited(FOLLOWUP, ("□", typed), after="12其他")


@pytest.mark.parametrize(
    ("typed", "value"),
    [("2,5,9", ("2", "5", "9")), ("2、5", ("2", "5")), ("5/2", ("2", "5")), ("□2", ("2",)), ("②⑤", ("2", "5")),
     ("2 11", ("2", "11")), ("[2][5]", ("2", "5")), ("幻觉、猜疑", ("1", "3"))],
)  # fmt: skip
def test_codes_of_a_multi_choice_are_read_however_they_are_parted(typed: str, value: tuple[str, ...]) -> None:
    assert seen(read(with_row(typed)), "symptoms") == (value, "accepted")


@pytest.mark.parametrize(("typed", "readings"), [("12", {("12",), ("1", "2")}), ("1-3", {("1", "3"), ("1", "2", "3")})])
def test_codes_that_may_be_read_in_two_ways_go_to_a_person_with_both(
    typed: str, readings: set[tuple[str, ...]]
) -> None:
    reading = read(with_row(typed)).readings["symptoms"]
    assert reading.status.value == "review"
    assert {reading.value, *reading.alternatives} == readings


def test_twelve_is_one_code_where_its_words_are_filled_in() -> None:
    document = read(edited(FOLLOWUP, ("________", "怕见生人"), ("□", "12"), after="12其他"))
    assert seen(document, "symptoms") == (("12",), "accepted")
    assert seen(document, "symptoms_other") == ("怕见生人", "accepted")


def test_a_tick_between_an_option_and_its_count_marks_the_option_and_leaves_the_count() -> None:
    document = read(edited(FOLLOWUP, ("____", "√_3_"), after="2肇事"))
    assert seen(document, "risk_events") == (("2",), "accepted")
    assert seen(document, "risk_events_2_count") == (3, "accepted")


def test_a_mark_as_near_to_two_options_goes_to_a_person_with_both() -> None:
    document = read(edited(CIVIL, ("核4</w:t>", "核4 √</w:t>"), after="抗力级别"))
    reading = document.readings["resist_nuc"]
    assert reading.status.value == "review"
    assert codes(document, "resist_nuc")[0] == "D046"
    assert {reading.value, *reading.alternatives} == {"N4", "N4B"}


@pytest.mark.parametrize("typed", ["√", "☑", "■", "□√", "√□", "[√]", "v"])
def test_the_box_of_an_option_may_be_ticked_replaced_or_bracketed(typed: str) -> None:
    document = read(edited(RECORD, ("□</w:t>", f"{typed}</w:t>"), after="案主或其家人求助"))
    assert seen(document, "source") == ("worker_found", "accepted")


def test_a_lone_cross_with_two_options_may_mean_the_other_one() -> None:
    document = read(edited(FOLLOWUP, ("1 否", "×1 否"), after="是否转诊"))
    assert seen(document, "referral") == ("1", "review")
    assert codes(document, "referral") == ["D048"]


def test_a_ring_drawn_over_an_option_suggests_it_to_a_person() -> None:
    ring = (
        "<w:r><w:pict><v:oval xmlns:v='urn:schemas-microsoft-com:vml' "
        "style='position:absolute;margin-left:%spt;margin-top:2pt;width:34pt;height:14pt'/></w:pict></w:r>"
    )
    for left, code in ((0, "1"), (48, "2"), (94, "3")):
        content = edited(FOLLOWUP, ("1 良好", text(ring % left, RUN % "1 良好")), after="睡眠情况")
        document = read(content)
        assert seen(document, "sleep") == (code, "review")
        assert codes(document, "sleep") == ["D050"]


def test_a_line_in_one_look_marks_no_option() -> None:
    bold = "<w:r><w:rPr><w:b/></w:rPr><w:t xml:space='preserve'>%s   </w:t></w:r>"
    xml = "".join(bold % each for each in ("甲", "乙", "丙", "丁"))
    content = edited(CIVIL, ("甲</w:t>", text(xml) + "</w:t>"), ("乙</w:t>", "</w:t>"), ("丙</w:t>", "</w:t>"),
                     ("丁</w:t>", "</w:t>"), after="防化级别")
    assert seen(read(content), "chem_level") == (None, "blank")


def test_a_code_box_that_is_gone_is_never_surely_blank() -> None:
    # The digit stands behind 日, where it may as well belong to the date.
    document = read(edited(FOLLOWUP, ("□", "1"), after="末次出院时间"))
    value, status = seen(document, "inpatient")
    assert status == "review" or (value, status) == ("1", "accepted")
    gone = read(edited(FOLLOWUP, ("□", ""), after="末次出院时间"))
    assert seen(gone, "inpatient") == (None, "review")
    assert "D013" in codes(gone, "inpatient")


@pytest.mark.parametrize("typed", ["日1<", "日 1<", "日１<"])
@pytest.mark.parametrize("day", ["___", "5", ""])
def test_a_code_typed_behind_a_date_in_one_run_answers_the_choice_whose_box_is_gone(typed: str, day: str) -> None:
    edits = [("______", "2012"), ("___", "3"), ("___", day), ("日<", typed), ("□", "")]
    document = read(edited(FOLLOWUP, *edits, after="末次出院时间"))
    assert seen(document, "inpatient") == ("1", "accepted")
    assert seen(document, "last_discharge") == ("2012-03-05" if day == "5" else "2012-03", "accepted")


def test_a_day_typed_behind_a_date_whose_next_box_is_still_there_is_no_code() -> None:
    edits = [("______", "2012"), ("___", "3"), ("___", ""), ("日<", "日15<")]
    document = read(edited(FOLLOWUP, *edits, after="末次出院时间"))
    assert seen(document, "inpatient")[0] is None
