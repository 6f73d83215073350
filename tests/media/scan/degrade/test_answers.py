from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys

import numpy as np

from formkit.checks import check_values
from formkit.media.scan.degrade import invented
from formkit.media.scan.degrade.persons import random_person
from formkit.model.handbook import Handbook, Kind
from formkit.model.layout import Layout
from formkit.values.idcard import is_id_number


def test_most_fields_are_answered_and_every_answer_is_of_its_kind(handbook: Handbook, layout: Layout) -> None:
    places = layout.places()
    values = invented(layout, np.random.default_rng(1))
    assert len(values) > len(places) * 0.4
    for name, value in values.items():
        kind = places[name][1].ref.field.kind
        wanted = {
            Kind.MULTI: tuple, Kind.SIGNATURE: bool, Kind.INTEGER: int, Kind.NUMBER: float,
        }.get(kind, str)
        assert isinstance(value, wanted), name


def test_answers_have_no_fault_in_themselves(handbook: Handbook, layout: Layout) -> None:
    """Problems up to C099 are of single values; C001 to C007 are of fields that were left blank."""
    for seed in range(5):
        values = invented(layout, np.random.default_rng(seed))
        found = check_values(handbook, values, today=dt.date(2026, 1, 1))
        assert [each for each in found if "C007" < each.code < "C100"] == []


def test_a_field_that_depends_on_another_is_answered_only_then(layout: Layout) -> None:
    places = layout.places()
    for seed in range(5):
        values = invented(layout, np.random.default_rng(seed))
        for name in values:
            ref = places[name][1].ref
            if ref.field.depends is None:
                continue
            given = values.get(ref.sibling(ref.field.depends.field))
            codes = given if isinstance(given, tuple) else (given,)
            assert set(codes) & set(ref.field.depends.codes), name


def test_an_exclusive_option_stands_alone(layout: Layout) -> None:
    places = layout.places()
    for seed in range(8):
        for name, value in invented(layout, np.random.default_rng(seed)).items():
            options = places[name][1].ref.field.options
            if isinstance(value, tuple) and any(each.exclusive and each.code in value for each in options):
                assert len(value) == 1


def test_invented_persons_have_right_id_numbers() -> None:
    for seed in range(30):
        assert is_id_number(random_person(np.random.default_rng(seed)).id_number)


def test_the_same_seed_invents_the_same_answers_in_every_process(layout: Layout) -> None:
    script = (
        "import numpy as np; from formkit.layout import build_layout; from formkit.mapping import load_handbook\n"
        "from formkit.media.scan.degrade import invented\n"
        "book = load_handbook('case-management'); layout = build_layout(book, book.default_counts(), 'S1MP1E')\n"
        "print(ascii(invented(layout, np.random.default_rng(9))))"
    )
    for seed in ("1", "2"):
        given = {**os.environ, "PYTHONHASHSEED": seed}
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, env=given)
        assert done.stdout.strip() == ascii(invented(layout, np.random.default_rng(9)))
