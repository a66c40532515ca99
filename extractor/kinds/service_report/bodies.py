"""The bodies a report names, and whose side each is on."""

from __future__ import annotations

import re
from dataclasses import replace

from extractor.evidence import signoff
from extractor.evidence.candidates import Candidate
from extractor.evidence.concepts import meaning
from extractor.evidence.sheet import Sheet
from extractor.values import organisation, person

_SENTENCE = re.compile(
    r"已经?由|[来赴进入](?:厂|矿|站|店|所|院|场)$|^[一二三四五六]是|^其[一二三四]|\d\s*[年月日时元]|[本我贵该]\s*(?:公司|单位|厂|企业|中心|站|矿|店|司|院|场|港|所|队|部)$|^[^（(]{0,4}(?:中心|公司|单位)[（(]"
)
_DATED = re.compile(
    r"^.*\d\s*[年月日时](?:上午|下午|起)?(?:接受|完成了?对|由|邀请|聘请|委托|前往|对|到|赴|在|为)?(?=[\u4e00-\u9fff])"
)
_INVITED = re.compile(r"^(?:.{0,8}?(?:邀请|聘请|特邀|聘任|委托|请来)|.{0,16}?(?:会同|协同|偕同))(?=[\u4e00-\u9fff]{5})")
_IN_BRACKETS = re.compile(r"[（(]([\u4e00-\u9fff]{5,30}?(?:公司|中心|研究院|事务所|协会|站))")
_NAMED_AS = re.compile(
    r"^[\u4e00-\u9fff]{0,8}?(?:企业|单位|矿山?|对象|方|客户|公司|厂|店|主体|机构|人员?|专家|[评价工程]师)(?:为|是|系)(?=[\u4e00-\u9fff]{5})"
)
_CALLED = re.compile(r"[（(](?:以?下(?:文|称|简)|简称|又称|即|本|我)[^（()）]*[)）]?$")


def body_of(c: Candidate) -> Candidate | None:
    """A body without the words of the sentence it was found in; None where what is left is talk of one ("我中心"), and for an
    authority that was told of something."""
    if _TOLD.search(c.unit.text[: c.start] + c.value[: len(c.value) - _LEAST_NAME]) and _AUTHORITY.search(c.value):
        return None
    inner = _IN_BRACKETS.search(c.value)
    if inner is not None and (
        c.value[: inner.start()] in ("", "中心", "公司", "单位", "我中心", "我公司", "本公司")
        or person.is_name(c.value[: inner.start()])
    ):
        start = c.start + inner.start(1)
        return replace(c, value=inner[1], start=start, stop=start + len(inner[1]))
    for words in (_NAMED_AS, _INVITED):
        c = without_lead(c, words.match(c.value))
    called = _CALLED.search(c.value)
    if called is not None:
        c = replace(c, value=c.value[: called.start()], stop=c.start + called.start())
    dated = _DATED.match(c.value)
    if dated is not None and len(c.value) - dated.end() >= _LEAST_NAME:
        c = without_lead(c, dated)
    c = without_lead(c, _PAID.match(c.value) or _CHARGED.match(c.value) or _LABEL_BEFORE.match(c.value))
    doer = _BY_WHOM.match(c.value)
    if doer is not None and person.is_name(doer[1]):
        c = without_lead(c, doer)
    return None if _SENTENCE.search(c.value) or is_role(c.value) or _labels_another(c) else c


def _labels_another(c: Candidate) -> bool:
    """Whether a "body" is a whole cell that a body's name stands beside: a label, whatever it calls it ("所属公司")."""
    right = c.unit.right if len(c.value) <= _LONGEST_LABEL and c.value == c.unit.text.strip(" :：") else None
    beside = organisation.find_all(right.text) if right is not None else []
    return any(len(name) > len(c.value) and name == right.text.strip() for _, _, name in beside if right is not None)


_LONGEST_LABEL = 6  # characters of a word for a body that is a label


def without_lead(c: Candidate, lead: re.Match[str] | None) -> Candidate:
    """The body without the words that ``lead`` found before its name."""
    return c if lead is None else replace(c, value=c.value[lead.end() :], start=c.start + lead.end())


