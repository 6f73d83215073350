"""The frame of the page: who gets in, how long, what every answer carries, and what strangers are told."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from formkit.errors import StoreError
from formkit.model.accounts import Role
from formkit.model.store import Store
from formkit.review.app import OPEN, create_app
from formkit.review.headers import HEADERS
from formkit.store import passwords
from tests.review.conftest import CODE, PASSWORD, Clock, Faults, log_in, make_account, send, token_in

AsRole = Callable[[Role], FlaskClient]
GOOD = {"code": CODE, "name": "林站长", "password": PASSWORD, "again": PASSWORD}


def test_the_first_start_makes_an_administrator_who_is_logged_in(client: FlaskClient, store: Store) -> None:
    assert client.get("/").headers["Location"] == "/log-in"
    assert client.get("/log-in").headers["Location"] == "/first-start"
    assert send(client, "/first-start", **GOOD | {"code": " abcd2345 "}).headers["Location"] == "/"
    assert "林站长" in client.get("/").text
    made = store.accounts.accounts()[0]
    assert (made.name, made.role, made.renew) == ("林站长", Role.ADMIN, False)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"code": "ABCD-2346"}, "not the code"),
        ({"code": "密码"}, "not the code"),
        ({"again": PASSWORD + "!"}, "not the same"),
        ({"password": "short", "again": "short"}, "too easy to guess"),
        ({"password": "ababababababab", "again": "ababababababab"}, "too easy to guess"),
        ({"name": " "}, "cannot be used for an account"),
        ({"name": "a\x07b"}, "cannot be used for an account"),
    ],
)
def test_the_first_start_refuses(client: FlaskClient, store: Store, wrong: dict[str, str], told: str) -> None:
    answer = send(client, "/first-start", **GOOD | wrong)
    assert (answer.status_code, told in answer.text) == (400, True), answer.text
    assert store.accounts.accounts() == ()


def test_there_is_one_first_start_only(client: FlaskClient, store: Store, faults: Faults) -> None:
    token = token_in(client.get("/first-start"))
    make_account(store, "林站长", Role.ADMIN)
    answer = client.post("/first-start", data={"csrf_token": token, **GOOD, "name": "外人"})
    assert answer.headers["Location"] == "/log-in"
    with pytest.raises(StoreError, match="S405"):
        store.accounts.add_first("外人", PASSWORD)
    assert [each.name for each in store.accounts.accounts()] == ["林站长"]
    assert create_app(store, on_fault=faults).test_client().get("/first-start").status_code == 303


def test_without_a_code_nobody_makes_the_first_account(store: Store, faults: Faults) -> None:
    stranger = create_app(store, on_fault=faults).test_client()
    assert stranger.get("/first-start").status_code == 404
    token = token_in(create_app(store, on_fault=faults, code=CODE).test_client().get("/first-start"))
    assert stranger.post("/first-start", data={"csrf_token": token, **GOOD, "code": ""}).status_code in (400, 404)
    assert store.accounts.accounts() == ()


def test_every_page_asks_for_a_role_but_the_few_that_let_people_in(app: Flask) -> None:
    asks = {name for name, view in app.view_functions.items() if hasattr(view, "least")}
    assert set(app.view_functions) - asks == OPEN | {"log_in.leave"}


def test_strangers_reach_no_page(app: Flask, client: FlaskClient, people: dict[Role, str]) -> None:
    for rule in app.url_map.iter_rules():
        if rule.endpoint in OPEN or "GET" not in (rule.methods or ()):
            continue
        path = re.sub(r"<\w+>", "cover.sex", re.sub(r"<int:\w+>", "1", str(rule)))
        answer = client.get(path)
        assert (answer.status_code, answer.headers.get("Location")) == (303, "/log-in"), path


@pytest.mark.parametrize(
    ("path", "allowed"), [("/", ("entry", "review", "admin")), ("/password", ("entry", "review", "admin")),
                          ("/accounts", ("admin",)), ("/audit", ("admin",))],
)
def test_each_role_reaches_its_pages_and_no_others(as_role: AsRole, path: str, allowed: tuple[str, ...]) -> None:
    for role in Role:
        assert as_role(role).get(path).status_code == (200 if role in allowed else 403), role


def test_a_role_cannot_send_what_it_cannot_see(as_role: AsRole, store: Store) -> None:
    clerk = as_role(Role.ENTRY)
    token = token_in(clerk.get("/"))
    for path in ("add", "role", "active", "password"):
        sent = {"csrf_token": token, "name": "小周", "role": "admin", "password": PASSWORD, "active": "no"}
        assert clerk.post(f"/accounts/{path}", data=sent).status_code == 403
    found = store.accounts.account("小周")
    assert found is not None
    assert (found.role, found.active) == (Role.ENTRY, True)


def test_a_changed_role_holds_at_once_and_a_closed_account_is_out_at_once(as_role: AsRole, store: Store) -> None:
    clerk = as_role(Role.ENTRY)
    store.accounts.change_role("小周", Role.ADMIN, who="林站长")
    assert clerk.get("/accounts").status_code == 200
    store.accounts.change_active("小周", False, who="林站长")
    assert clerk.get("/").headers["Location"] == "/log-in"


@pytest.mark.parametrize("token", [None, "", "wrong"])
def test_nothing_is_done_without_the_token_of_the_page(as_role: AsRole, store: Store, token: str | None) -> None:
    admin = as_role(Role.ADMIN)
    sent = {"name": "新人", "role": "entry", "password": PASSWORD}
    answer = admin.post("/accounts/add", data=sent if token is None else sent | {"csrf_token": token})
    assert (answer.status_code, "open for too long" in answer.text) == (400, True)
    assert store.accounts.account("新人") is None


def test_the_token_of_one_log_in_is_of_no_use_in_another(as_role: AsRole, store: Store) -> None:
    other = token_in(as_role(Role.ADMIN).get("/accounts"))
    sent = {"csrf_token": other, "name": "新人", "role": "entry", "password": PASSWORD}
    assert as_role(Role.ADMIN).post("/accounts/add", data=sent).status_code == 400


def test_what_another_site_sends_is_refused(as_role: AsRole) -> None:
    admin = as_role(Role.ADMIN)
    sent = {"csrf_token": token_in(admin.get("/"))}
    for site in ("cross-site", "same-site", "none"):
        assert admin.post("/log-out", data=sent, headers={"Sec-Fetch-Site": site}).status_code == 400
    assert admin.post("/log-out", data=sent, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 303


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "localhost:8765", "[::1]:8765", "[::1]", "localhost"])
def test_loopback_is_answered_under_each_of_its_names(client: FlaskClient, host: str) -> None:
    assert client.get("/first-start", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "10.0.0.9:8765", "evil.example:127", ""])
def test_a_foreign_host_is_refused(client: FlaskClient, host: str) -> None:
    for path in ("/", "/first-start", "/static/page.css", "/nowhere"):
        answer = client.get(path, headers={"Host": host})
        assert answer.status_code == 400, path
        assert "Set-Cookie" not in answer.headers


def test_the_host_that_was_named_is_answered_too(store: Store, faults: Faults) -> None:
    other = create_app(store, on_fault=faults, code=CODE, host="office-pc", tls=True).test_client()
    assert other.get("/first-start", base_url="https://office-pc:8765").status_code == 200
    assert other.get("/first-start", base_url="https://office-pd").status_code == 400


def test_every_answer_carries_the_headers(as_role: AsRole, client: FlaskClient) -> None:
    admin = as_role(Role.ADMIN)
    answers = [
        admin.get("/"), admin.get("/accounts"), admin.get("/nowhere"), admin.post("/log-out"), client.get("/"),
        client.get("/log-in"), client.get("/static/page.css", buffered=True),
        client.get("/", headers={"Host": "evil.example"}),
    ]
    assert [each.status_code for each in answers] == [200, 200, 404, 400, 303, 200, 200, 400]
    for each in answers:
        assert {name: each.headers.get(name) for name in HEADERS} == HEADERS
    kept = [each.headers["Cache-Control"] for each in answers]
    assert kept == [*["no-store"] * 6, "no-cache", "no-store"]
    policy = answers[0].headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("tls", [False, True])
def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(store: Store, faults: Faults, tls: bool) -> None:
    browser = create_app(store, on_fault=faults, code=CODE, tls=tls).test_client()
    cookie = browser.get("/first-start", base_url=f"http{'s' if tls else ''}://localhost").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert ("Secure" in cookie, cookie.startswith("__Host-")) == (tls, tls)


def test_while_two_passwords_are_checked_a_third_log_in_waits_and_is_sent_away(
    client: FlaskClient, people: dict[Role, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "PATIENCE", 0.0)
    with passwords.turn(), passwords.turn():
        assert log_in(client, people[Role.ENTRY]).status_code == 503
    assert log_in(client, people[Role.ENTRY]).status_code == 303


def test_over_tls_a_form_is_taken_though_no_referrer_is_sent(store: Store, faults: Faults) -> None:
    browser = create_app(store, on_fault=faults, code=CODE, tls=True).test_client()
    token = token_in(browser.get("/first-start", base_url="https://localhost"))
    answer = browser.post("/first-start", data={"csrf_token": token, **GOOD}, base_url="https://localhost")
    assert answer.status_code == 303


def test_after_five_failures_a_log_in_waits_and_is_told_the_same_as_a_name_that_there_is_not(
    client: FlaskClient, as_role: AsRole, clock: Clock
) -> None:
    for _attempt in range(5):
        assert log_in(client, "小周", "wrong password 1").status_code == 403
    waiting = log_in(client, "小周")
    unknown = log_in(client, "无此人", "wrong password 1")
    assert waiting.status_code == unknown.status_code == 403
    assert "After five failures" in waiting.text
    assert "After five failures" in unknown.text
    assert "failed log-ins, waits until" in as_role(Role.ADMIN).get("/accounts").text
    clock.on(seconds=59)
    assert log_in(client, "小周").status_code == 403
    clock.on(seconds=1)
    assert log_in(client, "小周").status_code == 303


def test_failures_of_another_computer_keep_nobody_here_out(app: Flask, people: dict[Role, str]) -> None:
    far, here = app.test_client(), app.test_client()
    far.environ_base["REMOTE_ADDR"] = "10.0.0.66"
    for _attempt in range(9):
        assert log_in(far, people[Role.ADMIN], "wrong password 1").status_code == 403
    assert log_in(far, people[Role.ADMIN]).status_code == 403
    assert log_in(here, people[Role.ADMIN]).status_code == 303


def test_a_session_ends_when_nobody_does_anything_for_a_quarter_of_an_hour(as_role: AsRole, clock: Clock) -> None:
    clerk = as_role(Role.ENTRY)
    clock.on(minutes=14, seconds=50)
    assert clerk.get("/").status_code == 200
    clock.on(minutes=14, seconds=50)
    assert clerk.get("/").status_code == 200
    clock.on(minutes=15)
    assert clerk.get("/").headers["Location"] == "/log-in"
    part = clerk.get("/", headers={"HX-Request": "true"})
    assert (part.status_code, part.headers["HX-Redirect"]) == (401, "/log-in")


def test_a_session_ends_after_twelve_hours_of_work(as_role: AsRole, clock: Clock) -> None:
    clerk = as_role(Role.ENTRY)
    for _step in range(71):
        clock.on(minutes=10)
        assert clerk.get("/").status_code == 200
    clock.on(minutes=10)
    assert clerk.get("/").headers["Location"] == "/log-in"


def test_logging_out_ends_the_session_in_the_store_too(as_role: AsRole, app: Flask) -> None:
    clerk = as_role(Role.ENTRY)
    cookie = clerk.get_cookie("formkit")
    assert cookie is not None
    assert send(clerk, "/log-out", page="/").headers["Location"] == "/log-in"
    thief = app.test_client()
    thief.set_cookie("formkit", cookie.value)
    assert thief.get("/").headers["Location"] == "/log-in"


def test_a_cookie_of_another_store_opens_nothing(as_role: AsRole, app: Flask, people: dict[Role, str]) -> None:
    cookie = as_role(Role.ADMIN).get_cookie("formkit")
    assert cookie is not None
    thief = app.test_client()
    thief.set_cookie("formkit", cookie.value[:-2] + "xx")
    assert thief.get("/").headers["Location"] == "/log-in"


def test_logging_in_begins_with_a_new_token_and_cookie(client: FlaskClient, people: dict[Role, str]) -> None:
    before = token_in(client.get("/log-in"))
    log_in(client, "小周")
    assert client.post("/log-out", data={"csrf_token": before}).status_code == 400


def test_a_new_person_chooses_a_password_before_anything_else(as_role: AsRole, app: Flask) -> None:
    admin = as_role(Role.ADMIN)
    first = "第一次用的临时口令一二三"
    added = send(admin, "/accounts/add", page="/accounts", name="小吴", role="entry", password=first)
    assert added.headers["Location"] == "/accounts"
    assert "小吴 can log in now" in admin.get("/accounts").text
    browser = app.test_client()
    log_in(browser, "小吴", first)
    assert browser.get("/").headers["Location"] == "/password"
    refused = send(browser, "/password", old=first, password=first, again=first)
    assert (refused.status_code, "is the old one" in refused.text) == (400, True)
    own = "我自己想出来的一句长话儿"
    assert send(browser, "/password", old=first, password=own, again=own).headers["Location"] == "/"
    assert browser.get("/").status_code == 200


def test_a_changed_password_ends_the_sessions_elsewhere(as_role: AsRole) -> None:
    here, there = as_role(Role.ENTRY), as_role(Role.ENTRY)
    new = "另一句只有我才知道的话呀"
    assert "wrong" in send(here, "/password", old="not it at all", password=new, again=new).text
    assert "not the same" in send(here, "/password", old=PASSWORD, password=new, again=new + "x").text
    assert "too easy" in send(here, "/password", old=PASSWORD, password="aaaa", again="aaaa").text
    assert send(here, "/password", old=PASSWORD, password=new, again=new).status_code == 303
    assert here.get("/").status_code == 200
    assert there.get("/").headers["Location"] == "/log-in"


def test_the_administrator_changes_roles_passwords_and_access(
    as_role: AsRole, store: Store, client: FlaskClient
) -> None:
    admin = as_role(Role.ADMIN)
    send(admin, "/accounts/role", page="/accounts", name="小周", role="review")
    send(admin, "/accounts/active", page="/accounts", name="何医生", active="no")
    send(admin, "/accounts/password", page="/accounts", name="小周", password="由站长重新给的新口令")
    found = {each.name: each for each in store.accounts.accounts()}
    assert found["小周"].role is Role.REVIEW
    assert found["小周"].renew
    assert not found["何医生"].active
    assert log_in(client, "何医生").status_code == 403
    shown = admin.get("/accounts").text
    assert "has to choose a password" in shown
    assert "Open the account of 何医生 again" in shown
    send(admin, "/accounts/active", page="/accounts", name="何医生", active="yes")
    assert log_in(client, "何医生").status_code == 303


def test_the_last_administrator_stays(as_role: AsRole, store: Store) -> None:
    admin = as_role(Role.ADMIN)
    for path, fields in (("role", {"role": "entry"}), ("active", {"active": "no"})):
        answer = send(admin, f"/accounts/{path}", page="/accounts", name="林站长", **fields)
        assert (answer.status_code, "only administrator left" in answer.text) == (400, True)
    own = store.accounts.account("林站长")
    assert own is not None
    assert (own.role, own.active) == (Role.ADMIN, True)


def test_accounts_that_do_not_exist_or_roles_that_there_are_not(as_role: AsRole) -> None:
    admin = as_role(Role.ADMIN)
    assert "no account 无此人" in send(admin, "/accounts/role", page="/accounts", name="无此人", role="entry").text
    assert send(admin, "/accounts/role", page="/accounts", name="小周", role="king").status_code == 400
    twice = send(admin, "/accounts/add", page="/accounts", name=" 小周 ", role="entry", password=PASSWORD)
    assert "cannot be used for an account" in twice.text


def test_each_person_chooses_the_language(as_role: AsRole) -> None:
    clerk, other = as_role(Role.ENTRY), as_role(Role.REVIEW)
    answer = send(clerk, "/language", page="/", language="zh_CN", back="/password")
    assert answer.headers["Location"] == "/password"
    assert "修改密码" in clerk.get("/password").text
    assert 'lang="zh-CN"' in clerk.get("/password").text
    assert "Change the password" in other.get("/password").text
    assert "没有这个页面" in clerk.get("/nowhere").text
    send(clerk, "/log-out", page="/")
    assert "<h1>登入</h1>" in clerk.get("/log-in").text
    send(clerk, "/language", page="/log-in", language="tlh", back="/log-in")
    assert "<h1>登入</h1>" in clerk.get("/log-in").text


@pytest.mark.parametrize(
    ("shown", "page"),
    [("/documents/1/persons", "/documents/1"), ("/rosters", "/rosters"), ("/records", "/records"),
     ("/accounts/add", "/accounts"), ("/fields/decide", "/fields"), ("/gallery/decide", "/gallery"),
     ("/documents?wrong=persons&page=2", "/documents?wrong=persons&page=2"), ("/nowhere", "/"), ("/log-out", "/")],
)
def test_after_a_form_the_language_changes_on_the_page_of_the_form(as_role: AsRole, shown: str, page: str) -> None:
    admin = as_role(Role.ADMIN)
    assert send(admin, "/language", page="/", language="zh_CN", back=shown).headers["Location"] == page


@pytest.mark.parametrize("back", ["//evil.example", "/\\evil.example", "https://evil.example", "", "/\n/evil.example"])
def test_the_way_back_never_leads_elsewhere(client: FlaskClient, back: str) -> None:
    answer = send(client, "/language", page="/first-start", language="en", back=back)
    assert answer.headers["Location"] == "/"


def test_a_fault_is_told_without_a_trace(
    app: Flask, as_role: AsRole, faults: Faults, caplog: pytest.LogCaptureFixture
) -> None:
    def break_down() -> str:
        raise ZeroDivisionError("110101199001011237")

    app.add_url_rule("/fault", "fault", break_down)
    clerk = as_role(Role.ENTRY)
    answer = clerk.get("/fault")
    assert (answer.status_code, "formkit-fault.txt" in answer.text) == (500, True)
    part = clerk.get("/fault", headers={"HX-Request": "true"})
    assert (part.status_code, part.mimetype) == (500, "text/plain")
    for text in (answer.text, part.text, caplog.text):
        assert "110101199001011237" not in text
        assert "Traceback" not in text
    assert [type(each) for each in faults.found] == [ZeroDivisionError] * 2
    faults.found.clear()


def test_a_store_that_fails_is_told_in_words(app: Flask, as_role: AsRole) -> None:
    def fail() -> str:
        raise StoreError.of("S007", cause="disk I/O error")

    app.add_url_rule("/failing", "failing", fail)
    answer = as_role(Role.ENTRY).get("/failing")
    assert (answer.status_code, "could not be read or written" in answer.text) == (503, True)


def test_too_large_a_request_is_refused(as_role: AsRole) -> None:
    clerk = as_role(Role.ENTRY)
    answer = clerk.post("/password", data={"csrf_token": token_in(clerk.get("/")), "old": "x" * (2 << 20)})
    assert answer.status_code == 413


def test_the_audit_is_for_administrators_and_shown_in_parts(as_role: AsRole, store: Store) -> None:
    admin = as_role(Role.ADMIN)
    assert as_role(Role.REVIEW).get("/audit").status_code == 403
    for number in range(150):
        store.accounts.audit("小周", "record opened", f"document {number}")
    shown = admin.get("/audit").text
    assert "document 149" in shown
    assert "document 49<" not in shown
    older = re.search(r'name="before" value="(\d+)"', shown)
    assert older is not None
    rest = send(admin, "/audit", before=older[1]).text
    assert "document 49<" in rest
    assert "logged in" in rest
    assert 'name="before"' not in rest
    assert send(admin, "/audit", before="nonsense").status_code == 200


def test_no_address_holds_a_name(app: Flask) -> None:
    assert [str(rule) for rule in app.url_map.iter_rules() if "<string" in str(rule) or "name>" in str(rule)] == [
        "/static/<path:filename>"
    ]
