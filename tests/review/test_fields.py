"""The queue, the field page and the gallery over a real store: what a form does, whoever sends it and however often."""

from __future__ import annotations

import hashlib
import json
import re
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from formkit.errors import InputError, problem
from formkit.mapping import load_handbook
from formkit.matching import match
from formkit.model.accounts import Role
from formkit.model.handbook import Handbook
from formkit.model.reading import Document, FieldStatus, Reading
from formkit.model.review import EVERYTHING, Decision, DecisionKind, Entered
from formkit.model.store import Store
from formkit.pipeline import deciding
from formkit.pipeline.deciding import TWO_PERSONS
from formkit.pipeline.settling import settle, settle_all
from formkit.values.idcard import check_character
from tests.review.conftest import log_in, make_account, send, token_in
from tests.review.queued import (
    BOOK,
    BORN,
    DANGER,
    DOUBTED,
    NAME,
    NUMBER,
    SEX,
    SLEEP,
    SYMPTOMS,
    add_queued,
    decide,
    field_in,
    form_in,
    pick,
)

AsRole = Callable[[Role], FlaskClient]
ID_NUMBER = "33019719810405012" + check_character("33019719810405012")


@pytest.fixture
def document(store: Store, people: dict[Role, str]) -> int:
    return add_queued(store)


@pytest.fixture
def clerk(as_role: AsRole, document: int) -> FlaskClient:
    return as_role(Role.ENTRY)


def shown(client: FlaskClient, document: int, field_id: str) -> str:
    answer = client.get(f"/fields/{document}/{field_id}")
    assert answer.status_code == 200, answer.text
    return answer.text


def kinds(store: Store, document: int, field_id: str) -> str:
    return store.desk.field((document, field_id)).decided


def test_every_field_is_given_once_and_accepted_as_it_was_read(
    clerk: FlaskClient, store: Store, document: int
) -> None:
    before = {name: each.value for name, each in store.values(document).items()}
    page, seen = clerk.get("/fields").text, []
    while 'name="field"' in page:
        seen.append(field_in(page))
        given = form_in(page)
        page = decide(clerk, page, pick=given["shown"]).text
    assert sorted(seen) == sorted(DOUBTED)
    assert "Everything in this part is decided." in page
    assert {name: each.value for name, each in store.values(document).items()} == before
    assert {each.field_id for each in store.corrections(document)} == set(DOUBTED)


def test_a_decision_that_is_sent_twice_is_applied_once(clerk: FlaskClient, store: Store, document: int) -> None:
    page = clerk.get("/fields").text
    first, again = decide(clerk, page, typed="李青禾"), decide(clerk, page, typed="李青禾")
    assert field_in(first.text) == field_in(again.text) != NAME
    assert [(each.field_id, each.after) for each in store.corrections(document)] == [(NAME, "李青禾")]


def test_two_clerks_never_get_the_same_field(app: Flask, as_role: AsRole, document: int) -> None:
    one, other = as_role(Role.ENTRY), as_role(Role.REVIEW)
    pages = {one: one.get("/fields").text, other: other.get("/fields").text}
    given: list[str] = []
    while any('name="field"' in page for page in pages.values()):
        shown_now = [field_in(page) for page in pages.values() if 'name="field"' in page]
        assert len(set(shown_now)) == len(shown_now)
        for client, page in pages.items():
            if 'name="field"' in page:
                given.append(field_in(page))
                pages[client] = decide(client, page, pick=pick("illegible")).text
            else:
                pages[client] = client.get("/fields").text
    assert sorted(given) == sorted(DOUBTED)


def test_what_somebody_decided_meanwhile_is_shown_and_not_overwritten(
    clerk: FlaskClient, store: Store, document: int
) -> None:
    page = clerk.get("/fields").text
    store.desk.decide(Decision(document, NAME, DecisionKind.VALUE, "赵远山", "何医生", "t" * 20))
    answer = decide(clerk, page, typed="李青禾")
    assert "That field is not with you" in answer.text
    assert field_in(answer.text) != NAME
    assert store.values(document)[NAME].value == "赵远山"


