"""Records as JSON lines, CSV and workbooks: what is in them, and that nothing is lost or damaged on the way."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape
from openpyxl.worksheet.worksheet import Worksheet

from formkit.errors import OutputError, StoreError, UsageError, Where
from formkit.export import RecordOrder, RecordSet, Wording, record_workbook, write_records
from formkit.export.record_columns import PREFIX, WIDE_HEADINGS, columns_of
from formkit.export.record_text import guarded, unguarded
from formkit.i18n import set_language
from formkit.mapping import load_handbook
from formkit.model.answers import Answer, AnswerState, WholeRecord
from formkit.model.handbook import Field, Handbook, Kind
from formkit.model.ids import booklet_refs
from formkit.model.reading import DocumentStatus, Value
from formkit.pipeline.records import record_of

pytestmark = pytest.mark.usefixtures("in_english")
BOOK = load_handbook("case-management@2011")
ID_NUMBER = "11010519491231002X"
REFS = {ref.id: ref for ref in booklet_refs(BOOK, {"followup": 2})}


def record(values: Mapping[str, Value | Answer], number: int = 1, **more: object) -> WholeRecord:
    answers = tuple(
        value if isinstance(value, Answer)
        else Answer(name, value, AnswerState.BLANK if value is None else AnswerState.ACCEPTED)
        for name, value in values.items()
    )
    told: dict[str, object] = {"status": DocumentStatus.ACCEPTED, "serial": "7KX2M9"} | more
    return WholeRecord(
        number, "case-management", "2011", batch="春", source="王桂兰.docx", stored_at="2026-01-02T03:04:05+00:00",
        person_id=9, answers=answers, **told,  # type: ignore[arg-type]
    )


def of(*records: WholeRecord, book: Handbook | None = BOOK) -> RecordSet:
    ids = dict.fromkeys(each.field_id for one in records for each in one.answers)
    return RecordSet("case-management@2011", book, columns_of(book, ids), lambda: iter(records))


def lines(path: Path, *records: WholeRecord, order: RecordOrder | None = None) -> list[dict[str, object]]:
    write_records([of(*records)], path / "x.jsonl", order or RecordOrder())
    return [json.loads(line) for line in (path / "x.jsonl").read_text(encoding="utf-8").splitlines()]


def rows(path: Path, *records: WholeRecord, order: RecordOrder | None = None) -> list[dict[str, str]]:
    write_records([of(*records)], path / "x.csv", order or RecordOrder())
    with (path / "x.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def sheet(path: Path, *records: WholeRecord, order: RecordOrder | None = None, name: str = "") -> Worksheet:
    write_records([of(*records)], path / "x.xlsx", order or RecordOrder())
    book = openpyxl.load_workbook(path / "x.xlsx")
    found = book[name or book.sheetnames[0]]
    assert isinstance(found, Worksheet)
    return found


def cells(found: Worksheet, row: int = 4) -> dict[str, object]:
    """Return the cells of a row by the ids in the third row of the heading."""
    return {str(head.value): cell.value for head, cell in zip(found[3], found[row], strict=True)}


def state(name: str, value: Value, how: AnswerState, **more: object) -> Answer:
    return Answer(name, value, how, **more)  # type: ignore[arg-type]


_TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff") | st.sampled_from("=+-@'\"\n,;"),
    min_size=1, max_size=12,
)


def _values(kind: Kind, codes: list[str]) -> st.SearchStrategy[Value]:
    match kind:
        case Kind.INTEGER:
            return st.integers(-10**9, 10**9)
        case Kind.NUMBER:
            return st.floats(-1e6, 1e6).map(lambda number: round(number, 3)).filter(lambda number: number != 0)
        case Kind.SINGLE:
            return st.sampled_from(codes)
        case Kind.MULTI:
            chosen = st.lists(st.sampled_from(codes), min_size=1, unique=True)
            return chosen.map(lambda few: tuple(sorted(few, key=codes.index)))
        case Kind.SIGNATURE:
            return st.just(True)
        case _:
            return _TEXTS


@st.composite
def filled(draw: st.DrawFn) -> dict[str, Value]:
    chosen = draw(st.lists(st.sampled_from(sorted(REFS)), min_size=1, max_size=8, unique=True))
    fields = {name: REFS[name].field for name in chosen}
    return {
        name: draw(_values(field.kind, [option.code for option in field.options])) for name, field in fields.items()
    }


@given(filled())
def test_a_line_of_json_is_the_record_that_fill_takes(values: dict[str, Value]) -> None:
    with TemporaryDirectory() as folder:
        (line,) = lines(Path(folder), record(values))
    taken = record_of(line, Where("x.jsonl", 1, 1), BOOK)
    assert taken.problems == ()
    assert taken.record is not None
    assert (taken.record.values, taken.record.serial) == (values, "7KX2M9")


@given(filled())
def test_a_cell_of_csv_gives_every_value_back(values: dict[str, Value]) -> None:
    with TemporaryDirectory() as folder:
        (row,) = rows(Path(folder), record(values))
    back = {name: _read(REFS[name].field.kind, unguarded(row[name])) for name in values}
    assert back == values


def _read(kind: Kind, cell: str) -> Value:
    match kind:
        case Kind.INTEGER:
            return int(cell)
        case Kind.NUMBER:
            return float(cell)
        case Kind.MULTI:
            return tuple(cell.split(";"))
        case Kind.SIGNATURE:
            return cell == "true"
        case _:
            return cell


@given(_TEXTS)
def test_no_text_in_csv_is_a_formula_and_each_can_be_had_back(text: str) -> None:
    assert not guarded(text).startswith(("=", "+", "-", "@"))
    assert unguarded(guarded(text)) == text


@settings(max_examples=30)
@given(filled())
@example({"cover.address": "_x0041_ 1", "cover.patient_name": " 王 "})
def test_a_cell_of_a_workbook_gives_every_value_back(values: dict[str, Value]) -> None:
    with TemporaryDirectory() as folder:
        found = cells(sheet(Path(folder), record(values)))
    assert {name: _of_cell(REFS[name].field.kind, found[name]) for name in values} == values


def _of_cell(kind: Kind, cell: object) -> object:
    if kind is Kind.MULTI:
        return tuple(str(cell).split(";"))
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    return unescape(cell) if isinstance(cell, str) else cell  # Excel does so, openpyxl leaves it to us


def test_csv_is_made_for_excel_and_its_own_columns_are_never_fields(tmp_path: Path) -> None:
    (row,) = rows(tmp_path, record({"cover.patient_name": "王\n桂兰", "cover.idno": ID_NUMBER}, codes=("C001", "S111")))
    content = (tmp_path / "x.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf" + PREFIX.encode())
    assert content.endswith(b"\r\n")
    assert row["cover.patient_name"] == "王\n桂兰"
    assert list(row)[: len(WIDE_HEADINGS)] == [PREFIX + name for name in WIDE_HEADINGS]
    assert (row["formkit_problems"], row["formkit_serial"], row["formkit_source"]) == (
        "C001;S111", "7KX2M9", "王桂兰.docx",
    )


def test_columns_stand_in_the_order_of_the_handbook_and_no_record_loses_one(tmp_path: Path) -> None:
    first = record({"followup.2.danger": "1", "plan.1.items.4.problem": "d", "cover.sex": "2"}, 1)
    second = record({"followup.1.danger": "0", "gone.field": "x"}, 2)
    one, two = rows(tmp_path, first, second)
    fields = ["cover.sex", "followup.1.danger", "followup.2.danger", "plan.1.items.4.problem", "gone.field"]
    assert list(one)[len(WIDE_HEADINGS):] == fields
    assert [one[name] for name in fields] == ["2", "", "1", "d", ""]
    assert [two[name] for name in fields] == ["", "0", "", "", "x"]


OPEN = {
    "cover.sex": state("cover.sex", "2", AnswerState.REVIEW, confidence=0.41),
    "cover.address": state("cover.address", None, AnswerState.MISSING),
    "cover.phone": state("cover.phone", "13900001234", AnswerState.ILLEGIBLE, who="王"),
    "cover.patient_name": state("cover.patient_name", "王桂兰", AnswerState.DECIDED, who="王"),
    "followup.1.danger": state("followup.1.danger", "3", AnswerState.REJECTED),
}


def test_what_is_not_settled_is_named_and_is_no_value(tmp_path: Path) -> None:
    waiting = record(OPEN, status=DocumentStatus.REVIEW)
    (line,) = lines(tmp_path, waiting)
    assert line["fields"] == {name: "王桂兰" if name == "cover.patient_name" else None for name in OPEN}
    assert (line["status"], line["open"]) == ("review", {"cover.sex": "review", "cover.address": "missing"})
    (row,) = rows(tmp_path, waiting)
    assert (row["cover.sex"], row["formkit_open"], row["formkit_status"]) == ("", "cover.sex;cover.address", "review")


def test_doubtful_readings_are_values_only_where_that_is_asked_for(tmp_path: Path) -> None:
    (row,) = rows(tmp_path, record(OPEN), order=RecordOrder(wording=Wording(doubtful=True)))
    assert (row["cover.sex"], row["formkit_open"]) == ("2", "cover.sex;cover.address")
    assert (row["cover.phone"], row["followup.1.danger"]) == ("", "")


def test_a_long_table_has_a_row_for_each_answer_with_how_it_stands(tmp_path: Path) -> None:
    values = OPEN | {"basic.pay_method": ("1", "3"), "cover.postcode": None, "followup.2.drugs.1.name": "利培酮"}
    found = {each["field"]: each for each in rows(tmp_path, record(values), order=RecordOrder(long=True))}
    assert "cover.postcode" not in found
    sex, paid, drug = (found[name] for name in ("cover.sex", "basic.pay_method", "followup.2.drugs.1.name"))
    assert (sex["value"], sex["option_label"], sex["status"], sex["confidence"]) == ("2", "女", "review", "0.41")
    assert (paid["value"], paid["option_label"].count(";"), paid["type"]) == ("1;3", 1, "multi")
    place = (drug["pattern"], drug["sheet"], drug["entry"], drug["row"])
    assert place == ("followup.N.drugs.N.name", "followup", "2", "1")
    assert (found["cover.patient_name"]["decided_by"], found["cover.patient_name"]["status"]) == ("王", "decided")
    assert [found[name]["value"] for name in ("cover.phone", "followup.1.danger", "cover.address")] == ["", "", ""]
    (line,) = (each for each in lines(tmp_path, record(values), order=RecordOrder(long=True))
               if each["field"] == "basic.pay_method")
    assert line["value"] == ["1", "3"]


def test_a_workbook_holds_everything_as_what_it_is(tmp_path: Path) -> None:
    found = sheet(tmp_path, record({
        "cover.patient_name": "=1+1", "cover.patient_no": "00012345", "cover.idno": ID_NUMBER, "cover.sex": "2",
        "cover.birth_ym": "1949-12", "cover.created_date": "2013-03-05", "cover.address": "-3\n后院",
        "basic.pay_method": ("3", "7"), "supplement.admissions": 2, "plan.1.patient_signature": True,
        "basic.fill_date": "--03-05",
    }))
    assert cells(found) | {"formkit_stored_at": None} == {
        "formkit_document": 1, "formkit_handbook": "case-management", "formkit_edition": "2011",
        "formkit_serial": "7KX2M9", "formkit_person": 9, "formkit_status": "accepted", "formkit_open": None,
        "formkit_problems": None, "formkit_batch": "春", "formkit_source": "王桂兰.docx", "formkit_stored_at": None,
        "cover.patient_name": "=1+1", "cover.patient_no": "00012345", "cover.idno": ID_NUMBER, "cover.sex": "2",
        "cover.birth_ym": "1949-12", "cover.created_date": dt.datetime(2013, 3, 5), "cover.address": "-3\n后院",
        "basic.pay_method": "3;7", "supplement.admissions": 2, "plan.1.patient_signature": True,
        "basic.fill_date": "--03-05",
    }
    types = {str(head.value): cell.data_type for head, cell in zip(found[3], found[4], strict=True)}
    assert "f" not in types.values()
    assert (types["cover.idno"], types["cover.patient_name"], types["supplement.admissions"]) == ("s", "s", "n")
    by_id = {str(head.value): cell for head, cell in zip(found[3], found[4], strict=True)}
    assert (by_id["cover.idno"].number_format, by_id["cover.created_date"].number_format) == ("@", "yyyy-mm-dd")


def test_a_workbook_has_labels_ids_the_codebook_and_notes(tmp_path: Path) -> None:
    found = sheet(tmp_path, record({"cover.sex": "2", "followup.2.danger": "1", "followup.2.drugs.1.name": "x"}))
    group, label, name = (
        {cell.column: cell.value for cell in found[row] if cell.value is not None} for row in (1, 2, 3)
    )
    of_danger = next(column for column, text in name.items() if text == "followup.2.danger")
    assert (group[of_danger], label[of_danger]) == ("重性精神疾病患者随访服务记录表 2", "危险性")
    assert label[of_danger + 1].startswith("用药情况 1 ")
    assert found.freeze_panes == "B4"
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    assert book.sheetnames == ["case-management@2011", "Codebook case-management@2011"[:31], "Notes"]
    ids = [cell.value for cell in book.worksheets[1]["A"]]
    assert "followup.N.danger" in ids
    assert any("Orange" in str(cell.value) for cell in book["Notes"]["A"])


def test_colours_show_what_waits_and_what_is_missing(tmp_path: Path) -> None:
    found = sheet(tmp_path, record(OPEN))
    colours = {str(head.value): cell.fill.fgColor.rgb for head, cell in zip(found[3], found[4], strict=True)}
    assert [colours[name] for name in ("cover.sex", "cover.address", "cover.phone", "followup.1.danger")] == [
        "FFFFE0B2", "FFD9D9D9", "FFF8CBAD", "FFF8CBAD",
    ]
    assert colours["cover.patient_name"] == "00000000"


def test_choices_in_words_where_that_is_asked_for(tmp_path: Path) -> None:
    values: dict[str, Value] = {"cover.sex": "2", "plan.1.care_mode": ("1", "3"), "cover.patient_name": "2"}
    found = cells(sheet(tmp_path, record(values), order=RecordOrder(wording=Wording(labels=True))))
    labels = [REFS["plan.1.care_mode"].field.option(code).label for code in ("1", "3")]  # type: ignore[union-attr]
    assert (found["cover.sex"], found["plan.1.care_mode"], found["cover.patient_name"]) == ("女", ";".join(labels), "2")


def test_a_masked_copy_tells_nobody_who_it_is_about(tmp_path: Path) -> None:
    values: dict[str, Value] = {
        "cover.patient_name": "王桂兰", "cover.idno": ID_NUMBER, "cover.phone": "13900001234", "cover.sex": "2",
        "cover.birth_ym": "1949-12", "followup.1.visit_date": "2013-03-05", "followup.1.danger": "3",
        "supplement.admissions": 2, "cover.address": "柳河村9组",
    }
    (line,) = lines(tmp_path, record(values), order=RecordOrder(wording=Wording(masked=True)))
    assert line["fields"] == {
        "cover.patient_name": "***", "cover.idno": "110105********002X", "cover.phone": "139****1234", "cover.sex": "2",
        "cover.birth_ym": "1949", "followup.1.visit_date": "2013-03-05", "followup.1.danger": "3",
        "supplement.admissions": 2, "cover.address": "***",
    }
    assert line["source"] == ""
    write_records([of(record(values))], tmp_path / "m.csv", RecordOrder(True, Wording(masked=True)))
    text = (tmp_path / "m.csv").read_text(encoding="utf-8-sig")
    assert [secret for secret in ("王桂兰", ID_NUMBER, "13900001234", "1949-12", "柳河村") if secret in text] == []


MASKED = RecordOrder(wording=Wording(masked=True))
SECRETS: dict[str, Value] = {
    "supplement.village_contact_phone": "王桂兰 13900001234", "cover.phone": "女儿王桂兰13900001234",
    "cover.idno": "王桂兰", "followup.1.visit_date": ID_NUMBER, "cover.birth_ym": "--12-31",
    "supplement.admissions": "王桂兰两次", "cover.patient_no": "王桂兰",
}


def test_names_are_hidden_in_a_masked_copy_wherever_they_were_written(tmp_path: Path) -> None:
    (line,) = lines(tmp_path, record(SECRETS), order=MASKED)
    assert line["fields"] == dict.fromkeys(SECRETS, "***")


def test_an_id_number_where_a_count_belongs_is_masked_and_keeps_its_digits_in_a_workbook(tmp_path: Path) -> None:
    wrong = record({"supplement.admissions": 330197195004275014, "supplement.impact_1_count": 12})
    (line,) = lines(tmp_path, wrong, order=MASKED)
    masked = {"supplement.admissions": "330197********5014", "supplement.impact_1_count": 12}
    assert line["fields"] == masked
    found = cells(sheet(tmp_path, wrong))
    assert (found["supplement.admissions"], found["supplement.impact_1_count"]) == ("330197195004275014", 12)


@pytest.mark.parametrize("text", ["\n=1+1", "\r=1", "\t=1", "＝1", "'=1"])
def test_nothing_that_a_spreadsheet_may_skip_hides_a_formula(text: str) -> None:
    assert guarded(text) == "'" + text


def test_a_masked_copy_of_records_without_their_handbook_has_no_words(tmp_path: Path) -> None:
    values = SECRETS | {"cover.patient_name": "王桂兰", "cover.birth_ym": "1949-12", "cover.sex": "2"}
    write_records([of(record(values), book=None)], tmp_path / "x.jsonl", MASKED)
    fields = json.loads((tmp_path / "x.jsonl").read_text(encoding="utf-8"))["fields"]
    birth, sex, idno = (fields.pop(name) for name in ("cover.birth_ym", "cover.sex", "followup.1.visit_date"))
    assert (birth, sex, idno) == ("1949", "2", "110105********002X")
    assert set(fields.values()) == {"***"}


def test_where_a_mapping_calls_nothing_sensitive_all_text_is_hidden(tmp_path: Path) -> None:
    """So drafts of learning are until somebody has looked through them."""
    sheets = [replace(each, fields=tuple(map(_insensitive, each.fields))) for each in BOOK.sheets if not each.tables]
    drafted = replace(BOOK, sheets=tuple(sheets))
    values: dict[str, Value] = {"cover.patient_name": "王桂兰", "cover.village_name": "柳河村", "cover.sex": "2"}
    write_records([of(record(values), book=drafted)], tmp_path / "x.jsonl", MASKED)
    fields = json.loads((tmp_path / "x.jsonl").read_text(encoding="utf-8"))["fields"]
    assert fields == {"cover.patient_name": "***", "cover.village_name": "***", "cover.sex": "2"}


def _insensitive(field: Field) -> Field:
    return replace(field, sensitive=False)


def test_who_decided_is_not_told_outside(tmp_path: Path) -> None:
    order = RecordOrder(long=True, wording=Wording(masked=True))
    decided = Answer("cover.sex", "2", AnswerState.DECIDED, who="李医生")
    (line,) = lines(tmp_path, record({"cover.sex": decided}), order=order)
    assert (line["status"], line["decided_by"]) == ("decided", "")


def test_without_its_handbook_a_record_comes_out_all_the_same(tmp_path: Path) -> None:
    bare = of(record({"cover.idno": ID_NUMBER, "cover.pay": ("1", "3")}), book=None)
    for name in ("x.xlsx", "x.csv", "x.jsonl"):
        assert write_records([bare], tmp_path / name, RecordOrder()) == (1, [])
    found = openpyxl.load_workbook(tmp_path / "x.xlsx").worksheets
    assert [each.title for each in found] == ["case-management@2011", "Notes"]
    assert cells(found[0])["cover.idno"] == ID_NUMBER
    masked = RecordOrder(True, Wording(masked=True))
    write_records([bare], tmp_path / "m.csv", masked)
    assert ID_NUMBER not in (tmp_path / "m.csv").read_text(encoding="utf-8")


def test_what_a_sheet_cannot_hold_goes_onto_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record_workbook, "MOST_ROWS", 5)
    many = [record({"cover.sex": "2"}, number) for number in range(1, 6)]
    sheet(tmp_path, *many)
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    parts = [each for each in book.worksheets if each.title.startswith("case-management")]
    assert [[each.cell(row, 1).value for row in range(4, each.max_row + 1)] for each in parts] == [[1, 2], [3, 4], [5]]
    sheet(tmp_path, *many, order=RecordOrder(long=True))
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    assert [each.title for each in book.worksheets][:2] == ["Answers", "Answers 2"]


def test_a_text_that_no_cell_can_hold_is_told(tmp_path: Path) -> None:
    _count, told = write_records([of(record({"cover.address": "长" * 40_000}))], tmp_path / "x.xlsx", RecordOrder())
    assert [(each.code, dict(each.context)["count"]) for each in told] == [("E008", "1")]


def test_more_fields_than_a_sheet_has_columns_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record_workbook, "MOST_COLUMNS", 12)
    wide = record({"cover.sex": "2", "cover.idno": ID_NUMBER})
    with pytest.raises(UsageError) as caught:
        write_records([of(wide)], tmp_path / "x.xlsx", RecordOrder())
    assert caught.value.problem.code == "E021"
    assert list(tmp_path.iterdir()) == []
    sheet(tmp_path, wide, order=RecordOrder(long=True))


@pytest.mark.parametrize("name", ["x.jsonl", "x.csv", "x.xlsx"])
def test_nothing_is_left_of_a_file_that_could_not_be_finished(tmp_path: Path, name: str) -> None:
    def broken() -> Iterator[WholeRecord]:
        yield record({"cover.sex": "2"})
        raise StoreError.of("S007", path="s.db", cause="x")

    columns = columns_of(BOOK, ["cover.sex"])
    with pytest.raises(StoreError):
        write_records([RecordSet("case-management@2011", BOOK, columns, broken)], tmp_path / name, RecordOrder())
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(OutputError) as caught:
        write_records([of(record({"cover.sex": "2"}))], tmp_path / "none" / name, RecordOrder())
    assert caught.value.problem.code == "E001"


def test_a_workbook_in_chinese_is_chinese(tmp_path: Path) -> None:
    set_language("zh_CN")
    found = sheet(tmp_path, record(OPEN, status=DocumentStatus.REVIEW))
    headings = [cell.value for cell in found[2]]
    assert headings[:3] == ["文档", "手册", "版本"]
    assert cells(found)["formkit_status"] == "待复核"
