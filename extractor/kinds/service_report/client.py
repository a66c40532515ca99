"""Whom a service was done for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from extractor.evidence import parties, signoff
from extractor.evidence.candidates import Candidate, ranked
from extractor.evidence.concepts import formula, meaning
from extractor.evidence.naming.slots import Slot
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.kinds.service_report.bodies import IS_TALK, ROLE_ONLY, side_of_body, without_lead
from extractor.kinds.service_report.categories import type_codes
from extractor.kinds.service_report.letters import written_to
from extractor.record import Reading
from extractor.values import organisation, person, region

CLIENT = formula(
    "client|holder|insured|enterprise",
    "client",
    "agency insurer expert sign_off signer count number address date contact branch status deadline advice",
)


def find_client(sheet: Sheet, named: Sequence[Candidate], fields: dict[str, Reading[Any]]) -> list[Candidate]:
    """Whom the service was done for: labelled as one who is served, acted on in a sentence, or left over at the head."""
    agency = fields["service_org"].value if "service_org" in fields else None
    named = [c for c in named if not _is_cut(c)]
    found = [
        c
        for c in parties.named_or_slot(sheet, named, CLIENT)
        if c.value != agency
        and side_of_body(sheet, c) != "service"
        and not _is_place_of(c)
        and not _INSURERS_BRANCH.search(c.value)
    ]
    found = [c.plus(0.3 * _builds(c)) for c in found if not _is_short_for(c.value, agency)]
    found += _written_to(sheet, named, agency)
    if found and all(_WORKS.search(c.value) for c in found):
        found = [c.plus(0.8, "cell-left") for c in named if c.value != agency and _builds(c)] or found
    found = found or [c.plus(0.8, "cell-left") for c in named if c.value != agency and _builds(c)]
    found = found or _beside_receiver(sheet, agency)
    found = found or _who_writes(sheet, named, agency)
    if not found or found[0].score < 0.6:
        found += _acted_on(named, agency)
    if not found:
        found = _left_over(sheet, agency)
    if not found and (addressed := _addressed(sheet)) is not None:
        found.append(addressed)
    found = [without_lead(c, _DONE_FOR.match(c.value)) for c in found]
    return [
        replace(c, value=_UNSEALED.sub("", c.value), stop=c.stop - (len(c.value) - len(_UNSEALED.sub("", c.value))))
        for c in ranked(found)
        if not ROLE_ONLY.fullmatch(c.value)
    ]


def _is_cut(c: Candidate) -> bool:
    """Whether a name ends within a bracket that goes on behind it: of "杨昌林（矿长）" 杨昌林（矿 is no body."""
    opened = len(re.findall("[(（]", c.value)) > len(re.findall("[)）]", c.value))
    return opened and not re.match(r"\s*[)）]", c.unit.text[c.stop :])


def _is_short_for(name: str, agency: str | None) -> bool:
    """Whether a name of a few characters is what the agency is called for short: 筑安公司, of 贵阳筑安安全科技有限公司."""
    short = _SHORT.fullmatch(name)
    return short is not None and agency is not None and short[1] in agency


_SHORT = re.compile("([\u4e00-\u9fff]{2,4})(?:公司|事务所|中心)")

_BUILDS = re.compile("(?:施工|承建|总承?包)(?:单位|企业|方)(?:名称)?\\s*(?:[:：]\\s*)?$")
"""Right before the name of who builds, which a paper on works is about, and not the works whose name stands before it."""


_WORKS = re.compile("(?:工程|项目|标段)$")
"""What a name of works ends in, and of nobody who could be served while it is told who builds them."""


def _builds(c: Candidate) -> bool:
    """Whether the words right before a name, or in the cell beside it, are a label of who builds."""
    beside = c.unit.left.text if c.start == 0 and c.unit.left is not None else c.unit.text[: c.start]
    return _BUILDS.search(beside) is not None


def _beside_receiver(sheet: Sheet, agency: str | None) -> list[Candidate]:
    """Names beside a label of whoever is served, however they end."""
    return [
        Candidate(_SERVICE_BEHIND.sub("", name), slot.unit, slot.start, slot.stop, 0.65 * slot.weight, "label-side")
        for slot in sheet.slots
        if (_RECEIVER.search(slot.label) or re.match("被|受", slot.label))
        and (signoff.side_of(slot.label) == "client" or _PLAIN.fullmatch(slot.label.strip()))
        and not meaning(slot.label).any("date", "sign_off", "signer", "contact", "expert", "number", "address")
        and (name := parties.plain_name(slot.text)) is not None
        and name != agency
        and not _is_service(name)
        and not (_among_headers(slot.unit) or _is_entry(slot))
    ]


_SERVICE_BEHIND = re.compile(
    "(?<=[司厂矿店社院])的?(?:安责险|安全生产责任保?险|事故预防|隐患排查)[\u4e00-\u9fff]{0,10}$"
)
"""What is done for a body, behind its name under 项目: 某某有限公司安责险服务."""
_SHORT_SERVICE = 8
"""Characters of what can be a service and no name of a body."""


def _is_service(name: str) -> bool:
    """Whether words under 项目 are services and name nobody: 安全培训, 隐患排查、救生应急演练."""
    return all(len(part) <= _SHORT_SERVICE and type_codes(part) for part in re.split("[、，,和及+/]", name))


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


def _written_to(sheet: Sheet, named: Sequence[Candidate], agency: str | None) -> list[Candidate]:
    """The enterprise that a letter addresses and speaks to; its name before a colon is no label of who stands in the lines below."""
    if not any(_SPEAKS_TO.search(unit.text) for unit in sheet.units):
        return []
    return [
        c.plus(0.75, "addressed")
        for c in written_to(named)
        if c.value != agency and not organisation.is_insurer(c.value) and not _INSURERS_BRANCH.search(c.value)
    ][:1]


_INSURERS_BRANCH = re.compile("(?:财险|产险|人保|保险)[\u4e00-\u9fff]{0,12}(?:分公司|支公司|营业部|服务部)$")
_CAME_TO_US = re.compile("(?:到|来|赴|对|在|为|给)(?:访)?我(?:公司|单位|企业|[厂司矿店站场社船])")


def _who_writes(sheet: Sheet, named: Sequence[Candidate], agency: str | None) -> list[Candidate]:
    """Who ends a letter that says that others came to "us": the enterprise that reports how it mended."""
    if not any(_CAME_TO_US.search(unit.text) for unit in sheet.units):
        return []
    ends = [c for c in named if c.unit.index > len(sheet.units) // 2 and c.value in c.unit.text.strip() and not c.start]
    ends = [
        c for c in ends if c.value != agency and not organisation.is_insurer(c.value) and c.stop >= len(c.unit.text) - 3
    ]
    return [c.plus(0.7, "form") for c in ends[-1:]]


def _acted_on(named: Sequence[Candidate], agency: str | None) -> list[Candidate]:
    """Bodies that no label tells of, likelier where a sentence tells of something done to them, or often named."""
    times = Counter(c.value for c in named)
    found = []
    ends = {(id(c.unit), c.stop) for c in named}
    for c in named:
        if organisation.is_insurer(c.value) or _INSURERS_BRANCH.search(c.value):
            continue
        if c.value == agency or _is_short_for(c.value, agency):
            continue
        place = _is_place_of(c) or (id(c.unit), c.start) in ends
        before, after = c.unit.text[max(0, c.start - 6) : c.start], c.unit.text[c.stop : c.stop + _BEHIND]
        acted_on = (
            re.search(r"(?:对|为|赴|到|前往|向|走访|至|在|抵达|来到)(?:贵单位|投保单位|被保险人)?$", before) is not None
            or re.match(r"(?:[（(].{0,30}[)）])?(?:开展|进行|实施|提供|[:：]$)", after) is not None
        )
        lead = c.unit.text[max(0, c.start - 10) : c.start]
        called = lead.endswith(("为", "是", "系")) and signoff.side_of(lead) == "client"  # 被服务矿山为某某
        found.append(
            c.plus(0.4 + 0.25 * acted_on - 0.25 * place + 0.4 * called + 0.04 * min(3, times[c.value] - 1), "form")
        )
    return found


_BEHIND = 40
"""Characters behind a name among which a bracket may close: 某某有限公司（保单号：…）："""


def _is_place_of(c: Candidate) -> bool:
    """Whether a body is a place of whom the paper speaks to: 赴贵公司某某净化厂改造项目部."""
    return _YOURS.search(c.unit.text[max(0, c.start - 8) : c.start]) is not None


_YOURS = re.compile("[贵你](?:公司|司|单位|企业|厂|矿)(?:的|所属|下属|承建的?)?$")


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
            and not IS_TALK.search(name)
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
        if match and not IS_TALK.search(match[1]) and meaning(match[1]).coverage < 0.8:
            return Candidate(match[1], unit, match.start(1), match.end(1), 0.6, "addressed")
    return None


_SPEAKS_TO = re.compile(r"[贵你](?:司|公司|单位|企业|厂|矿|店|站|场|院|校|园|库|所|户|社|船|工地|项目部)")
_PLAIN = re.compile(
    r"(?:店|厂|矿|企业|单位|公司|商户|业户|户|场|站|库|合作社|渔业社|船队|车队|工地|项目部?|学校|医院|酒店|宾馆|幼儿园|养老院)(?:名称?|家)?|服务(?:的)?(?:[矿厂店站港场]山?|工地|船舶|渔船|项目|门店|学校|医院)"
)
"""A label that is no more than a word for a kind of enterprise."""
_RECEIVER = re.compile(
    r"(?:矿山|船舶|渔船|企业|单位|方|厂|公司|对象|主体|店|矿|场|站|库|户|工地|项目部?|学校|医院|酒店|宾馆|幼儿园|养老院|名)(?:名称|全称)?\s*[:：]?$"
)
_DONE_FOR = re.compile(
    r"^(?:受托|应邀|受邀|托|邀)[对为](?=[\u4e00-\u9fff]{4})|^\d{0,4}[日号]?(?:顺利|圆满|共同)?(?:完成|开展|进行|实施|组织)?了?对(?=[\u4e00-\u9fff]{4})|^.{0,40}?(?:完成了?对|前往|赶赴|奔赴)(?=[\u4e00-\u9fff]{4})|^\d{1,2}(?:完成|在|赴|到)(?=[\u4e00-\u9fff]{4})"
)
_UNSEALED = re.compile(r"\s*[（(]已?(?:加?盖章|公章|章|签章|盖公章)[)）]$")