def test_a_reviewer_is_shown_what_somebody_decided_meanwhile(as_role: AsRole, store: Store, document: int) -> None:
    reviewer = as_role(Role.REVIEW)
    page = shown(reviewer, document, NAME)
    store.desk.decide(Decision(document, NAME, DecisionKind.VALUE, "赵远山", "小周", "t" * 20))
    answer = decide(reviewer, page, typed="李青禾")
    assert "Somebody decided this field meanwhile" in answer.text
    assert "赵远山" in answer.text
    assert store.values(document)[NAME].value == "赵远山"


@pytest.mark.parametrize("typed", ["李青禾", ""])
def test_a_clerk_reads_and_decides_nothing_that_does_not_wait_for_them(
    as_role: AsRole, clerk: FlaskClient, store: Store, document: int, typed: str
) -> None:
    settled = "followup.1.diet"
    before = store.values(document)[settled].value
    sent = {**form_in(clerk.get("/fields").text), "field": settled, "seen": "0", "shown": "", "typed": typed}
    answer = clerk.post("/fields/decide", data=sent, headers={"HX-Request": "true"})
    assert field_in(answer.text) != settled
    assert clerk.post("/gallery/decide", data=sent, headers={"HX-Request": "true"}).status_code == 403
    assert (store.values(document)[settled].value, store.corrections(document)) == (before, ())
    reviewer = as_role(Role.REVIEW)
    decide(reviewer, shown(reviewer, document, settled), pick=pick("illegible"))
    assert kinds(store, document, settled) == "illegible"


def test_a_plain_form_goes_on_to_the_next_field(clerk: FlaskClient, document: int) -> None:
    page = clerk.get("/fields").text
    answer = clerk.post("/fields/decide", data={**form_in(page), "pick": pick("blank")})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/fields")
    assert field_in(clerk.get("/fields").text) != NAME


@pytest.mark.parametrize(
    ("field_id", "typed", "value"),
    [
        (BORN, "1981年4月", "1981-04"), (BORN, "一九八一年四月", "1981-04"), (NAME, " 李青禾 ", "李青禾"),
    ],
)
def test_what_is_typed_becomes_a_value_of_the_fields_kind(
    clerk: FlaskClient, store: Store, document: int, field_id: str, typed: str, value: str
) -> None:
    page = decide(clerk, shown(clerk, document, field_id), typed=typed).text
    if field_in(page) == field_id:
        decide(clerk, page, typed=typed)
    assert store.values(document)[field_id].value == value


def test_an_id_number_with_a_wrong_check_digit_is_asked_about_once(
    clerk: FlaskClient, store: Store, document: int
) -> None:
    body = "33019719810405012"
    wrong, also_wrong = [body + each for each in "0123" if each != check_character(body)][:2]
    asked = decide(clerk, shown(clerk, document, NUMBER), typed=wrong)
    assert "Enter once more keeps it" in asked.text
    assert store.corrections(document) == ()
    other = decide(clerk, asked.text, typed=also_wrong)
    assert "Enter once more keeps it" in other.text
    assert store.corrections(document) == ()
    decide(clerk, other.text, typed=also_wrong)
    assert store.values(document)[NUMBER].value == also_wrong


def test_what_is_no_date_is_refused_however_often(clerk: FlaskClient, store: Store, document: int) -> None:
    page = shown(clerk, document, BORN)
    for _time in range(3):
        page = decide(clerk, page, typed="abc").text
        assert "(cover.birth_ym)" in page
        assert "Enter once more" not in page
    assert store.corrections(document) == ()


@pytest.mark.parametrize(
    ("field_id", "answer"),
    [
        (SEX, {"pick": pick("value", "77")}), (SYMPTOMS, {"code": "77"}),
        (SEX, {"pick": '{"kind": "value", "value": 3}'}),
    ],
)
def test_an_unknown_code_is_refused(
    clerk: FlaskClient, store: Store, document: int, field_id: str, answer: dict[str, str]
) -> None:
    assert field_in(decide(clerk, shown(clerk, document, field_id), **answer).text) == field_id
    assert store.corrections(document) == ()


@pytest.mark.parametrize("text", [
    "", "[]", "{}", '{"kind": "undo"}', '{"kind": "first"}', "nonsense", "[" * 100_000,
    r'{"kind": "value", "value": "\ud800"}', '{"kind": "value", "value": NaN}', '{"kind": "value", "value": [[]]}',
])
def test_what_no_page_sends_is_refused(clerk: FlaskClient, store: Store, document: int, text: str) -> None:
    page = shown(clerk, document, SEX)
    assert decide(clerk, page, pick=text or "x").status_code == 400
    assert decide(clerk, page, token="short", pick=pick("blank")).status_code == 400
    assert decide(clerk, page, seen="x", pick=pick("blank")).status_code == 400
    assert decide(clerk, page, seen="1" * 5000, pick=pick("blank")).status_code == 400
    assert store.corrections(document) == ()


