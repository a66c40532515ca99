"""One expert in two cities on one day. A morning here and an afternoon there can be done; a person has to look.

People are told by name and agency together: of one name there are many. A branch is its agency, though two of its people may share a name. Reports that last several days, lectures and drills, services
given from afar, and visits within one city say nothing. Three cities in one day are a warning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from extractor.values import region
from validators.archive.matching import MOST_COMPARED, MOST_NAMED, by_name, sure
from validators.archive.owner import Owner
from validators.archive.service import Report, places_of
from validators.archive.trace import ENGINE, Known, Placed, Trace, beside, elsewhere, first, key
from validators.facts import Evidence, Filing
from validators.finding import Finding, Severity, Verdict, fingerprint

TYPES = frozenset({"expert_in_two_places"})
BY_KEYS = True
RULE: Final = "archive.expert-in-one-place"
TOO_MANY: Final = 3
"""Cities of one day that are no round trip any more."""
_SAY: Final = {
    "zh": "{paper}记载专家{experts}于{day}在{city}服务，{others}记载同一机构同名专家当日在{other_city}服务，请人工核对",
    "en": "{paper} has {experts} at work in {city} on {day}, {others} has an expert of that name and agency in {other_city} on that day; a person has to look",
}


def traces(filing: Filing, owner: Owner) -> Iterator[Trace]:
    """Each report on one day's visit to the enterprise that the filing is of, whose city is known."""
    cities = {_city(str(fact.value)) for p in filing.policies if (fact := p.facts["region_code"]).known}
    city = cities.pop() if len(cities) == 1 else ""
    told: set[str] = set()
    for record in filing.records:
        if not city or record.kind != "service_report" or (record.content or record.name) in told:
            continue
        told.add(record.content or record.name)
        report = Report.of(record)
        read = all(sure(record.fields.get(name)) is not None for name in ("experts", "service_start", "service_org"))
        visit = (
            read
            and record.value("remote") is not True
            and report.day
            and report.last in ("", report.day)
            and report.org
            and not report.of_many
        )
        if not visit or not report.experts or not (report.client and owner.named_in(report.client)):
            continue
        body = {
            "paper": report.paper, "subject": report.subject, "number": report.number, "content": report.content,
            "client": report.client, "experts": report.experts, "day": report.day, "org": report.org, "city": city,
        }  # fmt: skip
        said = [n for n in ("experts", "service_start") if n in record.fields]
        places = tuple(Evidence(record.path, name, record.fields[name].span) for name in said)
        keys = tuple(key("expert", _house(report.org), expert, report.day) for expert in report.experts)
        yield Trace(body, keys, places=places or places_of(record)[:1])


_BRANCH: Final = re.compile(
    r"(.{4,}(?:公司|集团|事务所|中心|协会|研究院)).{2,14}(?:分公司|分中心|分院|分所|办事处|服务站|工作站)"
)


def _house(agency: str) -> str:
    """The agency that a branch is of.

    >>> _house("安衡安全技术服务有限公司合肥分公司"), _house("安衡安全技术服务有限公司")
    ('安衡安全技术服务有限公司', '安衡安全技术服务有限公司')
    >>> _house("中原安全科技集团有限公司长沙分公司")
    '中原安全科技集团有限公司'
    """
    branch = _BRANCH.fullmatch(agency)
    return agency if branch is None else branch[1]


def _city(code: str) -> str:
    """The city of a region, "" where only its province is known.

    >>> _city("341302"), _city("110105"), _city("340000")
    ('341300', '110000', '')
    """
    if code[:2] in region.MUNICIPALITIES:
        return f"{code[:2]}0000"
    return "" if len(code) < 4 or code[2:4] in ("00", "90") else f"{code[:4]}00"


def findings(own: Placed, known: Known) -> Iterator[Finding]:
    """Where else an expert of the report was on that day."""
    body = own.trace.body
    found: dict[str, list[Placed]] = {}
    for expert, wanted in zip(body["experts"], own.trace.keys, strict=True):
        others = [o for o in elsewhere(own, known, wanted, MOST_COMPARED + 1) if _elsewhere(own, o)]
        if others:
            found[expert] = others
    if not found:
        return
    worst = max(found, key=lambda expert: (len({o.trace.body["city"] for o in found[expert]}), expert))
    cities = sorted({str(o.trace.body["city"]) for o in found[worst]})
    named = by_name(found[worst])[:MOST_NAMED]
    params = {
        "paper": body["paper"], "experts": first(sorted(found)), "day": body["day"], "city": _name(body["city"]),
        "other_city": first([_name(city) for city in cities[:MOST_NAMED]]),
        "other_filing": first([o.name for o in named]), "other_paper": first([str(o.trace.body["paper"]) for o in named]),
    }  # fmt: skip
    mark = fingerprint(RULE, own.name, body["subject"], params)
    sure = 1 + len(cities) >= TOO_MANY and all(o.trace.body["org"] == body["org"] for o in found[worst])
    yield Finding(
        RULE, "expert_in_two_places", Verdict.VIOLATED if sure else Verdict.UNDECIDED,
        Severity.WARNING if sure else Severity.NOTE, body["subject"], params, beside(own, named), ENGINE, mark,
        "" if sure else "two cities can be visited on one day, and two people may share a name", say={} if sure else _SAY, bound="agency",
    )  # fmt: skip


def _elsewhere(own: Placed, other: Placed) -> bool:
    """Whether the other report is of another visit, to another enterprise in another city."""
    mine, theirs = own.trace.body, other.trace.body
    if mine["city"] == theirs["city"] or not own.owner.stranger_to(other.owner):
        return False
    if mine["content"] and mine["content"] == theirs["content"]:
        return False  # one paper, used again: said elsewhere
    return not mine["number"] or mine["number"] != theirs["number"]


def _name(code: str) -> str:
    found = region.by_code(code)
    return found.name if found is not None else code
