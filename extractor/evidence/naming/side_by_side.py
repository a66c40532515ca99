"""Values that stand side by side and share a label, or are each named after themselves: 41/40, 50万元/人."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping

from extractor.evidence.concepts import meaning
from extractor.evidence.units import Unit, says
from extractor.values.scan import Token

_BETWEEN_PARALLEL = re.compile(r"\s*(?:[/／|、]|和|及)\s*(?:人民币)?\s*")
_GROUP = re.compile(r"[(（]([^()（）]*[/／|、][^()（）]*)[)）]")
_LATIN = re.compile(r"[A-Za-z][A-Za-z.,&' ]*")


def parallel(unit: Unit, start: int) -> tuple[Token, ...]:
    """The values that stand side by side with "/" between them (41/40, 100万元/3000万元), the one at ``start`` among them;
    empty where it stands alone."""
    if len(unit.tokens) < 2 or (at := unit.token_at(start)) is None:
        return ()
    low = high = at
    while low > 0 and _BETWEEN_PARALLEL.fullmatch(unit.text, unit.tokens[low - 1].stop, unit.tokens[low].start):
        low -= 1
    while high + 1 < len(unit.tokens) and _BETWEEN_PARALLEL.fullmatch(
        unit.text, unit.tokens[high].stop, unit.tokens[high + 1].start
    ):
        high += 1
    return unit.tokens[low : high + 1] if high > low else ()


def part_of(label: str, k: int, n: int) -> str | None:
    """What names the ``k``-th of ``n`` values under one label; None where the label has not as many parts.

    >>> part_of("人身伤亡责任(每人/每次/累计)", 1, 3), part_of("No. of Employees / Insured 雇员数/投保数", 1, 2)
    ('人身伤亡责任每次', '投保数')
    >>> part_of("每人限额", 0, 2) is None
    True
    """
    for group in _GROUP.finditer(label):
        parts = [p for p in re.split(r"[/／|、]", group[1]) if p.strip()]
        if len(parts) == n:
            return label[: group.start()] + _in_full(parts)[k] + label[group.end() :]
    bare = _LATIN.sub("", label) if re.search("[\u4e00-\u9fff]", label) else label
    parts = [p for p in re.split(r"[/／|、]", re.sub(r"[(（][^()（）]*[)）]", "", bare)) if says(p)]
    if len(parts) != n:
        return None
    rest = "".join(m[0] for m in re.finditer(r"[(（][^()（）]*[)）]", bare))
    return parts[k].strip() + rest


_COUNTED = {"人": "每人", "次": "每次事故", "起": "每次事故", "年": "年累计", "期": "累计", "累": "累计"}


def _in_full(parts: list[str]) -> list[str]:
    """What a list of lone characters stands for: 限额(人/次/年)."""
    bare = [part.strip() for part in parts]
    return [_COUNTED[part] for part in bare] if all(part in _COUNTED for part in bare) else parts


_PER = re.compile(r"\s*[/／]\s*每?(?:人|次|起|案|年)(?![\u4e00-\u9fff\d¥￥])")
_SUMS = frozenset({"amount", "number", "words"})
_LABEL_ENDS = re.compile(r"[:：]\s*$|\n\s*$")
_MARKS = re.compile("[;；,，、。]")
_COUNTS = re.compile(r"\s*[(（]?\s*(?:每一?|/|／)\s*(?:人|名|位|次|起|案|年|期)|\s*[(（]?\s*累计")
"""What a sum is for, right behind it: then what stands before the first only says of which cover all are: 工人伤亡40万每人，200万每次."""
_SEPARATED = re.compile(r"[;；,，、。]\s*(?:and|以及|及)?\s*(?:人民币|RMB|CNY|¥)?\s*$")


def named_after(unit: Unit, start: int) -> str | None:
    """The words after a value where the values of a unit are each named after themselves, as in "50万元/人，500万元/次" or
    "RMB1,000 any one accident; …"; None elsewhere."""
    at = unit.token_at(start)
    if at is None or (own := unit.tokens[at]).kind not in _SUMS:
        return None
    if (per := _PER.match(unit.text, own.stop)) is not None:
        return per[0]
    low, high = unit.text.rfind("\n", 0, start) + 1, unit.text.find("\n", own.stop)
    line = low, high if high >= 0 else len(unit.text)
    if (names := unit.named.get(line)) is None:
        names = unit.named[line] = _named_within(unit, *line)
    name = names.get(start, "")
    return name if meaning(name).concepts else None


def _leads_to_next(unit: Unit, end: int) -> bool:
    """Whether the line that begins at ``end`` is a value and no word, so that the words before it name that: 800万元绝对免赔额 | 500元."""
    stop = unit.text.find("\n", end + 1)
    line = end, stop if stop >= 0 else len(unit.text)
    told = [t for t in unit.begun_in(*line) if t.kind in _SUMS]
    return (
        len(told) == 1 and not says(unit.text[line[0] : told[0].start]) and not says(unit.text[told[0].stop : line[1]])
    )


def _named_within(unit: Unit, low: int, high: int) -> Mapping[int, str]:
    """The words after each value, by its place, where all values of ``unit.text[low:high]``, a line, are each named after
    themselves; else empty."""
    sums = [t for t in unit.begun_in(low, high) if t.kind in _SUMS and not _numbers_item(unit.text, low, t)]
    if not sums or (len(sums) < 2 and high - low == len(unit.text)) or sums[0].start > low + 40:
        return {}
    if len(sums) == 1 and _leads_to_next(unit, high):
        return {}
    first = unit.text[low : sums[0].start]
    labelled = says(first) and not _LABEL_ENDS.search(first)
    if labelled and _COUNTS.search(first):
        return {}
    names = {}
    for a, b in itertools.pairwise([*sums, None]):
        assert a is not None
        end = unit.text.find("\n", a.stop)  # of the line in which the value ends: it may wrap behind its currency
        between = unit.text[
            a.stop : b.start if b is not None else min(end if end >= 0 else len(unit.text), a.stop + 40)
        ]
        if b is not None and not _SEPARATED.search(between):
            return {}
        name = _MARKS.split(between)[0]
        if not says(name) or (labelled and _COUNTS.match(name) is None):
            return {}
        names[a.start] = name
    return names


_ITEM_ENDS = re.compile(r"\s*[)）.、]")


def _numbers_item(text: str, low: int, token: Token) -> bool:
    """Whether a number only counts the items of a list: (2) at the beginning of its line."""
    return _ITEM_ENDS.match(text, token.stop) is not None and not says(text[low : token.start])
