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