def test_ticks_become_codes_in_the_order_of_the_options(clerk: FlaskClient, store: Store, document: int) -> None:
    sent = form_in(shown(clerk, document, SYMPTOMS))
    clerk.post("/fields/decide", data={**sent, "code": ["11", "3", "1"]}, headers={"HX-Request": "true"})
    assert store.values(document)[SYMPTOMS].value == ("1", "3", "11")


def test_undo_brings_the_field_back_and_is_a_correction_of_its_own(
    clerk: FlaskClient, store: Store, document: int
) -> None:
    before = store.values(document)[NAME].value
    decide(clerk, clerk.get("/fields").text, typed="李青禾")
    data = {"csrf_token": token_in(clerk.get("/fields")), "undo": "u" * 20}
    page = clerk.post("/fields/undo", data=data, headers={"HX-Request": "true"}).text
    assert field_in(page) == NAME
    assert store.values(document)[NAME].value == before
    assert [each.after for each in store.corrections(document)] == ["李青禾", before]


def test_back_shows_what_was_decided_and_lets_it_be_decided_again(
    clerk: FlaskClient, store: Store, document: int
) -> None:
    second = decide(clerk, clerk.get("/fields").text, typed="李青禾").text
    back = clerk.get(f"/fields/{document}/{field_in(second)}/before", headers={"HX-Request": "true"}).text
    assert (field_in(back), "李青禾" in back) == (NAME, True)
    assert "no field before" in clerk.get(f"/fields/{document}/{NAME}/before").text
    after = decide(clerk, back, typed="赵远山").text
    assert field_in(after) == field_in(second)
    assert [each.after for each in store.corrections(document)] == ["李青禾", "赵远山"]


def test_a_wrong_page_opens_a_problem_and_its_other_fields_wait_no_more(
    clerk: FlaskClient, store: Store, document: int,
) -> None:
    decide(clerk, shown(clerk, document, SLEEP), pick=pick("wrong_page"))
    assert settle_all(store) == 1
    assert "C204" in {each.code for each in store.problems(document)}
    left = {each.field_id for each in store.desk.take("何医生", EVERYTHING, 20)}
    assert left.isdisjoint({SLEEP, DANGER, SYMPTOMS})
    page = shown(clerk, document, SLEEP)
    assert "wrong page" in page
    decide(clerk, page, pick=pick("value", "2"))
    settle(store, document)
    assert "C204" not in {each.code for each in store.problems(document)}


def test_where_two_must_agree_neither_sees_the_reading_nor_the_other(
    app: Flask, as_role: AsRole, store: Store, document: int
) -> None:
    store.accounts.change_setting(TWO_PERSONS, json.dumps(["danger"]), who="林站长")
    one, other = as_role(Role.ENTRY), as_role(Role.REVIEW)
    page = shown(one, document, DANGER)
    assert form_in(page)["shown"] == ""
    assert 'aria-current="true"' not in page
    assert field_in(decide(one, page).text) == DANGER, "nothing is accepted unseen"
    decide(one, page, pick=pick("value", "3"))
    assert store.desk.field((document, DANGER)).entries == {"小周": Entered(DecisionKind.VALUE, "3")}
    second = shown(other, document, DANGER)
    assert form_in(second)["shown"] == ""
    assert "小周" not in second
    decide(other, second, pick=pick("value", "2"))
    differs = shown(as_role(Role.ADMIN), document, DANGER)
    assert "小周" in differs
    assert "何医生" in differs
    decide(other, shown(other, document, DANGER), pick=pick("value", "3"))
    assert (store.values(document)[DANGER].value, kinds(store, document, DANGER)) == ("3", "value")


