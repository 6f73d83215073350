"""Templates: built from the mapping, restyled by an office, checked against the mapping."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from lxml import etree

from formkit.errors import UsageError
from formkit.layout import build_layout
from formkit.layout.paper import FOOTER_BOX
from formkit.mapping import load_handbook
from formkit.media.docx import build_template, emit, lint, template_problems
from formkit.media.docx.drawings import EMU
from formkit.media.docx.elements import tag_of
from formkit.media.docx.lost import wanted_controls
from formkit.media.docx.names import DOCUMENT_PART, MAX_TAG, q
from formkit.media.docx.template import template_bytes
from formkit.model.handbook import Handbook
from formkit.model.office import Office
from formkit.shipped import shipped
from tests.media.docx.forms import (
    HANDBOOK,
    changed,
    codes,
    control,
    layout,
    parts_of,
    reread,
    small_template,
    typed_run,
    values_of,
    zipped,
)


def _problems(folder: Path, change: Callable[[etree._Element], None]) -> list[str]:
    path = folder / "small@1.docx"
    path.write_bytes(changed(small_template(), change))
    return codes(template_problems(HANDBOOK, path))


def _text(root: etree._Element, old: str, new: str) -> None:
    next(each for each in root.iter(q("w:t")) if each.text == old).text = new


def test_a_new_template_is_right_and_always_the_same(tmp_path: Path) -> None:
    for name in ("a.docx", "b.docx"):
        build_template(HANDBOOK, tmp_path / "new" / name)
    assert template_problems(HANDBOOK, tmp_path / "new" / "a.docx") == []
    assert (tmp_path / "new" / "a.docx").read_bytes() == (tmp_path / "new" / "b.docx").read_bytes()


def test_python_docx_opens_what_is_written(tmp_path: Path) -> None:
    emit(HANDBOOK, layout(), {}, tmp_path / "x.docx")
    document = docx.Document(str(tmp_path / "x.docx"))
    assert len(document.tables) >= 6
    assert document.settings.element.find(q("w:documentProtection")).get(q("w:edit")) == "forms"


def test_tags_are_short_enough_for_word_and_ids_are_unique(tmp_path: Path) -> None:
    emit(HANDBOOK, layout(), {}, tmp_path / "x.docx")
    for content in (small_template(), (tmp_path / "x.docx").read_bytes()):
        root = etree.fromstring(parts_of(content)[DOCUMENT_PART])
        assert all(len(tag.get(q("w:val"))) <= MAX_TAG for tag in root.iter(q("w:tag")))
    ids = [each.get(q("w:val")) for each in root.iter(q("w:id"))]
    drawings = [each.get("id") for each in root.iter(q("wp:docPr"))]
    assert len(set(ids)) == len(ids)
    assert len(set(drawings)) == len(drawings)


def test_an_outdated_template_is_told(tmp_path: Path) -> None:
    path = tmp_path / "t.docx"
    path.write_bytes(small_template())
    sheet = HANDBOOK.sheets[0]
    renamed = replace(sheet, fields=(replace(sheet.fields[0], label="患者姓名"), *sheet.fields[1:]))
    assert codes(template_problems(replace(HANDBOOK, sheets=(renamed, *HANDBOOK.sheets[1:])), path)) == ["T002"]


def test_words_and_fonts_may_be_changed(tmp_path: Path) -> None:
    assert _problems(tmp_path, lambda root: _text(root, "服务手册", "{{ office.unit }}服务手册")) == []
    emit(HANDBOOK, layout(), {"cover.name": "王小明"}, tmp_path / "x.docx", office=Office(unit="柳河<卫生院>"),
         template=tmp_path / "small@1.docx")
    content = (tmp_path / "x.docx").read_bytes()
    assert "柳河&lt;卫生院&gt;服务手册" in parts_of(content)[DOCUMENT_PART].decode()
    assert values_of(reread(content)) == {"cover.name": "王小明"}


def test_the_template_of_the_office_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "templates" / "docx"
    folder.mkdir(parents=True)
    restyled = changed(small_template(), lambda root: _text(root, "服务手册", "我们的手册"))
    (folder / "small@1.docx").write_bytes(restyled)
    monkeypatch.chdir(tmp_path)
    emit(HANDBOOK, layout(), {}, tmp_path / "x.docx")
    assert "我们的手册" in parts_of((tmp_path / "x.docx").read_bytes())[DOCUMENT_PART].decode()


def test_a_missing_control_is_told(tmp_path: Path) -> None:
    def change(root: etree._Element) -> None:
        found = control(root, "cover.name")
        found.getparent().remove(found)

    assert _problems(tmp_path, change) == ["T003"]


def test_unknown_and_doubled_controls_are_told(tmp_path: Path) -> None:
    def change(root: etree._Element) -> None:
        found = control(root, "cover.name")
        twin, strange = copy.deepcopy(found), copy.deepcopy(found)
        strange.find(f"{q('w:sdtPr')}/{q('w:tag')}").set(q("w:val"), "cover.nonsense")
        found.addnext(twin)
        found.addnext(strange)

    assert _problems(tmp_path, change) == ["T004", "T010"]


def test_a_tag_that_word_refuses_is_told(tmp_path: Path) -> None:
    def change(root: etree._Element) -> None:
        strange = copy.deepcopy(control(root, "cover.name"))
        strange.find(f"{q('w:sdtPr')}/{q('w:tag')}").set(q("w:val"), "cover." + "x" * MAX_TAG)
        control(root, "cover.name").addnext(strange)

    assert "T008" in _problems(tmp_path, change)


def test_a_side_without_its_codes_is_told(tmp_path: Path) -> None:
    def change(root: etree._Element) -> None:
        first = next(root.iter(q("w:drawing")))
        paragraph = next(first.iterancestors(q("w:p")))
        for drawing in list(paragraph.iter(q("w:drawing"))):
            drawing.getparent().remove(drawing)

    assert _problems(tmp_path, change) == ["T009"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("{{ handbook.title", "T005"),
        ("{% if %}", "T005"),
        ("{{ nobody.knows }}", "T005"),
        ("{{ 1 / 0 }}", "T005"),
        ("{{ ''.__class__.__mro__ }}", "T006"),
        ("{{ handbook.__init__.__globals__ }}", "T006"),
        ("{% for x in range(10**9) %}{% endfor %}", "T005"),
    ],
)
def test_expressions_that_fail_or_are_forbidden_are_told(tmp_path: Path, words: str, code: str) -> None:
    assert _problems(tmp_path, lambda root: _text(root, "服务手册", words))[0] == code
    with pytest.raises(UsageError):
        emit(HANDBOOK, layout(), {}, tmp_path / "x.docx", template=tmp_path / "small@1.docx")
    assert not (tmp_path / "x.docx").exists()


def test_files_that_are_no_templates_are_told(tmp_path: Path) -> None:
    assert codes(template_problems(HANDBOOK, tmp_path / "none.docx")) == ["T001"]
    parts = parts_of(small_template())
    for number, content in enumerate([
        b"text", zipped(parts | {DOCUMENT_PART: b"<w"}), zipped({DOCUMENT_PART: parts[DOCUMENT_PART]}),
        zipped(parts | {"word/_rels/document.xml.rels": b""}), small_template()[:5000],
    ]):
        path = tmp_path / f"{number}.docx"
        path.write_bytes(content)
        assert codes(template_problems(HANDBOOK, path)) == ["T007"]


def test_an_expression_split_over_runs_is_put_together(tmp_path: Path) -> None:
    def change(root: etree._Element) -> None:
        words = next(each for each in root.iter(q("w:t")) if each.text == "服务手册")
        words.text = "{{ office"
        words.getparent().addnext(typed_run(".unit }}手册"))

    assert _problems(tmp_path, change) == []


def test_braces_in_printed_words_are_printed(tmp_path: Path) -> None:
    sheet = HANDBOOK.sheets[0]
    title = replace(sheet.sides[0].rows[0].cells[0], text="{{ 7 * 7 }} {% raw %} {# x #} <b>&")
    rows = (replace(sheet.sides[0].rows[0], cells=(title,)), *sheet.sides[0].rows[1:])
    braced = replace(HANDBOOK, id="braced", sheets=(replace(sheet, sides=(replace(sheet.sides[0], rows=rows),)),))
    emit(braced, build_layout(braced), {}, tmp_path / "x.docx")
    root = etree.fromstring(parts_of((tmp_path / "x.docx").read_bytes())[DOCUMENT_PART])
    assert "{{ 7 * 7 }} {% raw %} {# x #} <b>&" in {each.text for each in root.iter(q("w:t"))}


def test_the_codes_stand_where_the_layout_has_them(tmp_path: Path) -> None:
    emit(HANDBOOK, layout(), {}, tmp_path / "x.docx")
    root = etree.fromstring(parts_of((tmp_path / "x.docx").read_bytes())[DOCUMENT_PART])
    page = layout().pages[0]
    offsets = [
        tuple(int(each.text) / EMU for each in anchor.iter(q("wp:posOffset")))
        for anchor in root.iter(q("wp:anchor"))
        if anchor.find(q("wp:docPr")).get("name") in {f"formkit:{mark.corner}" for mark in page.fiducials}
    ][:4]
    assert offsets == [pytest.approx((mark.box.x0, mark.box.y0)) for mark in page.fiducials]


@pytest.mark.parametrize("edition", ["2011", "2017"])
def test_the_templates_that_ship_are_those_of_their_mappings(edition: str) -> None:
    handbook = load_handbook(f"case-management@{edition}")
    path = shipped("templates") / "docx" / f"{handbook.full_id}.docx"
    assert template_problems(handbook, path) == []
    assert path.read_bytes() == template_bytes(handbook)


def test_a_control_that_the_template_lost_is_told_once_for_each_booklet(tmp_path: Path) -> None:
    def change(root: etree._Element) -> None:
        for tag in ("cover.name", "visit.{{n}}.sleep"):
            found = next(each for each in root.iter(q("w:sdt")) if tag_of(each) == tag)
            found.getparent().remove(found)

    path = tmp_path / "small@1.docx"
    path.write_bytes(changed(small_template(), change))
    problems = emit(HANDBOOK, layout(), {}, tmp_path / "x.docx", template=path)
    told = [(each.code, each.field or dict(each.context)["field"], each.severity.value) for each in problems]
    assert told == [("T003", "cover.name", "warning"), ("T003", "visit.1.sleep", "warning")]
    assert {each.where.file for each in problems} == {str(path)}


@pytest.mark.parametrize("handbook", [HANDBOOK, load_handbook("case-management@2017")])
def test_the_quick_look_wants_the_controls_that_a_new_template_has(handbook: Handbook) -> None:
    wanted = {tag for page in build_layout(handbook, {each.id: 2 for each in handbook.sheets if each.repeats}).pages
              for tag, _ in wanted_controls(page)}
    assert wanted == lint._expected(handbook)


def test_every_page_has_its_number_where_the_pdf_has_it(tmp_path: Path) -> None:
    made = layout()
    emit(HANDBOOK, made, {}, tmp_path / "x.docx")
    root = etree.fromstring(parts_of((tmp_path / "x.docx").read_bytes())[DOCUMENT_PART])
    boxes = [each for each in root.iter(q("wp:anchor")) if each.find(q("wp:docPr")).get("name") == "formkit:page"]
    said = ["".join(each.text or "" for each in box.iter(q("w:t"))) for box in boxes]
    assert said == [f"第 {page.number} 页／共 {len(made.pages)} 页" for page in made.pages]
    for box in boxes:
        left, top = (int(each.text) / EMU for each in box.iter(q("wp:posOffset")))
        assert left + int(box.find(q("wp:extent")).get("cx")) / EMU == pytest.approx(FOOTER_BOX.x1)
        assert top == pytest.approx(FOOTER_BOX.y0)
        assert next(box.iter(q("w:jc"))).get(q("w:val")) == "right"
