"""事故预防服务报告 (service report): who visited whom, when, for what, what was found, and whether the enterprise signed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from extractor.evidence import parties, signoff
from extractor.evidence.candidates import Candidate, by_slot, by_token, derived, ranked, to_reading
from extractor.evidence.concepts import formula, meaning
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.hazards import cells as hazard_cells
from extractor.hazards import rows as hazards
from extractor.kinds.base import Extracted
from extractor.kinds.policy import place, policy_numbers
from extractor.record import Reading, Row, Witness
from extractor.values import doc_number, organisation, person
from extractor.values.dates import Moment
from extractor.values.scan import Token

KIND = "service_report"

REPORT_NO = formula(
    "number",
    "report service",
    "policy uscc contact holder insured proposal expert verification fee hazard premium insurer voucher spent claim_no",
)
CLIENT = formula(
    "client|holder|insured|enterprise",
    "client",
    "agency insurer expert sign_off count number address date contact branch",
)
AGENCY = formula("agency", "service enterprise", "client insurer expert number date fee insured holder")
EXPERTS = formula("expert", "service", "sign_off client date number count fee signer")
SERVICE_DATE = formula(
    "service|date",
    "date service start end period",
    "sign_off hazard deadline status policy print sign reported_to insured_count claim_no confirm_time payment report",
)
SERVICE_START = formula("start", "service date", "sign_off hazard deadline policy print payment end")
SERVICE_END = formula("end", "service date", "sign_off hazard deadline policy print payment start")
FEE = formula("fee|spent", "service prevention amount", "balance premium ratio hazard limit")

_TICKED, _UNTICKED = "☑✓√■●☒✔", "☐□○◯"
_TYPES = (
    ("drill", re.compile("演练|演习|应急预案|预案|应急处置训练|拉练|疏散训练|实战训练")),
    (
        "training",
        re.compile(
            "培训|宣传|教育|讲座|授课|宣讲|宣贯|讲课|课堂|讲堂|安全知识|科普|警示教育|送教|讲授|课时|课程|开课|教员|学时|大课"
        ),
    ),
    (
        "risk",
        re.compile(
            "风险(?:辨识|评估|评价|分级|管控|勘查|查勘|分析|排查)|辨识|双重预防|安全评估|安全评价|风险点|危险源|危害(?:因素)?(?:辨识|识别)|风险(?:识别|诊断|画像)"
        ),
    ),
    ("standard", re.compile("标准化|达标创建|体系建设")),
    (
        "inspection",
        re.compile("隐患|排查|检查|巡查|体检|查勘|诊断|查患|走查|会诊|督查|巡检|摸排|查验|查看|问题查找|安全检"),
    ),
)


def type_codes(text: str) -> tuple[str, ...]:
    """The service categories that the words name, in printed order.

    >>> type_codes("安全生产宣传教育培训、应急演练")
    ('training', 'drill')
    """
    out: list[tuple[int, str]] = []
    for part in re.finditer(r"[^、，,；;/+＋|｜和及与\s]+", text):
        for code, words in _TYPES:
            if words.search(part[0]):
                out.append((part.start(), code))
                break
    if not out:
        out = [(m.start(), code) for code, words in _TYPES if (m := words.search(text))]
    return tuple(dict.fromkeys(code for _, code in sorted(out)))


def extract(sheet: Sheet) -> Extracted:
    """All fields and lists of a service report."""
    fields: dict[str, Reading[Any]] = {}
    rows, in_hazards, listed = hazards.find(sheet)
    named = [body for c in parties.bodies(sheet) if (body := _body(c)) is not None]
    _put(fields, "policy_no", _policy_no(sheet))
    _put(fields, "report_no", _report_no(sheet, fields))
    agency = _agency(sheet, named)
    _put(fields, "service_org", agency)
    _put(fields, "client", _client(sheet, named, fields))
    _dates(sheet, fields, in_hazards)
    types = _service_types(sheet, fields, in_hazards, rows)
    _experts(sheet, fields, in_hazards)
    fees = [c for c in by_token(sheet, ("amount", "number"), FEE, value=_fee_value) if id(c.unit) not in in_hazards]
    _put(fields, "fee_used", fees or _fee_otherwise(sheet, in_hazards))
    signed = signoff.read(sheet, fields)
    place(fields, named, sheet)

    nothing = hazards.says_none(sheet) if not rows else None
    somewhere = sheet.units[0].span() if sheet.units else None
    if somewhere is not None:
        fields["hazard_list_present"] = Reading(
            bool(rows), rows[0].span if rows else somewhere, "table" if rows else "absence", 0.9
        )
        fields["states_no_hazards"] = Reading(
            nothing is not None, nothing.span() if nothing else somewhere, "prose", 0.9
        )
    tables: dict[str, tuple[Row, ...]] = {"hazards": rows}
    if types:
        tables["service_types"] = types
    if cited := _citations(sheet):
        tables["citations"] = cited
    whole = sheet.document.pages and all(p.read != "failed" for p in sheet.document.pages)
    unread = None if rows or nothing is not None else hazards.left_unread(sheet)
    clear = unread is None and all(u.confidence > 0.6 for u in sheet.units)
    witnesses = {
        "hazards": Witness(bool(rows) or listed or bool(whole), bool(whole and (rows or clear)), "rows read" if rows else unread or ("the whole report was read and holds no list" if whole else "pages unread")),
        "signoff": signed,
    }  # fmt: skip
    return Extracted(fields, tables, witnesses)


def holds(sheet: Sheet) -> float:
    """How much the paper speaks for a report of a service, in points: a service is named and who gave it, who received it,
    a place where the enterprise signs."""
    if not any(type_codes(u.text) for u in sheet.units[:60] if len(u.text) <= 40):
        return _told_in_prose(sheet)
    served = received = False
    for slot in sheet.slots:
        label = re.sub(r"[A-Za-z\s.&/]+", "", slot.label)
        table = slot.unit.table
        if len(label) > 16 or not slot.text or (slot.relation == "below" and table is not None and table.n_cols > 2):
            continue  # what stands under a header is an entry of a list
        side = signoff.side_of(label)
        if side == "service":
            served = served or bool(person.parse_list(slot.text) or organisation.find_all(slot.text))
        elif side == "client" and slot.unit.index < 0.6 * len(sheet.units):
            received = received or parties.plain_name(slot.text) is not None
    if not served:
        return _told_in_prose(sheet)
    return 2.5 + 0.5 * received + 0.5 * signoff.has_place(sheet)


_TOLD = ("service_org", "experts", "service_types", "service_start", "policy_no")


def _told_in_prose(sheet: Sheet) -> float:
    """2.5 points where running text tells who served, through whom, with what, when and under which policy."""
    if not any(len(u.text) > 40 and re.search(r"20\d\d", u.text) for u in sheet.units[:40]):
        return 0.0
    fields = extract(sheet).fields
    sure = [name in fields and fields[name].confidence >= 0.5 for name in _TOLD]
    return 2.5 if all(sure) else 0.0


def _citations(sheet: Sheet) -> tuple[Row, ...]:
    """Every number of a document or standard that the report cites; none of them is its own (that has no issuer's code)."""
    return tuple(
        Row({"doc_number": Reading(number.canonical, span, "form", 0.97)}, span)
        for unit in sheet.units
        for start, stop, number in doc_number.find_all(unit.text)
        for span in (unit.span(start, stop),)
    )


_SENTENCE = re.compile(
    r"[来赴进入](?:厂|矿|站|店|所|院|场)$|^[一二三四五六]是|^其[一二三四]|\d\s*[年月日时元]|[本我贵该]\s*(?:公司|单位|厂|企业|中心|站)$|^[^（(]{0,4}(?:中心|公司|单位)[（(]"
)
_DATED = re.compile(
    r"^.*\d\s*[年月日时](?:上午|下午|起)?(?:接受|完成了?对|由|邀请|聘请|委托|前往|对|到|赴|在|为)?(?=[\u4e00-\u9fff])"
)
_INVITED = re.compile(r"^.{0,8}?(?:邀请|聘请|特邀|聘任|委托|请来)(?=[\u4e00-\u9fff]{5})")
_IN_BRACKETS = re.compile(r"[（(]([\u4e00-\u9fff]{5,30}?(?:公司|中心|研究院|事务所|协会|站))")


_CALLED = re.compile(r"[（(](?:以?下(?:文|称|简)|简称|又称|即|本|我)[^（()）]*[)）]?$")


def _body(c: Candidate) -> Candidate | None:
    """A body without the words of the sentence it was found in; None where what is left is talk of one ("我中心")."""
    inner = _IN_BRACKETS.search(c.value)
    if inner is not None and (
        c.value[: inner.start()] in ("", "中心", "公司", "单位", "我中心", "我公司", "本公司")
        or person.is_name(c.value[: inner.start()])
    ):
        start = c.start + inner.start(1)
        return replace(c, value=inner[1], start=start, stop=start + len(inner[1]))
    invited = _INVITED.match(c.value)
    if invited is not None:
        c = replace(c, value=c.value[invited.end() :], start=c.start + invited.end())
    called = _CALLED.search(c.value)
    if called is not None:
        c = replace(c, value=c.value[: called.start()], stop=c.start + called.start())
    dated = _DATED.match(c.value)
    if dated is not None and len(c.value) - dated.end() >= 6:
        c = replace(c, value=c.value[dated.end() :], start=c.start + dated.end())
    led = re.match(r"[\d,.]+元?由?|由", c.value)
    if led is not None:
        c = replace(c, value=c.value[led.end() :], start=c.start + led.end())
    return None if _SENTENCE.search(c.value) or (led is not None and _ROLE_ONLY.fullmatch(c.value)) else c


def _put(fields: dict[str, Reading[Any]], name: str, found: Sequence[Candidate]) -> None:
    reading = to_reading(found)
    if reading is not None:
        fields[name] = reading


def _policy_no(sheet: Sheet) -> list[Candidate]:
    found = policy_numbers(sheet)
    if found and found[0].how not in ("clause", "form"):
        return found
    beside = by_slot(
        sheet,
        formula("policy", "number", "report uscc proposal service insurer amount period"),
        _number_in_blanks,
        least=0.6,
        least_coverage=0.5,
    )
    if beside or found:
        return beside or found
    for unit in sheet.units:
        match = _SAID_POLICY.search(unit.text)
        if match and (number := _number_in_blanks(match[1])):
            return [Candidate(number, unit, match.start(1), match.end(1), 0.7, "label-colon")]
    # "所投保险单 PZ…": named as a policy, not as a number
    return by_token(sheet, ("code",), formula("policy", none_of="report uscc proposal"))


_SAID_POLICY = re.compile(
    r"(?:保险?单|保险合同|保险凭证)(?:编)?号?码?\s*[)）]?\s*(?:[:：]|为)?\s*([A-Za-z0-9][A-Za-z0-9\-/ ]{6,38}[A-Za-z0-9])"
)


def _number_in_blanks(text: str) -> str | None:
    """A policy number printed in groups: "37 0306 AZX 2025 00176"."""
    match = re.match(r"[A-Za-z0-9][A-Za-z0-9\-/ ]{6,38}[A-Za-z0-9]", text.strip())
    bare = "".join(match[0].split()) if match else ""
    return bare if len(re.findall(r"\d", bare)) >= 6 else None


_REPORT_FORM = re.compile(r"[A-Za-z0-9\u4e00-\u9fff（()）〔〕\[\]\-/.#]{3,40}")


_POLICY_SAID = re.compile("(?:保险?单|合同|凭证|保险证|保单)(?:(?:编)?号|[A-Z\\d])")
_ANY_NO = re.compile(r"^[\u4e00-\u9fff]{2,8}(?:号码?|编码|流水)$")


def _report_no(sheet: Sheet, fields: dict[str, Reading[Any]]) -> list[Candidate]:
    policy = fields["policy_no"].value if "policy_no" in fields else None

    def parse(text: str) -> str | None:
        head = re.split(r"\s{2,}|[,，;；]|\s(?=[\u4e00-\u9fff]{2,6}[:：])", text.strip())[0].strip()
        bare = "".join(head.split())
        if (
            not _REPORT_FORM.fullmatch(bare)
            or not re.search(r"\d{2}", bare)
            or bare == policy
            or _POLICY_SAID.search(bare)
            or organisation.find_all(bare)
        ):
            return None
        prefixed = re.match(r"^[\u4e00-\u9fff]{1,8}[A-Za-z]{0,4}[-〔(（\[]?\d[\dA-Za-z\-〕)）\]]*$", bare)
        han = len(re.findall("[\u4e00-\u9fff]", bare))
        coded = (
            han <= 6
            and len(re.findall(r"\d", bare)) >= 3
            and re.search(r"[〔\[（(]20\d\d[〕\]）)]|[A-Za-z]+\d{4}|\d{4}[-—]?[〔\[（(]", bare) is not None
        )
        if re.fullmatch(r"\d{1,2}|\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?", bare) or (
            han and not re.search("号$|字|第", bare) and not prefixed and not coded
        ):
            return None
        return head if " " in head and not bare.isascii() else bare

    found = by_slot(sheet, REPORT_NO, parse, least=0.5, least_coverage=0.5)
    out = []
    for c in found:
        early = c.unit.index <= max(6, 0.25 * len(sheet.units))
        out.append(c.plus(0.1 * early))
    if not out:
        for slot in sheet.slots:
            if (
                _ANY_NO.search(slot.label)
                and slot.unit.index <= max(12, 0.4 * len(sheet.units))
                and (said := parse(slot.text))
                and not meaning(slot.label).any("policy", "uscc", "contact", "insurer", "hazard", "voucher", "proposal")
            ):
                out.append(Candidate(said, slot.unit, slot.start, slot.stop, 0.45 * slot.weight, "label-any"))
    if not out:
        out = [
            Candidate(t.value, u, t.start, t.stop, 0.4, "form")
            for u, t in sheet.tokens("code")
            if t.value != policy and u.index <= 8
        ]
    return ranked(out)


def _agency(sheet: Sheet, named: Sequence[Candidate]) -> list[Candidate]:
    found = [
        c
        for c in (
            *parties.in_role(sheet, named, AGENCY),
            *(c.plus(-0.1) for c in parties.in_role(sheet, named, AGENCY, insurers=True)),
        )
        if _side(sheet, c) != "client" or len(named) < 2
    ]
    if not found:
        for c in named:
            if not organisation.is_insurer(c.value) and _side(sheet, c) == "service":
                found.append(c.plus(0.6, "label-side"))
    expert_like = re.compile(
        "安全|咨询|评价|检测|技术服务|科技|应急|职业|防护|认证|培训|安评|安环|环安|安防|风险|安健环"
    )
    if not found:
        for c in named:
            sends = (
                re.search(
                    r"^(?:[（(].{0,12}[)）])?(?:于.{4,24})?(?:组织|派出?|委派|指派|安排|选派|抽调)",
                    c.unit.text[c.stop : c.stop + 40],
                )
                is not None
            )
            if organisation.is_insurer(c.value) or not (expert_like.search(c.value) or sends):
                continue
            before, after = c.unit.text[max(0, c.start - 8) : c.start], c.unit.text[c.stop : c.stop + 16]
            acts = (
                re.search(r"委托|由|我公司|，$", before) is not None
                or re.search(r"^(?:[（(].{0,12}[)）])?(?:于|组织|派|安排|受|委派|对)", after) is not None
            )
            found.append(c.plus(0.45 + 0.2 * acts, "form"))
    return ranked(found)


def _client(sheet: Sheet, named: Sequence[Candidate], fields: dict[str, Reading[Any]]) -> list[Candidate]:
    agency = fields["service_org"].value if "service_org" in fields else None
    found = [
        c for c in parties.named_or_slot(sheet, named, CLIENT) if c.value != agency and _side(sheet, c) != "service"
    ]
    if not found:
        for slot in sheet.slots:
            if (
                _RECEIVER.search(slot.label)
                and signoff.side_of(slot.label) == "client"
                and not meaning(slot.label).any("date", "sign_off", "signer", "contact", "expert", "number", "address")
                and (name := parties.plain_name(slot.text)) is not None
                and name != agency
            ):
                found.append(Candidate(name, slot.unit, slot.start, slot.stop, 0.65 * slot.weight, "label-side"))
    if not found or found[0].score < 0.6:
        times: dict[str, int] = {}
        for c in named:
            times[c.value] = times.get(c.value, 0) + 1
        for c in named:
            if organisation.is_insurer(c.value) or c.value == agency:
                continue
            before, after = c.unit.text[max(0, c.start - 6) : c.start], c.unit.text[c.stop : c.stop + 8]
            acted_on = (
                re.search(r"(?:对|为|赴|到|前往|向|走访|至|在|抵达|来到)(?:贵单位|投保单位|被保险人)?$", before)
                is not None
                or re.match(r"(?:[（(].{0,30}[)）])?(?:开展|进行|实施|提供|[:：]$)", after) is not None
            )
            found.append(c.plus(0.4 + 0.25 * acted_on + 0.04 * min(3, times[c.value] - 1), "form"))
    found = [
        c
        if (cut := _DONE_FOR.match(c.value)) is None
        else replace(c, value=c.value[cut.end() :], start=c.start + cut.end())
        for c in found
    ]
    return [
        replace(c, value=_UNSEALED.sub("", c.value), stop=c.stop - (len(c.value) - len(_UNSEALED.sub("", c.value))))
        for c in ranked(found)
        if not _ROLE_ONLY.fullmatch(c.value)
    ]


_RECEIVER = re.compile(r"(?:企业|单位|方|厂|公司|对象|主体)(?:名称|全称)?\s*[:：]?$")


def _side(sheet: Sheet, body: Candidate) -> str | None:
    """Whose side the label of a body is: who serves ("辅导机构"), or who is served ("受辅导企业")."""
    options = sheet.label(body.unit, body.start).options
    return signoff.side_of(options[0][0]) if options and len(options[0][0]) <= 16 else None


_DONE_FOR = re.compile(
    r"^\d{0,4}[日号]?(?:顺利|圆满|共同)?(?:完成|开展|进行|实施|组织)?了?对(?=[\u4e00-\u9fff]{4})|^.{0,40}?(?:完成了?对|前往|赶赴|奔赴)(?=[\u4e00-\u9fff]{4})|^\d{1,2}(?:完成|在|赴|到)(?=[\u4e00-\u9fff]{4})"
)
_UNSEALED = re.compile(r"\s*[（(]已?(?:加?盖章|公章|章|签章|盖公章)[)）]$")
_ROLE_ONLY = re.compile(
    "(?:服务|保险|检查|评估|技术|咨询|培训|承保|实施|委托|受检|投保|被保险|第三方)+(?:公司|机构|单位|企业|中心|人)"
)


def _fee_value(unit: Unit, token: Token) -> Any:
    written = unit.text[token.start : token.stop]
    if token.kind == "number" and (
        token.value <= 0
        or re.match(r"\s*(?:年|月|日|次|人|项|条|小时|分|%|号|个)", unit.text[token.stop :])
        or (unit.tokens[0] is token and len(written) <= 2)
    ):
        return None
    return token.value


_FEE_LABEL = re.compile(
    "(?:服务|评估|评价|诊断|检查|培训|演练|排查|体检|勘查|查勘|咨询|技术|巡查|走访|授课).{0,3}(?:费|费用|经费|收费|支出)$"
)


def _fee_otherwise(sheet: Sheet, in_hazards: frozenset[int]) -> list[Candidate]:
    """A fee in words alone ("人民币肆仟元"), or in a line of several entries."""
    paid = formula(
        "service amount",
        "prevention",
        "balance premium ratio hazard limit per_person per_accident aggregate insured_count",
    )
    found = [
        c
        for wanted, kinds in ((FEE, ("words",)), (paid, ("amount", "words")))
        for c in by_token(sheet, kinds, wanted)
        if id(c.unit) not in in_hazards
    ]
    for slot in sheet.slots:
        label = meaning(slot.label)
        score = FEE.score(label) if label.coverage >= 0.6 else 0.0
        if (score or (score := 0.8 * (_FEE_LABEL.search(slot.label) is not None))) and id(slot.unit) not in in_hazards:
            token = next((t for t in slot.unit.tokens if slot.start <= t.start < min(slot.stop, slot.start + 12)), None)
            if token is not None and token.kind in ("amount", "words") and token.value > 0:
                found.append(
                    Candidate(
                        token.value,
                        slot.unit,
                        token.start,
                        token.stop,
                        0.8 * score * slot.weight,
                        f"label-{slot.relation}",
                    )
                )
    return ranked(found) or _only_sum(sheet, in_hazards)


_NO_FEE = formula("limit|premium|balance|deductible|ratio|per_person|per_accident|aggregate|claimed|employees|voucher")


def _only_sum(sheet: Sheet, in_hazards: frozenset[int]) -> list[Candidate]:
    """The one sum of a report that stands alone beside a label, where it is no sum of a policy: "花了多少钱 1,200元"."""
    slots = [
        (slot, token)
        for slot in sheet.slots
        if slot.weight >= 0.9 and len(slot.label) <= 12 and id(slot.unit) not in in_hazards
        for token in slot.unit.tokens
        if token.kind == "amount"
        and slot.start <= token.start < slot.stop
        and token.stop - token.start >= 0.6 * len(slot.text)
    ]
    if len({(id(s.unit), t.start) for s, t in slots}) != 1 or sum(1 for _ in sheet.tokens("amount")) != 1:
        return []
    return ranked(
        Candidate(token.value, slot.unit, token.start, token.stop, 0.5 * slot.weight, "form")
        for slot, token in slots
        if not _NO_FEE.score(meaning(slot.label)) and re.search("费|钱|花|支|款|额|价|开销|用", slot.label)
    )


def _dates(sheet: Sheet, fields: dict[str, Reading[Any]], in_hazards: frozenset[int]) -> None:
    """Start and end of the visit: a labelled range or day, else the first days that a sentence gives to the service."""
    moments = [(u, t) for u, t in sheet.tokens("moment") if id(u) not in in_hazards]
    starts = [c for c in by_token(sheet, ("moment",), SERVICE_START, value=_day) if id(c.unit) not in in_hazards]
    ends = [c for c in by_token(sheet, ("moment",), SERVICE_END, value=_day) if id(c.unit) not in in_hazards]
    if (
        starts
        and ends
        and starts[0].value <= ends[0].value
        and (starts[0].unit is not ends[0].unit or starts[0].start != ends[0].start)
    ):
        _put(fields, "service_start", starts)
        _put(fields, "service_end", ends)
        return
    found: list[tuple[float, Unit, Token, Token]] = []
    for unit, token in moments:
        label = sheet.label(unit, token.start)
        best = max(
            (
                SERVICE_DATE.score(meaning(text)) * weight * (1.0 if meaning(text).has("service") else 0.8)
                for text, weight, _ in label.options
            ),
            default=0.0,
        )
        lead, after = unit.text[max(0, token.start - 24) : token.start], unit.text[token.stop : token.stop + 60]
        if re.search(r"于\s*$|^.{0,4}$", lead) and re.search(
            r"开展|进行|实施|提供|组织|走访|检查|培训|派|前往|赴|对|到", after
        ):
            best = max(best, 0.85)
        if (
            re.search("签|确认|盖章|编制|出具|报告日期|打印", unit.text[max(0, token.start - 8) : token.start])
            or _signs(unit)
            or _signs_beside(sheet, unit)
        ):
            best -= 0.5
        if re.match(r"\s*(?:之|以|底)?前", after) or re.search(
            r"责令|限[于期]|整改期|截止", unit.text[max(0, token.start - 10) : token.start]
        ):
            continue
        pair = _range_end(unit, token)
        found.append(
            (
                best + 0.15 * (pair is not None) + 0.05 * (unit.index < 0.5 * len(sheet.units)),
                unit,
                token,
                pair or token,
            )
        )
    found = [f for f in found if f[0] >= 0.4]
    if not found and (days := _days_with_year_apart(sheet, in_hazards)) is not None:
        unit, first_day, last_day, start, stop = days
        fields["service_start"] = Reading(first_day, unit.span(start, stop), "label", 0.8)
        fields["service_end"] = Reading(last_day, unit.span(start, stop), "label", 0.8)
        return
    if not found:
        # no label and no verb: the earliest day the report names outside its list and its signatures
        found = [(0.4, u, t, _range_end(u, t) or t) for u, t in moments if not _signs(u)][:1]
    if not found:
        return
    found.sort(key=lambda f: (-f[0], f[1].index))
    ends_of: tuple[tuple[str, Callable[[tuple[float, Unit, Token, Token]], Token]], ...] = (
        ("service_start", lambda f: f[2]),
        ("service_end", lambda f: f[3]),
    )
    for name, chosen in ends_of:
        _put(
            fields,
            name,
            [Candidate(chosen(f).value.day, f[1], chosen(f).start, chosen(f).stop, f[0], "label") for f in found],
        )
    if fields["service_end"].value < fields["service_start"].value:
        fields["service_end"] = derived(fields["service_start"], fields["service_start"].value, "arithmetic")


_YEAR_APART = re.compile(
    r"(?<!\d)(\d{1,2})\s*月\s*(\d{1,2})\s*日\s*(?:(?:至|到|-|—|~|～|、|和)\s*(?:(\d{1,2})\s*月\s*)?(\d{1,2})\s*日)?[^\d]{0,6}[（(]\s*(20\d\d)\s*年?\s*[)）]|(20\d\d)\s*年度?[^\d月日]{1,8}?(\d{1,2})\s*月\s*(\d{1,2})\s*日"
)


def _days_with_year_apart(sheet: Sheet, in_hazards: frozenset[int]) -> tuple[Unit, date, date, int, int] | None:
    """A day whose year stands apart from it: "5月7日至8日（2025年）"."""
    for unit in sheet.units:
        match = _YEAR_APART.search(unit.text)
        if match is None or id(unit) in in_hazards or _signs(unit):
            continue
        if any(t.kind == "moment" and t.start <= match.start() < t.stop for t in unit.tokens):
            continue  # a whole day, written with blanks
        month, day, month_2, day_2, year, year_before, month_3, day_3 = match.groups()
        try:
            first = date(int(year or year_before), int(month or month_3), int(day or day_3))
            last = date(first.year, int(month_2 or first.month), int(day_2)) if day_2 else first
        except ValueError:
            continue
        return unit, first, max(first, last), match.start(), match.end()
    return None


_SHORT_END = re.compile(
    r"^\s*(?:至|到|-{1,2}|—{1,2}|–|~|～|、|,|，|和|及|与)\s*(?:(?:(\d{1,2})\s*月\s*)?(\d{1,2})\s*日|(\d{1,2})\s*[./]\s*(\d{1,2})(?![\d:：]))"
)


def _range_end(unit: Unit, token: Token) -> Token | None:
    """The moment a range that begins at ``token`` ends at; "2024年9月25日至26日" gives the day in the same month."""
    following = next((t for t in unit.tokens if t.start >= token.stop and t.kind == "moment"), None)
    if following is not None and re.fullmatch(
        r"[^\d]{0,6}(?:至|到|-|—|–|~|～|、)[^\d]{0,4}", unit.text[token.stop : following.start]
    ):
        return following
    short = _SHORT_END.match(unit.text[token.stop :])
    if short:
        day = token.value.day
        try:
            end = day.replace(month=int(short[1] or short[3] or day.month), day=int(short[2] or short[4]))
        except ValueError:
            return None
        return Token("moment", token.start, token.stop + short.end(), Moment(end))
    return None


def _day(_: Unit, token: Token) -> Any:
    return token.value.day


def _signs_beside(sheet: Sheet, unit: Unit) -> bool:
    """Whether an entry that says no more than "日期" stands beside or under a signature."""
    if not re.match(r"\s*(?:日\s*期|时\s*间)?\s*[:：]?\s*[\d二]", unit.text):
        return False
    before = unit.left if unit.left is not None else sheet.units[unit.index - 1] if unit.index else None
    if before is not None and re.fullmatch(r"\s*(?:日\s*期|时\s*间)\s*[:：]?\s*", before.text):
        before = before.left
    return (
        before is not None
        and len(before.text) <= 40
        and (_signs(before) or re.search(r"(?:确认|代表|签)[^，。]{0,2}[:：]", before.text) is not None)
    )


def _signs(unit: Unit) -> bool:
    return re.search("签字|签名|签收|签章|盖章|签认", unit.text) is not None


def _service_types(
    sheet: Sheet, fields: dict[str, Reading[Any]], in_hazards: frozenset[int], hazards_read: Sequence[Row] = ()
) -> tuple[Row, ...]:
    """Ticked options first; else what stands beside a label of the service; else what a sentence or the title says was done."""
    ticked: list[tuple[Unit, int, int]] = []
    for unit in sheet.units:
        for match in re.finditer(rf"[{_TICKED}]\s*([^{_TICKED}{_UNTICKED}\n]+)", unit.text):
            if type_codes(match[1]):
                ticked.append((unit, match.start(1), match.end(1)))
    boxed = any(c in unit.text for unit in sheet.units for c in _UNTICKED)
    if ticked and (boxed or any(c in u.text for u, _, _ in ticked for c in "☑✓√☒✔")):
        return _type_rows(fields, ticked, "ticked")
    wanted = formula("service_type", "service", "client agency expert date number hazard fee advice status")
    for slot in sorted(sheet.slots, key=lambda s: -s.weight):
        label = meaning(slot.label)
        if (
            label.coverage >= 0.6
            and wanted.score(label)
            and len(slot.text) <= 60
            and type_codes(slot.text.split("。")[0])
            and not hazard_cells.tells_level(slot.text)
            and id(slot.unit) not in in_hazards
            and len(slot.text.split("。")[0]) <= 40
        ):
            stop = slot.unit.text.find("。", slot.start, slot.stop)
            return _type_rows(fields, [(slot.unit, slot.start, slot.stop if stop < 0 else stop)], "label")
    for slot in sheet.slots:
        if (
            slot.weight >= 0.85
            and len(slot.label) <= 8
            and id(slot.unit) not in in_hazards
            and _only_types(slot.text)
            and not meaning(slot.label).any("hazard", "advice", "client", "expert", "number")
        ):
            return _type_rows(fields, [(slot.unit, slot.start, slot.stop)], "form")
    if (bare := _bare_types(sheet, in_hazards, labelled=True)) is not None:
        return _type_rows(fields, [bare], "label")
    told = _told_deeds(sheet, in_hazards)
    if len({code for unit, start, stop in told for code in type_codes(unit.text[start:stop])}) > 1:
        return _type_rows(fields, told, "prose")
    for unit in sheet.units:
        done = re.search(
            r"(?<![未不没])(?<!没有)(?:开展|进行|实施|提供|组织|完成)了?(?:一次|为期.{1,4}的)?([^，。；;,（(]{2,40}?)(?:服务|工作|活动|[，。；;,（(]|$)",
            unit.text,
        )
        if done and type_codes(done[1]):
            return _type_rows(fields, [(unit, done.start(1), done.end(1))], "prose")
    if (bare := _bare_types(sheet, in_hazards, labelled=False)) is not None:
        return _type_rows(fields, [bare], "form")
    for unit in sheet.units[:6]:
        if type_codes(unit.text) and len(unit.text) <= 40 and not re.search("[未没不].*[。；]$", unit.text.strip()):
            return _type_rows(fields, [(unit, 0, len(unit.text))], "title")
    for unit in sheet.units:
        if id(unit) not in in_hazards and (acted := _LOOKED_AT.search(unit.text)):
            return _type_rows(fields, [(unit, acted.start(), acted.end())], "passing")
    for unit in sheet.units:  # no more than a word of it in a sentence
        if (
            id(unit) not in in_hazards
            and len(unit.text) > 40
            and (codes := type_codes(unit.text))
            and "inspection" not in codes
        ):
            return _type_rows(fields, [(unit, 0, len(unit.text))], "passing")
    if hazards_read:  # a report that lists hazards is one of an inspection, whatever it calls itself
        span = hazards_read[0].span
        fields["service_types"] = Reading(("inspection",), span, "list", 0.5)
        return (
            Row({"code": Reading("inspection", span, "list", 0.5), "printed": Reading("", span, "list", 0.5)}, span),
        )
    return ()


_DEED = re.compile(
    r"^(?:[（(]?[一二三四五六\d][)）、.．]|[一二三四五六]是|并|还|又|同时|其中|先后|期间|随后|对[^，。；]{1,20}?)*\s*(?:开展|进行|实施|提供|组织|完成|协助|帮助|指导|辅导|编制|编写|梳理|建立|举办|讲授|授课|培训|排查|检查|查看|辨识|评估|修订|演练|开设|带领|现场)"
)
_HALF_DAY = re.compile(
    r"\s*(?:20\d\d年\d{1,2}月\d{1,2}日|\d{1,2}月\d{1,2}日)?\s*(?:上午|下午|晚上|早上|第[一二三四]天)\s*[:：，,]"
)
"""How an entry of a diary begins."""
_NO_DEED = re.compile("[未没不]|建议|应当|须|请|加强|计划|拟|下一步|下次|定期|按照|规定|要求|约定|如|将")


def _told_deeds(sheet: Sheet, in_hazards: frozenset[int]) -> list[tuple[Unit, int, int]]:
    """The clauses of one paragraph in which several services are told of as done."""
    for unit in sheet.units:
        if len(unit.text) < 30 or id(unit) in in_hazards or unit.cell is not None:
            continue
        found = [
            (unit, m.start(), m.end())
            for m in re.finditer(r"[^；;。:：]+", unit.text)
            if len(m[0]) <= 60 and _DEED.match(m[0]) and not _NO_DEED.search(m[0]) and type_codes(m[0])
        ]
        if len(found) > 1:
            return found
    diary = [
        (unit, match.end(), len(unit.text))
        for unit in sheet.units
        if unit.cell is None
        and id(unit) not in in_hazards
        and (match := _HALF_DAY.match(unit.text))
        and not _NO_DEED.search(unit.text)
        and type_codes(unit.text[match.end() :])
    ]
    return diary if len(diary) > 1 else []


# "检查磨盘作业区、用电线路": something was looked at, though no service is named
_LOOKED_AT = re.compile(
    r"(?<![不未没无被受])(?<!涉及)(?<!现场)(?:检查|排查|查看|巡查|查勘|走查)(?:了)?(?=[\u4e00-\u9fff]{3})(?!人员|单位|机构|日期|时间|情况|结果|表)"
)


def _bare_types(sheet: Sheet, in_hazards: frozenset[int], *, labelled: bool) -> tuple[Unit, int, int] | None:
    """A short entry that is nothing but names of services; ``labelled``: only with a short word of any kind to its left."""
    for unit in sheet.units[1:30]:
        text = unit.text.strip()
        beside = (
            unit.left is not None and len(unit.left.text.strip()) <= 8
            if labelled
            else unit.left is not None or unit.above is not None
        )
        if beside and id(unit) not in in_hazards and _only_types(text):
            return unit, 0, len(unit.text)
    return None


def _only_types(text: str) -> bool:
    """Whether the text is nothing but names of services."""
    text = text.strip()
    if not 2 <= len(text) <= 40 or re.search(
        "报告|记录|纪要|单$|表$|书$|隐患(?:清单|情况|描述|等级|级别|内容|说明|照片|编号)|清单|[不未没无]", text
    ):
        return False
    if hazard_cells.tells_level(text):
        return False
    parts = [p for p in re.split(r"[、，,；;/+＋|｜\s]+", text) if p]
    return all(len(p) <= 14 and type_codes(p) and not _A_LABEL.search(p) for p in parts) and not organisation.find_all(
        text
    )


# A label that happens to name an activity: 主讲及检查人员, 检查日期
_A_LABEL = re.compile("(?:人|人员|员|师|单位|机构|企业|日期|时间|号|者|组|地点|对象|费用?|签[字名收]|盖章)\\s*[:：]?$")


def _type_rows(fields: dict[str, Reading[Any]], places: list[tuple[Unit, int, int]], how: str) -> tuple[Row, ...]:
    rows = []
    codes: list[str] = []
    for unit, start, stop in places:
        for code in type_codes(unit.text[start:stop]):
            if code not in codes:
                codes.append(code)
                span = unit.span(start, stop)
                rows.append(
                    Row({"code": Reading(code, span, how, 0.9), "printed": Reading(span.text, span, how, 0.9)}, span)
                )
    first = places[0]
    fields["service_types"] = Reading(
        tuple(codes),
        first[0].span(first[1], first[2]),
        how,
        {"ticked": 0.95, "label": 0.93, "prose": 0.85}.get(how, 0.6),
    )
    return tuple(rows)


def _experts(sheet: Sheet, fields: dict[str, Reading[Any]], in_hazards: frozenset[int]) -> None:
    found = []
    for slot in sheet.slots:
        label = meaning(slot.label)
        if label.coverage < 0.5 or not (score := EXPERTS.score(label)):
            continue
        names = _names(slot.text)
        if names:
            found.append(
                Candidate(
                    names,
                    slot.unit,
                    slot.start,
                    slot.stop,
                    score * slot.weight + 0.06 * min(4, len(names) - 1),
                    f"label-{slot.relation}",
                )
            )
    if not found:
        for unit in sheet.units:
            for match in re.finditer(
                r"(?:专家|讲师|人员|工程师|评价师|成员|老师|顾问|技术员|(?:授课|检查|查勘|排查|评估|主讲|走访|走查|诊断|到访|辅导|培训|服务)人)(?:组|方|团队)?(?:成员)?(?:名单)?(?:为|是|有|由|:|包括|[—\-]{1,2}|[（(])?\s*((?:[\u4e00-\u9fff]{2,4}?)(?:[（(][^）)]{2,12}[)）])?(?:[、，,和及\s]+[\u4e00-\u9fff]{2,4}?(?:[（(][^）)]{2,12}[)）])?){0,7}?)(?=[。；;\n）)]|等|组成|参加|前往|赴|对|到|共|授课|主讲|一行|开展|已|于|，|,|$)",
                unit.text,
            ):
                names = person.parse_list(match[1])
                if names and not _signs(unit):
                    found.append(Candidate(names, unit, match.start(1), match.end(1), 0.7, "prose"))
            for match in _SENT.finditer(unit.text):
                names = person.parse_list(match[1], labelled=True)
                if names and not _signs(unit):
                    found.append(Candidate(names, unit, match.start(1), match.end(1), 0.72, "prose"))
            for match in (*_SO_MANY.finditer(unit.text), *_THESE_ON.finditer(unit.text)):
                names = _names_at_end(match[1])
                if names and not _signs(unit):
                    found.append(Candidate(names, unit, match.start(1), match.end(1), 0.7, "prose"))
            if found:
                break
    if not found:
        for slot in sheet.slots:
            if (
                not _NOT_ACTORS.search(slot.label)
                and id(slot.unit) not in in_hazards
                and _ACTORS.fullmatch(re.sub(r"[A-Za-z\s./&]+", "", slot.label))
                and (names := _names(slot.text))
            ):
                found.append(
                    Candidate(names, slot.unit, slot.start, slot.stop, 0.6 * slot.weight, f"label-{slot.relation}")
                )
    if not found:
        found = _named_beside(sheet, in_hazards)
    agency = fields.get("service_org")
    if not found and agency is not None:
        for unit in sheet.units:  # "检查机构及人员：某某有限公司 高明、苗秀英"
            at = unit.text.find(agency.value)
            after = re.split(r"\d", unit.text[at + len(agency.value) :])[0]
            if at >= 0 and (names := _names(after.strip(" 　:：（()）"))):
                start = unit.text.find(names[0], at)
                found.append(Candidate(names, unit, start, len(unit.text), 0.6, "form"))
    if not found:
        for slot in sheet.slots:
            label = meaning(slot.label)
            if label.has("expert", "sign_off") and (names := person.parse_list(slot.text)):
                found.append(Candidate(names, slot.unit, slot.start, slot.stop, 0.5, "label-signature"))
    _put(fields, "experts", ranked(_together(found)))


def _together(found: Sequence[Candidate]) -> list[Candidate]:
    """Names that a line gives under several labels ("组长：…，组员：…") as one list."""
    out: list[Candidate] = []
    for c in sorted(found, key=lambda c: (c.unit.index, c.start)):
        last = out[-1] if out else None
        if (
            last is not None
            and last.unit is c.unit
            and last.stop <= c.start
            and c.start - last.stop <= 12
            and not re.search("[。；;]", c.unit.text[last.stop : c.start])
        ):
            names = tuple(dict.fromkeys([*last.value, *c.value]))
            out[-1] = replace(last, value=names, stop=c.stop, score=max(last.score, c.score) + 0.05)
        else:
            out.append(c)
    return out


def _named_beside(sheet: Sheet, in_hazards: frozenset[int]) -> list[Candidate]:
    """Names beside any short label that is not of the enterprise, of signing or of somebody to be called: "谁去的"."""
    return [
        Candidate(names, slot.unit, slot.start, slot.stop, 0.45 * slot.weight, f"label-{slot.relation}")
        for slot in sheet.slots
        if 2 <= len(slot.label) <= 12
        and slot.weight >= 0.85
        and not _NOT_ACTORS.search(slot.label)
        and id(slot.unit) not in in_hazards
        and signoff.side_of(slot.label) != "client"
        and not meaning(slot.label).any("date", "sign_off", "hazard", "advice", "status", "victim", "contact")
        and not _signs(slot.unit)
        and (slot.unit.table is None or slot.unit.table.n_rows <= 2 or not _in_list(slot.unit, slot.relation))
        and (names := _names(slot.text))
    ]


def _in_list(unit: Unit, relation: str) -> bool:
    """Whether names stand above or below too: a list of those who came, not of who served. In a form each has its label."""

    def has_label(other: Unit) -> bool:
        label = other.left.text.strip(" :：") if other.left is not None and relation == "right" else ""
        return 2 <= len(label) <= 8 and not person.is_name(label) and not re.search(r"\d", label)

    return any(
        n is not None and n.table is unit.table and person.is_name(n.text.strip()) and not has_label(n)
        for n in (unit.above, unit.below)
    )


_SO_MANY = re.compile(
    r"([\u4e00-\u9fff、，和及]{2,24}?)(?:[一二两三四五六]|\d)(?:位|名)(?:高级|注册|安全|资深|外聘|特聘)*(?:工程师|专家|老师|讲师|评价师|技术人员|评审员|教授|高工|顾问)"
)


# "某某服务有限公司崔哲浩、金美兰于2025年6月17日"
_THESE_ON = re.compile(
    r"((?:公司|中心|研究院|事务所|协会|站)[\u4e00-\u9fff]{2,4}(?:[、，和及][\u4e00-\u9fff]{2,4}?){0,4})(?:于\s*20\d\d|(?:来|到|赴|前往|进驻|入驻|走进|深入|抵)[\u4e00-\u9fff]{1,12})"
)


def _names_at_end(text: str) -> tuple[str, ...]:
    """The names that end a run of words: "安全服务有限公司谢志文、区嘉欣"."""
    parts = re.split("[、，和及]", re.sub("^(?:公司|中心|研究院|事务所|协会|站)", "", text))
    first = next((parts[0][-size:] for size in (3, 2) if person.is_name(parts[0][-size:])), None)
    return person.parse_list("、".join([first, *parts[1:]]), labelled=True) if first else ()


# Who acts, in any verb of the trade: 走查人, 到访人员, 体检医生, 上门老师; a bare 人员 beside names
_ACTORS = re.compile(
    r"(?:我方|服务|现场|参与|本次|外出|技术|专业)?(?!受|被|参|陪)[\u4e00-\u9fff]{0,4}?(?:人员|人|医生|师傅|老师|讲师|师|员|团队|小组|专班|班子)(?:名单|姓名|[(（][\u4e00-\u9fff]{2,4}[)）])?"
)
_NOT_ACTORS = re.compile(
    "联系|负责|责任|签|确认|陪|接|投保|保险|法定|受|被|经办|参|记录|见证|填|审|安全员|从业|员工|学员|业务|收款|付款"
)


def _names(text: str) -> tuple[str, ...]:
    """The names beside a label, through the parts of a line ("组长 臧立群；组员 温小雷") until something else stands there."""
    out: list[str] = []
    alone = re.split(r"^[^（(]*?[)）]", text, maxsplit=1)  # the bracket that the label opened
    text = text[: len(text) - len(alone[-1]) - 1] if len(alone) > 1 else text
    for part in re.split(r"[;；\n]", re.split(r"\s{3,}|。", text)[0]):
        names = person.parse_list(part, labelled=True)
        names = tuple(name for name in names if person.is_name(name) or not re.search("[人员师者家长组方]$", name))
        if not names:
            break
        out += names
    return tuple(dict.fromkeys(out))


_SENT = re.compile(
    r"(?:派出|派遣|委派|指派|安排|选派|抽调|组织|委托|派|由)(?:了|本机构|我公司|我单位|本公司|我方|专家|讲师|(?:高级|注册)?(?:安全)?(?:工程师|评价师)|高工|技术人员|安全人员|服务人员)*\s*((?:[\u4e00-\u9fff]{2,4}?)(?:[、，,和及\s]+(?:(?:高级|注册)?(?:安全)?(?:工程师|评价师)|高工|专家|讲师)?[\u4e00-\u9fff]{2,4}?){0,6}?)\s*(?:[一二三四五六两]人|一行|等)?(?:前往|赶赴|奔赴|到访|走访|来到|到达|抵达|到|赴|对|为|至|于|开展|进行|实施|负责|授课|主讲)"
)
