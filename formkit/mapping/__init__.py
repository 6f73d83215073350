"""Mappings: YAML in, `formkit.model.handbook.Handbook` out, and every mistake told with its place."""

from __future__ import annotations

from formkit.mapping.lint import check_mapping
from formkit.mapping.new import start_mapping
from formkit.mapping.places import Places
from formkit.mapping.report import format_problem
from formkit.mapping.shelf import available, load_all_editions, load_handbook, mapping_folder

__all__ = [
    "Places", "available", "check_mapping", "format_problem", "load_all_editions", "load_handbook", "mapping_folder",
    "start_mapping",
]
