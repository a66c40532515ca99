"""Audits as they go in and out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.inputs import EXAMPLE_ID, ID_FORM, Day, Kept
from api.store import now
from api.tables.audits import Audit, AuditItem
from api.tables.filings import FilingRow

Kind = Literal["recheck", "upload"]
State = Literal["running", "done", "cancelled", "failed"]
Name = Annotated[Kept, Field(max_length=200)]
_VERDICTS = {"accepted>accepted": 480, "accepted>returned": 12}


class RecheckIn(BaseModel):
    """Stored filings judged again, no paper read. ``apply`` false only tells what would come out."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["recheck"]
    name: Name = Field("", examples=["费用比例提高后的影响"])
    filter: dict[Kept, Kept] = Field(
        default_factory=dict, max_length=20, examples=[{"region": "3413", "signed_from": "2025-01-01"}],
        description="案卷列表的筛选条件；空为您能看到的全部",
    )  # fmt: skip
    as_of: Day | None = Field(None, examples=["2025-09-01"], description="审查日；省略为各案卷自己的")
    packs: Literal["in_use"] | list[Annotated[str, Field(pattern=ID_FORM)]] = Field(
        "in_use", max_length=20, examples=[[EXAMPLE_ID]], description="in_use，或以这些版本（如草案）替换同名规则包试判"
    )
    apply: bool = Field(False, strict=True, examples=[False], description="true 则记为新的判定；草案不能记")


class UploadAuditIn(BaseModel):
    """A name for uploads that belong together; hand it in with each upload (field ``audit``)."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["upload"]
    name: Name = Field("", examples=["2025年三季度抽查"])
    as_of: Day | None = Field(None, examples=["2025-09-01"], description="记录用；各次上传的审查日随上传给出")


AuditIn = Annotated[RecheckIn | UploadAuditIn, Field(discriminator="kind")]


class Counts(BaseModel):
    """What a recheck came to. ``verdicts``: number of filings by verdict before and after (``accepted>returned``)."""

    verdicts: dict[str, int] = Field(examples=[_VERDICTS])
    flipped: int = Field(examples=[12], description="结论变了的案卷")
    changed: int = Field(examples=[30], description="发现有变的案卷，含结论未变的")
    failed: int = Field(examples=[0], description="存档读不出、没能判定的案卷")
    gained: dict[str, int] = Field(examples=[{"prevention_fee_below_minimum": 12}])
    lost: dict[str, int] = Field(examples=[{}])

    @classmethod
    def of(cls, result: Mapping[str, Any]) -> Counts:
        return cls(
            verdicts=result.get("verdicts", {}), flipped=result.get("flipped", 0), changed=result.get("changed", 0),
            failed=result.get("failed", 0), gained=result.get("gained", {}), lost=result.get("lost", {}),
        )  # fmt: skip


class Uploaded(BaseModel):
    """How far an upload audit came: uploads, papers and filings by state, verdicts, violated findings by type."""

    uploads: dict[str, int] = Field(examples=[{"done": 3, "reading": 1}])
    papers: dict[str, int] = Field(examples=[{"read": 118, "failed": 2, "queued": 40}])
    filings: dict[str, int] = Field(examples=[{"judged": 39}])
    verdicts: dict[str, int] = Field(examples=[{"accepted": 30, "returned": 9}])
    findings: dict[str, int] = Field(examples=[{"first_service_late": 6}])


class AuditOut(BaseModel):
    """A bulk job and how far it is. ``total`` is null until counted; ``rate`` in filings per second; ``eta_s`` seconds."""

    id: str = Field(examples=[EXAMPLE_ID])
    kind: Kind
    name: str = Field(examples=["费用比例提高后的影响"])
    state: State = Field(examples=["running"])
    filter: dict[str, str] = Field(examples=[{"region": "3413"}])
    packs: str | list[str] = Field(examples=["in_use"])
    apply: bool = Field(examples=[False])
    as_of: date | None = Field(examples=["2025-09-01"])
    total: int | None = Field(examples=[2000])
    finished: int = Field(examples=[492])
    rate: float | None = Field(examples=[35.2])
    eta_s: float | None = Field(examples=[42.8])
    cause: str = Field(examples=[""], description="失败的原因")
    counts: Counts | None
    uploaded: Uploaded | None = None
    user_id: str = Field(examples=[EXAMPLE_ID])
    created_at: datetime = Field(examples=["2025-09-01T02:00:00Z"])
    finished_at: datetime | None = Field(examples=[None])

    @classmethod
    def of(cls, row: Audit, uploaded: Mapping[str, Any] | None = None) -> AuditOut:
        rate, eta = pace(row)
        return cls(
            id=row.id, kind=row.kind, name=row.name, state=row.state, filter=row.choice.get("filter", {}),
            packs=row.choice.get("packs", "in_use"), apply=bool(row.choice.get("apply")), as_of=row.as_of,
            total=row.total, finished=row.finished, rate=rate, eta_s=eta, cause=row.result.get("cause", ""),
            counts=Counts.of(row.result) if row.kind == "recheck" else None,
            uploaded=Uploaded.model_validate(uploaded) if uploaded is not None else None,
            user_id=row.user_id, created_at=row.created_at, finished_at=row.finished_at,
        )  # fmt: skip


def pace(row: Audit) -> tuple[float | None, float | None]:
    """Filings per second since the first, and seconds to go; None where there is nothing to go by."""
    began = row.choice.get("began")
    if not began or not row.finished:
        return None, None
    seconds = ((row.finished_at or now()) - datetime.fromisoformat(began)).total_seconds()
    if seconds <= 0:
        return None, None
    rate = row.finished / seconds
    left = None if row.total is None or row.state != "running" else max(row.total - row.finished, 0) / rate
    return round(rate, 2), None if left is None else round(left, 1)


class ItemOut(BaseModel):
    """A filing's turn in a recheck. ``changes``: findings ``gained``, ``lost`` and ``changed`` (with ``before`` and ``after``),
    each with rule, why and citation; ``error`` where the filing's record could not be read."""

    filing_id: str = Field(examples=[EXAMPLE_ID])
    filing: str = Field(examples=["F-2025-017"])
    policyholder: str = Field(examples=["灵璧甲石材有限公司"])
    insurer: str = Field(examples=["甲财产保险股份有限公司"])
    before: str = Field(examples=["accepted"])
    after: str = Field(examples=["returned"])
    flipped: bool = Field(examples=[True])
    changes: dict[str, Any] = Field(
        examples=[{"gained": [{"rule": "suzhou.fee-floor", "citation": {"article": "二（六）"}}]}]
    )

    @classmethod
    def of(cls, item: AuditItem, filing: FilingRow) -> ItemOut:
        return cls(filing_id=filing.id, filing=filing.name, policyholder=filing.policyholder, insurer=filing.insurer,
                   before=item.before, after=item.after, flipped=item.flipped, changes=item.changes)  # fmt: skip
