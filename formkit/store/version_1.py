"""The first version of the tables, as text and never changed again: later versions alter it.

``{key}`` is the primary key that counts up, which each database spells in its own way. All else is
the subset that SQLite and PostgreSQL share. JSON is kept as text.
"""

from __future__ import annotations

TABLES: tuple[str, ...] = (
    """CREATE TABLE batch (
        name TEXT PRIMARY KEY,
        started_at TEXT NOT NULL
    )""",
    """CREATE TABLE source (
        sha256 TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        size BIGINT NOT NULL,
        mime TEXT NOT NULL,
        imported_at TEXT NOT NULL,
        batch TEXT NOT NULL REFERENCES batch (name)
    )""",
    """CREATE TABLE document (
        id {key},
        source TEXT NOT NULL REFERENCES source (sha256),
        position INTEGER NOT NULL,
        handbook TEXT NOT NULL,
        edition TEXT NOT NULL,
        serial TEXT,
        failed INTEGER NOT NULL,
        status TEXT NOT NULL,
        pages TEXT NOT NULL,
        fields INTEGER NOT NULL,
        stored_at TEXT NOT NULL,
        UNIQUE (source, position)
    )""",
    """CREATE TABLE reading (
        document_id BIGINT NOT NULL REFERENCES document (id),
        field_id TEXT NOT NULL,
        position INTEGER NOT NULL,
        sheet TEXT NOT NULL,
        sheet_edition TEXT NOT NULL,
        repeats INTEGER NOT NULL,
        copy INTEGER NOT NULL,
        entry INTEGER NOT NULL,
        local TEXT NOT NULL,
        concept TEXT,
        role TEXT NOT NULL,
        labels TEXT,
        value TEXT NOT NULL,
        raw TEXT NOT NULL,
        confidence DOUBLE PRECISION NOT NULL,
        status TEXT NOT NULL,
        page INTEGER,
        alternatives TEXT NOT NULL,
        PRIMARY KEY (document_id, field_id)
    )""",
    """CREATE TABLE correction (
        id {key},
        document_id BIGINT NOT NULL,
        field_id TEXT NOT NULL,
        before TEXT NOT NULL,
        after TEXT NOT NULL,
        who TEXT NOT NULL,
        why TEXT NOT NULL,
        at TEXT NOT NULL,
        FOREIGN KEY (document_id, field_id) REFERENCES reading (document_id, field_id)
    )""",
    """CREATE TABLE problem (
        id {key},
        document_id BIGINT NOT NULL REFERENCES document (id),
        origin TEXT NOT NULL,
        code TEXT NOT NULL,
        severity TEXT NOT NULL,
        field_id TEXT,
        context TEXT NOT NULL,
        place TEXT NOT NULL,
        hint TEXT NOT NULL,
        raised_at TEXT NOT NULL,
        closed_at TEXT
    )""",
    """CREATE TABLE acceptance (
        id {key},
        document_id BIGINT NOT NULL REFERENCES document (id),
        who TEXT NOT NULL,
        why TEXT NOT NULL,
        at TEXT NOT NULL
    )""",
    """CREATE TABLE person (
        id {key},
        name TEXT,
        id_number TEXT,
        sex TEXT,
        birth TEXT,
        number TEXT,
        village TEXT,
        phone TEXT,
        address TEXT,
        name_key TEXT,
        id_key TEXT,
        number_key TEXT,
        possible_duplicate_of BIGINT REFERENCES person (id),
        added_at TEXT NOT NULL
    )""",
    """CREATE TABLE person_decision (
        id {key},
        person_id BIGINT NOT NULL REFERENCES person (id),
        other_id BIGINT NOT NULL REFERENCES person (id),
        same INTEGER NOT NULL,
        who TEXT NOT NULL,
        why TEXT NOT NULL,
        at TEXT NOT NULL
    )""",
    """CREATE TABLE assignment (
        id {key},
        document_id BIGINT NOT NULL REFERENCES document (id),
        person_id BIGINT NOT NULL REFERENCES person (id),
        who TEXT NOT NULL,
        why TEXT NOT NULL,
        at TEXT NOT NULL
    )""",
    """CREATE TABLE casefile (
        id {key},
        person_id BIGINT NOT NULL REFERENCES person (id),
        handbook TEXT NOT NULL,
        opened_at TEXT NOT NULL,
        UNIQUE (person_id, handbook)
    )""",
    """CREATE TABLE case_sheet (
        document_id BIGINT NOT NULL REFERENCES document (id),
        sheet TEXT NOT NULL,
        copy INTEGER NOT NULL,
        entry INTEGER NOT NULL,
        case_id BIGINT NOT NULL REFERENCES casefile (id),
        repeats INTEGER NOT NULL,
        date TEXT,
        number TEXT,
        serial TEXT,
        edition TEXT NOT NULL,
        sheet_edition TEXT NOT NULL,
        PRIMARY KEY (document_id, sheet, entry)
    )""",
    """CREATE TABLE issued (
        serial TEXT PRIMARY KEY,
        handbook TEXT NOT NULL,
        edition TEXT NOT NULL,
        counts TEXT NOT NULL,
        person_id BIGINT REFERENCES person (id),
        prefilled TEXT NOT NULL,
        fingerprints TEXT NOT NULL,
        issued_at TEXT NOT NULL
    )""",
    """CREATE TABLE foreign_row (
        id {key},
        sha256 TEXT NOT NULL,
        place TEXT NOT NULL,
        name TEXT NOT NULL,
        handbook TEXT NOT NULL,
        person_id BIGINT NOT NULL REFERENCES person (id),
        identity TEXT NOT NULL,
        columns TEXT NOT NULL,
        added_at TEXT NOT NULL,
        UNIQUE (sha256, place)
    )""",
    "CREATE INDEX document_serial ON document (serial)",
    "CREATE INDEX correction_field ON correction (document_id, field_id)",
    "CREATE INDEX problem_document ON problem (document_id)",
    "CREATE INDEX acceptance_document ON acceptance (document_id)",
    "CREATE INDEX person_name ON person (name_key)",
    "CREATE INDEX person_id_number ON person (id_key)",
    "CREATE INDEX person_number ON person (number_key)",
    "CREATE INDEX assignment_document ON assignment (document_id)",
    "CREATE INDEX assignment_person ON assignment (person_id)",
    "CREATE INDEX case_sheet_case ON case_sheet (case_id)",
    "CREATE INDEX foreign_row_person ON foreign_row (person_id)",
)
