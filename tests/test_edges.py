"""The places of a line's characters, packed, are the sequence of pairs they were made from."""

from __future__ import annotations

import pickle

import pytest

from extractor.document import Box, Line
from extractor.edges import Edges

PAIRS = [(10.0, 19.5), (20.0, 29.5), (0.1 + 0.2, 31.25)]


def test_they_are_the_pairs_they_were_made_from() -> None:
    edges = Edges(PAIRS)
    assert list(edges) == PAIRS
    assert [edges[k] for k in (0, 2, -1, -3)] == [PAIRS[k] for k in (0, 2, -1, -3)]
    assert len(edges) == 3
    assert edges
    assert not Edges()
    assert edges == Edges.of_columns(*zip(*PAIRS, strict=True))
    assert PAIRS[1] in edges


@pytest.mark.parametrize("at", [3, -4])
def test_there_is_no_character_beyond_the_ends(at: int) -> None:
    with pytest.raises(IndexError):
        Edges(PAIRS)[at]


@pytest.mark.parametrize(
    "part",
    [
        slice(1, None),
        slice(None, 2),
        slice(2, 1),
        slice(5, 9),
        slice(-2, None),
        slice(None, None, 2),
        slice(None, None, -1),
    ],
)
def test_a_part_is_packed_edges_again(part: slice) -> None:
    assert list(Edges(PAIRS)[part]) == PAIRS[part]
    assert isinstance(Edges(PAIRS)[part], Edges)


def test_equal_places_are_equal_and_travel() -> None:
    edges = Edges(PAIRS)
    assert {edges: 1}[Edges(tuple(PAIRS))] == 1
    assert edges != Edges(PAIRS[:2])
    assert edges != PAIRS
    assert pickle.loads(pickle.dumps(edges)) == edges


def test_the_box_of_some_characters_reaches_from_the_leftmost_to_the_rightmost() -> None:
    line = Line("保险单", Box(0.0, 5.0, 40.0, 15.0), Edges(PAIRS))
    assert line.box_of(0, 2) == Box(10.0, 5.0, 29.5, 15.0)
    assert line.box_of(1, 9) == Box(0.1 + 0.2, 5.0, 31.25, 15.0)
    assert line.box_of(3, 5) == line.box  # beyond the characters that have places
    assert Edges(PAIRS).reach(2, 2) is None
