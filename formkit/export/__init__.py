"""What leaves formkit: rosters and statistics, records and data dictionaries; and the profile of the office."""

from __future__ import annotations

from formkit.export.codebook_files import write_codebook
from formkit.export.office_profile import load_office
from formkit.export.own_file import check_target, is_own_result
from formkit.export.record_files import check_record_target, write_records
from formkit.export.record_order import RecordOrder, RecordSet
from formkit.export.record_values import Wording
from formkit.export.roster import RosterOrder, write_roster
from formkit.export.roster_groups import people_of

__all__ = [
    "RecordOrder", "RecordSet", "RosterOrder", "Wording", "check_record_target", "check_target", "is_own_result",
    "load_office", "people_of", "write_codebook", "write_records", "write_roster",
]
