"""发票、收据 (invoice or receipt): shows that a premium was billed or paid; it names sums like a policy and is none.

Fields: invoice_no, invoice_date, buyer, buyer_uscc, seller, total (Decimal yuan, tax included). A total is known by its
label, by its words (大写) and by arithmetic (net + tax = total), and the three are weighed together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from extractor.evidence import parties, sides, totals
from extractor.evidence.candidates import Candidate, ranked, to_reading
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.kinds.base import Extracted
from extractor.record import Reading
from extractor.values import organisation, uscc
from extractor.values.scan import Token

KIND = "invoice"

# What the paper is called, before the word for its number
_PAPER = r"发票|票据|收据|凭证|凭据|回单|回执|收条|缴费单|缴款书|通知单|通知书|结算单|小票|电子票|税票|付款单|交费单"
_OWN_NUMBER = re.compile(rf"(?:{_PAPER})[^:：,，;；]{{0,6}}(?:号|no)|票号|票据?№|invoiceno|receiptno", re.I)
_ANY_NUMBER = re.compile(r"号码|编号|编码|单号|流水号?|序号|^[(（]?no|№|^第$|^号$|serial|number", re.I)
_OTHER_NUMBER = re.compile(
    r"代码|校验|验证|防伪|保单|保险单|保险凭证|合同|账号|帐号|账户|卡号|税号|识别|信用|电话|手机|传真|"
    r"机器|设备|投保|批单|联行|行号|邮编|身份证|证件|报案|订单|终端|柜员|密码",
    re.I,
)
_NUMBER = re.compile(
    r"^(?:[(（]?(?:no|"
    r"№)[.:：)）]?\s*)?((?=(?:[^\d]*\d){4})[A-Za-z0-9\u4e00-\u9fff(（〔\[]?[A-Za-z0-9()（）〔〕\[\]/-]{3,31})(?=$|"
    r"[\s,，;；。号])",
    re.I,
)
_MARKED = re.compile(r"(?:\bN[oO°]|№)\s*[.:：]?\s*(\d{4,20})(?!\d)|第\s*(\d{4,20})\s*号")
_TOLD = re.compile(
    r"(?:编号|号码|流水号|票号|单号)\s*(?:为|是|"
    r"系)\s*[:：]?\s*((?=(?:[^\d]*\d){4})[A-Za-z0-9-]{6,32})(?![A-Za-z0-9])"
)

_OWN_DATE = re.compile(
    r"(?:开票|开具|出票|填开|填制|填写|制票|开据|收款|缴费|缴款|交费|交款|付款|支付|交易|入账|到账|收讫|"
    r"收费|记账|结算|扣款|invoice|issue|payment)[^,，;；]{0,4}(?:日|时间|date|on|于|$)",
    re.I,
)
_ANY_DATE = re.compile(r"日期|时间|date|年月日", re.I)
_OTHER_DATE = re.compile(
    r"保险期|保障期|期间|期限|起保|起期|止期|生效|届满|终保|到期|截止|截至|出生|打印|下载|投保|签单|最迟|"
    r"有效|起止|自$|至$|from|until|due",
    re.I,
)


_NAME_LABEL = re.compile(
    r"名称|户名|全称|抬头|单位|[人方户]$|客户|企业|收到|缴[费款]|交[费款]|付款|购|买|name|to$",
    re.I,
)
_NO_NAME = re.compile(
    r"[:：;；。¥]|\d{5}|^(?:现金|转账|支票|人民币|安全生产责任|保险费|保费|见|同|详)|银行|支付宝|微信|"
    r"税率|信息$|名称|识别号|账号"
)


def extract(sheet: Sheet) -> Extracted:
    """Number, day, both parties, the buyer's code, and the sum with tax."""
    fields: dict[str, Reading[Any]] = {}
    named = parties.bodies(sheet)
    buyers, sellers = _parties(sheet, named)
    _put(fields, "buyer", buyers)
    _put(fields, "seller", [c for c in sellers if "buyer" not in fields or c.value != fields["buyer"].value])
    _put(fields, "buyer_uscc", _buyer_codes(sheet, named, fields))
    _put(fields, "invoice_no", _numbers(sheet))
    _put(fields, "invoice_date", _dates(sheet))
    _put(fields, "total", totals.whole_sums(sheet))
    return Extracted(fields)


