"""A reviewer's way through whole documents, a record and a roster, in a real browser and by keyboard."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl

from formkit.model.accounts import Role
from formkit.model.reading import DocumentStatus
from formkit.model.store import Store
from tests.review.conftest import enter, violations
from tests.review.scanned_store import COVER, LI, NAMESAKE, VISIT, VISIT_BACK, add_scan, visit

if TYPE_CHECKING:
    from playwright.sync_api import Page


def test_pages_and_persons_are_settled_by_keyboard(
    window: Page, served: str, store: Store, people: dict[Role, str]
) -> None:
    add_scan(store, "一.tif", LI | visit("2013-03-05", "1"), (COVER, VISIT), unknown=2)
    add_scan(store, "二.tif", NAMESAKE | visit("2013-06-11"), (COVER, VISIT))
    enter(window, served, people[Role.REVIEW])
    window.goto(f"{served}/documents")
    assert violations(window) == []
    window.keyboard.press("ArrowDown")
    window.keyboard.press("Enter")
    window.wait_for_url("**/documents/1")
    assert violations(window) == []

    window.keyboard.press("p")
    window.select_option("#picture-3 select", str(VISIT_BACK))
    window.click("#picture-3 button:has-text('Assign')")
    window.wait_for_selector("#picture-3 .tag.assigned")
    assert [each.page for each in store.whole.state(1).assigned] == [VISIT_BACK]
    window.keyboard.press("d")
    window.wait_for_selector("#picture-4.aside")
    assert store.whole.state(1).dismissed == {4}

    window.goto(f"{served}/documents/2")
    assert violations(window) == []
    window.keyboard.press("y")
    window.wait_for_selector("text=They are one person now")
    assert len(store.persons()) == 1
    window.keyboard.press("r")
    window.keyboard.type("另一家的")
    window.keyboard.press("Enter")
    window.wait_for_selector("text=Count it again")
    assert store.document(2).status is DocumentStatus.REJECTED
    window.keyboard.press("u")
    window.wait_for_selector("text=The document counts again")


def test_a_record_is_printed_and_a_roster_downloaded(
    window: Page, served: str, store: Store, people: dict[Role, str], tmp_path: Path
) -> None:
    add_scan(store, "一.tif", LI | visit("2013-03-05", "1"), (COVER, VISIT))
    enter(window, served, people[Role.REVIEW])
    window.goto(f"{served}/records")
    window.keyboard.type("李青禾")
    window.keyboard.press("Enter")
    window.wait_for_selector("text=1 person was found")
    assert violations(window) == []
    window.click("tbody a")
    window.wait_for_url("**/records/1")
    assert violations(window) == []
    window.keyboard.press("p")
    window.wait_for_url("**/records/1/print")
    assert violations(window) == []
    window.emulate_media(media="print")
    assert not window.is_visible(".unprinted")
    assert window.is_visible("text=For internal use")
    window.emulate_media(media="screen")

    window.goto(f"{served}/rosters")
    window.click("button:has-text('Look at it')")
    window.wait_for_selector("text=1 person stands on it")
    assert violations(window) == []
    with window.expect_download() as waited:
        window.click("button:has-text('Download the workbook')")
    waited.value.save_as(tmp_path / "roster.xlsx")
    book = openpyxl.load_workbook(tmp_path / "roster.xlsx")
    assert any("李青禾" in row for sheet in book for row in sheet.iter_rows(values_only=True))


def test_a_document_is_accepted_with_a_key_and_enter(
    window: Page, served: str, store: Store, people: dict[Role, str]
) -> None:
    add_scan(store, "一.tif", LI, (COVER,), unknown=1)
    enter(window, served, people[Role.REVIEW])
    window.goto(f"{served}/documents/1")
    window.keyboard.press("a")
    window.wait_for_selector("text=Back to the document")
    assert violations(window) == []
    assert store.document(1).status is DocumentStatus.REVIEW
    window.keyboard.press("Enter")
    window.wait_for_url(f"{served}/documents")
    assert store.document(1).status is DocumentStatus.ACCEPTED
