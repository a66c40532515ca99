"""What each of several people of one claim was paid, told as a list of names and sums: 张三12,000.00元；李四8,000.00元."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from typing import Any

from extractor.evidence.units import Unit
from extractor.kinds.claim_record.facts.facts import Fact
from extractor.record import Reading, Row
from extractor.values import person

_BETWEEN = re.compile(r"[\s；;，,、。元:：（(）)]+|赔付|赔款|获赔|给付|人民币|[¥￥]|^其中")
"""What stands between the names and the sums of such a list."""
_ASKED = re.compile("索赔|申请|申领|主张|请求|诉求")


def by_share(row: Row, facts: Sequence[Fact]) -> list[Row]:
    """The claim as one row for each of its people, where a list says what each was paid; else as it is."""
    hurt = {str(fact.value) for fact in facts if "victim" in fact.scores}
    units = {id(fact.unit): fact.unit for fact in facts if isinstance(fact.value, Decimal)}
    for unit in units.values():
        label = unit.left.text if unit.cell is not None and unit.left is not None else ""
        shares = list(_shares(unit, hurt)) or _in_sentence(unit, hurt) if not _ASKED.search(label) else []
        if len(shares) > 1 and len({name.value for name, _ in shares}) == len(shares):
            return [Row({**row.cells, "victim": name, "paid": paid}, row.span) for name, paid in shares]
    return [row]


_CLAUSE = re.compile("[，,。；;：:（(]")
_PAID_TO = re.compile("^.*(?:赔付|支付|给付|赔偿|赔款|其中|分别|获赔|赔)(?:了|给|予|为|有)?")
_KIN = re.compile("之?(?:的)?(?:近?亲属|家属|遗属|继承人|方)$")
_WHAT_FOR = re.compile("(?:的)?(?:(?:死亡|伤残|一次性|身故)?(?:赔偿|补偿)[金款]?|赔款|保险金)$")


def _in_sentence(unit: Unit, hurt: Collection[str]) -> list[tuple[Reading[Any], Reading[Any]]]:
    """(name, sum) of each of those hurt whom a sentence tells one behind the other: 已赔付甲31,200元、乙18,450元、丙家属500,000元."""
    found: list[tuple[Reading[Any], Reading[Any]]] = []
    after = 0
    for token in (token for token in unit.tokens if token.kind == "amount"):
        lead = unit.text[after : token.start]
        words = lead if found else _PAID_TO.sub("", _CLAUSE.split(lead)[-1] if _PAID_TO.search(lead) else "")
        name = _KIN.sub("", _WHAT_FOR.sub("", _BETWEEN.sub("", words).lstrip("和及与")))
        if name and (name in hurt or person.is_name(name)) and not _ASKED.search(lead):
            start = unit.text.rfind(name, after, token.start)
            if start < 0:
                return []  # 张 三
            amount = Decimal(token.value).quantize(_CENT)
            paid = Reading(amount, unit.span(token.start, token.stop), "prose", 0.8)
            found.append((Reading(name, unit.span(start, start + len(name)), "prose", 0.8), paid))
        elif len(found) > 1:
            if token.value == sum(paid.value for _, paid in found):
                return []  # the sentence tells the claim as one, with what all were paid
            break
        else:
            found = []
        after = token.stop
    told = {str(name.value) for name, _ in found}
    return found if len(told & set(hurt)) > 1 else []


_CENT = Decimal("0.01")
_GOES_ON = re.compile("[。；;]|[，,](?:均|已|都|以上|上述|全部)")
"""What begins behind the last sum that is no more of the list."""


def _shares(unit: Unit, hurt: Collection[str]) -> Iterator[tuple[Reading[Any], Reading[Any]]]:
    """(name, sum) of each entry, where the unit holds nothing else but perhaps a label of its own and what goes on behind the list.

    ``hurt``: those who are told to have been hurt, whatever their family.
    """
    sums = [token for token in unit.tokens if token.kind == "amount"]
    if len(sums) < 2:
        return
    label = re.match(r"[\u4e00-\u9fff]{2,8}[:：]", unit.text)
    after = label.end() if label is not None and not person.is_name(label[0][:-1]) else 0
    found = []
    for token in sums:
        words = _BETWEEN.sub("", unit.text[after : token.start])
        if not person.is_name(words) and words not in hurt:
            return
        start = unit.text.find(words, after)
        if start < 0:
            return
        found.append(
            (
                Reading(words, unit.span(start, start + len(words)), "label", 0.85),
                Reading(
                    Decimal(token.value).quantize(Decimal("0.01")), unit.span(token.start, token.stop), "label", 0.85
                ),
            )
        )
        after = token.stop
    if _GOES_ON.match(unit.text, after) or not _BETWEEN.sub("", unit.text[after:]):
        yield from found
