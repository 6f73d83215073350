"""The vocabulary of rules between fields: what a mapping's ``checks:`` may name, and what holds without being named.

The rules themselves are in `formkit.checks.records` and `formkit.checks.generic`; a test holds both
sides to each other. A field argument is a full id; ``N`` in it stands for the number of an entry or
row ("followup.N.visit_date"), the same number in all arguments of a rule that looks at one entry.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from formkit.catalogue.entry import Severity


class ArgumentKind(StrEnum):
    """What an argument of a rule is."""

    FIELD = "field"
    FIELDS = "fields"
    CODE = "code"
    """An option code of the field that the argument's `of` names."""
    CODES = "codes"
    NUMBER = "number"
    TEXT = "text"
    SHEET = "sheet"
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a rule; `of` names the field argument whose options CODE and CODES are."""

    kind: ArgumentKind
    description: str
    required: bool = True
    of: str = ""


@dataclass(frozen=True, slots=True)
class RuleSpec:
    """A rule: its name, arguments, default severity, problem code and what it demands, in one line."""

    name: str
    code: str
    severity: Severity
    description: str
    arguments: Mapping[str, Argument]

    @property
    def required_arguments(self) -> frozenset[str]:
        """Names of the arguments that a mapping must give."""
        return frozenset(name for name, argument in self.arguments.items() if argument.required)


def _field(description: str, *, optional: bool = False) -> Argument:
    return Argument(ArgumentKind.FIELD, description, not optional)


def _fields(description: str, *, optional: bool = False) -> Argument:
    return Argument(ArgumentKind.FIELDS, description, not optional)


def _codes(of: str, description: str, *, optional: bool = False) -> Argument:
    return Argument(ArgumentKind.CODES, description, not optional, of)


def _number(description: str, *, optional: bool = False) -> Argument:
    return Argument(ArgumentKind.NUMBER, description, not optional)


def _flag(description: str) -> Argument:
    return Argument(ArgumentKind.FLAG, description, required=False)


def _error(name: str, code: str, description: str, **arguments: Argument) -> RuleSpec:
    return RuleSpec(name, code, Severity.ERROR, description, MappingProxyType(arguments))


def _warning(name: str, code: str, description: str, **arguments: Argument) -> RuleSpec:
    return RuleSpec(name, code, Severity.WARNING, description, MappingProxyType(arguments))


def _by_name(*specs: RuleSpec) -> Mapping[str, RuleSpec]:
    return MappingProxyType({spec.name: spec for spec in specs})


RULES: Mapping[str, RuleSpec] = _by_name(
    _error(
        "same_value", "C101", "All fields hold the same value wherever they are filled.",
        fields=_fields("the fields; N stands for every number"),
    ),
    _error(
        "id_matches_sex", "C102", "The sex is the one that the ID number tells (17th digit: odd is male).",
        id_number=_field("the ID number"),
        sex=_field("the single choice"),
        male=_codes("sex", "codes for male; by default the options labelled 男", optional=True),
        female=_codes("sex", "codes for female; by default the options labelled 女", optional=True),
    ),
    _error(
        "id_matches_birth", "C103", "The birth date, as far as it is written, is the one in the ID number.",
        id_number=_field("the ID number"), birth=_field("the date of birth"),
    ),
    _error(
        "starts_with", "C104", "The value starts with another field's value.",
        field=_field("the longer value"), start=_field("the value that it starts with"),
    ),
    _error(
        "ends_with", "C105", "The value ends with another field's value.",
        field=_field("the longer value"), end=_field("the value that it ends with"),
    ),
    _error(
        "village_in_town", "C106", "A village code of 12 digits starts with the code of its town; one of 3 may be any.",
        village=_field("the village code"), town=_field("the town code of 9 digits"),
    ),
    _error(
        "archive_in_village", "C107", "The village's three digits in the archive number are those of the village code.",
        archive_no=_field("the archive number"), village=_field("the village code of 3 or 12 digits"),
    ),
    _error(
        "not_after", "C108", "A date is not after another, as far as both are written.",
        first=_field("the earlier date"),
        second=_field("the later date"),
        strict=_flag("the same day is wrong as well"),
    ),
    _error("not_in_future", "C109", "The dates are not after today.", fields=_fields("the dates")),
    _error(
        "card_of_person", "C110", "The number of the disability card starts with the person's ID number.",
        card=_field("the card number"), id_number=_field("the ID number"),
    ),
    _error(
        "card_matches", "C111", "Category and level are those in the number of the disability card.",
        card=_field("the card number"),
        category=_field("the single choice of the category, coded 1 to 7 as on the card", optional=True),
        level=_field("the single choice of the level, coded 1 to 4", optional=True),
        words=_field("a text such as 精神残疾一级", optional=True),
    ),
    _warning(
        "next_visit_interval", "C112",
        "The next visit is within 2 weeks of an unstable one and within 3 months of any other.",
        visit_class=_field("the class of the visit"),
        visit_date=_field("the date of the visit"),
        next_date=_field("the date of the next visit"),
        unstable=_codes("visit_class", "codes for 不稳定"),
        settled=_codes("visit_class", "codes for 基本稳定 and 稳定"),
        tolerance_days=_number("days beyond that pass as well; 3 by default", optional=True),
    ),
    _warning(
        "discharge_in_range", "C113", "Who was discharged since has a discharge date up to the visit.",
        inpatient=_field("the single choice of hospital stay"),
        codes=_codes("inpatient", "codes for a stay that is over"),
        discharge=_field("the date of discharge"),
        visit_date=_field("the date of the visit"),
        since_last_visit=_flag("the discharge is not before the visit before this one"),
    ),
    _warning(
        "class_fits_findings", "C114", "The class of the visit agrees with danger, insight and social function.",
        visit_class=_field("the class of the visit"),
        unstable=_codes("visit_class", "codes for 不稳定"),
        stable=_codes("visit_class", "codes for 稳定"),
        danger=_field("the danger level, coded 0 to 5", optional=True),
        insight=_field("the insight", optional=True),
        insight_lost=_codes("insight", "codes for 自知力缺失", optional=True),
        insight_partial=_codes("insight", "codes for 自知力不全", optional=True),
        functions=_fields("the social functions", optional=True),
        poor=Argument(ArgumentKind.CODES, "codes for 较差", required=False, of="functions"),
    ),
    _warning(
        "optional_when", "C001", "Where a field is answered, the required fields of its entry may stay blank.",
        field=_field("the field, such as the reason for a lost visit"),
        codes=_codes("field", "only with these codes", optional=True),
    ),
    _error(
        "none_after", "C116", "No date of another entry is later than the end that a field tells, such as a death.",
        end=_field("the date of the end"), dates=_fields("the dates; N stands for every number"),
    ),
    _warning(
        "dates_in_order", "C117", "The entries stand in the order of their dates.",
        field=_field("the date; N stands for every number"),
    ),
    _error(
        "no_duplicates", "C118", "No two entries have the same value.",
        field=_field("the field; N stands for every number"),
    ),
    _error(
        "increasing", "C119", "The numbers grow from entry to entry.",
        field=_field("the number; N stands for every number"),
        step=_number("each is exactly this much more", optional=True),
    ),
    _warning(
        "at_least_per_year", "C120", "A full year has at least so many entries; a begun one its share by quarters.",
        field=_field("the date; N stands for every number"), number=_number("entries a year"),
    ),
    _warning(
        "needs_earlier", "C121", "Each date has another kind of entry on the same day or before.",
        date=_field("the date; N stands for every number"),
        earlier=_field("the date of what must come first; N stands for every number"),
    ),
    _warning(
        "dates_within", "C122", "The dates lie in the time of the booklet.",
        fields=_fields("the dates; N stands for every number"),
        start=_field("the first day", optional=True),
        end=_field("the last day", optional=True),
    ),
    _error(
        "same_year", "C123", "A date lies in the year that is written elsewhere.",
        date=_field("the date"), year=_field("the year: a date, number or code"),
    ),
    _warning(
        "requires", "C124", "Where a field is answered, others are as well.",
        field=_field("the field that asks for the others"),
        codes=_codes("field", "only with these codes", optional=True),
        fields=_fields("the fields that must be filled"),
    ),
)  # fmt: skip
"""The rules that a mapping may name, by name."""

WAIVERS = frozenset({"optional_when"})
"""Rules that find nothing themselves but lift `required` from an entry."""

GENERIC: Mapping[str, RuleSpec] = _by_name(
    _warning("required", "C001", "A required field is filled once anything is written in its entry or row."),
    _warning("answered_needlessly", "C002", "A dependent field is blank unless its condition is met."),
    _warning("dependent_required", "C003", "A required dependent field is filled where its condition is met."),
    _error("exclusive", "C004", "An exclusive option is chosen alone."),
    _error("count_with_option", "C005", "An option with a count has one of at least 1 where it is chosen."),
    _error("count_without_option", "C006", "The count of an option that is not chosen is blank or 0."),
    _warning("text_with_option", "C007", "An option with words of its own has them where it is chosen."),
    _warning("text_without_option", "C008", "The words of an option that is not chosen are blank."),
    _warning("most_rows", "C009", "A table has no more filled rows than it should."),
    _error("same_as", "C010", "A field that repeats another has its value."),
)
"""The rules that the mapping's fields, options and tables imply."""
