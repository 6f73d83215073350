"""Files in which nothing was recognised: taken in, and each picture said to be a page of a new document or of one."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from formkit.errors import Problem, problem
from formkit.model.accounts import Role
from formkit.model.journal import Entry, Locator, Outcome
from formkit.model.reading import DocumentStatus
from formkit.model.review import EVERYTHING, Decision, DecisionKind
from formkit.model.store import Store
from formkit.pipeline.settling import settle
from formkit.pipeline.sources import sha256_of
from tests.review.conftest import token_in
from tests.review.scanned_store import BOOK, COVER, LI, VISIT, VISIT_BACK, add_scan, noise, visit
from tests.review.scanned_store import pictures as tiff

AsRole = Callable[[Role], FlaskClient]
Told = tuple[Problem, ...]
UNKNOWN = tiff(noise(1), noise(2), noise(3))


def fail(store: Store, path: Path, inside: str = "") -> str:
    """Note that an import found nothing that it knows in a file; return the hash of its bytes."""
    run = store.begin_run("2013年第三季度", [str(path)], {})
    sha256 = sha256_of(UNKNOWN)
    told = tuple(problem("G101", image=image) for image in (1, 2, 3))
    stat = path.stat()
    entry = Entry(Locator(str(path), inside), stat.st_size, stat.st_mtime_ns, sha256, Outcome.FAILED, problems=told)
    store.note(run.id, [entry])
    store.finish_run(run.id)
    return sha256


@pytest.fixture
def sha256(store: Store, tmp_path: Path) -> str:
    path = tmp_path / "空白.tif"
    path.write_bytes(UNKNOWN)
    return fail(store, path)


def post(client: FlaskClient, path: str, *, on: str, **fields: object) -> TestResponse:
    shown = client.get(on)
    token = re.search(r'name="token" value="([^"]+)"', shown.text)
    more = {"token": token[1]} if token else {}
    return client.post(path, data={"csrf_token": token_in(shown), **more, **{k: str(v) for k, v in fields.items()}})


def take_in(client: FlaskClient, sha256: str) -> int:
    answer = post(client, "/documents/take-in", on="/documents", file=sha256)
    assert answer.status_code == 303
    return int(answer.headers["Location"].rpartition("/")[2])


def place(client: FlaskClient, number: int, image: int, where: str) -> TestResponse:
    path = f"/documents/{number}/pictures/{image}/place"
    return post(client, path, on=path, place=where)


def first_page(sheet: str) -> str:
    return f"{BOOK.full_id}:{COVER if sheet == 'cover' else VISIT}"


def test_a_file_of_which_nothing_was_recognised_is_taken_in_and_its_pictures_become_documents(
    as_role: AsRole, store: Store, sha256: str
) -> None:
    reviewer = as_role(Role.REVIEW)
    assert "空白.tif" in reviewer.get("/documents?wrong=failed").text
    number = take_in(reviewer, sha256)
    assert store.document(number).batch == "2013年第三季度"
    assert [each.what for each in store.accounts.audited()].count("file taken in") == 1
    assert store.whole.failed_files() == ()
    page = reviewer.get(f"/documents/{number}").text
    assert page.count("/place") == 3
    shown = reviewer.get(f"/documents/{number}/pictures/1/place").text
    assert f'value="{BOOK.full_id}:{COVER}"' in shown
    answer = place(reviewer, number, 1, first_page("cover"))
    begun = int(re.match(r"/documents/(\d+)#picture-1", answer.headers["Location"])[1])  # type: ignore[index]
    assert (store.document(begun).handbook, store.document(begun).edition) == (BOOK.id, BOOK.edition)
    assert place(reviewer, number, 2, f"{begun}:{VISIT}").status_code == 303
    assert [(each.page, each.image) for each in store.whole.state(begun).assigned] == [(COVER, 1), (VISIT, 2)]
    post(reviewer, f"/documents/{number}/decide", on=f"/documents/{number}", kind="dismiss", image=3)
    assert store.problems(number) == ()
    assert f'href="/documents/{number}"' not in reviewer.get("/documents").text, "nothing is left to do about it"
    told = reviewer.get(f"/documents/{number}").text
    assert f"document {begun} begins with picture 1" in told
    assert f"begun with picture 1 of document {number}" in reviewer.get(f"/documents/{begun}").text
    waiting = {each.field_id for each in store.desk.take("小周", EVERYTHING, 200)}
    assert {"cover.patient_name", "followup.1.danger"} <= waiting
    for name, value in LI.items():
        store.desk.decide(Decision(begun, name, DecisionKind.VALUE, value, "小周", f"token-{name}"))
    settle(store, begun)
    assert [each.identity.name for each in store.persons()] == ["李青禾"]


def test_a_picture_may_be_a_page_of_a_document_of_another_file(as_role: AsRole, store: Store, sha256: str) -> None:
    known = add_scan(store, "一.tif", LI | visit("2013-03-05", "1"), (COVER, VISIT)).document_id
    reviewer = as_role(Role.REVIEW)
    number = take_in(reviewer, sha256)
    path = f"/documents/{number}/pictures/2/place"
    assert f'value="{known}:{VISIT_BACK}"' not in reviewer.get(path).text
    assert "There is no document 77" in reviewer.get(f"{path}?document=77").text
    assert f'value="{known}:{VISIT_BACK}"' in reviewer.get(f"{path}?document={known}").text
    place(reviewer, number, 2, f"{known}:{VISIT_BACK}")
    (assigned,) = store.whole.state(known).assigned
    assert (assigned.page, assigned.image, assigned.file_of) == (VISIT_BACK, 2, number)
    assert [dict(each.context)["image"] for each in store.problems(number)] == ["1", "3"]
    page = reviewer.get(f"/documents/{number}").text
    assert f"picture 2 is page {VISIT_BACK} of document {known}" in page
    assert reviewer.get(path).status_code == 404, "it is known now"


def test_a_file_in_an_archive_is_taken_in(as_role: AsRole, store: Store, tmp_path: Path) -> None:
    path = tmp_path / "寄来.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("乡/空白.tif", UNKNOWN)
    number = take_in(as_role(Role.REVIEW), fail(store, path, "乡/空白.tif"))
    assert store.document(number).source == "寄来.zip/乡/空白.tif"
    assert store.document(number).status is DocumentStatus.FAILED


@pytest.mark.parametrize("changed", [b"", tiff(noise(9))])
def test_a_file_that_is_gone_or_another_one_now_is_not_taken_in(
    as_role: AsRole, store: Store, sha256: str, tmp_path: Path, changed: bytes
) -> None:
    path = tmp_path / "空白.tif"
    path.unlink()
    if changed:
        path.write_bytes(changed)
    reviewer = as_role(Role.REVIEW)
    answer = post(reviewer, "/documents/take-in", on="/documents", file=sha256)
    assert answer.headers["Location"] == "/documents"
    assert "not where it was" in reviewer.get("/documents").text
    assert store.documents() == ()


def test_only_reviewers_take_files_in_and_only_those_that_an_import_named(
    as_role: AsRole, store: Store, sha256: str
) -> None:
    clerk = as_role(Role.ENTRY)
    token = token_in(clerk.get("/"))
    assert clerk.post("/documents/take-in", data={"csrf_token": token, "file": sha256}).status_code == 403
    reviewer = as_role(Role.REVIEW)
    assert post(reviewer, "/documents/take-in", on="/documents", file="0" * 64).status_code == 404
    number = take_in(reviewer, sha256)
    assert take_in(reviewer, sha256) == number, "sent twice it is taken in once"
    path = f"/documents/{number}/pictures/1/place"
    assert clerk.get(path).status_code == 403
    for where in ("", "9", "77:1", f"{BOOK.full_id}:999", "no@1:1", f"{number}:1"):
        assert place(reviewer, number, 1, where).status_code == 400
    assert reviewer.get(f"/documents/{number}/pictures/9/place").status_code == 404
    assert len(store.documents()) == 1


BAD = (problem("F005"),)
NO_FILE = (problem("F001"),)


def note(store: Store, path: str, outcome: Outcome, *, size: int = 9, sha256: str = "a" * 64, told: Told = BAD) -> None:
    run = store.begin_run("", [path], {})
    problems = () if outcome is Outcome.ACCEPTED else told
    store.note(run.id, [Entry(Locator(path), size, size, sha256, outcome, problems=problems)])
    store.finish_run(run.id)


def listed(client: FlaskClient) -> list[str]:
    return re.findall(r'<th scope="row" class="file">([^<]+)</th>', client.get("/documents?wrong=failed").text)


def aside(client: FlaskClient, path: str, answer: str) -> None:
    sent = post(client, "/documents/set-aside", on="/documents?wrong=failed", at=path, inside="", aside=answer)
    assert sent.status_code == 303


def test_a_file_that_was_replaced_by_a_good_one_is_listed_no_more(as_role: AsRole, store: Store) -> None:
    reviewer = as_role(Role.REVIEW)
    note(store, "/三月/坏.pdf", Outcome.FAILED)
    note(store, "/三月/另.pdf", Outcome.POISONED, sha256="b" * 64)
    assert sorted(listed(reviewer)) == ["/三月/另.pdf", "/三月/坏.pdf"]
    note(store, "/三月/坏.pdf", Outcome.ACCEPTED, sha256="c" * 64)
    assert listed(reviewer) == ["/三月/另.pdf"]
    note(store, "/三月/坏.pdf", Outcome.FAILED)
    assert sorted(listed(reviewer)) == ["/三月/另.pdf", "/三月/坏.pdf"], "it is bad again"


def test_a_path_at_which_there_never_was_a_file_is_not_listed(as_role: AsRole, store: Store) -> None:
    reviewer = as_role(Role.REVIEW)
    note(store, "/三月/错字.pdf", Outcome.FAILED, size=-1, sha256="", told=NO_FILE)
    assert listed(reviewer) == []
    note(store, "/三月/坏.pdf", Outcome.FAILED)
    note(store, "/三月/坏.pdf", Outcome.FAILED, size=-1, sha256="", told=NO_FILE)
    assert listed(reviewer) == ["/三月/坏.pdf"], "it was there once, and nobody has read it"


def test_a_file_that_a_person_has_dealt_with_is_set_aside_until_another_one_fails_there(
    as_role: AsRole, store: Store
) -> None:
    reviewer = as_role(Role.REVIEW)
    note(store, "/三月/坏.pdf", Outcome.FAILED)
    aside(reviewer, "/三月/坏.pdf", "yes")
    assert [each.aside for each in store.whole.failed_files()] == ["何医生"]
    assert "1 file was set aside" in reviewer.get("/documents?wrong=failed").text
    assert "坏.pdf" not in reviewer.get("/documents").text
    note(store, "/三月/坏.pdf", Outcome.FAILED)
    assert [each.aside for each in store.whole.failed_files()] == ["何医生"], "it is the same file"
    aside(reviewer, "/三月/坏.pdf", "no")
    assert "坏.pdf" in reviewer.get("/documents").text
    aside(reviewer, "/三月/坏.pdf", "yes")
    note(store, "/三月/坏.pdf", Outcome.FAILED, sha256="d" * 64)
    assert [each.aside for each in store.whole.failed_files()] == [""]
    told = [each.what for each in store.accounts.audited()]
    assert (told.count("file set aside"), told.count("file listed again")) == (2, 1)
