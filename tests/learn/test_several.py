"""Choices of which several may hold though the form does not say so."""

from __future__ import annotations

import pytest

from formkit.learn.reading import answers
from formkit.model.handbook import Kind
from tests.learn.paper import line


def kind(text: str) -> tuple[Kind, bool]:
    found = answers(line(text), cell=False)[0]
    return found.kind, found.sure


@pytest.mark.parametrize("text", [
    "随附资料：□合同 □图纸 □发票", "患病情况：□高血压 □糖尿病 □脑卒中", "收入来源：□工资 □种植 □低保",
    "药物过敏：□无 □青霉素 □磺胺 □链霉素", "已申报：□没有 □工伤 □医保 □商业险",
    "已享受待遇：□低保 □特困 □优抚 □均未享受",
])
def test_several_may_be_ticked_where_label_or_options_let_expect_it_but_that_is_not_sure(text: str) -> None:
    assert kind(text) == (Kind.MULTI, False)


@pytest.mark.parametrize("text", [
    "疼痛：□无 □轻 □中 □重", "设备来源：□新购 □调入 □自制 □租赁", "婚姻状况：□未婚 □已婚 □离婚 □丧偶",
    "患病情况：□有 □无", "运行情况：□良好 □一般 □无 □差",
])
def test_one_is_ticked_of_degrees_and_of_what_excludes_the_others(text: str) -> None:
    assert kind(text)[0] is Kind.SINGLE


@pytest.mark.parametrize("text", [
    "皮肤情况：□完好 □干燥 □皮疹 □压疮", "异常类型：□破损 □短少 □受潮", "参演队伍：□消防 □医疗 □抢险",
    "招募方式：□海报 □电话 □微信群", "经费来源：□项目经费 □社区经费 □企业赞助", "浴后状态：□疲倦 □头晕 □皮肤发红",
])
def test_several_hold_of_what_is_seen_of_who_comes_and_of_ways(text: str) -> None:
    assert kind(text) == (Kind.MULTI, False)


@pytest.mark.parametrize("text", [
    "疾病名称：□精神分裂症 □分裂情感性障碍 □癫痫所致精神障碍", "异常程度：□轻微 □明显 □严重",
    "队伍等级：□甲级 □乙级 □丙级", "皮肤情况：□正常 □异常", "参演单位性质：□企业 □机关 □学校",
])
def test_a_name_a_degree_or_two_answers_are_one(text: str) -> None:
    assert kind(text)[0] is Kind.SINGLE
