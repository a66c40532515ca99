"""A stored filing judged: the same engine, the same report as the command line, kept with what it was judged by."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import delete, update
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

import validators
from api import across, queue
from api.check import manifest_of
from api.packs.service import in_use
from api.records import codec, corrections
from api.records.facts import facts_to_json
from api.records.fields import BadValue
from api.search import terms_of
from api.settings import ENGINE
from api.store import now
from api.tables.documents import CorrectionRow, Paper, PaperReading
from api.tables.filings import (
    Decision,
    FilingAgency,
    FilingPaper,
    FilingPolicy,
    FilingRow,
    FindingRow,
    Judgement,
)
from api.tallies.service import mark, sector_of
from extractor.document import Box, Problem
from extractor.record import Record
from extractor.values.dates import Moment
from validators import archive, report
from validators.days import china_day
from validators.facts import Facts, Filing, fold
from validators.finding import Finding, Severity, Verdict
from validators.law.pack import Pack
from validators.report import Report, finding_to_json
from validators.routing import Route, department_of
from validators.say import say, wrong

# Filings under one number that are looked at together; more than these are no accident and need no longer list.
_MOST_SHARED = 20


# --- from rows to a Filing -------------------------------------------------------------------------------------------


def filing_of(session: Session, filing: FilingRow) -> Filing:
    """The filing's papers as they were read and corrected, joined."""
    records = [record for _, record in records_of(session, filing)]
    manifest = manifest_of(filing.name, filing.manifest)
    return validators.assemble(records, manifest, filing.name)


def records_of(session: Session, filing: FilingRow) -> list[tuple[Paper, Record]]:
    """Each paper with its corrected record, in the order of names; an unread one has its problem and no fields."""
    rows = session.exec(
        select(Paper, FilingPaper, PaperReading)
        .join(FilingPaper, col(FilingPaper.paper_id) == col(Paper.id))
        .outerjoin(PaperReading, col(PaperReading.id) == col(Paper.reading_id))
        .where(FilingPaper.filing_id == filing.id, col(Paper.removed_at).is_(None))
        .order_by(col(FilingPaper.name), col(Paper.first_page), col(Paper.id))
    ).all()
    mended = _corrections(session, [paper.id for paper, _, _ in rows])
    return [(paper, record_under(paper, link.name, reading, mended.get(paper.id, []))) for paper, link, reading in rows]


PaperAt = Callable[[str, int | None], str]


def paper_finder(papers: Iterable[tuple[Paper, Record]]) -> PaperAt:
    """(path, page) → id of the paper there, "" where there is none: papers bound into one file have the path in common."""
    first: dict[str, str] = {}
    bound: dict[tuple[str, int], str] = {}
    for paper, record in papers:
        first.setdefault(record.path, paper.id)
        if record.page_range is not None:
            bound.update({(record.path, n): paper.id for n in range(record.page_range[0], record.page_range[1] + 1)})
    return lambda path, page: bound.get((path, page or 0)) or first.get(path, "")


def _corrections(session: Session, papers: Sequence[str]) -> dict[str, list[CorrectionRow]]:
    found: dict[str, list[CorrectionRow]] = {}
    query = select(CorrectionRow).where(
        col(CorrectionRow.paper_id).in_(papers), col(CorrectionRow.withdrawn_at).is_(None)
    )
    for row in session.exec(query.order_by(col(CorrectionRow.id))):
        found.setdefault(row.paper_id, []).append(row)
    return found


def record_under(paper: Paper, name: str, reading: PaperReading | None, mended: Sequence[CorrectionRow]) -> Record:
    """What the paper says under the name it has in a filing, corrections laid over it."""
    parts = tuple(part["name"] for part in paper.parts) if len(paper.parts) > 1 else ()
    if reading is None:
        said = paper.problem or {"code": "unreadable", "message": "尚未读取", "remedy": "", "page": None}
        problem = Problem(said["code"], said["message"], said["remedy"], said.get("page"))
        return Record(name, paper.sha256, "unknown", problems=(problem,), parts=parts)
    record = replace(codec.record_from_json(reading.record), path=name, parts=parts)
    return corrected(record, mended)


def corrected(record: Record, rows: Sequence[CorrectionRow]) -> Record:
    """The record with the corrections that fit it. One that no longer does (the paper was since read as another kind)
    stays in the history and changes nothing."""
    given = [correction for row in rows if _fits(record, correction := _correction(row))]
    return corrections.apply(record, given) if given else record