def _put(fields: dict[str, Reading[Any]], name: str, found: Iterable[Candidate]) -> None:
    reading = to_reading(ranked(found))
    if reading is not None:
        fields[name] = reading


# -- parties


def _parties(sheet: Sheet, named: Sequence[Candidate]) -> tuple[list[Candidate], list[Candidate]]:
    """(buyers, sellers). The words beside a name decide; without any, an insurer is paid and another body pays."""
    buyers: list[Candidate] = []
    sellers: list[Candidate] = []
    for body in named:
        if _is_bank(body.value):
            continue
        since = max((b.stop for b in named if b.unit is body.unit and b.stop <= body.start), default=0)
        side = sides.side_of(body.unit, body.start, body.stop, since=since)
        insurer = organisation.is_insurer(body.value)
        if side is not None:
            mine = body.plus(side.score + 0.1 * ((side.name == "seller") == insurer), side.name)
            (buyers if side.name == "buyer" else sellers).append(mine)
        else:
            (sellers if insurer else buyers).append(body.plus(0.5 if insurer else 0.45))
    known = {id(b.unit) for b in named}
    for name in _loose_names(sheet):
        if id(name.unit) not in known:
            buyers.append(name)
    return buyers, sellers


def _is_bank(name: str) -> bool:
    return "银行" in name and "保险" not in name


def _loose_names(sheet: Sheet) -> Iterable[Candidate]:
    """Payers without a legal form (a shop, a household), beside a label of the paying side."""
    for slot in sheet.slots:
        bare = re.split(r"\s{2,}", slot.text)[0].strip(" ,，")
        if not _NAME_LABEL.search(slot.label) or not 4 <= len(bare) <= 30 or _NO_NAME.search(bare):
            continue
        if sum("\u4e00" <= c <= "\u9fff" for c in bare) < 4:
            continue
        side = sides.side_of(slot.unit, slot.start, slot.start + len(bare))
        if side is None and slot.relation in ("right", "below"):
            continue
        if side is not None and side.name == "buyer":
            start = slot.unit.text.index(bare, slot.start)
            yield Candidate(
                bare, slot.unit, start, start + len(bare), 0.8 * side.score * slot.weight, f"label-{slot.relation}"
            )


def _buyer_codes(sheet: Sheet, named: Sequence[Candidate], fields: dict[str, Reading[Any]]) -> list[Candidate]:
    """Codes that belong to the buyer: on its side by words, else after its name rather than after the seller's."""
    buyer = fields["buyer"].value if "buyer" in fields else None
    found = []
    for unit, token in _codes(sheet):
        before = [b for b in named if b.unit is unit and b.stop <= token.start]
        since = before[-1].stop if before else 0
        side = sides.side_of(unit, token.start, token.stop, since=since)
        if (
            side is not None
            and since == 0
            and side.score < 0.95
            and (owner := _owner(unit, named, token.start)) is not None
        ):
            side = None  # a name nearer than the word decides
        if side is not None:
            if side.name == "buyer":
                found.append(Candidate(token.value, unit, token.start, token.stop, side.score, "side"))
            continue
        owner = before[-1].value if before else _owner(unit, named, token.start)
        if owner == buyer and buyer is not None:
            found.append(Candidate(token.value, unit, token.start, token.stop, 0.75, "beside name"))
        elif owner is None:
            found.append(Candidate(token.value, unit, token.start, token.stop, 0.4, "form"))
    # A code that checks is likelier than one that does not, but a wrong one is still what is printed
    return [c.plus(0.05 * uscc.is_valid(c.value)) for c in found]


def _codes(sheet: Sheet) -> Iterable[tuple[Unit, Token]]:
    yield from sheet.tokens("uscc")
    for slot in sheet.slots:
        if (
            re.search(r"税号|识别号|信用代码|tax", slot.label, re.I)
            and " " in slot.text
            and (code := uscc.parse(slot.text.upper()))
        ):
            yield slot.unit, Token("uscc", slot.start, slot.stop, code)


