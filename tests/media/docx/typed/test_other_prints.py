from __future__ import annotations

import copy
import io
import json
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from formkit.mapping import load_handbook
from formkit.media.docx.typed.recognise import candidates_of, form_of
from formkit.pipeline.digitise import read_content
from formkit.shipped import shipped
from tests.media.docx.typed.forms import (
    CARE,
    CIVIL,
    FOLLOWUP,
    GIVEN,
    RECORD,
    SUPPLEMENT,
    codes,
    edited,
    packed,
    parts_of,
    read,
    seen,
)

FORMS = (FOLLOWUP, SUPPLEMENT, RECORD, CIVIL, CARE)
FILLED = GIVEN / "supplement-2011" / "filled"


@pytest.mark.parametrize("form", FORMS)
def test_every_field_of_a_shipped_form_has_its_own_place_in_the_blank(form: str) -> None:
    bound = form_of(candidates_of([load_handbook(form)])[0])
    assert bound.lost == ()
    places = [(part.unit, part.start) for spot in bound.spots.values() for part in (spot.options, spot.site) if part]
    assert len(set(places)) == len(places)


@pytest.mark.parametrize("form", FORMS)
def test_a_blank_is_read_as_blank_without_a_word(form: str) -> None:
    document = read((shipped("mappings") / form / "blank.docx").read_bytes())
    assert document.handbook == form
    assert {each.status.value for each in document.readings.values()} == {"blank"}
    assert [code for code in codes(document) if code.startswith("D")] == []


def test_another_title_is_another_form_and_the_way_to_a_mapping_of_it_is_told() -> None:
    document = read(edited(FOLLOWUP, ("重性精神疾", "严重精神障碍"), ("病患者随访", "患者随访")))
    assert document.failed
    assert codes(document) == ["D040"]
    assert "formkit learn" in document.problems[0].hint


@pytest.mark.parametrize("added", ["（2017年版）", "（2017版）", " 2018年修订"])
def test_a_title_that_names_another_year_is_another_edition(added: str) -> None:
    document = read(edited(FOLLOWUP, ("服务记录表", f"服务记录表{added}")))
    assert document.failed
    assert codes(document) == ["D040"]


def test_a_title_that_names_its_own_year_is_this_edition() -> None:
    assert not read(edited(FOLLOWUP, ("服务记录表", "服务记录表（2011年版）"))).failed


def test_other_codes_at_several_choices_are_another_edition() -> None:
    document = read(edited(FOLLOWUP, ("1 良好", "0 良好"), ("1 良好", "0 良好"), ("1 良好", "0 良好")))
    assert document.failed
    assert codes(document) == ["D040"]


def test_other_options_of_one_choice_go_to_a_person() -> None:
    document = read(edited(FOLLOWUP, ("1 不稳定", "1 稳定"), ("3 稳定", "3 不稳定"), ("□", "3"), after="本次随访分类"))
    assert seen(document, "visit_class")[1] == "review"
    assert "D044" in codes(document, "visit_class")


def test_a_document_that_is_no_form_is_told_as_such() -> None:
    parts = parts_of(FOLLOWUP)
    words = "<w:p><w:r><w:t>关于召开会议的通知</w:t></w:r></w:p>"
    body = f'<w:document xmlns:w="{_W}"><w:body>{words}</w:body></w:document>'
    document = read(packed(parts | {"word/document.xml": body.encode()}))
    assert document.failed
    assert codes(document) == ["F005"]


_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _joined(*paths: Path) -> bytes:
    roots = []
    for path in paths:
        with zipfile.ZipFile(path) as archive:
            roots.append(etree.fromstring(archive.read("word/document.xml")))
            parts = {name: archive.read(name) for name in archive.namelist()}
    body = roots[0][0]
    for root in roots[1:]:
        for child in root[0][:-1]:
            body[-1].addprevious(copy.deepcopy(child))
    return packed(parts | {"word/document.xml": etree.tostring(roots[0])})


def test_several_forms_in_one_file_are_several_documents() -> None:
    paths = [FILLED / "01.docx", GIVEN / "followup-2011" / "filled" / "03.docx", FILLED / "02.docx"]
    together = read_content(_joined(*paths), Path("all.docx"))
    alone = [read(path.read_bytes()) for path in paths]
    assert [each.handbook for each in together] == [SUPPLEMENT, FOLLOWUP, SUPPLEMENT]
    for one, other in zip(together, alone, strict=True):
        assert one.readings == other.readings


def test_comments_notes_and_changed_headers_are_told() -> None:
    line = "<w:p><w:r><w:t>%s</w:t></w:r></w:p>"
    comments = f'<w:comments xmlns:w="{_W}"><w:comment w:id="1">{line % "电话已变"}</w:comment></w:comments>'
    notes = f'<w:footnotes xmlns:w="{_W}"><w:footnote w:id="2">{line % "已外出"}</w:footnote></w:footnotes>'
    parts = {"word/comments.xml": comments.encode(), "word/footnotes.xml": notes.encode()}
    document = read(edited(FOLLOWUP, parts=parts))
    told = {each.code: dict(each.context)["text"] for each in document.problems if each.code in ("D052", "D053")}
    assert told == {"D052": "电话已变", "D053": "已外出"}


