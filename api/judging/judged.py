"""A stored filing judged, and kept with what it was judged by."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

import validators
from api import across
from api.judging.decided import recount
from api.judging.described import describe, finding_rows
from api.judging.held import touch
from api.judging.numbers import forget_numbers, shared_findings
from api.judging.stored import filing_of, standing_corrections
from api.packs.service import in_use
from api.records.facts import facts_to_json
from api.settings import ENGINE
from api.store import now
from api.tables.documents import Paper
from api.tables.filings import (
    FilingPaper,
    FilingPolicy,
    FilingRow,
    FindingRow,
    Judgement,
)
from api.tallies.service import mark
from validators.law.pack import Pack
from validators.report import Report
from validators.report_json import to_json


def report_of(
    session: Session, filing: FilingRow, packs: Sequence[Pack] | None = None, as_of: date | None = None
) -> Report:
    """The filing judged, nothing stored."""
    joined = filing_of(session, filing)
    judged = validators.validate(joined, in_use(session) if packs is None else packs, as_of=as_of or filing.as_of,
                                 path=filing.path)  # fmt: skip
    return judged.with_findings(shared_findings(session, filing, joined))


def judge(
    session: Session,
    filing: FilingRow,
    *,
    cause: str,
    user_id: str | None = None,
    packs: Sequence[Pack] | None = None,
    as_of: date | None = None,
) -> Judgement:
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
    session.add_all(finding_rows(filing, row, judged))
    describe(session, filing, judged)
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


def take_away(session: Session, filing: FilingRow) -> None:
    """Out of everybody's lists and out of the counts; whoever does it says in the audit log why."""
    filing.deleted_at = now()
    touch(session, filing)
    session.execute(update(FindingRow).where(col(FindingRow.filing_id) == filing.id).values(current=False))
    forget_numbers(session, filing)
    mark(session, filing.id)
    session.flush()


def _inputs(session: Session, filing: FilingRow, packs: Sequence[Pack], as_of: date | None) -> str:
    """A digest of all that the judgement hangs on."""
    papers = session.exec(
        select(Paper, FilingPaper).join(FilingPaper, col(FilingPaper.paper_id) == col(Paper.id))
        .where(FilingPaper.filing_id == filing.id, col(Paper.removed_at).is_(None)).order_by(col(Paper.id))
    ).all()  # fmt: skip
    mended = standing_corrections(session, [paper.id for paper, _ in papers])
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


def report_json(session: Session, filing: FilingRow, lang: str = "zh", everything: bool = False) -> dict[str, Any]:
    """The machine-readable contract for the filing as it stands."""
    return to_json(report_of(session, filing), everything=everything, lang=lang)
