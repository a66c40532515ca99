"""How likely words tell what is wrong, or what is to be done, by all their characters: weights learned from reports by hand.

The weights (``learned.json``, docs/decisions/0060) are made by ``bench/hazard_parts.py`` from service reports written and read by hand; they
are whole numbers, so the sum is the same on every machine. They know words that no list names, and nothing of who says them.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from itertools import pairwise

UNIT = 64
"""Weights are in 1/64 of a natural log-odds."""
LONGEST = 80
"""Characters that are weighed; an entry of a list has no more."""


@dataclass(frozen=True, slots=True)
class Odds:
    """How much speaks for a defect and for a remedy, each against words that are neither; 0 is as likely as that."""

    defect: int
    remedy: int

    @property
    def tells_defect(self) -> bool:
        return self.defect > max(0, self.remedy)

    @property
    def tells_remedy(self) -> bool:
        return self.remedy > max(0, self.defect)


def grams(text: str) -> list[str]:
    """Characters and pairs of words as they are weighed, their start and end marked, every digit a 0, and how long they are.

    >>> sorted(grams("缺2"))
    ['#0', '$$缺0', '0', '0$', '^^缺0', '^缺', '缺', '缺0']
    """
    written = "".join(unicodedata.normalize("NFKC", text).lower().split())
    shown = "".join("0" if c.isdigit() else c for c in written)[:LONGEST]
    pairs = {a + b for a, b in pairwise(f"^{shown}$")}
    return [*set(shown), *pairs, f"^^{shown[:3]}", f"$${shown[-3:]}", f"#{min(7, len(shown) // 3)}"]


@cache
def _weights() -> tuple[Sequence[int], Mapping[str, Sequence[int]]]:
    data = json.loads(resources.files(__package__).joinpath("learned.json").read_text(encoding="utf-8"))
    return data["base"], data["grams"]


@lru_cache(maxsize=8192)
def odds(text: str) -> Odds:
    """What the learned weights say of some words.

    >>> odds("两具灭火器压力指针在红区").tells_defect, odds("拆下铁丝，换上新锁").tells_remedy, odds("检查人员：楼国良").tells_defect
    (True, True, False)
    """
    base, known = _weights()
    defect, remedy = base
    for gram in grams(text):
        if (worth := known.get(gram)) is not None:
            defect += worth[0]
            remedy += worth[1]
    return Odds(defect, remedy)
