from __future__ import annotations

from pathlib import Path

import pytest

from formkit.geometry import Box
from formkit.layout import build_layout, layout_problems
from formkit.mapping import load_all_editions
from formkit.model.handbook import CellRole, Field, Format, Handbook, Kind, Mark, Precision, Sheet
from formkit.model.ids import booklet_refs

FOLDER = Path(__file__).parents[2] / "mappings" / "case-management"
EDITIONS = ("2011", "2017")

# Written out by hand from the description of the handbook: the ids that both editions share.
SHARED = {
    "cover": """patient_name patient_no sex birth_ym address postcode phone town_name town_code village_name
        village_code village_contact village_phone idno guardian_name guardian_phone created_date""",
    "instructions": "",
    "basic": """patient_name patient_no filler fill_date sex residence_type ethnic ethnic_other abo rh education
        occupation marital pay_method pay_method_other cohabitant has_disability_card disability_category
        disability_level disability_assessed_on disability_card_no prior_basic_mgmt prior_basic_mgmt_since""",
    "supplement": """patient_name archive_no guardian_name guardian_relation guardian_address guardian_phone
        village_contact_phone consent consent_signature consent_date first_onset past_symptoms past_symptoms_other
        locked outpatient first_antipsychotic admissions diagnosis dx_hospital dx_date last_effect impact
        impact_1_count impact_2_count impact_3_count impact_4_count impact_5_count economy specialist_opinion
        fill_date doctor_signature""",
    "followup": """patient_name archive_no patient_no visit_date danger symptoms symptoms_other insight sleep diet
        sf_self_care sf_housework sf_work sf_learning sf_social risk_events risk_events_1_count risk_events_2_count
        risk_events_3_count risk_events_4_count risk_events_5_count locked inpatient last_discharge lab lab_text
        adherence adr adr_text effect referral referral_reason referral_to rehab rehab_other visit_class next_date
        doctor_signature""",
    "plan": """patient_name patient_no plan_date plan_seq plan_danger care_mode untreated_reason
        untreated_reason_other mgmt_level med_way plan_adr plan_adr_other rehab_place rehab_place_other income
        income_amount next_level focus_areas patient_signature manager_signature""",
    "assessment": """year patient_name patient_no assess_date a_problem a_goal a_strategy a_person a_on_time a_overall
        a_sf_self_care a_sf_housework a_sf_work a_sf_learning a_sf_social a_sf_total assessor_signature""",
}
ONLY_2017 = {
    "supplement": "household_type employment impact_6_count",
    "followup": """visit_mode lost_reason lost_reason_other death_date death_cause death_cause_other death_disease
        risk_events_6_count""",
}
TABLES = {
    ("2011", "followup"): {"drugs": ("name", "freq", "dose")},
    ("2017", "followup"): {"drugs": ("name", "freq", "dose"), "drug_guidance": ("name", "freq", "dose")},
    ("2011", "plan"): {"items": ("problem", "goal_indicator", "strategy", "responsible", "finish_on")},
    ("2017", "plan"): {"items": ("problem", "goal_indicator", "strategy", "responsible", "finish_on")},
}
PROVISIONAL = {
    "basic": {"cohabitant"},
    "plan": {"care_mode", "untreated_reason", "mgmt_level", "med_way", "plan_adr", "rehab_place", "focus_areas"},
    "assessment": {"a_problem", "a_goal", "a_strategy", "a_person", "a_on_time", "a_overall"},
}
SYMPTOMS = {
    "1": "幻觉", "2": "交流困难", "3": "猜疑", "4": "喜怒无常", "5": "行为怪异", "6": "兴奋话多", "7": "伤人毁物",
    "8": "悲观厌世", "9": "无故外走", "10": "自语自笑", "11": "孤僻懒散", "12": "其他",
}  # fmt: skip
RISKS_2011 = {"1": "轻度滋事", "2": "肇事", "3": "肇祸", "4": "自伤", "5": "自杀未遂", "6": "无"}
RISKS_2017 = {
    "1": "轻度滋事", "2": "肇事", "3": "肇祸", "4": "其他危害行为", "5": "自伤", "6": "自杀未遂", "7": "无",
}  # fmt: skip
JOBS = (
    "国家机关、党群组织、企业、事业单位负责人", "专业技术人员", "办事人员和有关人员", "商业、服务业人员",
    "农、林、牧、渔、水利业生产人员", "生产、运输设备操作人员及有关人员", "军人", "不便分类的其他从业人员",
)  # fmt: skip
CODES = [
    ("2011", "basic.sex", {"0": "未知的性别", "1": "男", "2": "女", "9": "未说明的性别"}),
    ("2017", "basic.sex", {"1": "男", "2": "女", "9": "未说明的性别", "0": "未知的性别"}),
    ("2011", "basic.ethnic", {"1": "汉族", "2": "少数民族"}),
    ("2017", "basic.ethnic", {"01": "汉族", "99": "少数民族"}),
    ("2011", "basic.rh", {"1": "否", "2": "是", "3": "不详"}),
    ("2017", "basic.rh", {"1": "阴性", "2": "阳性", "3": "不详"}),
    ("2011", "basic.education", {
        "1": "文盲及半文盲", "2": "小学", "3": "初中", "4": "高中/技校/中专", "5": "大学专科及以上", "6": "不详",
    }),
    ("2017", "basic.education", {
        "1": "研究生", "2": "大学本科", "3": "大学专科和专科学校", "4": "中等专业学校", "5": "技工学校", "6": "高中",
        "7": "初中", "8": "小学", "9": "文盲或半文盲", "10": "不详",
    }),
    ("2011", "basic.occupation", {str(code): label for code, label in enumerate(JOBS, start=1)}),
    ("2017", "basic.occupation", {str(code): label for code, label in enumerate((*JOBS, "无职业"))}),
    ("2011", "supplement.past_symptoms", SYMPTOMS),
    ("2017", "followup.symptoms", SYMPTOMS),
    ("2011", "supplement.last_effect", {"1": "痊愈", "2": "好转", "3": "无变化", "4": "加重"}),
    ("2017", "supplement.last_effect", {"1": "临床痊愈", "2": "好转", "3": "无变化", "4": "加重"}),
    ("2011", "supplement.impact", RISKS_2011),
    ("2017", "supplement.impact", RISKS_2017),
    ("2011", "followup.risk_events", RISKS_2011),
    ("2017", "followup.risk_events", RISKS_2017),
    ("2011", "supplement.economy", {"1": "贫困，在当地贫困线标准以下", "2": "非贫困", "3": "不详"}),
    ("2017", "supplement.economy", {"1": "贫困，在当地贫困线标准以下", "2": "非贫困"}),
    ("2011", "followup.inpatient", {"0": "从未住院", "1": "目前正在住院", "2": "既往住院，现未住院"}),
    ("2017", "followup.inpatient", {"0": "未住院", "1": "目前正在住院", "2": "曾住院，现未住院"}),
    ("2011", "followup.adherence", {"1": "规律", "2": "间断", "3": "不服药"}),
    ("2017", "followup.adherence", {
        "1": "按医嘱规律用药", "2": "间断用药", "3": "不用药", "4": "医嘱勿需用药",
    }),
    ("2011", "followup.adr", {"1": "无", "2": "有"}),
    ("2017", "followup.adr", {"1": "无", "2": "有", "9": "此项不适用"}),
    ("2011", "followup.effect", {"1": "痊愈", "2": "好转", "3": "无变化", "4": "加重"}),
    ("2017", "followup.effect", {"1": "痊愈", "2": "好转", "3": "无变化", "4": "加重", "9": "此项不适用"}),
    ("2011", "followup.visit_class", {"1": "不稳定", "2": "基本稳定", "3": "稳定", "0": "未访到"}),
    ("2017", "followup.visit_class", {"1": "不稳定", "2": "基本稳定", "3": "稳定"}),
    ("2011", "followup.sf_work", {"1": "良好", "2": "一般", "3": "较差", "9": "此项不适用"}),
    ("2011", "followup.sf_learning", {"1": "良好", "2": "一般", "3": "较差"}),
]  # fmt: skip
LABELS = [
    ("2011", "basic.rh", "RH阴性"),
    ("2017", "basic.rh", "RH血型"),
    ("2011", "followup.danger", "危险性"),
    ("2017", "followup.danger", "危险性评估"),
    ("2011", "followup.risk_events", "患病对家庭社会的影响"),
    ("2017", "followup.risk_events", "危险行为"),
    ("2011", "followup.adherence", "服药依从性"),
    ("2017", "followup.adherence", "用药依从性"),
    ("2011", "supplement.locked", "关锁情况"),
    ("2017", "supplement.locked", "既往关锁情况"),
]


