"""Entries told in sentences: a day, a word of setting aside or of paying, a sum, and who was paid."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.record import Reading, Row
from extractor.values import organisation
from extractor.values.scan import Token

_COMES = "计提|提取|提存|提列|补提|划入|转入|拨入|存入|归集|收到|追加|注入|计列|列入|留存"
_GOES = "支付|付给|付|列支|支出|支用|开支|购[置买入]?|采购|拨付|花费?|结算|划付|转付|汇给"
_VERB = re.compile(rf"(?P<extract>{_COMES})|(?P<spend>(?<![应未拟待])(?:{_GOES})(?![款费]期))")
_NO_ENTRY = re.compile(
    r"(?:结余|余额|剩余|尚余|保费|保险费|合计|累计|共计|总计|小计|限额|每人|单价|预算|计划)[^，,。；;\d]{0,6}$"
)
_PAYEE = re.compile(
    r"(?:支付|付给|付|向|给)(?P<name>[\u4e00-\u9fff]{2,24}?(?:中心|学校|学院|协会|经营部|商店|门市部|商行|店|工作室|事务所|研究院|服务站|大队|支队))"
)
_SENTENCE = re.compile(r"[^。；;\n]+")
_ITEM = re.compile(r"([\u4e00-\u9fff、]{2,20})(?:计|共|合计|为|人民币|[¥￥:：])*\s*$")


def entries_in_prose(sheet: Sheet, policy: Reading[Any] | None) -> list[Row]:
    """What sentences tell of the fund, in printed order; nothing where they tell of less than two entries."""
    rows = [row for unit in sheet.units if unit.table is None for row in _entries(unit, policy)]
    return rows if len(rows) > 1 else []


def _entries(unit: Unit, policy: Reading[Any] | None) -> Iterator[Row]:
    for sentence in _SENTENCE.finditer(unit.text):
        after = sentence.start()
        day: Token | None = None
        for token in (t for t in unit.tokens if sentence.start() <= t.start < sentence.end()):
            if token.kind == "moment":
                day = token
            elif token.kind == "amount":
                row = _entry(unit, after, token, day, policy) if day is not None else None
                after = token.stop
                if row is not None:
                    yield row


def _entry(unit: Unit, after: int, amount: Token, day: Token, policy: Reading[Any] | None) -> Row | None:
    lead = unit.text[after : amount.start]
    verbs = list(_VERB.finditer(lead))
    if not verbs or _NO_ENTRY.search(lead) or amount.value <= 0:
        return None
    verb = verbs[0] if verbs[0].lastgroup == "spend" else verbs[-1]
    kind = str(verb.lastgroup)
    start = after + verb.start()
    cells: dict[str, Reading[Any]] = {
        "date": Reading(day.value.day, unit.span(day.start, day.stop), "prose", 0.75),
        "kind": Reading(kind, unit.span(start, start + len(verb[0])), "prose", 0.75),
        "amount": Reading(Decimal(amount.value).quantize(Decimal("0.01")), unit.span(amount.start, amount.stop), "prose", 0.75),
    }  # fmt: skip
    if policy is not None:
        cells["policy_no"] = policy
    if kind == "spend" and (paid := _given_to(unit, after, start) or _payee(unit, start, amount.start)) is not None:
        cells["payee"] = Reading(unit.raw[paid[0] : paid[1]], unit.span(*paid), "prose", 0.7)
        begin = max(paid[1], start)
    else:
        begin = start
    item = _ITEM.search(unit.text[begin + (len(verb[0]) if begin == start else 0) : amount.start])
    if item is not None:
        stop = amount.start - (len(item.string) - item.end(1))
        cells["item"] = Reading(item[1], unit.span(stop - len(item[1]), stop), "prose", 0.6)
    return Row(cells, unit.span(day.start, amount.stop))


def _payee(unit: Unit, start: int, stop: int) -> tuple[int, int] | None:
    """(start, stop) of the body that is paid before the sum: after the word of paying, or before it (向某某公司支付)."""
    bodies = [(a, b) for a, b, _ in organisation.find_all(unit.text) if start <= a and b <= stop]
    if bodies:
        verb = _VERB.match(unit.text[bodies[0][0] : bodies[0][1]])
        return bodies[0][0] + (verb.end() if verb else 0), bodies[0][1]
    match = _PAYEE.search(unit.text, start, stop)
    return None if match is None else (match.start("name"), match.end("name"))


def _given_to(unit: Unit, after: int, verb: int) -> tuple[int, int] | None:
    """(start, stop) of the body between 向, 给 or 由 of receipt and the word of paying."""
    for a, b, _ in organisation.find_all(unit.text[after:verb]):
        if unit.text[after + a - 1 : after + a] in _TO and b == verb - after:
            return after + a, after + b
    match = _GIVEN.search(unit.text, after, verb)
    return None if match is None or match.end() != verb else match.span("name")


_TO = frozenset("向给予")
_GIVEN = re.compile(
    r"[向给予](?P<name>[\u4e00-\u9fff]{4,24}(?:中心|学校|学院|协会|学会|经营部|广告部|商店|门市部|商行|店|社|工作室|事务所|研究院|站|大队|支队|救援队|救护队))"
)
