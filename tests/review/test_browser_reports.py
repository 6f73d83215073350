"""Settings and reports in a real browser: what an administrator does with them, and what axe finds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from formkit.model.accounts import Role
from formkit.model.store import Store
from formkit.pipeline.calibrating import calibration_in_use
from formkit.pipeline.deciding import kinds_of_two
from formkit.pipeline.second_looks import share_of
from tests.review.conftest import click_through, enter, violations
from tests.review.test_reports import office

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["office"]


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)])
@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_an_administrator_sets_reads_and_recalibrates(
    window: Page, served: str, office: Store, people: dict[Role, str], size: tuple[int, int], language: str,
) -> None:
    window.set_viewport_size({"width": size[0], "height": size[1]})
    enter(window, served, people[Role.ADMIN], language)

    def is_sound(name: str) -> None:
        assert violations(window) == [], name
        assert window.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), name

    window.goto(f"{served}/settings")
    window.locator("input[value=danger]").check()
    window.locator("#share").fill("2")
    is_sound("settings")
    click_through(window.locator("button.main"))
    window.wait_for_selector(".notice")
    assert (kinds_of_two(office), share_of(office)) == ({"danger"}, 0.02)
    is_sound("settings saved")
    window.goto(f"{served}/reports")
    is_sound("reports")
    window.locator("a[href='/reports/calibration']").click()
    window.wait_for_url(f"{served}/reports/calibration")
    is_sound("calibration")
    window.locator("button.main").press("Enter")
    window.wait_for_url(f"{served}/reports/calibration/confirm")
    is_sound("confirmation")
    assert str(Path("calibration.json").resolve()) in window.locator("main").inner_text()
    window.locator("button.main").press("Enter")
    window.wait_for_url(f"{served}/reports/calibration")
    window.wait_for_selector(".notice")
    assert calibration_in_use().models["circle"].threshold > 0.95
    window.goto(f"{served}/audit")
    window.locator("#what").select_option("recalibrated")
    click_through(window.locator("form.filter button"))
    is_sound("audit")
    assert window.locator("tbody tr").count() == 1
