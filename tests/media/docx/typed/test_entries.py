from __future__ import annotations

import pytest

from tests.media.docx.typed.forms import (
    CARE,
    FOLLOWUP,
    RECORD,
    SUPPLEMENT,
    codes,
    edited,
    packed,
    parts_of,
    read,
    seen,
    text,
)

DATE = "　　　　"
TRACKED = text(
    '<w:del w:id="1" w:author="a"><w:r><w:delText>王小某</w:delText></w:r></w:del>',
    '<w:ins w:id="2" w:author="a"><w:r><w:t>王小花</w:t></w:r></w:ins>',
)
BOX = (
    "<w:r><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'><v:textbox><w:txbxContent><w:p><w:r><w:t>王小花"
    "</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
)
LINE = "_" * 81


@pytest.mark.parametrize(
    "typed",
    ["王小花", "  王小花  ", "王 小 花", "　　　　　　王小花", "王小花　　", "__王小花__",
     text("<w:r><w:t>王小</w:t></w:r>") + "花", TRACKED],
)  # fmt: skip
def test_a_name_is_read_however_it_stands_in_its_room(typed: str) -> None:
    assert seen(read(edited(FOLLOWUP, ("　　　　　　", typed), after="姓名")), "patient_name") == ("王小花", "accepted")


@pytest.mark.parametrize(
    ("typed", "value"),
    [("2013.1.10", "2013-01-10"), ("2013-1-10", "2013-01-10"), ("2013年1月10日", "2013-01-10"),
     ("二〇一三年一月十日", "2013-01-10"), ("2013年元月10日", "2013-01-10"), ("２０１３．１．１０", "2013-01-10"),
     ("2013年1.10", "2013-01-10"), ("2013-1-10日", "2013-01-10"), ("2013年1月10日（星期四）", "2013-01-10"),
     ("2013 1 10", "2013-01-10"), ("20130110", "2013-01-10"), ("2013。1。10", "2013-01-10")],
)  # fmt: skip
def test_a_date_typed_beside_or_over_the_print_is_read_in_every_spelling(typed: str, value: str) -> None:
    assert seen(read(edited(FOLLOWUP, (DATE, typed), after="随访日期")), "visit_date") == (value, "accepted")


@pytest.mark.parametrize(("typed", "begins"), [("13.1.10", "2013-01-10"), ("2013年2月30日", "2013年2月30日")])
def test_a_date_that_is_short_or_impossible_goes_to_a_person(typed: str, begins: str) -> None:
    value, status = seen(read(edited(FOLLOWUP, (DATE, typed), after="随访日期")), "visit_date")
    assert str(value).startswith(begins)
    assert status == "review"


def test_parts_of_a_date_may_be_missing() -> None:
    document = read(edited(FOLLOWUP, ("月</w:t>", "8月</w:t>"), ("日</w:t>", "30日</w:t>"), after="下次随访日期"))
    assert seen(document, "next_date") == ("--08-30", "accepted")
    document = read(edited(SUPPLEMENT, ("________", "1998"), after="初次发病时间"))
    assert seen(document, "first_onset") == ("1998", "accepted")


def test_a_code_with_a_letter_for_a_digit_goes_to_a_person_with_the_digit_first() -> None:
    content = edited(FOLLOWUP, ("□", "2O1-00337"), after="编号")
    reading = read(content).readings["archive_no"]
    assert (reading.value, reading.status.value, reading.alternatives) == ("20100337", "review", ("2O100337",))


def test_ruled_lines_are_one_text() -> None:
    document = read(edited(RECORD, (LINE, "案主独居，由邻居___"), (LINE, "照看。____"), after="背景资料"))
    assert seen(document, "background") == ("案主独居，由邻居照看。", "accepted")
    assert seen(document, "problem_analysis") == (None, "blank")


def test_a_heading_at_the_end_of_a_ruled_line_parts_two_texts() -> None:
    document = read(edited(RECORD, (LINE, "改善睡眠"), after="服务目标"))
    assert seen(document, "goals") == ("改善睡眠", "accepted")
    assert seen(document, "strategy") == (None, "blank")


def test_a_text_box_in_a_cell_of_its_own_field_is_its_answer() -> None:
    document = read(edited(FOLLOWUP, ("</w:p></w:tc></w:tr></w:tbl>", BOX + "</w:p></w:tc></w:tr></w:tbl>")))
    assert seen(document, "doctor_signature") == (True, "accepted")


def test_a_text_box_on_a_line_with_several_fields_goes_to_a_person_at_each_that_is_empty() -> None:
    document = read(edited(RECORD, ("案主签名：</w:t></w:r>", "案主签名：</w:t></w:r>" + BOX)))
    fields = ("client_signature", "worker_signature")
    assert [seen(document, name)[1] for name in fields] == ["review", "review"]
    assert {name: codes(document, name) for name in fields} == {name: ["D059"] for name in fields}
    assert {dict(each.context)["text"] for each in document.problems if each.code == "D059"} == {"王小花"}


def test_a_row_that_somebody_added_takes_the_next_number() -> None:
    parts = parts_of(FOLLOWUP)
    body = parts["word/document.xml"].decode()
    start = max(body.rfind(tag, 0, body.index("药物3")) for tag in ("<w:tr ", "<w:tr>"))
    stop = body.index("</w:tr>", start) + len("</w:tr>")
    row = body[start:stop].replace("药物3：", "药物4：氯氮平")
    document = read(packed(parts | {"word/document.xml": (body[:stop] + row + body[stop:]).encode()}))
    assert seen(document, "drugs.4.name") == ("氯氮平", "accepted")
    assert seen(document, "drugs.3.name") == (None, "blank")


def test_words_in_the_cell_of_a_label_go_to_a_person_at_its_field() -> None:
    document = read(edited(FOLLOWUP, ("随访医生签名", "随访医生签名 王医生")))
    assert seen(document, "doctor_signature") == (True, "review")
    assert codes(document, "doctor_signature") == ["D041"]


def test_a_paragraph_of_its_own_is_told_and_changes_no_field() -> None:
    document = read(edited(RECORD, ("<w:sectPr", "<w:p><w:r><w:t>备注：此表一式两份</w:t></w:r></w:p><w:sectPr")))
    assert seen(document, "supervisor_signature") == (None, "blank")
    assert [str(each.context) for each in document.problems if each.code == "D042"] != []
    assert document.status.value == "review"


def test_full_width_digits_of_a_number_with_a_pattern_become_plain() -> None:
    assert seen(read(edited(CARE, (" " * 16, "３１６５"), after="CM")), "case_no") == ("3165", "accepted")


def test_other_punctuation_of_labels_changes_nothing() -> None:
    document = read(edited(FOLLOWUP, ("姓名：", "姓名:"), ("　　　　　　", "王小花"), ("药物1：", "药物1 氯氮平")))
    assert seen(document, "patient_name") == ("王小花", "accepted")
    assert seen(document, "drugs.1.name") == ("氯氮平", "accepted")