def test_where_one_is_enough_again_an_entry_comes_back_to_anyone_and_is_offered(
    as_role: AsRole, store: Store, document: int
) -> None:
    store.accounts.change_setting(TWO_PERSONS, json.dumps(["danger"]), who="林站长")
    one, other = as_role(Role.ENTRY), as_role(Role.REVIEW)
    decide(one, shown(one, document, DANGER), pick=pick("value", "3"))
    send(one, "/queue/choose", page="/queue", by="question", value="case-management@2017/followup.danger")
    assert 'name="field"' not in one.get("/fields").text, "it is another's turn"
    store.accounts.change_setting(TWO_PERSONS, json.dumps(["id_number"]), who="林站长")
    assert field_in(one.get("/fields").text) == DANGER
    send(one, "/queue/leave", page="/queue")
    page = shown(other, document, DANGER)
    assert form_in(page)["shown"] != "", "the reading is shown"
    assert "小周" in page
    send(other, "/queue/leave", page="/queue")
    decide(one, one.get("/fields").text, pick=pick("value", "2"))
    assert (store.values(document)[DANGER].value, store.desk.field((document, DANGER)).entries) == ("2", {})


GALLERY = "/gallery?question=case-management@2017/followup.danger"


def cells_in(page: str) -> list[dict[str, str]]:
    """Return what the form of each cell sends by itself."""
    names = "csrf_token|document|field|token|seen|shown|cell"
    cells = page.split('<li class="cell')[1:]
    return [dict(re.findall(rf'<input type="hidden" name="({names})" value="([^"]*)">', each)) for each in cells]


def test_in_the_gallery_the_last_decision_is_undone_in_its_cell(
    clerk: FlaskClient, store: Store, document: int
) -> None:
    other = add_queued(store, 2)
    page = clerk.get(GALLERY, follow_redirects=True).text
    undo = {"csrf_token": token_in(clerk.get("/gallery")), "cell": [f"{document}:{DANGER}", f"{other}:{DANGER}"]}
    htmx = {"HX-Request": "true"}
    for cell in cells_in(page):
        sent = {**cell, "pick": pick("wrong_page" if cell["document"] == str(other) else "blank")}
        assert "done" in clerk.post("/gallery/decide", data=sent, headers=htmx).text
    assert [kinds(store, each, DANGER) for each in (document, other)] == ["blank", "wrong_page"]
    for number in (other, document):
        answer = clerk.post("/gallery/undo", data={**undo, "undo": f"undo number {number:010d}"}, headers=htmx)
        assert answer.headers["HX-Retarget"] == f"#cell-{number}-followup-1-danger"
        assert "Undone" in answer.text
        assert cells_in(answer.text)[0]["document"] == str(number)
        assert re.search(r'<button id="undo" [^>]*value="[^"]{16,}"[^>]* hx-swap-oob="true"', answer.text)
        assert kinds(store, number, DANGER) == ""
        assert store.desk.holder((number, DANGER)) == "小周"
    nothing = clerk.post("/gallery/undo", data={**undo, "undo": "another undo token"}, headers=htmx)
    assert (nothing.status_code, nothing.headers["HX-Redirect"]) == (204, "/gallery")
    assert "nothing to undo" in clerk.get("/gallery").text


def test_what_is_undone_from_the_gallery_and_is_not_on_it_is_shown_alone(
    clerk: FlaskClient, store: Store, document: int
) -> None:
    page = clerk.get("/fields").text
    decide(clerk, page, pick=pick("blank"))
    clerk.get(GALLERY)
    sent = {"csrf_token": form_in(page)["csrf_token"], "undo": "an undo token of 18"}
    answer = clerk.post("/gallery/undo", data=sent)
    assert answer.headers["Location"] == f"/fields/{document}/{field_in(page)}"
    assert "Undone" in clerk.get(answer.headers["Location"]).text


def test_what_is_put_off_in_the_gallery_comes_again_when_nothing_else_waits(
    clerk: FlaskClient, store: Store, document: int
) -> None:
    other = add_queued(store, 2)
    first, second = cells_in(clerk.get(GALLERY, follow_redirects=True).text)
    answer = clerk.post("/gallery/later", data=first, headers={"HX-Request": "true"})
    assert "→ later" in answer.text
    assert store.desk.holder((document, DANGER)) == "", "others may have it"
    assert [each["document"] for each in cells_in(clerk.get("/gallery").text)] == [str(other)]
    clerk.post("/gallery/decide", data={**second, "pick": pick("blank")}, headers={"HX-Request": "true"})
    assert [each["document"] for each in cells_in(clerk.get("/gallery").text)] == [str(document)]


