"""What a decision says as it is kept, and whether one that comes was kept before."""

from __future__ import annotations

from formkit.model.review import Decision, DecisionKind, Entered
from formkit.store.encoding import Row, dump_value


def entered(decision: Decision) -> Entered:
    """Return what a decision says: a value of None is a blank, and only a value has one.

    Raises:
        ValueError: it is of a kind that nobody decides.
    """
    if decision.kind in (DecisionKind.FIRST, DecisionKind.UNDO):
        raise ValueError(f"nobody decides {decision.kind.value}")
    if decision.kind is not DecisionKind.VALUE or decision.value is None:
        return Entered(DecisionKind.BLANK if decision.kind is DecisionKind.VALUE else decision.kind)
    return Entered(decision.kind, decision.value)


def is_same(known: Row, decision: Decision) -> bool:
    """Say whether a decision is the one that was kept."""
    says = entered(decision)
    kept = (known["document_id"], known["field_id"], known["who"], known["entered"], known["after"])
    sent = (decision.document_id, decision.field_id, decision.who, says.kind.value, dump_value(says.value))
    return kept == sent
