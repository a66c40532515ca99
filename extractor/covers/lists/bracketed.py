"""What a cell of limits tells in brackets of a part of its cover: 每次事故及累计50万元（其中管线损失20万元）."""

from __future__ import annotations

import re
from dataclasses import replace

from extractor.evidence.units import Unit

_PART = re.compile(r"[(（]\s*(?:其中|内含|包括|包含|含)[^()（）]*\d[^()（）]*[)）]")
_OF_ALL = re.compile(
    r"[(（]\s*(?:其中|内含|包括|包含|含)\s*[:：,，]?\s*每(?:[人名位]|次(?:事故)?每人|[次起](?:事故)?)"
    r"(?:人身|伤亡|死亡|伤残|赔偿|责任|最高|限额|额|不超过|以|为|[:：\s]|人民币|[¥￥])*\d"
)
"""The brackets hold another limit of the whole cover: 每次事故200万元（其中每人50万元）."""


def without_parts(unit: Unit) -> Unit:
    """The cell as if the brackets behind its sums were blank that tell what a part of the cover is limited to; places stay the same."""
    first = next((t.start for t in unit.tokens if t.kind in ("amount", "number", "words")), None)
    if first is None or len(unit.tokens) < 2:
        return unit
    parts = [m.span() for m in _PART.finditer(unit.text, first) if not _OF_ALL.match(unit.text, m.start())]
    if not parts:
        return unit
    text = unit.text
    for start, stop in parts:
        text = f"{text[:start]}{' ' * (stop - start)}{text[stop:]}"
    tokens = tuple(t for t in unit.tokens if not any(start <= t.start < stop for start, stop in parts))
    return replace(unit, text=text, tokens=tokens, named={})