def test_a_reviewer_who_opens_a_field_by_its_address_holds_it(
    as_role: AsRole, clerk: FlaskClient, store: Store, document: int
) -> None:
    reviewer = as_role(Role.REVIEW)
    page = reviewer.get(f"/fields/{document}/{SLEEP}").text
    assert "Somebody else has" not in page
    assert store.desk.holder((document, SLEEP)) == "何医生"
    assert SLEEP not in {each.field_id for each in store.desk.take("小周", EVERYTHING, 20)}
    assert clerk.get(f"/fields/{document}/{SLEEP}").status_code == 403
    field_id = field_in(clerk.get("/fields").text)
    assert "Somebody else has this field just now" in reviewer.get(f"/fields/{document}/{field_id}").text
    assert store.desk.holder((document, field_id)) == "小周", "nobody takes a field out of another's hands"
    decide(reviewer, page, pick=pick("blank"))
    assert store.desk.holder((document, SLEEP)) == ""


def test_leaving_by_another_page_frees_the_fields_and_leads_there(
    clerk: FlaskClient, store: Store, document: int
) -> None:
    page = clerk.get("/fields").text
    for to, target in (("/password", "/password"), ("", "/queue"), ("https://evil.example", "/"), ("/queue", "/queue")):
        clerk.get("/fields")
        assert store.desk.in_hand("小周", EVERYTHING)
        answer = clerk.post("/queue/leave", data={"csrf_token": form_in(page)["csrf_token"], "to": to})
        assert answer.headers["Location"] == target
        assert store.desk.in_hand("小周", EVERYTHING) == ()


def test_a_clerk_sees_only_what_waits_or_what_they_decided(
    app: Flask, clerk: FlaskClient, store: Store, document: int
) -> None:
    for path in ("", "/page", "/page.jpg", "/before"):
        assert clerk.get(f"/fields/{document}/{SLEEP}{path}").status_code == 200
        assert clerk.get(f"/fields/{document}/followup.1.diet{path}").status_code in (403, 404), path
    assert clerk.get("/fields/999/cover.sex").status_code == 409
    assert clerk.get(f"/fields/{document}/{SLEEP}/page.jpg").mimetype == "image/jpeg"


def test_no_address_and_no_answer_to_a_filter_holds_a_name(clerk: FlaskClient, store: Store) -> None:
    add_queued(store, 2, batch="张家村的册子")
    answer = send(clerk, "/queue/choose", page="/queue", by="batch", value="张家村的册子", go="fields")
    assert answer.headers["Location"] == "/fields"
    assert "张家村的册子" in clerk.get("/fields").text
    overview = clerk.get("/queue").text
    assert "张家村" not in "".join(part for part in overview.split('"') if part.startswith("/"))
    assert "九月" not in overview
    widened = send(clerk, "/queue/choose", page="/queue", without="batch")
    assert widened.headers["Location"] == "/queue"
    assert "九月" in clerk.get("/queue").text
    assert send(clerk, "/queue/choose", page="/queue", by="nothing", value="x").status_code == 400


def test_the_newest_documents_come_first_where_that_is_asked(clerk: FlaskClient, store: Store, document: int) -> None:
    newest = add_queued(store, 2)
    assert form_in(clerk.get("/fields").text)["document"] == str(document)
    send(clerk, "/queue/choose", page="/queue", order="newest")
    assert form_in(clerk.get("/fields").text)["document"] == str(newest)


def test_leaving_for_the_queue_frees_what_was_held(clerk: FlaskClient, store: Store, document: int) -> None:
    clerk.get("/fields")
    assert store.desk.take("何医生", EVERYTHING, 20) == ()
    clerk.get("/queue")
    assert store.desk.take("何医生", EVERYTHING, 20) == (), "the queue in a second tab leaves the first one alone"
    assert send(clerk, "/queue/leave", page="/queue").headers["Location"] == "/queue"
    assert len(store.desk.take("何医生", EVERYTHING, 20)) == len(DOUBTED)


