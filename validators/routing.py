"""Which department of the place looks after a finding, by the table of departments of the texts that govern the place.

Insurers' conduct goes to whoever oversees insurers, an enterprise's to the department of its sector; the department that
steers the whole takes the rest. A body that no longer stands is named by what became of it (``successors.yaml``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import yaml

from extractor.values import sector
from validators.finding import Finding
from validators.law.pack import Pack
from validators.law.pack_parts import Assignment

if TYPE_CHECKING:
    from validators.facts import Filing
    from validators.report import Report


@dataclass(frozen=True, slots=True)
class Route:
    """Where a finding goes. ``department`` as it is called on the day of review; ``formerly`` as the text names it, where that
    differs; ``role`` one of ``pack_parts.ROLES``; ``why`` zh and en; ``document`` and ``article`` are the table's."""

    department: str
    role: str
    document: str
    article: str
    why_zh: str
    why_en: str
    formerly: str = ""


@dataclass(frozen=True, slots=True)
class Succession:
    """A body that is gone: ``now`` its successor (None: not sourced), ``since`` when (None: not known), in ``region``."""

    body: str
    now: str | None
    since: date | None
    region: str
    note: str


@cache
def successions() -> tuple[Succession, ...]:
    """Every known succession, the longest names first."""
    given = yaml.load((files("validators") / "successors.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
    found = (
        Succession(
            e["body"], e["now"], e["from"], str(e.get("region") or ""), str(e.get("note") or e.get("reason") or "")
        )
        for e in given
    )
    return tuple(sorted(found, key=lambda s: -len(s.body)))


def name_today(department: str, region: str, as_of: date | None) -> tuple[str, str]:
    """What a department is called on a day (None: as far as known), and a remark where that is not the whole truth.

    >>> name_today("周村区安监局", "370306", date(2025, 1, 1))[0], name_today("周村区安监局", "370306", date(2018, 1, 1))[0]
    ('周村区应急管理局', '周村区安监局')
    >>> name_today("宿州市经信局", "341300", None)
    ('宿州市经信局', '')
    """
    for gone in successions():
        if gone.body not in department or not region.startswith(gone.region):
            continue
        if as_of is not None and gone.since is not None and as_of < gone.since:
            return department, ""
        return (department if gone.now is None else department.replace(gone.body, gone.now)), gone.note
    return department, ""


def department_of(report: Report, finding: Finding) -> Route | None:
    """The department that looks after a finding of this report; None where no text of the place has a table of departments,
    or none of its departments looks after such a thing."""
    packs = [chosen.pack for chosen in report.packs if chosen.pack.routing]
    if not packs:
        return None
    days = [day for day in (finding.applied_on, report.as_of) if day is not None]
    standing = tuple([pack for pack in packs if _stands(pack, days)])
    trade = trade_of(report.filing, finding)
    key = (tuple(map(id, standing)), finding.type, finding.bound, trade, report.as_of)
    known = _ROUTES.get(key)
    if known is None:
        if len(_ROUTES) >= MOST_ROUTES:
            _ROUTES.clear()
        known = _ROUTES[key] = standing, route(standing, finding, trade, report.as_of)
    return known[1]


MOST_ROUTES = 4096
_ROUTES: dict[tuple[object, ...], tuple[tuple[Pack, ...], Route | None]] = {}
"""Answers remembered: a few for each place. Packs are known by identity, and kept so that it lasts, as a pack's contents are long to compare."""


def _stands(pack: Pack, days: Sequence[date]) -> bool:
    """Whether a text was in force on one of the days (of what the finding is about, of review); True where none is known."""
    since, until = pack.since or date.min, pack.until or date.max
    return not days or any(since <= day <= until for day in days)


def trade_of(filing: Filing, finding: Finding) -> str | None:
    """The code of the line of business of the policyholder that a finding is about; None where it was not read."""
    subject = filing.by_key.get(finding.subject)
    owners = [subject] if subject is not None else list(filing.policies) if len(filing.policies) == 1 else []
    for owner in owners:
        if isinstance(code := owner.facts.value("sector"), str):
            return code
        if isinstance(words := owner.facts.value("industry"), str) and (code := as_sector(words)):
            return code
    return None


def as_sector(text: str) -> str | None:
    """A line of business, in words or as a code, as a code."""
    return text if text in sector.codes() else sector.parse(text)


def route(packs: Iterable[Pack], finding: Finding, trade: str | None, as_of: date | None = None) -> Route | None:
    """The first answer among the packs, those of the narrowest place first; a draft's table counts only where no other
    answers."""
    for pack in sorted(packs, key=lambda p: (p.advisory, -len(p.prefix), p.name)):
        chosen = _assigned(pack.routing, finding, trade)
        if chosen is not None:
            line, why_zh, why_en = chosen
            today, note = name_today(line.department, pack.region, as_of)
            formerly = line.department if today != line.department else ""
            remark = f"（{note}）" if note else ""
            return Route(today, line.role, pack.document, line.article, why_zh + remark, why_en, formerly)
    return None


Chosen = tuple[Assignment, str, str]


def _assigned(table: Sequence[Assignment], finding: Finding, trade: str | None) -> Chosen | None:
    """The line of the table for a finding: its type by name, then the role that goes with whom the rule binds."""
    for line in table:
        if finding.type in line.matters:
            return line, "这类问题由其负责", "in charge of findings of this kind"
    if finding.bound == "insurer" and (overseer := _of_role(table, "insurance")):
        return overseer, "保险机构的业务由其监管", "oversees insurers"
    if finding.bound == "policyholder":
        for line in table:
            if line.role == "sector" and trade in line.matters:
                return line, "投保单位所属行业由其主管", "in charge of the policyholder's sector"
    lead = _of_role(table, "lead")
    if lead is None:
        return None
    if finding.bound != "policyholder":
        return lead, "由其牵头", "steers this business"
    if trade is None:
        return (
            lead,
            "没有读到投保单位的行业，先交牵头部门",
            "the policyholder's trade was not read; the leading department",
        )
    return (
        lead,
        "分工表没有列出该行业，由牵头部门转其行业主管部门",
        "the table does not name this trade; the leading department passes it on",
    )


def _of_role(table: Sequence[Assignment], role: str) -> Assignment | None:
    """The line that holds for everything in a role."""
    return next((line for line in table if line.role == role and not line.matters), None)
