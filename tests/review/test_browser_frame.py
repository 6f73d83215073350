"""The frame in a real browser: first start, log-in and log-out by keyboard alone, and what axe finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from formkit.model.accounts import Role
from formkit.model.store import Store
from tests.review.conftest import CODE, PASSWORD, enter, violations

if TYPE_CHECKING:
    from playwright.sync_api import Page


def type_in(window: Page, *words: str) -> None:
    """Type the words into the fields one after another, beginning at the one with the focus, and press Enter."""
    for number, word in enumerate(words):
        if number:
            window.keyboard.press("Tab")
        window.keyboard.type(word)
    with window.expect_navigation():
        window.keyboard.press("Enter")


def test_first_start_log_out_and_log_in_by_keyboard(window: Page, served: str, store: Store) -> None:
    window.goto(served)
    assert window.url == f"{served}/first-start"
    assert violations(window) == []
    type_in(window, "ABCD-9999", "林站长", PASSWORD, PASSWORD)
    window.wait_for_selector(".refusal")
    assert violations(window) == []
    assert window.locator("#name").input_value() == "林站长"
    window.locator("#code").fill("")
    window.locator("#code").focus()
    type_in(window, CODE, "林站长", PASSWORD, PASSWORD)
    window.wait_for_url(f"{served}/")
    assert violations(window) == []
    window.get_by_role("button", name="Log out").press("Enter")
    window.wait_for_url(f"{served}/log-in")
    assert violations(window) == []
    type_in(window, "林站长", "not the password")
    window.wait_for_selector(".refusal")
    assert window.locator("#password").evaluate("each => each === document.activeElement")
    type_in(window, PASSWORD)
    window.wait_for_url(f"{served}/")
    assert [each.what for each in store.accounts.audited()] == [
        "logged in", "log-in refused", "logged out", "logged in", "account added",
    ]


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)])
@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_page_of_the_frame_is_accessible_and_fits(
    window: Page, served: str, people: dict[Role, str], size: tuple[int, int], language: str
) -> None:
    window.set_viewport_size({"width": size[0], "height": size[1]})
    enter(window, served, people[Role.ADMIN], language)
    assert window.locator("html").get_attribute("lang") == {"zh_CN": "zh-CN", "en": "en"}[language]
    for path in ("/", "/accounts", "/settings", "/audit", "/password"):
        window.goto(served + path)
        assert violations(window) == [], path
        assert window.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), path


def test_the_focus_is_seen_wherever_it_goes(window: Page, served: str, people: dict[Role, str]) -> None:
    window.goto(f"{served}/log-in")
    seen = set()
    for _stop in range(6):
        seen.add(window.evaluate(
            "() => { const focused = document.activeElement, style = getComputedStyle(focused);"
            " return focused.tagName + ' ' + style.outlineStyle + ' ' + style.outlineWidth; }"
        ))
        window.keyboard.press("Tab")
    assert {each for each in seen if not each.startswith("BODY")} == {
        "INPUT solid 3px", "BUTTON solid 3px", "A solid 3px"
    }
