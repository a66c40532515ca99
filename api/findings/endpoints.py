"""Routes about findings across filings."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel, Field

from api.accounts.deps import need
from api.accounts.principal import Principal
from api.accounts.views import record_view
from api.documents.schemas import UID
from api.filings.schemas import FindingOut
from api.findings import explained, service, waivers
from api.inputs import Id
from api.paging import After, Limit, Page
from api.problems import may_answer
from api.service import TheService
from api.serving.app import language

router = APIRouter(tags=["findings"])
Fingerprint = Annotated[str, Path(pattern="^[0-9a-f]{32}$", examples=["0f" * 16])]
Word = Annotated[str | None, Query(max_length=100, pattern=r"^[\w.-]*$")]


class FindingOfFiling(FindingOut):
    """A finding with the filing it is of."""

    filing_id: str = Field(examples=[UID])
    filing_name: str = Field(examples=["D003"])
    policyholder: str = Field("", examples=["宿州市示例化工有限公司"])
    insurer: str = Field("", examples=["示例财产保险股份有限公司"])


class TypeOut(BaseModel):
    """A kind of discrepancy that filings may have."""

    type: str = Field(examples=["prevention_fee_below_minimum"])
    topic: str = Field(examples=["事故预防费用比例"])


class StepPlace(BaseModel):
    """Where a step stands."""

    paper: str = Field("", description="材料的 id；不是案卷的材料（如平台申报表）时为空", examples=[UID])
    path: str = Field(examples=["保险单.pdf"])
    field: str = Field("", examples=["premium"])
    page: int | None = Field(None, examples=[1])
    boxes: list[list[float]] = Field(default_factory=list, examples=[[[139.6, 553.0, 188.7, 567.4]]])
    where: str = Field("", examples=["台账!C4"])
    text: str = Field("", examples=["28,416.50元"])


class StepOut(BaseModel):
    """One step of how a finding came about."""

    step: str = Field(description="fact：读到；rule：依据；arithmetic：计算；verdict：结论", examples=["arithmetic"])
    text: str = Field(examples=["事故预防费用12,789 ÷ 保险费121,800 = 10.5%"])
    places: list[StepPlace] = Field(default_factory=list)


class WaiverOut(BaseModel):
    """A waiver, and whether it still does anything."""

    filing_id: str = Field(examples=[UID])
    filing_name: str = Field(examples=["D003"])
    fingerprint: str = Field(examples=["0" * 32])
    rule: str = Field(examples=["suzhou.fee-floor"])
    reason: str
    clause: str = ""
    by: str = Field(examples=["张三"])
    at: datetime
    expires_on: date | None = None
    state: str = Field(description="used：有发现与之对应；expired：已过期；unused：已没有对应的发现", examples=["used"])


@router.get("/findings", summary="各案卷的发现", responses=may_answer(403))
def list_findings(
    the: TheService, who: Annotated[Principal, need("read")],
    type: Word = None, rule: Word = None,
    verdict: Annotated[str | None, Query(pattern="^(violated|undecided)$")] = None,
    severity: Annotated[str | None, Query(pattern="^(error|warning|note)$")] = None,
    limit: Limit = 50, after: After = None,
) -> Page[FindingOfFiling]:  # fmt: skip
    """Current findings of the filings you may see, newest filings first."""
    asked = service.Asked(type=type, rule=rule, verdict=verdict, severity=severity, limit=limit, after=after)
    with the.db.reading() as session:
        rows, following = service.page(session, who, asked)
        items = [
            FindingOfFiling(**shown.model_dump(), filing_id=filing.id, filing_name=filing.name,
                            policyholder=filing.policyholder, insurer=filing.insurer)
            for shown, filing in rows
        ]  # fmt: skip
    return Page(items=items, next=following)


@router.get("/findings/types", summary="发现的种类", responses=may_answer(403))
def list_types(who: Annotated[Principal, need("read")]) -> list[TypeOut]:
    """Every kind of discrepancy that the packs in the engine know."""
    return [TypeOut(type=name, topic=topic) for name, topic in service.types()]


@router.get("/waivers", summary="豁免", responses=may_answer(403))
def list_waivers(
    the: TheService, who: Annotated[Principal, need("read")],
    state: Annotated[str | None, Query(pattern="^(used|expired|unused)$")] = None,
    limit: Limit = 50, after: After = None,
) -> Page[WaiverOut]:  # fmt: skip
    """Waivers of the filings you may see, newest first; those that have run out or that no finding answers to are told."""
    with the.db.reading() as session:
        kept, following = waivers.page(session, who, state, limit, after)
        items = [
            WaiverOut(filing_id=one.filing.id, filing_name=one.filing.name, fingerprint=one.decision.fingerprint, rule=one.rule,
                      reason=one.decision.reason, clause=one.decision.clause, by=one.by, at=one.decision.at,
                      expires_on=one.decision.expires_on, state=one.state)
            for one in kept
        ]  # fmt: skip
    return Page(items=items, next=following)


@router.get("/filings/{filing_id}/findings/{fingerprint}/explanation", summary="一条发现是怎么得出的",
            responses=may_answer(403, 404, 409))  # fmt: skip
def explain_finding(request: Request, the: TheService, who: Annotated[Principal, need("read")], filing_id: Id,
                    fingerprint: Fingerprint) -> list[StepOut]:  # fmt: skip
    """The chain of a finding of the latest judgement: readings with their places, the article, the arithmetic, the verdict."""
    with the.db.reading() as session:
        steps = explained.steps_of(session, who, filing_id, fingerprint, language(request))
    record_view(the, who, "filing", filing_id)
    return [StepOut.model_validate(step) for step in steps]
