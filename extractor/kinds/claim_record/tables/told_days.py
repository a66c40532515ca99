"""Which columns of days are the accident, its report, the closing and the upload: headers and the order of time weighed as one.

Every column of days may be one of the four or none; the choice in which the headers say most and fewest lines run against
time is taken. A case has many more days (surveyed, opened, assessed, agreed on, filed away), and a list may have columns of all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import combinations, product

from extractor.evidence.columns import NOTHING, Columns, has_date
from extractor.evidence.concepts import meaning
from extractor.evidence.units import Unit
from extractor.kinds.claim_record.meaning.day_labels import OUTRIGHT, is_beside, said_of_day
from extractor.kinds.claim_record.meaning.roles import DATES, day_in

_FORMULA = 0.6
"""How much the concepts of a header say of whose words none is known."""
_AGAINST_TIME = 0.6
"""What it costs that all lines have two days the wrong way round: less than what a header says outright."""
_MOST = 4
"""Columns that are weighed for one of the four."""
NO_DAY_YET = re.compile(
    r"\s*(?=.{2,8}$)(?:(?:该案|案件|本案)?(?:未|尚|待|暂|正在|仍在)[\u4e00-\u9fff]*|[\u4e00-\u9fff]{2,4}中|拒赔|不予[\u4e00-\u9fff]*|(?:已)?(?:撤[销案回]+|注销))\s*"
)
"""What stands in the place of a day of a claim that is open or was turned down: 未结, 处理中, 拒赔."""


def told_days(cols: Columns) -> dict[str, int]:
    """Role → column of the days that headers tell of; ``cols.roles`` are what formulas of concepts made of them."""
    columns = _columns_of_days(cols)
    formulas = {c: name for name, c in cols.roles.items() if name in DATES}
    weighed: dict[str, list[tuple[float, int]]] = {name: [] for name in DATES}
    for c in columns:
        said = said_of_day(cols.header[c])
        if c in formulas and not is_beside(cols.header[c]) and formulas[c] not in said:
            said[formulas[c]] = _FORMULA
        for name, sure in said.items():
            weighed[name].append((sure, c))
    best: tuple[float, dict[str, int]] = (0.0, {})
    against = _against_time(cols, columns)
    options = [[None, *(c for _, c in sorted(weighed[name], key=lambda w: (-w[0], w[1]))[:_MOST])] for name in DATES]
    sure_of = {(name, c): sure for name in DATES for sure, c in weighed[name]}
    for given in product(*options):
        chosen = {name: c for name, c in zip(DATES, given, strict=True) if c is not None}
        if len(set(chosen.values())) < len(chosen):
            continue
        total = sum(sure_of[pair] for pair in chosen.items())
        total -= _AGAINST_TIME * sum(against[a, b] for a, b in combinations(chosen.values(), 2))
        if total > best[0] + 1e-9:
            best = (total, chosen)
    return best[1]


def _columns_of_days(cols: Columns) -> list[int]:
    out = []
    for c in range(len(cols.header)):
        cells = [
            unit
            for row in cols.rows
            if (unit := row.get(c)) is not None
            and unit is not row.get(c - 1)  # a heading or a total goes over several columns
            and unit is not row.get(c + 1)
            and not NOTHING.match(unit.text)
            and not NO_DAY_YET.fullmatch(unit.text)
        ]
        dated = sum(map(has_date, cells))
        if cells and (dated >= 0.7 * len(cells) or (dated and _asks_for_day(cols.header[c], cells))):
            out.append(c)
    return [
        c
        for c in out
        if OUTRIGHT in said_of_day(cols.header[c]).values()
        or not meaning(cols.header[c]).any("print", "sign", "period")
    ]  # 报保险时间 is no 保险时间


def _asks_for_day(header: str, cells: Sequence[Unit]) -> bool:
    """Whether a column is of days by its head, and what stands in it in place of one are words of whatever kind: 在办, 诉讼."""
    return _OF_DAYS.search(header) is not None and all(has_date(u) or _WORDS.fullmatch(u.text) for u in cells)


_OF_DAYS = re.compile(r"(?:日期|时间|日)\s*(?:[(（][^)）]*[)）])?\s*$")
_WORDS = re.compile(r"\s*[\u4e00-\u9fff（()）]{1,8}\s*")


def _against_time(cols: Columns, columns: Sequence[int]) -> Mapping[tuple[int, int], float]:
    """(earlier, later) → the share of lines in which the later day comes first."""
    days = {c: [day_in(row.get(c)) for row in cols.rows] for c in columns}
    out: dict[tuple[int, int], float] = {}
    for a in columns:
        for b in columns:
            both = [(x, y) for x, y in zip(days[a], days[b], strict=True) if x is not None and y is not None]
            out[a, b] = sum(x > y for x, y in both) / len(both) if both and a != b else 0.0
    return out
