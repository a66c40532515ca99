"""Demands of an amount, a share or a count: which numbers are limits, what of, and how often."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from extractor.notices.obligations import grammar
from extractor.notices.obligations.acts import Region, made
from extractor.notices.obligations.context import Sentence
from extractor.notices.obligations.data import word
from extractor.notices.obligations.demand import Demand, Named
from extractor.notices.obligations.quantities import Quantity
from extractor.notices.obligations.topics import OTHER, topic

_FREQUENCY = re.compile(
    r"(?:每|各)(?:个|一)?(?:自然|保险|保单)?(?:年度|两年|半年|季度|月度|年|季|月|周|日)|全年|年均|一年|年度内"
)
_COMMANDS = re.compile(
    r"(?:率|比例|比重|面)(?:为|是|:|=)?\s*(?:\d|百分之)|按|提取|计提|给予|拿出|安排|控制|不|承担|补贴|补助|分担|占|浮"
)
_OF_ENTERPRISES = re.compile(r"(?:企业|家)(?:总)?数[^,;]{0,6}$")
_PER = re.compile(r"\s*[/／]\s*(?:每)?(年度?|半年|季度?|月)")
_BRINGS = re.compile(  # a verb whose object the number is: 配备3名以上的专职人员
    r"(?:配备|配置|提供|开展|组织|派出?|派驻|设立?|投入|安排|建立|完成|形成|聘请|保证|确保|召开)[^,;。:]{0,8}$"
)
_PARTS = re.compile(r"、|(?<=[\u4e00-\u9fa5)])(?:和|以及|及)(?=[\u4e00-\u9fa5])")


def demands(s: Sentence, q: Quantity, region: Region) -> Iterator[Demand]:
    """The demand that a measure makes, one for each thing counted; nothing for statistics, definitions, conditions."""
    if _binds_nobody(s, q):
        return
    text = s.unit.text
    low, high = grammar.clause(text, s.start, s.stop, q.start)
    inner = text[max(region.low, low) : min(region.high, max(high, q.stop))]
    named = grammar.labelled(text, s.start, low, high)
    about = topic(q.what, [named, inner, text[low:high], text[region.low : region.high]], unit=q.unit)
    if about.code == OTHER:
        about = topic(q.what, [text[s.start : q.stop], s.before(q.stop), s.words, *s.around, text], unit=q.unit)
    often = _frequency(text, max(s.start, low - 12), q) if q.what == "count" and q.unit == "time" else None
    alone = s.unit.row and len(s.words.strip()) <= q.stop - q.start + 4 and s.unit.role != "task"
    led = s.led_operator if q.what in ("amount", "ratio") else None
    if (
        not q.limit
        and led is None
        and often is None
        and (
            q.what == "count"
            or about.code == OTHER
            or not (alone or _COMMANDS.search(inner) or _COMMANDS.search(named))
        )
    ):
        return
    operator = q.operator or led or ("at_least" if often else "equal")
    one = made(s, q, about, q.what, grammar.short(text[low:high]), q.value, q.unit, operator)
    one = replace(one, value2=q.value2) if q.value2 is not None else one
    if often is None:
        yield one
        return
    yearly = re.search(r"年度?$|年均|^一年", often[2]) and not re.search("半年|两年", often[2])
    one = replace(one, trigger=Named(s.unit, often[0], often[1]), trigger_code="year" if yearly else "unknown")
    things = _enumerated(text, q.stop, s.stop)
    yield from (replace(one, act=grammar.short(text[a:b])) for a, b in things) if things else (one,)


def _binds_nobody(s: Sentence, q: Quantity) -> bool:
    """A number of a definition, a statistic or a condition (从业人员100人以上的企业) binds nobody by itself."""
    before, after = s.unit.text[s.start : q.start], s.unit.text[q.stop :]
    if word("noise", "definition").search(before) or (word("noise", "statistics").search(s.words) and not q.negated):
        return True
    if q.negated or (q.unit == "enterprise" and _OF_ENTERPRISES.search(before)):
        return False
    if _BRINGS.search(before):
        return False
    conditional = word("noise", "condition_after").match(after)
    return conditional is not None and not word("noise", "condition_noun_ok").match(after)


def _frequency(text: str, floor: int, q: Quantity) -> tuple[int, int, str] | None:
    if after := _PER.match(text, q.stop):  # 4次/年
        return after.start(1), after.end(1), "每" + after[1]
    found = list(_FREQUENCY.finditer(text, floor, q.start))
    return (found[-1].start(), found[-1].end(), found[-1][0]) if found else None


def _enumerated(text: str, start: int, stop: int) -> list[tuple[int, int]]:
    """The things that are each to be done so often: 一次〔教育培训、风险辨识和应急演练〕服务."""
    end = next((start + m.start() for m in re.finditer(r"[,;。]", text[start:stop])), stop)
    if "、" not in text[start:end]:
        return []
    cuts = [start, *(m.end() for m in _PARTS.finditer(text, start, end))]
    parts = list(zip(cuts, [*cuts[1:], end], strict=True))
    return [(a, len(text[:b].rstrip("、和及以"))) for a, b in parts if text[a:b].strip()]
