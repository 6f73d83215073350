from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from formkit.layout import build_layout
from formkit.media.pdf import emit, identify, read
from formkit.model.reading import FieldStatus
from tests.media.pdf.probe import HANDBOOK

WORDS = "县精神卫生中心"
SHEET = HANDBOOK.sheets[0]
FIELDS = tuple(replace(field, preprinted=WORDS) if field.id == "story" else field for field in SHEET.fields)
PRINTED = replace(HANDBOOK, sheets=(replace(SHEET, fields=FIELDS), *HANDBOOK.sheets[1:]))


@pytest.mark.parametrize("form", [True, False])
def test_words_that_the_form_carries_are_printed_and_not_read_as_an_answer(tmp_path: Path, form: bool) -> None:
    out = tmp_path / "a.pdf"
    assert emit(PRINTED, build_layout(PRINTED), {}, out, form=form) == []
    assert WORDS in pypdfium2.PdfDocument(out)[0].get_textpage().get_text_range()
    identity = identify(out.read_bytes(), "a.pdf")
    assert identity is not None
    booklet = read(out.read_bytes(), "a.pdf", PRINTED, identity)
    assert booklet.readings["basic.story"].status is FieldStatus.BLANK
