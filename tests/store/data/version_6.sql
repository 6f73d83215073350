BEGIN TRANSACTION;
CREATE TABLE acceptance (
        id INTEGER PRIMARY KEY,
        document_id BIGINT NOT NULL REFERENCES document (id),
        who TEXT NOT NULL,
        why TEXT NOT NULL,
        at TEXT NOT NULL
    );
INSERT INTO "acceptance" VALUES(1,2,'王','seen','2014-07-01T00:00:00+00:00');
CREATE TABLE assignment (
        id INTEGER PRIMARY KEY,
        document_id BIGINT NOT NULL REFERENCES document (id),
        person_id BIGINT NOT NULL REFERENCES person (id),
        who TEXT NOT NULL,
        why TEXT NOT NULL,
        at TEXT NOT NULL
    );
INSERT INTO "assignment" VALUES(1,1,1,'formkit','match','2014-07-01T00:00:00+00:00');
INSERT INTO "assignment" VALUES(2,2,1,'formkit','match','2014-07-01T00:00:00+00:00');
CREATE TABLE batch (
        name TEXT PRIMARY KEY,
        started_at TEXT NOT NULL
    );
INSERT INTO "batch" VALUES('summer','2014-07-01T00:00:00+00:00');
CREATE TABLE case_sheet (
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
    );
INSERT INTO "case_sheet" VALUES(2,'followup',1,1,1,1,'2014-06-01',NULL,NULL,'2017','2017');
INSERT INTO "case_sheet" VALUES(1,'cover',1,1,1,0,NULL,NULL,NULL,'2017','2017');
INSERT INTO "case_sheet" VALUES(1,'followup',1,1,1,1,'2014-03-01',NULL,NULL,'2017','2017');
CREATE TABLE casefile (
        id INTEGER PRIMARY KEY,
        person_id BIGINT NOT NULL REFERENCES person (id),
        handbook TEXT NOT NULL,
        opened_at TEXT NOT NULL,
        UNIQUE (person_id, handbook)
    );
INSERT INTO "casefile" VALUES(1,1,'case-management','2014-07-01T00:00:00+00:00');
CREATE TABLE correction (
        id INTEGER PRIMARY KEY,
        document_id BIGINT NOT NULL,
        field_id TEXT NOT NULL,
        before TEXT NOT NULL,
        after TEXT NOT NULL,
        who TEXT NOT NULL,
        why TEXT NOT NULL,
        at TEXT NOT NULL,
        FOREIGN KEY (document_id, field_id) REFERENCES reading (document_id, field_id)
    );
INSERT INTO "correction" VALUES(1,1,'followup.1.danger','"3"','"4"','王','misread','2014-07-01T00:00:00+00:00');
CREATE TABLE document (
        id INTEGER PRIMARY KEY,
        source TEXT NOT NULL REFERENCES source (sha256),
        position INTEGER NOT NULL,
        handbook TEXT NOT NULL,
        edition TEXT NOT NULL,
        serial TEXT,
        failed INTEGER NOT NULL,
        status TEXT NOT NULL,
        pages TEXT NOT NULL,
        fields INTEGER NOT NULL,
        stored_at TEXT NOT NULL, answers TEXT NOT NULL DEFAULT '',
        UNIQUE (source, position)
    );
INSERT INTO "document" VALUES(1,'28626a51cf10bbf216d319cf4cc010f82ffdd33f359cf031409000b5c89bcfd4',0,'case-management','2017',NULL,0,'review','[{"image":1,"page":1,"sheet":"cover"},{"image":3,"page":2,"registration":{"method":"qr","residual_mm":0.2},"sheet":"followup"}]',10,'2014-07-01T00:00:00+00:00','9586cff501c17c74f62eb773dd5f3c672c83636e797b39baa7dd7e148f9cd942');
INSERT INTO "document" VALUES(2,'212c00502abb66e4f5977f790b24a8859eca46fa2a996ae9c4ae33a9e6c600c5',0,'case-management','2017',NULL,0,'accepted','[{"image":1,"page":1,"sheet":"cover"},{"image":3,"page":2,"registration":{"method":"qr","residual_mm":0.2},"sheet":"followup"}]',5,'2014-07-01T00:00:00+00:00','9f73992489f1551538864ac412613b723c850bf7d6e63c4dee5ea5d1bad82f47');
CREATE TABLE foreign_row (
        id INTEGER PRIMARY KEY,
        sha256 TEXT NOT NULL,
        place TEXT NOT NULL,
        name TEXT NOT NULL,
        handbook TEXT NOT NULL,
        person_id BIGINT NOT NULL REFERENCES person (id),
        identity TEXT NOT NULL,
        columns TEXT NOT NULL,
        added_at TEXT NOT NULL, batch TEXT NOT NULL DEFAULT '',
        UNIQUE (sha256, place)
    );
