"""Lists of people and rosters that formkit did not make: workbooks, CSV, JSON lines."""

from __future__ import annotations

from formkit.media.table.duplicates import repeated
from formkit.media.table.read import read_people

__all__ = ["read_people", "repeated"]
