"""What each of several people of one claim was paid, told as a list of names and sums: 张三12,000.00元；李四8,000.00元."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from typing import Any

from extractor.evidence.units import Unit
from extractor.kinds.claim_record.facts.facts import Fact
from extractor.kinds.claim_record.facts.people_told import HARM
from extractor.record import Reading, Row
from extractor.values import person

_BETWEEN = re.compile(r"[\s；;，,、。元:：（(）)]+|赔付|赔款|获赔|给付|人民币|[¥￥]|^其中")
"""What stands between the names and the sums of such a list."""
_ASKED = re.compile("索赔|申请|申领|主张|请求|诉求")


def by_share(row: Row, facts: Sequence[Fact]) -> list[Row]:
    """The claim as one row for each of its people, where a list says what each was paid; else as it is."""
    hurt = {str(fact.value) for fact in facts if "victim" in fact.scores}
    hurt |= _hurt_and_paid([fact.unit for fact in facts])
    units = {id(fact.unit): fact.unit for fact in facts if isinstance(fact.value, Decimal)}
    for unit in units.values():
        label = unit.left.text if unit.cell is not None and unit.left is not None else ""
        shares = list(_shares(unit, hurt)) or _in_sentence(unit, hurt) if not _ASKED.search(label) else []
        if len(shares) > 1 and len({name.value for name, _ in shares}) == len(shares):
            return [Row({**row.cells, "victim": name, "paid": paid}, row.span) for name, paid in shares]
    return [row]


def _hurt_and_paid(units: Sequence[Unit]) -> set[str]:
    """Those of whatever family whom one sentence tells to have been paid and another one to have been hurt: two witnesses."""
    texts = {id(unit): unit.text for unit in units}.values()
    paid = [(match["name"], text) for text in texts for match in _IS_PAID.finditer(text)]
    harmed = [sentence for text in texts for sentence in _SENTENCE.split(text) if _HARMED.search(sentence)]
    return {name for name, _ in paid if any(_is_named(name, s) and not _IS_PAID.search(s) for s in harmed)}


def _is_named(name: str, sentence: str) -> bool:
    """Whether a sentence names somebody behind a stroke or a word that makes him hurt, and goes on with another or with harm."""
    return (
        re.search(
            rf"(?:造成|致使?|导致|其中|[，,、和及与：:]){name}(?:[、，,和及与]|[^，,。；;、]{{0,6}}?(?:{HARM}))",
            sentence,
        )
        is not None
    )


_IS_PAID = re.compile(
    r"(?:^|[：:；;，,。、])(?P<name>[\u4e00-\u9fff]{2,4}?)(?:之?的?(?:近?亲属|家属|遗属|一方|方))?(?:获赔|获得?赔[偿付款]?|得到赔[偿付]|领取赔款|赔[偿付][金款]?)(?:金额)?[为：:]?(?:人民币|[¥￥])?\s*(?=\d[\d,.]*\s*万?元)"
)
_SENTENCE = re.compile("[。；;]")
_HARMED = re.compile(HARM)
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
        clause = _CLAUSE.split(lead)[-1]
        towards = _TOWARDS.search(clause)
        name = _bare(_GOT.sub("", clause) if _GOT.search(clause) else towards["name"] if towards is not None else words)
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


def _bare(words: str) -> str:
    """The name in the words before a sum, without his kin and what the sum is for."""
    return _KIN.sub("", _WHAT_FOR.sub("", _BETWEEN.sub("", words).lstrip("和及与")))


_GOT = re.compile(
    r"(?:已|均|实际)?(?:获赔|获得?赔[偿付款]?|得到赔[偿付]|领取赔款)(?:金额)?[为：:]?(?:人民币|[¥￥])?\s*$"
)
"""What stands between a name and what its bearer was paid: 某某家属获赔."""
_TOWARDS = re.compile(
    r"[向给](?P<name>[\u4e00-\u9fff·]{2,8}?)(?:之?的?(?:近?亲属|家属|遗属|继承人|本人|一方))?(?:支付|赔付|给付|赔偿|支出|拨付)[\u4e00-\u9fff]{0,10}$"
)
"""Whom a payment goes to, before the word of paying: 向某某家属支付死亡赔偿金."""
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
