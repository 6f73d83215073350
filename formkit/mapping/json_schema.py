"""The JSON Schema of the mapping language, for editors that complete and check YAML.

A mapping file names it in its first line, as far as the editor asks for that::

    # yaml-language-server: $schema=../mapping.schema.json

and a sheet's own file names ``../mapping.schema.json#/$defs/SheetNode``.
"""

from __future__ import annotations

import json
from typing import Any

from formkit.mapping.editions import ONLY, OVERRIDE
from formkit.mapping.schema import MappingNode
from formkit.model.rules import RULES, Argument, ArgumentKind

_NOT_IN_LISTS = ("ConditionNode",)
"""Nodes that are never the item of a list."""
_ARGUMENT_TYPES: dict[ArgumentKind, dict[str, Any]] = {
    ArgumentKind.FIELD: {"type": "string"},
    ArgumentKind.CODE: {"type": "string"},
    ArgumentKind.TEXT: {"type": "string"},
    ArgumentKind.SHEET: {"type": "string"},
    ArgumentKind.FIELDS: {"type": "array", "items": {"type": "string"}, "minItems": 1},
    ArgumentKind.CODES: {"type": "array", "items": {"type": "string"}, "minItems": 1},
    ArgumentKind.NUMBER: {"type": "number"},
    ArgumentKind.FLAG: {"type": "boolean"},
}


def json_schema() -> dict[str, Any]:
    """Return the schema as JSON Schema 2020-12."""
    made = MappingNode.model_json_schema()
    made["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    made["title"] = "formkit mapping"
    for name, node in made["$defs"].items():
        if name not in _NOT_IN_LISTS:
            _allow_editions(node)
    made["properties"]["sheets"]["items"] = {
        "anyOf": [{"type": "string", "pattern": r"\.ya?ml$"}, {"$ref": "#/$defs/SheetNode"}]
    }
    _name_rules(made["$defs"]["CheckNode"])
    return made


def _allow_editions(node: dict[str, Any]) -> None:
    keys = list(node["properties"])
    override: dict[str, Any] = {"type": "object"}
    if node.get("additionalProperties") is False:
        override["propertyNames"] = {"enum": keys}
    node["properties"][ONLY] = {
        "type": "array", "items": {"type": "string"}, "minItems": 1,
        "description": "The item exists only in these editions.",
    }
    node["properties"][OVERRIDE] = {
        "type": "object", "additionalProperties": override,
        "description": "By edition: keys that replace the item's own; null takes a key away.",
    }


def _name_rules(node: dict[str, Any]) -> None:
    node["properties"]["rule"]["enum"] = sorted(RULES)
    node["allOf"] = [
        {
            "if": {"properties": {"rule": {"const": name}}},
            "then": {
                "properties": {key: _argument(argument) for key, argument in spec.arguments.items()},
                "required": sorted(spec.required_arguments),
            },
        }
        for name, spec in sorted(RULES.items())
    ]


def _argument(argument: Argument) -> dict[str, Any]:
    return {**_ARGUMENT_TYPES[argument.kind], "description": argument.description}


def json_schema_text() -> str:
    """Return the schema as the text of mappings/mapping.schema.json."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=2, sort_keys=True) + "\n"
