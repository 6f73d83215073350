"""Lists that cannot be read, or not wholly: each mistake has a code and a place."""

from __future__ import annotations

import zipfile
from pathlib import Path

import docx
import pytest
import xlsxwriter
from babel.messages.catalog import Catalog

from formkit.errors import FormkitError
from formkit.media.table import archive
from formkit.media.table import workbook as workbooks
from formkit.media.table.read import read_people
from tests.media_table.lists import HEAD, csv_file, id_number, workbook

OLE = bytes.fromhex("D0CF11E0A1B11AE1")


def refusal(path: Path) -> str:
    with pytest.raises(FormkitError) as caught:
        read_people(path)
    assert path.name in caught.value.problem.message
    assert caught.value.problem.hint
    return caught.value.problem.code


def raw(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("leer.csv", b"", "P003"),
        ("leer.xlsx", b"  \n", "P003"),
        ("locked.xlsx", OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600, "P004"),
        ("page.xls", b"\xef\xbb\xbf <html><table><tr><td>x</td></tr></table></html>", "P005"),
        ("broken.xlsx", b"PK\x03\x04" + b"x" * 200, "P007"),
        ("broken.xls", OLE + b"\xff" * 3000, "P007"),
        ("bytes.csv", b"\xff\xff\x80,\x81\xff\n", "P008"),
        ("paper.csv", b"%PDF-1.4 ...", "P009"),
        ("none.csv", "收入,支出\n1,2\n".encode(), "P001"),
        ("unnamed.csv", "性别,出生日期\n男,1970\n".encode(), "P002"),
        ("nobody.csv", "姓名,性别\n合计,0\n".encode(), "P003"),
    ],
)
def test_unreadable_files_are_refused_by_name_and_cause(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    assert refusal(raw(tmp_path / name, content)) == code


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    assert refusal(tmp_path / "none.xlsx") == "P010"
    assert refusal(tmp_path / "folder") == "P010"
    for name, reason in (("none.xlsx", "there is no such file"), ("folder", "not a file")):
        with pytest.raises(FormkitError, match=reason):
            read_people(tmp_path / name)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/worksheets/sheet1.xml", b"0" * (40 * 1024 * 1024))
    assert path.stat().st_size < 100_000
    assert refusal(path) == "P006"


def test_a_single_far_cell_does_not_fill_the_memory(tmp_path: Path) -> None:
    rows: list[list[object]] = [list(HEAD), ["张三", "男"]]
    path = workbook(tmp_path / "far.xlsx", rows)
    content = archive_with(path, lambda sheet: sheet.replace(b"</row></sheetData>", FAR))
    assert refusal(content) == "P006"


FAR = b'</row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'


def archive_with(path: Path, change: object) -> Path:
    changed = path.with_name(f"changed-{path.name}")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.namelist():
            content = source.read(entry)
            target.writestr(entry, change(content) if entry.startswith("xl/worksheets/") else content)  # type: ignore[operator]
    return changed


def test_an_entry_that_stands_twice_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "twice.xlsx", [HEAD, ["张三", "男"]])
    with zipfile.ZipFile(path, "a") as twice, pytest.warns(UserWarning, match="Duplicate"):
        twice.writestr("xl/worksheets/sheet1.xml", b"<worksheet/>")
    assert refusal(path) == "P007"


def test_a_panic_of_the_parser_becomes_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class PanicException(BaseException):
        pass

    def panic(path: str) -> None:
        raise PanicException("index out of bounds")

    monkeypatch.setattr(workbooks.python_calamine, "load_workbook", panic)
    assert refusal(workbook(tmp_path / "a.xlsx", [HEAD, ["张三", "男"]])) == "P007"


