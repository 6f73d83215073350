from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from docx import Document

from formkit.mapping import load_handbook
from formkit.media.docx import measuring_copy
from formkit.pipeline import restyling
from formkit.shipped import shipped
from tests.cli.conftest import Run
from tests.restyled import higher_row, print_by_hand, restyle

TEMPLATE = Path("templates/docx/visits@1.docx")


@pytest.fixture
def visits(run: Run) -> None:
    """Start a handbook and build its templates."""
    assert run("new", "visits").exit_code == 0
    assert run("template", "build", "visits").exit_code == 0


def _printed(template: Path) -> Path:
    handbook = load_handbook("visits")
    print_by_hand(measuring_copy(handbook, template), handbook, lambda box: box.moved(0, 9), Path("print.pdf"))
    return Path("print.pdf")


@pytest.mark.usefixtures("visits")
def test_a_restyled_template_goes_from_refusal_to_print_and_back(run: Run) -> None:
    restyle(TEMPLATE, Path("restyled.docx"), higher_row(9), higher_row(9, table=1))
    shutil.copy("restyled.docx", TEMPLATE)
    refused = run("check", "visits")
    assert refused.exit_code == 1
    assert "T011" in refused.output
    assert "formkit template measure visits@1" in refused.output
    assert run("blank", "visits", "-o", "x.docx").exit_code == 2
    old = run("blank", "visits", "-o", "x.pdf")
    assert (old.exit_code, "T025" in old.stderr, Path("x.pdf").is_file()) == (0, True, True)
    before = json.loads(run("layout", "visits", "--json").stdout)
    done = run("template", "measure", "visits", "--template", "restyled.docx", "--pdf", _printed(Path("restyled.docx")))
    assert done.exit_code == 0, done.output
    assert "2 sides, 2 of them with places moved" in done.output
    assert run("check", "visits").exit_code == 0
    after = json.loads(run("layout", "visits", "--json").stdout)
    top, moved = (each["pages"][0]["fields"][0]["box"][1] for each in (before, after))
    assert moved == pytest.approx(top + 9, abs=0.05)
    for name in ("x.docx", "x.pdf"):
        printed = run("blank", "visits", "-o", name)
        assert (printed.exit_code, "T025" in printed.output) == (0, False)
        assert Path(name).is_file()


@pytest.mark.usefixtures("visits")
def test_without_libreoffice_the_next_step_is_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(restyling.docx, "office_program", lambda: None)
    told = run("template", "measure", "visits")
    assert told.exit_code == 2
    assert "T016" in told.output
    assert "visits@1.measure.docx" in told.output
    assert Path("templates/docx/visits@1.measure.docx").is_file()


@pytest.mark.usefixtures("visits")
def test_a_template_of_another_handbook_is_refused(run: Run) -> None:
    other = shipped("templates") / "docx" / "case-management@2011.docx"
    told = run("template", "measure", "visits", "--template", other)
    assert told.exit_code == 1
    assert "T022" in told.output
    assert "case-management@2011" in told.output


@pytest.mark.usefixtures("visits")
def test_a_word_file_that_is_no_template_is_told_as_such(run: Run) -> None:
    Document().save("letter.docx")
    told = run("template", "measure", "visits", "--template", "letter.docx")
    assert told.exit_code == 1
    assert "T024" in told.output


def test_one_print_cannot_be_that_of_several_templates(run: Run) -> None:
    run("template", "build", "case-management")
    Path("x.pdf").write_bytes(b"%PDF-")
    told = run("template", "measure", "case-management", "--pdf", "x.pdf")
    assert told.exit_code == 2
    assert "T023" in told.output


def test_where_there_is_no_template_or_can_be_none_that_is_told(run: Run) -> None:
    told = run("template", "measure", "case-management")
    assert told.exit_code == 1
    assert "T001" in told.output
    told = run("template", "measure", "legacy-followup-2011")
    assert told.exit_code == 2
    assert "U018" in told.output
