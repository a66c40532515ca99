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
        shares = list(_shares(unit, hurt)) if not _ASKED.search(label) else []
        if len(shares) > 1 and len({name.value for name, _ in shares}) == len(shares):
            return [Row({**row.cells, "victim": name, "paid": paid}, row.span) for name, paid in shares]
    return [row]


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
        start = unit.text.index(words, after)
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
