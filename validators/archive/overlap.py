"""One enterprise insured twice at the same time. It may be: a person has to look whether premium is paid twice for one cover.

A gap between two policies is judged by the texts that forbid one, on the previous policy that ``links`` finds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from extractor.values import uscc
from extractor.values.dates import Moment
from validators import renewal
from validators.archive.matching import MOST_COMPARED, MOST_NAMED, by_name
from validators.archive.owner import Owner
from validators.archive.trace import ENGINE, Known, Placed, Trace, beside, first, key
from validators.archive.vocabulary import says
from validators.facts import Facts, Filing, cut_off, fold
from validators.finding import Finding, Severity, Verdict, fingerprint

TYPES = frozenset({"insured_twice"})
BY_KEYS = True
RULE: Final = "archive.insured-once"
NEEDED: Final = ("policy_no", "insured", "period_start", "period_end")
TOUCHING: Final = timedelta(days=1)
"""Two periods that share a day or less follow on: of a last day nobody prints the hour."""
BY_PROJECT: Final = frozenset({"construction"})
"""Sectors whose enterprises insure each site by itself."""
_WHY: Final = "two policies may cover different sites or projects, or share one risk"
_SAY: Final = {
    "zh": "{insured}的保单{policy_no}与案卷{other_filing}中的保单{other_policy}保险期间重叠（{overlap_start}至{overlap_end}），是否重复投保请人工核对",
    "en": "Policy {policy_no} of {insured} overlaps policy {other_policy} of filing {other_filing} from {overlap_start} to {overlap_end}; a person has to see whether it is insured twice",
}


@dataclass(frozen=True, slots=True)
class _Cover:
    """A policy as it is compared: ``start`` and ``end`` are moments as ISO text, ``last`` is the day of the end as printed (24 时 of a
    day is the next one's midnight); ``covers`` codes, none where unread; ``region`` a code, "" where unread; ``papers`` the contents
    of its paper."""

    subject: str
    number: str
    insured: str
    insurer: str
    start: str
    end: str
    covers: tuple[str, ...]
    region: str
    address: str
    papers: tuple[str, ...]
    last: str = ""
    code: str = ""


def traces(filing: Filing, owner: Owner) -> Iterator[Trace]:
    """Each policy of a known holder and period that is for one holder at one place: no project's, none shared by insurers."""
    shared = any(
        says("coinsured", str(row.value("text") or "")) for r in filing.records for row in r.rows("special_agreements")
    )
    for subject in filing.policies:
        facts = subject.facts
        code = fold(str(facts["uscc"].value))
        if shared or not all(facts[name].known for name in NEEDED):
            continue
        if facts.value("sector") in BY_PROJECT or facts.value("surrendered"):
            continue
        places = tuple(e for name in _PLACES for e in facts[name].evidence[:1])
        keys = tuple(_keys(code, fold(str(facts["insured"].value))))
        if keys and (uscc.is_valid(code) or facts["uscc"].state == "absent"):
            yield Trace(_body(filing, subject.key, facts, code), keys, places=places)


def _keys(code: str, insured: str) -> Iterator[int]:
    """What policies of one enterprise have in common: its credit code, and its whole name where one of them has no code that checks."""
    if uscc.is_valid(code):
        yield key("holder", code)
    if _WHOLE_NAME.search(insured):
        yield key("insured", insured)


_WHOLE_NAME: Final = re.compile("公司$|集团$|合作社$")
"""A name that no other enterprise has: it is registered with its place. 个体户 and shops share theirs with many."""
_PLACES: Final = ("policy_no", "uscc", "insured", "period_start", "period_end")


def _body(filing: Filing, subject: str, facts: Facts, code: str) -> dict[str, Any]:
    number = fold(str(facts["policy_no"].value))
    said = {r.content for r in filing.records if r.kind == "policy" and fold(str(r.value("policy_no") or "")) == number}
    return {
        "subject": subject, "code": code if uscc.is_valid(code) else "", "number": str(facts["policy_no"].value), "insured": str(facts["insured"].value),
        "insurer": fold(str(facts.value("insurer") or "")),
        "start": renewal.instant(facts["period_start"].value).isoformat(),
        "end": renewal.instant(facts["period_end"].value).isoformat(), "last": _printed(facts["period_end"].value),
        "covers": tuple(sorted(facts.value("coverages") or ())), "region": str(facts.value("region_code") or ""),
        "address": fold(str(facts.value("address") or "")), "papers": tuple(sorted(said - {""})),
    }  # fmt: skip


def _printed(end: Moment | date) -> str:
    return (end.day if isinstance(end, Moment) else end).isoformat()


def findings(own: Placed, known: Known) -> Iterator[Finding]:
    """The policies of the same holder, for the same cover at the same place, that run at the same time."""
    mine = _Cover(**own.trace.body)
    same = {o.at: o for wanted in own.trace.keys for o in known.alike(wanted, MOST_COMPARED + 1) if o.at != own.at}
    near = by_name(same[at] for at in sorted(same))
    others = [(o, _Cover(**o.trace.body)) for o in near]
    twice = [(o, theirs) for o, theirs in others if _twice(mine, theirs, within=o.filing == own.filing)][:MOST_NAMED]
    if not twice:
        return
    start, _ = _together(mine, twice[0][1])
    ends = min((mine, twice[0][1]), key=lambda cover: cover.end)
    params = {
        "policy_no": mine.number, "insured": mine.insured, "other_policy": first([theirs.number for _, theirs in twice]),
        "other_filing": first([other.name for other, _ in twice]),
        "overlap_start": start.date().isoformat(), "overlap_end": ends.last or ends.end[:10],
    }  # fmt: skip
    mark = fingerprint(RULE, own.name, mine.subject, params)
    yield Finding(
        RULE, "insured_twice", Verdict.UNDECIDED, Severity.NOTE, mine.subject, params, beside(own, [other for other, _ in twice]), ENGINE, mark, _WHY,
        say=_SAY, bound="policyholder",
    )  # fmt: skip


def _twice(mine: _Cover, theirs: _Cover, *, within: bool) -> bool:
    """Whether the two cover one enterprise at one time. ``within`` one filing another number alone may be one misread: there the first
    day or the insurer differs too."""
    if within and mine.start == theirs.start and mine.insurer == theirs.insurer:
        return False
    one, two = fold(mine.number), fold(theirs.number)
    if one == two or cut_off(one, two) or set(mine.papers) & set(theirs.papers):
        return False  # one contract, read twice
    if mine.code and theirs.code and mine.code != theirs.code:
        return False
    if not (mine.code and theirs.code) and not (mine.region and mine.region == theirs.region):
        return False  # by the name alone only where both are of one county
    if fold(mine.insured) != fold(theirs.insured):
        return False  # a branch or a subsidiary insured by its parent
    if mine.region and theirs.region and mine.region != theirs.region:
        return False
    if mine.covers and theirs.covers and not set(mine.covers) & set(theirs.covers):
        return False
    start, end = _together(mine, theirs)
    return end - start > TOUCHING


def _together(mine: _Cover, theirs: _Cover) -> tuple[datetime, datetime]:
    starts, ends = (mine.start, theirs.start), (mine.end, theirs.end)
    return max(map(datetime.fromisoformat, starts)), min(map(datetime.fromisoformat, ends))
