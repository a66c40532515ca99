"""Tables without vertical rules, found by the alignment of their columns."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.document import Line, Table
from extractor.layout.grid import Edge


def find_aligned_tables(
    lines: Sequence[Line], horizontal: Sequence[Edge], page: int | None
) -> tuple[list[Line], list[Table]]:
    """Lines left over, and the tables found among the others."""
    return list(lines), []
