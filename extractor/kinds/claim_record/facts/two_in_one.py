"""Two or three values behind one label of a form: 出险/报案时间 beside two days, 赔案号/报案号 beside two numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.values import person
from extractor.values.scan import Token

Place = tuple[int, int]
"""A unit, by identity, and where in its text a value begins."""

_BETWEEN = re.compile(r"\s*(?:[/／、|｜&;；]|及|和|与)\s*")
_APART = re.compile(r"\s+[/／、|｜;；]\s*|[／、｜;；]|(?<=[\u4e00-\u9fff])/|/(?=[\u4e00-\u9fff])")
_SHARED = re.compile(r"(?:日期|时间|金额|编号|号码|号|日)$")
"""What the last of several names says for all of them: 出险/报案日期."""
_COUNTS = re.compile(r"^第?[一二三四五六七八九十]{1,3}[、.．](?=.)")
"""What counts a heading before its words: 三、结案."""
_NAME = re.compile(r"[\u4e00-\u9fffA-Za-z]{1,10}")
_FILLS = re.compile(r"(?:[\s/／、|｜;；,，元至—\-–]|\d{1,2}[:：]\d{2}(?:[:：]\d{2})?|[¥￥]|人民币)*")
"""What stands beside the values and between them."""
_NUMBER = re.compile(r"\s*(?=(?:.*\d){4})[A-Za-z0-9-]{6,30}\s*")
_MOST = 4
_HAN = re.compile("[\u4e00-\u9fff]")
_SAYS = 4
"""Han characters behind a day from which a stretch is a sentence and no value of its name."""
_FAMILIES = ({"moment"}, {"amount", "number"}, {"code", "number", "uscc"})
_NOT_OF_DAYS = re.compile("金额|号码?$|编号$|[款额费]$")


def names_of_values(sheet: Sheet) -> Mapping[Place, tuple[str, int]]:
    """Where a value of several begins → its own name, and where it ends; nothing where names and values are not as many."""
    told: dict[Place, tuple[str, int]] = {}
    for slot in sheet.slots:
        names = own_names(slot.label)
        if len(names) < 2:
            continue
        for name, (start, stop) in zip(names, _values(slot.unit, slot.start, slot.stop, len(names)), strict=False):
            told[id(slot.unit), start] = name, stop
    return told


def own_names(label: str) -> list[str]:
    """The names that a label joins, each whole; none where it is the name of one value, or where people are named.

    >>> own_names("出险/报案时间"), own_names("伤者姓名／性别"), own_names("报案号"), own_names("杨建国、陈伟")
    (['出险时间', '报案时间'], ['伤者姓名', '性别'], [], [])
    >>> own_names("三、结案"), own_names("三、结案/上传日期")  # what counts a heading names nothing
    ([], ['结案日期', '上传日期'])
    """
    bare = re.sub(r"[（(](?:[^（()）]{0,4}元|[^（()）]{0,3}填)[)）]", "", "".join(label.split()).strip(":："))
    bare = _COUNTS.sub("", bare)
    names = _BETWEEN.split(bare)
    if not 1 < len(names) <= _MOST or not all(map(_NAME.fullmatch, names)) or all(map(person.is_name, names)):
        return []  # people in the line above are no labels
    shared = _SHARED.search(names[-1])
    if shared is None or len(names[-1]) == len(shared[0]):
        return names
    return [name if _SHARED.search(name) or _NOT_OF_DAYS.search(name) else name + shared[0] for name in names]


def _values(unit: Unit, start: int, stop: int, n: int) -> Sequence[tuple[int, int]]:
    """The places of ``n`` values in a stretch of a unit: whole days, sums or numbers with nothing between, else its parts at strokes."""
    tokens = [token for token in unit.tokens if start <= token.start < stop]
    for family in _FAMILIES:
        own = [token for token in tokens if token.kind in family]
        if len(own) == n and _nothing_else(unit.text, start, stop, own):
            return [(token.start, token.stop) for token in own]
    text = unit.text[start:stop]
    cuts = [match.span() for match in _APART.finditer(text)]
    if len(cuts) != n - 1 and all(map(_NUMBER.fullmatch, text.split("/"))):
        cuts = [match.span() for match in re.finditer("/", text)]
    if len(cuts) != n - 1:
        return []
    begins = [start, *(start + b for _, b in cuts)]
    ends = [*(start + a for a, _ in cuts), stop]
    places = []
    for begin, end in zip(begins, ends, strict=True):
        first = next((token for token in tokens if begin <= token.start and token.stop <= end), None)
        if (
            first is not None
            and first.kind == "moment"
            and len(_HAN.findall(text, first.stop - start, end - start)) >= _SAYS
        ):
            return []  # the words behind a day say themselves what happened on it
        lead = len(unit.text[begin:end]) - len(unit.text[begin:end].lstrip())
        places.append((first.start, first.stop) if first is not None else (begin + lead, end))
    return places


def _nothing_else(text: str, start: int, stop: int, tokens: Sequence[Token]) -> bool:
    at = start
    for token in tokens:
        if _FILLS.fullmatch(text[at : token.start]) is None:
            return False
        at = token.stop
    return _FILLS.fullmatch(text[at:stop]) is not None
