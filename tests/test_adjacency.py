"""Towns joined into areas: each town once, every area whole and large enough, whatever the map."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from validators.adjacency import Grouping, Neighbours, group_towns, symmetric

TOWNS = [f"{name}镇" for name in "甲乙丙丁戊己庚辛壬癸子丑寅卯"]
MAPS = st.tuples(
    st.dictionaries(st.sampled_from(TOWNS), st.integers(0, 260), min_size=1),
    st.lists(st.tuples(st.sampled_from(TOWNS), st.sampled_from(TOWNS)), max_size=40),
    st.integers(1, 300),
)


def _hang_together(towns: tuple[str, ...], borders: Neighbours) -> bool:
    reached, todo = {towns[0]}, [towns[0]]
    while todo:
        for other in borders.get(todo.pop(), frozenset()) & set(towns) - reached:
            reached.add(other)
            todo.append(other)
    return reached == set(towns)


def _towns(found: Grouping) -> list[str]:
    return [town for several in (found.alone, found.joined, found.left) for part in several for town in part.towns]


@given(MAPS)
def test_each_town_once_and_every_area_whole_and_large_enough(
    example: tuple[dict[str, int], list[tuple[str, str]], int],
) -> None:
    counts, pairs, threshold = example
    borders = symmetric(pairs)
    found = group_towns(counts, borders, threshold)
    assert sorted(_towns(found)) == sorted(counts)
    for area in (*found.alone, *found.joined):
        assert area.count == sum(counts[town] for town in area.towns) >= threshold
        assert _hang_together(area.towns, borders)
    for area in found.joined:
        assert len(area.towns) > 1
        assert all(counts[town] < threshold for town in area.towns)
    for left in found.left:
        assert left.count < threshold
        assert _hang_together(left.towns, borders)
        # nothing small that borders them was passed over: all that could be joined is in there
        around = {o for town in left.towns for o in borders.get(town, frozenset()) if o in counts} - set(left.towns)
        assert all(counts[other] >= threshold for other in around)
        assert set(left.beside) == around


@given(MAPS)
def test_the_order_of_the_table_does_not_matter(example: tuple[dict[str, int], list[tuple[str, str]], int]) -> None:
    counts, pairs, threshold = example
    turned = {town: counts[town] for town in sorted(counts, reverse=True)}
    backwards = [(two, one) for one, two in reversed(pairs)]
    assert group_towns(counts, symmetric(pairs), threshold) == group_towns(turned, symmetric(backwards), threshold)


def test_the_bound_itself_is_enough() -> None:
    """以上 includes the number (民法典 1259): 180 stands alone, 179 does not."""
    found = group_towns({"甲镇": 180, "乙镇": 179}, symmetric([]), 180)
    assert [area.towns for area in found.alone] == [("甲镇",)]
    assert [left.towns for left in found.left] == [("乙镇",)]


def test_small_areas_rather_than_one_large() -> None:
    """A chain of six towns of 90 makes three areas of two, not one of six."""
    chain = list(pairwise(TOWNS[:6]))
    found = group_towns(dict.fromkeys(TOWNS[:6], 90), symmetric(chain), 180)
    assert sorted(len(area.towns) for area in found.joined) == [2, 2, 2]


def test_what_cannot_be_grouped_names_the_neighbour_that_stands_alone() -> None:
    found = group_towns({"甲镇": 200, "乙镇": 50}, symmetric([("甲镇", "乙镇")]), 180)
    assert [(left.towns, left.count, left.beside) for left in found.left] == [(("乙镇",), 50, ("甲镇",))]