def test_an_interrupt_of_the_user_is_not_swallowed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(path: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(workbooks.python_calamine, "load_workbook", interrupt)
    with pytest.raises(KeyboardInterrupt):
        read_people(workbook(tmp_path / "a.xlsx", [HEAD, ["张三", "男"]]))


def found(path: Path) -> list[tuple[str, str]]:
    return [(problem.code, problem.where.detail) for problem in read_people(path).problems]


def wrong(number: str) -> str:
    return number[:-1] + ("1" if number[-1] != "1" else "2")


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (wrong(id_number()), "P012"), ("3301971970010210", "P030"), (id_number("19700231"), "P031"),
        ("99" + id_number()[2:], "P032"), ("330197700102101", "P023"), ("4.20596E+17", "P011"),
        (id_number()[:15] + "000", "P011"), (330197197001021018.0, "P011"),
    ],
)
def test_a_bad_id_number_is_told_with_its_cell(tmp_path: Path, number: object, code: str) -> None:
    assert found(workbook(tmp_path / "a.xlsx", [HEAD, ["张三", None, number]])) == [(code, "名单!C2")]


def test_a_number_that_csv_lost_is_refused(tmp_path: Path) -> None:
    text = "姓名,身份证号\n张三,3.30197E+17\n李四,3.30197197001021E+17\n"
    table = read_people(csv_file(tmp_path / "a.csv", text))
    assert [problem.code for problem in table.problems] == ["P011", "P011"]
    assert [row.values.get("person.birth") for row in table.rows] == [None, "1970-01-02"]
    assert all("person.id_number" not in row.values for row in table.rows)


@pytest.mark.parametrize("written", ["'{}", "\t{}", '="{}"', " {} "])
def test_what_keeps_a_number_text_is_taken_off(tmp_path: Path, written: str) -> None:
    number = id_number()
    text = "姓名,身份证号\n张三," + written.format(number) + "\n"
    assert read_people(csv_file(tmp_path / "a.csv", text)).rows[0].values["person.id_number"] == number


def test_people_that_stand_twice_are_told_with_the_other_cell(tmp_path: Path) -> None:
    rows = [HEAD, ["张三", "男", id_number()], ["张三丰", "男", id_number()]]
    path = workbook(tmp_path / "a.xlsx", rows)
    assert found(path) == [("P014", "名单!C3")]
    assert "名单!C2" in read_people(path).problems[0].message
    assert "booklet" not in read_people(path).problems[0].hint


def test_an_old_and_a_new_number_of_one_person_meet(tmp_path: Path) -> None:
    old, new = "330197700102101", id_number("19700102", "101")
    assert ("P014", "名单!C3") in found(workbook(tmp_path / "a.xlsx", [HEAD, ["张三", None, old], ["张三", None, new]]))


def test_the_same_name_and_birth_is_asked_about_unless_both_have_numbers(tmp_path: Path) -> None:
    head = ["姓名", "出生日期", "身份证号"]
    without = workbook(tmp_path / "a.xlsx", [head, ["张三", "1970-01-02"], ["张三", "1970-01-02"]])
    numbered = [["张三", None, id_number(sequence="101")], ["张三", None, id_number(sequence="103")]]
    assert found(without) == [("P015", "名单!A3")]
    assert found(workbook(tmp_path / "b.xlsx", [head, *numbered])) == []


def test_sex_and_birth_are_held_against_the_number(tmp_path: Path) -> None:
    rows = [["姓名", "性别", "出生日期", "身份证号"], ["张三", "女", "1971-01-02", id_number()]]
    assert found(workbook(tmp_path / "a.xlsx", rows)) == [("P021", "名单!D2"), ("P022", "名单!D2")]


def test_a_row_without_a_name_is_told_and_left_out(tmp_path: Path) -> None:
    rows = [["序号", *HEAD], [1, "张三", "男"], [2, None, "男", id_number()], [3], [4]]
    path = workbook(tmp_path / "a.xlsx", rows)
    assert found(path) == [("P013", "名单!B3")]
    assert len(read_people(path).rows) == 1


