"""``formkit check``: what matters first, and all of it where a mapping was named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.conftest import Run

PLACE = re.compile(r"^mappings/visits/mapping\.yaml:\d+:\d+: (M\d+) ", re.MULTILINE)


@pytest.fixture
def visits(run: Run) -> Path:
    """A mapping of the office's own in which one field has an error, and the seven before it are provisional."""
    assert run("new", "visits").exit_code == 0
    path = Path("mappings/visits/mapping.yaml")
    text = path.read_text(encoding="utf-8")
    lines, marked = text.splitlines(), 0
    for number, line in enumerate(lines):
        if marked < 7 and re.search(r"- *\{id: \w+, .*\}$", line):
            lines[number] = line[:-1] + ", provisional: true}"
            marked += 1
    assert marked == 7
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.mark.usefixtures("visits")
def test_without_a_mapping_named_warnings_of_one_kind_are_told_thrice_and_counted(run: Run) -> None:
    done = run("check")
    assert done.exit_code == 0, done.output
    assert PLACE.findall(done.output) == ["M901"] * 3
    assert "    … and 4 more of the same kind: formkit check visits" in done.output
    assert "formkit check case-management" in done.output


@pytest.mark.usefixtures("visits")
def test_a_mapping_that_is_named_is_told_in_full_by_its_path_in_the_current_folder(run: Run) -> None:
    for name in ("visits", "mappings/visits"):
        done = run("check", name)
        assert PLACE.findall(done.output) == ["M901"] * 7
        assert "of the same kind" not in done.output
        assert done.output.splitlines()[-1] == "0 errors, 9 warnings"  # Two templates are not built yet.


def test_errors_come_before_the_warnings_of_all_mappings(run: Run, visits: Path) -> None:
    text = visits.read_text(encoding="utf-8")
    visits.write_text(text.replace("provisional: true}", "concept: person.nmae, max_length: -1}", 1), encoding="utf-8")
    for arguments in (("check",), ("check", "visits")):
        done = run(*arguments)
        assert done.exit_code == 1
        codes = re.findall(r"^\S+:\d+:\d+: ([A-Z]\d+) ", done.output, re.MULTILINE)
        assert PLACE.findall(done.output)[0] == codes[0] != "M901"