@pytest.fixture(scope="module")
def handbooks() -> dict[str, Handbook]:
    return load_all_editions(FOLDER)[0]


def _sheet(handbook: Handbook, sheet_id: str) -> Sheet:
    found = handbook.sheet(sheet_id)
    assert found is not None
    return found


def _field(handbook: Handbook, name: str) -> Field:
    sheet_id, _, local = name.partition(".")
    found = _sheet(handbook, sheet_id).field(local)
    assert found is not None
    return found


def _choices(handbook: Handbook) -> list[tuple[Sheet, Field]]:
    return [(sheet, field) for sheet in handbook.sheets for field in sheet.fields if field.options]


def test_the_mapping_has_nothing_to_report_but_its_provisional_fields() -> None:
    handbooks, problems = load_all_editions(FOLDER)
    assert tuple(handbooks) == EDITIONS
    assert {problem.code for problem in problems} == {"M901"}


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_side_fits_on_its_page(handbooks: dict[str, Handbook], edition: str) -> None:
    assert layout_problems(handbooks[edition]) == []


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_sheets_stand_in_the_order_of_the_booklet(handbooks: dict[str, Handbook], edition: str) -> None:
    sheets = handbooks[edition].sheets
    assert [sheet.id for sheet in sheets] == list(SHARED)
    assert {sheet.id: sheet.default_count for sheet in sheets if sheet.repeats} == {
        "followup": 4, "plan": 1, "assessment": 1,
    }  # fmt: skip
    assert _sheet(handbooks[edition], "assessment").entries == 4


