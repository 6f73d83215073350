"""What a file may say of itself."""

from __future__ import annotations

import pytest

from formkit.model.imprint import MOST_COPIES, MOST_SHEETS, Imprint


@pytest.mark.parametrize(("counts", "taken"), [
    ({"visit": MOST_COPIES}, True),
    ({"visit": MOST_COPIES + 1}, False),
    ({"visit": 1023}, False),
    ({"visit": -1}, False),
    ({f"s{number}": MOST_COPIES for number in range(MOST_SHEETS // MOST_COPIES)}, True),
    ({f"s{number}": MOST_COPIES for number in range(MOST_SHEETS // MOST_COPIES)} | {"one": 1}, False),
])
def test_a_booklet_of_more_sheets_than_anybody_prints_is_none(counts: dict[str, int], taken: bool) -> None:
    imprint = Imprint("small", "1", "7K2M9Q", counts)
    assert Imprint.from_text(imprint.to_text()) == (imprint if taken else None)
