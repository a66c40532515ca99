"""Sentences without a number that by themselves tell of a hazard: what is wrong, how grave it is, and a day."""

from __future__ import annotations

import re

from extractor.hazards.items.items import Part

_GRAVE = r"(?:特别?重大|重大|较大|一般)(?:生产安全|安全|事故)*隐患"
IS_HAZARD = re.compile(
    rf"(?:查到|查出|查见|发现|看到|看见|见到|注意到|存在)(?!的)[^。；;]{{4,60}}(?:[，,](?:属于?|[为系是]|按照?|作为|[构列判认]){_GRAVE}|[（(]{_GRAVE}[）)])(?:[^。；;]{{0,24}}\d|[。；;]\s*(?:现?要求|责令|限|请|须|应)[^。；;]{{0,12}}\d)"
    rf"|(?:发现|查出|通报|挂牌|督办|存在)的?[^。；;，,]{{0,6}}{_GRAVE}\s*(?:[—–-]{{2}}|[:：])\s*[\u4e00-\u9fff][^。；;，,]{{4,60}}[，,；;][^。]{{0,12}}\d"
)
"""A sentence without a number that tells of a hazard with its level and a day."""


TELLS_ALL = re.compile(
    rf"[^。；;，,]{{6,60}}[，,（(]\s*(?:属于?|[为系是])?{_GRAVE}\s*[)）]?\s*[，,；;。]?\s*(?:要求|责令|限|请|须|应|建议)[^。；;]{{0,12}}\d\s*[日号]?\s*[之以]?前"
)
"""A paragraph that says what is wrong, how grave it is and by when to mend it, one right behind the other."""


_EACH = re.compile(rf"(?:^|(?<=[。；;\n]))\s*{TELLS_ALL.pattern}")
"""Such sentences, of which a paragraph may hold several."""


def told_apart(part: Part) -> list[Part]:
    """A paragraph cut before each of its sentences that tells of a hazard by itself; what follows it tells what became of it."""
    if part.marked:
        return [part]
    cuts = [part.start + _sentence_start(part.text, m.start()) for m in IS_HAZARD.finditer(part.text)]
    whole = [part.start + m.start() for m in _EACH.finditer(part.text)]
    cuts = sorted({*cuts, *whole}) if len(whole) > 1 else cuts
    starts = [part.start, *(cut for cut in dict.fromkeys(cuts) if cut > part.start)]
    return [Part(part.unit, a, b, False) for a, b in zip(starts, [*starts[1:], part.stop], strict=True)]


def _sentence_start(text: str, at: int) -> int:
    return max((m.end() for m in re.finditer(r"[。；;\n]\s*", text[:at])), default=0)
