"""One ruled table → its answers: labels beside and over empty cells, repeat tables, choices over columns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from formkit.geometry import Box
from formkit.learn import upright
from formkit.learn.beside import as_one, give_boxes, share_options, spread_options
from formkit.learn.circled import circled
from formkit.learn.combs import comb, combs
from formkit.learn.completed import complete, says_little
from formkit.learn.found import Found, FoundTable
from formkit.learn.halves import name_halves, open_halves
from formkit.learn.labels import cleaned, name_kind
from formkit.learn.listed import listed_with_days
from formkit.learn.persons import SIGNING, attests, is_signature
from formkit.learn.repeated import runs
from formkit.learn.rooms import first_line, heading, rooms, with_rooms
from formkit.learn.row_names import LONGEST, asked, names_things, row_label
from formkit.learn.scales import answer_rows, number_rows
from formkit.learn.several import guess_several
from formkit.learn.signed import (
    all_sign,
    make_signature,
    name_callers,
    sign_all,
    signed,
    tell_callers,
    without_seal,
)
from formkit.learn.signed_cells import sign_empty
from formkit.learn.tables import table
from formkit.learn.tabular import Cell, Neighbours, same_columns
from formkit.learn.ticks import ticked_question
from formkit.learn.topped import centred, paper_under
from formkit.learn.totals import is_beside_sum, measured_head, total_label
from formkit.learn.units import UNIT
from formkit.model.handbook import Kind

_ROOM = 7.0
"""mm; empty paper over the print of a cell that is as high is there to write on."""
_SPACE = 8.0
"""mm; white paper before a unit that is as wide is there to write on."""
_SIGN_HERE = re.compile(rf"(?:各方|双方|三方|参会人员|人员)?{SIGNING}(?:确认|栏)?")
"""The label of cells whose persons all sign."""

Item = Found | FoundTable


class RuledTable:
    """One ruled table while it is analysed."""

    def __init__(self, cells: Neighbours, heading: str, *, notes: str = "", ruled: bool = True) -> None:
        self.cells = cells
        self.heading = heading
        self.notes = notes
        self.ruled = ruled
        self._bases: dict[int, str] = {}
        self._centred = centred(cells)

    def items(self) -> list[Item]:
        """Return its answers in reading order."""
        found: list[tuple[float, float, Item]] = []
        taken: set[int] = set()
        for columns in upright.records(self.cells):
            first = columns[0][0]
            taken |= {id(cell) for column in columns for cell in column}
            taken |= {id(left) for cell in columns[0] if (left := self.cells.left(cell)) is not None}
            found.append((first.box.y0, first.box.x0, upright.table(self.cells, columns, self.heading, self.notes)))
        for band, choice in (*number_rows(self.cells), *answer_rows(self.cells)):
            taken |= {id(cell) for cell in band}
            found.append((band[0].box.y0, choice.box.x0, choice))
        self._settle_labels(taken)
        for run in combs(self.cells):
            if any(id(cell) in taken for cell in run):
                continue
            taken |= {id(cell) for cell in run}
            found.append((run[0].box.y0, run[0].box.x0, comb(run, self._label(run[0]))))
        repeated = runs(self.cells, taken)
        listed = {id(cell) for rows in repeated for band in rows for cell in band}
        for run in spread_options(self.cells, taken | listed):
            taken |= {id(cell) for cell in run[1:]}
            run[0].answers = [as_one(run), *(extra for cell in run for extra in cell.answers[1:])]
        for rows in repeated:
            taken |= {id(cell) for band in rows for cell in band}
            first = rows[0][0]
            found.append((first.box.y0, first.box.x0, table(self.cells, rows, self._table_label(first), self.notes)))
        for cell in self.cells.cells:
            if id(cell) not in taken:
                found += [(cell.box.y0, cell.box.x0, item) for item in self._answers(cell, taken)]
        items = [item for _, _, item in sorted(found, key=lambda each: each[:2])]
        self._sign_beside(found)
        self._tell_apart([item for item in items if isinstance(item, Found)])
        tell_callers(items)
        return items

    def _sign_beside(self, found: list[tuple[float, float, Item]]) -> None:
        """Make signatures of the persons in a row whose other cells are signed."""
        rows: dict[float, list[Found]] = {}
        for top, _, item in found:
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

    def _settle_labels(self, taken: set[int]) -> None:
        """Take from cells what looked like an answer and is a label, and the other way round; not from those taken."""
        give_boxes(self.cells, taken)
        share_options(self.cells, taken)
        open_cells = [cell for cell in self.cells.cells if id(cell) not in taken]
        for cell in open_cells:
            right = self.cells.right(cell)
            named = right is not None and right.empty and _only_colon(cell)
            if named or (_only_seal(cell) and self._names_next(cell)):
                cell.answers = []
            elif cell.is_label:
                cell.answers = self._unit_alone(cell)
        for cell in open_cells:
            if not cell.is_label or self.cells.heads(cell):
                continue
            if self.cells.header(cell) is not None:
                found = circled(cell.running, must_know=not self._alone_under_head(cell), repeated=self._repeated(cell))
                cell.answers = [found] if found is not None else []
                continue
            left, right = self.cells.left(cell), self.cells.right(cell)
            governed = left is not None and left.is_label and not (right is not None and right.empty)
            found = circled(cell.running, must_know=not governed)
            if found is not None and left is not None and left.is_label and not left.is_number:
                cell.answers = [found]

    def _unit_alone(self, cell: Cell) -> list[Found]:
        """Return the white paper before a unit that is all that is printed right of a label: 使用年限 |    年."""
        left, unit = self.cells.left(cell), UNIT.fullmatch(cell.words)
        space = min((sign.box.x0 for sign in cell.running.signs), default=cell.box.x0) - cell.box.x0
        if unit is None or left is None or not left.is_label or self.cells.header(cell) is not None or space < _SPACE:
            return []
        first = cell.running.signs[0].box
        return [Found("", Kind.TEXT, Box(cell.box.x0, first.y0, first.x0, first.y1), unit=unit["unit"])]

    def _names_next(self, cell: Cell) -> bool:
        """Say whether a cell names the empty one right of it or under it."""
        right = self.cells.right(cell)
        if right is not None and right.empty:
            return True
        under = self.cells.under(cell)
        return any(each.empty and same_columns(each.box, cell.box) for each in under)

    def _alone_under_head(self, cell: Cell) -> bool:
        """Say whether words with slashes stand beside something to fill in, and no others under their head."""
        column = [each for each in self.cells.cells if each.box.y0 > cell.box.y0 and same_columns(each.box, cell.box)]
        other = any(not each.empty and each.words != cell.words for each in column)
        row = [each for each in self.cells.row(cell) if each is not cell]
        return bool(re.search(r"[/／]", cell.words)) and not other and any(each.empty or each.answers for each in row)

    def _repeated(self, cell: Cell) -> bool:
        """Say whether the same words stand in the records above and below, beside empty cells."""
        if not any(each.empty for each in self.cells.row(cell)):
            return False
        same = [each for each in self.cells.cells if each is not cell and same_columns(each.box, cell.box)]
        return any(each.running.text == cell.running.text for each in same)

    def _table_label(self, first: Cell) -> str:
        left = self.cells.left(first)
        if left is not None and left.is_label:
            return left.label
        header = self.cells.header(first)
        over = self.cells.above(header) if header is not None else None
        if over is not None and over.is_label and self.cells.left(over) is None and self.cells.right(over) is None:
            return over.label
        return self.heading

    def _answers(self, cell: Cell, taken: set[int]) -> Sequence[Item]:
        if cell.empty or cell.lone_box is not None:
            scale = ticked_question(self.cells, cell)
            if scale is not None:
                taken |= {id(each) for each in self.cells.row(cell) if each.box.overlaps(scale.box)}
                return [scale]
        if cell.empty:
            return self._empty(cell)
        paper = paper_under(self.cells, cell, middle=self._centred) if cell.is_label else None
        if paper is not None:
            found_under = Found(cell.label, Kind.TEXT, paper, labelled=False, sure=False)
            name_kind(found_under)
            return [found_under]
        base = self._label(cell)
        if records := listed_with_days(cell.running, base):
            return records
        found = rooms(cell, base)
        base = next((room.label for room in found if room.names), heading(cell) or base)
        cell.answers = with_rooms(cell, found) or open_halves(cell.running, base, records=False)
        signed(cell.answers, under=bool(found or self._room_above(cell, base)) or is_signature(base))
        if _SIGN_HERE.fullmatch(base):
            sign_all(cell.answers)
        cell.answers = without_seal(cell.answers)
        many = self._many(cell)
        open_ones = [answer for answer in cell.answers if not answer.label]
        for answer in cell.answers:
            self._bases[id(answer)] = base
            complete(answer, base, first=not open_ones or answer is open_ones[0])
            if many and answer.kind is Kind.SINGLE and not answer.labelled:
                answer.kind = Kind.MULTI
            guess_several(answer)
        name_halves(cell.running, cell.answers, self.notes)
        return [*([] if any(not room.signs for room in found) else self._room_above(cell, base)), *cell.answers]

    def _many(self, cell: Cell) -> bool:
        """Say whether the label nearest on the left, or the head, says that several options may be chosen."""
        before = [each for each in self.cells.row(cell) if each.is_label and each.box.x1 <= cell.box.x0 + 1]
        header = self.cells.header(cell)
        return any(each.many for each in [*before[-1:], *([header] if header is not None else [])])

    def _room_above(self, cell: Cell, base: str) -> list[Found]:
        """Return the empty upper part of a cell whose print names other things: an opinion over its signature."""
        top = min((sign.box.y0 for sign in cell.running.signs if not sign.char.isspace()), default=cell.box.y0)
        if not base or heading(cell) or not cell.answers or not cell.answers[0].labelled or top - cell.box.y0 < _ROOM:
            return []
        first = cell.answers[0]
        begins = first.label.split(" ")[-1] in cleaned(first_line(cell)) or first.box.y0 < top + cell.running.em
        if not begins and not _declares(cell):
            return []
        box = Box(cell.box.x0, cell.box.y0, cell.box.x1, top)
        found = Found(base, Kind.TEXT, box, multiline=True, labelled=False)
        return [found]

    def _empty(self, cell: Cell) -> list[Found]:
        label = self._label(cell)
        if is_beside_sum(self.cells, cell):
            return []
        if not label and (len(self.cells.cells) > 1 or not self.heading):
            return []
        found = Found(label or self.heading, Kind.TEXT, cell.box, labelled=False, sure=bool(label))
        header = self.cells.header(cell)
        self._bases[id(found)] = self._part(cell) if header is None else ""
        if not self.ruled and header is None and not self._asked(cell):
            return []
        own = asked(self.cells, cell, header) if header is not None else ""
        name_kind(found, own or (header.label if header is not None else ""))
        if found.kind is Kind.TEXT and found.format is None and total_label(self.cells, cell):
            name_kind(found, measured_head(self.cells, header))
        if header is not None and not own and attests(header.label) and row_label(self.cells, cell):
            make_signature(found)
        if not own:
            sign_empty(self.cells, cell, found)
        return [found]

    def _part(self, cell: Cell) -> str:
        """Return the label of several rows that stands left of all labels of a row: 甲方 | 姓名 |    |."""
        row = [each for each in self.cells.row(cell) if each.box.x1 <= cell.box.x0 + 1]
        named = [each for each in row if each.is_label and each.box.height > 1.5 * cell.box.height]
        return named[-1].label if named else ""

    def _asked(self, cell: Cell) -> bool:
        """Say whether the cell left of one ends in a colon: without lines, other empty cells only hold things apart."""
        left = self.cells.left(cell)
        return left is not None and bool(re.search(r"[：:]$", left.words))

    def _label(self, cell: Cell) -> str:
        """Return what names a cell: 合计 and its head, the label left of it, the head of its column, or both."""
        total = total_label(self.cells, cell)
        if total:
            return total
        header = self.cells.header(cell)
        beside = row_label(self.cells, cell)
        if header is None:
            left = self.cells.left(cell)
            if left is not None and left.is_label:
                return self._grouped(left)
            above = self.cells.above(cell)
            if above is not None and above.is_label and not (left is not None and beside):
                return above.label
            return beside
        open_cells = [each for each in self.cells.level(cell) if each.empty or each.answers]
        if not beside:
            return header.label
        if len(open_cells) == 1:
            return beside
        return f"{header.label} {beside}" if names_things(self.cells, header) else f"{beside} {header.label}"

    def _grouped(self, left: Cell) -> str:
        """Return a label, with the one left of it where it says nothing by itself."""
        label = left.label
        before = self.cells.left(left)
        if says_little(label) and before is not None and before.is_label:
            return f"{before.label} {label}"
        return label


def _declares(cell: Cell) -> bool:
    """Say whether the print of a cell begins with a whole sentence and asks for nothing but who signs it and when."""
    signed_for = all(answer.kind in (Kind.SIGNATURE, Kind.DATE) for answer in cell.answers)
    sentence, ends, _ = cell.running.text.partition("。")
    return signed_for and bool(ends) and len(sentence) > LONGEST // 2 and not re.search(r"[：:]", sentence)


def _only_colon(cell: Cell) -> bool:
    return len(cell.answers) == 1 and bool(re.fullmatch(r"[^：:]{1,20}[：:]\s*", cell.running.text))


def _only_seal(cell: Cell) -> bool:
    """Say whether all that a cell asks for is the signature or seal that its print ends with: 负责人（签字）."""
    seals = bool(cell.answers) and all(answer.kind is Kind.SIGNATURE and not answer.sure for answer in cell.answers)
    return seals and bool(re.search(r"[）)]$", cell.words)) and not re.search(r"[：:]", cell.words)