def _fits(record: Record, correction: corrections.Correction) -> bool:
    try:
        corrections.apply(record, [correction])
    except (corrections.BadTarget, BadValue):
        return False
    return True


def _correction(row: CorrectionRow) -> corrections.Correction:
    box = None if row.box is None else Box(*row.box)
    return corrections.Correction(row.target, row.value, row.reason, row.user_id, row.at, row.page, box)


# --- judging ---------------------------------------------------------------------------------------------------------


def report_of(session: Session, filing: FilingRow, packs: Sequence[Pack] | None = None,
              as_of: date | None = None) -> Report:  # fmt: skip
    """The filing judged, nothing stored."""
    joined = filing_of(session, filing)
    judged = validators.validate(joined, in_use(session) if packs is None else packs, as_of=as_of or filing.as_of,
                                 path=filing.path)  # fmt: skip
    return judged.with_findings(_shared(session, filing, joined))


def judge(session: Session, filing: FilingRow, *, cause: str, user_id: str | None = None,
          packs: Sequence[Pack] | None = None, as_of: date | None = None) -> Judgement:  # fmt: skip
    """Judge and keep the outcome. The caller holds the filing's row (``lock``). Where nothing that decides has changed
    since the last judgement, that one stands and nothing is written."""
    packs = in_use(session) if packs is None else packs
    inputs = _inputs(session, filing, packs, as_of)
    if filing.judgement_id:
        last = session.exec(select(Judgement).where(Judgement.id == filing.judgement_id)).one()
        if last.inputs == inputs:
            return last
    judged = report_of(session, filing, packs, as_of)
    row = Judgement(
        filing_id=filing.id, cause=cause, user_id=user_id, engine=ENGINE, as_of=judged.as_of,
        inputs=_inputs(session, filing, packs, as_of),  # by now its numbers are kept, and who shares them is known
        packs=[{"name": c.pack.name, "version": c.pack.version, "why": c.why} for c in judged.packs],
        verdict=judged.verdict, coverage=dict(judged.counts), facts=facts_to_json(judged.filing),
    )  # fmt: skip
    session.add(row)
    session.flush()
    session.execute(
        update(FindingRow).where(col(FindingRow.filing_id) == filing.id, col(FindingRow.current)).values(current=False)
    )
    session.add_all(_findings(filing, row, judged))
    _describe(session, filing, judged)
    across.keep(session, filing, judged.filing)
    filing.judgement_id, filing.verdict, filing.state = row.id, judged.verdict, "judged"
    if as_of is not None:
        filing.as_of = as_of
    touch(session, filing)
    session.flush()
    recount(session, filing)
    mark(session, filing.id)
    _announce(session, filing)
    return row


def _announce(session: Session, filing: FilingRow) -> None:
    from api.webhooks.service import emit

    said = {"filing": filing.id, "name": filing.name, "verdict": filing.verdict, "open_findings": filing.open_findings}
    emit(session, filing.org_id, "filing.judged", said)


def lock(session: Session, filing_id: str) -> FilingRow:
    """The filing's row as it is now, held until the transaction ends: one change of a filing at a time.

    Whoever locks several does it in the order of their ids, before anything else is locked for them.
    """
    return session.exec(_locked(filing_id)).one()


def find(session: Session, filing_id: str) -> FilingRow | None:
    """As ``lock``; None where retention has taken the filing away."""
    return session.exec(_locked(filing_id)).first()


def _locked(filing_id: str) -> SelectOfScalar[FilingRow]:
    """Rows that refer to the filing may be added meanwhile; what the session knew of it is read again."""
    query = select(FilingRow).where(FilingRow.id == filing_id).with_for_update(key_share=True)
    return query.execution_options(populate_existing=True)


def take_away(session: Session, filing: FilingRow) -> None:
    """Out of everybody's lists and out of the counts; whoever does it says in the audit log why."""
    filing.deleted_at = now()
    touch(session, filing)
    session.execute(update(FindingRow).where(col(FindingRow.filing_id) == filing.id).values(current=False))
    forget_numbers(session, filing)
    mark(session, filing.id)
    session.flush()


def touch(session: Session, filing: FilingRow) -> None:
    """Something of the filing changed: pages kept of it are old. A sign-off covers what was signed, so it falls."""
    filing.version += 1
    filing.updated_at = now()
    session.add(filing)


