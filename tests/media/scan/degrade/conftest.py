from __future__ import annotations

import pytest

from formkit.layout import build_layout
from formkit.mapping import load_handbook
from formkit.media.scan.degrade import Blanks
from formkit.model.handbook import Handbook
from formkit.model.layout import Layout
from formkit.pipeline.simulating import printed_blank


@pytest.fixture(scope="session")
def handbook() -> Handbook:
    return load_handbook("case-management")


@pytest.fixture(scope="session")
def layout(handbook: Handbook) -> Layout:
    return build_layout(handbook, handbook.default_counts(), "S1MP1E")


@pytest.fixture(scope="session")
def blanks(handbook: Handbook, layout: Layout) -> Blanks:
    return Blanks(printed_blank(handbook, layout))
