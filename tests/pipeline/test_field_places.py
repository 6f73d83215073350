"""Where a field lies in a picture when only the layout tells, and where its printed label does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import cv2
import numpy as np
import pytest

from formkit.media.scan.crops import crop, picture_of, turned
from formkit.model.store import Store
from formkit.model.whole import WholeDecision, WholeKind
from formkit.pipeline.field_places import placed, printed_field
from formkit.store import schema
from formkit.store.engine import open_store
from formkit.store.sql import SqlStore
from tests.review.queued import BORN, DANGER, NAME, SEX, SLEEP, SYMPTOMS, add_queued, scanned

FIELDS = (NAME, SEX, BORN, SYMPTOMS, DANGER, SLEEP)


@pytest.fixture
def store() -> Iterator[Store]:
    with open_store("memory:") as opened:
        yield opened


def older(store: Store) -> int:
    """Add the scan as a version without regions left it; return the document's number."""
    number = add_queued(store)
    assert isinstance(store, SqlStore)
    with store._write() as connection:
        connection.exec_driver_sql("DROP TRIGGER reading_no_update")
        connection.execute(schema.reading.update().values(region=""))
    return number


def test_a_reading_without_a_region_gets_about_the_place_that_it_had(store: Store) -> None:
    number = older(store)
    for name in FIELDS:
        shown = store.desk.field((number, name))
        assert shown.reading.region is None
        found, true = placed(store, shown).reading.region, scanned()[1].readings[name].region
        assert found is not None
        assert true is not None
        assert found.approximate
        assert (found.image, found.turn) == (true.image, 0)
        # The scanner puts the paper some millimetres off and a little askew.
        assert found.box == pytest.approx(true.box, abs=0.03)


def test_a_turned_picture_is_reckoned_with(store: Store) -> None:
    number = older(store)
    shown = store.desk.field((number, DANGER))
    upright = placed(store, shown).reading.region
    store.whole.decide(WholeDecision(number, WholeKind.TURN, "王", "t", image=2, turn=1))
    found = placed(store, shown).reading.region
    assert found is not None
    assert upright is not None
    assert (found.turn, turned(found.box, 1)) == (1, pytest.approx(upright.box))


def test_a_field_whose_page_never_came_or_whose_handbook_is_gone_gets_no_place(store: Store) -> None:
    number = older(store)
    missing = next(name for name, each in store.values(number).items() if each.reading.page not in (1, 9))
    assert placed(store, store.desk.field((number, missing))).reading.region is None
    of_another = replace(store.desk.field((number, DANGER)), handbook="gone")
    assert placed(store, of_another) == of_another


def test_a_place_that_was_read_stays_and_gets_its_label(store: Store) -> None:
    number = add_queued(store)
    before = store.desk.field((number, DANGER)).reading.region
    found = placed(store, store.desk.field((number, DANGER))).reading.region
    assert before is not None
    assert found is not None
    assert found.label is not None
    assert replace(found, label=None) == before
    assert found.label[2] < before.box[0] - 0.5, "at the other side of the page"


@pytest.mark.parametrize("name", FIELDS)
def test_the_label_is_where_its_words_are_printed(name: str) -> None:
    """What stands round the label in the scan is what stands there on the blank page: ink, with white round it."""
    content, document = scanned()
    region = document.readings[name].region
    printed = printed_field(document.handbook, document.edition, name)
    assert region is not None
    assert printed is not None
    assert printed.label is not None
    with open_store("memory:") as store:
        found = placed(store, store.desk.field((add_queued(store), name))).reading.region
    assert found is not None
    assert found.label is not None
    grey = picture_of(content, "x", region.image)
    rows, columns = grey.shape
    left, top, right, bottom = found.label
    words = grey[round(top * rows) : round(bottom * rows), round(left * columns) : round(right * columns)]
    ink = np.argwhere(words < 110)
    assert ink.size > 0
    assert ink[:, 0].min() > 0, "no word is cut at the top"
    assert ink[:, 0].max() < words.shape[0] - 1
    made = crop(grey, found)
    assert cv2.imdecode(np.frombuffer(made.jpeg, np.uint8), cv2.IMREAD_GRAYSCALE).shape == (made.height, made.width)


def test_what_is_printed_before_a_field_is_its_label_where_the_words_differ() -> None:
    printed = printed_field("case-management", "2017", "followup.2.lost_reason_other")
    assert printed is not None
    assert printed.label is not None
    assert printed.page.copy == 2
    assert printed.label.x1 <= printed.place.box.x0 + 0.1
