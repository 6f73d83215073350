"""What is generated from the schema and the rules is true, and what is written about them holds."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from formkit.mapping import check_mapping, load_handbook
from formkit.mapping.explain import node_keys
from formkit.mapping.field_rules import KEYS_OF_KINDS, NEEDED_KEYS
from formkit.mapping.json_schema import json_schema, json_schema_text
from formkit.mapping.reference import FORMATS, KINDS, MARKS, with_generated
from formkit.mapping.schema import FieldNode, FormatName, KindName, MarkName, PrecisionName
from formkit.model.handbook import Format, Kind, Mark, Precision
from formkit.model.rules import RULES

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "mapping.md"


def test_the_reference_is_up_to_date() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert with_generated(text) == text


def test_the_json_schema_is_up_to_date() -> None:
    assert (ROOT / "mappings" / "mapping.schema.json").read_text(encoding="utf-8") == json_schema_text()


def test_a_reference_without_its_marker_is_refused() -> None:
    with pytest.raises(ValueError, match="marker"):
        with_generated("# The mapping\n")


def test_the_example_of_the_reference_is_a_sound_mapping(tmp_path: Path) -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / "mapping.yaml").write_text(example, encoding="utf-8")
    assert check_mapping(tmp_path) == []
    assert [sheet.id for sheet in load_handbook(tmp_path).sheets] == ["cover", "visit"]


@pytest.mark.parametrize(
    ("names", "nouns", "told"),
    [(KindName, Kind, KINDS), (FormatName, Format, FORMATS), (MarkName, Mark, MARKS), (PrecisionName, Precision, None)],
)
def test_the_schema_the_model_and_the_reference_have_the_same_words(names: object, nouns: type, told: object) -> None:
    values = [noun.value for noun in nouns]  # type: ignore[attr-defined]
    assert list(get_args(names)) == values
    assert told is None or list(told) == values  # type: ignore[call-overload]


def test_the_rules_of_keys_and_kinds_speak_of_real_ones() -> None:
    assert KEYS_OF_KINDS.keys() <= FieldNode.model_fields.keys()
    assert set().union(*KEYS_OF_KINDS.values()) | NEEDED_KEYS.keys() <= set(KINDS)


def test_every_rule_is_in_the_reference_and_the_json_schema() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert [name for name in RULES if f"### {name}\n" not in text] == []
    assert json_schema()["$defs"]["CheckNode"]["properties"]["rule"]["enum"] == sorted(RULES)


def test_the_json_schema_allows_editions_on_items_and_sheets_in_files() -> None:
    made = json_schema()
    for name in ("SheetNode", "FieldNode", "OptionNode", "RowNode", "CellNode", "CheckNode", "TableNode"):
        assert {"editions", "by_edition"} <= made["$defs"][name]["properties"].keys()
    assert "by_edition" not in made["$defs"]["ConditionNode"]["properties"]
    assert {"type": "string", "pattern": r"\.ya?ml$"} in made["properties"]["sheets"]["items"]["anyOf"]


def test_every_key_of_the_schema_is_told() -> None:
    made = json_schema()
    untold = [
        f"{name}.{key}"
        for name, node in made["$defs"].items()
        for key, prop in node["properties"].items()
        if not prop.get("description")
    ]
    assert untold == []


@pytest.mark.parametrize(
    "path", [(), ("sheets", 0), ("sheets", 0, "fields", 1), ("option_lists", "sheets", 0), ("checks", 2)]
)
def test_the_keys_of_every_group_are_known(path: tuple[str | int, ...]) -> None:
    assert ("by_edition" in node_keys(path)) == bool(path)
