"""The queue, the field page and the gallery in a real browser, by keyboard alone."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from formkit.model.accounts import Role
from formkit.model.review import EVERYTHING
from formkit.model.store import Store
from formkit.store import open_store
from tests.review.conftest import PASSWORD, enter, make_account, speak, violations, without_second_looks
from tests.review.queued import BORN, DANGER, NAME, NUMBER, SEX, SLEEP, SYMPTOMS, add_queued

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

READY = "#work[data-ready]"


@pytest.fixture
def clerk(window: Page, served: str, store: Store, people: dict[Role, str]) -> Page:
    """A clerk before the queue, in which one document waits."""
    add_queued(store)
    enter(window, served, people[Role.ENTRY])
    window.goto(f"{served}/queue")
    return window


def test_without_scripts_the_whole_page_opens_at_the_field(
    chromium: Browser, served: str, store: Store, people: dict[Role, str]
) -> None:
    number = add_queued(store, doubted=(SLEEP,))
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served}/log-in")
    page.fill("#name", people[Role.ENTRY])
    page.fill("#password", PASSWORD)
    page.click("form:has(#password) button[type=submit], form:has(#password) button:not([type])")
    page.goto(f"{served}/fields")
    page.click("a.button:has-text('P')")
    page.wait_for_url(f"{served}/fields/{number}/{SLEEP}/page#place")
    box = page.locator("rect.place").bounding_box()
    assert box is not None
    assert box["width"] > 20, "large enough to be read"
    assert 0 <= box["y"] <= 768 - box["height"]
    assert page.locator("svg.sheet-picture").bounding_box()["height"] > 768, "the page is as wide as the window"  # type: ignore[index]
    context.close()


def field(window: Page) -> str:
    """Return the field that is shown and ready."""
    window.wait_for_selector(READY)
    return window.locator("#work [name=field]").input_value()


def press(window: Page, *keys: str) -> None:
    """Press keys one after another, each when the field is ready; the last one brings another field."""
    token = window.locator("#work [name=token]").input_value()
    for key in keys:
        window.wait_for_selector(READY)
        window.keyboard.press(key)
    window.wait_for_selector(f"{READY}:not(:has([name=token][value='{token}']))")


def test_a_document_is_decided_by_keyboard_alone(clerk: Page, store: Store) -> None:
    read = store.values(1)
    clerk.keyboard.press("Enter")
    assert field(clerk) == NAME
    clerk.keyboard.type("li")
    clerk.keyboard.press("Escape")
    assert clerk.locator("#typed").input_value() == ""
    clerk.keyboard.insert_text("李青禾")
    press(clerk, "Enter")
    assert field(clerk) == SEX or field(clerk) == BORN
    while (now := field(clerk)) != NUMBER:
        press(clerk, {SEX: "2", BORN: "Delete"}[now])
    press(clerk, "ArrowLeft")
    assert field(clerk) in (SEX, BORN)
    press(clerk, "ArrowRight")
    press(clerk, "Alt+x")
    answers = {SYMPTOMS: ("3", "Shift+1", "Enter"), SLEEP: ("x",), DANGER: ("3",)}
    while clerk.locator("#work [name=field]").count():
        token = clerk.locator("#work [name=token]").input_value()
        for key in answers[field(clerk)]:
            clerk.keyboard.press(key)
        clerk.wait_for_selector(f"{READY}:not(:has([name=token][value='{token}']))")
    assert "Nothing waits here" in clerk.locator("h1").inner_text()
    values = store.values(1)
    assert (values[NAME].value, values[SEX].value, values[BORN].value) == ("李青禾", "2", None)
    ticked = set(read[SYMPTOMS].value or ()) ^ {"3", "11"}
    assert set(values[SYMPTOMS].value or ()) == ticked
    assert [values[each].decided for each in (BORN, NUMBER, SLEEP, DANGER)] == [
        "blank", "illegible", "illegible", "value",
    ]
    clerk.keyboard.press("u")
    clerk.wait_for_selector(f"{READY}:has([name=field])")
    assert len(store.corrections(1)) == 8


def test_the_same_decision_is_not_made_twice_by_a_nervous_hand(clerk: Page, store: Store) -> None:
    clerk.keyboard.press("Enter")
    clerk.wait_for_selector(READY)
    clerk.evaluate(
        """() => { for (let i = 0; i < 5; i++) document.activeElement.dispatchEvent(
        new KeyboardEvent("keydown", {key: "Enter", code: "Enter", bubbles: true, cancelable: true})); }"""
    )
    clerk.wait_for_selector(f"{READY}:not(:has([name=field][value='{NAME}']))")
    assert [each.field_id for each in store.corrections(1)] == [NAME]


def test_composing_chinese_decides_nothing(clerk: Page, store: Store) -> None:
    clerk.keyboard.press("Enter")
    clerk.wait_for_selector(READY)
    for key in ("Enter", "1", "Backspace", "Delete"):
        clerk.evaluate(
            """key => document.activeElement.dispatchEvent(new KeyboardEvent("keydown",
            {key: key, code: key, isComposing: true, bubbles: true, cancelable: true}))""", key,
        )
    assert field(clerk) == NAME
    assert store.corrections(1) == ()


def test_letters_are_typed_where_words_are_asked_for(clerk: Page, store: Store) -> None:
    clerk.keyboard.press("Enter")
    assert field(clerk) == NAME
    for letter in "bxwpgu":
        clerk.keyboard.press(letter)
    assert clerk.locator("#typed").input_value() == "bxwpgu"
    clerk.keyboard.press("Backspace")
    assert clerk.locator("#typed").input_value() == "bxwpg"
    assert store.corrections(1) == ()


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)])
@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_screen_is_accessible_and_fits(clerk: Page, served: str, size: tuple[int, int], language: str) -> None:
    clerk.set_viewport_size({"width": size[0], "height": size[1]})
    speak(clerk, language)
    shows_well(clerk, "queue")
    clerk.goto(f"{served}/fields")
    clerk.wait_for_selector(READY)
    shows_well(clerk, "field of words")
    clerk.keyboard.press("?")
    clerk.wait_for_selector("#keys[open]")
    shows_well(clerk, "keys")
    clerk.keyboard.press("Escape")
    clerk.keyboard.press("Alt+p")
    clerk.wait_for_selector("#layer[open] svg")
    shows_well(clerk, "page")
    whole = clerk.locator("#layer svg").get_attribute("viewBox")
    clerk.keyboard.press("+")
    near = clerk.locator("#layer svg").get_attribute("viewBox")
    clerk.keyboard.press("ArrowDown")
    assert clerk.locator("#layer svg").get_attribute("viewBox") != near != whole
    clerk.keyboard.press("0")
    assert clerk.locator("#layer svg").get_attribute("viewBox") == whole
    clerk.keyboard.press("Escape")
    assert clerk.locator("#layer[open]").count() == 0
    for name in (SYMPTOMS, DANGER):
        clerk.goto(f"{served}/fields/1/{name}")
        clerk.wait_for_selector(READY)
        shows_well(clerk, name)
    clerk.goto(f"{served}/gallery?question=case-management@2017/followup.danger")
    clerk.wait_for_selector(".cell")
    shows_well(clerk, "gallery")


def shows_well(window: Page, what: str) -> None:
    assert violations(window) == [], what
    assert window.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), what


def test_the_gallery_goes_by_arrows_and_accepts_only_what_was_looked_at(
    window: Page, served: str, store: Store, people: dict[Role, str]
) -> None:
    numbers = [add_queued(store, each, (DANGER,)) for each in range(1, 6)]
    read = store.values(numbers[0])[DANGER].value
    enter(window, served, people[Role.ENTRY])
    window.goto(f"{served}/gallery?question=case-management@2017/followup.danger")
    window.wait_for_selector(".cell.looked")
    window.keyboard.press("4")
    window.wait_for_selector(".cell.done")
    window.keyboard.press("ArrowRight")
    assert window.locator(".cell.looked:not(.done)").count() == 2
    window.keyboard.press("Shift+Enter")
    window.wait_for_selector("ol:has(.cell.done:nth-child(2)):has(.cell.done:nth-child(3))")
    assert [bool(store.corrections(each)) for each in numbers] == [True, True, True, False, False]
    assert [store.values(each)[DANGER].value for each in numbers[:3]] == ["4", read, read]


def test_in_the_gallery_a_page_is_set_aside_a_field_put_off_and_the_last_decision_undone_by_key(
    window: Page, served: str, store: Store, people: dict[Role, str]
) -> None:
    numbers = [add_queued(store, each, (DANGER,)) for each in range(1, 5)]
    enter(window, served, people[Role.ENTRY])
    window.goto(f"{served}/gallery?question=case-management@2017/followup.danger")
    window.wait_for_selector(".cell.looked")
    window.keyboard.press("w")
    window.wait_for_selector(".cell.done:nth-child(1)")
    window.keyboard.press("Alt+l")
    window.wait_for_selector(".cell.done:nth-child(2)")
    window.keyboard.press("4")
    window.wait_for_selector(".cell.done:nth-child(3)")
    assert [store.desk.field((each, DANGER)).decided for each in numbers] == ["wrong_page", "", "value", ""]
    for place, number in ((3, numbers[2]), (1, numbers[0])):
        window.keyboard.press("u")
        window.wait_for_selector(f".cell:nth-child({place}):not(.done) .notice")
        assert window.locator(f".cell:nth-child({place})").evaluate("each => each === document.activeElement")
        assert store.desk.field((number, DANGER)).decided == ""
    shows_well(window, "gallery after undoing")
    window.keyboard.press("3")
    window.wait_for_selector(".cell.done:nth-child(1)")
    assert store.values(numbers[0])[DANGER].value == "3"


def test_what_was_decided_survives_a_server_that_is_killed(chromium: Browser, tmp_path: Path) -> None:
    path = tmp_path / "killed.db"
    with open_store(str(path)) as store:
        make_account(store, "林站长", Role.ADMIN)
        without_second_looks(store)
        add_queued(store)
    # A page of its own: that a server does not answer stands on the browser's console.
    window = chromium.new_context(locale="zh-CN").new_page()
    port = free_port()
    server, url = started(path, port)
    try:
        enter(window, url.rstrip("/"), "林站长")
        window.goto(f"{url}queue")
        window.keyboard.press("Enter")
        window.wait_for_selector(READY)
        window.keyboard.insert_text("李青禾")
        press(window, "Enter")
        second = field(window)
        # The decision reaches the store and the server dies before it can answer.
        window.route("**/fields/decide", lambda route: (route.fetch(), kill(server), route.abort()))
        window.keyboard.press("x" if window.locator("#typed").count() == 0 else "Alt+x")
        window.wait_for_selector("#notices .refusal")
        window.unroute("**/fields/decide")
        server, url = started(path, port)
        press(window, "x" if window.locator("#typed").count() == 0 else "Alt+x")
        assert field(window) not in (NAME, second)
    finally:
        kill(server)
        window.context.close()
    with open_store(str(path)) as store:
        assert [(each.field_id, each.after) for each in store.corrections(1)] == [(NAME, "李青禾"), (second, None)]


def started(path: Path, port: int) -> tuple[subprocess.Popen[str], str]:
    """Start the real command on a store, and return it with its address."""
    command = "from formkit.cli.main import main; main()"
    server = subprocess.Popen(
        [sys.executable, "-c", command, "review", "--store", str(path), "--port", str(port), "--no-browser"],
        stdout=subprocess.PIPE, text=True, encoding="utf-8", env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert server.stdout is not None
    found = re.search(r"http://\S+/", server.stdout.readline())
    assert found is not None
    return server, found[0]


def free_port() -> int:
    """Return a port that is free: a port that the system chooses for a server cannot be listened on again at once."""
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


def kill(server: subprocess.Popen[str]) -> None:
    server.send_signal(signal.SIGKILL)
    server.communicate()


def test_a_field_is_put_off_and_the_queue_is_left_by_key(clerk: Page, store: Store) -> None:
    clerk.keyboard.press("Enter")
    first = field(clerk)
    press(clerk, "Alt+l")
    second = field(clerk)
    press(clerk, "ArrowRight")
    assert len({first, second, field(clerk)}) == 3
    clerk.keyboard.press("Alt+q")
    clerk.wait_for_url("**/queue")
    assert {first, second} <= {each.field_id for each in store.desk.take("何医生", EVERYTHING, 20)}


def test_a_link_in_the_head_leaves_the_fields_to_others(clerk: Page, store: Store) -> None:
    for page, there in (("/fields", READY), ("/gallery?question=case-management@2017/followup.danger", ".cell")):
        clerk.goto(clerk.url.partition("/queue")[0] + page)
        clerk.wait_for_selector(there)
        assert store.desk.in_hand("小周", EVERYTHING)
        clerk.locator("header nav a[href='/queue']").click()
        clerk.wait_for_url("**/queue")
        assert store.desk.in_hand("小周", EVERYTHING) == ()
