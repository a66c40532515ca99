"""Who served: the body that gave a service."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.evidence import parties, signoff
from extractor.evidence.candidates import Candidate, ranked
from extractor.evidence.concepts import formula, meaning
from extractor.evidence.sheet import Sheet
from extractor.kinds.service_report.bodies import IS_TALK, is_role, side_of_body
from extractor.kinds.service_report.letters import written_to
from extractor.values import organisation, person

AGENCY = formula("agency", "service enterprise", "client insurer expert number date fee insured holder")
_EXPERT_LIKE = re.compile(
    "安全|咨询|评价|检测|技术服务|科技|应急|职业|防护|认证|培训|安评|注安|安师事务所|安环|环安|安防|风险|安健环"
)
"""What the name of a body says that serves others with its knowledge."""


def find_agency(sheet: Sheet, named: Sequence[Candidate]) -> list[Candidate]:
    """Who served: under a label of who serves or on that side of the paper, else by its name and sentence, else by its place."""
    named = _not_written_to(named)
    found = _labelled(sheet, named) or _on_service_side(sheet, named) or _institutions(sheet, named) or _by_form(named)
    return ranked(found or _who_writes(sheet, named) or _agencies_by_place(sheet))


def _not_written_to(named: Sequence[Candidate]) -> Sequence[Candidate]:
    """The bodies without the one that a letter is written to, where another serves for a living: "某某厂：" was served."""
    to = {c.value for c in written_to(named)}
    left = [c for c in named if c.value not in to]
    serves = any(_EXPERT_LIKE.search(c.value) and not organisation.is_insurer(c.value) for c in left)
    return left if serves and not any(map(_EXPERT_LIKE.search, to)) else named


def _labelled(sheet: Sheet, named: Sequence[Candidate]) -> list[Candidate]:
    found = [
        c
        for c in (
            *parties.in_role(sheet, named, AGENCY),
            *(c.plus(-0.1) for c in parties.in_role(sheet, named, AGENCY, insurers=True)),
        )
        if (side_of_body(sheet, c) != "client" and not _is_acted_on(c)) or len(named) < 2
    ]
    names = {c.value for c in found}
    if len(names) > 1 and len(expert := {name for name in names if _EXPERT_LIKE.search(name)}) == 1:
        # 服务单位 beside 服务机构: of two that may serve, who serves for a living does
        found = [c for c in found if c.value in expert]
    return _who_trains(sheet, named, names) or found


def _is_acted_on(c: Candidate) -> bool:
    """Whether a sentence leads to a body as to whom it was done: 由工程师某某、顾问某某对某某公司."""
    return _DONE_TO.search(c.unit.text[: c.start]) is not None


_DONE_TO = re.compile(r"[\u4e00-\u9fff](?<![针绝相])(?:对|前往|赶?赴)$")


def _on_service_side(sheet: Sheet, named: Sequence[Candidate]) -> list[Candidate]:
    """Bodies beside a label that may be either side's ("会诊单位"): of two, who serves for a living serves."""
    return [
        c.plus(0.6 + 0.1 * (_EXPERT_LIKE.search(c.value) is not None), "label-side")
        for c in named
        if not organisation.is_insurer(c.value) and side_of_body(sheet, c) == "service" and not _is_acted_on(c)
    ]


def _institutions(sheet: Sheet, named: Sequence[Candidate]) -> list[Candidate]:
    """Who stands under 机构 and no more, where another is named too: on a report that is who serves, not who is served."""
    found = []
    for c in named:
        options = sheet.label(c.unit, c.start).options
        under = bool(options) and _INSTITUTION.fullmatch(options[0][0].rsplit("|", 1)[-1]) is not None
        if under and not organisation.is_insurer(c.value) and any(o.value != c.value for o in named):
            found.append(c.plus(0.7, "label-side"))
    return found


_INSTITUTION = re.compile("(?:专业|技术|第三方|协作|合作)?机构(?:名称|全称)?[:：]?")


def _by_form(named: Sequence[Candidate]) -> list[Candidate]:
    """Bodies that no label tells of: called like one that serves, or said to send somebody."""
    found = []
    serve = {c.value for c in named if _EXPERT_LIKE.search(c.value) and not organisation.is_insurer(c.value)}
    for c in named:
        sends = _SENDS.search(c.unit.text[c.stop : c.stop + 40]) is not None
        if organisation.is_insurer(c.value) or not (_EXPERT_LIKE.search(c.value) or sends):
            continue
        before, after = c.unit.text[max(0, c.start - 8) : c.start], c.unit.text[c.stop : c.stop + 16]
        if _AT_WISH_OF.search(before) and _WISHES.match(after):
            continue
        if serve - {c.value} and before.endswith("由") and _HOLDS.match(after) and c.value not in serve:
            continue
        acts = _CHARGED_BEFORE.search(before) is not None or _ACTS_BEHIND.search(after) is not None
        found.append(c.plus(0.45 + 0.2 * acts, "form"))
    return found


_SENDS = re.compile(r"^(?:[（(].{0,12}[)）])?(?:于.{4,24})?(?:组织|派出?|委派|指派|安排|选派|抽调)")
_AT_WISH_OF = re.compile(r"(?:[受应按]|根据|按照|接到?)$")
_WISHES = re.compile(r"\s*(?:[（(][^（()）]{0,12}[)）])?的?(?:委托|委派|指派|派遣|邀请|安排|聘请|要求|请求|通知)")
"""Around a body at whose wish another came: 受某某财险分公司委派，某某安全科技有限公司专家组于…."""
_HOLDS = re.compile("组织(?!专家|人员|技术|工程师|力量)")
"""What an enterprise does at its own exercise, which who serves for a living only guides: 演练由某某厂组织、某某安全科技公司指导."""
_CHARGED_BEFORE = re.compile(r"委托|由|我公司|，$")
_ACTS_BEHIND = re.compile(r"^(?:[（(].{0,12}[)）])?(?:于|组织|派|安排|受|委派|对)")


def _who_writes(sheet: Sheet, named: Sequence[Candidate]) -> list[Candidate]:
    """Who signs a letter in which "we" report to a body that it addresses: the last other body, alone or with the day behind it."""
    to = next(iter(written_to(named)), None)
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
        and side_of_body(sheet, c) == "service"
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
            and not IS_TALK.search(name)
            and not is_role(name)
        ):
            out.append(Candidate(name, slot.unit, slot.start, slot.stop, 0.55 * slot.weight, "label-side"))
    return out