def test_a_file_with_a_damaged_document_is_told_as_damaged() -> None:
    document = read(packed(parts_of(FOLLOWUP) | {"word/document.xml": b"<w:document"}))
    assert codes(document) in (["D003"], ["F005"])
    assert document.failed


def test_text_without_end_is_refused() -> None:
    typed = "很长的话" * 30_000
    document = read(edited(FOLLOWUP, ("　　　　　　", typed), after="姓名"))
    assert document.failed
    assert codes(document) == ["D004"]


def test_a_blank_that_cannot_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    handbook = load_handbook(FOLLOWUP)
    broken = tmp_path / "blank.docx"
    broken.write_bytes(b"PK nothing")
    sheet = handbook.sheets[0]
    assert sheet.measured is not None
    changed = replace(handbook, sheets=(replace(sheet, measured=replace(sheet.measured, document=str(broken))),))
    monkeypatch.setattr("formkit.pipeline.typed.measured_handbooks", lambda: [changed])
    document = read(io.BytesIO(edited(FOLLOWUP)).getvalue())
    assert codes(document) == ["D056"]


def test_a_field_whose_row_is_gone_goes_to_a_person() -> None:
    parts = parts_of(FOLLOWUP)
    body = parts["word/document.xml"].decode()
    start = max(body.rfind(tag, 0, body.index("自知力<")) for tag in ("<w:tr ", "<w:tr>"))
    stop = body.index("</w:tr>", start) + len("</w:tr>")
    document = read(packed(parts | {"word/document.xml": (body[:start] + body[stop:]).encode()}))
    assert document.failed or (seen(document, "insight") == (None, "review") and "D013" in codes(document, "insight"))


def test_something_drawn_beside_the_fields_is_told() -> None:
    ring = "<w:p><w:r><w:pict><v:oval xmlns:v='urn:schemas-microsoft-com:vml'/></w:pict></w:r></w:p><w:tbl>"
    assert "D060" in codes(read(edited(FOLLOWUP, ("<w:tbl>", ring))))


def _own_mapping(tmp_path: Path, form: str, name: str) -> Path:
    """Return a copy of a shipped mapping on the office's own shelf, under another id where ``name`` is another."""
    folder = shutil.copytree(shipped("mappings") / form, tmp_path / "mappings" / name)
    _change(folder / "mapping.yaml", f"id: {form}", f"id: {name}")
    return folder


def _change(path: Path, old: str, new: str) -> None:
    words = path.read_text(encoding="utf-8")
    assert old in words
    path.write_text(words.replace(old, new, 1), encoding="utf-8")


def test_a_file_that_is_as_like_to_two_mappings_is_refused_and_names_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("our-supplement", "their-supplement"):
        _own_mapping(tmp_path, SUPPLEMENT, name)
    document = read((FILLED / "01.docx").read_bytes(), "01.docx")
    assert document.failed
    [told] = document.problems
    assert (told.code, told.where.file) == ("D054", "01.docx")
    assert all(name in dict(told.context)["forms"] for name in ("our-supplement", "their-supplement"))


def test_an_offices_own_mapping_of_a_form_that_ships_is_meant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    _own_mapping(tmp_path, SUPPLEMENT, "our-supplement")
    document = read((FILLED / "01.docx").read_bytes(), "01.docx")
    assert (document.failed, document.handbook) == (False, "our-supplement")


def test_a_field_of_a_mapping_that_the_blank_has_no_room_for_is_told_with_its_label(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = _own_mapping(tmp_path, CARE, CARE)
    known = "      - {id: reviewer, label: 审核人, kind: signature, provisional: true}\n"
    added = "      - {id: wechat, label: 微信号码, kind: text, provisional: true}\n"
    _change(folder / "mapping.yaml", known, known + added)
    layout = json.loads((folder / "layout.json").read_text(encoding="utf-8"))
    places = layout["pages"][0]["places"]
    places.append(next(each for each in places if each["field"] == "reviewer") | {"field": "wechat"})
    (folder / "layout.json").write_text(json.dumps(layout), encoding="utf-8")
    document = read((folder / "blank.docx").read_bytes())
    assert [(each.code, each.field) for each in document.problems if each.code[0] == "D"] == [("D057", "wechat")]
    assert "微信号码" in document.problems[0].message
    assert seen(document, "case_no") == (None, "blank")


def test_a_table_and_a_column_of_a_mapping_that_the_blank_has_no_rows_for_are_told_with_their_labels(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = _own_mapping(tmp_path, CARE, CARE)
    blank = (folder / "blank.docx").read_bytes()
    for old, new in (("备注, kind: text", "体温, kind: integer"), ("label: 索引", "label: 血压")):
        _change(folder / "mapping.yaml", old, new)
    told = [each for each in read(blank).problems if each.code[0] == "D"]
    assert ("D057", "log.index_ref") in [(each.code, each.field) for each in told]
    for old, new in (("服务日期", "药名"), ("服务类别", "剂量"), ("服务内容（简要）", "用法"), ("案主确认", "批号")):
        _change(folder / "mapping.yaml", f"label: {old}", f"label: {new}")
    [found] = [each for each in read(blank).problems if each.code == "D061"]
    assert (found.field, "服务记录" in found.message) == ("log", True)
