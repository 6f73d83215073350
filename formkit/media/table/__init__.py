"""Lists of people and rosters that formkit did not make: workbooks, CSV, JSON lines."""

from __future__ import annotations

from formkit.media.table.column_file import column_file_text, read_column_file
from formkit.media.table.duplicates import repeated
from formkit.media.table.field_names import field_of
from formkit.media.table.read import read_people
from formkit.media.table.vocabulary import vocabulary

__all__ = ["column_file_text", "field_of", "read_column_file", "read_people", "repeated", "vocabulary"]
