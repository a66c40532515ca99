"""One sum said twice with two figures: the limit a person is insured for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from validators.proofread.paper import Defect, Paper
from validators.proofread.sectors import trades_in

_LIMIT = re.compile(
    r"(?P<what>每(?:人|次事故|死亡一人)[^，。；\d]{0,14}?(?:限额|金额|标准|赔偿金?))[^，。；\d]{0,6}?"
    r"(?P<how>不低于|不得低于|不少于|不得少于|不高于|不得高于|不超过|不得超过)\s*(?:人民币)?(?P<n>\d+(?:\.\d+)?)\s*(?P<unit>万元|元)"
)
# Figures that may differ: by trade, size or year, or because one is what others set or what was before.
_APART = re.compile(
    r"其中|分别|小微|小型|大型|类别|行业|国家|全国|省|原|此前|提高|调整|增加|附加|基础|可选|第[一二三]|\d{4}年"
)


def detect(paper: Paper) -> Iterator[Defect]:
    """The same limit with two figures."""
    seen: dict[tuple[str, str], tuple[Decimal, tuple[int, str]]] = {}
    for sentence in paper.sentences:
        for match in _LIMIT.finditer(sentence.text):
            said = sentence.text[sentence.text.rfind("；", 0, match.start()) + 1 : match.end()]
            if trades_in(said) or _APART.search(said):
                continue
            key = (
                re.sub(r"责任|赔偿|的|保险", "", match["what"]),
                "most" if re.search("高于|超过", match["how"]) else "least",
            )
            amount = Decimal(match["n"]) * (10000 if match["unit"] == "万元" else 1)
            place = sentence.place(*match.span())
            first, where = seen.setdefault(key, (amount, place))
            if first != amount:
                yield Defect(
                    "limits_disagree",
                    "error",
                    (where, place),
                    f"“{match['what']}”一处为{first / 10000:f}万元，一处为{amount / 10000:f}万元",
                    f"one limit is {first:f} yuan in one place and {amount:f} in another",
                    {"first": first, "second": amount},
                )
