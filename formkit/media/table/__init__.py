"""Lists of people and rosters that formkit did not make: workbooks, CSV, JSON lines."""
