"""The page over a real store: with Flask's own client, and served to a real browser."""

from __future__ import annotations

import os
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.test import TestResponse

from formkit.errors import Problem, problem
from formkit.i18n import set_language
from formkit.model.accounts import Role
from formkit.model.store import Store
from formkit.review.app import create_app
from formkit.review.background import background_of
from formkit.review.server import open_server
from formkit.store import open_store, passwords

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page

CODE = "ABCD-2345"
PASSWORD = "蓝色拖拉机去年春天停在桥边"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
AXE = Path(__file__).with_name("axe-4.14.1.min.js")


@pytest.fixture(autouse=True)
def _english_by_default() -> None:
    set_language("en")


@pytest.fixture(autouse=True)
def cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    passwords.of_nobody.cache_clear()


@dataclass(slots=True)
class Clock:
    """A clock that goes only when it is told."""

    now: datetime = field(default_factory=lambda: datetime(2013, 9, 30, 8, 0, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.now

    def on(self, **span: float) -> None:
        self.now += timedelta(**span)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    with open_store(str(tmp_path / "formkit.db")) as opened:
        opened.accounts.clock = clock
        yield opened


@dataclass(slots=True)
class Faults:
    """What was told of faults of ours."""

    found: list[Exception] = field(default_factory=list)

    def __call__(self, fault: Exception) -> Problem:
        self.found.append(fault)
        return problem("U012", path="formkit-fault.txt")


@pytest.fixture
def faults() -> Iterator[Faults]:
    """No test ends with a fault that it did not take out of the list."""
    told = Faults()
    yield told
    for each in told.found:
        raise each


class Compiled(BytecodeCache):
    """The templates of the page as an application of an earlier test compiled them."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


@pytest.fixture(scope="session")
def compiled() -> Compiled:
    return Compiled()


@pytest.fixture
def app(store: Store, faults: Faults, compiled: Compiled) -> Iterator[Flask]:
    made = create_app(store, on_fault=faults, code=CODE)
    made.jinja_env.bytecode_cache = compiled
    yield made
    background_of(made).close()


Client = FlaskClient


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def token_in(answer: TestResponse) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', answer.text)
    assert found is not None, answer.text
    return found[1]


def send(client: FlaskClient, path: str, *, page: str | None = None, **fields: str) -> TestResponse:
    """Open ``page`` (the same path where none is given), and send its form with these fields."""
    return client.post(path, data={"csrf_token": token_in(client.get(page or path)), **fields})


def log_in(client: FlaskClient, name: str, password: str = PASSWORD) -> TestResponse:
    return send(client, "/log-in", name=name, password=password)


def make_account(store: Store, name: str, role: Role, password: str = PASSWORD) -> None:
    """Make an account that has chosen its password already."""
    if store.accounts.accounts():
        store.accounts.add_account(name, role, "first-password-42", who="林站长")
        store.accounts.change_password(name, password, who=name)
    else:
        store.accounts.add_first(name, password)
        assert role is Role.ADMIN


def without_second_looks(store: Store) -> None:
    """Let the real command draw no sure field by chance among those that a test has waiting."""
    store.accounts.change_setting("look_share", "0", who="林站长")


@pytest.fixture
def people(store: Store) -> dict[Role, str]:
    """One account of each role."""
    names = {Role.ADMIN: "林站长", Role.REVIEW: "何医生", Role.ENTRY: "小周"}
    for role, name in names.items():
        make_account(store, name, role)
    return names


@pytest.fixture
def as_role(app: Flask, people: dict[Role, str]) -> Callable[[Role], FlaskClient]:
    """Return a browser in which somebody of that role is logged in."""

    def logged_in(role: Role) -> FlaskClient:
        browser = app.test_client()
        assert log_in(browser, people[role]).status_code == 303
        return browser

    return logged_in


@pytest.fixture
def served(app: Flask) -> Iterator[str]:
    """The address at which the real server answers."""
    server = open_server(app, "127.0.0.1", 0)
    server.expiration_interval = 0.02  # Seconds after which it looks whether it is to stop.
    thread = threading.Thread(target=server.serve)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.stop()
        thread.join()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A real browser; tests that need it are skipped, and say so, where there is none."""
    if CHROMIUM is None:
        pytest.skip("NO CHROMIUM on the PATH: the page is not tested in a real browser")
    from playwright.sync_api import sync_playwright

    root = hasattr(os, "geteuid") and os.geteuid() == 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"] if root else [])
        yield browser
        browser.close()


@pytest.fixture
def window(chromium: Browser) -> Iterator[Page]:
    """A page of a fresh browser profile at the smaller screen; nothing outside may be asked."""
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    page, strays = _watched(context)
    yield page
    context.close()
    assert strays == []


def _watched(context: BrowserContext) -> tuple[Page, list[str]]:
    strays: list[str] = []
    page = context.new_page()
    page.on("request", lambda asked: strays.append(asked.url) if not _local(asked.url) else None)
    page.on("pageerror", lambda error: strays.append(f"script: {error}"))
    page.on("console", lambda told: strays.append(f"console: {told.text}") if _is_wrong(told) else None)
    return page, strays


def _is_wrong(told: ConsoleMessage) -> bool:
    """Say whether the browser complains, of our policy for instance; a page that refuses a form is no complaint."""
    return told.type == "error" and not told.text.startswith("Failed to load resource")


def _local(url: str) -> bool:
    return url.startswith(("http://127.0.0.1:", "https://127.0.0.1:", "data:"))


def click_through(there: Locator) -> None:
    """Click what leads to another page, or to the same one anew, and wait for it: a click alone does not wait."""
    with there.page.expect_navigation():
        there.click()


def speak(window: Page, language: str) -> None:
    """Let the page that is shown speak the language, ``zh_CN`` or ``en``."""
    button = window.locator(f"button[value={language}]")
    if button.count():
        click_through(button)


def enter(window: Page, served: str, name: str, language: str = "en") -> None:
    """Log in by keyboard, in a language, and come to the first page."""
    window.goto(f"{served}/log-in")
    speak(window, language)
    window.locator("#name").fill(name)
    window.locator("#password").fill(PASSWORD)
    window.keyboard.press("Enter")
    window.wait_for_url(f"{served}/")


def violations(page: Page) -> list[str]:
    """Return what axe finds wrong with the page that is shown, by WCAG 2.2 AA and its own best practices."""
    page.wait_for_load_state()
    page.evaluate(f"() => {{ {AXE.read_text(encoding='utf-8')} }}")
    found = page.evaluate("() => axe.run()")
    assert found["passes"], "axe looked at nothing"
    every = [(each["id"], node) for each in found["violations"] for node in each["nodes"]]
    return [f"{rule}: {node['html']} {node['failureSummary']}" for rule, node in every]
