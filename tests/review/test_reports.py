"""Reports, settings and the audit's filter, with Flask's client: what is shown to whom, and what applying does."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from formkit.errors import Problem, problem
from formkit.mapping import load_handbook
from formkit.matching import match
from formkit.media.scan.confidence import Calibration, Model
from formkit.model.accounts import Role
from formkit.model.store import Store
from formkit.pipeline.calibrating import OWN_FILE, calibration_in_use, write_calibration
from formkit.pipeline.deciding import kinds_of_two
from formkit.pipeline.second_looks import share_of
from formkit.review.background import Settler
from formkit.review.upkeep import upkeep
from tests.review.conftest import Clock, log_in, send, token_in
from tests.store.invented_cases import content_of, document
from tests.store.invented_scans import DANGER, NOTE, decide, doubtful, minutes, queue, scan, seen

AsRole = Callable[[Role], FlaskClient]
GOOD = {"share": "2.5", "idle": "30"}


@pytest.fixture
def office(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A store where one accepted reading was found wrong in a second look, and a folder with its own calibration."""
    monkeypatch.chdir(tmp_path)
    write_calibration(Calibration({"circle": Model({"margin": 1.0}, 0.0, 0.9, {})}), Path(OWN_FILE))
    readings = {DANGER: seen("3"), "followup.2.danger": seen("1"), NOTE: doubtful("安", "text@none")}
    number = scan(store, readings=readings)
    store.desk.draw_looks(1, 7)
    decide(store, "小周", number, DANGER, "4", when=minutes(0))
    decide(store, "小周", number, "followup.2.danger", "1", when=minutes(0.1))
    decide(store, "小周", number, NOTE, "平", when=minutes(0.2))
    return store


def words(client: FlaskClient, path: str) -> str:
    """Return what a page says, without its tags."""
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def test_a_report_tells_what_was_corrected_and_what_passed_unseen(office: Store, as_role: AsRole) -> None:
    told = words(as_role(Role.REVIEW), "/reports")
    assert "50.0 % of the accepted readings are wrong; with 95 % certainty from 1.26 % to 98.7 %" in told
    assert "2 judged, 1 of them wrong. 0 wait and 0 could not be judged" in told
    assert "危险性评估 个案管理服务记录手册 2 1 50.0 %" in told, "as the edition calls it that was decided about"
    assert "text text@none 1 1 100.0 %" in told
    assert "小周" not in told, "how fast each person is only administrators see"


def test_what_was_corrected_is_told_by_edition(store: Store, as_role: AsRole) -> None:
    effect = "followup.1.effect"
    for edition in ("2011", "2017"):
        given = document(f"{edition}.pdf", {effect: doubtful("3"), DANGER: doubtful("3")}, edition=edition)
        book = load_handbook(f"case-management@{edition}")
        number = store.add_document(given, content_of(given.source), handbook=book, matcher=match).document_id
        decide(store, "小周", number, effect, "4")
        decide(store, "小周", number, DANGER, "4")
    told = words(as_role(Role.REVIEW), "/reports")
    for label in ("治疗效果 (2011 edition)", "治疗效果 (2017 edition)", "危险性", "危险性评估"):
        assert f" {label} 个案管理服务记录手册 1 1 100.0 %" in told, label


def test_administrators_see_how_fast_each_person_is(office: Store, as_role: AsRole) -> None:
    assert "小周 3 600 " in words(as_role(Role.ADMIN), "/reports")


def test_an_empty_store_has_a_report_too(store: Store, as_role: AsRole) -> None:
    told = words(as_role(Role.ADMIN), "/reports")
    assert "No second look was decided yet" in told
    assert "Nothing was corrected yet" in told
    assert "Nothing changes" in words(as_role(Role.ADMIN), "/reports/calibration")


@pytest.mark.parametrize("path", ["/reports", "/reports/calibration"])
def test_clerks_see_no_report(office: Store, as_role: AsRole, path: str) -> None:
    assert as_role(Role.ENTRY).get(path).status_code == 403


def test_reviewers_are_told_the_change_and_its_command_but_cannot_apply_it(office: Store, as_role: AsRole) -> None:
    client = as_role(Role.REVIEW)
    told = words(client, "/reports/calibration")
    assert "circled option circle 2 2 0 1 0 100.0 %" in told
    assert "formkit calibrate --apply" in told
    token = token_in(client.get("/reports/calibration"))
    for path in ("/reports/calibration/confirm", "/reports/calibration/apply"):
        assert client.post(path, data={"csrf_token": token}).status_code == 403
    assert calibration_in_use().models["circle"].threshold == 0.9


def confirmation(client: FlaskClient) -> dict[str, str]:
    """Ask for the confirmation of what is proposed, and return its form."""
    shown = send(client, "/reports/calibration/confirm", page="/reports/calibration")
    found = re.search(r'name="digest" value="(\w+)"', shown.text)
    assert found is not None
    return {"csrf_token": token_in(shown), "digest": found[1]}


