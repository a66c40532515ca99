"""What was spent, told behind the words 使用情况 without a word of paying: a day, who was paid, what for and the sum, entry after entry."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.kinds.fee_ledger.payments.prose import days_of
from extractor.record import Reading, Row
from extractor.values import organisation
from extractor.values.scan import Token

_USES = re.compile("(?:使用|支出|支用|开支|列支|花费|用款)(?:情况|明细|去向|如下)*\\s*[:：]")
_SET_ASIDE = re.compile("(?<![应拟待])(?:计提|提取|提存)(?:了|事故预防(?:服务)?费用?|为|共|人民币|[¥￥:：])*\\s*$")
_PART = re.compile("[^；;。\\n]+")
_SAME = re.compile("(?:同一|该|上述|前述|同)(?:机构|单位|公司|中心|家)")
_DAY_BEHIND = re.compile("\\s*元?\\s*[（(]\\s*(?:于|时间[:：]?)?\\s*$")
_YEAR = re.compile(r"(?<!\d)(20\d\d)\s*年")
_ITEM = re.compile(
    "^[，,、\\s：:]*(?P<item>[\\u4e00-\\u9fff]{2,16})[，,、\\s：:]*(?:费用?|计|共|为|人民币|[¥￥:：])*\\s*$"
)


def entries_used_up(sheet: Sheet, policy: Reading[Any] | None) -> list[Row]:
    """The entries in printed order; nothing where fewer than two are told."""
    rows: list[Row] = []
    year: int | None = None
    for unit in sheet.units:
        told = [int(found) for found in _YEAR.findall(unit.text)]
        year = year or (told[0] if told else None)
        if unit.table is None:
            rows += _set_aside(unit, policy, year)
            rows += _uses(unit, policy, year)
    return rows if len(rows) > 1 and any(row.value("kind") == "spend" for row in rows) else []


def _set_aside(unit: Unit, policy: Reading[Any] | None, year: int | None) -> Iterator[Row]:
    """A sum set aside whose day stands behind it in brackets, or before it in its part: 计提3,221.78元（2026年5月30日）."""
    for token in unit.tokens:
        if token.kind != "amount" or not _SET_ASIDE.search(unit.text[: token.start]):
            continue
        behind = [
            d
            for d in days_of(unit, year, None)
            if d[0] >= token.stop and _DAY_BEHIND.fullmatch(unit.text[token.stop : d[0]])
        ]
        if behind:
            yield _row(unit, "extract", token, behind[0], policy)


def _uses(unit: Unit, policy: Reading[Any] | None, year: int | None) -> Iterator[Row]:
    begun = _USES.search(unit.text)
    if begun is None:
        return
    days, last = days_of(unit, year, None), None
    for part in _PART.finditer(unit.text, begun.end()):
        sums = [t for t in unit.tokens if t.kind == "amount" and part.start() <= t.start < part.end()]
        own = [d for d in days if part.start() <= d[0] and d[1] <= part.end()]
        if len(sums) != 1 or len(own) != 1 or own[0][1] > sums[0].start:
            return  # no list of entries
        lead = unit.text[own[0][1] : sums[0].start]
        bodies = organisation.find_all(lead)
        same = _SAME.match(lead.lstrip("，, 由付向给"))
        payee = (own[0][1] + bodies[0][0], own[0][1] + bodies[0][1]) if len(bodies) == 1 else last if same else None
        if payee is None:
            return
        last = payee
        rest = lead[bodies[0][1] :] if bodies else lead.lstrip("，, 由付向给")[same.end() if same else 0 :]
        row = _row(unit, "spend", sums[0], own[0], policy)
        cells = {**row.cells, "payee": Reading(unit.raw[payee[0] : payee[1]], unit.span(*payee), "prose", 0.7)}
        if (item := _ITEM.match(rest)) is not None:
            at = unit.text.index(item["item"], own[0][1])
            cells["item"] = Reading(item["item"], unit.span(at, at + len(item["item"])), "prose", 0.6)
        yield Row(cells, row.span)


def _row(unit: Unit, kind: str, amount: Token, day: tuple[int, int, Any], policy: Reading[Any] | None) -> Row:
    span = unit.span(amount.start, amount.stop)
    cells: dict[str, Reading[Any]] = {
        "date": Reading(day[2], unit.span(day[0], day[1]), "prose", 0.7),
        "kind": Reading(kind, span, "prose", 0.7),
        "amount": Reading(Decimal(amount.value).quantize(Decimal("0.01")), span, "prose", 0.7),
    }
    if policy is not None:
        cells["policy_no"] = policy
    return Row(cells, unit.span(min(day[0], amount.start), max(day[1], amount.stop)))
