"""The question of a waiting field is of one edition of its handbook; as text and never changed again."""

from __future__ import annotations

STATEMENTS: tuple[str, ...] = (
    """UPDATE waiting SET question = handbook || '@' || (
        SELECT d.edition FROM document d WHERE d.id = waiting.document_id
    ) || substr(question, length(handbook) + 1)
    WHERE EXISTS (SELECT 1 FROM document d WHERE d.id = waiting.document_id AND d.edition <> '')""",
)
"""Before, the name was "handbook/sheet.field" whatever the edition, and two editions were one group."""
