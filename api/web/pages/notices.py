"""The notice workbench: a notice's text with what was understood of it beside the draft of its pack."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy import exists, or_
from sqlmodel import Session, col, select

from api.accounts.principal import Principal, visible
from api.accounts.views import record_view
from api.documents import queries
from api.documents.service import corrected_record
from api.inputs import Id
from api.packs import service
from api.paging import cut, key_of
from api.problems import Conflict, Problem
from api.service import TheService
from api.serving.app import language
from api.store import now
from api.tables.documents import Paper
from api.tables.filings import FilingPaper, FilingRow
from api.web.forms import Sent, TheForm, onward
from api.web.pages.pack_drafts import TEXT, Drafter, Tried, tried
from api.web.pages.packs import shared
from api.web.templating import page
from api.web.views import notice as view
from extractor.record import Record
from validators.citation import GRADES
from validators.days import china_day
from validators.drafting.as_yaml import Confirmed, confirmed, to_cases, to_yaml
from validators.drafting.numbers import SHAPES
from validators.drafting.suggestion import Head, Suggested, Suggestion
from validators.drafting.workbench import suggest
from validators.finding import Severity
from validators.law.pack import LAYERS

router = APIRouter()
LIMIT = 50


@router.get("/packs/notices")
def notices(request: Request, the: TheService, who: Drafter, after: str = "") -> Response:
    with the.db.reading() as session:
        rows, following = cut(_notices(session, who, after), LIMIT, lambda paper: (paper.id,))
        titles = {paper.id: _title(session, paper) for paper in rows}
    return page(
        request, who, "notices.html", papers=rows, titles=titles, next=following, **shared(request, who, "notices")
    )


def _notices(session: Session, who: Principal, after: str) -> Sequence[Paper]:
    """Notices that were handed in, newest first, as far as the person may see them."""
    mine = exists().where(
        col(FilingPaper.paper_id) == col(Paper.id), col(FilingPaper.filing_id) == col(FilingRow.id), visible(who)
    )
    query = select(Paper).where(
        Paper.kind == "notice", col(Paper.reading_id).is_not(None), col(Paper.removed_at).is_(None),
        or_(col(Paper.org_id) == who.org_id, mine),
    )  # fmt: skip
    if key := key_of(after, str):
        query = query.where(col(Paper.id) < key[0])
    return session.exec(query.order_by(col(Paper.id).desc()).limit(LIMIT + 1)).all()


def _title(session: Session, paper: Paper) -> Mapping[str, Any]:
    record = corrected_record(session, paper)
    return {
        name: record.value(name) for name in ("title", "doc_number", "jurisdiction", "date_issued", "effective_from")
    }


@router.get("/packs/notices/{paper_id}")
def workbench(request: Request, the: TheService, who: Drafter, paper_id: Id) -> Response:
    record, found = _suggested(the, who, paper_id)
    record_view(the, who, "paper", paper_id)
    kept = {rule.key: confirmed(rule) for rule in found.rules}
    return _page(request, who, paper_id, record, found, found.head, kept, None)


@router.post("/packs/notices/{paper_id}")
def build_or_propose(request: Request, the: TheService, who: Drafter, paper_id: Id, sent: TheForm) -> Response:
    record, found = _suggested(the, who, paper_id)
    problem: Problem | None = None
    try:
        head = _head(sent, found.head)
        kept = _kept(sent, found.rules)
    except Wrong as wrong:
        kept = {rule.key: confirmed(rule) for rule in found.rules}
        return _page(request, who, paper_id, record, found, found.head, kept, None, wrong)
    do = sent.one("do")
    text, cases = sent.raw("text", TEXT), sent.raw("cases", TEXT)
    if do == "build" or not text.strip():
        text, cases = to_yaml(head, [*kept.values()]), to_cases(head, [*kept.values()])
    with the.db.reading() as session:
        outcome = tried(session, text, cases)
    if do == "propose" and not outcome.problem:
        try:
            with the.db.writing() as session:
                row, _ = service.propose(session, who, text, cases, sent.one("note", 1000))
            return onward(request, f"/packs/pack/{row.name}/{row.version}?done=proposed")
        except Problem as refused:
            problem = refused
    return _page(request, who, paper_id, record, found, head, kept, outcome, problem, text=text, cases=cases,
                 note=sent.one("note", 1000))  # fmt: skip


class Wrong(Conflict):
    """A value in the form that cannot be; what was typed is in the sentence."""

    status, error = 422, "invalid"


def _suggested(the: TheService, who: Principal, paper_id: str) -> tuple[Record, Suggestion]:
    with the.db.reading() as session:
        paper = queries.paper_of(session, who, paper_id)
        if paper.reading_id is None:
            raise Conflict("这份材料还没有读出来", "请等读取完成")
        record = corrected_record(session, paper)
    if record.kind != "notice":
        raise Conflict("这份材料不是通知文件", "请先在案卷里把它的种类改为通知文件")
    return record, suggest(record)


def _head(sent: Sent, read: Head) -> Head:
    """The head as a person left it; what the form does not ask stays as it was read."""
    return replace(
        read,
        name=sent.one("name", 100) or read.name,
        title=sent.one("title", 300),
        document=sent.one("document", 200),
        issuer=tuple(part.strip() for part in sent.one("issuer", 1000).replace("，", "、").split("、") if part.strip()),
        region=sent.one("region", 9),
        place=sent.one("place", 100),
        issued=_day(sent, "issued"),
        since=_day(sent, "since"),
        until=_day(sent, "until"),
        layer=_among(sent.one("layer"), LAYERS, read.layer),
        confidence=_among(sent.one("confidence"), GRADES, read.confidence),
        advisory=sent.ticked("advisory"),
    )


def _kept(sent: Sent, rules: Sequence[Suggested]) -> dict[str, Confirmed]:
    """The rules that are ticked, with what a person changed; others that a person added by choosing their kind."""
    out: dict[str, Confirmed] = {}
    known = {rule.key: rule for rule in rules}
    for key in SHAPES:
        if not sent.ticked(f"{key}.keep"):
            continue
        said = sent.one(f"{key}.value", 20)
        try:
            value = Decimal(said)
            if not value.is_finite() or not 0 <= value <= 10_000:
                raise InvalidOperation
        except InvalidOperation:
            raise Wrong(f"“{said}”不是数值", "请填数字，如 7 或 12.5") from None
        base = confirmed(known[key]) if key in known else Confirmed(key, value, "", "", SHAPES[key].severity)
        out[key] = replace(
            base, value=value, article=sent.one(f"{key}.article", 100), quote=sent.one(f"{key}.quote", 60),
            severity=_among(sent.one(f"{key}.severity"), [s.value for s in Severity], base.severity),
        )  # fmt: skip
    return out


def _among(said: str, allowed: Any, otherwise: str) -> str:
    return said if said in allowed else otherwise


def _day(sent: Sent, name: str) -> date | None:
    said = sent.one(name, 20)
    if not said:
        return None
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise Wrong(f"“{said}”不是日期", "请写成 2025-03-31") from None


def _page(request: Request, who: Principal, paper_id: str, record: Record, found: Suggestion, head: Head,
          kept: Mapping[str, Confirmed], outcome: Tried | None, problem: Problem | None = None, **typed: str) -> Response:  # fmt: skip
    shape = problem.shape(language(request)) if problem else None
    left = sorted({demand.line for demand in found.demands if not demand.drafted})
    return page(
        request, who, "workbench.html", status=problem.status if problem else 200, paper_id=paper_id, record=record,
        paper=view.shown(record, found, china_day(now())), suggestion=found, head=head, kept=kept, found=outcome,
        problem=shape, left=left, shapes=SHAPES, layers=list(LAYERS), grades=GRADES,
        read={rule.key: rule for rule in found.rules}, text=typed.get("text", ""), cases=typed.get("cases", ""),
        note=typed.get("note", ""), **shared(request, who, "notices"),
    )  # fmt: skip
