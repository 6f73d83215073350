from __future__ import annotations

from formkit.learn.cells import grids, joined_rules
from formkit.model.printed import Rule
from tests.learn.paper import table


def test_cells_of_a_table_are_found_and_merged_ones_are_one() -> None:
    _, rules = table([["a", "b"], ["c", "<"]], [30.0, 40.0])
    (grid,) = grids(rules)
    assert [box.rounded(0) for box in grid.cells] == [(10, 30, 40, 38), (40, 30, 80, 38), (10, 38, 80, 46)]


def test_double_borders_are_one_line() -> None:
    _, rules = table([["a"], ["b"]], [30.0])
    doubled = rules + [Rule(rule.upright, rule.at + 0.4, rule.start, rule.end) for rule in rules]
    assert len(grids(doubled)[0].cells) == 2


def test_a_table_without_borders_left_and_right_has_cells() -> None:
    _, rules = table([["a", "b"], ["c", "d"]], [30.0, 40.0])
    inner = [rule for rule in rules if not rule.upright or rule.at == 40.0]
    assert len(grids(inner)[0].cells) == 4


def test_a_line_to_write_on_is_no_table() -> None:
    assert grids([Rule(False, 50.0, 20.0, 90.0), Rule(False, 58.0, 20.0, 90.0)]) == []


def test_pieces_of_a_line_are_joined() -> None:
    pieces = [Rule(False, 50.0, 20.0, 40.0), Rule(False, 50.1, 40.5, 90.0), Rule(False, 50.0, 120.0, 130.0)]
    assert [(rule.start, rule.end) for rule in joined_rules(pieces)] == [(20.0, 90.0), (120.0, 130.0)]


def test_a_line_to_write_on_close_over_the_edge_of_its_cell_is_no_part_of_the_edge() -> None:
    edge, blank = Rule(False, 50.0, 20.0, 190.0), Rule(False, 49.4, 131.0, 150.0)
    assert joined_rules([edge, blank]) == [blank, edge]
    assert len(joined_rules([edge, Rule(False, 49.4, 20.5, 100.0)])) == 1
