"""One ruled table → its answers: labels beside and over empty cells, repeat tables, choices over columns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain

from formkit.learn import upright
from formkit.learn.beside import as_one, give_boxes, spread_options
from formkit.learn.calendar_rows import calendar_rows
from formkit.learn.cell_labels import cell_label, has_colon_before, part_label, table_label
from formkit.learn.closing import sign_closing
from formkit.learn.combs import comb, combs
from formkit.learn.completed import complete, name_parts
from formkit.learn.day_columns import sheets, sign_days
from formkit.learn.found import Found, FoundTable
from formkit.learn.graded_rows import graded_rows
from formkit.learn.halves import name_halves, open_halves
from formkit.learn.labels import name_kind
from formkit.learn.listed import listed_with_days
from formkit.learn.measured_rows import name_measured_cell
from formkit.learn.money_columns import as_sum
from formkit.learn.numbered_rows import behind_number
from formkit.learn.parted import parted
from formkit.learn.persons import SIGNING, attests, is_signature
from formkit.learn.printed_once import listed_beside
from formkit.learn.repeated import runs
from formkit.learn.rooms import heading, room_above, rooms, with_rooms
from formkit.learn.row_names import asked, row_label
from formkit.learn.scales import answer_rows, number_rows
from formkit.learn.settled import settle_labels, settle_seals
from formkit.learn.several import guess_several
from formkit.learn.signed import (
    all_sign,
    make_signature,
    name_callers,
    share_label,
    sign_all,
    sign_over_seal,
    signed,
    tell_callers,
    without_seal,
)
from formkit.learn.signed_cells import sign_empty
from formkit.learn.tables import table
from formkit.learn.tabular import Cell, Neighbours
from formkit.learn.ticks import ticked_question
from formkit.learn.topped import centred, paper_of_column, paper_under
from formkit.learn.totals import is_beside_sum, measured_head, total_label
from formkit.model.handbook import Kind

_SIGN_HERE = re.compile(rf"(?:各方|双方|三方|参会人员|人员)?{SIGNING}(?:确认|栏)?")
"""The label of cells whose persons all sign."""

_PASTED = re.compile(r"(?:照片|相片|粘贴处|粘贴)$")
"""The label of a cell that something is put into: no one writes there."""

Item = Found | FoundTable


class RuledTable:
    """One ruled table while it is analysed."""

    def __init__(self, cells: Neighbours, heading: str, *, notes: str = "", ruled: bool = True) -> None:
        self.cells = cells
        self.heading = heading
        self.notes = notes
        self.ruled = ruled
        self._found: list[tuple[float, float, Item]] = []
        self._taken = {id(cell) for cell in cells.cells if cell.lent}
        self._bases: dict[int, str] = {}
        self._centred = centred(cells)

    def items(self) -> list[Item]:
        """Return its answers in reading order; asked once."""
        settle_seals(self.cells)
        self._find_records()
        self._find_printed_choices()
        self._taken |= {id(cell) for cell in give_boxes(self.cells, self._taken)}
        settle_labels(self.cells, self._taken)
        self._find_combs()
        self._find_repeated()
        for cell in self.cells.cells:
            if id(cell) not in self._taken:
                self._found += [(cell.box.y0, cell.box.x0, item) for item in self._answers(cell)]
        items = [item for _, _, item in sorted(self._found, key=lambda each: each[:2])]
        self._sign_beside()
        self._tell_apart([item for item in items if isinstance(item, Found)])
        tell_callers(items)
        return items

    def _keep(self, item: Item, top: float, left: float, used: Iterable[Cell]) -> None:
        self._found.append((top, left, item))
        self._taken |= {id(cell) for cell in used}

    def _find_records(self) -> None:
        """Find the tables whose records stand side by side, and take their labels; what is ticked in a row is none."""
        for band, choice in (*calendar_rows(self.cells, self.notes), *graded_rows(self.cells, self.notes)):
            self._keep(choice, band[0].box.y0, choice.box.x0, band)
        for days, names, spare in sheets(self.cells, self._taken):
            spare = [*spare, *listed_beside(self.cells, days[0])]
            made = upright.table(self.cells, days, self.heading, self.notes, names)
            sign_days(made)
            self._keep(made, days[0][0].box.y0, days[0][0].box.x0, (*chain(*days), *spare))
        for columns in upright.records(self.cells, self._taken):
            first = columns[0]
            labels = [left for cell in first if (left := self.cells.left(cell)) is not None]
            made = upright.table(self.cells, columns, self.heading, self.notes)
            self._keep(made, first[0].box.y0, first[0].box.x0, (*chain(*columns), *labels))

    def _find_printed_choices(self) -> None:
        """Find the rows of printed numbers or answers of which one is circled."""
        for band, choice in (*number_rows(self.cells), *answer_rows(self.cells)):
            self._keep(choice, band[0].box.y0, choice.box.x0, band)

    def _find_combs(self) -> None:
        """Find the rows of cells for one sign each."""
        for run in combs(self.cells):
            if not any(id(cell) in self._taken for cell in run):
                self._keep(comb(run, cell_label(self.cells, run[0])), run[0].box.y0, run[0].box.x0, run)

    def _find_repeated(self) -> None:
        """Find the rows that repeat; of what is left, options in cells side by side are put into the first of them."""
        repeated = [part for run in runs(self.cells, self._taken) for part in parted(self.cells, run)]
        listed = {id(cell) for rows in repeated for band in rows for cell in band}
        for run in spread_options(self.cells, self._taken | listed):
            self._taken |= {id(cell) for cell in run[1:]}
            run[0].answers = [as_one(run), *(extra for cell in run for extra in cell.answers[1:])]
        for rows in repeated:
            first = rows[0][0]
            made = table(self.cells, rows, table_label(self.cells, first, self.heading), self.notes)
            self._keep(made, first.box.y0, first.box.x0, (cell for band in rows for cell in band))

    def _sign_beside(self) -> None:
        """Make signatures of the persons in a row whose other cells are signed."""
        rows: dict[float, list[Found]] = {}
        for top, _, item in self._found:
            if isinstance(item, Found):
                rows.setdefault(top, []).append(item)
        for row in rows.values():
            all_sign(row)
            name_callers(row)

    def _tell_apart(self, found: list[Found]) -> None:
        """Put the label of the cell before labels that stand twice in the table: 负责人 under two opinions.

        Of what still has one name then, a person has to say which is which.
        """
        counts = Counter(item.label for item in found)
        for item in found:
            base = self._bases.get(id(item), "")
            if counts[item.label] > 1 and base and base not in item.label:
                item.label = f"{base} {item.label}"
        counts = Counter(item.label for item in found)
        for item in found:
            item.sure = item.sure and (counts[item.label] == 1 or item.kind in (Kind.DATE, Kind.SIGNATURE))

    def _answers(self, cell: Cell) -> Sequence[Item]:
        if cell.empty or cell.lone_box is not None:
            choice = ticked_question(self.cells, cell, self.notes)
            if choice is not None:
                self._taken |= {id(each) for each in self.cells.row(cell) if each.box.overlaps(choice.box)}
                return [choice]
        if cell.empty:
            return self._empty(cell)
        if (numbered := behind_number(self.cells, cell)) is not None:
            return [numbered]
        paper = paper_under(self.cells, cell, middle=self._centred) if cell.is_label else None
        if paper is not None:
            found = Found(cell.label, Kind.TEXT, paper, labelled=False, sure=False)
            name_kind(found)
            return [found]
        return self._printed(cell)

    def _printed(self, cell: Cell) -> Sequence[Item]:
        """Return the answers that the print of a cell asks for, and those for its white paper."""
        base = cell_label(self.cells, cell)
        if records := listed_with_days(cell.running, base):
            return records
        free = rooms(cell, base)
        base = next((room.label for room in free if room.names), heading(cell) or base)
        cell.answers = with_rooms(cell, free) or open_halves(cell.running, base, records=False)
        signed(cell.answers, under=bool(free or room_above(cell, base)) or is_signature(base))
        if _SIGN_HERE.fullmatch(base):
            sign_all(cell.answers)
        sign_closing(cell.answers)
        cell.answers = without_seal(cell.answers)
        self._complete(cell, base)
        above = [] if any(not room.signs for room in free) else room_above(cell, base)
        cell.answers = sign_over_seal(above, cell.answers, base)
        under = None if free or above else paper_of_column(self.cells, cell)
        below = [Found(base, Kind.TEXT, under, labelled=False, sure=False, multiline=True)] if under else []
        return [*above, *cell.answers, *below]

    def _complete(self, cell: Cell, base: str) -> None:
        """Put what names a cell to the names of its answers, and what it says of them."""
        many = self._many(cell)
        name_parts(cell.answers, base)
        share_label(cell.answers, base)
        open_ones = [answer for answer in cell.answers if not answer.label]
        for answer in cell.answers:
            self._bases[id(answer)] = base
            complete(answer, base, first=not open_ones or answer is open_ones[0])
            if many and answer.kind is Kind.SINGLE and not answer.labelled:
                answer.kind = Kind.MULTI
            guess_several(answer)
        name_halves(cell.running, cell.answers, self.notes)

    def _many(self, cell: Cell) -> bool:
        """Say whether the label nearest on the left, or the head, says that several options may be chosen."""
        before = [each for each in self.cells.row(cell) if each.is_label and each.box.x1 <= cell.box.x0 + 1]
        header = self.cells.header(cell)
        return any(each.many for each in [*before[-1:], *([header] if header is not None else [])])

    def _empty(self, cell: Cell) -> list[Found]:
        label = cell_label(self.cells, cell)
        if is_beside_sum(self.cells, cell) or _PASTED.search(label):
            return []
        if not label and (len(self.cells.cells) > 1 or not self.heading):
            return []
        found = Found(label or self.heading, Kind.TEXT, cell.box, labelled=False, sure=bool(label))
        header = self.cells.header(cell)
        self._bases[id(found)] = part_label(self.cells, cell) if header is None else ""
        if not self.ruled and header is None and not has_colon_before(self.cells, cell):
            return []
        own = asked(self.cells, cell, header) if header is not None else ""
        name_kind(found, own or (header.label if header is not None else ""))
        if found.kind is Kind.TEXT and found.format is None and total_label(self.cells, cell):
            name_kind(found, measured_head(self.cells, header))
        if header is not None and not own:
            name_measured_cell(self.cells, cell, header, found)
        if header is not None and not own and attests(header.label) and row_label(self.cells, cell):
            make_signature(found)
        if not own:
            sign_empty(self.cells, cell, found)
        if cell.figures:
            as_sum(found)
        return [found]