@pytest.mark.parametrize("sheet_id", SHARED)
@pytest.mark.parametrize("edition", EDITIONS)
def test_a_sheet_has_exactly_the_fields_of_its_edition(
    handbooks: dict[str, Handbook], edition: str, sheet_id: str
) -> None:
    expected = set(SHARED[sheet_id].split())
    if edition == "2017":
        expected |= set(ONLY_2017.get(sheet_id, "").split())
    sheet = _sheet(handbooks[edition], sheet_id)
    assert {field.id for field in sheet.fields} == expected
    assert {table.id: tuple(column.id for column in table.columns) for table in sheet.tables} == TABLES.get(
        (edition, sheet_id), {}
    )


@pytest.mark.parametrize(("edition", "name", "codes"), CODES)
def test_a_code_means_what_its_edition_says(
    handbooks: dict[str, Handbook], edition: str, name: str, codes: dict[str, str]
) -> None:
    options = _field(handbooks[edition], name).options
    assert [(option.code, option.label) for option in options] == list(codes.items())


@pytest.mark.parametrize(("edition", "name", "label"), LABELS)
def test_a_field_has_the_words_of_its_edition(
    handbooks: dict[str, Handbook], edition: str, name: str, label: str
) -> None:
    assert _field(handbooks[edition], name).label == label


def test_both_numbers_in_use_for_an_unknown_fatal_disease_are_read_as_one(handbooks: dict[str, Handbook]) -> None:
    disease = _field(handbooks["2017"], "followup.death_disease")
    assert [option.code for option in disease.options] == list("12345678")
    assert disease.option("9") is disease.option("8")


@pytest.mark.parametrize("edition", EDITIONS)
def test_what_no_source_confirms_is_marked_provisional(handbooks: dict[str, Handbook], edition: str) -> None:
    found = {
        sheet.id: {field.id for field in sheet.fields if field.provisional}
        for sheet in handbooks[edition].sheets
        if any(field.provisional for field in sheet.fields)
    }
    assert found == PROVISIONAL


@pytest.mark.parametrize("edition", EDITIONS)
def test_parts_one_and_plan_are_circled_and_the_bound_forms_take_codes(
    handbooks: dict[str, Handbook], edition: str
) -> None:
    circled = {"cover", "basic", "plan"}
    marks = {(sheet.id, field.mark) for sheet, field in _choices(handbooks[edition])}
    assert marks == {(name, Mark.CIRCLE if name in circled else Mark.CODE) for name in SHARED if name != "instructions"}


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_count_belongs_to_the_option_that_its_label_names(handbooks: dict[str, Handbook], edition: str) -> None:
    counted = 0
    for sheet, field in _choices(handbooks[edition]):
        for option in field.options:
            count = sheet.field(option.count_field or "")
            if count is not None:
                counted += 1
                assert count.label == f"{option.label}次数"
                assert count.depends is not None
                assert (count.depends.field, count.depends.codes) == (field.id, (option.code,))
    assert counted == {"2011": 10, "2017": 12}[edition]


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_words_of_an_option_depend_on_it(handbooks: dict[str, Handbook], edition: str) -> None:
    named = {
        option.text_field: (field.id, (option.code,), sheet.field(option.text_field))
        for sheet, field in _choices(handbooks[edition])
        for option in field.options
        if option.text_field
    }
    assert len(named) == {"2011": 10, "2017": 12}[edition]
    for field_id, codes, words in named.values():
        assert words is not None
        assert words.depends is not None
        assert (words.depends.field, words.depends.codes) == (field_id, codes)


