BEGIN TRANSACTION;
CREATE TABLE acceptance (
        id INTEGER PRIMARY KEY,
        document_id BIGINT NOT NULL REFERENCES document (id),
        who TEXT NOT NULL,
        why TEXT NOT NULL,
        at TEXT NOT NULL
    );
CREATE TABLE assignment (
        id INTEGER PRIMARY KEY,
        document_id BIGINT NOT NULL REFERENCES document (id),
        person_id BIGINT NOT NULL REFERENCES person (id),
        who TEXT NOT NULL,
        why TEXT NOT NULL,
        at TEXT NOT NULL
    );
INSERT INTO "assignment" VALUES(1,1,1,'formkit','match','2013-07-01T00:00:00+00:00');
INSERT INTO "assignment" VALUES(2,2,1,'formkit','match','2013-07-01T00:00:00+00:00');
CREATE TABLE batch (
        name TEXT PRIMARY KEY,
        started_at TEXT NOT NULL
    );
INSERT INTO "batch" VALUES('','2013-07-01T00:00:00+00:00');
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
INSERT INTO "case_sheet" VALUES(2,'followup',1,1,1,1,'2013-06-01',NULL,NULL,'2017','2017');
INSERT INTO "case_sheet" VALUES(1,'cover',1,1,1,0,NULL,NULL,NULL,'2017','2017');
INSERT INTO "case_sheet" VALUES(1,'followup',1,1,1,1,'2013-03-01',NULL,NULL,'2017','2017');
CREATE TABLE casefile (
        id INTEGER PRIMARY KEY,
        person_id BIGINT NOT NULL REFERENCES person (id),
        handbook TEXT NOT NULL,
        opened_at TEXT NOT NULL,
        UNIQUE (person_id, handbook)
    );
INSERT INTO "casefile" VALUES(1,1,'case-management','2013-07-01T00:00:00+00:00');
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
INSERT INTO "correction" VALUES(1,1,'followup.1.danger','"0"','"1"','王','misread','2013-07-01T00:00:00+00:00');
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
        stored_at TEXT NOT NULL,
        UNIQUE (source, position)
    );
INSERT INTO "document" VALUES(1,'7edd1a81e8c24fafa7e143d70571767bfc2c35ca870cc730f4c04db475d74b5b',0,'case-management','2017',NULL,0,'accepted','[]',11,'2013-07-01T00:00:00+00:00');
INSERT INTO "document" VALUES(2,'46c9419ef693f0d39a2794360952fb6f15b214bc224954d04a1673b288aab9a9',0,'case-management','2017',NULL,0,'accepted','[]',4,'2013-07-01T00:00:00+00:00');
CREATE TABLE foreign_row (
        id INTEGER PRIMARY KEY,
        sha256 TEXT NOT NULL,
        place TEXT NOT NULL,
        name TEXT NOT NULL,
        handbook TEXT NOT NULL,
        person_id BIGINT NOT NULL REFERENCES person (id),
        identity TEXT NOT NULL,
        columns TEXT NOT NULL,
        added_at TEXT NOT NULL,
        UNIQUE (sha256, place)
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
INSERT INTO "person" VALUES(1,'李 青禾','330197198104050123','女','1981-04','101-00023','柳河村','13900000001',NULL,'李青禾','330197198104050123','10100023',NULL,'2013-07-01T00:00:00+00:00');
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
        alternatives TEXT NOT NULL,
        PRIMARY KEY (document_id, field_id)
    );
INSERT INTO "reading" VALUES(1,'cover.patient_name',0,'cover','2017',0,1,1,'patient_name','person.name','given',NULL,'"李 青禾"','',1.0,'accepted',NULL,'[]');
INSERT INTO "reading" VALUES(1,'cover.patient_no',1,'cover','2017',0,1,1,'patient_no','person.number','given',NULL,'"101-00023"','',1.0,'accepted',NULL,'[]');
INSERT INTO "reading" VALUES(1,'cover.sex',2,'cover','2017',0,1,1,'sex','person.sex','given','{"1":"男","2":"女"}','"2"','',1.0,'accepted',NULL,'[]');
INSERT INTO "reading" VALUES(1,'cover.birth',3,'cover','2017',0,1,1,'birth','person.birth','given',NULL,'"1981-04"','',1.0,'accepted',NULL,'[]');
INSERT INTO "reading" VALUES(1,'cover.id_no',4,'cover','2017',0,1,1,'id_no','person.id_number','given',NULL,'"330197198104050123"','',1.0,'accepted',NULL,'[]');
INSERT INTO "reading" VALUES(1,'cover.village',5,'cover','2017',0,1,1,'village','person.village','given',NULL,'"柳河村"','',1.0,'accepted',NULL,'[]');
INSERT INTO "reading" VALUES(1,'cover.phone',6,'cover','2017',0,1,1,'phone','person.phone','given',NULL,'"13900000001"','',1.0,'accepted',NULL,'[]');
INSERT INTO "reading" VALUES(1,'followup.1.patient_name',7,'followup','2017',1,1,1,'patient_name','person.name','given',NULL,'"李 青禾"','',1.0,'accepted',NULL,'[]');
INSERT INTO "reading" VALUES(1,'followup.1.patient_no',8,'followup','2017',1,1,1,'patient_no','person.number','given',NULL,'"101-00023"','',1.0,'accepted',NULL,'[]');
INSERT INTO "reading" VALUES(1,'followup.1.visit_date',9,'followup','2017',1,1,1,'visit_date','visit.date','date',NULL,'"2013-03-01"','',1.0,'accepted',NULL,'[]');
INSERT INTO "reading" VALUES(1,'followup.1.danger',10,'followup','2017',1,1,1,'danger','visit.danger','answer',NULL,'"0"','',1.0,'accepted',NULL,'[]');
INSERT INTO "reading" VALUES(2,'followup.1.patient_name',0,'followup','2017',1,1,1,'patient_name','person.name','given',NULL,'"李 青禾"','',1.0,'accepted',NULL,'[]');
INSERT INTO "reading" VALUES(2,'followup.1.patient_no',1,'followup','2017',1,1,1,'patient_no','person.number','given',NULL,'"101-00023"','',1.0,'accepted',NULL,'[]');
INSERT INTO "reading" VALUES(2,'followup.1.visit_date',2,'followup','2017',1,1,1,'visit_date','visit.date','date',NULL,'"2013-06-01"','',1.0,'accepted',NULL,'[]');
INSERT INTO "reading" VALUES(2,'followup.1.danger',3,'followup','2017',1,1,1,'danger','visit.danger','answer',NULL,'"3"','',1.0,'accepted',NULL,'[]');
CREATE TABLE schema_change (number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at TEXT NOT NULL);
INSERT INTO "schema_change" VALUES(1,'first_tables','2013-07-01T00:00:00+00:00');
CREATE TABLE source (
        sha256 TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        size BIGINT NOT NULL,
        mime TEXT NOT NULL,
        imported_at TEXT NOT NULL,
        batch TEXT NOT NULL REFERENCES batch (name)
    );
INSERT INTO "source" VALUES('7edd1a81e8c24fafa7e143d70571767bfc2c35ca870cc730f4c04db475d74b5b','a.docx',300,'application/vnd.openxmlformats-officedocument.wordprocessingml.document','2013-07-01T00:00:00+00:00','');
INSERT INTO "source" VALUES('46c9419ef693f0d39a2794360952fb6f15b214bc224954d04a1673b288aab9a9','b.docx',300,'application/vnd.openxmlformats-officedocument.wordprocessingml.document','2013-07-01T00:00:00+00:00','');
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
COMMIT;
