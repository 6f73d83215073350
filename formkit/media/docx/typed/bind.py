"""Binding: which room of the blank each field of the mapping is answered in.

Nothing is measured for Word files; labels, options, kinds and the order of the form settle it. Choices come
first, for their options are surest, then what is written behind an option, then tables, then all the rest.
"""

from __future__ import annotations

from collections.abc import Iterator

from formkit.media.docx.typed.bind_tables import bind_table
from formkit.media.docx.typed.blank import Blank, UnitId
from formkit.media.docx.typed.flow import Flow
from formkit.media.docx.typed.form import BoundTable, Form, Spot
from formkit.media.docx.typed.likeness import bare
from formkit.media.docx.typed.options import PrintedOptions, printed_options
from formkit.media.docx.typed.pairing import fits, in_order, label_score
from formkit.media.docx.typed.sites import Room, Site, sites_of
from formkit.model.handbook import Field, Sheet

_ALIKE = 0.45
"""Least likeness of a label and its context that binds without other evidence."""


def bind(sheet: Sheet, flow: Flow) -> Form:
    """Return the form that a blank and the fields of its sheet make."""
    return _Binding(sheet, Blank(flow)).form()


class _Binding:
    def __init__(self, sheet: Sheet, blank: Blank) -> None:
        self._sheet = sheet
        self._blank = blank
        self._sites = [site for unit in blank.units.values() for site in sites_of(blank, unit)]
        self._spots: dict[str, Spot] = {}
        self._tables: list[BoundTable] = []

    def form(self) -> Form:
        self._bind_tables()
        self._bind_choices()
        self._bind_followers()
        self._bind_rest()
        lost = tuple(field.id for field in self._sheet.fields if field.id not in self._spots)
        spots = {field.id: self._spots[field.id] for field in self._sheet.fields if field.id in self._spots}
        return Form(self._blank, spots, tuple(self._tables), (*lost, *self._lost_of_tables()))

    def _lost_of_tables(self) -> Iterator[str]:
        """Yield the tables without rows in the blank, and the columns without a place in those of the others."""
        found = {table.id: table.spots[0] for table in self._tables}
        for table in self._sheet.tables:
            if table.id not in found:
                yield table.id
                continue
            written = (column.id for column in table.columns if not column.preprinted)
            yield from (f"{table.id}.{name}" for name in written if name not in found[table.id])

    def _bind_tables(self) -> None:
        for table in self._sheet.tables:
            bound = bind_table(table, self._blank, self._sites)
            if bound is not None:
                self._tables.append(bound)
                rows = set(bound.rows)
                self._sites = [site for site in self._sites if site.unit[0] not in rows]

    def _bind_choices(self) -> None:
        """Give each choice its printed options: the likest first, the order of the form where labels tie."""
        choices = [field for field in self._sheet.fields if field.kind.is_choice]
        candidates: list[tuple[float, int, int, Field, PrintedOptions]] = []
        for rank, field in enumerate(choices):
            found = [each for unit in self._blank.units.values() for each in printed_options(field, unit)]
            for place, options in enumerate(found):
                candidates.append((-self._near(field, options), rank, place, field, options))
        taken: dict[UnitId, list[PrintedOptions]] = {}
        for _, _, _, field, options in sorted(candidates, key=lambda each: each[:3]):
            others = taken.setdefault(options.unit, [])
            free = all(options.start >= each.stop or options.stop <= each.start for each in others)
            if field.id not in self._spots and free:
                others.append(options)
                self._spots[field.id] = Spot(field, options)
        for field in choices:
            if field.id in self._spots:
                self._spots[field.id] = self._with_boxes(self._spots[field.id], taken)
        self._sites = [site for site in self._sites if not _is_between_options(site, taken)]

    def _near(self, field: Field, options: PrintedOptions) -> float:
        unit = self._blank.units[options.unit]
        line = unit.text(0, options.start)
        contexts = [line, *self._blank.left_of(options.unit), *self._blank.above(options.unit)]
        own = [option.code for option in options.options]
        in_order_too = 0.05 if own == [option.code for option in field.options] else 0.0
        return label_score(field, contexts) + in_order_too

    def _with_boxes(self, spot: Spot, taken: dict[UnitId, list[PrintedOptions]]) -> Spot:
        """Give a choice the code boxes behind its options, in its own cell or the next one."""
        options = spot.options
        if options is None or any(each.box for each in options.options):
            return spot
        unit, stop = options.unit, options.stop
        end = len(self._blank.units[unit].tokens)
        limit = min((each.start for each in taken[unit] if each.start >= stop), default=end)
        for site in self._sites:
            here = site.unit == unit and stop <= site.start < limit
            beside = site.unit == (unit[0], unit[1] + 1) and unit[1] >= 0
            if site.room is Room.BOXES and (here or beside):
                self._sites.remove(site)
                return Spot(spot.field, options, site)
        return spot

    def _bind_followers(self) -> None:
        """Bind the words of an "other" and the counts: the first room behind their option."""
        for field in self._sheet.fields:
            spot = self._spots.get(field.id)
            if not field.kind.is_choice or spot is None or spot.options is None:
                continue
            printed = {each.code: each for each in spot.options.options}
            for option in field.options:
                for local_id in filter(None, (option.text_field, option.count_field)):
                    self._bind_follower(local_id, spot.options, printed[option.code].stop)

    def _bind_follower(self, local_id: str, options: PrintedOptions, start: int) -> None:
        target = self._sheet.field(local_id)
        limit = min((each.first for each in options.options if each.first >= start), default=1 << 30)
        for site in self._sites:
            near = site.unit == options.unit and start <= site.start < limit
            if target is not None and near and site.room is Room.GAP and local_id not in self._spots:
                self._sites.remove(site)
                self._spots[local_id] = Spot(target, None, site)
                return

    def _bind_rest(self) -> None:
        fields = [field for field in self._sheet.fields if field.id not in self._spots]
        scores = [[label_score(field, site.contexts) + fits(field, site) for site in self._sites] for field in fields]
        for field, site in in_order(fields, self._sites, scores, _ALIKE):
            self._spots[field.id] = Spot(field, None, site)
        self._bind_out_of_order()

    def _bind_out_of_order(self) -> None:
        """Bind what the order of the form left over, where a label is very like."""
        used = {id(spot.site) for spot in self._spots.values()}
        for field in self._sheet.fields:
            if field.id in self._spots:
                continue
            free = [site for site in self._sites if id(site) not in used]
            best = max(free, key=lambda site: label_score(field, site.contexts) + fits(field, site), default=None)
            if best is not None and label_score(field, best.contexts) + fits(field, best) >= 2 * _ALIKE:
                used.add(id(best))
                self._spots[field.id] = Spot(field, None, best)


def _is_between_options(site: Site, taken: dict[UnitId, list[PrintedOptions]]) -> bool:
    """Say whether a site is the blanks that part two options, or boxes that belong to options."""
    for options in taken.get(site.unit, []):
        inside = options.start <= site.start and site.stop <= options.stop
        own_box = any(each.box and each.box[0] <= site.start < each.box[1] for each in options.options)
        if own_box or (inside and site.room is Room.BOXES):
            return True
        if inside and site.room is Room.GAP and not site.after and not bare(site.contexts[0] if site.contexts else ""):
            return True
    return False
