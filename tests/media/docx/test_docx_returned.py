"""What people and their programs do to a form, and what is read of it all the same."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest
from lxml import etree

from formkit.errors import InputError
from formkit.media.docx import identify
from formkit.media.docx.names import DOCUMENT_PART, q
from formkit.media.docx.scaffold import CUSTOM_PART
from formkit.model.reading import FieldStatus, Value
from tests.media.docx.forms import (
    after,
    changed,
    codes,
    control,
    element,
    parts_of,
    reread,
    retype,
    tagged,
    typed_run,
    values_of,
    written,
    zipped,
)


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return written({}, tmp_path_factory.mktemp("blank"))[0]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    values: dict[str, Value] = {
        "cover.name": "王小明", "cover.sex": "1", "visit.1.symptoms": ("1", "3"), "visit.1.date": "2013-05-06",
        "visit.1.sleep": "2", "visit.1.drugs.3.name": "氯氮平", "visit.1.drugs.3.freq": 2,
    }
    return written(values, tmp_path_factory.mktemp("filled"))[0]


def _cell(root: etree._Element, tag: str) -> etree._Element:
    return next(control(root, tag).iterancestors(q("w:tc")))


def _delete(root: etree._Element, tag: str) -> None:
    found = control(root, tag)
    found.getparent().remove(found)


def test_what_a_person_types_is_normalised(blank: bytes) -> None:
    def change(root: etree._Element) -> None:
        retype(root, "visit.1.date", typed_run("2013年5月6日"))
        retype(root, "cover.name", typed_run("王 小 明"))
        retype(root, "visit.1.sleep", typed_run("一般"))

    values = values_of(reread(changed(blank, change)))
    assert values == {"visit.1.date": "2013-05-06", "cover.name": "王小明", "visit.1.sleep": "2"}


def test_runs_that_were_split_are_joined(blank: bytes) -> None:
    reading, told = after(
        blank,
        lambda root: retype(root, "cover.name", typed_run("王"), element("w:proofErr"), typed_run("小明")), "cover.name"
    )
    assert (reading.value, reading.status, told) == ("王小明", FieldStatus.ACCEPTED, [])


def test_tracked_changes_are_taken_as_they_show(blank: bytes) -> None:
    gone = element("w:del", element("w:r", element("w:delText", text="李四")), id="9")
    new = element("w:ins", typed_run("王小明"), id="10")
    assert after(blank, lambda root: retype(root, "cover.name", gone, new), "cover.name")[0].value == "王小明"


def test_line_breaks_and_tabs_stay(blank: bytes) -> None:
    run = element("w:r", element("w:t", text="一"), element("w:br"), element("w:t", text="二"), element("w:tab"),
                  element("w:t", text="三"))
    assert after(blank, lambda root: retype(root, "cover.remark", run), "cover.remark")[0].value == "一\n二\t三"


def test_an_answer_still_marked_as_a_hint_is_for_review(blank: bytes) -> None:
    def change(root: etree._Element) -> None:
        control(root, "cover.name").find(q("w:sdtContent"))[:] = [typed_run("王小明")]

    reading, told = after(blank, change, "cover.name")
    assert (reading.value, reading.status, told) == ("王小明", FieldStatus.REVIEW, ["D014"])


def test_a_hint_of_word_without_its_flag_is_blank(blank: bytes) -> None:
    def change(root: etree._Element) -> None:
        retype(root, "cover.name", typed_run("单击或点击此处输入文字。"))

    assert after(blank, change, "cover.name")[0].status is FieldStatus.BLANK


def test_a_control_inside_its_like_counts_once(filled: bytes) -> None:
    def change(root: etree._Element) -> None:
        inner = control(root, "cover.name")
        parent, place = inner.getparent(), inner.getparent().index(inner)
        outer = element("w:sdt", copy.deepcopy(inner.find(q("w:sdtPr"))), element("w:sdtContent"))
        parent.insert(place, outer)
        outer[1].append(inner)

    reading, told = after(filled, change, "cover.name")
    assert (reading.value, told) == ("王小明", [])


def test_another_field_inside_a_control_is_not_its_text(filled: bytes) -> None:
    def change(root: etree._Element) -> None:
        outer, inner = control(root, "cover.name"), control(root, "cover.idno")
        inner.find(q("w:sdtContent"))[:] = [typed_run("110101197003070011")]
        outer.find(q("w:sdtContent")).append(inner)

    assert after(filled, change, "cover.name")[0].value == "王小明"


def test_a_deleted_control_is_replaced_by_what_was_typed_in_its_cell(blank: bytes) -> None:
    def change(root: etree._Element) -> None:
        paragraph = _cell(root, "cover.name").find(q("w:p"))
        _delete(root, "cover.name")
        paragraph.append(typed_run("王小明"))

    reading, told = after(blank, change, "cover.name")
    assert (reading.value, reading.status, told) == ("王小明", FieldStatus.REVIEW, ["D012"])


def test_a_deleted_control_with_nothing_in_its_place_is_for_review(blank: bytes) -> None:
    reading, told = after(blank, lambda root: _delete(root, "cover.name"), "cover.name")
    assert (reading.value, reading.status, told) == (None, FieldStatus.REVIEW, ["D013"])


def test_a_tick_typed_where_a_check_box_was_is_taken_with_doubt(blank: bytes) -> None:
    def change(root: etree._Element) -> None:
        paragraph = _cell(root, "cover.sex.2").find(q("w:p"))
        _delete(root, "cover.sex.2")
        paragraph.append(typed_run("√"))

    reading, _ = after(blank, change, "cover.sex")
    assert (reading.value, reading.status) == ("2", FieldStatus.REVIEW)


def test_words_beside_an_empty_control_are_taken_with_doubt(blank: bytes) -> None:
    def change(root: etree._Element) -> None:
        _cell(root, "cover.name").find(q("w:p")).append(typed_run("王小明"))

    reading, told = after(blank, change, "cover.name")
    assert (reading.value, reading.status, told) == ("王小明", FieldStatus.REVIEW, ["D025"])


def _tick(root: etree._Element, tag: str, value: str) -> None:
    """Click a check box, as Word does: the state and the sign change together."""
    _set_state(root, tag, value)
    shown = control(root, tag).find(f".//{q('w14:checkedState' if value == '1' else 'w14:uncheckedState')}")
    _type_sign(root, tag, chr(int(shown.get(q("w14:val")), 16)))


def _set_state(root: etree._Element, tag: str, value: str) -> None:
    control(root, tag).find(f".//{q('w14:checked')}").set(q("w14:val"), value)


def _type_sign(root: etree._Element, tag: str, sign: str) -> None:
    control(root, tag).find(q("w:sdtContent"))[:] = [typed_run(sign)]


def test_check_boxes_are_read_by_their_state(blank: bytes) -> None:
    def change(root: etree._Element) -> None:
        for tag in ("cover.sex.2", "cover.care.3", "cover.care.1", "visit.2.symptoms.12"):
            _tick(root, tag, "1")

    values = values_of(reread(changed(blank, change)))
    assert values == {"cover.sex": "2", "cover.care": ("1", "3"), "visit.2.symptoms": ("12",)}


def test_check_boxes_that_a_program_flattened_are_read_by_their_sign(filled: bytes) -> None:
    def change(root: etree._Element) -> None:
        for box in list(root.iter(q("w14:checkbox"))):
            box.getparent().remove(box)

    values = values_of(reread(changed(filled, change)))
    assert (values["cover.sex"], values["visit.1.symptoms"]) == ("1", ("1", "3"))


def test_two_options_where_one_is_wanted_are_for_review(filled: bytes) -> None:
    reading, told = after(filled, lambda root: _tick(root, "cover.sex.2", "1"), "cover.sex")
    assert (reading.status, reading.alternatives, told) == (FieldStatus.REVIEW, ("2",), ["D015"])


def test_check_boxes_win_over_the_codes_printed_beside_them(filled: bytes) -> None:
    reading, told = after(filled, lambda root: _tick(root, "visit.1.symptoms.2", "1"), "visit.1.symptoms")
    assert (reading.value, reading.status, told) == (("1", "2", "3"), FieldStatus.ACCEPTED, [])


def test_codes_left_without_any_mark_are_for_review(filled: bytes) -> None:
    def change(root: etree._Element) -> None:
        _tick(root, "visit.1.symptoms.1", "0")
        _tick(root, "visit.1.symptoms.3", "0")

    reading, told = after(filled, change, "visit.1.symptoms")
    assert (reading.value, reading.status, told) == (("1", "3"), FieldStatus.REVIEW, ["D018"])


def test_a_date_that_disagrees_with_the_calendar_is_for_review(filled: bytes) -> None:
    reading, told = after(filled, lambda root: retype(root, "visit.1.date", typed_run("2013 06 07")), "visit.1.date")
    assert (reading.value, reading.status) == ("2013-06-07", FieldStatus.REVIEW)
    assert (reading.alternatives, told) == (("2013-05-06",), ["D016"])


def test_a_copied_row_takes_the_next_number(filled: bytes) -> None:
    def change(root: etree._Element) -> None:
        row = next(control(root, "visit.1.drugs.3.name").iterancestors(q("w:tr")))
        for number in (4, 5):
            added = copy.deepcopy(row)
            row.addnext(added)
            retype(added, "visit.1.drugs.3.name", typed_run(f"药{9 - number}"))

    booklet = reread(changed(filled, change))
    values = values_of(booklet)
    assert [values[f"visit.1.drugs.{row}.name"] for row in (3, 4, 5)] == ["氯氮平", "药4", "药5"]
    assert values["visit.1.drugs.4.freq"] == 2
    assert codes(booklet.problems) == ["D026", "D026"]


def test_a_row_inserted_without_controls_takes_the_next_number_with_doubt(filled: bytes) -> None:
    def change(root: etree._Element) -> None:
        row = next(control(root, "visit.1.drugs.3.name").iterancestors(q("w:tr")))
        added = copy.deepcopy(row)
        for cell, text in zip(added.iter(q("w:tc")), ("奥氮平", "2", "√"), strict=True):
            cell[:] = [cell[0], element("w:p", typed_run(text))]
        row.addnext(added)

    booklet = reread(changed(filled, change))
    row = {name: booklet.readings[f"visit.1.drugs.4.{name}"] for name in ("name", "freq", "way")}
    assert {name: each.value for name, each in row.items()} == {"name": "奥氮平", "freq": 2, "way": "√"}
    assert {each.status for each in row.values()} == {FieldStatus.REVIEW}
    assert codes(booklet.problems) == ["D026"]


def test_a_copied_sheet_with_other_answers_is_for_review(filled: bytes) -> None:
    def change(root: etree._Element) -> None:
        body = root.find(q("w:body"))
        for each in list(body)[:-2]:
            body.insert(len(body) - 1, copy.deepcopy(each))
        tagged(root, "cover.name")[1].find(q("w:sdtContent"))[:] = [typed_run("李小红")]

    booklet = reread(changed(filled, change))
    reading = booklet.readings["cover.name"]
    assert (reading.status, reading.value, reading.alternatives) == (FieldStatus.REVIEW, "王小明", ("李小红",))
    assert "D010" in codes(booklet.problems)
    assert {problem.message for problem in booklet.problems if problem.code == "D011"}
    assert "visit.1.drugs.4.name" not in booklet.readings


def test_a_side_that_was_taken_out_is_missing(filled: bytes) -> None:
    def change(root: etree._Element) -> None:
        body = root.find(q("w:body"))
        table = next(control(root, "quarter.1.day").iterancestors(q("w:tbl")))
        for _ in range(2):
            body.remove(table.getprevious())
        body.remove(table)

    booklet = reread(changed(filled, change))
    assert booklet.readings["quarter.1.day"].status is FieldStatus.MISSING
    assert booklet.readings["visit.1.sleep"].value == "2"
    assert "quarter" not in {page.sheet for page in booklet.pages}


def test_strange_fields_are_told(filled: bytes) -> None:
    def change(root: etree._Element) -> None:
        control(root, "cover.idno").find(f"{q('w:sdtPr')}/{q('w:tag')}").set(q("w:val"), "other.field")

    assert "D019" in codes(reread(changed(filled, change)).problems)


def test_the_place_of_a_long_text_may_be_typed_over(tmp_path: Path) -> None:
    content, _ = written({"cover.name": "长" * 500}, tmp_path)
    reading, told = after(content, lambda root: retype(root, "cover.name", typed_run("王小明")), "cover.name")
    assert (reading.value, told) == ("王小明", ["D027"])


def test_a_long_text_may_be_corrected_at_the_end(tmp_path: Path) -> None:
    content, _ = written({"cover.name": "长" * 500}, tmp_path)
    reading, told = after(content, lambda root: retype(root, "附页1", typed_run("长" * 400)), "cover.name")
    assert (reading.value, told) == ("长" * 400, [])


def test_both_ends_of_a_long_text_changed_are_for_review(tmp_path: Path) -> None:
    content, _ = written({"cover.name": "长" * 500}, tmp_path)
    reading, told = after(content, lambda root: retype(root, "附页1", typed_run("短")), "cover.name")
    assert (reading.value, reading.status, told) == ("短", FieldStatus.REVIEW, ["D017"])


def test_a_file_without_its_property_is_known_by_its_tags(filled: bytes) -> None:
    parts = parts_of(filled)
    del parts[CUSTOM_PART]
    identity = identify(zipped(parts), "x.docx")
    assert identity is not None
    assert (identity.handbook, identity.edition, identity.serial) == ("small", "1", "ABC123")
    assert dict(identity.counts) == {"cover": 1, "visit": 2, "quarter": 1}
    assert values_of(reread(zipped(parts))) == values_of(reread(filled))


def test_a_file_that_lost_all_its_tags_is_refused_with_its_cause(filled: bytes) -> None:
    def change(root: etree._Element) -> None:
        for tag in list(root.iter(q("w:tag"))):
            tag.getparent().remove(tag)

    with pytest.raises(InputError) as told:
        reread(changed(filled, change))
    assert told.value.problem.code == "D007"


def test_controls_in_the_second_copy_of_a_drawing_do_not_count(filled: bytes) -> None:
    def change(root: etree._Element) -> None:
        paragraph = root.find(f"{q('w:body')}/{q('w:p')}")
        fallback = element("mc:Fallback", copy.deepcopy(control(root, "cover.name")))
        paragraph.append(element("w:r", element("mc:AlternateContent", fallback)))

    assert after(filled, change, "cover.name")[1] == []


def _struck_run(text: str, name: str = "w:strike", **attributes: str) -> etree._Element:
    return element("w:r", element("w:rPr", element(name, **attributes)), element("w:t", text=text))


@pytest.mark.parametrize("name", ["w:strike", "w:dstrike", "w:vanish"])
def test_what_is_struck_out_or_hidden_is_left_out_and_told(blank: bytes, name: str) -> None:
    def change(root: etree._Element) -> None:
        retype(root, "cover.name", _struck_run("李四", name), typed_run("王小明"))

    reading, told = after(blank, change, "cover.name")
    assert (reading.value, reading.status, reading.raw) == ("王小明", FieldStatus.REVIEW, "李四王小明")
    assert told == ["D028"]


def test_an_answer_struck_out_as_a_whole_is_for_review(filled: bytes) -> None:
    reading, told = after(filled, lambda root: retype(root, "cover.name", _struck_run("王小明")), "cover.name")
    assert (reading.value, reading.status, reading.raw, told) == (None, FieldStatus.REVIEW, "王小明", ["D028"])


def test_a_line_that_is_switched_off_strikes_nothing(blank: bytes) -> None:
    run = _struck_run("王小明", val="0")
    reading, told = after(blank, lambda root: retype(root, "cover.name", run), "cover.name")
    assert (reading.value, reading.status, told) == ("王小明", FieldStatus.ACCEPTED, [])


def test_words_struck_out_at_the_end_of_the_form_are_left_out(tmp_path: Path) -> None:
    content, _ = written({"cover.name": "长" * 500}, tmp_path)

    def change(root: etree._Element) -> None:
        retype(root, "附页1", typed_run("长" * 400), _struck_run("长" * 100))

    reading, told = after(content, change, "cover.name")
    assert (reading.value, reading.status, told) == ("长" * 400, FieldStatus.REVIEW, ["D028"])


@pytest.mark.parametrize("sign", ["●", "√", "☑", "■", "1"])
def test_a_sign_typed_over_an_empty_check_box_marks_it_with_doubt(blank: bytes, sign: str) -> None:
    reading, told = after(blank, lambda root: _type_sign(root, "cover.sex.2", sign), "cover.sex")
    assert (reading.value, reading.status, told) == ("2", FieldStatus.REVIEW, ["D029"])


def test_a_check_box_that_is_stored_as_marked_and_shows_none_is_for_review(blank: bytes) -> None:
    reading, told = after(blank, lambda root: _set_state(root, "cover.sex.2", "1"), "cover.sex")
    assert (reading.value, reading.status, told) == (None, FieldStatus.REVIEW, ["D029"])


def test_an_option_whose_sign_is_struck_out_is_for_review(filled: bytes) -> None:
    def change(root: etree._Element) -> None:
        control(root, "cover.sex.1").find(q("w:sdtContent"))[:] = [_struck_run("●")]

    reading, told = after(filled, change, "cover.sex")
    assert (reading.value, reading.status) == (None, FieldStatus.REVIEW)
    assert told == ["D028", "D029"]


def _picture() -> etree._Element:
    return element("w:r", element("w:drawing"))


@pytest.mark.parametrize("inside", [True, False])
def test_a_picture_in_or_beside_the_place_of_a_signature_signs(blank: bytes, inside: bool) -> None:
    def change(root: etree._Element) -> None:
        if inside:
            retype(root, "visit.1.signed", _picture())
        else:
            _cell(root, "visit.1.signed").find(q("w:p")).append(_picture())

    booklet = reread(changed(blank, change))
    reading = booklet.readings["visit.1.signed"]
    assert (reading.value, reading.status, codes(booklet.problems)) == (True, FieldStatus.ACCEPTED, [])
    assert booklet.readings["visit.2.signed"].status is FieldStatus.BLANK


def test_a_picture_in_another_field_is_for_review(blank: bytes) -> None:
    reading, told = after(blank, lambda root: retype(root, "cover.name", _picture()), "cover.name")
    assert (reading.value, reading.status, told) == (None, FieldStatus.REVIEW, ["D030"])


def test_the_characters_are_kept_wherever_they_say_more_than_the_value(blank: bytes) -> None:
    def change(root: etree._Element) -> None:
        retype(root, "visit.1.times", typed_run("３次"))
        retype(root, "visit.1.signed", typed_run("张三"))
        retype(root, "visit.2.times", typed_run("3"))

    readings = reread(changed(blank, change)).readings
    kept = {name: (readings[name].value, readings[name].raw) for name in
            ("visit.1.times", "visit.1.signed", "visit.2.times")}
    assert kept == {"visit.1.times": (3, "３次"), "visit.1.signed": (True, "张三"), "visit.2.times": (3, "")}


def _pick(root: etree._Element, tag: str, shown: str, day: str) -> None:
    """Pick a day in the calendar of a date control, as Word does."""
    retype(root, tag, typed_run(shown))
    control(root, tag).find(f"{q('w:sdtPr')}/{q('w:date')}").set(q("w:fullDate"), f"{day}T00:00:00Z")


def test_the_calendar_shows_no_more_than_the_field_takes(blank: bytes) -> None:
    root = etree.fromstring(parts_of(blank)[DOCUMENT_PART])

    def shown(tag: str) -> str:
        return control(root, tag).find(f".//{q('w:dateFormat')}").get(q("w:val"))

    assert (shown("visit.1.date"), shown("quarter.1.day"), shown("quarter_page.1.year")) == (
        "yyyy MM dd", "yyyy MM dd", "yyyy"
    )


@pytest.mark.parametrize(("shown", "raw"), [("2013", ""), ("2013 05 17", "2013 05 17")])
def test_a_picked_day_is_cut_to_what_the_field_takes(blank: bytes, shown: str, raw: str) -> None:
    reading, told = after(
        blank, lambda root: _pick(root, "quarter_page.1.year", shown, "2013-05-17"), "quarter_page.1.year"
    )
    assert (reading.value, reading.raw, reading.status, told) == ("2013", raw, FieldStatus.ACCEPTED, [])


def test_a_filled_date_finer_than_its_field_comes_back_unchanged(tmp_path: Path) -> None:
    content, _ = written({"quarter_page.1.year": "2013-05-17"}, tmp_path)
    assert reread(content).readings["quarter_page.1.year"].value == "2013-05-17"
