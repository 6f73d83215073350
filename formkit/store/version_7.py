"""The tables of the review page and what waits at first, as text and never changed again: later versions alter them.

``waiting`` and ``unsettled`` are derived; all others keep what somebody said or what was drawn by chance.
"""

from __future__ import annotations

import re

from sqlalchemy import Connection, text

COLUMNS: tuple[str, ...] = (
    "ALTER TABLE reading ADD COLUMN region TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE correction ADD COLUMN kind TEXT NOT NULL DEFAULT 'value'",
    "ALTER TABLE correction ADD COLUMN reason TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE correction ADD COLUMN token TEXT",
    "ALTER TABLE correction ADD COLUMN undoes BIGINT REFERENCES correction (id)",
    "ALTER TABLE correction ADD COLUMN entered TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE acceptance ADD COLUMN correction_id BIGINT NOT NULL DEFAULT 0",
)
TABLES: tuple[str, ...] = (
    """CREATE TABLE waiting (
        document_id BIGINT NOT NULL REFERENCES document (id),
        field_id TEXT NOT NULL,
        position INTEGER NOT NULL,
        reason TEXT NOT NULL,
        sort TEXT NOT NULL,
        question TEXT NOT NULL,
        handbook TEXT NOT NULL,
        batch TEXT NOT NULL,
        village TEXT NOT NULL,
        PRIMARY KEY (document_id, field_id)
    )""",
    """CREATE TABLE claim (
        document_id BIGINT NOT NULL,
        field_id TEXT NOT NULL,
        who TEXT NOT NULL,
        until TEXT NOT NULL,
        PRIMARY KEY (document_id, field_id)
    )""",
    """CREATE TABLE unsettled (
        document_id BIGINT PRIMARY KEY REFERENCES document (id),
        decisions INTEGER NOT NULL,
        followed INTEGER NOT NULL
    )""",
    """CREATE TABLE second_look (
        document_id BIGINT NOT NULL,
        field_id TEXT NOT NULL,
        drawn_at TEXT NOT NULL,
        PRIMARY KEY (document_id, field_id),
        FOREIGN KEY (document_id, field_id) REFERENCES reading (document_id, field_id)
    )""",
    """CREATE TABLE look_draw (
        document_id BIGINT PRIMARY KEY REFERENCES document (id),
        share DOUBLE PRECISION NOT NULL,
        drawn_at TEXT NOT NULL
    )""",
    """CREATE TABLE document_decision (
        id {key},
        document_id BIGINT NOT NULL REFERENCES document (id),
        kind TEXT NOT NULL,
        image INTEGER,
        page INTEGER,
        turn INTEGER,
        other_id BIGINT,
        who TEXT NOT NULL,
        why TEXT NOT NULL,
        at TEXT NOT NULL,
        token TEXT
    )""",
    "CREATE UNIQUE INDEX correction_token ON correction (token)",
    "CREATE INDEX correction_undoes ON correction (undoes)",
    "CREATE INDEX correction_who ON correction (who, id)",
    "CREATE INDEX correction_at ON correction (who, at)",
    "CREATE INDEX correction_first ON correction (document_id, field_id, who) WHERE kind = 'first'",
    "CREATE INDEX waiting_order ON waiting (document_id, position)",
    "CREATE INDEX waiting_question ON waiting (question, document_id, position)",
    "CREATE INDEX claim_who ON claim (who)",
    "CREATE INDEX document_decision_document ON document_decision (document_id)",
    "CREATE INDEX document_decision_other ON document_decision (other_id)",
    "CREATE UNIQUE INDEX document_decision_token ON document_decision (token)",
)
APPEND_ONLY = ("second_look", "look_draw", "document_decision")
VIEW = """CREATE VIEW field_value AS
    SELECT r.document_id, r.field_id, r.position, r.sheet, r.sheet_edition, r.repeats, r.copy, r.entry,
           r.local, r.concept, r.role, r.labels, r.status, r.raw, r.confidence, r.page, r.alternatives,
           r.reader, r.measures, r.region, r.value AS read_value,
           CASE WHEN c.id IS NULL THEN r.value ELSE c.after END AS value,
           CASE WHEN c.id IS NULL THEN 0 ELSE 1 END AS corrected,
           COALESCE(c.kind, '') AS decided
    FROM reading r LEFT JOIN correction c ON c.id = (
        SELECT max(l.id) FROM correction l
        WHERE l.document_id = r.document_id AND l.field_id = r.field_id AND l.kind NOT IN ('first', 'undo')
          AND NOT EXISTS (SELECT 1 FROM correction u WHERE u.undoes = l.id)
    )"""
"""The last decision that holds, else the reading: a first entry of two does not hold yet, an undone one no more."""
_WAITING = """
    SELECT r.document_id, r.field_id, r.position, r.reader, r.sheet, r.local, d.handbook, s.batch,
           COALESCE((
               SELECT p.village FROM person p JOIN assignment a ON a.person_id = p.id
               WHERE a.id = (SELECT max(l.id) FROM assignment l WHERE l.document_id = d.id)
           ), '') AS village,
           CASE WHEN r.status = 'review' AND NOT EXISTS (SELECT 1 FROM acceptance t WHERE t.document_id = d.id)
               THEN 'doubt' ELSE 'check' END AS reason
    FROM reading r JOIN document d ON d.id = r.document_id JOIN source s ON s.sha256 = d.source
    WHERE d.failed = 0
      AND NOT EXISTS (SELECT 1 FROM correction c WHERE c.document_id = r.document_id AND c.field_id = r.field_id)
      AND (
          (r.status = 'review' AND NOT EXISTS (SELECT 1 FROM acceptance t WHERE t.document_id = d.id))
          OR EXISTS (
              SELECT 1 FROM problem p WHERE p.document_id = r.document_id AND p.field_id = r.field_id
              AND p.closed_at IS NULL AND p.severity = 'error'
          )
      )"""
_ADD = """
    INSERT INTO waiting (document_id, field_id, position, reason, sort, question, handbook, batch, village)
    VALUES (:document_id, :field_id, :position, :reason, :sort, :question, :handbook, :batch, :village)"""


def fill_waiting(connection: Connection) -> None:
    """Queue what waits in the documents of an older store.

    Their checks are not run again, nor are they matched again: what persons accepted and assigned stays so. It is in
    SQL of its own, with its own rules for names, since what the program calls may ask for columns of later versions.
    """
    rows = [
        {
            **{name: row[name] for name in (
                "document_id", "field_id", "position", "reason", "handbook", "batch", "village",
            )},
            "sort": (re.match("[a-z_]+", row["reader"]) or ["typed"])[0],
            "question": f"{row['handbook']}/{row['sheet']}." + re.sub(r"\.\d+(?=\.)", "", row["local"]),
        }
        for row in connection.execute(text(_WAITING)).mappings()
    ]
    if rows:
        connection.execute(text(_ADD), rows)
