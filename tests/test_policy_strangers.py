"""Policies, applications and invoices by imagined strangers, in words that stand nowhere in the product.

The papers are in ``tests/data/strangers``, each set written before the reader was run on it; what was read of them at the
first run stands in ``docs/decisions/0025-*.md``. ``python -m tests.papers.strangers FILE --misses`` says what is not read.
"""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from tests.papers.strangers import Stranger, answers, load

SETS = sorted((Path(__file__).parent / "data" / "strangers").glob("*.yaml"))
# The first set's pages are read as HTML, which is quicker; those of the later sets are drawn
PAPERS = [
    pytest.param(
        paper, "html" if path.stem == "first" and paper.form == "pdf" else None, id=f"{path.stem}: {paper.name}"
    )
    for path in SETS
    for paper in load(path)
]
LEFT_OPEN: dict[str, set[str]] = {
    # A header that divides one cell into a total and a share of it, in words that name neither
    "landscape register sheet, several sums in a cell": {"employee_count"},
}


@pytest.mark.parametrize(("paper", "form"), PAPERS)
def test_a_strangers_policy_is_read_as_a_person_reads_it(paper: Stranger, form: str | None) -> None:
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    wrong = [a for a in answers(paper, form) if not a.right and a.name not in LEFT_OPEN.get(paper.name, set())]
    assert not wrong
