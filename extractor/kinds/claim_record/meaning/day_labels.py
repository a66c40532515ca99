"""Of which day of a claim a label speaks: the head of a column, what stands before or over a day in a form."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import NamedTuple

import yaml

from extractor.kinds.claim_record.meaning.steps import step_of

OUTRIGHT = 1.0
"""How surely a header speaks that names the step itself."""
PAID = 0.7
"""How surely the day of a payment is that of the closing."""
_FAINT = 0.4
"""How surely a header speaks that is of none of the four when it says no more: 归档时间."""


class _Words(NamedTuple):
    """``says``: (day, how surely, pattern); ``beside``: days that are none of the four."""

    says: tuple[tuple[str, float, re.Pattern[str]], ...]
    beside: re.Pattern[str]


@cache
def _words() -> _Words:
    raw = yaml.load(
        resources.files("extractor.kinds.claim_record.meaning").joinpath("day_labels.yaml").read_bytes(),
        Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader),
    )
    says = tuple((one["day"], float(one["sure"]), re.compile(one["words"], re.I)) for one in raw["says"])
    return _Words(says, re.compile(raw["beside"], re.I))


def is_beside(header: str) -> bool:
    """Whether a header tells of a day that is none of the four.

    >>> is_beside("核定日期"), is_beside("归档时间"), is_beside("赔付完成日期"), is_beside("日期3")
    (True, True, False, False)
    """
    if step_of(header) not in (None, "paid_date"):
        return True
    said = said_of_day(header)
    if _words().beside.search(header):
        return OUTRIGHT not in said.values()
    return bool(said) and max(said.values()) <= _FAINT


_SPOKEN = re.compile("(?<=[出报结付打赔办])[的了过](?=[事险案款])")
"""What speech puts between a verb and its word: 哪天出的事, 啥时候报的案."""


def said_of_day(header: str) -> dict[str, float]:
    """Of which of the four a header of a day speaks, and how surely."""
    bare = _SPOKEN.sub("", "".join(header.split()))
    said: dict[str, float] = {}
    for name, sure, words in _words().says:
        if words.search(bare):
            said[name] = max(sure, said.get(name, 0.0))
    if "reported_date" in said and "uploaded" in said and "平台" in bare:
        del said["reported_date"]  # 报告保险监管平台日期
    if _words().beside.search(bare):
        return {name: sure for name, sure in said.items() if sure == OUTRIGHT and name != "accident_date"}
    return said
