"""How long a clerk waits for the next field: from the key press to the crop of the next field, in a real browser.

    python bench/review.py [--fields 10000] [--presses 200] [--store FOLDER]

A few pages of the sample booklet are filled by hand, scanned and read as any scan is. Their readings are stored as
many documents, each with a file of its own and every field of it in doubt, until so many fields wait. `formkit review`
serves that store, Chromium opens it, and Enter accepts one field after another. What is measured is the time inside
the page (performance.now) between the key press and the moment when the picture of the next field is decoded and its
keys work. With ``--store`` the store is kept and used again.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from formkit.layout import build_layout
from formkit.mapping import load_handbook
from formkit.matching import match
from formkit.media.scan.degrade import Blanks, Material, as_pdf, simulate
from formkit.model.reading import Document, FieldStatus, Reading
from formkit.model.review import EVERYTHING, GroupBy
from formkit.pipeline.digitise import handbook_of_document, read_content
from formkit.pipeline.simulating import printed_blank
from formkit.store import open_store

PAGES = (1, 5, 6, 9)
NAME, PASSWORD = "林站长", "蓝色拖拉机去年春天停在桥边"
MEASURE = """
window.steps = [];
let pressed = null;
addEventListener("keydown", (event) => { if (event.key === "Enter") pressed = performance.now(); }, true);
new MutationObserver(() => {
  const work = document.querySelector("#work[data-ready]");
  if (work && pressed !== null && !work.measured) {
    window.steps.push(performance.now() - pressed);
    pressed = null;
    document.documentElement.dataset.steps = window.steps.length;
  }
  if (work) work.measured = true;
}).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-ready"] });
"""


def scanned() -> tuple[bytes, Document]:
    """Return a scan of some pages of the sample booklet and what was read of it."""
    handbook = load_handbook("case-management@2017")
    layout = build_layout(handbook, serial="ABCDE1")
    blanks = Blanks(printed_blank(handbook, layout))
    made = simulate(handbook, layout, blanks, 11, "clean", Material(()), pages=PAGES, dpi=200)
    content = as_pdf([(page.content, page.dpi) for page in made.pages])
    (document,) = read_content(content, Path("scan.pdf"))
    return content, document


def doubtful(name: str, reading: Reading, personal: set[str]) -> Reading:
    """Return a reading as one that waits; nothing of it names a person, so that the documents stay apart."""
    if reading.region is None:
        return reading
    return replace(reading, status=FieldStatus.REVIEW, value=None if name in personal else reading.value)


def fill(path: Path, fields: int) -> int:
    """Store documents until so many fields wait; return how many do."""
    content, document = scanned()
    handbook = handbook_of_document(document)
    personal = {name for name in document.readings if name.startswith("cover.") or "patient" in name or "idno" in name}
    readings = {name: doubtful(name, each, personal) for name, each in document.readings.items()}
    each = sum(reading.status is FieldStatus.REVIEW for reading in readings.values())
    with open_store(str(path)) as store:
        if not store.accounts.accounts():
            store.accounts.add_first(NAME, PASSWORD)
        for number in range(-(-fields // each)):
            own = content + f"\n%{number}\n".encode()
            made = replace(
                document, source=f"scan-{number:04d}.pdf", sha256=sha256(own).hexdigest(), readings=readings,
                serial=None, problems=(),
            )
            store.add_document(made, own, handbook=handbook, matcher=match, batch=f"batch {number % 5}")
        return sum(count for _name, count in store.desk.groups(GroupBy.HANDBOOK, EVERYTHING))


def measure(page: Page, url: str, presses: int) -> list[float]:
    """Return the milliseconds of each press."""
    page.goto(f"{url}log-in")
    page.locator("#name").fill(NAME)
    page.locator("#password").fill(PASSWORD)
    page.locator("button.main").click()
    page.goto(f"{url}fields")
    for number in range(presses):
        page.wait_for_selector("#work[data-ready]")
        page.keyboard.press("Enter")
        page.wait_for_selector(f"html[data-steps='{number + 1}']", state="attached")
    return [float(each) for each in page.evaluate("() => window.steps")]


def main() -> None:
    """Fill a store, serve it, press Enter, and report."""
    options = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    options.add_argument("--fields", type=int, default=10_000)
    options.add_argument("--presses", type=int, default=200)
    options.add_argument("--store", type=Path)
    given = options.parse_args()
    folder = given.store or Path(tempfile.mkdtemp())
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "formkit.db"
    try:
        if not path.exists():
            print(f"{fill(path, given.fields)} fields wait", flush=True)
        report(path, given.presses)
    finally:
        if given.store is None:
            shutil.rmtree(folder)


def report(path: Path, presses: int) -> None:
    """Serve a store to a browser and print what was measured."""
    command = "from formkit.cli.main import main; main()"
    server = subprocess.Popen(
        [sys.executable, "-c", command, "review", "--store", str(path), "--port", "0", "--no-browser"],
        stdout=subprocess.PIPE, text=True, env={**os.environ, "LC_ALL": "C.UTF-8", "PYTHONUNBUFFERED": "1"},
    )
    try:
        assert server.stdout is not None
        found = re.search(r"http://\S+/", server.stdout.readline())
        assert found is not None, "the server did not start"
        with sync_playwright() as playwright:
            args = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
            chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
            browser = playwright.chromium.launch(executable_path=chromium, args=args)
            page = browser.new_page(viewport={"width": 1366, "height": 768}, locale="zh-CN")
            page.add_init_script(MEASURE)
            steps = sorted(measure(page, found[0], presses))
            browser.close()
    finally:
        server.terminate()
        server.wait()
    p95 = steps[int(0.95 * (len(steps) - 1))]
    print(f"{len(steps)} fields: median {statistics.median(steps):.0f} ms, p95 {p95:.0f} ms, most {steps[-1]:.0f} ms")


if __name__ == "__main__":
    main()
