"""Rules that fields, options and tables imply by themselves; `formkit.model.rules.GENERIC` describes them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from formkit.checks.agreement import agree
from formkit.checks.booklet import Booklet, Spot
from formkit.checks.bound import texts
from formkit.errors import Problem
from formkit.model.handbook import Condition, Option
from formkit.model.ids import FieldRef
from formkit.values.telling import about

GenericCheck = Callable[[Booklet], Iterator[Problem]]


def _waived(booklet: Booklet) -> set[tuple[str, int]]:
    """Return the entries (sheet, number) whose required fields may stay blank."""
    found: set[tuple[str, int]] = set()
    for check in booklet.handbook.checks:
        if check.rule == "optional_when":
            codes = set(texts(check, "codes"))
            spots = [spot for pattern in texts(check, "field") for spot in booklet.matching(pattern)]
            found |= {(spot.ref.sheet.id, spot.ref.instance) for spot in spots if not codes or spot.codes & codes}
    return found


def _blank_and_required(booklet: Booklet) -> Iterator[FieldRef]:
    waived = _waived(booklet)
    for ref in booklet.expected:
        wanted = ref.field.required and booklet.at(ref.id) is None
        if wanted and (ref.sheet.id, ref.instance) not in waived:
            yield ref


def _met(booklet: Booklet, ref: FieldRef, condition: Condition) -> bool:
    spot = booklet.at(ref.sibling(condition.field))
    return spot is not None and bool(spot.codes & set(condition.codes))


def _required(booklet: Booklet) -> Iterator[Problem]:
    for ref in _blank_and_required(booklet):
        if ref.field.depends is None:
            yield about("C001", ref.field, ref.id)


def _dependent_required(booklet: Booklet) -> Iterator[Problem]:
    beside = _beside_options(booklet)
    for ref in _blank_and_required(booklet):
        condition = ref.field.depends
        if condition and _met(booklet, ref, condition) and ref.id not in beside:
            yield _with_other(booklet, "C003", ref, ref.sibling(condition.field))


def _answered_needlessly(booklet: Booklet) -> Iterator[Problem]:
    beside = _beside_options(booklet)
    for spot in booklet.spots.values():
        condition = spot.ref.field.depends
        if condition and spot.ref.id not in beside and not _met(booklet, spot.ref, condition):
            yield _with_other(booklet, "C002", spot.ref, spot.ref.sibling(condition.field))


def _with_other(booklet: Booklet, code: str, ref: FieldRef, other_id: str, **words: object) -> Problem:
    other = booklet.ref(other_id)
    return about(code, ref.field, ref.id, other=other_id, other_label=other.field.label if other else other_id, **words)


def _choices(booklet: Booklet) -> list[FieldRef]:
    """Return the choices of every entry in use, and those that are written elsewhere."""
    written = {spot.ref.id: spot.ref for spot in booklet.spots.values()}
    expected = {ref.id: ref for ref in booklet.expected}
    return [ref for ref in (expected | written).values() if ref.field.options]


def _beside_options(booklet: Booklet) -> set[str]:
    """Return the ids of counts and words of options: their own rules look at them."""
    return {
        ref.sibling(local)
        for ref in _choices(booklet)
        for option in ref.field.options
        for local in (option.count_field, option.text_field)
        if local
    }


def _exclusive(booklet: Booklet) -> Iterator[Problem]:
    for spot in booklet.spots.values():
        alone = [option for option in spot.ref.field.options if option.exclusive and option.code in spot.codes]
        if alone and len(spot.codes) > 1:
            yield about("C004", spot.ref.field, spot.ref.id, option=alone[0].label)


def _chosen(booklet: Booklet, ref: FieldRef, options: list[Option]) -> list[Option]:
    spot = booklet.at(ref.id)
    return [option for option in options if spot and option.code in spot.codes]


def _by_neighbour(booklet: Booklet, attribute: str) -> Iterator[tuple[FieldRef, FieldRef, list[Option], list[Option]]]:
    """Yield (choice, the field beside its options, those options, those of them that are chosen)."""
    for ref in _choices(booklet):
        groups: dict[str, list[Option]] = {}
        for option in ref.field.options:
            local = getattr(option, attribute)
            if local:
                groups.setdefault(ref.sibling(local), []).append(option)
        for neighbour_id, options in groups.items():
            neighbour = booklet.ref(neighbour_id)
            if neighbour is not None:
                yield ref, neighbour, options, _chosen(booklet, ref, options)


def _count_with_option(booklet: Booklet) -> Iterator[Problem]:
    for ref, neighbour, _, chosen in _by_neighbour(booklet, "count_field"):
        count = _count(booklet.at(neighbour.id))
        if chosen and count is not None and count < 1:
            yield _with_other(booklet, "C005", neighbour, ref.id, option=chosen[0].label)


def _count_without_option(booklet: Booklet) -> Iterator[Problem]:
    for ref, neighbour, options, chosen in _by_neighbour(booklet, "count_field"):
        if not chosen and _count(booklet.at(neighbour.id)):
            yield _with_other(booklet, "C006", neighbour, ref.id, option=options[0].label)


def _count(spot: Spot | None) -> float | None:
    """Return the count; 0 for a blank, None for what is no number (which has its own problem)."""
    if spot is None:
        return 0
    return spot.value if isinstance(spot.value, int | float) else None


def _text_with_option(booklet: Booklet) -> Iterator[Problem]:
    for ref, neighbour, _, chosen in _by_neighbour(booklet, "text_field"):
        if chosen and booklet.at(neighbour.id) is None:
            yield _with_other(booklet, "C007", neighbour, ref.id, option=chosen[0].label)


def _text_without_option(booklet: Booklet) -> Iterator[Problem]:
    for ref, neighbour, options, chosen in _by_neighbour(booklet, "text_field"):
        if not chosen and booklet.at(neighbour.id) is not None:
            yield _with_other(booklet, "C008", neighbour, ref.id, option=options[0].label)


def _most_rows(booklet: Booklet) -> Iterator[Problem]:
    for table_id, rows in booklet.rows().items():
        table = rows[0].table
        if table and table.max_rows is not None and len(rows) > table.max_rows:
            surplus = rows[table.max_rows]
            words = {"table": table_id, "table_label": table.label, "rows": len(rows), "most": table.max_rows}
            yield about("C009", surplus.field, surplus.id, **words)


def _same_as(booklet: Booklet) -> Iterator[Problem]:
    for spot in booklet.spots.values():
        if spot.ref.field.same_as:
            other = booklet.at(spot.ref.resolve(spot.ref.field.same_as))
            if other is not None and not agree(spot, other):
                yield _with_other(booklet, "C010", spot.ref, other.ref.id)


GENERIC_CHECKS: Mapping[str, GenericCheck] = {
    "required": _required,
    "answered_needlessly": _answered_needlessly,
    "dependent_required": _dependent_required,
    "exclusive": _exclusive,
    "count_with_option": _count_with_option,
    "count_without_option": _count_without_option,
    "text_with_option": _text_with_option,
    "text_without_option": _text_without_option,
    "most_rows": _most_rows,
    "same_as": _same_as,
}
