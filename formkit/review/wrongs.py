"""What may be wrong with a document, in the words under which a person looks for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from formkit.i18n import N_
from formkit.model.reading import DocumentStatus
from formkit.model.whole import Standing


@dataclass(frozen=True, slots=True)
class Wrong:
    """A kind of what may be wrong: its name in an address, its words for gettext, and the problem codes it gathers."""

    name: str
    label: str
    codes: frozenset[str] = frozenset()


WRONGS: tuple[Wrong, ...] = (
    Wrong("pictures", N_("Pictures not recognised"), frozenset({
        "G001", "G002", "G003", "G004", "G011", "G012", "G013", "G101", "G102", "G103",
    })),
    Wrong("strange", N_("Pages of another booklet"), frozenset({"C204"})),
    Wrong("missing", N_("Pages missing"), frozenset({"G106"})),
    Wrong("twice", N_("Sides there twice"), frozenset({"G105", "G109"})),
    Wrong("again", N_("Scanned or stored again"), frozenset({"S115", "S116"})),
    Wrong("whose", N_("Booklet not sure"), frozenset({"G104", "G107"})),
    Wrong("blurred", N_("Pages hard to read"), frozenset({"G108"})),
    Wrong("persons", N_("Person not sure"), frozenset({"S201", "S202", "S203", "S204", "S205"})),
    Wrong("conflicts", N_("Documents contradict each other"), frozenset({"S110", "S112", "S113", "S114"})),
)
"""In the order in which they are best settled: first what a page is, then whose, then what it says."""
FIELDS = Wrong("fields", N_("Only fields wait"))
FAILED = Wrong("failed", N_("Files that failed"))
REJECTED = Wrong("rejected", N_("Rejected"))


def wrongs_of(status: DocumentStatus, standing: Standing) -> tuple[Wrong, ...]:
    """Return what is wrong with a document; a rejected one is nothing but that."""
    if status is DocumentStatus.REJECTED:
        return (REJECTED,)
    found = tuple(each for each in WRONGS if each.codes & standing.codes.keys())
    if status is DocumentStatus.FAILED:
        # Of a file that failed nothing is left to do once somebody said of each picture what it is.
        return (*found, FAILED) if standing.codes else ()
    only_fields = not found and status is DocumentStatus.REVIEW
    return (FIELDS,) if only_fields else found


def counted(found: Mapping[int, tuple[Wrong, ...]]) -> list[tuple[Wrong, int]]:
    """Return how many documents there are of each kind, in the order of the kinds."""
    return [(each, sum(each in own for own in found.values())) for each in (*WRONGS, FIELDS, FAILED, REJECTED)]