def test_the_gallery_shows_one_question_and_decides_each_cell(
    clerk: FlaskClient, store: Store, document: int
) -> None:
    other = add_queued(store, 2)
    page = clerk.get("/gallery?question=case-management@2017/followup.danger", follow_redirects=True).text
    assert page.count('class="cell"') == 2
    cells = page.split('<li class="cell"')[1:]
    for cell, value in zip(cells, ("3", "2"), strict=True):
        data = {**form_in('id="work"' + cell), "pick": pick("value", value)}
        answer = clerk.post("/gallery/decide", data=data, headers={"HX-Request": "true"})
        assert 'class="cell done"' in answer.text
    assert [store.values(each)[DANGER].value for each in (document, other)] == ["3", "2"]


def test_a_document_is_settled_after_its_decisions(clerk: FlaskClient, store: Store, document: int) -> None:
    decide(clerk, clerk.get("/fields").text, typed="李青禾")
    assert store.desk.unsettled() == (document,)
    for _ in range(200):
        if not store.desk.unsettled():
            return
        time.sleep(0.05)
    raise AssertionError(store.desk.unsettled())


def test_an_answer_of_a_file_without_pictures_is_shown_as_typed(
    clerk: FlaskClient, store: Store, document: int
) -> None:
    typed = Reading("abc", FieldStatus.REVIEW, 0.5, raw="一九八一年〇月")
    made = Document("typed.docx", hashlib.sha256(b"PK").hexdigest(), BOOK.id, BOOK.edition, None, {BORN: typed})
    number = store.add_document(made, b"PK", handbook=BOOK, matcher=match).document_id
    page = shown(clerk, number, BORN)
    assert "一九八一年〇月" in page
    assert "data:image" not in page


SAME_NAME = ("followup.1.effect", "followup.1.risk_events_4_count", "followup.1.risk_events_5_count")
"""In both editions there is a field called 治疗效果, with one option more in 2017, and one called 自伤次数."""


def add_edition(store: Store, edition: str, *fields: str) -> int:
    """Add a document of an edition of the handbook in which these fields wait, and return its number."""
    readings = {each: Reading("1", FieldStatus.REVIEW, 0.5) for each in fields}
    content = f"PK {edition} {fields}".encode()
    made = Document("x.docx", hashlib.sha256(content).hexdigest(), BOOK.id, edition, None, readings)
    return store.add_document(made, content, handbook=load_handbook(f"{BOOK.id}@{edition}"), matcher=match).document_id


def groups_in(page: str) -> set[str]:
    """Return the questions of which the queue shows groups, in words."""
    found = page.partition('aria-labelledby="by-question"')[2].partition("</section>")[0]
    return set(re.findall(r'<span class="words">([^<]*)</span>', found))


def test_a_question_is_called_as_its_edition_calls_it(as_role: AsRole, store: Store) -> None:
    clerk = as_role(Role.ENTRY)
    add_edition(store, "2011", DANGER)
    of_2011, of_2017 = "危险性 · 重性精神疾病患者随访服务记录表", "危险性评估 · 严重精神障碍患者随访服务记录表"
    assert groups_in(clerk.get("/queue").text) == {of_2011}
    send(clerk, "/queue/choose", page="/queue", by="question", value="case-management@2011/followup.danger")
    assert of_2011 in clerk.get("/queue").text
    assert of_2011 in clerk.get("/fields").text
    assert "<h1 id=\"label\">危险性 <small>" in clerk.get("/gallery").text
    add_edition(store, "2017", DANGER)
    send(clerk, "/queue/choose", page="/queue", without="all")
    assert groups_in(clerk.get("/queue").text) == {of_2011, of_2017}


def test_two_editions_are_two_groups_and_two_galleries_each_with_its_own_options(
    as_role: AsRole, store: Store
) -> None:
    clerk = as_role(Role.ENTRY)
    numbers = {each: add_edition(store, each, *SAME_NAME) for each in ("2011", "2017")}
    old, new = "重性精神疾病患者随访服务记录表", "严重精神障碍患者随访服务记录表"
    assert groups_in(clerk.get("/queue").text) == {
        f"治疗效果 (2011 edition) · {old}", f"治疗效果 (2017 edition) · {new}", f"自伤次数 (2011 edition) · {old}",
        f"自伤次数 (2017 edition) · {new}", f"自杀未遂次数 · {old}", f"其他危害行为次数 · {new}",
    }
    for edition, number in numbers.items():
        question = f"case-management@{edition}/followup.effect"
        page = clerk.get(f"/gallery?question={question}", follow_redirects=True).text
        assert re.findall(r'<a class="doc" href="[^"]*/fields/(\d+)/', page) == [str(number)]
        assert f'<h1 id="label">治疗效果 ({edition} edition) <small>' in page
        assert ("此项不适用" in page) == (edition == "2017")
        assert f"治疗效果 ({edition} edition) · " in clerk.get("/fields").text
        send(clerk, "/queue/choose", page="/queue", by="batch", value="")
        assert f"治疗效果 ({edition} edition) · " in clerk.get("/queue").text, "whatever else was chosen"


