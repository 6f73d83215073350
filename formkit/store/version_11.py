"""Who entered a waiting field alone, where two persons must agree; as text and never changed again."""

from __future__ import annotations

STATEMENTS: tuple[str, ...] = (
    "ALTER TABLE waiting ADD COLUMN alone TEXT NOT NULL DEFAULT ''",
    """UPDATE waiting SET alone = COALESCE((
        SELECT CASE WHEN count(DISTINCT e.who) = 1 THEN min(e.who) END FROM correction e
        WHERE e.document_id = waiting.document_id AND e.field_id = waiting.field_id AND e.kind = 'first'
          AND NOT EXISTS (SELECT 1 FROM correction u WHERE u.undoes = e.id)
          AND e.id > COALESCE((
              SELECT max(h.id) FROM correction h
              WHERE h.document_id = e.document_id AND h.field_id = e.field_id AND h.kind NOT IN ('first', 'undo')
                AND NOT EXISTS (SELECT 1 FROM correction v WHERE v.undoes = h.id)
          ), 0)
    ), '')""",
)
"""An entry stands until it is undone or the field is decided."""
