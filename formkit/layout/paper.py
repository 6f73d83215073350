"""The fixed measures of a printed page, in millimetres unless a name says otherwise.

Sizes of marks and writing places follow the project's measurements of bilevel scanners, phone
photographs and hand-drawn circles; docs/layout.md tells what was measured.
"""

from __future__ import annotations

from formkit.geometry import Box

PAGE_WIDTH, PAGE_HEIGHT = 210.0, 297.0
"""A4 upright (ISO 216)."""

CONTENT = Box(16.0, 27.0, 194.0, 270.0)
"""Where the rows of a side may stand. 16 mm are left on both sides, because the back of a sheet is bound
at its other edge: filing holes (ISO 838: 6 mm wide, centres 12 mm from the edge) reach 15 mm."""

FIDUCIAL_SIZE = 10.5
"""21 modules (QR version 1) of 0.5 mm: no black area exceeds 2 mm, which adaptive thresholds hollow out."""
FIDUCIAL_INSET = 12.0
"""From each paper edge to the centre of a corner mark: out of the way of printers' margins."""
CODE_BOX = Box(170.0, 6.5, 186.0, 22.5)
"""The large sheet code: 16 mm, and 6.75 mm of white on its right before the corner mark."""
CODE_TEXT_BOX = Box(118.0, 17.5, 168.0, 22.5)
HEADER_BOX = Box(22.0, 8.0, 116.0, 16.0)
FOOTER_BOX = Box(22.0, 281.0, 188.0, 287.0)
SMALL_TEXT = 8.0
"""Points: header, footer and the sheet code in print."""

TEXT_SIZE = 10.0
"""Points: 3.5 mm a character, the size at which hand-drawn circles were read best (3.3 to 4.2 mm)."""
PADDING = 1.0
"""Between the edge of a tile and its text."""

COMB_PITCH = 6.5
COMB_PITCH_NARROW = 6.0
"""Width of a one-character box; the narrow one where a date stands in two lines."""
COMB_HEIGHT = 8.0
COMB_INSET = 1.5
"""From the left edge of the tile to the first box."""

CODE_SQUARE = 8.0
CODE_SQUARE_WIDE = 9.0
"""A code box; the wide one where codes have two digits."""
CODE_GAP = 2.5
"""Between the boxes of a multi choice, with a printed "/"."""
CODE_STRIP_SHARE = 0.45
"""Boxes that take more than this share of the cell's width stand on a line of their own."""

OPTION_GAP = 5.0
OPTION_PITCH = 9.0
OPTION_HEIGHT = 5.5
OPTION_MAX_WIDTH = 20.0
"""Circled options: longer ones and closer ones were misread (gaps under 5 mm, rows under 9 mm)."""
OPTION_MARGIN = 2.0
"""Between the last circled option of a line and the right edge of its cell: room for the circle."""
OPTION_NUMBER_WIDTH = 8.0
"""The printed number that is circled where the option's words are too long."""
LEGEND_PITCH = 6.5
LEGEND_CONTROL = 4.5
"""Lines of options that are answered in code boxes, and the room before each for a check box on screen."""
TICK_SQUARE = 4.0
"""A □ to be ticked."""
