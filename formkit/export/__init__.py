"""What leaves formkit: rosters and statistics; and the profile of the office that they bear."""

from __future__ import annotations

from formkit.export.office_profile import load_office
from formkit.export.own_file import check_target
from formkit.export.roster import RosterOrder, write_roster
from formkit.export.roster_groups import people_of

__all__ = ["RosterOrder", "check_target", "load_office", "people_of", "write_roster"]
