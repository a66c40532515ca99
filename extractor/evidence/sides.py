"""Who pays and who is paid: the side of a place on an invoice, a receipt or a bank slip.

A side is told by the nearest of the words that name it: in the same run of text before the place, to its left, above
it, or in the heading of its block. ``购 买 方`` printed downward counts as one word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractor.evidence.units import Unit
from extractor.values import organisation

_BUYER = (
    r"购买方|购货|购方|买方|买受|受票|付款[方人户单企客账帐]|付款(?=[:：]|$)|付方|汇款[人方单]|"
    r"缴[费款]?(?:人|方|单位|企业|客户|户)|交[费款]?(?:人|方|单位|企业|客户|户)|"
    r"缴费主体|客户|抬头|今收到|兹收到|收到|投保[人方单企]|被保险人|要保人|致(?=[:：])|收费对象|缴付|来款|"
    r"buyer|payer|customer|bill(?:ed)?to|receivedfrom|policyholder"
)
_SELLER = (
    r"销售方|销货|销方|卖方|出卖|开[票具][方单机公企]|出票[方单]|收款[方单机公企户账帐人]|收款(?=[:：]|$)|"
    r"收方|受款|收费[方单机人]|"
    r"保险人|承保|保险公司|我[司公单]|本[司公单]|出单|签单|盖章|签章|印章|专用章|"
    r"seller|payee|vendor|supplier|issuer|insurer"
)
_WORD = re.compile(rf"(?P<seller>{_SELLER})|(?P<buyer>{_BUYER})", re.I)
# "A公司交来保费", "向A公司收取"
_PAYS = re.compile(
    r"^\s*(?:[（(][^）)]{0,14}[）)])?\s*(?:交来|缴来|付来|交付|缴纳|交纳|支付|缴付|向我|汇来|转来|"
    r"的?(?:保险费|保费|缴费|交费))"
)
_IS_PAID = re.compile(
    r"^\s*(?:[（(][^）)]{0,14}[）)])?\s*(?:已?收[讫取到]|收款|开具|盖章|（章|\(章|[（(](?:盖|公|签)?章|"
    r"财务)"
)
# Labels that belong to either side and are passed over on the way to the word that names it
_NEUTRAL = re.compile(
    r"名称|户名|全称|单位|公司|信息|税号|识别号|信用|代码|地址|电话|开户|账号|帐号|银行|name|tax|account",
    re.I,
)
_LONGEST_LABEL = 20


@dataclass(frozen=True, slots=True)
class Side:
    """``name`` is "buyer" or "seller"; ``score`` 0…1 falls with the distance of the word that says so."""

    name: str
    score: float


def side_of(unit: Unit, start: int, stop: int, *, since: int = 0) -> Side | None:
    """The side of ``unit.text[start:stop]``; words before ``since`` belong to another party and are not heard."""
    lead = _last(unit.text[since:start])
    if lead is not None:
        return Side(lead, 0.95)
    tail = unit.text[stop : stop + 24]
    if _PAYS.match(tail):
        return Side("buyer", 0.85)
    if _IS_PAID.match(tail):
        return Side("seller", 0.8)
    if since:
        return None
    return next(_around(unit), None)


def _around(unit: Unit) -> Iterator[Side]:
    """Sides named by neighbours, nearest first."""
    for score, other in _neighbours(unit):
        named = _last(other.text)
        if named is not None:
            yield Side(named, score)
    named = _last(unit.heading)
    if named is not None:
        yield Side(named, 0.55)


def _neighbours(unit: Unit) -> Iterator[tuple[float, Unit]]:
    left, score = unit.left, 0.9
    for _ in range(3):
        if left is None or len("".join(left.text.split())) > _LONGEST_LABEL or _names_body(left):
            break
        yield score, left
        if not _NEUTRAL.search(left.text):
            break
        left, score = left.left, score - 0.05
    above, score = unit.above, 0.8
    for _ in range(5):
        if above is None or _names_body(above):
            break
        if len("".join(above.text.split())) <= _LONGEST_LABEL:
            yield score, above
        if above.left is not None and len("".join(above.left.text.split())) <= 8 and above.cell is None:
            yield score - 0.02, above.left
        above, score = above.above, score - 0.05


def _names_body(unit: Unit) -> bool:
    """Whether the unit names a party itself, whose side is not that of what follows."""
    return bool(organisation.find_all(unit.text))


def _last(text: str) -> str | None:
    """The side that the last side word of ``text`` names."""
    squeezed = "".join(text.split())
    found = None
    for match in _WORD.finditer(squeezed):
        found = match.lastgroup
    return found
