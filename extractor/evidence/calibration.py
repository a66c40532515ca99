"""How often a reading found in this way is right: the score of a reading turned into a share that was counted.

A finder's score orders its candidates; it says nothing about how often they are right. ``calibration.json`` holds, for each
class of evidence, the share of right values at each score, counted on papers with known truth and made monotone by
``bench/reliability.py``. Decisions inside the reading and the checks use the scores; what people see is the counted share.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from extractor.record import Reading, Record

_FAMILIES: Mapping[str, str] = {
    "form": "type",
    "prose": "sentence", "clause": "sentence", "meaning": "sentence", "section": "sentence", "title": "sentence",
    "table": "list", "range": "list", "column": "list", "row": "list",
    "derived": "derived", "arithmetic": "derived", "party": "derived", "total": "derived",
}  # fmt: skip
"""How a value was found, by the first word of ``how``; all others stand beside a label."""


_TOLD = frozenset({"corrected"})
"""A person said so: nothing is counted of these."""


def family(how: str) -> str:
    """The kind of evidence that ``how`` names: label, type, sentence, list or derived.

    >>> family("label-right+words"), family("derived:address"), family("prose"), family("cell-left")
    ('label', 'derived', 'sentence', 'label')
    """
    return _FAMILIES.get(how.partition("+")[0].partition(":")[0].partition("-")[0], "label")


def classes(how: str, *, ocr: bool, rivals: bool) -> Iterator[str]:
    """The classes of evidence that a reading belongs to, the narrowest first.

    >>> list(classes("table", ocr=False, rivals=True))
    ['list/text/rivals', 'list/text', 'text', 'all']
    """
    source = "ocr" if ocr else "text"
    if rivals:
        yield f"{family(how)}/{source}/rivals"
    yield f"{family(how)}/{source}"
    yield source
    yield "all"


@cache
def table() -> Mapping[str, Sequence[Sequence[float]]]:
    """Class of evidence → [least score, share right] in rising order, read once."""
    text = resources.files(__package__).joinpath("calibration.json").read_text(encoding="utf-8")
    data: dict[str, Any] = json.loads(text)
    steps: Mapping[str, Sequence[Sequence[float]]] = data["classes"]
    return steps


def calibrated(reading: Reading[Any], *, ocr: bool) -> float:
    """How sure the reading is, 0…1: of the values said to be 0.95 sure, 95 in 100 are right.

    ``ocr``: the page was read from its pixels. A reading that was doubted for a reason (a
    score below one half) is never made to look surer than one half.
    """
    if reading.how in _TOLD:
        return reading.confidence
    return _share(reading.how, reading.confidence, ocr, bool(reading.rivals))


@lru_cache(maxsize=4096, typed=True)  # a few hundred ways and scores make up all readings
def _share(how: str, score: float, ocr: bool, rivals: bool) -> float:
    known = table()
    for name in classes(how, ocr=ocr, rivals=rivals):
        if steps := known.get(name):
            share = share_at(steps, score)
            return round(share if score >= 0.5 else min(share, 0.5), 4)
    return score


def share_at(steps: Sequence[Sequence[float]], score: float) -> float:
    """The share of the step that ``score`` stands on; scores below the first step share its fate.

    >>> share_at([[0.0, 0.7], [0.8, 0.9]], 0.85)
    0.9
    """
    at = bisect_right([least for least, _ in steps], score) - 1
    return steps[max(at, 0)][1]


def from_pixels(record: Record, reading: Reading[Any]) -> bool:
    """Whether the page that the reading stands on was read by OCR."""
    return reading.span.page in record.pages_read.get("ocr", ())
