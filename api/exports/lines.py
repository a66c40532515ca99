"""What an export holds: its columns, and its rows as they come out of the database, a batch at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import Any

from sqlmodel import Session, col, select

from api.accounts.principal import Principal
from api.exports.columns import FOUND, SEVERITIES, STATUS, VERDICTS, Column, Head, Line, Subject
from api.filings import listing
from api.judging import waived
from api.store import now
from api.tables.accounts import User
from api.tables.filings import Decision, FilingRow, FindingRow
from api.tallies.sectors import names as sector_names
from validators.days import china_day
from validators.law.topics import topic_of

TOGETHER = 200
"""Filings whose findings are fetched together."""


FILINGS = (
    Column("name", "案卷", 20),
    Column("verdict", "结论", 10),
    Column("violated", "错误", 7, "whole"),
    Column("warnings", "警告", 7, "whole"),
    Column("undecided", "待定", 7, "whole"),
    Column("open_findings", "未了发现", 10, "whole"),
    Column("policy_no", "保险单号", 26),
    Column("policyholder", "投保人", 32),
    Column("uscc", "统一社会信用代码", 22),
    Column("insurer", "保险机构", 32),
    Column("insurer_branch", "分支机构", 36),
    Column("sector", "行业", 12),
    Column("region_code", "行政区划代码", 14),
    Column("place", "地区", 24),
    Column("sign_date", "签单日", 12, "day"),
    Column("period_start", "保险期起", 12, "day"),
    Column("period_end", "保险期止", 12, "day"),
    Column("premium", "保费（元）", 14, "money"),
    Column("prevention_fee", "事故预防费（元）", 16, "money"),
    Column("fee_spent", "已用预防费（元）", 16, "money"),
    Column("insured_count", "投保人数", 10, "whole"),
    Column("papers", "材料份数", 10, "whole"),
    Column("as_of", "审查日", 12, "day"),
    Column("created_at", "上传时间", 18, "moment"),
    Column("signed_off_at", "签结时间", 18, "moment"),
    Column("link", "案卷页面", 12, "link"),
)
FINDINGS = (
    Column("name", "案卷", 20),
    Column("policyholder", "投保人", 32),
    Column("policy_no", "保险单号", 26),
    Column("insurer", "保险机构", 32),
    Column("place", "地区", 20),
    Column("sign_date", "签单日", 12, "day"),
    Column("found", "判定", 8),
    Column("severity", "程度", 8),
    Column("summary", "发现", 60),
    Column("topic", "种类", 20),
    Column("document", "依据文件", 24),
    Column("article", "条款", 16),
    Column("quote", "原文", 30),
    Column("paper", "材料", 28),
    Column("page", "页", 6, "whole"),
    Column("text", "材料上的原文", 24),
    Column("status", "处理", 10),
    Column("reason", "理由", 30),
    Column("expires_on", "豁免至", 12, "day"),
    Column("decided_by", "处理人", 12),
    Column("rule", "规则", 30),
    Column("fingerprint", "发现编号", 34),
    Column("link", "案卷页面", 12, "link"),
)


def head_of(subject: Subject, engine: str) -> Head:
    if subject == "filings":
        return Head("filings", "案卷", FILINGS, engine)
    return Head("findings", "发现", FINDINGS, engine)


def filing_lines(session: Session, who: Principal, query: listing.Query, root: str) -> Iterator[Line]:
    """Every filing that the question finds, in its order. ``root`` is the address of the service, for links."""
    sectors = sector_names()
    for row in listing.every(session, who, query):
        cells = {column.key: getattr(row, column.key, None) for column in FILINGS}
        sector = sectors.get(row.sector, (row.sector, ""))[0]
        yield Line(
            {**cells, "verdict": VERDICTS.get(row.verdict, row.verdict), "sector": sector, "link": _link(root, row)}
        )


def finding_lines(
    session: Session, who: Principal, query: listing.Query, root: str, found: str | None = None
) -> Iterator[Line]:
    """The current findings of every filing that the question finds. A type or severity asked for is also the finding's;
    ``found`` is violated, undecided, or None for both."""
    today = china_day(now())
    filings = listing.every(session, who, query)
    while batch := list(islice(filings, TOGETHER)):
        by_id = {row.id: row for row in batch}
        findings = _findings(session, query, list(by_id), found)
        decided = _decisions(session, list(by_id))
        names = _names(session, {row.user_id for row in decided.values()})
        order = {filing_id: place for place, filing_id in enumerate(by_id)}
        for finding in sorted(findings, key=lambda row: (order[row.filing_id], row.place)):
            decision = decided.get((finding.filing_id, finding.fingerprint))
            yield _finding_line(by_id[finding.filing_id], finding, decision, names, today, root)
        session.expunge_all()


def _findings(session: Session, query: listing.Query, ids: Sequence[str], found: str | None) -> Sequence[FindingRow]:
    wanted = select(FindingRow).where(col(FindingRow.filing_id).in_(ids), col(FindingRow.current))
    if query.type:
        wanted = wanted.where(FindingRow.type == query.type)
    if query.severity:
        wanted = wanted.where(FindingRow.severity == query.severity)
    if found:
        wanted = wanted.where(FindingRow.verdict == found)
    return session.exec(wanted).all()


def _decisions(session: Session, ids: Sequence[str]) -> dict[tuple[str, str], Decision]:
    """The latest decision on each finding; a reopened one has none."""
    latest: dict[tuple[str, str], Decision] = {}
    for row in session.exec(select(Decision).where(col(Decision.filing_id).in_(ids)).order_by(col(Decision.id))):
        latest[row.filing_id, row.fingerprint] = row
    return {key: row for key, row in latest.items() if row.action != "reopen"}


def _names(session: Session, ids: set[str]) -> dict[str, str]:
    people = session.exec(select(User).where(col(User.id).in_(ids))).all() if ids else ()
    return {user.id: user.name or user.login for user in people}


def _finding_line(filing: FilingRow, row: FindingRow, decision: Decision | None, names: Mapping[str, str], today: date,
                  root: str) -> Line:  # fmt: skip
    if decision is not None and decision.action == "waive" and not waived(decision, today):
        decision = None  # the waiver has run out
    body = row.body
    citation = body.get("citation") or {}
    place: Mapping[str, Any] = next(iter(body.get("evidence") or ()), {})
    status = decision.action if decision is not None else "open"
    cells = {
        **{key: getattr(filing, key) for key in ("name", "policyholder", "policy_no", "insurer", "place", "sign_date")},
        "found": FOUND.get(row.verdict, row.verdict),
        "severity": SEVERITIES.get(row.severity, row.severity),
        "summary": body.get("summary", ""),
        "topic": topic_of(row.type),
        **{key: citation.get(key, "") for key in ("document", "article", "quote")},
        "paper": place.get("path", ""),
        "page": place.get("page"),
        "text": place.get("text", ""),
        "status": STATUS[status],
        "reason": decision.reason if decision is not None else "",
        "expires_on": decision.expires_on if decision is not None else None,
        "decided_by": names.get(decision.user_id, "") if decision is not None else "",
        "rule": row.rule,
        "fingerprint": row.fingerprint,
        "link": f"{_link(root, filing)}#f-{row.fingerprint}",
    }
    known: dict[str, Any] = {} if decision is None else {
        "action": decision.action, "reason": decision.reason, "expires_on": decision.expires_on,
        "by": names.get(decision.user_id, ""), "at": decision.at,
    }  # fmt: skip
    return Line(cells, {**body, "filing_id": filing.id}, known)


def _link(root: str, filing: FilingRow) -> str:
    return f"{root}/filings/{filing.id}"


def whole(query: listing.Query) -> listing.Query:
    """The question about filings without its page."""
    return replace(query, limit=listing.MOST, after="")
