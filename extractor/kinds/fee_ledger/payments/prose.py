"""Entries told in sentences: a day, a word of setting aside or of paying, a sum, and who was paid."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.kinds.fee_ledger.book.days import month_named
from extractor.kinds.fee_ledger.columns.whose import BODIES, without_lead
from extractor.kinds.fee_ledger.payments.came_or_went import before_day, came_or_went
from extractor.kinds.fee_ledger.payments.headings import POLICY_BEFORE, SHORTEST, policy_over
from extractor.record import Reading, Row
from extractor.values import dates, organisation
from extractor.values.scan import Token

_COMES = "提(?=了)|(?<=[%％])提(?=\\s*(?:[\\d¥￥人]|$))|计提|提取|提存|提列|补提|划入|转入|拨入|存入|归集|(?<![今兹])收到|追加|注入|计列|列入|留存"
_GIVES = r"给(?=[\u4e00-\u9fff（）()]{4,30}(?:[¥￥]|人民币|$))"  # up to the sum
_GOES = rf"{_GIVES}|(?<=[今兹])收到|支付给|支付|付给|付|列支|支出|支用|开支|购[置买入]?|采购|拨付|花费?|结算|划付|转付|汇给|(?:使用|动用)(?=了?(?:人民币|[¥￥])?\s*$)"
_RECEIVED = "收到"
"""What a payee writes who was paid: 今收到…."""
_TAKEN = "提出|拿出|划出|抽出|拨出"  # from the premium: 从保费里提出
_VERB = re.compile(
    rf"(?P<extract>{_COMES}|(?:(?<=保费[中里内])|(?<=保险费[中里内]))(?:{_TAKEN}))|(?P<spend>(?<![应未拟待])(?:{_GOES})(?![款费]期))"
)
_NO_ENTRY = re.compile(
    rf"(?:结余|余额|剩余|尚余|(?:保费|保险费)(?![中里内]?[^，,。；;\d]{{0,2}}(?:{_COMES})|[中里内](?:{_TAKEN}))|合计|累计|共计|总计|小计|限额|每人|单价|预算|计划)[^，,。；;\d]{{0,6}}$"
)
_PAYEE = re.compile(rf"(?:支付|付给|付|向|给)(?P<name>[\u4e00-\u9fff]{{2,24}}?(?:{BODIES}))(?!培训(?!费)|[会校院])")
_SENTENCE = re.compile(r"[^。；;\n]+")
_ITEM = re.compile(r"([\u4e00-\u9fff、]{2,20})(?:计|共|合计|为|人民币|[¥￥:：])*\s*$")


def entries_in_prose(sheet: Sheet, policy: Reading[Any] | None) -> list[Row]:
    """What sentences tell of the fund, in printed order; nothing where they tell of less than two entries."""
    rows: list[Row] = []
    own, several = policy, len({over.value for unit in sheet.units if (over := policy_over(unit)) is not None}) > 1
    year: int | None = None
    month: int | None = None
    for unit in sheet.units:
        month = month_named(unit.text) or (month if _OF_A_MONTH.match(unit.text) or len(unit.text) < _SHORT else None)
        own = policy_over(unit) or own
        if unit.table is None or any(t.kind == "moment" for t in unit.tokens):
            rows += _entries(unit, own if several else policy, year, month)
        if told := _YEAR.findall(unit.text):
            year = int(told[-1])
    return rows if len(rows) > 1 else []


_YEAR = re.compile(r"(?<!\d)(20\d\d)\s*年")
_OF_A_MONTH = re.compile(r"\s*(3[01]|[12]\d|0?[1-9])\s*[日号](?=[\s，,:：、\u4e00-\u9fff])")
"""A day at the start of a line under its month: 17日 提取…."""
_SHORT = 12
"""Characters of a line among those under a month that tells nothing: 无, 结余 1,460.00."""
_OWN_DAY = re.compile(r"(?<![年\d/-])(?:本年|当年|同年)?(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]")
_SHORT_DAY = re.compile(r"\s*(\d{1,2})[./-](\d{1,2})(?=\s+[\u4e00-\u9fff])")
"""A day at the start of a line: 4.08 支出…."""


def days_of(unit: Unit, year: int | None, month: int | None) -> list[tuple[int, int, date]]:
    """(start, stop, day) of each day of a text; those without a year are of the one told last before them, those at the start
    of a line without a month of the one that heads it."""
    found = [(t.start, t.stop, t.value.day) for t in unit.tokens if t.kind == "moment"]
    if year is not None and month is not None and (bare := _OF_A_MONTH.match(unit.text)):
        day = dates.in_year(f"{month}月{bare[1]}日", year)
        found += [] if day is None else [(bare.start(1), bare.end(1), day)]
    short = _SHORT_DAY.match(unit.text)
    for match in [*_OWN_DAY.finditer(unit.text), *([short] if short else [])]:
        if any(a < match.end() and match.start() < b for a, b, _ in found):
            continue
        before = [int(m[1]) for m in _YEAR.finditer(unit.text, 0, match.start())]
        own = before[-1] if before else year
        if own is not None and (day := dates.in_year(f"{match[1]}月{match[2]}日", own)) is not None:
            found.append((match.start(), match.end(), day))
    return sorted(found)


def entries_of(unit: Unit, policy: Reading[Any] | None, year: int | None) -> Iterator[Row]:
    """The entries that one text tells in sentences."""
    return _entries(unit, policy, year, None)


def _entries(unit: Unit, policy: Reading[Any] | None, year: int | None, month: int | None) -> Iterator[Row]:
    days = days_of(unit, year, month)
    sums = [t for t in unit.tokens if t.kind == "amount" or (t.kind == "number" and _is_sum(unit, t, days))]
    if not sums:
        return
    for sentence in _SENTENCE.finditer(unit.text):
        after = sentence.start()
        told_in = [t for t in sums if sentence.start() <= t.start < sentence.end()]
        for i, token in enumerate(told_in):
            told = [d for d in days if sentence.start() <= d[0] and d[1] <= token.start]
            own = _policy_of(unit, sentence.start(), sentence.end(), token) or policy
            row = _entry(unit, after, token, told[-1], own) if told else None
            row = row or _paid_later(unit, after, token, days, own)
            after = token.stop
            if row is not None:
                yield from _shared(unit, row, token, told_in[i + 1 :]) or [row]


def _shared(unit: Unit, row: Row, whole: Token, sums: list[Token]) -> list[Row]:
    """The entry as one for each policy, where its sentence goes on with the share of each: 由保单A承担7,800元、保单B承担4,200元."""
    shares: list[Row] = []
    left, after = Decimal(whole.value), whole.stop
    for token in sums:
        own = _policy_of(unit, after, token.start, token)
        if own is None:
            break
        amount = Reading(Decimal(token.value).quantize(_CENT), unit.span(token.start, token.stop), "prose", 0.75)
        shares.append(Row({**row.cells, "policy_no": own, "amount": amount}, row.span))
        left, after = left - Decimal(token.value), token.stop
    return shares if len(shares) > 1 and abs(left) <= _CENT else []


_CENT = Decimal("0.01")


def _is_sum(unit: Unit, token: Token, days: list[tuple[int, int, date]]) -> bool:
    """Whether a bare number is a sum: one of columns, or one in the word of speech for yuan: 1,500块."""
    return _SPOKEN.match(unit.text, token.stop) is not None or _in_columns(unit, token, days)


_SPOKEN = re.compile(r"\s*块(?:钱|[，,。；;、]|[\u4e00-\u9fff]{0,4}费|$)")
_CENTS = re.compile(r"\d[\d,]*\.\d\d(?=\s|$)")


def _in_columns(unit: Unit, token: Token, days: list[tuple[int, int, date]]) -> bool:
    """Whether a number with its cents is a sum of a line typed in columns, behind its day: "2024.04.02 支出 隐患排查 4200.00"."""
    begun = bool(days) and not unit.text[before_day(unit.text) : days[0][0]].strip() and days[0][1] < token.start
    return begun and unit.text[token.start - 1].isspace() and _CENTS.match(unit.text, token.start) is not None


def _policy_of(unit: Unit, start: int, stop: int, amount: Token) -> Reading[Any] | None:
    """The policy that a sentence names for a sum: the last before it, else the first behind it."""
    named = [
        t
        for t in unit.tokens
        if t.kind in ("code", "number") and start <= t.start < stop and t.stop - t.start >= SHORTEST
        and POLICY_BEFORE.search(unit.text[start : t.start])
    ]  # fmt: skip
    token = next((t for t in reversed(named) if t.stop <= amount.start), named[0] if named else None)
    if token is None:
        return None
    return Reading(unit.text[token.start : token.stop], unit.span(token.start, token.stop), "prose", 0.8)


def _entry(
    unit: Unit, after: int, amount: Token, day: tuple[int, int, date], policy: Reading[Any] | None
) -> Row | None:
    lead = unit.text[after : amount.start]
    verbs = list(_VERB.finditer(lead))
    if not verbs and (sign := came_or_went(unit, policy)) is not None and after <= sign.end():
        after = sign.start(str(sign.lastgroup))
        lead, verbs = unit.text[after : amount.start], [sign]
    if not verbs or _NO_ENTRY.search(lead) or amount.value <= 0:
        return None
    verb = verbs[0] if verbs[0].lastgroup == "spend" else verbs[-1]
    kind = str(verb.lastgroup)
    word = verb[kind]
    start = after if verb.re is not _VERB else after + verb.start()
    cells: dict[str, Reading[Any]] = {
        "date": Reading(day[2], unit.span(day[0], day[1]), "prose", 0.75),
        "kind": Reading(kind, unit.span(start, start + len(word)), "prose", 0.75),
        "amount": Reading(Decimal(amount.value).quantize(Decimal("0.01")), unit.span(amount.start, amount.stop), "prose", 0.75),
    }  # fmt: skip
    if policy is not None:
        cells["policy_no"] = policy
    if (
        kind == "spend"
        and word != _RECEIVED  # from whom, says what stands behind it
        and (paid := _given_to(unit, after, start) or _payee(unit, start, amount.start) or _hired(unit, after, start))
        is not None
    ):
        cells["payee"] = Reading(unit.raw[paid[0] : paid[1]], unit.span(*paid), "prose", 0.7)
        begin = max(paid[1], start)
    else:
        begin = start
        if kind == "spend" and (paid := _paid_after(unit, amount.stop)) is not None:
            cells["payee"] = Reading(unit.raw[paid[0] : paid[1]], unit.span(*paid), "prose", 0.7)
    item = _ITEM.search(unit.text[begin + (len(word) if begin == start else 0) : amount.start])
    if item is not None:
        stop = amount.start - (len(item.string) - item.end(1))
        cells["item"] = Reading(item[1], unit.span(stop - len(item[1]), stop), "prose", 0.6)
    return Row(cells, unit.span(min(day[0], after), amount.stop))


def _paid_later(
    unit: Unit, after: int, amount: Token, days: list[tuple[int, int, date]], policy: Reading[Any] | None
) -> Row | None:
    """A payment whose word and day stand behind its sum: 由某某公司到厂排查，费用2,500元已于3月31日付清."""
    given = _GIVEN_ON.match(unit.text, amount.stop)
    behind = given or _BEHIND_SUM.match(unit.text, amount.stop)
    lead = unit.text[after : amount.start]
    if behind is None or amount.value <= 0 or _NO_ENTRY.search(lead) or not (given or _COSTS.search(lead)):
        return None
    own = [day for day in days if behind.start() <= day[0] and day[1] <= behind.end()]
    own = own or [day for day in days if after <= day[0] and day[1] <= amount.start][-1:]
    if len(own) != 1:
        return None
    cells: dict[str, Reading[Any]] = {
        "date": Reading(own[0][2], unit.span(own[0][0], own[0][1]), "prose", 0.7),
        "kind": Reading("spend", unit.span(*behind.span("verb")), "prose", 0.7),
        "amount": Reading(Decimal(amount.value).quantize(Decimal("0.01")), unit.span(amount.start, amount.stop), "prose", 0.7),
    }  # fmt: skip
    if policy is not None:
        cells["policy_no"] = policy
    stop = len(re.split("[，,。；;\n]", unit.text[behind.end() :])[0]) + behind.end()
    paid = _payee(unit, behind.start("verb"), stop) if given else _hired(unit, after, amount.start)
    if paid is not None:
        cells["payee"] = Reading(unit.raw[paid[0] : paid[1]], unit.span(*paid), "prose", 0.7)
    elif given:
        return None
    return Row(cells, unit.span(after, behind.end()))


_GIVEN_ON = re.compile(
    r"\s*[，,]?\s*已?于[^，,。；;]{3,14}?(?P<verb>支付给|支付|付给|付|拨付给|转给|汇给)(?=[\u4e00-\u9fff（(]{4})"
)
"""A sum whose day, payment and payee stand behind it: 3,000元于4月17日付某某公司."""


_BEHIND_SUM = re.compile(
    r"\s*[，,]?\s*(?:(?:也|均|都)?已(?:经)?)?(?:于[^，,。；;]{3,14}?)?(?P<verb>付清|付讫|结清|支付(?!给)|付款|划付|打款)(?=[^\u4e00-\u9fff]|完毕|到位|$)"
)
_COSTS = re.compile("[费款酬][用项金]?(?:共|计|为|人民币|[¥￥:：])*$")


def _payee(unit: Unit, start: int, stop: int) -> tuple[int, int] | None:
    """(start, stop) of the body that is paid before the sum: after the word of paying, or before it (向某某公司支付)."""
    bodies = [(start + a, start + b) for a, b, _ in organisation.find_all(unit.text[start:stop])]
    if bodies:
        return bodies[0][0] + without_lead(unit.text[bodies[0][0] : bodies[0][1]]), bodies[0][1]
    match = _PAYEE.search(unit.text, start, stop) or _WORD_OF_BODY.search(unit.text, start, stop)
    return None if match is None else (match.start("name"), match.end("name"))


def _hired(unit: Unit, start: int, stop: int) -> tuple[int, int] | None:
    """(start, stop) of the one body that did the work, told before the word of paying: 委托某某公司开展排查，支付服务费…."""
    told = []
    for lead in _HIRES.finditer(unit.text, start, stop):
        begin = lead.end()
        bodies = [b for b in organisation.find_all(unit.text[begin:stop]) if b[0] == 0]
        if bodies:
            told.append((begin, begin + bodies[0][1]))
        elif match := _NAMED.match(unit.text, begin, stop):
            told.append(match.span("name"))
    return told[0] if len(told) == 1 else None


_HIRES = re.compile(
    "委托|聘请|邀请|委派|特邀|外聘|联合|会同|组织(?=[\u4e00-\u9fff]{2,20}(?:公司|中心|院|所))|[请由与](?=[\u4e00-\u9fff]{4})"
)
_NAMED = re.compile(
    rf"(?P<name>[\u4e00-\u9fff]{{2,24}}?(?:{BODIES}|站|局))(?=[对为给在派于到赴开进联共就作实承组来讲授，,])"
)


_WORD_OF_BODY = re.compile(rf"(?<=\s)(?P<name>[\u4e00-\u9fff]{{2,24}}(?:{BODIES}))(?=\s)")


def _given_to(unit: Unit, after: int, verb: int) -> tuple[int, int] | None:
    """(start, stop) of the body between 向, 给 or 由 of receipt and the word of paying."""
    for a, b, _ in organisation.find_all(unit.text[after:verb]):
        if unit.text[after + a - 1 : after + a] in _TO and b == verb - after:
            return after + a, after + b
    match = _GIVEN.search(unit.text, after, verb)
    return None if match is None or match.end() != verb else match.span("name")


def _paid_after(unit: Unit, start: int) -> tuple[int, int] | None:
    """(start, stop) of the body that is paid, told right behind the sum: 支出5,200元，付给某某公司."""
    lead = _BEHIND.match(unit.text, start)
    if lead is None:
        return None
    ends = re.compile("[，,。；;\\n]").search(unit.text, lead.end())
    bodies = organisation.find_all(unit.text[lead.end() : ends.start() if ends else len(unit.text)])
    if bodies:
        what_for = _WHAT_FOR.search(bodies[0][2])
        return lead.end() + bodies[0][0], lead.end() + bodies[0][1] - (len(what_for[0]) if what_for else 0)
    match = re.compile(rf"(?P<name>[\u4e00-\u9fff]{{2,24}}(?:{BODIES}))").match(unit.text, lead.end())
    return None if match is None else match.span("name")


_WHAT_FOR = re.compile(r"(?<=公司)[（(](?![^）)]*(?:合伙|中国|集团))[\u4e00-\u9fff]{2,10}[)）]$")
"""A bracket behind a body that tells what it was paid for: 付某某安全评价有限公司（风险评估）."""
_BEHIND = re.compile(
    r"\s*[，,（(]?\s*(?:(?:用于)?(?:委托|聘请|邀请|外聘)(?=[\u4e00-\u9fff]{4})|已?(?:支付给?|付给|付(?=[\u4e00-\u9fff]{5})|付至|付与|转给|汇给|划给)|收款(?:方|人|单位)(?:为|是|[:：])?|给)\s*(?=[\u4e00-\u9fff])|(?<=\.\d\d)\s+(?=[\u4e00-\u9fff]{4})"
    r"|\s*。\s*收款(?:方|人|单位)[:：]\s*(?=[\u4e00-\u9fff])"
)
_TO = frozenset("向给予")
_GIVEN = re.compile(rf"[向给予](?P<name>[\u4e00-\u9fff]{{2,24}}(?:{BODIES}))")
