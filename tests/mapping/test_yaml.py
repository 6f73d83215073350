from __future__ import annotations

import json

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from formkit.mapping.scalars import is_trap, resolve
from formkit.mapping.source import parse_source
from formkit.mapping.tree import Group, Items, Leaf, key_spot, plain, value_spot

JSON = st.recursive(
    st.one_of(st.booleans(), st.integers(-(10**17), 10**17), st.text(st.characters(exclude_categories=["C", "Z"]))),
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(st.text("abc", min_size=1), inner)),
    max_leaves=20,
)


@given(JSON)
def test_json_is_read_as_itself(value: object) -> None:
    source = parse_source(json.dumps(value, ensure_ascii=False), "f.yaml")
    assert source.problems == ()
    assert source.tree is not None
    assert plain(source.tree) == value


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("true", True),
        ("False", False),
        ("~", None),
        ("", None),
        ("7", 7),
        ("-3", -3),
        ("010", 10),
        ("1.5", 1.5),
        ("1e3", 1000.0),
        ("yes", "yes"),
        ("12:30", "12:30"),
        ("2024-02-30", "2024-02-30"),
        ("0x1F", "0x1F"),
        (".inf", ".inf"),
        ("1_000", "1_000"),
        ("1e999", "1e999"),
        ("9" * 30, "9" * 30),
        ("٣", "٣"),
    ],
)
def test_words_without_quotes_follow_the_core_schema(written: str, value: object) -> None:
    assert resolve(written) == value
    assert type(resolve(written)) is type(value)


@given(st.text(st.characters(codec="ascii", exclude_categories=["C"]), min_size=1, max_size=12))
def test_whatever_another_reader_takes_for_something_else_is_a_trap_or_no_text(written: str) -> None:
    try:
        read = yaml.safe_load(written)
    except (yaml.YAMLError, ValueError):
        return
    if (
        not isinstance(read, str | list | dict)
        and yaml.safe_load(f"'{written.replace(chr(39), chr(39) * 2)}'") == written
    ):
        source = parse_source(written, "f")
        leaf = None if source.problems else source.tree
        assert leaf is None or not isinstance(leaf, Leaf) or not isinstance(leaf.value, str) or is_trap(leaf.written)


@pytest.mark.parametrize(
    "written", ["y", "No", "ON", "off", "1:30", "2024-1-5", "2024-01-05T10:00:00Z", "0b11", "0o17", "0777", "1_0", "="]
)
def test_traps_are_known(written: str) -> None:
    assert is_trap(written)


@pytest.mark.parametrize(
    "written", ["是", "yes.", "cover", "2024年", "0级", "A1", "0123456789ABCDEFX", "1-2", "次/日", "10mg", "-"]
)
def test_ordinary_words_are_no_traps(written: str) -> None:
    assert not is_trap(written)


def test_places_are_known_to_the_column() -> None:
    tree = parse_source("名字: 甲 # 注\nlist:\n  - {键: [a, 'b']}\n", "f.yaml").tree
    assert tree is not None
    assert [
        (spot.line, spot.column) for spot in (key_spot(tree, ("list", 0, "键")), value_spot(tree, ("list", 0, "键", 1)))
    ] == [
        (3, 6),
        (3, 13),
    ]
    assert value_spot(tree, ("名字",)).text == "名字: 甲 # 注"


def test_an_alias_stands_for_its_anchor() -> None:
    tree = parse_source("a: &x [1, two]\nb: *x\n", "f.yaml").tree
    assert tree is not None
    assert plain(tree) == {"a": [1, "two"], "b": [1, "two"]}


def test_quotes_are_remembered() -> None:
    tree = parse_source("[yes, 'yes', \"1\", |-\n yes\n]".replace("|-\n yes\n", "x"), "f").tree
    assert isinstance(tree, Items)
    assert [item.quoted for item in tree.items if isinstance(item, Leaf)] == [False, True, True, False]


def test_reading_stays_quick_with_many_keys() -> None:
    tree = parse_source("\n".join(f"k{number}: {number}" for number in range(20_000)), "f").tree
    assert isinstance(tree, Group)
    assert len(tree.entries) == 20_000
