from __future__ import annotations

import string

import pytest

from formkit.catalogue import catalogue, entry
from formkit.model.rules import GENERIC, RULES, ArgumentKind, RuleSpec

ALL = [*RULES.values(), *GENERIC.values()]


@pytest.mark.parametrize("spec", ALL, ids=lambda spec: spec.name)
def test_every_rule_has_a_problem_of_its_severity(spec: RuleSpec) -> None:
    assert entry(spec.code).severity is spec.severity
    assert spec.description.endswith(".")


def test_no_two_rules_share_a_code_but_the_waiver_and_what_it_waives() -> None:
    codes = [spec.code for spec in ALL if spec.name != "optional_when"]
    assert len(codes) == len(set(codes))
    assert RULES["optional_when"].code == GENERIC["required"].code


def test_codes_of_options_name_the_field_whose_options_they_are() -> None:
    for spec in RULES.values():
        for argument in spec.arguments.values():
            wants_field = argument.kind in (ArgumentKind.CODE, ArgumentKind.CODES)
            assert wants_field == bool(argument.of)
            assert not argument.of or argument.of in spec.arguments


def test_required_arguments_are_told() -> None:
    assert RULES["not_after"].required_arguments == {"first", "second"}


def test_every_rule_code_is_in_the_catalogue_and_no_rule_code_is_left_over() -> None:
    used = {spec.code for spec in ALL}
    assert {code for code in catalogue() if code.startswith(("C0", "C1"))} == used


def test_sentences_use_only_words_that_a_problem_can_fill() -> None:
    words = {"label", "field", "other", "other_label", "option", "options", "date", "days", "year", "count", "least",
             "minimum", "maximum", "lengths", "alphabet", "pattern", "most", "rows", "table", "table_label", "wanted",
             "given", "character", "position", "digits", "source", "serial", "page", "image"}  # fmt: skip
    for code, each in catalogue().items():
        if code.startswith(("C", "V")):
            names = {
                name for text in (each.message, each.hint) for _, name, _, _ in string.Formatter().parse(text) if name
            }
            assert names <= words, code
