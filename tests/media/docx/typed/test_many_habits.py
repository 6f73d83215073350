from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest

from bench.typed_word import outcome
from formkit.mapping import load_handbook
from formkit.media.docx.typed.recognise import candidates_of, form_of
from formkit.pipeline.digitise import read_content
from tests.media.docx.typed.forms import CIVIL, FOLLOWUP, RECORD, SUPPLEMENT
from tools.typed.fill import fill


@pytest.mark.parametrize("form", [FOLLOWUP, SUPPLEMENT, RECORD, CIVIL])
@pytest.mark.parametrize("held_out", [False, True])
def test_files_filled_by_many_habits_hold_no_silent_error(form: str, held_out: bool) -> None:
    candidate = candidates_of([load_handbook(form)])[0]
    assert candidate.sheet.measured is not None
    counts: Counter[str] = Counter()
    for seed in range(4):
        blank = Path(candidate.sheet.measured.document)
        filled = fill(form_of(candidate), candidate.sheet, blank, random.Random(seed), held_out=held_out)
        readings = read_content(filled.content, Path("form.docx"))[0].readings
        counts.update(outcome(readings.get(name), filled.truth.get(name)) for name in {**filled.truth, **readings})
    assert counts["SILENT"] == 0
    assert held_out or counts["exact"] > 0.95 * counts.total()
