"""Routes about filings."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from sqlmodel import col, select

from api import judging
from api.accounts.deps import need
from api.accounts.principal import Principal
from api.accounts.views import record_view
from api.documents.endpoints import Id
from api.documents.schemas import PaperOut, ReasonIn
from api.documents.service import paper_out
from api.filings import compared, listing, service
from api.filings.schemas import (
    AcrossOut,
    CommentIn,
    CommentOut,
    DecisionIn,
    FilingAcrossOut,
    FilingDetail,
    FilingOut,
    FindingOut,
    JudgementOut,
    RecheckIn,
    RecheckOut,
    SavedFilterIn,
    SavedFilterOut,
    SignOffIn,
)
from api.paging import Page
from api.problems import Conflict, NotFound, may_answer
from api.service import TheService
from api.serving.app import language
from api.tables.filings import Judgement, SavedFilter
from validators.report_json import to_json

router = APIRouter(tags=["filings"])
Reader = Annotated[Principal, need("read")]
Decider = Annotated[Principal, need("decide")]
Fingerprint = Annotated[str, Path(pattern="^[0-9a-f]{32}$", examples=["0f" * 16])]
MOST_FILTERS = 50


@router.get("/filings", summary="案卷列表", responses=may_answer(403))
def list_filings(the: TheService, who: Reader, asked: Annotated[listing.Params, Query()]) -> Page[FilingOut]:
    """The filings you may see, filtered, searched and sorted; a page at a time."""
    with the.db.reading() as session:
        rows, following = listing.page(session, who, listing.from_params(asked.model_dump(exclude_none=True)))
    return Page(items=[service.filing_out(row) for row in rows], next=following)


@router.get("/across", summary="案卷之间的比对", responses=may_answer(403))
def list_across(the: TheService, who: Reader, asked: Annotated[listing.Params, Query()]) -> Page[FilingAcrossOut]:
    """Goes through the list of filings, fifty at a time, and gives those that share something with others that you may see. A
    page may be empty and not the last: go on as long as there is a ``next``."""
    with the.db.reading() as session:
        kept, following = compared.across_page(session, who, listing.from_params(asked.model_dump(exclude_none=True)))
    items = [FilingAcrossOut(filing=service.filing_out(row), across=shared) for row, shared in kept]
    return Page(items=items, next=following)


@router.get("/filings/{filing_id}", summary="一个案卷", responses=may_answer(403, 404))
def get_filing(the: TheService, who: Reader, filing_id: Id) -> FilingDetail:
    """Papers with corrected readings, current findings, facts, history."""
    with the.db.reading() as session:
        shown = service.detail(session, who, filing_id)
    record_view(the, who, "filing", filing_id)
    return shown


@router.get("/filings/{filing_id}/report", summary="同命令行的报告", responses=may_answer(403, 404, 409))
def get_report(
    request: Request, the: TheService, who: Reader, filing_id: Id,
    everything: Annotated[bool, Query(alias="all", description="连符合的规则也列出")] = False,
) -> dict[str, Any]:  # fmt: skip
    """What ``anze check --format json`` prints for the same papers, corrections laid over: docs/report.md."""
    with the.db.reading() as session:
        filing = service.find(session, who, filing_id)
        if filing.state != "judged":
            raise Conflict("案卷还在读取")
        report = judging.report_of(session, filing)
    record_view(the, who, "filing", filing_id)
    return to_json(report, everything=everything, lang=language(request))


@router.get("/filings/{filing_id}/papers", summary="案卷的材料和读数", responses=may_answer(403, 404))
def get_papers(the: TheService, who: Reader, filing_id: Id) -> list[PaperOut]:
    """Every paper with its fields and tables, as corrected."""
    with the.db.reading() as session:
        filing = service.find(session, who, filing_id)
        return [paper_out(paper, record) for paper, record in judging.records_of(session, filing)]


@router.get("/filings/{filing_id}/facts", summary="案卷的事实", responses=may_answer(403, 404))
def get_facts(the: TheService, who: Reader, filing_id: Id) -> list[dict[str, Any]]:
    """What the papers together say, subject by subject, each fact with its state and places."""
    with the.db.reading() as session:
        filing = service.find(session, who, filing_id)
        if filing.judgement_id is None:
            return []
        facts: list[dict[str, Any]] = session.exec(
            select(Judgement.facts).where(Judgement.id == filing.judgement_id)
        ).one()
        return facts


@router.get("/filings/{filing_id}/findings", summary="案卷的发现", responses=may_answer(403, 404))
def get_findings(the: TheService, who: Reader, filing_id: Id) -> list[FindingOut]:
    """Violated and undecided findings of the latest judgement, gravest first."""
    with the.db.reading() as session:
        return service.findings_of(session, service.find(session, who, filing_id))


@router.get("/filings/{filing_id}/across", summary="与其他案卷比对", responses=may_answer(403, 404))
def get_across(the: TheService, who: Reader, filing_id: Id) -> list[AcrossOut]:
    """The same paper, photo, wording, number or payment in other filings that you may see, gravest first. It is no part of the
    filing's judgement and counts nowhere."""
    with the.db.reading() as session:
        shown = compared.across_of(session, who, service.find(session, who, filing_id))
    record_view(the, who, "filing", filing_id)
    return shown