def test_an_administrator_recalibrates_after_a_confirmation(office: Store, as_role: AsRole) -> None:
    client = as_role(Role.ADMIN)
    form = confirmation(client)
    assert calibration_in_use().models["circle"].threshold == 0.9
    assert client.post("/reports/calibration/apply", data=form).status_code == 303
    assert calibration_in_use().models["circle"].threshold > 0.95
    assert "holds from the next reading on" in words(client, "/reports/calibration")
    (noted,) = office.accounts.audited(1)
    assert (noted.who, noted.what, noted.about) == ("林站长", "recalibrated", "circle")


def test_a_change_that_was_not_shown_is_not_applied(office: Store, as_role: AsRole) -> None:
    client = as_role(Role.ADMIN)
    form = confirmation(client)
    number = scan(office, "b.pdf", {DANGER: replace(seen("3"), measures={"margin": 5.0})})
    decide(office, "小周", number, DANGER, "4")
    assert client.post("/reports/calibration/apply", data=form).status_code == 303
    assert calibration_in_use().models["circle"].threshold == 0.9
    assert "Decisions came meanwhile" in words(client, "/reports/calibration")
    assert client.post("/reports/calibration/apply", data={"csrf_token": form["csrf_token"]}).status_code == 303
    assert calibration_in_use().models["circle"].threshold == 0.9


def test_an_administrator_sets_two_persons_second_looks_and_idle_time(store: Store, as_role: AsRole) -> None:
    client = as_role(Role.ADMIN)
    assert 'name="share" type="number" min="0" max="100" step="any" required value="1"' in client.get("/settings").text
    answer = send(client, "/settings", **GOOD, two="danger")
    assert answer.status_code == 303
    assert kinds_of_two(store) == {"danger"}
    assert share_of(store) == 0.025
    noted = {each.about for each in store.accounts.audited() if each.what == "setting changed"}
    assert noted == {'two_persons: ["danger"]', "look_share: 0.025", "idle_minutes: 30"}
    send(client, "/settings", **GOOD, two="danger")
    assert len([each for each in store.accounts.audited() if each.what == "setting changed"]) == 3
    send(client, "/settings", **GOOD)
    assert kinds_of_two(store) == frozenset()


@pytest.mark.parametrize(
    "wrong", [{"share": "101"}, {"share": "-1"}, {"share": "nan"}, {"share": ""}, {"idle": "4"}, {"idle": "61"},
              {"idle": "x"}],
)
def test_settings_out_of_bounds_are_refused_and_change_nothing(
    store: Store, as_role: AsRole, wrong: dict[str, str]
) -> None:
    answer = send(as_role(Role.ADMIN), "/settings", **GOOD | wrong | {"two": "danger"})
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert (kinds_of_two(store), share_of(store)) == (frozenset(), 0.01)
    assert json.loads(store.accounts.setting("two_persons") or "[]") == []


@pytest.mark.parametrize("role", [Role.ENTRY, Role.REVIEW])
def test_only_administrators_set_anything(store: Store, as_role: AsRole, role: Role) -> None:
    client = as_role(role)
    assert client.get("/settings").status_code == 403
    assert send(client, "/settings", page="/password", **GOOD).status_code == 403
    assert store.accounts.setting("idle_minutes") is None


def test_the_idle_time_that_is_set_holds_for_everybody(store: Store, as_role: AsRole, clock: Clock) -> None:
    send(as_role(Role.ADMIN), "/settings", **GOOD)
    clerk = as_role(Role.ENTRY)
    clock.on(minutes=29)
    assert clerk.get("/").status_code == 200
    clock.on(minutes=31)
    assert clerk.get("/").status_code == 303


def test_the_audit_is_shown_by_person_and_kind(store: Store, as_role: AsRole) -> None:
    client = as_role(Role.ADMIN)
    as_role(Role.ENTRY)
    log_in(client.application.test_client(), "小周", "wrong password")
    shown = send(client, "/audit", who="小周", what="log-in refused")
    rows = re.findall(r'<td class="time">', shown.text)
    assert len(rows) == 1
    shown = send(client, "/audit", who="小周", what="*")
    body = shown.text.partition("<tbody>")[2]
    assert "林站长" not in body
    assert "logged in" in body
    assert "There are no such entries" in send(client, "/audit", who="小周", what="account added").text


def test_the_upkeep_follows_decisions_and_draws_second_looks_of_what_came_meanwhile(store: Store) -> None:
    store.accounts.change_setting("look_share", "1", who="林站长")
    first = scan(store, readings={DANGER: seen("3"), NOTE: doubtful("安")})
    decide(store, "小周", first, NOTE, "平")
    told: list[Exception] = []

    def wait_for(expected: list[tuple[int, str, str]]) -> None:
        for _ in range(200):
            if [each for each in queue(store) if each[2] == "look"] == expected and not store.desk.unsettled():
                return
            threading.Event().wait(0.05)
        raise AssertionError(queue(store))

    def on_fault(fault: Exception) -> Problem:
        told.append(fault)
        return problem("U012", path="?")

    settler = Settler(store, on_fault, quiet=0)
    with upkeep(store, settler, on_fault, every=0.05):
        wait_for([(first, DANGER, "look")])
        second = scan(store, "b.pdf", {DANGER: seen("3")})
        wait_for([(first, DANGER, "look"), (second, DANGER, "look")])
    settler.stop()
    assert told == []
