"""What an enterprise answers to a list of hazards in a second list under the same numbers: "1．已安装挡板，6月12日完成"."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from extractor.evidence.units import Unit
from extractor.hazards.apart.headed import style_of
from extractor.hazards.items.items import ITEM, Part, number_of, parts_of
from extractor.hazards.meaning import cells as hazard_cells
from extractor.hazards.meaning.outcome_words import outcome

_LEAST = 2  # answers that stand one after the other


def replies(units: Sequence[Unit], used: Collection[int], known: frozenset[int]) -> dict[int, tuple[str, Unit]]:
    """Number → what a later list says became of the hazard of that number; ``used``: ids of the units of the hazards' own list,
    ``known``: the numbers in it. Every item of such a list tells a state, one at least that something was mended."""
    told: dict[int, tuple[str, Unit]] = {}
    for run in _runs(units, used):
        numbers = [n for part in run if (n := number_of(part)) is not None]
        if len(run) < _LEAST or len(set(numbers)) < len(run) or not set(numbers) <= known:
            continue
        words = [_words(part) for part in run]
        ended = [outcome(text, status=True)["rectified"] for text in words]
        if any(ended) and all(done or _tells_state(text) for done, text in zip(ended, words, strict=True)):
            told.update({n: (text, part.unit) for n, text, part in zip(numbers, words, run, strict=True)})
    return told


def _runs(units: Sequence[Unit], used: Collection[int]) -> Iterator[list[Part]]:
    """Numbered items that stand one after the other outside the list of hazards."""
    run: list[Part] = []
    for unit in units:
        free = id(unit) not in used and unit.table is None
        for part in parts_of(unit) if free else [Part(unit, 0, 0, False)]:
            number = number_of(part) if part.marked else None
            if run and (number is None or style_of(part) != style_of(run[0]) or number in map(number_of, run)):
                yield run
                run = []
            if number is not None:
                run.append(part)
    if run:
        yield run


def _words(part: Part) -> str:
    lead = ITEM.match(part.text)
    return part.text[lead.end() if lead else 0 :].strip(" ;；。")


def _tells_state(text: str) -> bool:
    told = outcome(text, status=True)
    return told["refused"] or hazard_cells.tells_state(text) or _NOT_YET.search(text) is not None


_NOT_YET = re.compile(
    "(?:尚|还|暂|仍)未|还没有?|正在|待[\u4e00-\u9fff]{2}后|(?:计划|预计|拟)[^，,。；;]{0,4}\\d|已(?:采购|订购|下单|联系|委托|列入)"
)
"""That something is under way, whatever it is: 防护罩尚未安装."""
