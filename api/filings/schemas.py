"""What goes in and out of the routes about filings."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.documents.schemas import UID, CorrectionOut, PaperOut
from api.inputs import ID_FORM, Day, Kept


class FilingOut(BaseModel):
    """A filing as lists show it."""

    id: str = Field(examples=[UID])
    name: str = Field(examples=["D003"])
    state: str = Field(description="reading 或 judged", examples=["judged"])
    verdict: str = Field(description="accepted、returned、incomplete；尚未判断为空", examples=["returned"])
    violated: int = Field(description="错误级违反", examples=[1])
    warnings: int = Field(description="警告级违反", examples=[0])
    undecided: int = Field(description="影响结论的未决", examples=[2])
    open_findings: int = Field(description="未豁免的违反与未决", examples=[3])
    policy_no: str = Field(examples=["PZDT202434130000012345"])
    policyholder: str = Field(examples=["宿州市示例化工有限公司"])
    uscc: str = Field(examples=["91341300MA2N0XXX0A"])
    insurer: str = Field(examples=["示例财产保险股份有限公司"])
    insurer_branch: str = ""
    sector: str = Field("", examples=["hazardous_chemicals"])
    region_code: str = Field(examples=["341302"])
    place: str = Field(examples=["宿州市埇桥区"])
    sign_date: date | None = None
    period_start: date | None = None
    period_end: date | None = None
    premium: float | None = Field(None, description="元", examples=[12500.0])
    prevention_fee: float | None = Field(None, description="元", examples=[1500.0])
    insured_count: int | None = Field(None, examples=[38])
    papers: int = Field(examples=[4])
    as_of: date | None = None
    created_at: datetime
    updated_at: datetime
    signed_off_at: datetime | None = None


class DecisionOut(BaseModel):
    action: str = Field(description="accept、dispute、waive、reopen", examples=["dispute"])
    reason: str = ""
    clause: str = ""
    expires_on: date | None = None
    by: str = Field(examples=["王敏"])
    at: datetime


class CommentOut(BaseModel):
    id: str = Field(examples=[UID])
    fingerprint: str | None = None
    text: str
    by: str = Field(examples=["王敏"])
    at: datetime


class FindingOut(BaseModel):
    """A finding as in the report (``body``), and what people made of it."""

    id: str = Field(examples=[UID])
    fingerprint: str = Field(examples=["0f" * 16])
    rule: str = Field(examples=["suzhou.fee-floor"])
    type: str = Field(examples=["prevention_fee_below_minimum"])
    verdict: str = Field(examples=["violated"])
    severity: str = Field(examples=["error"])
    matters: bool
    status: str = Field(description="open、accepted、disputed、waived", examples=["open"])
    decision: DecisionOut | None = None
    body: dict[str, Any] = Field(description="同报告里的 findings 一项，见 docs/report.md")


class OtherSideOut(BaseModel):
    """Where a finding across filings stands on the other side."""

    filing_id: str = Field(examples=[UID])
    filing_name: str = Field(examples=["D004"])
    org_name: str = Field(description="报送单位", examples=["示例财产保险股份有限公司"])
    path: str = Field("", description="那个案卷里的材料；只及于案卷时为空", examples=["服务报告.pdf"])
    page: int | None = Field(None, examples=[1])
    text: str = Field("", examples=["BG-2024-0031"])


class AcrossOut(BaseModel):
    """What the filing shares with others that you may see; no part of its judgement."""

    fingerprint: str = Field(examples=["0f" * 16])
    rule: str = Field(examples=["archive.evidence-used-once"])
    type: str = Field(examples=["evidence_reused"])
    verdict: str = Field(examples=["undecided"])
    severity: str = Field(examples=["warning"])
    body: dict[str, Any] = Field(description="同报告里的 findings 一项，见 docs/report.md")
    others: list[OtherSideOut]


class FilingAcrossOut(BaseModel):
    """A filing that shares something with others that you may see."""

    filing: FilingOut
    across: list[AcrossOut]


class JudgementOut(BaseModel):
    """One judging: when, why, by what, and how it came out."""

    id: str = Field(examples=[UID])
    at: datetime
    cause: str = Field(description="upload、correction、papers、recheck、pack", examples=["upload"])
    by: str = ""
    engine: str = Field(examples=["0.1.0"])
    packs: list[dict[str, Any]]
    as_of: date | None = None
    verdict: str = Field(examples=["returned"])
    coverage: dict[str, Any]


class FilingDetail(BaseModel):
    """All of a filing: papers with corrected readings, current findings, facts, history."""

    filing: FilingOut
    version: int = Field(description="每有变化加一")
    org_name: str = Field(description="报送单位")
    papers: list[PaperOut]
    findings: list[FindingOut]
    across: list[AcrossOut] = Field(description="与您可见的其他案卷比对所见，不计入结论")
    facts: list[dict[str, Any]]
    judgements: list[JudgementOut]
    corrections: list[CorrectionOut]
    decisions: list[dict[str, Any]]
    comments: list[CommentOut]
    signed_off_by: str | None = None
    may: list[str] = Field(description="您在这个案卷上可以做的事", examples=[["read", "correct"]])


class DecisionIn(BaseModel):
    """What you decide about a finding."""

    model_config = ConfigDict(extra="forbid")
    action: Literal["accept", "dispute", "waive", "reopen"] = Field(
        description="认可、异议、豁免、重新打开", examples=["dispute"]
    )
    reason: Kept = Field("", max_length=2000, description="异议和豁免必须写明", examples=["附件三已载明，见第2页"])
    clause: Kept = Field("", max_length=200, description="豁免所依据的条文")
    expires_on: Day | None = Field(None, description="豁免的最后一天；省略为长期")


class CommentIn(BaseModel):
    model_config = ConfigDict(extra="forbid")
    text: Kept = Field(min_length=1, max_length=4000, examples=["已请投保单位补交签字页"])
    fingerprint: str | None = Field(None, pattern="^[0-9a-f]{32}$", description="针对哪一条发现；省略为整个案卷")


class SignOffIn(BaseModel):
    model_config = ConfigDict(extra="forbid")
    version: int | None = Field(None, strict=True, description="您看到的版本；案卷此后有变化则拒绝", examples=[7])


class RecheckIn(BaseModel):
    """Judge again: as of a day, or with other packs; ``keep`` false only answers what would come out."""

    model_config = ConfigDict(extra="forbid")
    as_of: Day | None = Field(None, description="审查日", examples=["2025-09-01"])
    packs: list[Annotated[str, Field(pattern=ID_FORM)]] | None = Field(
        None, max_length=20, description="另加的规则包草案编号"
    )
    keep: bool = Field(False, strict=True, description="true 则记为新的判定")


class RecheckOut(BaseModel):
    before: str = Field(examples=["accepted"])
    after: str = Field(examples=["returned"])
    report: dict[str, Any] = Field(description="见 docs/report.md")


class SavedFilterIn(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: Kept = Field(min_length=1, max_length=100, examples=["本周退回"])
    query: Kept = Field(max_length=1000, examples=["verdict=returned&sort=newest"])


class SavedFilterOut(SavedFilterIn):
    id: str = Field(examples=[UID])
