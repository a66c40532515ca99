"""A claim told step by step: a table or lines with a day in each and, beside it, what was done on it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise

from extractor.document import Table
from extractor.evidence.columns import NOTHING, grid, has_date
from extractor.evidence.units import Unit
from extractor.kinds.claim_record.days.days import roles_told

_FEWEST = 3
"""Steps that make a timeline."""
_LONGEST_STEP = 16
_SUM = re.compile(r"[¥￥]?\d[\d,.]*(?:万?元)?")


def steps(tables: Iterable[tuple[Table, Sequence[Unit], Sequence[Unit]]]) -> Mapping[int, str]:
    """id of the cell of a day → the words of its step, for every table that is a timeline of one claim.

    ``tables``: each with its units as printed and with short days told.
    """
    out: dict[int, str] = {}
    for table, units, told in tables:
        printed = {id(unit.cell): id(unit) for unit in units}
        found = _steps(table, told)
        out.update({printed[at]: words for at, words in found.items()})
    return out


def _steps(table: Table, units: Sequence[Unit]) -> dict[int, str]:
    rows = grid(table, units)
    for c in range(table.n_cols):
        lines = [row for row in rows if c in row and has_date(row[c]) and row[c].tokens]
        days = [next((t.value.day for t in row[c].tokens if t.kind == "moment"), None) for row in lines]
        told = [day for day in days if day is not None]
        if len(told) < max(_FEWEST, 0.7 * (len(rows) - 1)) or any(a > b for a, b in pairwise(told)):
            continue
        for k in range(table.n_cols):
            if k == c:
                continue
            words = {id(row[c].cell): row[k].text for row in lines if k in row and not NOTHING.match(row[k].text)}
            if _are_steps(list(words.values())):
                return words
    return _steps_across(rows)


def _steps_across(rows: Sequence[Mapping[int, Unit]]) -> dict[int, str]:
    """The same of a row of days with the steps in the row right under it."""
    for row, below in pairwise(rows):
        cells = [c for c, unit in sorted(row.items()) if not NOTHING.match(unit.text)]
        days = [next((t.value.day for t in row[c].tokens if t.kind == "moment"), None) for c in cells]
        told = [day for day in days if day is not None]
        if len(told) < _FEWEST or len(told) < len(cells) or any(a > b for a, b in pairwise(told)):
            continue
        words = {id(row[c].cell): below[c].text for c in cells if c in below and not NOTHING.match(below[c].text)}
        if len(words) == len(cells) and _are_steps(list(words.values())):
            return words
    return {}


def _are_steps(words: list[str]) -> bool:
    """Whether each of the words is short and several tell different steps of a claim."""
    if len(words) < _FEWEST or len(set(words)) < len(words) or any(len(_SUM.sub("", w)) > _LONGEST_STEP for w in words):
        return False
    told = [next(iter(roles_told(w)), "") for w in words]
    return len({name for name in told if name}) >= _FEWEST


def words_behind(text: str, days: Sequence[tuple[int, int, date, float]]) -> list[str]:
    """The words right behind each of several days of a line that tells so what happened on it, 2025-02-20出险 2025-02-21报案;
    none where any day has no such words or the first has them before it."""
    if len(days) < _FEWEST:
        return []
    ends = [*(start for start, *_ in days[1:]), len(text)]
    told = [text[stop:end].strip() for (_, stop, *_), end in zip(days, ends, strict=True)]
    if not all(_A_STEP_ALONE.fullmatch(words) for words in told):
        return []
    lead = _PARTS.split(text[: days[0][0]])[-1]
    lead = "" if lead.rstrip().endswith((":", "：")) and not _LABEL.search(lead) else lead  # 手部压伤：2025-03-06出险
    return [] if roles_told(lead[-_LEAD:]) or _LABEL.search(lead) or not all(map(roles_told, told)) else told


_A_STEP_ALONE = re.compile(
    r"[已经日]?[\u4e00-\u9fff]{1,6}(?:\s*[¥￥]?\d[\d,]*(?:\.\d+)?\s*元?)?[\s，,；;、。/|→➔➝⇒>-]*"
)
_PARTS = re.compile(r"[。；;\n,，、(（)）]")
_LABEL = re.compile(r"(?:日期|时间|日|时)\s*(?:为|是)?\s*[:：]?\s*$")
_LEAD = 4  # characters before the first day
