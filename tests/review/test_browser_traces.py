"""What a day's work leaves behind: no log, no file beside the store and no address tells of a person."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote_plus

from formkit.model.accounts import Role
from formkit.model.review import EVERYTHING
from formkit.store import open_store
from formkit.values.idcard import check_character
from tests.review.conftest import PASSWORD, enter, make_account, without_second_looks
from tests.review.queued import DANGER, NAME, NUMBER, add_queued
from tests.review.test_browser_fields import field, press

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

TYPED_NAME = "欧阳晴岚"
TYPED_NUMBER = "33019719810405012" + check_character("33019719810405012")
WRONG_PASSWORD = "写错了的那句话呀呀呀"
LOUD = """
import logging, sys
logging.basicConfig(level=1, filename=sys.argv.pop(1), encoding="utf-8")
for name in ("sqlalchemy", "sqlalchemy.engine", "sqlalchemy.pool", "flask", "flask_wtf", "werkzeug", "cheroot", "PIL"):
    logging.getLogger(name).setLevel(1)
from formkit.cli.main import main
main()
"""
"""The command with the log of every library that it serves with at its loudest."""


@contextmanager
def loud(folder: Path, store: Path) -> Iterator[str]:
    """Serve a store in a folder of its own, which also gets what is told, and yield the address."""
    (folder / "tmp").mkdir(parents=True)
    own = {"PYTHONUNBUFFERED": "1", "TMPDIR": str(folder / "tmp"), "PYTHONPATH": str(Path.cwd())}
    with (folder / "told.txt").open("wb") as told:
        server = subprocess.Popen(
            [sys.executable, "-c", LOUD, str(folder / "log.txt"), "review", "--store", str(store), "--port", "0",
             "--no-browser"],
            stdout=told, stderr=subprocess.STDOUT, cwd=folder, env={**os.environ, **own},
        )
        try:
            while not (found := re.search(rb"http://\S+/", (folder / "told.txt").read_bytes())):
                assert server.poll() is None
            yield found[0].decode().rstrip("/")
            server.send_signal(signal.SIGINT)
            assert server.wait(30) == 0
        finally:
            server.kill()
            server.wait()


def work(window: Page, url: str) -> None:
    """Work through what waits by keyboard, then look at the document, the person's record, reports and the audit."""
    window.goto(f"{url}/log-in")
    window.locator("#name").fill("林站长")
    window.locator("#password").fill(WRONG_PASSWORD)
    window.keyboard.press("Enter")
    window.wait_for_selector(".refusal")
    enter(window, url, "林站长")
    window.goto(f"{url}/queue")
    window.keyboard.press("Enter")
    typed = {NAME: TYPED_NAME, NUMBER: TYPED_NUMBER}
    while (shown := field(window)) in typed:
        window.locator("#typed").focus()
        window.keyboard.press("Control+a")
        window.keyboard.insert_text(typed[shown])
        assert window.locator("#typed").input_value() == typed.pop(shown)
        press(window, "Enter")
    assert typed == {}, "both were given out and typed"
    window.keyboard.press("Alt+p")
    window.wait_for_selector("#layer[open] svg")
    window.keyboard.press("Escape")
    press(window, "ArrowRight")
    window.goto(f"{url}/gallery?question=case-management@2017/followup.danger")
    window.wait_for_selector(".cell.looked")
    window.keyboard.press("2")
    window.wait_for_selector(".cell.done")
    window.keyboard.press("u")
    window.wait_for_selector(".cell .notice")
    for wanted in (TYPED_NAME, TYPED_NUMBER):
        window.goto(f"{url}/records")
        window.locator("#wanted").fill(wanted)
        window.keyboard.press("Enter")
        window.wait_for_selector("table.list, p.empty")
    for path in ("/records/1", "/records/1/print", "/documents", "/documents/1/pictures/1", "/reports", "/audit"):
        window.goto(url + path)
    window.goto(f"{url}/documents/1")
    window.keyboard.press("f")
    window.keyboard.insert_text(TYPED_NAME)
    window.keyboard.press("Enter")
    window.wait_for_selector("#found")


def test_no_log_no_file_beside_the_store_and_no_address_tells_of_a_person(chromium: Browser, tmp_path: Path) -> None:
    path, beside = tmp_path / "office" / "formkit.db", tmp_path / "beside"
    with open_store(str(path)) as store:
        make_account(store, "林站长", Role.ADMIN)
        without_second_looks(store)
        add_queued(store, 1, (NAME, NUMBER, DANGER))
        (person,) = store.persons()
    window = chromium.new_context(locale="zh-CN").new_page()
    asked: list[str] = []
    window.on("request", lambda request: asked.append(unquote_plus(request.url)))
    with loud(beside, path) as url:
        work(window, url)
        cookies = [each["value"] for each in window.context.cookies()]
    window.context.close()
    with open_store(str(path)) as store:
        assert (store.values(1)[NAME].value, store.values(1)[NUMBER].value) == (TYPED_NAME, TYPED_NUMBER)
        assert store.desk.take("林站长", EVERYTHING)
    known = person.identity
    secrets = [
        TYPED_NAME, TYPED_NUMBER, PASSWORD, WRONG_PASSWORD, *cookies,
        *filter(None, (known.name, known.id_number, known.number, known.village, known.phone, known.address)),
    ]
    assert len(secrets) > 8
    addresses = [each for each in asked if not each.startswith("data:")]
    assert len(addresses) > 40
    assert [(each, secret) for each in addresses for secret in secrets if secret in each] == []
    traces = [each for each in beside.rglob("*") if each.is_file()]
    assert {each.name for each in traces} == {"log.txt", "told.txt"}, "no fault, and no temporary file"
    assert "sqlalchemy.pool" in (beside / "log.txt").read_text(encoding="utf-8"), "the log is loud"
    for each in traces:
        told = each.read_bytes()
        assert [secret for secret in secrets if secret.encode() in told or ascii(secret)[1:-1].encode() in told] == []
    assert {each.name for each in path.parent.iterdir()} <= {"formkit.db", "formkit.db.blobs", "formkit.db.runs"}
