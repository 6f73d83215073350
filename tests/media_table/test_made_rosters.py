"""Rosters made with every trap (bench/roster_maker.py): nothing wrong without a word, nobody missed or invented."""

from __future__ import annotations

from pathlib import Path

from bench.roster_maker import make
from bench.rosters import measure


def test_made_rosters_are_read_without_a_silent_error(tmp_path: Path) -> None:
    tally = measure((make(seed, tmp_path, held_out=True) for seed in range(700, 730)), show=True)
    wrong = ("silent", "columns wrong", "rows lost", "rows invented", "files refused", "traps missed")
    assert {name: tally[name] for name in wrong} == dict.fromkeys(wrong, 0)
    assert tally["exact"] > 0.99 * (tally["exact"] + tally["listed"])
    assert tally["columns sure"] > 0.9 * (tally["columns sure"] + tally["columns asked"])
