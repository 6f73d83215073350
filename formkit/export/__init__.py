"""What leaves formkit: rosters and statistics; and the profile of the office that they bear."""