CREATE TABLE import_file (
        run_id BIGINT NOT NULL REFERENCES import_run (id),
        path TEXT NOT NULL,
        inside TEXT NOT NULL,
        size BIGINT NOT NULL,
        mtime_ns BIGINT NOT NULL,
        sha256 TEXT NOT NULL,
        outcome TEXT,
        documents TEXT NOT NULL,
        problems TEXT NOT NULL,
        codes TEXT NOT NULL,
        pages INTEGER NOT NULL,
        deaths TEXT NOT NULL,
        noted_at TEXT NOT NULL,
        PRIMARY KEY (run_id, path, inside)
    );
CREATE TABLE import_run (
        id INTEGER PRIMARY KEY,
        batch TEXT NOT NULL,
        paths TEXT NOT NULL,
        options TEXT NOT NULL,
        started_at TEXT NOT NULL,
        finished_at TEXT
    );
CREATE TABLE issued (
        serial TEXT PRIMARY KEY,
        handbook TEXT NOT NULL,
        edition TEXT NOT NULL,
        counts TEXT NOT NULL,
        person_id BIGINT REFERENCES person (id),
        prefilled TEXT NOT NULL,
        fingerprints TEXT NOT NULL,
        issued_at TEXT NOT NULL
    );
CREATE TABLE person (
        id INTEGER PRIMARY KEY,
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
    );
INSERT INTO "person" VALUES(1,'李 青禾','330197198104050123','女','1981-04','101-00023','柳河村','13900000001',NULL,'李青禾','330197198104050123','10100023',NULL,'2014-07-01T00:00:00+00:00');
CREATE TABLE person_decision (
        id INTEGER PRIMARY KEY,
        person_id BIGINT NOT NULL REFERENCES person (id),
        other_id BIGINT NOT NULL REFERENCES person (id),
        same INTEGER NOT NULL,
        who TEXT NOT NULL,
        why TEXT NOT NULL,
        at TEXT NOT NULL
    );
CREATE TABLE problem (
        id INTEGER PRIMARY KEY,
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
    );
CREATE TABLE reading (
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
        alternatives TEXT NOT NULL, reader TEXT NOT NULL DEFAULT '', measures TEXT NOT NULL DEFAULT '{}',
        PRIMARY KEY (document_id, field_id)
    );
INSERT INTO "reading" VALUES(1,'cover.patient_name',0,'cover','2017',0,1,1,'patient_name','person.name','given',NULL,'"李 青禾"','',1.0,'accepted',NULL,'[]','','{}');
INSERT INTO "reading" VALUES(1,'cover.patient_no',1,'cover','2017',0,1,1,'patient_no','person.number','given',NULL,'"101-00023"','',1.0,'accepted',NULL,'[]','','{}');
INSERT INTO "reading" VALUES(1,'cover.sex',2,'cover','2017',0,1,1,'sex','person.sex','given','{"1":"男","2":"女"}','"2"','',1.0,'accepted',NULL,'[]','','{}');
INSERT INTO "reading" VALUES(1,'cover.birth',3,'cover','2017',0,1,1,'birth','person.birth','given',NULL,'"1981-04"','',1.0,'accepted',NULL,'[]','','{}');
INSERT INTO "reading" VALUES(1,'cover.id_no',4,'cover','2017',0,1,1,'id_no','person.id_number','given',NULL,'"330197198104050123"','',1.0,'accepted',NULL,'[]','','{}');
INSERT INTO "reading" VALUES(1,'cover.village',5,'cover','2017',0,1,1,'village','person.village','given',NULL,'"柳河村"','',1.0,'accepted',NULL,'[]','','{}');
INSERT INTO "reading" VALUES(1,'cover.phone',6,'cover','2017',0,1,1,'phone','person.phone','given',NULL,'"13900000001"','',1.0,'accepted',NULL,'[]','','{}');
INSERT INTO "reading" VALUES(1,'followup.1.visit_date',7,'followup','2017',1,1,1,'visit_date','visit.date','date',NULL,'"2014-03-01"','',1.0,'accepted',NULL,'[]','','{}');
INSERT INTO "reading" VALUES(1,'followup.1.danger',8,'followup','2017',1,1,1,'danger','visit.danger','answer',NULL,'"3"','',0.6,'review',2,'["1"]','circle','{"margin":1.5}');
INSERT INTO "reading" VALUES(1,'followup.1.note',9,'followup','2017',1,1,1,'note',NULL,'answer',NULL,'"安"','',0.6,'review',2,'["1"]','text@ppocr-v6-small','{"margin":1.5}');
INSERT INTO "reading" VALUES(2,'followup.1.patient_name',0,'followup','2017',1,1,1,'patient_name','person.name','given',NULL,'"李 青禾"','',1.0,'accepted',NULL,'[]','','{}');
INSERT INTO "reading" VALUES(2,'followup.1.patient_no',1,'followup','2017',1,1,1,'patient_no','person.number','given',NULL,'"101-00023"','',1.0,'accepted',NULL,'[]','','{}');
INSERT INTO "reading" VALUES(2,'followup.1.visit_date',2,'followup','2017',1,1,1,'visit_date','visit.date','date',NULL,'"2014-06-01"','',1.0,'accepted',NULL,'[]','','{}');
INSERT INTO "reading" VALUES(2,'followup.1.danger',3,'followup','2017',1,1,1,'danger','visit.danger','answer',NULL,'"2"','',0.6,'review',2,'["1"]','circle','{"margin":1.5}');
INSERT INTO "reading" VALUES(2,'followup.1.note',4,'followup','2017',1,1,1,'note',NULL,'answer',NULL,'"平"','',0.999,'accepted',2,'[]','text@ppocr-v6-small','{"margin":9.0}');
CREATE TABLE schema_change (number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at TEXT NOT NULL);
INSERT INTO "schema_change" VALUES(1,'first_tables','2014-07-01T00:00:00+00:00');
INSERT INTO "schema_change" VALUES(2,'values_are_computed','2014-07-01T00:00:00+00:00');
INSERT INTO "schema_change" VALUES(3,'append_only','2014-07-01T00:00:00+00:00');
INSERT INTO "schema_change" VALUES(4,'measures_of_scans','2014-07-01T00:00:00+00:00');
INSERT INTO "schema_change" VALUES(5,'batches_of_lists','2014-07-01T00:00:00+00:00');
INSERT INTO "schema_change" VALUES(6,'journal_of_imports','2014-07-01T00:00:00+00:00');
CREATE TABLE source (
        sha256 TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        size BIGINT NOT NULL,
        mime TEXT NOT NULL,
        imported_at TEXT NOT NULL,
        batch TEXT NOT NULL REFERENCES batch (name)
    );
