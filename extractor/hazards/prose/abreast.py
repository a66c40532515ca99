"""Cards printed side by side without rules, read one after the other: "1. 护罩缺失 | 2. 通道堵塞" over "建议：… | 建议：…"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractor.evidence.units import Unit
from extractor.hazards.items.items import ITEM
from extractor.hazards.meaning.words import label_role

_LABEL = re.compile(r"\s*([\u4e00-\u9fff]{2,8}\s*\d{0,2})\s*[:：]\s*\S")
_NAMED = re.compile(r"\s*(?:图|照片|隐患|问题|缺陷|编号|序号|第)\s*[（(#]?\s*[\d一二三四五六七八九十]{1,3}")
_LONGEST = 12  # lines of one card


def one_by_one(units: Sequence[Unit]) -> list[Unit]:
    """The units, those of cards side by side in the order of the cards; all others where they were."""
    out: list[Unit] = []
    taken: set[int] = set()
    for unit in units:
        if id(unit) in taken:
            continue
        heads = _heads(unit)
        lines = [line for head in heads for line in _card(head)] if heads else [unit]
        out += lines
        taken.update(map(id, lines))
    return out


def _heads(unit: Unit) -> list[Unit]:
    """The first lines of cards that stand abreast, from the leftmost on; none where a line stands alone."""
    if unit.right is None or unit.left is not None or unit.table is not None:
        return []
    heads = [unit]
    while (beside := heads[-1].right) is not None and beside.table is None:
        heads.append(beside)
    begins = _begins_card(unit)
    return heads if begins and all(_begins_card(head) == begins and head.below is not None for head in heads) else []


def _begins_card(unit: Unit) -> str:
    """How a line begins a card: with a number, or with the label of what is wrong; "" where it begins none."""
    if ITEM.match(unit.text) or _NAMED.match(unit.text):
        return "number"
    label = _LABEL.match(unit.text)
    return "label" if label is not None and label_role(label[1]) == "description" else ""


def _card(head: Unit) -> Iterator[Unit]:
    """The lines of a card from its first one down to the next card below it, as long as they stand beside another's."""
    line: Unit | None = head
    for _ in range(_LONGEST):
        if line is None or line.table is not None or (line is not head and not _goes_on(line)):
            return
        yield line
        line = line.below


def _goes_on(line: Unit) -> bool:
    """Whether a line belongs to the card above it: it begins none, and stands beside another's or tells more of a hazard."""
    if _begins_card(line):
        return False
    label = _LABEL.match(line.text)
    told = label is not None and label_role(label[1]) is not None
    return told or line.left is not None or line.right is not None
