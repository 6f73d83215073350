"""The queue, the field page and the gallery over a real store: what a form does, whoever sends it and however often."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from formkit.matching import match
from formkit.model.accounts import Role
from formkit.model.reading import Document, FieldStatus, Reading
from formkit.model.review import EVERYTHING, Decision, DecisionKind, Entered
from formkit.model.store import Store
from formkit.pipeline.deciding import TWO_PERSONS
from formkit.pipeline.settling import settle
from formkit.review.background import background_of
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
    assert "Somebody decided this field meanwhile" in answer.text
    assert "赵远山" in answer.text
    assert store.values(document)[NAME].value == "赵远山"


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


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"kind": "undo"}', '{"kind": "first"}', "nonsense"])
def test_what_no_page_sends_is_refused(clerk: FlaskClient, store: Store, document: int, text: str) -> None:
    page = shown(clerk, document, SEX)
    assert decide(clerk, page, pick=text or "x").status_code == 400
    assert decide(clerk, page, token="short", pick=pick("blank")).status_code == 400
    assert decide(clerk, page, seen="x", pick=pick("blank")).status_code == 400
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
    app: Flask, clerk: FlaskClient, store: Store, document: int
) -> None:
    decide(clerk, shown(clerk, document, SLEEP), pick=pick("wrong_page"))
    background_of(app).settler.stop()
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
    send(one, "/queue/choose", page="/queue", by="question", value="case-management/followup.danger")
    assert 'name="field"' not in one.get("/fields").text, "it is another's turn"
    store.accounts.change_setting(TWO_PERSONS, json.dumps(["id_number"]), who="林站长")
    assert field_in(one.get("/fields").text) == DANGER
    one.get("/queue")
    page = shown(other, document, DANGER)
    assert form_in(page)["shown"] != "", "the reading is shown"
    assert "小周" in page
    one.get("/queue")
    decide(one, one.get("/fields").text, pick=pick("value", "2"))
    assert (store.values(document)[DANGER].value, store.desk.field((document, DANGER)).entries) == ("2", {})


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
    assert len(store.desk.take("何医生", EVERYTHING, 20)) == len(DOUBTED)


def test_the_gallery_shows_one_question_and_decides_each_cell(
    clerk: FlaskClient, store: Store, document: int
) -> None:
    other = add_queued(store, 2)
    page = clerk.get("/gallery?question=case-management/followup.danger", follow_redirects=True).text
    assert page.count('class="cell"') == 2
    cells = page.split('<li class="cell"')[1:]
    for cell, value in zip(cells, ("3", "2"), strict=True):
        data = {**form_in('id="work"' + cell), "pick": pick("value", value)}
        answer = clerk.post("/gallery/decide", data=data, headers={"HX-Request": "true"})
        assert 'class="cell done"' in answer.text
    assert [store.values(each)[DANGER].value for each in (document, other)] == ["3", "2"]


def test_a_document_is_settled_after_its_decisions(
    app: Flask, clerk: FlaskClient, store: Store, document: int
) -> None:
    decide(clerk, clerk.get("/fields").text, typed="李青禾")
    assert store.desk.unsettled() == (document,)
    background_of(app).settler.stop()
    assert store.desk.unsettled() == ()


def test_an_answer_of_a_file_without_pictures_is_shown_as_typed(
    clerk: FlaskClient, store: Store, document: int
) -> None:
    typed = Reading("abc", FieldStatus.REVIEW, 0.5, raw="一九八一年〇月")
    made = Document("typed.docx", hashlib.sha256(b"PK").hexdigest(), BOOK.id, BOOK.edition, None, {BORN: typed})
    number = store.add_document(made, b"PK", handbook=BOOK, matcher=match).document_id
    page = shown(clerk, number, BORN)
    assert "一九八一年〇月" in page
    assert "data:image" not in page


def test_each_clerk_has_a_part_of_their_own(app: Flask, clerk: FlaskClient, store: Store) -> None:
    make_account(store, "小吴", Role.ENTRY)
    other = app.test_client()
    log_in(other, "小吴")
    send(clerk, "/queue/choose", page="/queue", by="reason", value="look")
    assert 'name="field"' not in clerk.get("/fields").text
    assert 'name="field"' in other.get("/fields").text
