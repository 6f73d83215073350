"""Mappings: YAML in, `formkit.model.handbook.Handbook` out, and every mistake told with its place."""

from __future__ import annotations

from formkit.mapping.lint import check_mapping
from formkit.mapping.shelf import available, load_all_editions, load_handbook

__all__ = ["available", "check_mapping", "load_all_editions", "load_handbook"]
