"""What pydantic found, in sentences for the author of a mapping."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from formkit.errors import Problem
from formkit.i18n import _
from formkit.mapping import schema
from formkit.mapping.assemble import written
from formkit.mapping.editions import ONLY, OVERRIDE
from formkit.mapping.spelling import known_hint, nearest
from formkit.mapping.tree import Group, Items, Leaf, Path, Tree, find, key_spot, real_path, value_spot

_Model = type[schema.Node] | type[schema.CheckNode]


@dataclass(frozen=True, slots=True)
class Language:
    """What a file may say: the model of the whole, and of an item by the key of its list."""

    root: _Model
    nodes: Mapping[str, _Model]
    has_editions: bool = False


_NODES: dict[str, _Model] = {
    "sheets": schema.SheetNode, "fields": schema.FieldNode, "columns": schema.FieldNode,
    "options": schema.OptionNode, "tables": schema.TableNode, "sides": schema.SideNode,
    "rows": schema.RowNode, "cells": schema.CellNode, "checks": schema.CheckNode,
    "depends": schema.ConditionNode, "separators": schema.SeparatorNode,
}
MAPPING = Language(schema.MappingNode, _NODES, has_editions=True)
_CODES = {
    "literal_error": "M034",
    "string_pattern_mismatch": "M035",
    "greater_than_equal": "M036",
    "greater_than": "M037",
    "less_than_equal": "M038",
    "string_too_long": "M039",
    "too_short": "M040",
    "string_type": "M041",
    "int_type": "M042",
    "int_from_float": "M042",
    "float_type": "M043",
    "bool_type": "M044",
    "list_type": "M045",
    "dict_type": "M046",
    "model_type": "M046",
    "string_too_short": "M048",
}
"""Our code for each type of pydantic error that the schema can raise."""
_LIMITS = ("ge", "gt", "le", "min_length", "max_length")


def problem_path(tree: Tree, error: Any) -> Path:
    """Return the path of the value that an error of pydantic speaks of."""
    return real_path(tree, error["loc"])


def explain(tree: Group, errors: Sequence[Any], language: Language = MAPPING) -> Iterator[Problem]:
    """Yield one problem for each mistake; a misspelt key and the key it leaves missing are one."""
    missing: dict[Path, list[str]] = defaultdict(list)
    for error in errors:
        if error["type"] == "missing":
            missing[real_path(tree, error["loc"][:-1])].append(str(error["loc"][-1]))
    for error in errors:
        if error["type"] == "extra_forbidden":
            yield _unknown_key(tree, problem_path(tree, error), missing, language)
    for path, keys in missing.items():
        for key in keys:
            yield value_spot(tree, path).problem("M031", key=key, part=_part(path, language))
    seen: set[Path] = set()
    for error in errors:
        if error["type"] not in ("missing", "extra_forbidden"):
            yield from _wrong_value(tree, error, seen)


def _part(path: Path, language: Language = MAPPING) -> str:
    """Return the name of the list or key that the group at ``path`` belongs to."""
    whole = "mapping" if language is MAPPING else "layout"
    return next((step for step in reversed(path) if isinstance(step, str)), whole)


def node_keys(path: Path, language: Language = MAPPING) -> tuple[str, ...]:
    """Return the keys that may stand in the group at ``path``."""
    if not path:
        return tuple(language.root.model_fields)
    node = schema.OptionNode if path[0] == "option_lists" else language.nodes.get(_part(path))
    if node is None:
        return ()
    return (*node.model_fields, *((ONLY, OVERRIDE) if language.has_editions and isinstance(path[-1], int) else ()))


def _unknown_key(tree: Group, path: Path, missing: dict[Path, list[str]], language: Language) -> Problem:
    key, above = str(path[-1]), path[:-1]
    spot = key_spot(tree, path)
    wanted = nearest(key, missing[above])
    if wanted is not None:
        missing[above].remove(wanted)
        return spot.problem("M032", key=key, missing=wanted, part=_part(above, language))
    here = find(tree, above)
    taken = {entry.key for entry in here.entries} if isinstance(here, Group) else set()
    free = [known for known in node_keys(above, language) if known not in taken]
    return spot.problem("M030", hint=known_hint(key, free), key=key, part=_part(above, language))


def _wrong_value(tree: Group, error: Any, seen: set[Path]) -> Iterator[Problem]:
    path = problem_path(tree, error)
    part = find(tree, path)
    union = _union_member(error["loc"])
    if part is None or (union == "str" and isinstance(part, Items)) or path in seen:
        return
    if union is not None and not isinstance(part, Items) and path[-1] == "options":
        seen.add(path)
        yield part.spot.problem("M047", key="options", found=written(part))
        return
    yield _plain_problem(path, part, error)


def _union_member(loc: Sequence[str | int]) -> str | None:
    """Return which member of ``options`` pydantic tried, where ``loc`` ends with it."""
    return str(loc[-1]) if len(loc) > 1 and loc[-2] == "options" and isinstance(loc[-1], str) else None


def _plain_problem(path: Path, part: Tree, error: Any) -> Problem:
    context = error.get("ctx", {})
    limit = next((context[name] for name in _LIMITS if name in context), "")
    code = _CODES.get(error["type"], "M049")
    return part.spot.problem(
        code,
        hint=_hint(code, part, context),
        key=_part(path),
        found=written(part),
        limit=f"{limit:g}" if isinstance(limit, float) else limit,
        detail=error["msg"],
    )


def _hint(code: str, part: Tree, context: dict[str, Any]) -> str:
    if code == "M041" and isinstance(part, Leaf):
        return _("Write '{value}', in quotes.").format(value=written(part))
    if code == "M034":
        expected = str(context.get("expected", ""))
        known = re.findall(r"'([^']*)'", expected) or [expected]
        return known_hint(written(part), known)
    if code == "M035":
        return _pattern_hint(str(context.get("pattern", "")))
    return ""


def _pattern_hint(pattern: str) -> str:
    if "ltrb" in pattern:
        return _("Letters out of ltrb: left, top, right, bottom.")
    if "_[a-z0-9]" in pattern:
        return _("Lower-case letters, digits and single underscores, beginning with a letter, such as visit_date.")
    if "-[a-z0-9]" in pattern:
        return _("Lower-case letters, digits and single hyphens, beginning with a letter, such as home-care.")
    return _("Letters, digits, dots, hyphens and underscores, such as '2017'.")
