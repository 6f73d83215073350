"""A plan drawn as a worksheet: cells, names, validations, protection and print set-up."""

from __future__ import annotations

from openpyxl.utils import get_column_letter
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from formkit.media.xlsx.grid import Block, BlockRole, Plan
from formkit.media.xlsx.lists import OptionLists, define, put_text
from formkit.media.xlsx.loading import merge
from formkit.media.xlsx.measure import column_units
from formkit.media.xlsx.names import name_of
from formkit.media.xlsx.styles import dress
from formkit.media.xlsx.validation import validation_for

_POINTS_PER_MM = 72 / 25.4
_A4 = "9"
"""paperSize of A4 (ISO/IEC 29500-1, 18.3.1.63)."""
_MARGIN_SIDE, _MARGIN_TOP, _MARGIN_BOTTOM, _MARGIN_RIM = 0.55, 0.75, 0.7, 0.35
"""Inches: left and right, top, bottom, and from the paper's edge to header and footer."""


def draw(book: Workbook, sheet: Worksheet, plan: Plan, lists: OptionLists) -> None:
    """Draw ``plan`` on an empty worksheet and name its answer cells."""
    for column, width in enumerate(plan.widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = column_units(width)
    for row, height in enumerate(plan.heights, start=1):
        sheet.row_dimensions[row].height = round(height * _POINTS_PER_MM, 1)
    for block in plan.blocks:
        _draw_block(sheet, block)
        if block.role is BlockRole.ANSWER and block.ref is not None:
            define(book, name_of(block.ref.id), sheet, block.row, block.column)
    _validate(sheet, plan, lists)
    for row in plan.breaks:
        sheet.row_breaks.append(Break(id=row))


def _draw_block(sheet: Worksheet, block: Block) -> None:
    bottom, right = block.row + block.rows - 1, block.column + block.columns - 1
    if block.text:
        put_text(sheet, block.row, block.column, block.text)
    if block.role is BlockRole.GAP and not block.borders:
        return
    for row in range(block.row, bottom + 1):
        for column in range(block.column, right + 1):
            at = (row == block.row, column == block.column, row == bottom, column == right)
            edges = "".join(key for key, here in zip("tlbr", at, strict=True) if here)
            dress(sheet.cell(row, column), block, edges)
    if (bottom, right) != (block.row, block.column):
        merge(sheet, f"{get_column_letter(block.column)}{block.row}:{get_column_letter(right)}{bottom}")


def _validate(sheet: Worksheet, plan: Plan, lists: OptionLists) -> None:
    """Add the validations; fields that need the same one share it."""
    made: dict[str, int] = {}
    for block in plan.blocks:
        if block.role is not BlockRole.ANSWER or block.ref is None:
            continue
        rule = validation_for(block.ref.field, lists.range_for)
        if rule is None:
            continue
        key = repr([(name, getattr(rule, name)) for name in rule.__attrs__])
        if key not in made:
            made[key] = len(sheet.data_validations.dataValidation)
            sheet.add_data_validation(rule)
        sheet.data_validations.dataValidation[made[key]].add(sheet.cell(block.row, block.column))


def set_up(sheet: Worksheet, heading: str, footing: str, repeat_rows: str | None = None) -> None:
    """Protect the worksheet without a password and set up its print."""
    guard = sheet.protection
    guard.sheet = True
    guard.formatColumns = guard.formatRows = guard.insertRows = False
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.paperSize, sheet.page_setup.orientation = _A4, "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = _MARGIN_SIDE
    margins.top, margins.bottom = _MARGIN_TOP, _MARGIN_BOTTOM
    margins.header = margins.footer = _MARGIN_RIM
    sheet.oddHeader = HeaderFooterItem(center=_HeaderFooterPart(_printed(heading)))
    head_and_foot(sheet, footing)
    if repeat_rows:
        sheet.print_title_rows = repeat_rows


def head_and_foot(sheet: Worksheet, footing: str) -> None:
    """Write the footer: which sheet this is, and the page."""
    sheet.oddFooter = HeaderFooterItem(
        left=_HeaderFooterPart(_printed(footing)), right=_HeaderFooterPart("第&P页 共&N页")
    )


def _printed(text: str) -> str:
    return text.replace("&", "&&")
