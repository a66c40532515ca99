"""Who served and who was served: the bodies a report names, and whose side each is on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from extractor.evidence import parties, signoff
from extractor.evidence.candidates import Candidate, ranked
from extractor.evidence.concepts import formula, meaning
from extractor.evidence.sheet import Sheet
from extractor.evidence.slots import Slot
from extractor.evidence.units import Unit
from extractor.kinds.service_report.categories import type_codes
from extractor.record import Reading
from extractor.values import organisation, person, region

CLIENT = formula(
    "client|holder|insured|enterprise",
    "client",
    "agency insurer expert sign_off signer count number address date contact branch",
)


AGENCY = formula("agency", "service enterprise", "client insurer expert number date fee insured holder")


_SENTENCE = re.compile(
    r"已经?由|[来赴进入](?:厂|矿|站|店|所|院|场)$|^[一二三四五六]是|^其[一二三四]|\d\s*[年月日时元]|[本我贵该]\s*(?:公司|单位|厂|企业|中心|站|矿|店|司|院|场|港|所|队|部)$|^[^（(]{0,4}(?:中心|公司|单位)[（(]"
)


_DATED = re.compile(
    r"^.*\d\s*[年月日时](?:上午|下午|起)?(?:接受|完成了?对|由|邀请|聘请|委托|前往|对|到|赴|在|为)?(?=[\u4e00-\u9fff])"
)


_INVITED = re.compile(r"^.{0,8}?(?:邀请|聘请|特邀|聘任|委托|请来)(?=[\u4e00-\u9fff]{5})")


_IN_BRACKETS = re.compile(r"[（(]([\u4e00-\u9fff]{5,30}?(?:公司|中心|研究院|事务所|协会|站))")


_NAMED_AS = re.compile(
    r"^[\u4e00-\u9fff]{0,8}?(?:企业|单位|矿山?|对象|方|客户|公司|厂|店|主体|机构|人员?|专家|[评价工程]师)(?:为|是|系)(?=[\u4e00-\u9fff]{5})"
)
_CALLED = re.compile(r"[（(](?:以?下(?:文|称|简)|简称|又称|即|本|我)[^（()）]*[)）]?$")


def body_of(c: Candidate) -> Candidate | None:
    """A body without the words of the sentence it was found in; None where what is left is talk of one ("我中心")."""
    inner = _IN_BRACKETS.search(c.value)
    if inner is not None and (
        c.value[: inner.start()] in ("", "中心", "公司", "单位", "我中心", "我公司", "本公司")
        or person.is_name(c.value[: inner.start()])
    ):
        start = c.start + inner.start(1)
        return replace(c, value=inner[1], start=start, stop=start + len(inner[1]))
    named = _NAMED_AS.match(c.value)
    if named is not None:
        c = replace(c, value=c.value[named.end() :], start=c.start + named.end())
    invited = _INVITED.match(c.value)
    if invited is not None:
        c = replace(c, value=c.value[invited.end() :], start=c.start + invited.end())
    called = _CALLED.search(c.value)
    if called is not None:
        c = replace(c, value=c.value[: called.start()], stop=c.start + called.start())
    dated = _DATED.match(c.value)
    if dated is not None and len(c.value) - dated.end() >= 6:
        c = replace(c, value=c.value[dated.end() :], start=c.start + dated.end())
    led = re.match(r"[\d,.]+元?由?|由", c.value) or _CHARGED.match(c.value) or _LABEL_BEFORE.match(c.value)
    if led is not None:
        c = replace(c, value=c.value[led.end() :], start=c.start + led.end())
    return None if _SENTENCE.search(c.value) or _is_role(c.value) else c


_CHARGED = re.compile(r"(?:[我本])?(?:所|院|中心|公司|单位|司|站|队|社)?受(?=[\u4e00-\u9fff]{4})")
"""What speaks of who was charged before the name of who did: "我所受保险公司委托"."""
_LABEL_BEFORE = re.compile(
    r"(?:[受被]?(?:访|检|查|评|训|服务|实施|承办|委托|投保|参保|检查|排查|诊断|走访|查勘|评价|培训)(?:单位|企业|机构|客户|对象)|单位|机构|客户)(?=[\u4e00-\u9fff（()）]{6})"
)
"""A label that only a narrow blank kept apart from the name: "机构 路安技术服务有限公司"."""


def _is_role(name: str) -> bool:
    """Whether a "body" is a word for one: 保险公司, 巡查公司."""
    return _ROLE_ONLY.fullmatch(name) is not None or (len(name) <= 6 and meaning(name).coverage >= 0.9)


_EXPERT_LIKE = re.compile("安全|咨询|评价|检测|技术服务|科技|应急|职业|防护|认证|培训|安评|安环|环安|安防|风险|安健环")
"""What the name of a body says that serves others with its knowledge."""


def find_agency(sheet: Sheet, named: Sequence[Candidate]) -> list[Candidate]:
    found = [
        c
        for c in (
            *parties.in_role(sheet, named, AGENCY),
            *(c.plus(-0.1) for c in parties.in_role(sheet, named, AGENCY, insurers=True)),
        )
        if _side(sheet, c) != "client" or len(named) < 2
    ]
    names = {c.value for c in found}
    if len(names) > 1 and len(expert := {name for name in names if _EXPERT_LIKE.search(name)}) == 1:
        # 服务单位 beside 服务机构: of two that may serve, who serves for a living does
        found = [c for c in found if c.value in expert]
    found = _who_trains(sheet, named, names) or found
    if not found:
        for c in named:
            if not organisation.is_insurer(c.value) and _side(sheet, c) == "service":
                # "会诊单位" may be either side's label: of two, who serves for a living serves
                found.append(c.plus(0.6 + 0.1 * (_EXPERT_LIKE.search(c.value) is not None), "label-side"))
    if not found:
        for c in named:
            sends = (
                re.search(
                    r"^(?:[（(].{0,12}[)）])?(?:于.{4,24})?(?:组织|派出?|委派|指派|安排|选派|抽调)",
                    c.unit.text[c.stop : c.stop + 40],
                )
                is not None
            )
            if organisation.is_insurer(c.value) or not (_EXPERT_LIKE.search(c.value) or sends):
                continue
            before, after = c.unit.text[max(0, c.start - 8) : c.start], c.unit.text[c.stop : c.stop + 16]
            acts = (
                re.search(r"委托|由|我公司|，$", before) is not None
                or re.search(r"^(?:[（(].{0,12}[)）])?(?:于|组织|派|安排|受|委派|对)", after) is not None
            )
            found.append(c.plus(0.45 + 0.2 * acts, "form"))
    return ranked(found or _who_writes(sheet, named) or _agencies_by_place(sheet))


def _who_writes(sheet: Sheet, named: Sequence[Candidate]) -> list[Candidate]:
    """Who signs a letter in which "we" report to a body that it addresses: the last other body, alone or with the day behind it."""
    to = next((c for c in named if c.unit.index <= _HEAD and _ADDRESSES.fullmatch(c.unit.text[c.stop :])), None)
    if to is None or not any(_WE.search(u.text) for u in sheet.units):
        return []
    return [
        c.plus(0.5, "form")
        for c in named[::-1]
        if c.unit.index > to.unit.index
        and c.value != to.value
        and not organisation.is_insurer(c.value)
        and not c.start
        and _SIGNED_OFF.fullmatch(c.unit.text[c.stop :])
    ][:1]


_HEAD = 4
"""The last unit in which a letter may name whom it addresses."""
_ADDRESSES = re.compile(r"\s*[:：]\s*")
_WE = re.compile("我(?:单位|公司|司|中心|所|院|站)")
_SIGNED_OFF = re.compile(r"\s*(?:[（(][^（()）]{1,6}[)）])?\s*(?:20\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日)?\s*")


def _who_trains(sheet: Sheet, named: Sequence[Candidate], under: set[str]) -> list[Candidate]:
    """Those who serve for a living under a label of who serves (培训机构), where what stands under 服务单位 does not: that
    label may mean whom the service was for. ``under``: the names found there."""
    if not under or any(map(_EXPERT_LIKE.search, under)) or any(map(organisation.is_insurer, under)):
        return []
    return [
        c.plus(0.6, "label-side")
        for c in named
        if c.value not in under
        and not organisation.is_insurer(c.value)
        and _EXPERT_LIKE.search(c.value)
        and _side(sheet, c) == "service"
    ]


def _agencies_by_place(sheet: Sheet) -> list[Candidate]:
    """What stands as a name beside a label of those who serve, though it ends like no body that is known: 平江老陈安全工坊."""
    out = []
    for slot in sheet.slots:
        words = meaning(slot.label)
        if (
            signoff.side_of(slot.label) == "service"
            and re.search("单位|机构|方(?![式法案])|公司|中心|队|商|站|社|所", slot.label)
            and not words.any(
                "date", "sign_off", "signer", "contact", "expert", "number", "address", "amount", "report"
            )
            and (name := parties.plain_name(slot.text)) is not None
            and not person.parse_list(name)
            and not _IS_TALK.search(name)
            and not _is_role(name)
        ):
            out.append(Candidate(name, slot.unit, slot.start, slot.stop, 0.55 * slot.weight, "label-side"))
    return out


_IS_TALK = re.compile(r"[，,。；;、☑☐□√✓■]|\d{2}|的|了|已|未|进行|开展|检查|情况")


def find_client(sheet: Sheet, named: Sequence[Candidate], fields: dict[str, Reading[Any]]) -> list[Candidate]:
    """Whom the service was done for: labelled as one who is served, acted on in a sentence, or left over at the head."""
    agency = fields["service_org"].value if "service_org" in fields else None
    found = [
        c for c in parties.named_or_slot(sheet, named, CLIENT) if c.value != agency and _side(sheet, c) != "service"
    ]
    found = [c.plus(0.3 * (_BUILDS.search(c.unit.text[: c.start]) is not None)) for c in found]
    found = found or _beside_receiver(sheet, agency)
    if not found or found[0].score < 0.6:
        found += _acted_on(named, agency)
    if not found:
        found = _left_over(sheet, agency)
    if not found and (addressed := _addressed(sheet)) is not None:
        found.append(addressed)
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


_BUILDS = re.compile("(?:施工|承建|总承?包)(?:单位|企业|方)\\s*[:：]\\s*$")
"""Right before the name of who builds, which a paper on works is about, and not the works whose name stands before it."""


def _beside_receiver(sheet: Sheet, agency: str | None) -> list[Candidate]:
    """Names beside a label of whoever is served, however they end."""
    return [
        Candidate(name, slot.unit, slot.start, slot.stop, 0.65 * slot.weight, "label-side")
        for slot in sheet.slots
        if (_RECEIVER.search(slot.label) or re.match("被|受", slot.label))
        and (signoff.side_of(slot.label) == "client" or _PLAIN.fullmatch(slot.label.strip()))
        and not meaning(slot.label).any("date", "sign_off", "signer", "contact", "expert", "number", "address")
        and (name := parties.plain_name(slot.text)) is not None
        and name != agency
        and not (_among_headers(slot.unit) or _is_entry(slot))
    ]


def _is_entry(slot: Slot) -> bool:
    """Whether what stands under a label is one of the entries of a column."""
    table = slot.unit.table
    return slot.relation == "below" and table is not None and table.n_cols > 2 and table.n_rows > 3


_HEADERS = 4  # cells of words in one row from which on they head columns


def _among_headers(unit: Unit) -> bool:
    """Whether a cell stands in a row of short words without a value among them: they head a list, and name nobody."""
    if unit.table is None or unit.cell is None or unit.cell.row > 1:
        return False
    row = [cell.text for cell in unit.table.cells if cell.row == unit.cell.row]
    words = [text.strip() for text in row if text.strip()]
    return len(words) >= _HEADERS and all(len(w) <= 10 and not re.search(r"\d|公司$|厂$", w) for w in words)


def _acted_on(named: Sequence[Candidate], agency: str | None) -> list[Candidate]:
    """Bodies that no label tells of, likelier where a sentence tells of something done to them, or often named."""
    times = Counter(c.value for c in named)
    found = []
    for c in named:
        if organisation.is_insurer(c.value) or c.value == agency:
            continue
        before, after = c.unit.text[max(0, c.start - 6) : c.start], c.unit.text[c.stop : c.stop + 8]
        acted_on = (
            re.search(r"(?:对|为|赴|到|前往|向|走访|至|在|抵达|来到)(?:贵单位|投保单位|被保险人)?$", before) is not None
            or re.match(r"(?:[（(].{0,30}[)）])?(?:开展|进行|实施|提供|[:：]$)", after) is not None
        )
        lead = c.unit.text[max(0, c.start - 10) : c.start]
        called = lead.endswith(("为", "是", "系")) and signoff.side_of(lead) == "client"  # 被服务矿山为某某
        found.append(c.plus(0.4 + 0.25 * acted_on + 0.4 * called + 0.04 * min(3, times[c.value] - 1), "form"))
    return found


def _left_over(sheet: Sheet, agency: str | None) -> list[Candidate]:
    """The one name at the head of the paper that begins with a place and stands beside a label of nobody else."""
    out: dict[str, Candidate] = {}
    for slot in sheet.slots:
        name = (
            parties.plain_name(slot.text) if slot.weight >= 0.85 and slot.unit.index < 0.4 * len(sheet.units) else None
        )
        if (
            name is not None
            and name != agency
            and not _IS_TALK.search(name)
            and not person.parse_list(name)
            and signoff.side_of(slot.label) != "service"
            and not meaning(slot.label).any(
                "address", "insurer", "branch", "agency", "service_type", "report", "hazard", "date"
            )
            and not type_codes(name)
            and region.find(name) is not None
        ):
            out.setdefault(name, Candidate(name, slot.unit, slot.start, slot.stop, 0.5 * slot.weight, "left over"))
    return list(out.values()) if len(out) == 1 else []


def _addressed(sheet: Sheet) -> Candidate | None:
    """Whom a letter begins with, whatever the name ends in, where it goes on to speak to a body: "大柳树民宿：……贵店"."""
    if not any(_SPEAKS_TO.search(unit.text) for unit in sheet.units):
        return None
    for unit in sheet.units[: max(6, len(sheet.units) // 4)]:
        match = re.fullmatch(r"\s*(?:致|主送)?[:：]?\s*([\u4e00-\u9fff（()）·]{4,30})\s*[:：]\s*", unit.text)
        if match and not _IS_TALK.search(match[1]) and meaning(match[1]).coverage < 0.8:
            return Candidate(match[1], unit, match.start(1), match.end(1), 0.6, "addressed")
    return None


_SPEAKS_TO = re.compile(r"[贵你](?:司|公司|单位|企业|厂|矿|店|站|场|院|校|园|库|所|户|社|船|工地|项目部)")
_PLAIN = re.compile(r"(?:店|厂|矿|企业|单位|公司|商户|业户|户|场|站|库|工地|项目部?)(?:名称?|家)?")
"""A label that is no more than a word for a kind of enterprise."""
_RECEIVER = re.compile(r"(?:企业|单位|方|厂|公司|对象|主体|店|矿|场|站|库|户|工地|项目部?|名)(?:名称|全称)?\s*[:：]?$")


def _side(sheet: Sheet, body: Candidate) -> str | None:
    """Whose side the label of a body is: who serves ("辅导机构"), or who is served ("受辅导企业")."""
    options = sheet.label(body.unit, body.start).options
    nearest = re.sub(r"[A-Za-z\s./&]+", "", options[0][0].rsplit("|", 1)[-1]) if options else ""
    told = signoff.side_of(nearest) if nearest and len(nearest) <= 16 else None
    lead = re.search(r"(?:^|[\s。；;|])([\u4e00-\u9fff]{2,12})\s*[:：]\s*$", body.unit.text[: body.start])
    return told or (signoff.side_of(lead[1]) if lead is not None else None)


_DONE_FOR = re.compile(
    r"^\d{0,4}[日号]?(?:顺利|圆满|共同)?(?:完成|开展|进行|实施|组织)?了?对(?=[\u4e00-\u9fff]{4})|^.{0,40}?(?:完成了?对|前往|赶赴|奔赴)(?=[\u4e00-\u9fff]{4})|^\d{1,2}(?:完成|在|赴|到)(?=[\u4e00-\u9fff]{4})"
)


_UNSEALED = re.compile(r"\s*[（(]已?(?:加?盖章|公章|章|签章|盖公章)[)）]$")


_ROLE_ONLY = re.compile(
    "(?:服务|保险|检查|评估|技术|咨询|培训|承保|实施|委托|受检|被检|参保|投保|被保险|第三方)+(?:公司|机构|单位|企业|中心|人|煤?矿山?|工?厂|车间|工地|船厂|商?店|医院|学校|车站|站)"
)
