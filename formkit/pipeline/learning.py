"""Learning a legacy form: its blank, in whatever form it comes, → a draft of a mapping and its measured layout."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from formkit.learn.analyse import analyse
from formkit.learn.found import Draft


def drafted(blanks: Sequence[Path], pdf: Path | None = None) -> Draft:
    from formkit.media.pdf.printed import printed_pages

    (blank,) = blanks
    return analyse(printed_pages(blank.read_bytes(), blank.name, 20))
