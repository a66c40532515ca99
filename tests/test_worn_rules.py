"""Level rules of a scan: a fax's streaks are none, and a rule that all but reaches a border is drawn on to it. No recogniser."""

from __future__ import annotations

from extractor.layout.ruled.grid import Edge
from extractor.layout.ruled.worn_rules import whole_rules

SIDES = [Edge(x, 100, 300) for x in (50, 150, 350, 550)]
RULES = [Edge(float(y), 50, 550) for y in range(100, 301, 50)]


def test_a_streak_from_the_edge_of_the_sheet_is_no_rule_nor_are_its_pieces() -> None:
    streak = [Edge(170.0, 0, 52), Edge(171.0, 60, 148), Edge(173.2, 200, 340)]
    assert whole_rules(sorted([*RULES, *streak]), SIDES, 595) == RULES


def test_a_rule_of_some_columns_beside_a_streak_is_kept() -> None:
    parts = [Edge(182.0, 150, 350)]
    assert whole_rules(sorted([*RULES, Edge(170.0, 0, 52), *parts]), SIDES, 595) == sorted([*RULES, *parts])


def test_rules_that_the_sheet_cuts_are_kept() -> None:
    cut = [Edge(rule.at, 0, 550) for rule in RULES]
    assert whole_rules(cut, SIDES, 595) == cut


def test_a_worn_rule_is_drawn_on_to_its_border() -> None:
    worn = Edge(150, 50, 543)
    assert whole_rules([RULES[0], worn, *RULES[2:]], SIDES, 595) == RULES


def test_an_underline_within_a_cell_and_a_rule_that_ends_far_from_a_border_are_left() -> None:
    left = [Edge(130, 356, 545), Edge(180, 50, 500)]
    assert whole_rules([*RULES, *left], SIDES, 595) == [*RULES, *left]
