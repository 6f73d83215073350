"""Accounts, passwords, sessions, settings and the audit, over a file and over memory alike."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock
from time import sleep

import pytest
from argon2 import PasswordHasher

from formkit.errors import StoreError
from formkit.model.accounts import Accounts, Role
from formkit.model.store import Store
from formkit.store import engine, open_store, passwords

GOOD = "蓝色拖拉机去年春天停在桥边"
OTHER = "另一句只有我才知道的话呀"


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(passwords, "hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    passwords.of_nobody.cache_clear()
    yield
    passwords.of_nobody.cache_clear()


@pytest.fixture
def accounts(store: Store) -> Accounts:
    kept = store.accounts
    kept.clock = lambda: datetime(2013, 9, 30, 8, tzinfo=UTC)
    kept.add_first("林站长", GOOD)
    kept.add_account("小周", Role.ENTRY, GOOD, who="林站长")
    return kept


def later(accounts: Accounts, **span: float) -> None:
    now = accounts.clock() + timedelta(**span)
    accounts.clock = lambda: now


def code_of(refused: pytest.ExceptionInfo[StoreError]) -> str:
    return refused.value.problem.code


def test_the_passwords_of_the_product_are_argon2id_of_at_least_19_mebibytes() -> None:
    kept = PasswordHasher()
    found = kept.hash(GOOD)
    assert found.startswith("$argon2id$")
    assert kept.memory_cost >= 19 * 1024


def test_a_password_opens_its_account_only(accounts: Accounts) -> None:
    found = accounts.check_password(" 小周 ", GOOD)
    assert found is not None
    assert (found.name, found.role, found.renew) == ("小周", Role.ENTRY, True)
    assert accounts.check_password("小周", GOOD + "x") is None
    assert accounts.check_password("小周", "") is None
    assert accounts.check_password("小周", "x" * 5000) is None
    assert accounts.check_password("无此人", GOOD) is None


def test_a_name_without_an_account_costs_as_much_as_one_with(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []
    real = passwords.hasher.verify

    def counted(_hasher: PasswordHasher, kept: str, password: str) -> bool:
        looked.append(kept.rpartition("$")[0].rpartition("$")[0])
        return bool(real(kept, password))

    monkeypatch.setattr(PasswordHasher, "verify", counted)
    for name in ("小周", "无此人"):
        accounts.check_password(name, "wrong password 1")
    assert len(looked) == 2
    assert looked[0] == looked[1]


def test_many_wrong_tries_at_once_are_all_counted(tmp_path: Path) -> None:
    with open_store(str(tmp_path / "formkit.db")) as store:
        kept = store.accounts
        kept.add_first("林站长", GOOD)
        with ThreadPoolExecutor(8) as pool:
            wrong = list(pool.map(lambda n: kept.check_password("林站长", f"wrong password {n}"), range(8)))
        assert wrong == [None] * 8
        assert kept.check_password("林站长", GOOD) is None
        waiting = kept.account("林站长")
        assert waiting is not None
        assert waiting.waits_until is not None


def test_a_success_forgets_the_failures_before_it(accounts: Accounts) -> None:
    for _round in range(3):
        for _attempt in range(4):
            assert accounts.check_password("小周", "wrong password 1") is None
        assert accounts.check_password("小周", GOOD) is not None


def test_a_new_password_unlocks(accounts: Accounts) -> None:
    for _attempt in range(5):
        accounts.check_password("小周", "wrong password 1")
    assert accounts.check_password("小周", GOOD) is None
    accounts.change_password("小周", OTHER, who="林站长")
    assert accounts.check_password("小周", OTHER) is not None


def failed(accounts: Accounts, times: int, address: str, name: str = "林站长") -> None:
    for attempt in range(times):
        assert accounts.check_password(name, f"wrong password {attempt}", address) is None


def opens(accounts: Accounts, address: str, name: str = "林站长") -> bool:
    return accounts.check_password(name, GOOD, address) is not None


def test_who_fails_on_purpose_elsewhere_keeps_the_only_administrator_out_of_no_place_of_theirs(
    accounts: Accounts,
) -> None:
    assert opens(accounts, "10.0.0.2")
    for round_ in range(40):
        failed(accounts, 30, "10.0.0.66")
        failed(accounts, 5, f"10.0.1.{round_}")
        later(accounts, minutes=16)
    assert opens(accounts, "127.0.0.1")
    failed(accounts, 30, "10.0.0.66")
    assert opens(accounts, "10.0.0.2"), "the administrator logged in from there before"
    assert not opens(accounts, "10.0.0.66")


def test_the_wait_of_an_address_doubles_up_to_a_quarter_of_an_hour(accounts: Accounts) -> None:
    failed(accounts, 5, "10.0.0.66")
    for minutes in (1, 2, 4, 8, 15, 15):
        later(accounts, minutes=minutes, seconds=-1)
        assert not opens(accounts, "10.0.0.66"), minutes
        later(accounts, seconds=1)
        failed(accounts, 1, "10.0.0.66")
    later(accounts, minutes=15)
    assert opens(accounts, "10.0.0.66")
    failed(accounts, 4, "10.0.0.66")
    assert opens(accounts, "10.0.0.66"), "a success begins anew"


def test_an_account_that_is_tried_from_many_addresses_waits_for_strangers_but_not_for_its_person(
    accounts: Accounts,
) -> None:
    assert opens(accounts, "10.0.0.2")
    for host in range(20):
        failed(accounts, 1, f"10.0.1.{host}")
    assert not opens(accounts, "10.0.0.3"), "a stranger"
    assert opens(accounts, "10.0.0.2")
    for host in range(20):
        failed(accounts, 1, f"10.0.2.{host}")
    later(accounts, days=31)
    for host in range(20):
        failed(accounts, 1, f"10.0.3.{host}")
    assert not opens(accounts, "10.0.0.2"), "too long ago to be known"
    assert opens(accounts, "::1")


def test_an_address_that_fails_under_many_names_is_refused_without_looking_at_passwords(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(30):
        failed(accounts, 1, "10.0.0.66", f"无此人{number}")
    monkeypatch.setattr(passwords.Turn, "matches", lambda *_asked: pytest.fail("a password was looked at"))
    failed(accounts, 3, "10.0.0.66", "无此人")
    failed(accounts, 3, "10.0.0.66")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("2001:db8::1", "2001:db8::2:3", True), ("2001:db8::1", "2001:db8:0:1::1", False), ("::1", "127.0.0.5", True),
     ("::ffff:10.0.0.1", "10.0.0.1", True), ("fe80::1%eth0", "fe80::2", True), ("10.0.0.1", "10.0.0.2", False)],
)
def test_addresses_that_one_computer_can_choose_are_counted_together(
    accounts: Accounts, one: str, other: str, same: bool
) -> None:
    failed(accounts, 5, one)
    assert opens(accounts, other) != same


def test_refused_log_ins_are_told_together_and_none_is_lost(accounts: Accounts) -> None:
    def told() -> list[tuple[str, str]]:
        return [(each.who, each.about) for each in reversed(accounts.audited()) if each.what == "log-in refused"]

    for _quarter in range(4):
        failed(accounts, 40, "10.0.0.66", "小周")
        failed(accounts, 40, "10.0.0.67", "无此人")
        later(accounts, minutes=15)
    assert told() == [
        ("小周", "from 10.0.0.66"), ("", "from 10.0.0.67"),
        *[(who, f"40 times, last from {place}") for _quarter in range(3)
          for who, place in (("小周", "10.0.0.66"), ("", "10.0.0.67"))],
    ]
    assert opens(accounts, "127.0.0.1", "小周")
    assert told()[-1] == ("小周", "39 times, last from 10.0.0.66")
    assert opens(accounts, "127.0.0.1", "小周")
    assert len(told()) == 9


def test_no_more_than_two_passwords_are_hashed_at_a_time_wherever_one_is_set_or_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock, now, most = Lock(), [0], [0]

    def slowly(real: Callable[..., object]) -> Callable[..., object]:
        def hashing(*asked: object) -> object:
            with lock:
                now[0] += 1
                most[0] = max(most[0], now[0])
            try:
                sleep(0.02)
                return real(*asked)
            finally:
                with lock:
                    now[0] -= 1

        return hashing

    monkeypatch.setattr(PasswordHasher, "hash", slowly(PasswordHasher.hash))
    monkeypatch.setattr(PasswordHasher, "verify", slowly(PasswordHasher.verify))
    with open_store(str(tmp_path / "formkit.db")) as store, ThreadPoolExecutor(8) as pool:
        kept = store.accounts
        kept.add_first("林站长", GOOD)
        acts: list[Callable[[int], object]] = [
            lambda number: kept.add_account(f"小吴{number}", Role.ENTRY, GOOD, who="林站长"),
            lambda _number: kept.change_password("林站长", OTHER, who="林站长"),
            lambda _number: kept.check_password("林站长", GOOD),
        ]
        list(pool.map(lambda number: acts[number % 3](number), range(16)))
    assert most[0] == 2


def test_who_waits_too_long_for_others_is_sent_away_and_that_is_no_failure(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "PATIENCE", 0.0)
    with passwords.turn(), passwords.turn():
        for _attempt in range(9):
            with pytest.raises(StoreError, match="S406"):
                accounts.check_password("小周", GOOD)
    assert accounts.check_password("小周", GOOD) is not None


def test_a_hash_of_older_parameters_is_renewed_at_the_next_log_in(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    stronger = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)
    checked: list[bool] = []
    monkeypatch.setattr(passwords, "hasher", stronger)
    real = passwords.Turn.renewed

    def noted(turn: passwords.Turn, kept: str, password: str) -> str | None:
        checked.append(stronger.check_needs_rehash(kept))
        return real(turn, kept, password)

    monkeypatch.setattr(passwords.Turn, "renewed", noted)
    for _attempt in range(2):
        assert accounts.check_password("小周", GOOD) is not None
    assert checked == [True, False]


@pytest.mark.parametrize("password", ["short", "小周小周小周", "aaaaaaaaaaaaaa", "x" * 300, "", "          "])
def test_a_weak_password_is_refused_wherever_one_is_set(accounts: Accounts, password: str) -> None:
    for refuse in (
        lambda: accounts.add_account("小吴", Role.ENTRY, password, who="林站长"),
        lambda: accounts.change_password("小周", password, who="小周"),
    ):
        with pytest.raises(StoreError) as refused:
            refuse()
        assert code_of(refused) == "S404"
        assert password.strip() == "" or password not in str(refused.value)
    with pytest.raises(StoreError) as refused:
        accounts.add_account("Zhou-Xiaohe-7", Role.ENTRY, "ZHOU-xiaohe-7", who="林站长")
    assert code_of(refused) == "S404"


@pytest.mark.parametrize("name", ["", "  ", "小周", "小周 ", "ＬＩ", "x" * 41, "a\nb", "\u202ea"])
def test_a_name_that_is_taken_or_no_name_is_refused(accounts: Accounts, name: str) -> None:
    accounts.add_account("Li", Role.ENTRY, GOOD, who="林站长")
    with pytest.raises(StoreError) as refused:
        accounts.add_account(name, Role.ENTRY, GOOD, who="林站长")
    assert code_of(refused) == "S402"


def test_the_first_account_is_made_once(accounts: Accounts) -> None:
    with pytest.raises(StoreError) as refused:
        accounts.add_first("外人", GOOD)
    assert code_of(refused) == "S405"


def test_an_unknown_account_cannot_be_changed(accounts: Accounts) -> None:
    for change in (
        lambda: accounts.change_role("无此人", Role.ADMIN, who="林站长"),
        lambda: accounts.change_active("无此人", False, who="林站长"),
        lambda: accounts.change_password("无此人", GOOD, who="林站长"),
    ):
        with pytest.raises(StoreError) as refused:
            change()
        assert code_of(refused) == "S401"


def test_the_last_active_administrator_stays_one(accounts: Accounts) -> None:
    accounts.add_account("何医生", Role.ADMIN, GOOD, who="林站长")
    accounts.change_active("何医生", False, who="林站长")
    for change in (
        lambda: accounts.change_role("林站长", Role.REVIEW, who="林站长"),
        lambda: accounts.change_active("林站长", False, who="林站长"),
    ):
        with pytest.raises(StoreError) as refused:
            change()
        assert code_of(refused) == "S403"
    accounts.change_active("何医生", True, who="林站长")
    accounts.change_role("林站长", Role.REVIEW, who="何医生")
    assert {each.name: each.role for each in accounts.accounts()}["林站长"] is Role.REVIEW


def test_a_session_is_idle_for_a_quarter_of_an_hour_at_most_and_twelve_hours_long(accounts: Accounts) -> None:
    token = accounts.start_session("小周")
    later(accounts, minutes=14, seconds=59)
    assert accounts.session_account(token) is not None
    later(accounts, minutes=14, seconds=59)
    assert accounts.session_account(token) is not None
    later(accounts, minutes=15)
    assert accounts.session_account(token) is None
    token = accounts.start_session("小周")
    for _step in range(71):
        later(accounts, minutes=10)
        assert accounts.session_account(token) is not None
    later(accounts, minutes=10)
    assert accounts.session_account(token) is None


def test_a_session_ends_with_log_out_closing_and_a_new_password(accounts: Accounts) -> None:
    tokens = [accounts.start_session("小周") for _each in range(4)]
    accounts.end_session(tokens[0])
    accounts.end_session("unknown")
    assert accounts.session_account(tokens[0]) is None
    accounts.change_password("小周", OTHER, who="小周", keep=tokens[1])
    assert [accounts.session_account(each) is not None for each in tokens] == [False, True, False, False]
    accounts.change_active("小周", False, who="林站长")
    assert accounts.session_account(tokens[1]) is None
    accounts.change_active("小周", True, who="林站长")
    assert accounts.session_account(tokens[1]) is None


def test_neither_passwords_nor_tokens_stand_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "formkit.db"
    with open_store(str(path)) as store:
        store.accounts.add_first("林站长", GOOD)
        token = store.accounts.start_session("林站长")
        store.accounts.check_password(GOOD, GOOD)
    content = b"".join(each.read_bytes() for each in tmp_path.glob("formkit.db*") if each.is_file())
    assert token.encode() not in content
    assert GOOD.encode() not in content


def test_settings_are_kept_and_noted(accounts: Accounts) -> None:
    assert accounts.setting("share of second looks") is None
    for value in ("0.01", "0.02"):
        accounts.change_setting("share of second looks", value, who="林站长")
    assert accounts.setting("share of second looks") == "0.02"
    noted = [(each.who, each.what, each.about) for each in accounts.audited(2)]
    assert noted == [
        ("林站长", "setting changed", "share of second looks: 0.02"),
        ("林站长", "setting changed", "share of second looks: 0.01"),
    ]


def test_the_key_of_the_cookies_is_made_once_and_never_noted(accounts: Accounts) -> None:
    key = accounts.secret_key()
    assert len(key) == 64
    assert accounts.secret_key() == key
    assert [each for each in accounts.audited() if key in each.about] == []


def test_the_audit_tells_who_did_what(accounts: Accounts) -> None:
    accounts.check_password("小周", "wrong password 1")
    accounts.check_password(GOOD, "typed into the wrong place")
    token = accounts.start_session("小周")
    accounts.end_session(token)
    accounts.change_role("小周", Role.REVIEW, who="林站长")
    accounts.audit("小周", "record opened", "document 7")
    told = [(each.who, each.what, each.about) for each in reversed(accounts.audited())]
    assert told == [
        ("林站长", "account added", "林站长: admin"),
        ("林站长", "account added", "小周: entry"),
        ("小周", "log-in refused", "from 127.0.0.1"),
        ("", "log-in refused", "from 127.0.0.1"),
        ("小周", "logged in", ""),
        ("小周", "logged out", ""),
        ("林站长", "role changed", "小周: entry → review"),
        ("小周", "record opened", "document 7"),
    ]
    assert {each.at for each in accounts.audited()} == {"2013-09-30T08:00:00+00:00"}


def test_the_audit_is_read_in_parts(accounts: Accounts) -> None:
    for number in range(5):
        accounts.audit("小周", "record opened", f"document {number}")
    newest = accounts.audited(2)
    assert [each.about for each in newest] == ["document 4", "document 3"]
    assert [each.about for each in accounts.audited(2, before=newest[-1].id)] == ["document 2", "document 1"]


def test_a_session_goes_on_while_another_program_holds_the_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "PRAGMAS", ("busy_timeout=1", *engine.PRAGMAS[1:]))
    path = tmp_path / "formkit.db"
    with open_store(str(path)) as store:
        store.accounts.clock = lambda: datetime(2013, 9, 30, 8, tzinfo=UTC)
        store.accounts.add_first("林站长", GOOD)
        token = store.accounts.start_session("林站长")
        later(store.accounts, minutes=1)
        other = sqlite3.connect(path, isolation_level=None)
        try:
            other.execute("BEGIN IMMEDIATE")
            assert store.accounts.session_account(token) is not None
            with pytest.raises(StoreError, match="S007"):
                store.accounts.audit("林站长", "record opened")
        finally:
            other.close()


def test_the_audit_is_only_added_to(tmp_path: Path) -> None:
    path = tmp_path / "formkit.db"
    with open_store(str(path)) as store:
        store.accounts.audit("林站长", "record opened", "document 7")
    database = sqlite3.connect(path)
    try:
        for statement in ("UPDATE audit SET who = 'x'", "DELETE FROM audit"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                database.execute(statement)
    finally:
        database.close()