def test_a_question_without_its_edition_is_none_any_more(clerk: FlaskClient) -> None:
    gone, told = "case-management/followup.danger", "There is no such question. Choose one here."
    page = clerk.get(f"/gallery?question={gone}", follow_redirects=True)
    assert (page.status_code, told in page.text, "危险性评估 · " in page.text) == (200, True, True)
    for go in ("fields", "gallery", "queue"):
        answer = send(clerk, "/queue/choose", page="/queue", by="question", value=gone, go=go)
        assert answer.headers["Location"] == "/queue"
        assert told in clerk.get("/queue").text
    with clerk.session_transaction() as session:
        session["part"] = {"question": gone, "batch": "九月"}
    page = clerk.get("/queue")
    assert ("Batch: 九月" in page.text, "Question:" in page.text) == (True, False), "the rest of the part is kept"
    assert 'name="field"' in clerk.get("/fields").text
    page = clerk.get("/gallery?question=case-management@2017/followup.nothing", follow_redirects=True)
    assert (page.status_code, "Nothing waits here" in page.text) == (200, True)


def test_documents_without_an_edition_have_questions_too(as_role: AsRole, store: Store) -> None:
    made = Document("x.docx", hashlib.sha256(b"PK").hexdigest(), BOOK.id, "", None, {
        DANGER: Reading("1", FieldStatus.REVIEW, 0.5)
    })
    number = store.add_document(made, b"PK", handbook=replace(BOOK, edition=""), matcher=match).document_id
    page = as_role(Role.ENTRY).get("/gallery?question=case-management/followup.danger", follow_redirects=True).text
    assert re.findall(r'<a class="doc" href="[^"]*/fields/(\d+)/', page) == [str(number)]


def test_each_clerk_has_a_part_of_their_own(app: Flask, clerk: FlaskClient, store: Store) -> None:
    make_account(store, "小吴", Role.ENTRY)
    other = app.test_client()
    log_in(other, "小吴")
    send(clerk, "/queue/choose", page="/queue", by="reason", value="look")
    assert 'name="field"' not in clerk.get("/fields").text
    assert 'name="field"' in other.get("/fields").text


def test_what_is_put_off_comes_again_when_nothing_else_waits(clerk: FlaskClient, document: int) -> None:
    page, seen = clerk.get("/fields").text, []
    for _each in DOUBTED:
        seen.append(field_in(page))
        page = clerk.post("/fields/later", data=form_in(page), headers={"HX-Request": "true"}).text
    assert sorted(seen) == sorted(DOUBTED)
    assert field_in(page) == seen[0]


def test_after_a_decision_what_was_put_off_does_not_come_at_once(clerk: FlaskClient, document: int) -> None:
    page = clerk.get("/fields").text
    first = field_in(page)
    second = clerk.post("/fields/later", data=form_in(page), headers={"HX-Request": "true"}).text
    assert first != field_in(second)
    assert field_in(decide(clerk, second, pick=pick("illegible")).text) not in (first, field_in(second))


def test_what_is_shown_is_held_for_long_enough(clerk: FlaskClient, store: Store, document: int) -> None:
    now = datetime.now(UTC)
    store.desk.take("小周", EVERYTHING, 1, when=now - timedelta(minutes=9, seconds=30))
    assert field_in(clerk.get("/fields").text) == NAME
    late = store.desk.take("何医生", EVERYTHING, 9, when=now + timedelta(minutes=7))
    assert NAME not in {each.field_id for each in late}


def test_what_is_held_for_some_minutes_more_is_held_anew_when_it_is_shown(
    clerk: FlaskClient, store: Store, document: int
) -> None:
    now = datetime.now(UTC)
    store.desk.take("小周", EVERYTHING, 9, when=now - timedelta(minutes=6))
    clerk.get("/fields")
    late = store.desk.take("何医生", EVERYTHING, 9, when=now + timedelta(minutes=7))
    assert {each.field_id for each in late} == set(DOUBTED) - {NAME}