@router.get("/filings/{filing_id}/judgements", summary="判定历史", responses=may_answer(403, 404))
def get_judgements(the: TheService, who: Reader, filing_id: Id) -> list[JudgementOut]:
    """Every judgement, newest first: engine, packs, day, verdict."""
    with the.db.reading() as session:
        return list(service.history(session, who, filing_id))


@router.get("/filings/{filing_id}/judgements/{judgement_id}/findings", summary="一次判定的发现",
            responses=may_answer(403, 404))  # fmt: skip
def get_former_findings(the: TheService, who: Reader, filing_id: Id, judgement_id: Id) -> list[FindingOut]:
    """What that judgement found."""
    with the.db.reading() as session:
        filing = service.find(session, who, filing_id)
        if judgement_id not in {row.id for row in service.judgements_of(session, filing.id)}:
            raise NotFound
        return service.findings_of(session, filing, judgement_id=judgement_id)


@router.post("/filings/{filing_id}/findings/{fingerprint}/decision", summary="认可、异议、豁免一条发现",
             responses=may_answer(403, 404, 409))  # fmt: skip
def post_decision(the: TheService, who: Decider, filing_id: Id, fingerprint: Fingerprint,
                  given: DecisionIn) -> FindingOut:  # fmt: skip
    """The decision is kept with its author and reason; a waived finding no longer counts as open."""
    with the.db.writing() as session:
        filing = service.decide(session, who, filing_id, fingerprint, given)
        found = [f for f in service.findings_of(session, filing) if f.fingerprint == fingerprint]
        if not found:
            raise Conflict("这条发现已不在最新判定里", "请刷新")
        return found[0]


@router.post("/filings/{filing_id}/comments", status_code=201, summary="写意见", responses=may_answer(403, 404))
def post_comment(the: TheService, who: Decider, filing_id: Id, given: CommentIn) -> CommentOut:
    """On the filing, or on one finding."""
    with the.db.writing() as session:
        return service.comment(session, who, filing_id, given.text, given.fingerprint)


@router.post("/filings/{filing_id}/sign-off", summary="签结", responses=may_answer(403, 404, 409))
def post_sign_off(the: TheService, who: Annotated[Principal, need("sign_off")], filing_id: Id,
                  given: SignOffIn) -> FilingOut:  # fmt: skip
    """Close the filing as it stands; any later change lifts the sign-off."""
    with the.db.writing() as session:
        return service.filing_out(service.sign_off(session, who, filing_id, given.version))


@router.delete("/filings/{filing_id}/sign-off", summary="撤回签结", responses=may_answer(403, 404, 409))
def delete_sign_off(the: TheService, who: Annotated[Principal, need("sign_off")], filing_id: Id) -> FilingOut:
    """Take the sign-off back."""
    with the.db.writing() as session:
        return service.filing_out(service.reopen(session, who, filing_id))


@router.post("/filings/{filing_id}/recheck", summary="复核", responses=may_answer(403, 404, 409))
def post_recheck(request: Request, the: TheService, who: Reader, filing_id: Id, given: RecheckIn) -> RecheckOut:
    """As of another day, or with drafts of packs; nothing is kept unless asked."""
    if given.keep:
        with the.db.writing() as session:
            return service.recheck(session, who, filing_id, given, language(request))
    with the.db.reading() as session:
        return service.recheck(session, who, filing_id, given, language(request))


@router.post("/filings/{filing_id}/delete", status_code=204, summary="删除案卷", responses=may_answer(403, 404))
def delete_filing(the: TheService, who: Annotated[Principal, need("delete")], filing_id: Id, given: ReasonIn) -> None:
    """Recorded with the reason; the bytes stay until retention ends."""
    with the.db.writing() as session:
        service.delete(session, who, filing_id, given.reason)


# --- saved filters ---------------------------------------------------------------------------------------------------


@router.get("/filters", summary="我保存的筛选", responses=may_answer(403))
def list_filters(the: TheService, who: Reader) -> list[SavedFilterOut]:
    """In the order they were saved."""
    with the.db.reading() as session:
        rows = session.exec(select(SavedFilter).where(SavedFilter.user_id == who.user_id).order_by(col(SavedFilter.id)))
        return [SavedFilterOut(id=row.id, name=row.name, query=row.query) for row in rows]


@router.post("/filters", status_code=201, summary="保存筛选", responses=may_answer(403, 409))
def add_filter(the: TheService, who: Reader, given: SavedFilterIn) -> SavedFilterOut:
    """Under a name; the same name again replaces it."""
    with the.db.writing() as session:
        mine = list(session.exec(select(SavedFilter).where(SavedFilter.user_id == who.user_id)))
        row = next((f for f in mine if f.name == given.name), None)
        if row is None and len(mine) >= MOST_FILTERS:
            raise Conflict(f"最多保存{MOST_FILTERS}个筛选", "请先删掉不用的")
        row = row or SavedFilter(user_id=who.user_id, name=given.name, query="")
        row.query = given.query
        session.add(row)
        session.flush()
        return SavedFilterOut(id=row.id, name=row.name, query=row.query)


@router.delete("/filters/{filter_id}", status_code=204, summary="删掉筛选", responses=may_answer(403, 404))
def delete_filter(the: TheService, who: Reader, filter_id: Id) -> None:
    """Only one's own."""
    with the.db.writing() as session:
        row = session.exec(
            select(SavedFilter).where(SavedFilter.id == filter_id, SavedFilter.user_id == who.user_id)
        ).first()
        if row is None:
            raise NotFound
        session.delete(row)
