"""What a line says, against counting every path."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from formkit.media.scan.text.beam import search
from formkit.media.scan.text.ctc import greedy, likeliest, score, scores
from formkit.media.scan.text.kbest import best_strings
from formkit.media.scan.text.line import Line, joined
from formkit.media.scan.text.slots import slots
from tests.media.scan.text.paths import by_every_path, line_of, lines


@given(lines())
@settings(max_examples=60, deadline=None)
def test_the_score_of_a_text_is_the_sum_over_all_its_paths(line: Line) -> None:
    counted = by_every_path(line)
    texts = sorted(counted)
    assert np.allclose(np.exp(scores(line, texts)), [counted[text] for text in texts], rtol=1e-6)


@given(lines())
@settings(max_examples=30, deadline=None)
def test_a_text_scores_the_same_alone_and_among_others(line: Line) -> None:
    texts = ["", "a", "bab", "aaaaaaaaaaaa", "b"]
    assert np.allclose(scores(line, texts), [score(line, text) for text in texts], equal_nan=True)


def test_a_text_longer_than_the_line_is_impossible() -> None:
    assert score(line_of([[0.1, 0.8, 0.1]]), "ab") == -np.inf
    assert scores(line_of([[0.1, 0.8, 0.1]]), []).size == 0


@given(lines())
@settings(max_examples=40, deadline=None)
def test_a_wide_beam_finds_the_likeliest_text(line: Line) -> None:
    counted = by_every_path(line)
    best = max(counted.values())
    found = search(line, width=200, keep=3)
    assert np.isclose(np.exp(found[0].seen), best, rtol=1e-3)
    assert [each.total for each in found] == sorted((each.total for each in found), reverse=True)


class _OnlyB:
    gain = 0.0

    def step(self, prefix: str, sign: str) -> float:
        return 0.0 if sign == "b" else -np.inf

    def end(self, text: str) -> float:
        return 0.0 if len(text) == 1 else -np.inf


@given(lines())
@settings(max_examples=30, deadline=None)
def test_a_prior_can_forbid_characters_and_ends(line: Line) -> None:
    assert {each.text for each in search(line, _OnlyB())} <= {"b"}


@pytest.mark.parametrize("places", [1, 2, 3])
@given(line=lines())
@settings(max_examples=40, deadline=None)
def test_the_places_of_a_line_of_known_length_are_the_shares_of_all_paths(line: Line, places: int) -> None:
    counted = {text: chance for text, chance in by_every_path(line).items() if len(text) == places}
    whole = sum(counted.values())
    found = slots(line, "ab", places)
    if found is None:
        assert whole == 0.0
        return
    shares = [[sum(chance for text, chance in counted.items() if text[at] == sign) / whole for sign in "ab"]
              for at in range(places)]
    assert np.allclose(np.exp(found.logs), np.maximum(shares, np.exp(-14.0)), atol=1e-6)
    assert np.isclose(np.exp(found.total), whole, rtol=1e-6)


def test_the_plain_reading_leaves_out_repetitions_and_blanks() -> None:
    line = line_of([[0, 1, 0], [0, 1, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]])
    assert greedy(line).text == "aab"
    assert len(greedy(line).sure) == 3
    assert greedy(line).starts == (0, 3, 4)


def test_a_line_reduced_to_an_alphabet_counts_look_alikes_for_its_own_sign() -> None:
    line = line_of([[0.1, 0.0, 0.8], [0.9, 0.05, 0.05]], "1×")
    reduced = line.only("1X")
    assert greedy(reduced).text == "X"
    assert np.allclose(np.exp(reduced.logs[:, :-1]).sum(axis=1), 1.0, atol=1e-5)
    assert greedy(line.only("1")).text == ""


def test_what_runs_over_a_lines_end_is_one_text() -> None:
    first, second = line_of([[0, 1, 0]]), line_of([[0, 1, 0], [0, 0, 1]], "ac")
    assert greedy(joined([first, second])).text == "aac"
    assert joined([first]) is first
    with pytest.raises(ValueError, match="no line"):
        joined([])


def test_of_a_large_lexicon_the_likely_entries_are_scored() -> None:
    line = line_of([[0, 1, 0], [0, 0, 1]])
    texts = ["x" * 3] * 200 + ["ab"] + ["y"] * 200
    assert 200 in likeliest(line, texts, most=10)
    assert likeliest(line, ["a", "b"]) == [0, 1]


def test_the_best_strings_of_independent_places_come_in_order() -> None:
    logs = np.log(np.array([[0.7, 0.3], [0.6, 0.4]]))
    found = best_strings(logs, "01", 4)
    assert [text for _, text in found] == ["00", "01", "10", "11"]
    assert np.isclose(found[1][0], np.log(0.7 * 0.4))
