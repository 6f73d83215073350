"""A picture that nobody recognised, assigned to the page that is missing: its fields come with crops and proposals."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from formkit.errors import problem
from formkit.matching import match
from formkit.model.accounts import Role
from formkit.model.reading import FieldStatus, Reading
from formkit.model.review import EVERYTHING, GroupBy, Reason
from formkit.model.store import Store
from formkit.pipeline.assigned_pages import AssignedPages
from formkit.review import at_work
from formkit.review.background import background_of
from tests.review.conftest import Faults, token_in
from tests.review.queued import BOOK, DANGER, SLEEP, decide, form_in, pick, scanned

AsRole = Callable[[Role], FlaskClient]
VISIT, PICTURE = 9, 2


@pytest.fixture
def read() -> dict[str, Reading]:
    """What formkit reads of the visit when it recognises its picture."""
    _content, document = scanned()
    return {name: each for name, each in document.readings.items() if each.page == VISIT}


@pytest.fixture
def unknown(store: Store, read: dict[str, Reading]) -> int:
    """Store the scan as if the picture of the visit had not been recognised; return the document's number."""
    content, document = scanned()
    missing = {name: Reading(None, FieldStatus.MISSING, 0.0, page=VISIT) for name in read}
    sure = {
        name: replace(each, status=FieldStatus.BLANK if each.value is None else FieldStatus.ACCEPTED)
        if each.region is not None else each
        for name, each in document.readings.items()
    }
    told = (problem("G101", image=PICTURE), problem("G106", page=1, sheet=BOOK.sheet("followup").title, copy=1))
    made = replace(
        document, readings=sure | missing, problems=told, serial=None,
        pages=tuple(each for each in document.pages if each.page != VISIT),
    )
    return store.add_document(made, content, handbook=BOOK, matcher=match, batch="九月").document_id


def assign(client: FlaskClient, number: int, image: int = PICTURE) -> None:
    shown = client.get(f"/documents/{number}")
    token = re.search(r'name="token" value="([^"]+)"', shown.text)
    assert token is not None
    data = {
        "csrf_token": token_in(shown), "token": token[1], "kind": "assign_page", "image": str(image), "page": str(VISIT)
    }
    assert client.post(f"/documents/{number}/decide", data=data).status_code == 303


def test_fields_of_an_assigned_page_come_with_crops_and_proposals_and_are_decided(
    app: Flask, as_role: AsRole, store: Store, unknown: int, read: dict[str, Reading], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("formkit.pipeline.assigned_pages._PATIENCE", 120)
    assign(as_role(Role.REVIEW), unknown)
    assert dict(store.desk.groups(GroupBy.REASON, EVERYTHING)) == {Reason.PAGE: len(read)}
    clerk = as_role(Role.ENTRY)
    page = clerk.get("/fields").text
    assert "data:image/jpeg" in page
    for field_id in (DANGER, SLEEP):
        page = clerk.get(f"/fields/{unknown}/{field_id}").text
        assert "data:image/jpeg" in page
        assert f'"value": "{read[field_id].value}"' in form_in(page)["shown"], "what is proposed is what Enter accepts"
        assert clerk.get(f"/fields/{unknown}/{field_id}/page").status_code == 200
        assert clerk.get(f"/fields/{unknown}/{field_id}/page.jpg").mimetype == "image/jpeg"
        decide(clerk, page, pick=form_in(page)["shown"])
    values = store.values(unknown)
    assert [values[each].value for each in (DANGER, SLEEP)] == [read[each].value for each in (DANGER, SLEEP)]
    assert {each.value for name, each in values.items() if name in read and not each.corrected} == {None}
    assert dict(store.desk.groups(GroupBy.REASON, EVERYTHING))[Reason.PAGE] == len(read) - 2


def test_what_was_not_read_yet_has_a_crop_by_the_layout_and_nothing_to_accept(
    app: Flask, as_role: AsRole, store: Store, unknown: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(AssignedPages, "_readings", lambda *_given: {})
    assign(as_role(Role.REVIEW), unknown)
    clerk = as_role(Role.ENTRY)
    page = clerk.get(f"/fields/{unknown}/{DANGER}").text
    assert "data:image/jpeg" in page
    assert "The place is approximate" in page
    assert form_in(page)["shown"] == ""
    assert "Enter what stands there" in decide(clerk, page).text
    assert store.corrections(unknown) == ()
    decide(clerk, page, pick=pick("value", "3"))
    assert store.values(unknown)[DANGER].value == "3"


def test_a_fault_while_a_page_is_read_is_told_once_and_holds_nothing_up(
    app: Flask, as_role: AsRole, store: Store, unknown: int, read: dict[str, Reading], faults: Faults,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*_given: object) -> dict[str, Reading]:
        raise ZeroDivisionError("李青禾")

    monkeypatch.setattr("formkit.pipeline.assigned_pages._PATIENCE", 120)
    monkeypatch.setattr(AssignedPages, "_readings", broken)
    assign(as_role(Role.REVIEW), unknown)
    clerk = as_role(Role.ENTRY)
    for field_id in (DANGER, SLEEP):
        page = clerk.get(f"/fields/{unknown}/{field_id}")
        assert page.status_code == 200
        assert "data:image/jpeg" in page.text
        assert page.text.count("fault of formkit&#39;s own (ZeroDivisionError, test_assigned.py:") == 1
        assert "李青禾" not in page.text
    decide(clerk, page.text, pick=pick("value", "2"))
    assert store.values(unknown)[SLEEP].value == "2"
    assert [type(each) for each in faults.found] == [ZeroDivisionError], "logged once, not for every field"
    faults.found.clear()


def test_a_picture_is_read_when_it_is_assigned_and_no_more_after_the_end(
    app: Flask, as_role: AsRole, unknown: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[int] = []
    monkeypatch.setattr(AssignedPages, "read_ahead", lambda _self, number: told.append(number))
    assign(as_role(Role.REVIEW), unknown)
    assert told == [unknown]
    background_of(app).close()
    with pytest.raises(RuntimeError):
        background_of(app).assigned._thread.submit(at_work.start_of_today)