_LEAST_NAME = 6  # characters of a name behind the words of a day
_TOLD = re.compile("(?:报告|上报|报送|通报|移送|函告|呈报|抄[报送]|告知)[^，,。；;]{0,12}$")
_AUTHORITY = re.compile(
    "(?:应急(?:管理)?|安监|安全生产(?:监督管理)?|综合执法|行政执法|社会治理|消防救援?|监督管理)(?:中心|局|所|站|办公室|办|大队|中队|委员会)$|(?:办事处|政府)$"
)
_PAID = re.compile(r"[\d,.]+元?由?|由|(?:接受)?了(?=[\u4e00-\u9fff]{6})")
_CHARGED = re.compile(r"(?:[我本])?(?:所|院|中心|公司|单位|司|站|队|社)?(?:受|应(?!急|城|县))(?=[\u4e00-\u9fff]{4})")
"""What speaks of who was charged, or asked by whom, before the name: "我所受保险公司委托", "应某某公司要求"."""
_BY_WHOM = re.compile(
    r"(?:[\u4e00-\u9fff]{0,6}(?:工程师|顾问|专家|教授|老师|评价师|[组队]长|主任|经理|博士|技术员|检查员|人员|同志))?"
    r"([\u4e00-\u9fff]{2,4}?)(?:等?[\d一二两三四五六]?[人名位]?(?:同志|专家|工程师)?)?(?:对|为|赴|到|前往|向|在)(?=[\u4e00-\u9fff（()）]{6})"
)
"""Who did it, and the word that leads to whom: "顾问杨秀珍对某某公司"."""
_LABEL_BEFORE = re.compile(
    r"(?:[受被]?(?:访|检|查|评|训|服务|实施|承办|委托|投保|参保|检查|排查|诊断|走访|查勘|评价|培训)(?:单位|企业|机构|客户|对象)|单位|机构|客户)(?=[\u4e00-\u9fff（()）]{6})"
)
"""A label that only a narrow blank kept apart from the name: "机构 路安技术服务有限公司"."""


def is_role(name: str) -> bool:
    """Whether a "body" is a word for one: 保险公司, 巡查公司."""
    return ROLE_ONLY.fullmatch(name) is not None or (len(name) <= 6 and meaning(name).coverage >= 0.9)


IS_TALK = re.compile(r"[，,。；;、☑☐□√✓■]|\d{2}|的|了|已|未|进行|开展|检查|情况")


def side_of_body(sheet: Sheet, body: Candidate) -> str | None:
    """Whose side the label of a body is: who serves ("辅导机构"), or who is served ("受辅导企业")."""
    options = sheet.label(body.unit, body.start).options
    nearest = re.sub(r"[A-Za-z\s./&]+", "", options[0][0].rsplit("|", 1)[-1]) if options else ""
    told = signoff.side_of(nearest) if nearest and len(nearest) <= 16 and not _LEADS_TO.search(nearest) else None
    lead = re.search(r"(?:^|[\s。；;|])([\u4e00-\u9fff]{2,12})\s*[:：]\s*$", body.unit.text[: body.start])
    return told or (signoff.side_of(lead[1]) if lead is not None else None)


_LEADS_TO = re.compile(
    "(?:到|赴|前往|深入|走进|进驻|抵达|来到)$|^(?:[^为对给]{0,6}[，,])?(?:[委指选]?派|由|安排).*[为对给在向]$"
)
"""Words of a sentence that lead to whom somebody was sent, and are no label: 派讲师某某到."""
ROLE_ONLY = re.compile(
    "(?:服务|保险|检查|评估|技术|咨询|培训|承保|实施|委托|受检|被检|参保|投保|被保险|第三方)+(?:公司|机构|单位|企业|中心|人|煤?矿山?|工?厂|车间|工地|船厂|商?店|医院|学校|车站|站)"
)


def without_bodies(text: str) -> str:
    """The words of a sentence without the names of bodies in it, which tell what they do for others: 某某安全评价事务所."""
    for start, stop, _ in reversed(organisation.find_all(text)):
        text = f"{text[:start]}{text[stop:]}"
    return text
