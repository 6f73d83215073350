"""A rule of the mapping bound to one entry of a booklet: its arguments are fields with what is written in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from formkit.checks.booklet import Booklet, Numbers, Spot
from formkit.errors import Problem
from formkit.model.handbook import Check
from formkit.model.ids import FieldRef
from formkit.model.rules import RULES, ArgumentKind
from formkit.values.telling import about


@dataclass(frozen=True, slots=True)
class Bound:
    """One check with what N stands for."""

    check: Check
    booklet: Booklet
    numbers: Numbers = field(default_factory=Numbers)

    def id_of(self, name: str) -> str:
        """Return the full id of a field argument; "" where the mapping does not give it."""
        pattern = self.check.argument(name)
        return self.booklet.resolve(pattern, self.numbers) if isinstance(pattern, str) else ""

    def one(self, name: str) -> Spot | None:
        """Return what is written in the field of an argument, or None."""
        return self.booklet.at(self.id_of(name))

    def ids(self, name: str) -> list[str]:
        """Return the full ids of an argument that names several fields."""
        return [self.booklet.resolve(pattern, self.numbers) for pattern in texts(self.check, name)]

    def many(self, name: str) -> list[Spot]:
        """Return what is written in the fields of an argument that names several."""
        return [spot for spot in map(self.booklet.at, self.ids(name)) if spot is not None]

    def every(self, name: str) -> list[Spot]:
        """Return what is written wherever the patterns of an argument fit, in the order of the patterns."""
        return [spot for pattern in texts(self.check, name) for spot in self.booklet.matching(pattern)]

    def chosen(self, field_name: str, codes_name: str) -> bool:
        """Say whether the field of one argument has one of the codes of another."""
        spot = self.one(field_name)
        return spot is not None and bool(spot.codes & set(texts(self.check, codes_name)))

    def tell(self, spot: Spot | FieldRef, other: Spot | FieldRef, **words: object) -> Problem:
        """Return the rule's problem about one field, with another named beside it."""
        ref = spot.ref if isinstance(spot, Spot) else spot
        beside = other.ref if isinstance(other, Spot) else other
        return self.tell_alone(ref, other=beside.id, other_label=beside.field.label, **words)

    def tell_alone(self, ref: FieldRef, **words: object) -> Problem:
        """Return the rule's problem about one field."""
        spec = RULES[self.check.rule]
        severity = None if self.check.severity is spec.severity else self.check.severity
        return about(spec.code, ref.field, ref.id, severity, **words)


def texts(check: Check, name: str) -> list[str]:
    """Return an argument as a list: one text stands for a list of one, a missing argument for none."""
    argument = check.argument(name)
    if isinstance(argument, str):
        return [argument]
    return [str(each) for each in argument] if isinstance(argument, list | tuple) else []


def number(check: Check, name: str, default: float) -> float:
    """Return a number argument, or ``default`` where the mapping does not give it."""
    argument = check.argument(name)
    return argument if isinstance(argument, int | float) else default


def bind(check: Check, booklet: Booklet) -> Iterator[Bound]:
    """Yield the check once for every entry that its field arguments have something written in."""
    spec = RULES[check.rule]
    kinds = (ArgumentKind.FIELD, ArgumentKind.FIELDS)
    patterns = [
        pattern for name, argument in spec.arguments.items() if argument.kind in kinds for pattern in texts(check, name)
    ]
    for numbers in booklet.numbers(patterns):
        yield Bound(check, booklet, numbers)