@pytest.mark.parametrize("edition", EDITIONS)
def test_only_none_of_these_excludes_the_other_answers(handbooks: dict[str, Handbook], edition: str) -> None:
    exclusive = {
        f"{sheet.id}.{field.id}": option.label
        for sheet, field in _choices(handbooks[edition])
        for option in field.options
        if option.exclusive
    }
    assert exclusive == {"supplement.impact": "无", "followup.risk_events": "无", "plan.care_mode": "未治"}


@pytest.mark.parametrize("edition", EDITIONS)
def test_name_and_number_repeat_those_of_the_cover_everywhere(handbooks: dict[str, Handbook], edition: str) -> None:
    for sheet in handbooks[edition].sheets[2:]:
        name = sheet.field("patient_name")
        number = sheet.field("patient_no")
        assert name is not None
        assert (name.same_as, name.concept) == ("cover.patient_name", "person.name")
        if sheet.id != "supplement":
            assert number is not None
            assert (number.same_as, number.concept) == ("cover.patient_no", "person.number")


@pytest.mark.parametrize("edition", EDITIONS)
def test_what_names_a_person_is_masked_in_copies(handbooks: dict[str, Handbook], edition: str) -> None:
    telling = {Format.NAME, Format.PHONE, Format.ADDRESS, Format.ID_NUMBER, Format.NAME_PHONE, Format.DISABILITY_CARD}
    for sheet in handbooks[edition].sheets:
        for field in sheet.fields:
            if field.format in telling or field.concept in {"illness.diagnosis", "visit.danger", "plan.danger"}:
                assert field.sensitive, f"{sheet.id}.{field.id}"


def test_dates_that_nobody_remembers_to_the_day_may_stop_earlier(handbooks: dict[str, Handbook]) -> None:
    handbook = handbooks["2011"]
    loose = {"supplement.first_onset", "supplement.first_antipsychotic", "supplement.dx_date",
             "basic.disability_assessed_on", "basic.prior_basic_mgmt_since"}  # fmt: skip
    assert loose == {
        f"{sheet.id}.{field.id}"
        for sheet in handbook.sheets
        for field in sheet.fields
        if field.kind is Kind.DATE and field.precision is Precision.DAY and field.min_precision is Precision.YEAR
    }
    assert _field(handbook, "cover.birth_ym").precision is Precision.MONTH
    assert _field(handbook, "assessment.year").precision is Precision.YEAR


def test_codes_have_the_cells_and_lengths_of_the_paper(handbooks: dict[str, Handbook]) -> None:
    handbook = handbooks["2011"]
    lengths = {
        name: (_field(handbook, name).length, _field(handbook, name).lengths)
        for name in ("cover.patient_no", "cover.postcode", "cover.town_code", "cover.village_code",
                     "supplement.archive_no", "basic.disability_card_no")
    }  # fmt: skip
    assert lengths == {
        "cover.patient_no": (8, (17,)), "cover.postcode": (6, ()), "cover.town_code": (9, ()),
        "cover.village_code": (3, (12,)), "supplement.archive_no": (8, (17,)),
        "basic.disability_card_no": (20, (21, 22)),
    }  # fmt: skip
    assert _field(handbook, "followup.archive_no").separators == ((3, "-"),)
    assert (_field(handbook, "cover.idno").format, _field(handbook, "cover.idno").cells) == (Format.ID_NUMBER, 18)


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_field_of_a_booklet_has_one_place_inside_the_page(handbooks: dict[str, Handbook], edition: str) -> None:
    handbook = handbooks[edition]
    layout = build_layout(handbook)
    assert set(layout.places()) == {ref.id for ref in booklet_refs(handbook)}
    page = Box(16, 27, 194, 270)
    for found in layout.places().values():
        assert page.union(found[1].box) == page


def test_a_visit_is_one_sheet_of_paper_in_both_editions(handbooks: dict[str, Handbook]) -> None:
    assert [len(_sheet(handbooks[edition], "followup").sides) for edition in EDITIONS] == [2, 2]


def test_the_instructions_print_all_areas_of_the_plan(handbooks: dict[str, Handbook]) -> None:
    sides = _sheet(handbooks["2011"], "instructions").sides
    printed = {
        cell.text.replace("\n", "") for side in sides for row in side.rows for cell in row.cells
        if cell.role is CellRole.LABEL
    }  # fmt: skip
    areas = _field(handbooks["2011"], "plan.focus_areas").options
    assert len(areas) == 14
    assert {f"{option.code} {option.label}" for option in areas} <= printed
