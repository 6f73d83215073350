"""Whole documents, records and rosters on the page: who may what, what follows, and what stands in the audit."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime

import openpyxl
import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection
from werkzeug.test import TestResponse

from formkit.errors import problem
from formkit.matching import match
from formkit.model.accounts import Role
from formkit.model.person import Identity, Person
from formkit.model.reading import Document, DocumentStatus
from formkit.model.review import EVERYTHING, Decision, DecisionKind, Reason
from formkit.model.store import ForeignRow, Store, StoredDocument
from formkit.pipeline.deciding import TWO_PERSONS
from formkit.pipeline.sources import sha256_of
from formkit.store import lookup
from tests.review.conftest import token_in
from tests.review.queued import DANGER, SEX, add_queued
from tests.review.scanned_store import BOOK, COVER, LI, NAMESAKE, VISIT, VISIT_BACK, ZHAO, add_scan, noise, visit
from tests.review.scanned_store import pictures as tiff

AsRole = Callable[[Role], FlaskClient]
PAGES = ("/documents", "/documents/1", "/documents/1/pictures/1", "/documents/1/pictures/1.jpg", "/records",
         "/records/1", "/records/1/print", "/rosters")
ACTS = ("/documents/1/decide", "/documents/1/holds", "/documents/1/accept", "/documents/1/persons",
        "/documents/1/person", "/documents/1/same", "/records/1/same", "/records", "/records/1", "/rosters",
        "/rosters/workbook")


@pytest.fixture
def scans(store: Store) -> Store:
    add_scan(store, "一.tif", LI | visit("2013-03-05", "1"), (COVER, VISIT), unknown=1)
    add_scan(store, "二.tif", NAMESAKE | visit("2013-06-11"), (COVER, VISIT), batch="2013年第四季度")
    return store


def post(client: FlaskClient, path: str, *, on: str = "/documents/1", **fields: object) -> TestResponse:
    """Send a form as the page ``on`` has it, with its tokens."""
    shown = client.get(on)
    token = re.search(r'name="token" value="([^"]+)"', shown.text)
    more = {"token": token[1]} if token else {}
    return client.post(path, data={"csrf_token": token_in(shown), **more, **{k: str(v) for k, v in fields.items()}})


def audited(store: Store) -> list[tuple[str, str, str]]:
    return [(each.who, each.what, each.about) for each in store.accounts.audited()]


def test_entry_clerks_see_no_documents_records_or_rosters(as_role: AsRole, scans: Store) -> None:
    clerk = as_role(Role.ENTRY)
    token = token_in(clerk.get("/"))
    assert {path: clerk.get(path).status_code for path in PAGES} == dict.fromkeys(PAGES, 403)
    assert {path: clerk.post(path, data={"csrf_token": token}).status_code for path in ACTS} == dict.fromkeys(ACTS, 403)
    reviewer = as_role(Role.REVIEW)
    assert {path: reviewer.get(path).status_code for path in PAGES} == dict.fromkeys(PAGES, 200)


def test_nothing_is_decided_without_the_token_of_the_page(as_role: AsRole, scans: Store) -> None:
    reviewer = as_role(Role.REVIEW)
    assert {path: reviewer.post(path).status_code for path in ACTS} == dict.fromkeys(ACTS, 400)
    assert scans.whole.history(1) == ()


def test_the_list_tells_what_is_wrong_and_no_address_says_who(as_role: AsRole, scans: Store) -> None:
    reviewer = as_role(Role.REVIEW)
    page = reviewer.get("/documents").text
    assert "Pictures not recognised" in page
    assert [found in reviewer.get("/documents?wrong=persons").text for found in ("一.tif", "二.tif")] == [False, True]
    assert "一.tif" not in reviewer.get("/documents?batch=2").text
    assert reviewer.get("/documents?batch=9").status_code == 404
    every = page + reviewer.get("/documents/1").text + reviewer.get("/records/1").text
    links = re.findall(r'(?:href|src|action)="([^"]*)"', every)
    assert [each for each in links if not re.fullmatch(r"[/a-z0-9_.?=&;#,:-]*", each)] == []


def test_a_picture_is_sent_and_kept_in_no_cache(as_role: AsRole, scans: Store) -> None:
    reviewer = as_role(Role.REVIEW)
    for path in ("/documents/1/pictures/1.jpg", "/documents/1/pictures/3/small.jpg"):
        answer = reviewer.get(path)
        assert (answer.mimetype, answer.data[:2]) == ("image/jpeg", b"\xff\xd8")
        assert answer.headers["Cache-Control"] == "no-store"
    assert reviewer.get("/documents/1/pictures/4.jpg").status_code == 404


def test_an_assigned_page_waits_and_can_be_taken_back(as_role: AsRole, scans: Store) -> None:
    reviewer = as_role(Role.REVIEW)
    answer = post(reviewer, "/documents/1/decide", kind="assign_page", image=3, page=VISIT_BACK)
    assert answer.headers["Location"] == "/documents/1"
    codes = [each.code for each in scans.problems(1)]
    assert "G101" not in codes
    waiting = scans.desk.take("小周", EVERYTHING, 100)
    assert {each.reason for each in waiting} == {Reason.PAGE}
    assert {each.reading.page for each in waiting} == {VISIT_BACK}
    post(reviewer, "/documents/1/decide", kind="take_back_page", page=VISIT_BACK)
    assert [each.code for each in scans.problems(1)].count("G101") == 1
    assert scans.desk.take("小周", EVERYTHING) == ()


@pytest.mark.parametrize("fields", [
    {"kind": "assign_page", "image": 9, "page": VISIT_BACK}, {"kind": "assign_page", "image": 3, "page": 99},
    {"kind": "turn", "image": 0}, {"kind": "burn"}, {"kind": "together", "other": 1}, {"kind": "turn", "image": "三"},
])
def test_decisions_about_what_is_not_there_are_refused(
    as_role: AsRole, scans: Store, fields: dict[str, object]
) -> None:
    assert post(as_role(Role.REVIEW), "/documents/1/decide", **fields).status_code == 400
    assert scans.whole.history(1) == ()


def test_a_rejection_names_who_and_why_and_is_undone(as_role: AsRole, scans: Store) -> None:
    reviewer = as_role(Role.REVIEW)
    post(reviewer, "/documents/1/decide", kind="reject", why="别处的表")
    assert scans.document(1).status is DocumentStatus.REJECTED
    assert [(each.who, each.why) for each in scans.whole.history(1)] == [("何医生", "别处的表")]
    assert "Count it again" in reviewer.get("/documents/1").text
    assert "一.tif" in reviewer.get("/documents?wrong=rejected").text
    post(reviewer, "/documents/1/decide", kind="restore")
    assert scans.document(1).status is DocumentStatus.REVIEW


def test_a_form_that_is_sent_twice_decides_once(as_role: AsRole, scans: Store) -> None:
    reviewer = as_role(Role.REVIEW)
    shown = reviewer.get("/documents/1")
    token = re.search(r'name="token" value="([^"]+)"', shown.text)
    assert token is not None
    fields = {"csrf_token": token_in(shown), "token": token[1], "kind": "reject", "why": "x"}
    assert [reviewer.post("/documents/1/decide", data=fields).status_code for _ in range(2)] == [303, 303]
    assert len(scans.whole.history(1)) == 1


def test_what_contradicts_is_told_in_the_words_of_the_sheet(as_role: AsRole, scans: Store) -> None:
    number = add_scan(scans, "三.tif", LI | visit("2013-03-05", "2"), (COVER, VISIT)).document_id
    (told,) = [dict(each.context) for each in scans.problems(number) if each.code == "S110"]
    assert (told["sheet"], told["fields"]) == ("followup", "followup.1.danger")
    page = as_role(Role.REVIEW).get(f"/documents/{number}").text
    assert "sheet 严重精神障碍患者随访服务记录表 is known from document 1 with other values in: 危险性评估" in page
    assert "followup.1.danger" not in page


def test_of_a_file_without_a_handbook_nothing_is_offered_that_needs_one(as_role: AsRole, scans: Store) -> None:
    content = tiff(noise(5))
    failed = Document("不认识.tif", sha256_of(content), problems=(problem("G101", image=1),), failed=True)
    number = scans.add_documents([failed], content, handbooks={}, matcher=match)[0].document_id
    page = as_role(Role.REVIEW).get(f"/documents/{number}").text
    assert "Say of each picture which page it is" in page
    offered = ("Accept as it stands", "Put together", "Find another person", "· ·")
    assert [each for each in offered if each in page] == []
    assert all(each in as_role(Role.REVIEW).get("/documents/1").text for each in offered[:3])


def test_of_two_scans_of_one_sheet_one_is_chosen(as_role: AsRole, scans: Store) -> None:
    add_scan(scans, "三.tif", LI | visit("2013-03-05", "2"), (COVER, VISIT))
    reviewer = as_role(Role.REVIEW)
    assert "Compared with document 1" in reviewer.get("/documents/3").text
    answer = post(reviewer, "/documents/3/holds", on="/documents/3", other=1, rejected=1)
    assert answer.headers["Location"] == "/documents/3"
    assert [each.status for each in map(scans.document, (1, 3))] == [DocumentStatus.REJECTED, DocumentStatus.REVIEW]
    assert "S110" not in [each.code for each in scans.problems(3)]


def test_two_files_of_one_booklet_get_one_person_and_miss_less(as_role: AsRole, scans: Store) -> None:
    add_scan(scans, "背面.tif", {}, (VISIT_BACK,), content=tiff(noise(8)))
    before = [each.code for each in scans.problems(1)].count("G106")
    post(as_role(Role.REVIEW), "/documents/1/decide", kind="together", other=3)
    assert scans.document(3).person_id == scans.document(1).person_id
    assert [each.code for each in scans.problems(1)].count("G106") == before - 1


def test_documents_of_two_persons_are_put_together_only_when_that_is_confirmed(as_role: AsRole, scans: Store) -> None:
    third = add_scan(scans, "赵.tif", ZHAO, (COVER,))
    reviewer, other = as_role(Role.REVIEW), third.document_id
    asked = post(reviewer, "/documents/1/decide", kind="together", other=other)
    assert asked.status_code == 200
    assert {"李青禾" in asked.text, "赵远" in asked.text} == {True}
    assert LI["cover.idno"] not in asked.text
    assert (scans.whole.history(1), scans.document(other).person_id) == ((), third.person_id)
    token = re.search(r'name="token" value="([^"]+)"', asked.text)
    assert token is not None
    assert 'name="confirmed" value="1"' in asked.text
    fields = {"csrf_token": token_in(asked), "token": token[1], "kind": "together", "other": other, "confirmed": "1"}
    assert reviewer.post("/documents/1/decide", data=fields).status_code == 303
    assert scans.document(other).person_id == scans.document(1).person_id
    post(reviewer, "/documents/1/decide", kind="apart", other=other)
    assert scans.document(other).person_id == third.person_id


def test_a_part_that_is_rejected_leaves_its_page_missing(as_role: AsRole, scans: Store) -> None:
    add_scan(scans, "背面.tif", {}, (VISIT_BACK,), content=tiff(noise(8)))
    reviewer = as_role(Role.REVIEW)
    before = [each.code for each in scans.problems(1)].count("G106")
    post(reviewer, "/documents/1/decide", kind="together", other=3)
    told = []
    for kind in ("reject", "restore", "reject_page", "restore_page"):
        post(reviewer, "/documents/3/decide", on="/documents/3", kind=kind, why="x", page=VISIT_BACK)
        told.append([each.code for each in scans.problems(1)].count("G106"))
    assert told == [before, before - 1, before, before - 1]


def test_doubtful_persons_are_settled_side_by_side(as_role: AsRole, scans: Store) -> None:
    reviewer = as_role(Role.REVIEW)
    page = reviewer.get("/documents/2").text
    assert "Are they one person?" in page
    assert LI["cover.idno"] not in page
    doubt = dict(next(each for each in scans.problems(2) if each.code == "S203").context)
    post(reviewer, "/documents/2/same", on="/documents/2", same="yes", person=doubt["person"], other=doubt["other"])
    assert len(scans.persons()) == 1
    assert "Are they one person?" not in reviewer.get("/documents/2").text


def test_a_document_goes_to_a_person_who_was_searched(as_role: AsRole, scans: Store) -> None:
    other = add_scan(scans, "赵.tif", ZHAO, (COVER,)).person_id
    reviewer = as_role(Role.REVIEW)
    found = post(reviewer, "/documents/2/persons", on="/documents/2", wanted="赵远")
    assert f"The document is of person {other}" in found.text
    post(reviewer, "/documents/2/person", on="/documents/2", person=other)
    assert scans.document(2).person_id == other


def test_accepting_takes_a_document_as_it_stands(as_role: AsRole, scans: Store) -> None:
    reviewer = as_role(Role.REVIEW)
    asked = post(reviewer, "/documents/1/accept")
    assert (asked.status_code, scans.document(1).status) == (200, DocumentStatus.REVIEW)
    assert post(reviewer, "/documents/1/accept", sure="yes").headers["Location"] == "/documents"
    assert scans.document(1).status is DocumentStatus.ACCEPTED


def test_a_document_is_not_accepted_while_fields_for_two_persons_are_in_doubt(
    as_role: AsRole, store: Store
) -> None:
    reviewer = as_role(Role.REVIEW)
    number = add_queued(store, doubted=(DANGER, SEX))
    store.accounts.change_setting(TWO_PERSONS, json.dumps(["danger"]), who="林站长")
    path = f"/documents/{number}"
    answer = post(reviewer, f"{path}/accept", on=path, sure="yes")
    assert answer.headers["Location"] == path
    told = reviewer.get(path).text
    assert "Two persons must enter these fields first" in told
    assert store.document(number).status is DocumentStatus.REVIEW
    for who in ("小周", "何医生"):
        store.desk.decide(Decision(number, DANGER, DecisionKind.BLANK, None, who, f"token-of-{who}-012345", two=True))
    assert "1 field was not read surely" in post(reviewer, f"{path}/accept", on=path).text
    post(reviewer, f"{path}/accept", on=path, sure="yes")
    assert store.desk.counts(EVERYTHING, "何医生", since=datetime.now(UTC)).waiting == 0


def test_a_record_hides_id_numbers_until_they_are_asked_for_and_all_of_it_is_audited(
    as_role: AsRole, scans: Store
) -> None:
    reviewer, number = as_role(Role.REVIEW), LI["cover.idno"]
    scans.correct(1, "followup.1.sleep", "2", who="小周", why="字迹是 2")
    for wanted in ("李青", number, number[-4:], "101-00023", "柳河"):
        found = post(reviewer, "/records", on="/records", wanted=wanted)
        assert "/records/1" in found.text, wanted
        assert found.text.count(number) == (wanted == number), "in the box where it was typed, and nowhere else"
    record = reviewer.get("/records/1").text
    assert number not in record
    assert f"{number[:6]}********{number[-4:]}" in record
    assert re.search(r"睡眠情况</dt><dd>2 ", record)
    assert "字迹是 2" in record
    assert number in post(reviewer, "/records/1", on="/records/1").text
    printed = reviewer.get("/records/1/print").text
    assert ("For internal use" in printed, "何医生" in printed, number in printed) == (True, True, False)
    told = [(what, about) for who, what, about in audited(scans) if who == "何医生"]
    for what in ("record opened", "ID numbers shown", "record printed"):
        assert (what, "person 1") in told
    assert not [each for each in audited(scans) if "李" in each[2] or number in each[2]]


def test_no_page_about_one_document_or_person_reads_all_of_them(
    as_role: AsRole, scans: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    reviewer = as_role(Role.REVIEW)
    asked: list[object] = []
    persons, documents = lookup.persons, lookup.documents

    def some_persons(connection: Connection, only: Sequence[int] | None = None) -> tuple[Person, ...]:
        asked.append(only)
        return persons(connection, only)

    def some_documents(connection: Connection, **fits: object) -> Iterator[StoredDocument]:
        asked.append({name: each for name, each in fits.items() if each is not None} or None)
        return documents(connection, **fits)  # type: ignore[arg-type]

    monkeypatch.setattr(lookup, "persons", some_persons)
    monkeypatch.setattr(lookup, "documents", some_documents)
    for path in ("/documents", "/documents/1", "/documents/2", "/records/1"):
        assert reviewer.get(path).status_code == 200
    post(reviewer, "/documents/2/persons", on="/documents/2", wanted="李青")
    post(reviewer, "/records", on="/records", wanted="李青")
    assert len(asked) > 10
    assert None not in asked


def test_nobody_is_found_by_a_part_of_an_id_number(as_role: AsRole, scans: Store) -> None:
    found = post(as_role(Role.REVIEW), "/records", on="/records", wanted=LI["cover.idno"][:12])
    assert "Nobody was found" in found.text


def test_a_roster_is_looked_at_and_downloaded_under_the_name_of_who_did(as_role: AsRole, scans: Store) -> None:
    reviewer = as_role(Role.REVIEW)
    asked = {"handbook": "", "town": "", "as_of": "2013-09-30", "mask": "no"}
    looked = post(reviewer, "/rosters", on="/rosters", **asked)
    assert "2 persons stand on it" in looked.text
    assert not [each for each in audited(scans) if each[1] == "roster made"]
    sent = post(reviewer, "/rosters/workbook", on="/rosters", **asked)
    book = openpyxl.load_workbook(io.BytesIO(sent.data))
    cells = {str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell}
    assert {"李青禾", LI["cover.idno"]} <= cells
    assert ("何医生", "roster made", "all all 2013-09-30 in full: 2 persons") in audited(scans)
    masked = post(reviewer, "/rosters/workbook", on="/rosters", **(asked | {"mask": "yes"}))
    assert LI["cover.idno"].encode() not in masked.data


@pytest.mark.parametrize(("field", "value"), [("as_of", "gestern"), ("handbook", "none-such"), ("town", "999")])
def test_a_roster_that_cannot_be_made_is_refused_in_words(
    as_role: AsRole, scans: Store, field: str, value: str
) -> None:
    asked = {"handbook": "", "town": "", "as_of": "2013-09-30", "mask": "no", field: value}
    for path in ("/rosters", "/rosters/workbook"):
        assert post(as_role(Role.REVIEW), path, on="/rosters", **asked).status_code == 400


def test_handbooks_are_chosen_for_a_roster_by_their_titles(as_role: AsRole, scans: Store) -> None:
    page = as_role(Role.REVIEW).get("/rosters").text
    assert f'<option value="{BOOK.id}">{BOOK.title}</option>' in page


def facts_in(page: str) -> dict[str, str]:
    """Return the head of a record: by label, its value with its signs."""
    head = page.partition('<dl class="facts">')[2].partition("</dl>")[0]
    told = re.findall("<dt>(.*?)</dt><dd>(.*?)</dd>", head)
    return {label: " ".join(re.sub("<[^>]+>", "", value).split()) for label, value in told}


def test_the_head_of_a_record_marks_what_is_doubtful_until_a_document_says_it_surely(
    as_role: AsRole, store: Store
) -> None:
    number = add_scan(store, "一.tif", LI, (COVER,), doubtful=("cover.village_name", "cover.sex")).person_id
    reviewer = as_role(Role.REVIEW)
    for page in (f"/records/{number}", f"/records/{number}/print"):
        told = facts_in(reviewer.get(page).text)
        assert (told["Name"], told["Village"], told["Sex"]) == ("李青禾", "柳河村 not sure", "女 not sure")
    add_scan(store, "二.tif", LI, (COVER,), doubtful=("cover.sex",))
    told = facts_in(reviewer.get(f"/records/{number}").text)
    assert (told["Village"], told["Sex"]) == ("柳河村", "女 not sure")


def test_a_document_that_is_nobodys_says_so_before_it_is_accepted(as_role: AsRole, scans: Store) -> None:
    number = add_scan(scans, "背面.tif", {}, (VISIT_BACK,), content=tiff(noise(8))).document_id
    reviewer = as_role(Role.REVIEW)
    asked = post(reviewer, f"/documents/{number}/accept", on=f"/documents/{number}")
    assert "it belongs to nobody" in asked.text
    assert "it belongs to nobody" not in post(reviewer, "/documents/1/accept").text


def test_a_document_in_which_nothing_is_filled_in_is_told_as_such(as_role: AsRole, scans: Store) -> None:
    blank = add_scan(scans, "背面.tif", {}, (VISIT_BACK,), content=tiff(noise(8))).document_id
    filled = add_scan(scans, "随访.tif", visit("2013-03-05"), (VISIT,), content=tiff(noise(9))).document_id
    reviewer = as_role(Role.REVIEW)
    pages = [reviewer.get(f"/documents/{each}").text for each in (blank, filled)]
    assert ["Nothing at all was found filled in" in each for each in pages] == [True, False]
    assert ["choose “It is this one”" in each for each in pages] == [False, True]
    assert "背面.tif" in reviewer.get("/documents?wrong=persons").text
    post(reviewer, f"/documents/{blank}/person", on=f"/documents/{blank}", person=1)
    assert "S205" not in {each.code for each in scans.problems(blank)}


def test_a_row_of_a_list_that_is_perhaps_somebody_is_told_as_a_row_and_settled_on_the_record(
    as_role: AsRole, scans: Store
) -> None:
    row = ForeignRow(Identity(name="李青禾", village="远村"), {}, "花名册.xlsx", "f" * 64, "A7", BOOK.id)
    added = scans.add_foreign_row(row, matcher=match)
    (told,) = added.problems
    assert told.code == "S206"
    assert "Row A7 of the list 花名册.xlsx" in told.message
    reviewer, page = as_role(Role.REVIEW), f"/records/{added.person_id}"
    assert "Are they one person?" in reviewer.get(page).text
    assert post(reviewer, f"{page}/same", on=page, same="no").headers["Location"] == page
    assert "Are they one person?" not in reviewer.get(page).text
