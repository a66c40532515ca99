"""Reports, ledgers, claims and lists by imagined strangers, in words that stand nowhere in the product: kinds, fields, rows.

The papers are in ``tests/strangers``; ``python -m tests.strangers.measure first -v`` says what is read of them and what is not.
"""

from __future__ import annotations

import pytest

from tests.strangers import (
    eighth,
    eleventh,
    fifteenth,
    fifth,
    first,
    fourteenth,
    fourth,
    ninth,
    second,
    seventh,
    sixteenth,
    sixth,
    tenth,
    third,
    thirteenth,
    twelfth,
)
from tests.strangers.kit import Paper
from tests.strangers.measure import measured

PAPERS = [
    pytest.param(paper, id=f"{name}: {paper.what}")
    for name, papers in (
        ("first", first.PAPERS),
        ("second", second.PAPERS),
        ("third", third.PAPERS),
        ("fourth", fourth.PAPERS),
        ("fifth", fifth.PAPERS),
        ("sixth", sixth.PAPERS),
        ("seventh", seventh.PAPERS),
        ("eighth", eighth.PAPERS),
        ("ninth", ninth.PAPERS),
        ("tenth", tenth.PAPERS),
        ("eleventh", eleventh.PAPERS),
        ("twelfth", twelfth.PAPERS),
        ("thirteenth", thirteenth.PAPERS),
        ("fourteenth", fourteenth.PAPERS),
        ("fifteenth", fifteenth.PAPERS),
        ("sixteenth", sixteenth.PAPERS),
    )
    for paper in papers
]


@pytest.mark.parametrize("paper", PAPERS)
def test_a_strangers_paper_is_read_as_a_person_reads_it(paper: Paper) -> None:
    kind, fields, rows = measured(paper)
    assert kind == paper.kind
    assert not fields.misses
    assert not rows.misses
