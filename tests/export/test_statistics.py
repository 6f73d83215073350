"""The statistics: values computed here, and the same formulas computed by another program."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from formkit.export.counting import Area, Condition, count, count_formula
from formkit.export.roster import RosterOrder, write_roster
from formkit.export.roster_columns import RosterRow
from formkit.model.office import Office, Town
from formkit.model.roster import RosterPerson
from tests.export.people import AS_OF, DISTRICT, OFFICE, crowd, person


def numbers(people: list[RosterPerson], target: Path, office: Office = OFFICE) -> dict[str, object]:
    write_roster(people, office, target, RosterOrder(AS_OF))
    rows = openpyxl.load_workbook(target, data_only=True)["统计"].iter_rows(min_row=4, values_only=True)
    return {str(row[0]): row[1] for row in reversed([row for row in rows if row[0]])}


def test_counts_and_rates_follow_their_definitions(tmp_path: Path) -> None:
    found = numbers(crowd(), tmp_path / "a.xlsx")
    assert {name: found[name] for name in ("在册患者数", "登记在册确诊患者数", "在管患者数", "规范管理患者数")} == {
        "在册患者数": 8, "登记在册确诊患者数": 7, "在管患者数": 6, "规范管理患者数": 4,
    }
    assert found["应有患者数（15岁及以上人口数 × 患病率）"] == 160
    assert found["报告患病率"] == pytest.approx(8 / 20_000)
    assert found["管理率（在管率）"] == pytest.approx(6 / 8)
    assert found["管理率（2011年公卫规范）"] == pytest.approx(7 / 160)
    assert found["规范管理率"] == pytest.approx(4 / 8)
    assert found["服药率"] == pytest.approx(6 / 8)
    assert found["规律服药率"] == pytest.approx(5 / 8)
    assert found["病情稳定率"] == pytest.approx(3 / 6)
    assert found["病情稳定率（2011年公卫规范）"] == pytest.approx(4 / 7)


def test_a_denominator_of_nobody_gives_zero(tmp_path: Path) -> None:
    unknown = replace(OFFICE, towns=(replace(OFFICE.towns[0], population=None, population_15=None),))
    found = numbers([], tmp_path / "a.xlsx", unknown)
    names = ("报告患病率", "管理率（在管率）", "管理率（2011年公卫规范）", "病情稳定率")
    assert [found[name] for name in names] == [0, 0, 0, 0]


def test_rates_of_which_nothing_is_known_are_not_printed_as_zero(tmp_path: Path) -> None:
    unknown = person("张三", managed=None, adherence="", visit_class="", diagnosis="", exams=())
    found = numbers([unknown], tmp_path / "a.xlsx")
    for name in ("管理率（在管率）", "管理率（2011年公卫规范）", "规范管理率", "服药率", "规律服药率", "病情稳定率"):
        assert found[name] == "未填", name
    assert found["报告患病率"] == pytest.approx(1 / 20_000)
    one_known = numbers([unknown, person("李四", managed=False, adherence="不服药")], tmp_path / "b.xlsx")
    assert [one_known[name] for name in ("管理率（在管率）", "规范管理率", "服药率")] == [0, 0, 0]


def test_standardised_management_is_not_known_without_health_checks(tmp_path: Path) -> None:
    found = numbers([person("张三", exams=())], tmp_path / "a.xlsx")
    assert (found["管理率（在管率）"], found["规范管理率"]) == (1, "未填")


def test_masking_changes_no_number(tmp_path: Path) -> None:
    plain = numbers(crowd(), tmp_path / "a.xlsx")
    write_roster(crowd(), OFFICE, tmp_path / "b.xlsx", RosterOrder(AS_OF, masked=True))
    rows = openpyxl.load_workbook(tmp_path / "b.xlsx", data_only=True)["统计"].iter_rows(min_row=4, values_only=True)
    assert {str(row[0]): row[1] for row in reversed([row for row in rows if row[0]])} == plain


def test_breakdowns_add_up(tmp_path: Path) -> None:
    found = numbers(crowd(), tmp_path / "a.xlsx")
    assert [found[f"{level}级"] for level in range(6)] == [1, 1, 1, 2, 1, 1]
    assert (found["0–2级小计"], found["3–5级小计"], found["未评估"]) == (3, 4, 1)
    assert (found["不稳定"], found["基本稳定"], found["稳定"], found["未填或其他"]) == (2, 1, 4, 1)
    assert found['怪病*?~"=1'] == 1
    assert (found["柳河村"], found["东湾村"], found["无名村"]) == (5, 2, 1)


def test_every_sum_of_a_breakdown_is_everybody(tmp_path: Path) -> None:
    target = tmp_path / "a.xlsx"
    write_roster(crowd(), OFFICE, target, RosterOrder(AS_OF))
    rows = list(openpyxl.load_workbook(target, data_only=True)["统计"].iter_rows(values_only=True))
    sums = [row for row in rows if row[0] == "合  计"]
    assert [row[1] for row in sums[:4]] == [8, 8, 8, 8]
    assert sum(sums[4][1:4]) == 8


def test_a_long_or_rare_diagnosis_is_counted_among_the_others(tmp_path: Path) -> None:
    people = [person(f"张{index}", diagnosis=f"病{index}") for index in range(60)]
    found = numbers([*people, person("李", diagnosis="长" * 300)], tmp_path / "a.xlsx")
    assert found["其他"] == 21


CELLS = st.one_of(st.none(), st.integers(0, 6), st.sampled_from(["稳定", "不稳定", "a", "A", "3", "*", "=1"]))


@given(st.lists(CELLS), CELLS)
def test_equal_unequal_and_empty_split_everybody(cells: list[str | int | None], wanted: str | int | None) -> None:
    areas = [Area({"x": "S!$A$1:$A$9", "seq": "S!$B$1:$B$9"}, [RosterRow({"x": cell}) for cell in cells])]
    same = count((Condition("x", f"={'' if wanted is None else wanted}"),), areas)
    other = count((Condition("x", f"<>{'' if wanted is None else wanted}"),), areas)
    assert same + other == len(cells)


def test_a_formula_takes_signs_of_the_text_for_themselves() -> None:
    area = Area({"x": "S!$A$1:$A$9", "seq": "S!$B$1:$B$9"}, [])
    formula = count_formula((Condition("x", '=a*?~"'),), [area])
    assert formula == '=COUNTIFS(S!$B$1:$B$9,">0",S!$A$1:$A$9,"=a~*~?~~""")'


RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item></oor:items>
"""


def recomputed(path: Path, folder: Path) -> Path:
    """Return a copy whose formulas LibreOffice has computed anew."""
    (folder / "profile" / "user").mkdir(parents=True)
    (folder / "profile" / "user" / "registrymodifications.xcu").write_text(RECALCULATE, encoding="utf-8")
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "xlsx",
         "--outdir", str(folder), str(path)],
        check=True, capture_output=True, timeout=180,
    )
    return folder / path.name


def spoiled(path: Path, folder: Path) -> Path:
    """Return a copy without any computed value, so that nothing can be taken over."""
    folder.mkdir()
    book = openpyxl.load_workbook(path)
    book.save(folder / path.name)
    return folder / path.name


@pytest.mark.libreoffice
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed: formulas are not recomputed")
def test_another_program_computes_the_same_values(tmp_path: Path) -> None:
    source = tmp_path / "roster.xlsx"
    other = {"town_code": "330197102", "village": "上坪村", "village_code": "330197102201"}
    people = [*crowd(), person("褚一", managed=None, adherence="", exams=(), **other)]
    write_roster(people, DISTRICT, source, RosterOrder(AS_OF))
    formulas, ours = openpyxl.load_workbook(source), openpyxl.load_workbook(source, data_only=True)
    bare = spoiled(source, tmp_path / "bare")
    theirs = openpyxl.load_workbook(recomputed(bare, tmp_path / "computed"), data_only=True)
    compared = 0
    for sheet in formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    here, there = ours[sheet.title][cell.coordinate].value, theirs[sheet.title][cell.coordinate].value
                    assert there == (pytest.approx(here) if isinstance(here, int | float) else here), cell.value
                    compared += 1
    assert compared > 200


def test_a_hundred_towns_make_no_formula_longer_than_a_workbook_takes(tmp_path: Path) -> None:
    """Excel refuses formulas of more than 8,192 characters, and the whole file with them."""
    towns = tuple(Town(f"330197{number}", f"第{number}街道办事处", ()) for number in range(101, 221))
    people = [person(f"张{town.name}", town_code=town.code, village="", village_code="") for town in towns]
    target = tmp_path / "a.xlsx"
    write_roster([*people, *people[:5]], replace(OFFICE, towns=towns), target, RosterOrder(AS_OF))
    # Read-only, of hundreds of sheets the one asked for is read.
    sheet, shown = (
        openpyxl.load_workbook(target, data_only=only, read_only=True)["全部统计"] for only in (False, True)
    )
    formulas = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert max(map(len, formulas)) < 4_000
    rows = {row[0]: row[1] for row in shown.iter_rows(min_row=4, values_only=True)}
    assert (rows["在册患者数"], rows["规律服药患者数"], rows["病情稳定率"]) == (125, 125, 1)


def test_counts_of_each_town_stand_folded_beside_the_page(tmp_path: Path) -> None:
    other = person("褚一", town_code="330197102", village="上坪村", village_code="330197102201")
    write_roster([*crowd(), other], DISTRICT, tmp_path / "a.xlsx", RosterOrder(AS_OF))
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx", data_only=True)["全部统计"]
    row = next(row for row in sheet.iter_rows() if row[0].value == "在册患者数")
    assert [row[index].value for index in (1, 7, 8)] == [9, 8, 1]
    assert [sheet.cell(3, column).value for column in (8, 9)] == ["青石镇", "白石乡"]
    assert sheet.column_dimensions["H"].hidden
    assert "$G" not in str(sheet.print_area)