def _owner(unit: Unit, named: Sequence[Candidate], start: int) -> str | None:
    """The body that a code without words of its own stands under or after: in its column, beside or before it.

    Where a line holds as many codes as the line above holds names, they go by order.
    """
    for other in (
        unit.left,
        unit.left.left if unit.left else None,
        unit.above,
        unit.above.above if unit.above else None,
    ):
        if other is None:
            continue
        inside = [b for b in named if b.unit is other]
        if len(inside) == 1:
            return str(inside[0].value)
        if len(inside) > 1:
            place = sum(t.kind == "uscc" and t.start < start for t in unit.tokens)
            return str(inside[min(place, len(inside) - 1)].value)
    earlier = [b for b in named if b.unit.index < unit.index and b.unit.index >= unit.index - 3]
    return str(earlier[-1].value) if earlier else None


# -- number and day


def _numbers(sheet: Sheet) -> list[Candidate]:
    """The paper's own number: under a label that names the paper and its number, marked No., or by form (20 digits)."""
    found = []
    last = max(1, len(sheet.units))
    for slot in sheet.slots:
        label = "".join(slot.label.split())
        match = _NUMBER.match(slot.text)
        if match is None or _OTHER_NUMBER.search(label):
            continue
        worth = 1.0 if _OWN_NUMBER.search(label) else 0.75 if _ANY_NUMBER.search(label) else 0.0
        if not worth or re.search(r"[\u4e00-\u9fff]{2}|^\d{4}-\d\d?-\d\d?$", match[1]):
            continue
        start = slot.start + slot.unit.text[slot.start :].index(match[1])
        found.append(_number(match[1], slot.unit, start, worth * slot.weight, last, f"label-{slot.relation}"))
    for unit in sheet.units:
        for match in _MARKED.finditer(unit.text):
            if not _OTHER_NUMBER.search(unit.text[max(0, match.start() - 8) : match.start()]):
                group = 1 if match[1] else 2
                found.append(_number(match[group], unit, match.start(group), 0.7, last, "marked"))
        for match in re.finditer(
            rf"(?:{_PAPER})\s*(?:号码|编号|号)\s*[:：]?\s*([A-Za-z0-9-]{{6,32}})(?![A-Za-z0-9])", unit.text
        ):
            found.append(_number(match[1], unit, match.start(1), 0.95, last, "label-inline"))
        for match in _TOLD.finditer(unit.text):
            if not _OTHER_NUMBER.search(unit.text[max(0, match.start() - 6) : match.start(1)]):
                found.append(_number(match[1], unit, match.start(1), 0.6, last, "prose"))
    if not found:
        # 全电发票 are numbered with 20 digits, which no account, policy or tax number printed beside them has
        found = [
            _number(t.value, u, t.start, 0.5, last, "form")
            for u, t in sheet.tokens("code")
            if re.fullmatch(r"\d{20}", t.value)
        ]
    return found


def _number(text: str, unit: Unit, start: int, score: float, last: int, how: str) -> Candidate:
    typical = re.fullmatch(r"\d{20}|\d{8}", text) is not None
    return Candidate(text, unit, start, start + len(text), score + 0.1 * typical + 0.05 * (unit.index < last / 3), how)


def _dates(sheet: Sheet) -> list[Candidate]:
    """The day of issue or payment; a day inside a period of cover is none."""
    found = []
    moments = list(sheet.tokens("moment"))
    for k, (unit, token) in enumerate(moments):
        label = sheet.label(unit, token.start)
        worth = unlabelled = 0.4 + 0.05 * (k in (0, len(moments) - 1))
        for text, weight, _ in label.options:
            bare = "".join(text.split())
            if _OTHER_DATE.search(bare) and not _OWN_DATE.search(bare):
                # a nearer label that names the day outweighs what stands farther off
                worth = worth if worth > unlabelled else 0.1
                break
            worth = max(worth, weight * (1.0 if _OWN_DATE.search(bare) else 0.8 if _ANY_DATE.search(bare) else 0.0))
        if sum(t.kind == "moment" for t in unit.tokens) > 1 and worth < 0.9:
            worth -= 0.3
        if worth > 0.2:
            found.append(
                Candidate(_day(token), unit, token.start, token.stop, worth, "label" if worth >= 0.6 else "form")
            )
    return found


def _day(token: Token) -> date:
    day: date = token.value.day
    return day
