"""Lines of a list of covers that tell something of the cover above them and are none themselves."""

from __future__ import annotations

import re
from collections.abc import Mapping

from extractor.covers.meaning.names import NOT_A_COVER, code_of
from extractor.evidence.columns import Columns
from extractor.evidence.units import Unit

_NOTE = re.compile(r"\s*(?:注|备注|附注|说明)\s*\d{0,2}\s*[:：]|\s*[※＊]")
"""How a line begins that only explains the cover above it: 注：医疗费用扣除100元后按90%赔付."""
_FEWEST = 3
"""Columns that one cell is not all of by chance."""


def is_remark(cols: Columns, at: int) -> bool:
    """Whether a line over the whole width explains the cover above it, or says what is borne of it and another cover follows."""
    units = {id(u): u for u in cols.rows[at].values()}
    if len(units) > 1 or len(cols.rows[at]) < _FEWEST:
        return False
    said = next(iter(units.values())).text
    if _NOTE.match(said):
        return True
    below = cols.cell(cols.rows[at + 1], "name") if at + 1 < len(cols.rows) else None
    return (
        "免赔" in said and below is not None and code_of(below.text) is not None and not NOT_A_COVER.search(below.text)
    )


def of_deductible(cols: Columns, row: Mapping[int, Unit], name: Unit) -> bool:
    """Whether a line tells what is borne of a cover, in one cell over the columns of sums: 医疗费用免赔 | 每次500元."""
    sums = [row[c] for role, c in cols.roles.items() if role != "name" and c in row]
    return "免赔" in name.text and len(sums) > 1 and len({id(unit) for unit in sums}) == 1