def rejudge_filings_of(session: Session, paper_id: str, cause: str) -> None:
    """Queue a judgement of every filing that has the paper."""
    filings = select(FilingPaper.filing_id).where(FilingPaper.paper_id == paper_id)
    for filing_id in sorted(session.exec(filings)):
        queue_judging(session, filing_id, cause)


def queue_judging(session: Session, filing_id: str, cause: str) -> None:
    queue.enqueue(session, "judge", f"judge:{filing_id}", {"filing": filing_id, "cause": cause}, priority=queue.SOON)


def _inputs(session: Session, filing: FilingRow, packs: Sequence[Pack], as_of: date | None) -> str:
    """A digest of all that the judgement hangs on."""
    papers = session.exec(
        select(Paper, FilingPaper).join(FilingPaper, col(FilingPaper.paper_id) == col(Paper.id))
        .where(FilingPaper.filing_id == filing.id, col(Paper.removed_at).is_(None)).order_by(col(Paper.id))
    ).all()  # fmt: skip
    mended = _corrections(session, [paper.id for paper, _ in papers])
    numbers = select(FilingPolicy.number).where(FilingPolicy.filing_id == filing.id)
    shared = session.exec(
        select(FilingPolicy.filing_id).where(
            FilingPolicy.org_id == filing.org_id, col(FilingPolicy.number).in_(numbers)
        )
    ).all()
    essence = [
        ENGINE,
        sorted(f"{pack.name}:{pack.version}" for pack in packs),
        str(as_of or filing.as_of),
        filing.manifest,
        [[p.id, p.reading_id, p.problem, link.name, [c.id for c in mended.get(p.id, [])]] for p, link in papers],
        sorted(set(shared)),
    ]
    text = json.dumps(essence, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


# --- a number that another filing uses -------------------------------------------------------------------------------


def _shared(session: Session, filing: FilingRow, joined: Filing) -> tuple[Finding, ...]:
    """Findings that only several filings show, among those of the same body: it must not learn of others' filings."""
    numbers = {fold(str(s.facts["policy_no"].value)) for s in joined.policies if s.facts["policy_no"].state != "absent"}
    _note_numbers(session, filing, numbers)
    others = session.exec(
        select(FilingRow).join(FilingPolicy, col(FilingPolicy.filing_id) == col(FilingRow.id))
        .where(FilingPolicy.org_id == filing.org_id, col(FilingPolicy.number).in_(numbers),
               FilingRow.id != filing.id, col(FilingRow.deleted_at).is_(None))
        .distinct().order_by(col(FilingRow.seq)).limit(_MOST_SHARED)
    ).all()  # fmt: skip
    return archive.across([joined, *(filing_of(session, other) for other in others)]).get(0, ())


def _note_numbers(session: Session, filing: FilingRow, numbers: set[str]) -> None:
    """Keep the filing's numbers; filings whose number is now used twice, or no longer, are judged again."""
    known = set(session.exec(select(FilingPolicy.number).where(FilingPolicy.filing_id == filing.id)).all())
    if known == numbers:
        return
    session.execute(
        delete(FilingPolicy).where(
            col(FilingPolicy.filing_id) == filing.id, col(FilingPolicy.number).in_(known - numbers)
        )
    )
    session.add_all(FilingPolicy(filing_id=filing.id, number=n[:100], org_id=filing.org_id) for n in numbers - known)
    session.flush()
    changed = known ^ numbers
    touched = session.exec(
        select(FilingPolicy.filing_id).where(
            FilingPolicy.org_id == filing.org_id, col(FilingPolicy.number).in_(changed),
            FilingPolicy.filing_id != filing.id)
    ).all()  # fmt: skip
    for other in sorted(set(touched)):
        queue_judging(session, other, "papers")


def forget_numbers(session: Session, filing: FilingRow) -> None:
    """A filing that is gone uses no number: those it shared one with are judged again."""
    _note_numbers(session, filing, set())


# --- what lists show -------------------------------------------------------------------------------------------------


def _findings(filing: FilingRow, judgement: Judgement, judged: Report) -> list[FindingRow]:
    return [
        FindingRow(
            filing_id=filing.id, filing_seq=filing.seq or 0, judgement_id=judgement.id, place=place,
            fingerprint=finding.fingerprint, rule=finding.rule, type=finding.type, verdict=finding.verdict.value,
            severity=finding.severity.value, matters=finding.matters, body=finding_body(finding, department_of(judged, finding)),
        )
        for place, finding in enumerate(judged.shown())
    ]  # fmt: skip


def finding_body(finding: Finding, route: Route | None = None) -> dict[str, Any]:
    """The finding as in the report, its sentences in both languages, and what it is about; ``route``: who looks after it."""
    return {
        **finding_to_json(finding, route=route),
        "summary_en": wrong(finding, "en"),
        "message_en": say(finding, "en"),
        "subject": finding.subject,
    }


def _describe(session: Session, filing: FilingRow, judged: Report) -> None:
    """Copy what lists show and filter by from the facts."""
    policies = judged.filing.policies
    facts = policies[0].facts if policies else Facts({})

    def text(name: str, most: int = 200) -> str:
        fact = facts[name]
        return str(fact.value or "")[:most] if fact.state != "absent" else ""

    filing.policy_no, filing.policyholder = text("policy_no", 100), text("policyholder")
    filing.uscc, filing.insurer, filing.insurer_branch = text("uscc", 18), text("insurer"), text("insurer_branch")
    filing.sector = sector_of(text("industry"))
    code = text("region_code", 12)
    filing.region_code, filing.place = code, text("jurisdiction", 100)
    filing.province, filing.city, filing.county, filing.street = _levels(code)
    filing.sign_date = _day(facts.value("sign_date")) or _day(facts.value("contract_date"))
    filing.period_start, filing.period_end = _day(facts.value("period_start")), _day(facts.value("period_end"))
    filing.premium, filing.prevention_fee = facts.value("premium"), facts.value("prevention_fee")
    filing.fee_spent = facts.value("ledger_spent")
    filing.insured_count = facts.value("insured_count")
    records = judged.filing.records
    filing.papers = len(records)
    agencies = sorted({str(r.value("service_org"))[:200] for r in records if r.value("service_org")})
    session.execute(delete(FilingAgency).where(col(FilingAgency.filing_id) == filing.id))
    session.add_all(FilingAgency(filing_id=filing.id, name=name) for name in agencies)
    filing.terms = terms_of(filing, *agencies)


def _levels(code: str) -> tuple[str, str, str, str]:
    """A region code cut at its levels; a level that it does not reach is empty.

    >>> _levels("341302"), _levels("330604001"), _levels("341300")
    (('34', '3413', '341302', ''), ('33', '3306', '330604', '330604001'), ('34', '3413', '', ''))
    """
    digits = "".join(c for c in code if c.isdigit())
    while len(digits) in (2, 4, 6) and digits.endswith("00"):
        digits = digits[:-2]
    cut = [digits[:n] if len(digits) >= n else "" for n in (2, 4, 6, 9)]
    return cut[0], cut[1], cut[2], cut[3]


def _day(value: Any) -> date | None:
    if isinstance(value, Moment):
        return value.day
    return value if type(value) is date else None


# --- decisions -------------------------------------------------------------------------------------------------------


def decisions_of(session: Session, filing_id: str) -> dict[str, Decision]:
    """The latest decision on each finding, by fingerprint; a reopened one has none."""
    latest: dict[str, Decision] = {}
    for row in session.exec(select(Decision).where(Decision.filing_id == filing_id).order_by(col(Decision.id))):
        latest[row.fingerprint] = row
    return {mark: row for mark, row in latest.items() if row.action != "reopen"}


def waived(decision: Decision | None, today: date) -> bool:
    """Whether a waiver stands on that day."""
    if decision is None or decision.action != "waive":
        return False
    return decision.expires_on is None or decision.expires_on >= today


def recount(session: Session, filing: FilingRow) -> None:
    """Count the filing's findings: violated errors, violated warnings, undecided ones; and those still open."""
    decided, today = decisions_of(session, filing.id), china_day(now())
    filing.violated = filing.warnings = filing.undecided = filing.open_findings = 0
    for row in session.exec(select(FindingRow).where(FindingRow.filing_id == filing.id, col(FindingRow.current))):
        violated = row.verdict == Verdict.VIOLATED.value
        error = violated and row.severity == Severity.ERROR.value
        filing.violated += error
        filing.warnings += violated and row.severity == Severity.WARNING.value
        filing.undecided += not violated and row.matters
        standing = (violated and row.severity != Severity.NOTE.value) or (not violated and row.matters)
        filing.open_findings += standing and not waived(decided.get(row.fingerprint), today)
    session.add(filing)


def report_json(session: Session, filing: FilingRow, lang: str = "zh", everything: bool = False) -> dict[str, Any]:
    """The machine-readable contract for the filing as it stands."""
    return report.to_json(report_of(session, filing), everything=everything, lang=lang)