INSERT INTO "source" VALUES('28626a51cf10bbf216d319cf4cc010f82ffdd33f359cf031409000b5c89bcfd4','a.pdf',280,'application/pdf','2014-07-01T00:00:00+00:00','summer');
INSERT INTO "source" VALUES('212c00502abb66e4f5977f790b24a8859eca46fa2a996ae9c4ae33a9e6c600c5','b.pdf',280,'application/pdf','2014-07-01T00:00:00+00:00','summer');
CREATE INDEX document_serial ON document (serial);
CREATE INDEX correction_field ON correction (document_id, field_id);
CREATE INDEX problem_document ON problem (document_id);
CREATE INDEX acceptance_document ON acceptance (document_id);
CREATE INDEX person_name ON person (name_key);
CREATE INDEX person_id_number ON person (id_key);
CREATE INDEX person_number ON person (number_key);
CREATE INDEX assignment_document ON assignment (document_id);
CREATE INDEX assignment_person ON assignment (person_id);
CREATE INDEX case_sheet_case ON case_sheet (case_id);
CREATE INDEX foreign_row_person ON foreign_row (person_id);
CREATE TRIGGER reading_no_update BEFORE UPDATE ON reading BEGIN SELECT RAISE(ABORT, 'reading is append-only'); END;
CREATE TRIGGER reading_no_delete BEFORE DELETE ON reading BEGIN SELECT RAISE(ABORT, 'reading is append-only'); END;
CREATE TRIGGER correction_no_update BEFORE UPDATE ON correction BEGIN SELECT RAISE(ABORT, 'correction is append-only'); END;
CREATE TRIGGER correction_no_delete BEFORE DELETE ON correction BEGIN SELECT RAISE(ABORT, 'correction is append-only'); END;
CREATE TRIGGER acceptance_no_update BEFORE UPDATE ON acceptance BEGIN SELECT RAISE(ABORT, 'acceptance is append-only'); END;
CREATE TRIGGER acceptance_no_delete BEFORE DELETE ON acceptance BEGIN SELECT RAISE(ABORT, 'acceptance is append-only'); END;
CREATE TRIGGER person_decision_no_update BEFORE UPDATE ON person_decision BEGIN SELECT RAISE(ABORT, 'person_decision is append-only'); END;
CREATE TRIGGER person_decision_no_delete BEFORE DELETE ON person_decision BEGIN SELECT RAISE(ABORT, 'person_decision is append-only'); END;
CREATE TRIGGER assignment_no_update BEFORE UPDATE ON assignment BEGIN SELECT RAISE(ABORT, 'assignment is append-only'); END;
CREATE TRIGGER assignment_no_delete BEFORE DELETE ON assignment BEGIN SELECT RAISE(ABORT, 'assignment is append-only'); END;
CREATE VIEW field_value AS
        SELECT r.document_id, r.field_id, r.position, r.sheet, r.sheet_edition, r.repeats, r.copy, r.entry,
               r.local, r.concept, r.role, r.labels, r.status, r.raw, r.confidence, r.page, r.alternatives,
               r.reader, r.measures, r.value AS read_value,
               CASE WHEN c.id IS NULL THEN r.value ELSE c.after END AS value,
               CASE WHEN c.id IS NULL THEN 0 ELSE 1 END AS corrected
        FROM reading r LEFT JOIN correction c ON c.id = (
            SELECT max(l.id) FROM correction l WHERE l.document_id = r.document_id AND l.field_id = r.field_id
        );
CREATE INDEX document_answers ON document (answers);
CREATE INDEX import_file_outcome ON import_file (outcome);
COMMIT;
