"""The judged filings that a score sheet is made of: of papers given by their paths, or of the service's database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from api import check
from api.given.excuses import Excuses
from api.records.facts import fact_to_json
from api.settings import Settings
from api.tallies.contribution import told
from extractor.values.dates import Moment
from validators.company import company
from validators.facts import Fact, Facts, Filing
from validators.finding import Verdict
from validators.report import Report
from validators.report_json import finding_to_json
from validators.scores import Scheme
from validators.scores.evidence import Judged

if TYPE_CHECKING:
    from sqlmodel import Session

    from api.service import Service

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Gathered:
    """Filings as a sheet needs them; ``findings``: by fingerprint, as in the report (docs/report.md); ``unread``: papers that
    could not be read whole. ``others``: insurers of the same place and time whose filings were not looked at. ``sums``: where
    each filing's spent and agreed fee stand on its papers, by the filing's id."""

    filings: tuple[Judged, ...]
    findings: Mapping[str, Json]
    unread: int = 0
    others: tuple[str, ...] = ()
    sums: Mapping[str, Sequence[Json]] = field(default_factory=dict)


def of_paths(paths: Sequence[Path], scheme: Scheme, settings: Settings, step: check.Step,
             excuses: Excuses | None = None) -> Gathered:  # fmt: skip
    """Every filing among the paths, read and judged as ``anze check`` does; what is excused costs no point."""
    reports = check.judged(paths, settings, step)
    if excuses is not None:
        reports = ((excuses.lay_over(report), lost) for report, lost in reports)
    return of_reports(reports, scheme, settings.lang)


def of_reports(reports: Iterable[tuple[Report, int]], scheme: Scheme, lang: str = "zh") -> Gathered:
    """Judged filings, each with how many of its papers could not be read whole."""
    wanted = _kinds(scheme)
    filings: list[Judged] = []
    findings: dict[str, Json] = {}
    sums: dict[str, Sequence[Json]] = {}
    unread = 0
    for report, lost in reports:
        unread += lost
        violated = [f for f in report.findings if f.verdict is Verdict.VIOLATED and f.type in wanted]
        mine = [f for f in violated if f.fingerprint not in report.excused]
        findings.update({f.fingerprint: finding_to_json(f, lang) for f in mine})
        marks: dict[str, tuple[str, ...]] = {}
        for finding in mine:
            marks[finding.type] = (*marks.get(finding.type, ()), finding.fingerprint)
        filings.append(_judged(report, marks, len(filings)))
        facts = report.filing.policies[0].facts if report.filing.policies else Facts({})
        sums[filings[-1].id] = _places({name: fact_to_json(facts[name]) for name in SUMS})
    return Gathered(tuple(filings), findings, unread, sums=sums)


SUMS = ("ledger_spent", "prevention_fee")
"""The two facts whose share the item on spending goes by."""
MOST_PLACES = 500
"""Filings of the database whose places of sums are looked up; the sums themselves are there for all."""


def _places(facts: Mapping[str, Json]) -> list[Json]:
    return [place for name in SUMS if name in facts for place in facts[name]["evidence"]]


def _kinds(scheme: Scheme) -> frozenset[str]:
    return frozenset(kind for item in scheme.items for kind in (*item.types, *item.hints))


def _judged(report: Report, marks: Mapping[str, tuple[str, ...]], index: int) -> Judged:
    filing = report.filing
    facts = filing.policies[0].facts if filing.policies else Facts({})

    def text(name: str) -> str:
        return str(facts[name].value or "") if facts[name].state != "absent" else ""

    return Judged(
        f"{index + 1}", filing.filing_id, text("insurer"), text("region_code"),
        _day(facts.value("sign_date")) or _day(facts.value("contract_date")), facts.value("prevention_fee"),
        facts.value("ledger_spent"), _told(filing), marks, str(facts.value("enterprise_size") or ""), report.as_of,
    )  # fmt: skip


def _day(value: Any) -> date | None:
    day = value.day if isinstance(value, Moment) else value
    return day if isinstance(day, date) else None


def _told(filing: Filing) -> frozenset[str]:
    return told(
        {"about": s.about, "facts": {name: _stated(s.facts[name]) for name in s.facts.names()}} for s in filing.subjects
    )


def _stated(fact: Fact) -> Json:
    """What ``told`` looks at: whether the fact is known, and whether it is a list of nothing."""
    return {"state": fact.state, "value": [] if fact.value == () else None}


# --- of the database -------------------------------------------------------------------------------------------------


def of_store(service: Service, scheme: Scheme, insurer: str, period: str, lang: str) -> Gathered:
    """The filings of the company that the service keeps, whoever handed them in, as the operator sees them."""
    from api.kpis.score import judged_filings, query_of

    who = _operator()
    with service.db.reading() as session:
        names = _insurers(session, scheme, period)
        wanted = [name for name in names if company(name) == company(insurer)]
        found = [f for name in wanted for f in judged_filings(session, who, scheme, query_of(scheme, name, period))]
        findings, sums = _bodies(session, found, lang), _stored_sums(session, found)
    return Gathered(tuple(found), findings, 0, tuple(name for name in names if name not in wanted), sums)


def _operator() -> Any:
    """Whoever can run this command can read the database: it sees what the operator sees."""
    from api.accounts.principal import Principal

    return Principal("", "", "", "", "", "operator")


def _insurers(session: Session, scheme: Scheme, period: str) -> list[str]:
    """Every insurer's name on the filings of the scheme's region signed in the period."""
    from sqlalchemy import select
    from sqlmodel import col

    from api.tables.filings import FilingRow
    from validators.law.pack import significant
    from validators.scores.evidence import span

    since, until = span(period)
    rows = select(col(FilingRow.insurer)).distinct().where(
        col(FilingRow.deleted_at).is_(None), col(FilingRow.region_code).startswith(significant(scheme.region)),
        col(FilingRow.sign_date) >= since, col(FilingRow.sign_date) <= until,
    )  # fmt: skip
    return sorted(name for name in session.execute(rows).scalars() if name)


def _bodies(session: Session, filings: Iterable[Judged], lang: str) -> dict[str, Json]:
    """The findings behind the marks, in the language asked for."""
    from sqlalchemy import select
    from sqlmodel import col

    from api.kpis.score import AT_ONCE
    from api.tables.filings import FindingRow

    ids = [filing.id for filing in filings if filing.marks]
    wanted = {mark for filing in filings for marks in filing.marks.values() for mark in marks}
    out: dict[str, Json] = {}
    for start in range(0, len(ids), AT_ONCE):
        rows = select(
            FindingRow.fingerprint, FindingRow.rule, FindingRow.type, FindingRow.body
        ).where(  # type: ignore[call-overload]
            col(FindingRow.filing_id).in_(ids[start : start + AT_ONCE]), col(FindingRow.current).is_(True)
        )
        for row in session.execute(rows):
            if row.fingerprint in wanted:
                out[row.fingerprint] = _in(lang, {"rule": row.rule, "type": row.type, **row.body})
    return out


def _stored_sums(session: Session, filings: Sequence[Judged]) -> dict[str, Sequence[Json]]:
    """Where the sums of each filing stand, of the filings that state both."""
    from sqlalchemy import select
    from sqlmodel import col

    from api.kpis.score import AT_ONCE
    from api.tables.filings import FilingRow, Judgement

    ids = [f.id for f in filings if f.fee is not None and f.spent is not None][:MOST_PLACES]
    out: dict[str, Sequence[Json]] = {}
    for start in range(0, len(ids), AT_ONCE):
        rows = select(FilingRow.id, Judgement.facts).join(Judgement, col(Judgement.id) == col(FilingRow.judgement_id))  # type: ignore[call-overload]
        for row in session.execute(rows.where(col(FilingRow.id).in_(ids[start : start + AT_ONCE]))):
            policy: Json = next((part["facts"] for part in row.facts if part["about"] == "policy"), {})
            out[row.id] = _places({name: fact for name, fact in policy.items() if "evidence" in fact})
    return out


def _in(lang: str, body: dict[str, Any]) -> Json:
    """A stored finding with its sentence in one language, as the report has it."""
    if lang == "en":
        body = {**body, "summary": body.get("summary_en", ""), "message": body.get("message_en", "")}
    return {name: value for name, value in body.items() if not name.endswith("_en")}