def test_odd_dates_and_answers_are_told_with_their_cells(tmp_path: Path) -> None:
    rows = [["姓名", "确诊日期", "病情分类"], ["张三", "去年", "好"], ["李四", "12.3.5", "2"]]
    assert found(workbook(tmp_path / "a.xlsx", rows)) == [
        ("P016", "名单!B2"), ("P025", "名单!C2"), ("P028", "名单!B3"), ("P025", "名单!C3"),
    ]


def test_an_age_that_is_no_number_is_told_with_its_cell_and_left_out(tmp_path: Path) -> None:
    rows = [["姓名", "性别", "年龄"], ["张三", "男", "四十多"], ["李四", "女", "52岁"], ["王五", "男", 231]]
    path = workbook(tmp_path / "a.xlsx", rows)
    assert found(path) == [("P044", "名单!C2"), ("P044", "名单!C4")]
    assert [row.values.get("person.age") for row in read_people(path).rows] == [None, "52", None]


def test_two_columns_of_one_meaning_are_told(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["姓名", "电话", "联系电话"], ["张三", "13900000001", "13900000002"]])
    assert found(path) == [("P017", "名单!C1")]
    assert read_people(path).rows[0].foreign == {"联系电话": "13900000002"}


def test_cells_with_errors_or_uncomputed_formulas_are_told(tmp_path: Path) -> None:
    import openpyxl

    path = workbook(tmp_path / "a.xlsx", [["姓名", "备注", "诊断"], ["张三", "a", "b"]])
    book = openpyxl.load_workbook(path)
    book["名单"]["B2"] = "=1/0"
    book["名单"]["C2"] = "#N/A"
    book.save(path)
    assert found(path) == [("P026", "名单!B2"), ("P026", "名单!C2")]


def test_broken_json_lines_are_told_without_their_content(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.jsonl", '{"person.name": "张三"}\n{"person.name": "李四"\n["王五"]\n')
    table = read_people(path)
    assert [(found.code, found.where.line) for found in table.problems] == [("P024", 2), ("P024", 3)]
    assert not any("李四" in found.message or "王五" in found.message for found in table.problems)


def test_the_limit_of_cells_lets_a_large_roster_through() -> None:
    assert archive.MAX_CELLS >= 100_000 * 40


def test_a_name_merged_over_two_rows_is_one_person(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("名单")
    sheet.write_row(0, 0, ["姓名", "随访日期"])
    sheet.merge_range("A2:A3", "张三")
    sheet.write_column(1, 1, ["2013-01-02", "2013-04-02"])
    book.close()
    assert found(path) == [("P027", "名单!A3")]
    assert [row.values["visit.date"] for row in read_people(path).rows] == ["2013-01-02"]


def test_an_archive_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "letter.xlsx"
    with zipfile.ZipFile(path, "w") as letter:
        letter.writestr("word/document.xml", "<document/>")
    assert refusal(path) == "P009"


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", b"\n%PDF-1.4\n\xff\xff", b"\x89PNG\r\n\x1a\n\0\0", b"\xff\xd8\xff\xe0\0\x10",
        b"{\\rtf1\\ansi ...}", OLE + b"\0" * 600 + "WordDocument".encode("utf-16-le") + b"\0" * 600,
    ],
)
def test_a_document_or_picture_is_told_to_be_no_list(tmp_path: Path, content: bytes) -> None:
    assert refusal(raw(tmp_path / "list.csv", content)) == "P009"


def test_a_word_document_is_told_to_be_no_list(tmp_path: Path) -> None:
    docx.Document().save(str(tmp_path / "list.docx"))
    assert refusal(tmp_path / "list.docx") == "P009"


def test_a_refusal_is_chinese_to_the_last_word(tmp_path: Path, translations: Catalog) -> None:
    with pytest.raises(FormkitError) as caught:
        read_people(tmp_path / "none.xlsx")
    reason = dict(caught.value.problem.context)["reason"]
    assert reason in {message.id for message in translations}
