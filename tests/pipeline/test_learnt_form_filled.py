"""What is filled into forms that formkit learnt comes back, in files and on paper."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from formkit.layout import build_layout
from formkit.mapping import load_handbook
from formkit.pipeline.digitise import read_content
from formkit.pipeline.emit import write_booklet
from formkit.pipeline.learning import learn
from formkit.shipped import shipped

VALUES = {
    "patient_name": "张山峰", "danger": "2", "visit_date": "2013-05-06", "symptoms": ("1", "3"),
    "doctor_signature": True,
}


@pytest.fixture
def scanned_blank(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of the mapping that was learnt from a scan of the follow-up sheet."""
    document = pypdfium2.PdfDocument(shipped("mappings") / "legacy-followup-2011" / "blank.pdf")
    picture = document[0].render(scale=200 / 72, grayscale=True).to_pil()
    picture.rotate(0.5, Image.Resampling.BICUBIC, fillcolor=255).save(tmp_path / "blank.png")
    monkeypatch.chdir(tmp_path)
    learn([Path("blank.png")], Path("mappings/followup-scanned"))
    return Path("mappings/followup-scanned")


def test_a_filled_form_over_a_scanned_blank_is_read_back_exactly(scanned_blank: Path) -> None:
    handbook = load_handbook(scanned_blank)
    path = Path("filled.pdf")
    write_booklet(handbook, build_layout(handbook), VALUES, path, form=True)
    [document] = read_content(path.read_bytes(), path)
    found = {name: each.value for name, each in document.readings.items() if each.value is not None}
    assert (document.failed, document.handbook, found) == (False, "followup-scanned", VALUES)
    assert {each.status.value for each in document.readings.values()} == {"accepted", "blank"}