@pytest.mark.parametrize("blanks", [" ", "\u3000\u3000", "\u200b", "\t"])
def test_typed_blanks_accept_nothing(clerk: FlaskClient, store: Store, document: int, blanks: str) -> None:
    page = clerk.get("/fields").text
    answer = decide(clerk, page, typed=blanks)
    assert (field_in(answer.text), "Enter what stands there" in answer.text) == (NAME, True)
    assert f'name="typed" value="{blanks}"' not in answer.text
    assert store.corrections(document) == ()


def test_two_persons_enter_a_field_of_a_typed_file_each_alone(
    as_role: AsRole, clerk: FlaskClient, store: Store
) -> None:
    store.accounts.change_setting(TWO_PERSONS, json.dumps(["id_number"]), who="林站长")
    number = add_typed(store, BOOK.id, NUMBER)
    page = shown(clerk, number, NUMBER)
    assert (form_in(page)["shown"], ID_NUMBER in page) == ("", True), "what stands in the file is there to be copied"
    decide(clerk, page, typed=ID_NUMBER)
    reviewer = as_role(Role.REVIEW)
    second = shown(reviewer, number, NUMBER)
    assert (form_in(second)["shown"], "小周" in second) == ("", False)
    decide(reviewer, second, typed=ID_NUMBER)
    assert kinds(store, number, NUMBER) == "value"


@pytest.mark.parametrize("concept", ["person.id_number", None])
def test_two_persons_enter_also_what_is_of_a_handbook_that_is_not_installed(
    clerk: FlaskClient, store: Store, document: int, concept: str | None
) -> None:
    store.accounts.change_setting(TWO_PERSONS, json.dumps(["id_number"]), who="林站长")
    number = add_typed(store, "gone-handbook", NUMBER, concept)
    page = decide(clerk, shown(clerk, number, NUMBER), typed=ID_NUMBER).text
    assert field_in(page) == NAME, "it does not come back at once"
    assert (kinds(store, number, NUMBER), list(store.desk.field((number, NUMBER)).entries)) == ("", ["小周"])


def test_a_handbook_that_is_damaged_stops_no_other(
    monkeypatch: pytest.MonkeyPatch, clerk: FlaskClient, store: Store, document: int
) -> None:
    def damaged(reference: str) -> Handbook:
        if reference.startswith(BOOK.id):
            raise InputError(problem("F001"))
        return load_handbook(reference)

    monkeypatch.setattr(deciding, "load_handbook", damaged)
    deciding.questions_of_two.cache_clear()
    store.accounts.change_setting(TWO_PERSONS, json.dumps(["danger"]), who="林站长")
    assert field_in(clerk.get("/fields").text) == NAME
    deciding.questions_of_two.cache_clear()


def test_logging_out_frees_what_was_held(clerk: FlaskClient, store: Store, document: int) -> None:
    clerk.get("/fields")
    send(clerk, "/log-out", page="/queue")
    assert len(store.desk.take("何医生", EVERYTHING, 20)) == len(DOUBTED)


@pytest.mark.parametrize("sort", ["documents/{}", "documents/{}/pictures/1", "fields/{}/x", "records/{}"])
def test_a_number_that_no_store_has_is_no_page(as_role: AsRole, document: int, sort: str) -> None:
    assert as_role(Role.REVIEW).get("/" + sort.format("9" * 20)).status_code == 404


def add_typed(store: Store, handbook: str, field_id: str, concept: str | None = "person.id_number") -> int:
    """Store a typed file with one ID number in doubt; return its number."""
    sheets = tuple(
        replace(sheet, fields=tuple(
            replace(each, concept=concept) if f"{sheet.id}.{each.id}" == field_id else each for each in sheet.fields
        ))
        for sheet in BOOK.sheets
    )
    typed = Reading(ID_NUMBER, FieldStatus.REVIEW, 0.5, raw=ID_NUMBER)
    made = Document("typed.docx", hashlib.sha256(b"PK").hexdigest(), handbook, BOOK.edition, None, {field_id: typed})
    book = replace(BOOK, id=handbook, sheets=sheets)
    return store.add_document(made, b"PK", handbook=book, matcher=match).document_id
