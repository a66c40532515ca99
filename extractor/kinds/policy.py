"""保险单 (policy): what is insured, for whom, for how long, for how much."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from extractor import agreements, clauses
from extractor.clauses import further
from extractor.covers import table as coverages
from extractor.covers.table import Coverages
from extractor.evidence import parties
from extractor.evidence.candidates import Candidate, by_slot, by_token, derived, ranked, to_reading
from extractor.evidence.concepts import formula, meaning
from extractor.evidence.locate import Sheet, Unit, strip_label
from extractor.kinds.base import Extracted
from extractor.record import Reading, Row, Witness
from extractor.values import doc_number, region, uscc
from extractor.values.dates import Moment
from extractor.values.policy_no import FORM as NUMBER_FORM
from extractor.values.scan import Token

KIND = "policy"

POLICY_NO = formula("policy number", none_of="proposal report contact uscc claim_no")
_POLICY_ALONE = formula(
    "policy", none_of="proposal report contact uscc claim_no holder insured insurer premium period sign date"
)
_VOUCHER = formula("voucher", none_of="proposal report contact uscc claim_no payment premium")
USCC = formula("uscc", none_of="insurer agency branch")
ADDRESS = formula("address", "holder insured enterprise", "insurer branch agency premium limit expert")
_RISK_PLACE = formula("risk_place", none_of="insurer branch agency premium limit expert address")
INDUSTRY = formula("industry", none_of="insurer branch premium limit contact address number count")
EMPLOYEES = formula(
    "employees",
    "all count enterprise",
    "insured_count per_person limit premium injury medical third deductible prevention date expert",
)
_STAFF = formula(
    "count enterprise|all",
    "all",
    "insured_count per_person limit premium injury medical third deductible prevention date expert number contact holder period",
)
INSURED_COUNT = formula(
    "insured_count",
    "count employees",
    "per_person limit premium date medical third number deductible prevention sign amount period",
)
_IN_COVER = formula(
    "count cover|policy|insured",
    "insured",
    "employees all per_person limit premium date medical third number deductible prevention sign amount period contact holder fee",
)
_MONEY_NOT = "medical third property premium deductible legal rescue appraisal aftermath disease prevention insured_count payment tax"
PER_PERSON = formula("per_person", "limit injury liability", _MONEY_NOT)
PER_ACCIDENT = formula("per_accident", "limit injury liability", _MONEY_NOT + " per_person")
AGGREGATE = formula("aggregate", "limit liability", _MONEY_NOT + " per_person")
DEDUCTIBLE = formula("deductible", "per_accident amount", "premium ratio")
# A cover's limit that stands alone in the schedule, outside any list of covers
_ALONE_NOT = "premium deductible ratio prevention tax payment disease "
_ALONE = {
    "medical_limit": formula("medical", "per_person limit", _ALONE_NOT + "per_accident aggregate third legal rescue"),
    "rescue_limit": formula(
        "rescue", "per_accident limit", _ALONE_NOT + "per_person aggregate third legal medical appraisal"
    ),
    "legal_limit": formula(
        "legal", "per_accident limit", _ALONE_NOT + "per_person aggregate third medical rescue appraisal"
    ),
    "third_party_limit": formula(
        "third per_accident|limit", "injury", _ALONE_NOT + "per_person aggregate property medical legal rescue"
    ),
    "third_party_property_limit": formula(
        "third property", "per_accident limit", _ALONE_NOT + "per_person aggregate injury medical legal rescue"
    ),
    "appraisal_limit": formula(
        "appraisal", "per_accident limit", _ALONE_NOT + "per_person aggregate third medical legal rescue"
    ),
}
PREMIUM = formula(
    "premium",
    "total digits amount",
    "limit prevention ratio fee deductible per_person per_accident aggregate tax words",
)
TOTAL = formula(
    "total|digits",
    "amount",
    "limit prevention ratio fee deductible per_person per_accident aggregate tax employees count insured_count",
)
PREMIUM_WORDS = formula(
    "premium|words|total", "total words", "limit prevention deductible per_person per_accident aggregate fee"
)
FEE = formula("prevention", "fee amount", "limit deductible balance")
FEE_RATIO = formula("prevention|ratio", "ratio prevention fee", "limit deductible tax injury medical")
PERIOD = formula("period", "start end", "payment sign print")
START = formula("start", "period date", "payment sign print confirm_time end")
END = formula("end", "period date", "payment sign print confirm_time start")
SIGN = formula("sign", "date", "print confirm_time payment start end period number contact")

_ADDRESS_FORM = re.compile(r"[省市区县州盟旗镇乡街道路村巷号园]")
_ADDRESS_IN_PROSE = re.compile(
    r"(?:(?<=位于)|(?<=地处)|(?<=坐落于)|(?<=地址为)|(?<=住所地为)|(?<=住所为)|(?<=设在)|(?<=地点为)|(?<=处)|(?<=[:：，,；;\s])|^)[\u4e00-\u9fff]{2,8}?(?:省|自治区|市)[\u4e00-\u9fff]{1,8}?(?:市|区|县|州|盟|旗)[^，。；;,\s（(]{3,40}"
)
_OF_COMPANY = re.compile(r"的[\u4e00-\u9fff（）()]{4,30}$")
_NAMED_PLACE = re.compile(r"^[\u4e00-\u9fff]{0,4}?(?:地址|住所地?|厂址|处所)[:：]?(?=[\u4e00-\u9fff]{6})")
_LEAD_TO_ADDRESS = re.compile(
    r"^[\u4e00-\u9fff]{0,12}?(?:位于|坐落于|坐落在|坐落|座落于|座落|地处|设于|设在|地址为|地址是|住所为|为|是|系|在)(?=[\u4e00-\u9fff]{2,8}(?:省|自治区|市))"
)
_INDUSTRY_IN_PROSE = re.compile(
    r"(?:从事|主营|(?:行业|业别)(?:[大门小种]类|类别|类|归类|类型|性质|名称|领域)?(?:属于?|为|是|系|归))([\u4e00-\u9fff]{2,14}?)(?:行业|业务|领域|生产经营活动|生产经营|的生产|[，。；,）)])"
)
# Words that names of trades end in (GB/T 4754 divisions and the high-risk sectors of the 2025 measures)
_TRADES = "非煤矿山|煤矿|矿山|危险化学品(?:生产|经营|储存|使用|运输)?|烟花爆竹(?:生产|经营|批发|零售)?|(?:交通|道路|水路|货物|物流|旅客)运输|运输|建筑施工|施工|民用爆炸物品|金属冶炼|冶炼|铸造|渔业(?:生产|捕捞)?|养殖|捕捞|(?:[\u4e00-\u9fff]{1,6})(?:制造|加工|制品|开采|采选|冶炼|修理|安装|装备|仓储|批发|零售|生产|印染|材料)|纺织(?:印染|服装)?|化工|医药|造纸|印刷|仓储物流|物流|仓储|电力|燃气|食品|家具|建材|冶金|机械|电子|电气|轻工|商贸|服务业|农林牧渔|工贸|粉尘涉爆|涉氨制冷|有限空间作业"
_TRADE = re.compile(rf"(?:{_TRADES})(?:业|行业|企业|类)?$")
_OF_TRADE = re.compile(rf"(?:(?<!金)属于?|系|为)((?:{_TRADES}))(?:行业|业|企业|类企业|领域)?(?=[，。；,;）)]|$)")
_TRADE_IS = re.compile(r"(?:(?:行业|业别|领域)(?:[大门中小种]类|类别|类型|名称)?(?:属于?|归属|为|是|系))?")
_TRADE_ALONE = re.compile(rf"^(?:{_TRADES})(?:业|行业)?$")
_NONE = re.compile(r"^(?:无免赔.*|无|0|零|不设.*|免赔为?[零0无].*|没有.*|nil|none|—|/|-)$", re.I)


def extract(sheet: Sheet) -> Extracted:
    """All fields and lists of a policy."""
    fields: dict[str, Reading[Any]] = {}
    covers = coverages.find(sheet)
    set_apart = set(covers.units) if covers and covers.how == "table" else set()
    items = _agreements(sheet)
    outside = {id(u) for u in sheet.units} - set_apart - items.units
    if not items.headed and _holds_schedule(sheet, items.units):
        outside |= items.units
        items.units = set()
    named = [c for c in parties.bodies(sheet) if id(c.unit) not in items.units]

    _put(fields, "policy_no", policy_numbers(sheet, items.units))
    legal, branches = parties.insurer(named, sheet)
    _put(fields, "insurer", legal)
    _put(fields, "insurer_branch", branches)
    _holder_and_insured(sheet, named, fields)
    _put(fields, "uscc", credit_codes(sheet, fields))
    _put(fields, "address", addresses(sheet))
    _put(fields, "industry", industries(sheet, items.units))
    place(fields, named, sheet)
    _counts(sheet, fields, outside)
    _limits(sheet, fields, covers, outside)
    _premium(sheet, fields, covers, outside)
    _fee(sheet, fields, outside, items.units)
    period(sheet, fields, items.units)
    _sign_date(sheet, fields, items.units)

    tables: dict[str, tuple[Row, ...]] = {}
    witnesses: dict[str, Witness] = {"coverages": _coverage_witness(covers, fields)}
    if covers is not None:
        tables["coverages"] = covers.rows
    tables.update(items.tables)
    witnesses.update(items.witnesses)
    return Extracted(fields, tables, witnesses)


def _holds_schedule(sheet: Sheet, units: Collection[int]) -> bool:
    """Whether sentences taken for agreements, under a heading that nobody knew, are the schedule itself: the period and
    the premium in words stand nowhere else."""
    inside = [u for u in sheet.units if id(u) in units]
    return any(sum(t.kind == "moment" for t in u.tokens) >= 2 for u in inside) or any(
        t.kind == "words" for u in inside for t in u.tokens
    )


def _put(fields: dict[str, Reading[Any]], name: str, found: Sequence[Candidate]) -> None:
    reading = to_reading(found)
    if reading is not None:
        fields[name] = reading


# -- numbers and parties


def policy_numbers(sheet: Sheet, in_agreements: Collection[int] = frozenset()) -> list[Candidate]:
    """The number of this policy: number-shaped, labelled as a policy's number, and repeated where it runs in headers."""

    def value(unit: Unit, token: Token) -> str | None:
        text = unit.text[token.start : token.stop].replace(" ", "")
        if _STANDARD.search(unit.text[: token.start]) or re.fullmatch(r"\d{4,5}-\d{4}", text):
            return None
        return text if len(text) >= 8 and NUMBER_FORM.fullmatch(text) else None

    found = by_token(sheet, ("code", "uscc", "number"), POLICY_NO, value=value)
    found += by_slot(sheet, POLICY_NO, _number_text, least=0.6, least_coverage=0.5)
    found += [c.plus(-0.15) for c in by_slot(sheet, _POLICY_ALONE, _number_text, least=0.6, least_coverage=0.9)]
    found = [
        c.plus(-0.5 * _of_another(sheet, c) - 0.3 * (id(c.unit) in in_agreements) - 0.5 * _is_credit_code(sheet, c))
        for c in found
    ]
    if not any(c.score >= 0.5 for c in found):
        # No label told: the longest number near the head of the paper that is no credit code
        early = [
            (u, t)
            for u, t in sheet.tokens("code")
            if u.index <= max(12, len(sheet.units) // 4)
            and (text := value(u, t))
            and len(text) >= 12
            and id(u) not in in_agreements
        ]
        guesses = [
            Candidate(
                u.text[t.start : t.stop].replace(" ", ""), u, t.start, t.stop, 0.4 + 0.005 * (t.stop - t.start), "form"
            )
            for u, t in early
        ]
        found = [*(g for g in guesses if not _of_another(sheet, g)), *found]
    times: dict[str, int] = {}
    for unit, token in sheet.tokens("code"):
        text = unit.text[token.start : token.stop]
        times[text] = times.get(text, 0) + 1
    if not found:
        found = [c.plus(-0.3) for c in by_slot(sheet, _VOUCHER, _number_text) if id(c.unit) not in in_agreements]
    if not found:
        codes = [(u, t) for u, t in sheet.tokens("code") if value(u, t) and id(u) not in in_agreements]
        if len({u.text[t.start : t.stop] for u, t in codes}) == 1:  # the one number on the paper, called a number
            unit, token = codes[0]
            if "number" in sheet.label(unit, token.start).concepts:
                only = Candidate(str(value(unit, token)), unit, token.start, token.stop, 0.35, "form")
                found = [] if _of_another(sheet, only) else [only]
    best = [c.plus(0.05 * min(3, times.get(c.value, 1) - 1)) for c in found]
    return ranked(best)


def _is_credit_code(sheet: Sheet, number: Candidate) -> bool:
    """Whether what stands as the policy's number is a credit code that checks, and is labelled as no policy's."""
    if not uscc.is_valid(number.value):
        return False
    options = sheet.label(number.unit, number.start).options
    return not options or not meaning(options[0][0]).has("policy")


# Numbers beside the policy's own: an earlier policy's, an endorsement's, a quotation's, a code to verify the print by
_OTHER_POLICY = re.compile(
    r"(?:上期|上年|去年|上一|上份|上张|原|前期|前一|前份|承接|续保|续自|转自|替代|另一|旧|往期|历史|批单|批改|批文|关联|报价|询价|验证|校验|防伪|查询码|印刷|暂保|主保单|总保单|previous|prior|renewal of|endorsement)[^，。；;\d]{0,14}$",
    re.I,
)
_STANDARD = re.compile(r"(?:AQ|GB|DB\d*|YJ|JT|SY)(?:/T)?\s*$", re.I)


def _of_another(sheet: Sheet, number: Candidate) -> bool:
    """Whether the words that name the number, in its own run or in the cell that labels it, speak of another paper."""
    lead = number.unit.text[: number.start]
    if strip_label(lead):
        return _OTHER_POLICY.search(lead) is not None
    beside = sheet.label(number.unit, number.start).options
    return bool(beside) and _OTHER_POLICY.search(beside[0][0]) is not None


def _number_text(text: str) -> str | None:
    head = re.split(r"\s{2,}|[（()），,;；\u4e00-\u9fff]", text.strip())[0]
    bare = "".join(head.split())
    if 8 <= len(bare) <= 40 and re.fullmatch(r"[A-Z]{2,}[A-Z\d]*(?:\.[A-Z\d]+){2,}", bare) and bare[-3:].isdigit():
        return bare  # YSCX.AZB.2025.09.002216
    return bare if 8 <= len(bare) <= 40 and NUMBER_FORM.fullmatch(bare) else None


def _holder_and_insured(sheet: Sheet, named: Sequence[Candidate], fields: dict[str, Reading[Any]]) -> None:
    both = parties.in_role(sheet, named, parties.BOTH)
    holder = ranked([*parties.named_or_slot(sheet, named, parties.HOLDER), *both])
    insured = ranked([*parties.named_or_slot(sheet, named, parties.INSURED), *both])
    _put(fields, "policyholder", holder)
    _put(fields, "insured", insured)
    for name, wanted, other in (
        ("insured", parties.INSURED, "policyholder"),
        ("policyholder", parties.HOLDER, "insured"),
    ):
        if other in fields and (
            same := by_slot(
                sheet, wanted, lambda text: text if parties.SAME_AS.match(text.strip()) else None, least=0.6
            )
        ):
            fields[name] = replace(derived(fields[other], fields[other].value, "same"), span=same[0].span())
            return
    if "policyholder" in fields and "insured" in fields:
        return
    # No label told: the enterprise named most often beside no service or insurer role
    others = [c for c in named if not re.search("保险|经纪|公估", c.value)]
    times: dict[str, int] = {}
    for c in others:
        times[c.value] = times.get(c.value, 0) + 1
    if others:
        best = max(times, key=lambda name: times[name])
        guess = [c.plus(0.35, "form") for c in others if c.value == best]
        known = fields.get("policyholder") or fields.get("insured")
        for name in ("policyholder", "insured"):
            if name not in fields:
                if known is not None:
                    fields[name] = Reading(known.value, known.span, "derived:party", round(known.confidence * 0.7, 3))
                else:
                    _put(fields, name, guess)


def credit_codes(sheet: Sheet, fields: dict[str, Reading[Any]]) -> list[Candidate]:
    """The policyholder's code: labelled as one, not the insurer's or an agency's; a code that checks is likelier."""
    found = by_token(sheet, ("uscc",), USCC)
    holder = fields.get("policyholder")
    if holder is not None:  # "某某中心（12511425…）" names whose it is
        named = re.escape(str(holder.value)).replace("（", "[（(]").replace("）", "[)）]")
        beside = re.compile(named + r"\s*[（(,，:：]?\s*$")
        found += [
            Candidate(t.value, u, t.start, t.stop, 0.95, "beside")
            for u, t in sheet.tokens("uscc")
            if beside.search(u.text[: t.start])
        ]
    if not found:
        found = [Candidate(t.value, u, t.start, t.stop, 0.45, "form") for u, t in sheet.tokens("uscc")]
        number = fields.get("policy_no")
        found = [c for c in found if number is None or c.value != number.value]
    return ranked(found)


_MIDDLEMAN = re.compile(
    r"(?:经纪|代理|公估|保险股份|保险有限)[\u4e00-\u9fff（()）]{0,8}公司|客服|热线|保险人(?:地址|住所)"
)


def addresses(sheet: Sheet) -> list[Candidate]:
    """Where the enterprise is: labelled, or known by its form from province down to house number."""

    def parse(text: str) -> str | None:
        bare = text.strip(" ;；,，。")
        bare = re.split(r"\s{2,}|(?:邮编|邮政编码|电话|联系)", bare)[0].strip()
        if not 6 <= len(bare) <= 70 or not _ADDRESS_FORM.search(bare) or re.search("有限公司$|保险", bare[:40]):
            return None
        return bare

    found = by_slot(sheet, ADDRESS, parse, least=0.55, least_coverage=0.5)
    found += [c.plus(-0.2) for c in by_slot(sheet, _RISK_PLACE, parse, least=0.6, least_coverage=0.5)]
    out = []
    for c in found:
        known = region.find(c.value)
        out.append(
            c.plus(
                (0.15 if known is not None else -0.1) - 0.5 * (_MIDDLEMAN.search(c.unit.text[: c.start]) is not None)
            )
        )
    if not out:
        for unit in sheet.units:
            for match in _ADDRESS_IN_PROSE.finditer(unit.text):
                text = _LEAD_TO_ADDRESS.sub("", _OF_COMPANY.sub("", match[0].strip()))
                text = _NAMED_PLACE.sub("", text)
                start = match.start() + match[0].index(text)
                if (
                    _ADDRESS_FORM.search(text[6:])
                    and not re.search("公司|保险|法院|仲裁|管辖", text)
                    and region.find(text) is not None
                ):
                    out.append(Candidate(text, unit, start, start + len(text), 0.5, "form"))
    if not out:
        for unit in sheet.units:
            text = unit.text.strip()
            if (
                9 <= len(text) <= 60
                and re.match(r"^[\u4e00-\u9fff]{2,8}(?:省|市|自治区).{2,}[路街道镇乡村号园]", text)
                and not re.search("公司|[。;；]", text)
            ):
                start = unit.text.index(text)
                out.append(Candidate(text, unit, start, start + len(text), 0.5, "form"))
    return ranked(out)


def place(fields: dict[str, Reading[Any]], named: Sequence[Candidate], sheet: Sheet) -> None:
    """jurisdiction and region_code, from the address, else the branch, else the enterprise's name."""
    for name in ("address", "insurer_branch", "policyholder", "insured", "client"):
        reading = fields.get(name)
        if reading is None:
            continue
        found = region.find(str(reading.value))
        if found is None:
            continue
        if len(found.code.rstrip("0")) <= 2 and name != "address":
            continue
        fields["jurisdiction"] = derived(reading, found.label, f"derived:{name}")
        fields["region_code"] = derived(reading, found.code, f"derived:{name}")
        return


def industries(sheet: Sheet, in_agreements: set[int]) -> list[Candidate]:
    """The trade, beside its label, else as a sentence of the schedule says it."""
    found = [
        c.plus(0.1 * bool(_TRADE.search(c.value)))
        for c in by_slot(sheet, INDUSTRY, _industry, least=0.6, least_coverage=0.7)
    ]
    if not found:  # a trade by its own words, beside a label that nobody knew
        for slot in sheet.slots:
            value = _industry(slot.text)
            if (
                value is None
                or len(value) > 14
                or not _TRADE_ALONE.match(value)
                or id(slot.unit) in in_agreements
                or meaning(slot.label).any("holder", "insured", "insurer", "address", "employees", "cover", "policy")
            ):
                continue
            start = slot.start + slot.unit.text[slot.start : slot.stop].index(value[0])
            found.append(Candidate(value, slot.unit, start, start + len(value), 0.45 * slot.weight, "form"))
        found = ranked(found)
    if not found:
        found = [
            Candidate(u.text.strip(), u, 0, len(u.text), 0.4, "form")
            for u in sheet.units
            if 2 <= len(u.text.strip()) <= 12 and _TRADE_ALONE.match(u.text.strip()) and id(u) not in in_agreements
        ]
    if not found:
        for unit in sheet.units:
            if id(unit) in in_agreements or len(unit.text) > 600:
                continue
            for match in (*_INDUSTRY_IN_PROSE.finditer(unit.text), *_OF_TRADE.finditer(unit.text)):
                start = match.start(1) + _TRADE_IS.match(match[1]).end()  # type: ignore[union-attr]
                if (value := _industry(unit.text[start : match.end(1)])) is not None and not re.search(
                    "生产经营|安全|保险|活动|责任|公司|属于|类别|企业$", value
                ):
                    found.append(Candidate(value, unit, start, match.end(1), 0.5, "prose"))
    if not found:
        found = [
            Candidate(m[0][m[0].rfind("是") + 1 :], u, m.start() + m[0].rfind("是") + 1, m.end(), 0.35, "form")
            for u in sheet.units
            if 4 < len(u.text) <= 120 and id(u) not in in_agreements and re.search("[;；,，]", u.text)
            for m in re.finditer(r"[^;；,，。:：\s]+", u.text)
            if len(m[0]) <= 12 and _TRADE_ALONE.match(m[0])
        ]
    return ranked(found)


def _industry(text: str) -> str | None:
    bare = re.split(r"\s{2,}|[;；。]|\s(?=[\u4e00-\u9fff]{1,8}[:：]?\s?\d)", text.strip())[0].strip(" ,，")
    bare = re.sub(r"^[大门中小种]?类别?(?:属于?|归属|为|是)", "", bare)
    words = meaning(bare)
    if (
        not 2 <= len(bare) <= 24
        or re.search(r"\d{3,}|[:：]", bare)
        or words.any("uscc", "insured", "holder", "policy", "number")
    ):
        return None
    return bare if re.match(r"^[\u4e00-\u9fffA-Z、/（）()，,\d.\s-]+$", bare) else None


# -- counts and limits


def _whole(unit: Unit, token: Token) -> int | None:
    if token.kind == "count":
        return int(token.value)
    value = token.value
    if value != value.to_integral_value() or not 1 <= value <= 300_000 or "." in unit.text[token.start : token.stop]:
        return None
    if re.search(r"[(（]\s*$", unit.text[: token.start]) and re.match(r"\s*[)）]", unit.text[token.stop :]):
        return None  # (2) numbers an item
    after = unit.text[token.stop : token.stop + 2].strip()
    return int(value) if not re.match(r"[次年月日天个期%％元万倍号项小点级层条款章家户]", after) else None


_ALL_IN = re.compile(
    r"(?:全部|全员|全体|全数|尽数|悉数|均已?|都已?|一律|统一|一并|如数)(?:予以)?(?:纳入|投保|参加|参保|承保|保障|列入|在保|入保|加入|受保|保了|(?<=都)保)"
)
_ALL_OF = re.compile(r"(?:保障|投保|承保|参保|被保险|受保).{0,40}(?:全体|全部|全员|所有)[^，,。；;]{0,10}$")
_PERSONS = re.compile(r"(?:总|全部|一?共?有?(?:多少|几个?))?人(?:数|员|头)?|员工|职工|用工")


def _counts(sheet: Sheet, fields: dict[str, Reading[Any]], outside: set[int]) -> None:
    for name, wanted in (("insured_count", INSURED_COUNT), ("employee_count", EMPLOYEES)):
        found = [
            c
            for c in by_token(sheet, ("count", "number"), wanted, value=_whole)
            if id(c.unit) in outside and not _one_of_many(c.unit)
        ]
        if name == "employee_count":
            loose = by_token(sheet, ("count", "number"), _STAFF, value=_whole, least=0.6)
            found += [c.plus(-0.15) for c in loose if id(c.unit) in outside and not _one_of_many(c.unit)]
            found = found or _persons(sheet, outside)
        elif not found:
            loose = by_token(sheet, ("count", "number"), _IN_COVER, value=_whole, least=0.6)
            found = [c.plus(-0.15) for c in loose if id(c.unit) in outside]
        _put(
            fields,
            name,
            ranked(
                c.plus(
                    0.1 * c.unit.text[c.start : c.stop].rstrip().endswith(("人", "名", "位"))
                    - 0.3 * _names_the_other(sheet, c, name)
                )
                for c in found
            ),
        )
    _all_in(sheet, fields)


def _names_the_other(sheet: Sheet, c: Candidate, name: str) -> bool:
    """Whether the nearest words before a count are those of the other count; a heading over them changes nothing."""
    own, other = (INSURED_COUNT, EMPLOYEES) if name == "insured_count" else (EMPLOYEES, INSURED_COUNT)
    options = sheet.label(c.unit, c.start).options
    nearest = meaning(options[0][0]) if options else meaning("")
    return not own.score(nearest) and other.score(nearest) > 0


def _one_of_many(unit: Unit) -> bool:
    """Whether a count stands in a column of a list with a line for each of several: firms, sites, trades."""
    counts = set()
    for at in (unit.above, unit.below):
        if unit.cell is None or at is None or at.cell is None or at.cell.col != unit.cell.col:
            continue
        bare = at.text.strip()
        if re.fullmatch(r"\d{1,6}\s*(?:人|名)?", bare) and re.fullmatch(r"\d{1,6}\s*(?:人|名)?", unit.text.strip()):
            counts.add(bare)
    if not counts or unit.left is None or unit.cell is None or unit.cell.col < 2:
        return False
    top = unit
    while top.above is not None and top.above.cell is not None and top.above.table is unit.table:
        top = top.above
    return not top.tokens and meaning(top.text).any("count", "employees", "insured_count")


def _persons(sheet: Sheet, outside: set[int]) -> list[Candidate]:
    """A number beside a bare 人 or 员工."""
    out = []
    for slot in sheet.slots:
        token = next((t for t in slot.unit.tokens if t.start == slot.start and t.kind in ("count", "number")), None)
        if token is None or id(slot.unit) not in outside or not _PERSONS.fullmatch(strip_label(slot.label)):
            continue
        if (people := _whole(slot.unit, token)) is not None:
            out.append(Candidate(people, slot.unit, token.start, token.stop, 0.55 * slot.weight, "label"))
    return ranked(out)


def _all_in(sheet: Sheet, fields: dict[str, Reading[Any]]) -> None:
    """One number for both counts where the words beside it say that all are in: 用工2,460人，悉数参加."""
    for name, other in (("insured_count", "employee_count"), ("employee_count", "insured_count")):
        reading = fields.get(other)
        if reading is None or name in fields:
            continue
        for unit, token in sheet.tokens("count", "number"):
            after = re.split("[。；;]", unit.text[token.stop : token.stop + 24])[0]
            before = unit.text[: token.start]
            every = re.search("(?:全部|全体|所有|全员)[^，,。；;]{0,4}$", before) and re.match(
                r"[^，,。；;]{0,10}(?:投保|参保|承保|纳入|入保)", after
            )
            if token.value == reading.value and (every or _ALL_IN.search(after) or _ALL_OF.search(before)):
                fields[name] = derived(reading, reading.value, "all in")
                return


def _limits(sheet: Sheet, fields: dict[str, Reading[Any]], covers: Coverages | None, outside: set[int]) -> None:
    rows = {r.value("code"): r for r in covers.rows} if covers else {}
    mains = [r for r in covers.rows if r.value("code") == "employee_injury"] if covers else []
    main = mains[0] if mains else None
    others = {
        cell.span
        for row in (covers.rows if covers else ())
        if row is not main
        for name, cell in row.cells.items()
        if name not in ("code", "name")
    }
    for name, wanted, column in (
        ("per_person_limit", PER_PERSON, "per_person"),
        ("per_accident_limit", PER_ACCIDENT, "per_accident"),
        ("aggregate_limit", AGGREGATE, "aggregate"),
    ):
        found = [
            c
            for c in _sums(sheet, wanted)
            if id(c.unit) in outside and not (covers and id(c.unit) in covers.closing) and c.span() not in others
        ]
        listed = main.cells.get(column) if main else None
        if listed is not None:
            found = ranked(c.plus(0.15 if c.value == listed.value else 0.0) for c in found)
        _put(fields, name, found)
        if name not in fields and listed is not None:
            fields[name] = derived(listed, listed.value, "table")
        unlike = (
            tuple(r.cells[column] for r in mains[1:] if column in r.cells and r.value(column) != fields[name].value)
            if name in fields
            else ()
        )
        if unlike:  # underground and above ground, or a line misunderstood: which of them is meant, is not known
            said = fields[name]
            fields[name] = replace(said, confidence=min(said.confidence, 0.6), rivals=(*said.rivals, *unlike))
    for name, code, column in (
        ("medical_limit", "medical", "per_person"), ("rescue_limit", "rescue", "per_accident"), ("legal_limit", "legal", "per_accident"),
        ("third_party_limit", "third_party_injury", "per_accident"), ("third_party_property_limit", "third_party_property", "per_accident"), ("appraisal_limit", "appraisal", "per_accident"),
    ):  # fmt: skip
        row = rows.get(code)
        cell = (
            None
            if row is None
            else row.cells.get(column)
            or row.cells.get("per_accident")
            or row.cells.get("aggregate")
            or row.cells.get("per_person")
        )
        if cell is not None:
            fields[name] = derived(cell, cell.value, "table")
        else:
            _put(
                fields,
                name,
                [
                    c
                    for c in _sums(sheet, _ALONE[name])
                    if id(c.unit) in outside and c.score >= 0.7 and not (covers and id(c.unit) in covers.closing)
                ],
            )
    found = [c for c in _deductibles(sheet) if id(c.unit) in outside]
    _put(fields, "deductible", found or _none_in_column(sheet))


def _scaled(sheet: Sheet, unit: Unit, token: Token) -> Decimal | None:
    """A sum in yuan; a bare number takes the unit that its label or its column's header names."""
    if token.kind != "number":
        return Decimal(token.value)
    label = sheet.label(unit, token.start)
    scale = next((coverages.scale_of(text) for text, _, _ in label.options if "元" in text), Decimal(1))
    return (Decimal(token.value) * scale).quantize(Decimal("0.01"))


def _sums(sheet: Sheet, wanted: Any) -> list[Candidate]:
    """Sums labelled as ``wanted``; a bare number only when it is large or its label names the unit."""

    def value(unit: Unit, token: Token) -> Decimal | None:
        amount = _scaled(sheet, unit, token)
        return amount if amount is not None and amount >= 1000 else None

    return by_token(sheet, ("amount", "number", "words"), wanted, value=value)


_NO_DEDUCTIBLE = re.compile(
    r"无免赔(?:额)?|不设(?:置|立)?(?:任何|绝对)?免赔(?:额)?|(?<![\d.,])[0零]\s*免赔"
    r"|(?:免赔|自负|自担|自留|起赔|扣减)(?:额|金额|部分)?(?:\s*[:：]|为|是|均为|系)?\s*(?:人民币)?(?:无(?:免赔)?|零|¥?0(?:\.0+)?元?)(?![\d.%％])"
)


# "每次事故先由厂里承担500元"
_BORNE_FIRST = re.compile(r"先[^,，。;；\d]{0,8}(?:承担|负担|自理|自付|掏)\s*(?:人民币|¥|RMB)?\s*$")


def _none_in_column(sheet: Sheet) -> list[Candidate]:
    """A column of deductibles that holds nothing but 无, 0 or a stroke."""
    out = []
    for unit in sheet.units:
        if unit.cell is None or len(unit.text) > 16 or not DEDUCTIBLE.score(meaning(unit.text)):
            continue
        below: list[Unit] = []
        at = unit.below
        while at is not None and len(below) < 20:
            below.append(at)
            at = at.below
        said = [u for u in below if re.fullmatch(r"\s*(?:无|0|零|0\.00|0元|nil|none)\s*", u.text, re.I)]
        if said and len(said) >= len(below) - 1:
            out.append(Candidate(Decimal("0.00"), said[0], 0, len(said[0].text), 0.6, "column"))
    return out


def _deductibles(sheet: Sheet) -> list[Candidate]:
    found = by_token(
        sheet, ("amount", "number", "words"), DEDUCTIBLE, value=lambda _, t: Decimal(t.value).quantize(Decimal("0.01"))
    )
    found += by_slot(
        sheet,
        DEDUCTIBLE,
        lambda text: Decimal("0.00") if _NONE.match(text.strip(" 。;；元")) else None,
        least=0.5,
        least_coverage=0.5,
    )
    if not found:
        found = [
            Candidate(Decimal(t.value).quantize(Decimal("0.01")), u, t.start, t.stop, 0.5, "prose")
            for u, t in sheet.tokens("amount")
            if _BORNE_FIRST.search(u.text[: t.start])
        ]
    if not found:
        for unit in sheet.units:
            if (match := _NO_DEDUCTIBLE.search(unit.text)) is not None:
                sure = 0.6 if len(unit.text) <= 60 else 0.5
                found.append(Candidate(Decimal("0.00"), unit, match.start(), match.end(), sure, "form"))
    # The schedule's general deductible first; one that is for a single cover only where there is no other
    special = formula("deductible", none_of="medical third property rescue legal")
    return ranked(c.plus(0.0 if special.score(meaning(c.unit.text[: c.start] or "免赔")) else -0.1) for c in found)


# -- premium and fee


def _premium(sheet: Sheet, fields: dict[str, Reading[Any]], covers: Coverages | None, outside: set[int]) -> None:
    words = [
        Candidate(c.value, c.unit, c.start, c.stop, c.score, c.how) for c in by_token(sheet, ("words",), PREMIUM_WORDS)
    ]
    if not words:
        words = [
            Candidate(t.value, u, t.start, t.stop, 0.5, "form")
            for u, t in sheet.tokens("words")
            if t.value >= 100 and not _names_another_sum(sheet, u, t)
        ]
    words = ranked(
        c.plus(
            0.1 * meaning(sheet.label(c.unit, c.start).options[0][0]).has("premium")
            if sheet.label(c.unit, c.start).options
            else 0.0
        )
        for c in words
    )
    _put(fields, "premium_words", words)
    parts = [r.value("premium") for r in covers.rows if r.value("premium") is not None] if covers else []
    summed = sum(parts, Decimal(0)) if len(parts) >= 2 else None
    said = {c.value for c in words}
    found = []

    def scaled(unit: Unit, token: Token) -> Decimal | None:
        """The sum in yuan: a bare number under "保费（万元）" counts ten thousands."""
        plain, value = _sum_value(unit, token), _scaled(sheet, unit, token)
        return value if value is not None and value >= 100 and value != plain else plain

    labelled = [
        *by_token(sheet, ("amount", "number"), PREMIUM, value=scaled),
        *(c.plus(-0.15) for c in by_token(sheet, ("amount", "number"), TOTAL, value=scaled)),
    ]
    known = {(id(c.unit), c.start) for c in labelled}
    # A sum that the words or the items repeat is the premium whatever stands beside it
    for unit, token in sheet.tokens("amount", "number"):
        value = _sum_value(unit, token)
        if value is not None and (value in said or value == summed) and (id(unit), token.start) not in known:
            labelled.append(Candidate(value, unit, token.start, token.stop, 0.35, "arithmetic"))
    listed = covers.units if covers else frozenset()
    for c in labelled:
        if id(c.unit) not in outside or (id(c.unit) in listed and c.value in parts and c.value != summed):
            continue
        bonus = (
            0.3 * (c.value in said)
            + 0.3 * (summed is not None and c.value == summed)
            - 0.25 * (c.value in parts and c.value != summed)
        )
        beside_words = any(t.kind == "words" for t in c.unit.tokens)
        found.append(c.plus(bonus + 0.1 * beside_words))
    if covers is not None and covers.total is not None:
        total = covers.total
        if not found:
            fields["premium"] = total
            return
        found = [c.plus(0.1 * (c.value == total.value)) for c in found]
    _put(fields, "premium", ranked(found))
    # Words and items agree and the digits found agree with neither: the digits are another sum, not the premium
    spelled = fields.get("premium_words")
    if (
        spelled is not None
        and summed is not None
        and spelled.value == summed
        and fields.get("premium", spelled).value != summed
    ):
        fields["premium"] = derived(spelled, spelled.value, "words")


def _names_another_sum(sheet: Sheet, unit: Unit, token: Token) -> bool:
    """Whether the nearest words before a sum say that it is a limit or a deductible, hence no premium."""
    options = sheet.label(unit, token.start).options
    if not options or options[0][2] not in ("inline", "cell-left", "left"):
        return False
    said = meaning(options[0][0])
    return said.any("deductible", "per_person", "per_accident") and not said.any("premium", "total", "words")


def _sum_value(unit: Unit, token: Token) -> Decimal | None:
    value = Decimal(token.value).quantize(Decimal("0.01"))
    written = unit.text[token.start : token.stop]
    if token.kind == "number" and "." not in written and "," not in written and value < 100:
        return None
    return value if value > 0 else None


def _fee(sheet: Sheet, fields: dict[str, Reading[Any]], outside: set[int], in_agreements: set[int]) -> None:
    fees = by_token(sheet, ("amount", "number"), FEE, value=lambda u, t: _scaled(sheet, u, t), least=0.45)
    ratios = by_token(sheet, ("ratio",), FEE_RATIO, least=0.45)
    if not ratios:  # "事故预防费比例（%）：15": the label writes the sign
        ratios = [
            c
            for c in by_token(sheet, ("number",), FEE_RATIO, least=0.6)
            if any("%" in text for text, _, _ in sheet.label(c.unit, c.start).options[:2])
        ]
    premium = fields["premium"].value if "premium" in fields else None

    def weigh(c: Candidate) -> Candidate:
        return c.plus(-0.4 if id(c.unit) in in_agreements else 0.0)

    if not ratios and premium:  # a sheet's 0.15 is 15 % where the fee is that share of the premium
        parts = by_token(
            sheet,
            ("number",),
            FEE_RATIO,
            least=0.6,
            value=lambda _, t: Decimal(t.value) * 100 if 0 < t.value < 1 else None,
        )
        ratios = [c for c in parts if any(abs(f.value - premium * c.value / 100) <= Decimal("0.02") for f in fees)]
    fees, ratios = [weigh(c) for c in fees if c.value != premium], [weigh(c) for c in ratios if c.value <= 60]
    if premium:
        for k, fee in enumerate(fees):
            if any(abs(fee.value - premium * r.value / 100) <= Decimal("0.02") for r in ratios):
                fees[k] = fee.plus(0.3, "arithmetic")
        for k, ratio in enumerate(ratios):
            if any(abs(f.value - premium * ratio.value / 100) <= Decimal("0.02") for f in fees):
                ratios[k] = ratio.plus(0.3, "arithmetic")
    _put(fields, "prevention_fee", ranked(fees))
    _put(fields, "prevention_fee_ratio", ranked(ratios))
    if premium is None:
        _premium_of_share(sheet, fields, outside)


def _premium_of_share(sheet: Sheet, fields: dict[str, Reading[Any]], outside: set[int]) -> None:
    """The premium, under words that nobody knew, as the sum of which the prevention fee is the printed share."""
    fee, ratio = fields.get("prevention_fee"), fields.get("prevention_fee_ratio")
    if fee is None or ratio is None or not ratio.value:
        return
    found = [
        Candidate(value, unit, token.start, token.stop, 0.5, "arithmetic")
        for unit, token in sheet.tokens("amount", "number")
        if id(unit) in outside
        and (value := _sum_value(unit, token)) is not None
        and value != fee.value
        and abs(fee.value - value * ratio.value / 100) <= Decimal("0.02")
    ]
    _put(fields, "premium", ranked(found))


# -- time

_BETWEEN = re.compile(r"^[^\d]{0,3}(?:起|始|开始|生效)?[^\d]{0,4}(?:至|到|—|–|-|~|～|－|起至|止|迄|→)[^\d]{0,6}$")


def _is_range(between: str) -> bool:
    bare = strip_label(between).strip("—–~～→－")
    if (
        re.fullmatch(
            r"(?:起保?|起期|始|开始|生效|起算)?(?:至|到|止|迄|终|截至|截止|止于|终于|直至|直到)?(?:于|到)?", bare
        )
        and (bare or re.search(r"[-—–~～→－]", between))
        and len(between) <= 14
    ):
        return True
    return len(between) <= 14 and (
        (bare in ("", "to", "起", "始") and bool(re.search(r"[-—–~～→]|to", between)))
        or re.search("至|到|迄|起.{0,3}止", bare) is not None
    )


def period(sheet: Sheet, fields: dict[str, Reading[Any]], in_agreements: set[int]) -> None:
    """period_start and period_end: a range of two moments, or two labelled moments, or a start and a length."""
    pairs: list[tuple[float, Unit, Token, Token]] = []
    for unit in sheet.units:
        moments = [t for t in unit.tokens if t.kind == "moment"]
        for a, b in itertools.pairwise(moments):
            if not _is_range(unit.text[a.stop : b.start]):
                continue
            score = sheet.label(unit, a.start).score(PERIOD)[0]
            days = (b.value.instant() - a.value.instant()).days
            score += 0.4 if 360 <= days <= 370 else 0.15 if 25 <= days <= 1200 else -0.3 if days < 0 else 0.0
            score += 0.1 * a.timed + 0.1 * b.timed - 0.3 * (id(unit) in in_agreements)
            pairs.append((score, unit, a, b))
    pairs.sort(key=lambda p: (-p[0], p[1].index))
    if not pairs and _from_and_to(sheet, fields):
        return
    if pairs and pairs[0][0] > 0.2:
        score, unit, a, b = pairs[0]
        rivals = [p for p in pairs[1:] if (p[2].value, p[3].value) != (a.value, b.value)]
        ends = {
            "period_start": [(score, unit, a)] + [(r, u, t) for r, u, t, _ in rivals],
            "period_end": [(score, unit, b)] + [(r, u, t) for r, u, _, t in rivals],
        }
        for name, told in ends.items():
            _put(fields, name, [Candidate(t.value, u, t.start, t.stop, r, "range") for r, u, t in told])
        return
    _put(fields, "period_start", by_token(sheet, ("moment",), START))
    _put(fields, "period_end", by_token(sheet, ("moment",), END))
    first, last = fields.get("period_start"), fields.get("period_end")
    if first is not None and last is not None and first.span == last.span:
        # One moment cannot be both: which of the two it is, is not known
        del fields["period_start"], fields["period_end"]
    if "period_start" not in fields:
        _put(fields, "period_start", by_token(sheet, ("moment",), PERIOD))
    start = fields.get("period_start")
    if (
        start is not None
        and "period_end" not in fields
        and re.search(
            r"(?:为期|期限|期间|有效期|共|计)\s*(?:为|:)?\s*(?:一|1|壹)\s*(?:个)?(?:周?年|整年)|(?:12|十二)个月",
            sheet.text,
        )
    ):
        end = (
            start.value.day.replace(year=start.value.day.year + 1)
            if (start.value.day.month, start.value.day.day) != (2, 29)
            else start.value.day + timedelta(365)
        )
        fields["period_end"] = derived(start, Moment(end, start.value.hour, start.value.minute), "arithmetic")


_FROM = re.compile(r"\s*(?:自|从|起|由|始)\s*[:：]?\s*$")
_UNTIL = re.compile(r"\s*(?:至|到|迄|止|讫|终)\s*[:：]?\s*$")


def _from_and_to(sheet: Sheet, fields: dict[str, Reading[Any]]) -> bool:
    """The period as two lines or cells that say no more than 自 and 至 before their moments; whether it was found."""
    told = [
        (u, u.tokens[0], u.text[: u.tokens[0].start]) for u in sheet.units if u.tokens and u.tokens[0].kind == "moment"
    ]
    starts = [(u, t) for u, t, lead in told if _FROM.match(lead)]
    ends = [(u, t) for u, t, lead in told if _UNTIL.match(lead)]
    if len(starts) != 1 or len(ends) != 1 or not starts[0][1].value.instant() < ends[0][1].value.instant():
        return False
    for name, (unit, token) in (("period_start", starts[0]), ("period_end", ends[0])):
        _put(fields, name, [Candidate(token.value, unit, token.start, token.stop, 0.8, "range")])
    return True


def _sign_date(sheet: Sheet, fields: dict[str, Reading[Any]], in_agreements: set[int]) -> None:
    taken = {
        (s.page, s.boxes, s.where) for n in ("period_start", "period_end") if n in fields for s in (fields[n].span,)
    }

    def free(c: Candidate) -> bool:
        s = c.span()
        return (s.page, s.boxes, s.where) not in taken and id(c.unit) not in in_agreements

    found = [c for c in by_token(sheet, ("moment",), SIGN, value=lambda _, t: t.value.day) if free(c)]
    if not found:
        # Unlabelled: the date beside or under the issuing office's signature, at the end of the paper
        branch = fields.get("insurer_branch")
        for unit, token in sheet.tokens("moment"):
            c = Candidate(token.value.day, unit, token.start, token.stop, 0.5, "place")
            lead = strip_label(unit.text[: token.start])
            if (
                not free(c)
                or len(lead) > 14
                or meaning(lead).any("payment", "print", "confirm_time", "start", "end", "accident")
            ):
                continue
            near = (
                branch is not None
                and branch.span.page == unit.page
                and branch.span.box
                and unit.box
                and abs(unit.box.y0 - branch.span.box.y0) < 60
            )
            late = unit.index >= 0.6 * len(sheet.units)
            if near or late:
                found.append(c.plus(0.2 * bool(near) + 0.1 * late))
    if not found and "period_start" in fields:
        found = [c for c in _just_before(sheet, fields["period_start"].value.day) if free(c)]
    _put(fields, "sign_date", ranked(found))
    _doubt_far_dates(fields, {page.number for page in sheet.document.pages if page.read == "ocr"})


_LONGEST_LEAD = 60
"""Days before the cover begins within which contracts are nearly always concluded."""


def _just_before(sheet: Sheet, start: date) -> list[Candidate]:
    """Days shortly before the cover begins that nothing names as another day."""
    out = []
    for unit, token in sheet.tokens("moment"):
        ahead = (start - token.value.day).days
        names = sheet.label(unit, token.start).concepts
        if 0 <= ahead <= _LONGEST_LEAD and not names & {"payment", "print", "confirm_time", "end", "accident"}:
            out.append(Candidate(token.value.day, unit, token.start, token.stop, 0.3, "form"))
    return out


def _doubt_far_dates(fields: dict[str, Reading[Any]], pixels: set[int | None]) -> None:
    """A day read from pixels that lies years from the rest of the policy is more likely misread than so printed."""
    signed, start, end = (fields.get(n) for n in ("sign_date", "period_start", "period_end"))
    if signed is None or start is None:
        return
    if signed.span.page in pixels and abs((signed.value - start.value.day).days) > 800:
        fields["sign_date"] = replace(signed, confidence=min(signed.confidence, 0.4))
    if (
        end is not None
        and not -5 <= (end.value.day - start.value.day).days <= 2000
        and {start.span.page, end.span.page} & pixels
    ):
        for name, reading in (("period_start", start), ("period_end", end)):
            fields[name] = replace(reading, confidence=min(reading.confidence, 0.4))


# -- agreements and witnesses


class Items:
    """The special agreements of a policy: rows, clauses, and which units they stand in."""

    def __init__(self) -> None:
        self.tables: dict[str, tuple[Row, ...]] = {}
        self.witnesses: dict[str, Witness] = {}
        self.units: set[int] = set()
        self.headed = False


def _agreements(sheet: Sheet) -> Items:
    """The agreements in printed order, what each says, the documents it cites, and whether the section was read to its end."""
    items = Items()
    section = agreements.read(sheet.document)
    items.witnesses["special_agreements"] = section.witness
    items.headed = section.headed
    rows: list[Row] = []
    said: list[Row] = []
    lines: set[int] = set()
    for item in section.items:
        span = item.span
        lines.update(id(piece.line) for piece in item.pieces)
        matches = clauses.recognise(item.text)
        topic = clauses.topic_of(matches)
        rows.append(
            Row(
                {"text": Reading(item.text, span, "section", 0.95), "topic": Reading(topic, span, "meaning", 0.9)}, span
            )
        )
        for match in (*matches, *further.recognise(item.text)):
            said.append(_clause_row(match, item.text, item.span_of(match.start, match.stop)))
    items.tables["special_agreements"] = tuple(rows)
    items.units = {id(u) for u in sheet.units if any(id(line) in lines for _, line in u.pieces)}
    for stray in section.strays:
        # A clause may also stand outside the section; there it shows presence, never absence
        said.extend(
            _clause_row(m, stray.text, stray.span_of(m.start, m.stop))
            for m in clauses.recognise(stray.text)
            if m.code in _ANYWHERE
        )
    items.tables["clauses"] = tuple(said)
    items.tables["citations"] = tuple(
        Row({"doc_number": Reading(number.canonical, span, "form", 0.97)}, span)
        for unit in sheet.units
        for start, stop, number in doc_number.find_all(unit.text)
        for span in (unit.span(start, stop),)
    )
    return items


_ANYWHERE = frozenset({"prevention_service", "advance_payment", "all_employees"})


def _clause_row(match: clauses.ClauseMatch, text: str, span: Any) -> Row:
    cells: dict[str, Reading[Any]] = {
        "code": Reading(match.code, span, "meaning", 0.9),
        "text": Reading(text[match.start : match.stop], span, "meaning", 0.95),
        "words": Reading(match.words, span, "meaning", 0.9),
    }
    for name, value in (("amount", match.amount), ("ratio_percent", match.ratio_percent), ("kind", match.kind)):
        if value is not None:
            cells[name] = Reading(value, span, "meaning", 0.9)
    return Row(cells, span)


def _coverage_witness(covers: Coverages | None, fields: dict[str, Reading[Any]]) -> Witness:
    if covers is None:
        return Witness(False, False, "no list of covers found")
    parts = [r.value("premium") for r in covers.rows]
    premium = fields["premium"].value if "premium" in fields else None
    if (
        premium is not None
        and all(p is not None for p in parts)
        and abs(sum(parts, Decimal(0)) - premium) <= Decimal("0.01")
    ):
        return Witness(True, True, "item premiums add up to the total", covers.span)
    if covers.how == "table" and covers.ended:
        return Witness(True, True, "the list's end is shown", covers.span)
    return Witness(True, False, "the list's end was not seen", covers.span)
