"""Packs as they go in and out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.inputs import EXAMPLE_ID, Kept
from api.packs.texts import TEXT_BYTES, Defect
from api.packs.understood import thresholds
from api.tables.packs import PackVersion
from validators.finding import plain
from validators.law.pack import LAYERS, Pack, Rule

EXAMPLE_VERSION = "0f3a9c1b2d4e"
# A whole pack and its cases, so that the example of the description can be sent as it stands.
_TEXT = """\
name: example-2025-1
title: 关于提高每人责任限额的通知
document: 例应急〔2025〕1号
region: "341323"
place: 安徽省宿州市灵璧县
layer: county
in_force: {from: 2025-01-01}
rules:
  - name: example.per-person
    type: per_person_limit_below_minimum
    article: 一
    quote: 不低于50万元
    about: policy
    check: at_least
    with: {fact: per_person_limit}
    value: 500000
    severity: error
"""
_CASES = """\
example.per-person:
  satisfied: [{per_person_limit: 500000, sign_date: 2025-03-01}]
  violated: [{per_person_limit: 400000, sign_date: 2025-03-01}]
  undecided: [{sign_date: 2025-03-01}]
"""
State = Literal["draft", "active", "retired"]


class InForce(BaseModel):
    """First and last day, inclusive; null where there is none."""

    since: date | None = Field(alias="from", examples=["2024-01-01"])
    until: date | None = Field(alias="to", examples=[None])

    model_config = {"populate_by_name": True}


class PackBrief(BaseModel):
    """One version of one pack. What its text says is null where this engine cannot read it."""

    id: str = Field(examples=[EXAMPLE_ID])
    name: str = Field(examples=["suzhou-2023-84"])
    version: str = Field(examples=[EXAMPLE_VERSION], description="文本 SHA-256 的前12位；判定里写的就是它")
    title: str = Field(examples=["关于规范和加强安全生产责任保险工作的通知"])
    document: str | None = Field(examples=["应急监二〔2023〕84号"])
    region: str = Field(examples=["341300"])
    place: str | None = Field(examples=["安徽省宿州市"])
    layer: str | None = Field(examples=["city"])
    rank: int | None = Field(examples=[40], description="效力位阶；大者为准")
    in_force: InForce | None
    confidence: str | None = Field(examples=["V"])
    advisory: bool | None = Field(examples=[False])
    rules: int | None = Field(examples=[15])
    state: State = Field(examples=["active"])
    shipped: bool = Field(examples=[True], description="随程序发布")
    note: str = Field(examples=[""])
    proposed_by: str | None = Field(None, examples=["张三"], description="只给能起草或批准的人看")
    approved_by: str | None = Field(None, examples=["李四"])
    created_at: datetime = Field(examples=["2025-09-01T02:00:00Z"])
    activated_at: datetime | None = Field(examples=["2025-09-01T02:00:00Z"])
    retired_at: datetime | None = Field(examples=[None])

    @classmethod
    def of(cls, row: PackVersion, pack: Pack | None, names: Mapping[str, str]) -> PackBrief:
        return cls.model_validate(brief_words(row, pack, names))


def brief_words(row: PackVersion, pack: Pack | None, names: Mapping[str, str]) -> dict[str, Any]:
    stored = row.model_dump(exclude={"text", "cases", "proposed_by", "approved_by"})
    people = {who: names.get(getattr(row, who) or "") for who in ("proposed_by", "approved_by")}
    said: dict[str, Any] = {
        "document": pack.document,
        "place": pack.place or ("全国" if not pack.prefix else pack.region),
        "layer": pack.layer,
        "rank": LAYERS[pack.layer],
        "in_force": {"from": pack.since, "to": pack.until},
        "confidence": pack.confidence,
        "advisory": pack.advisory,
        "rules": len(pack.rules),
    } if pack is not None else dict.fromkeys(
        ("document", "place", "layer", "rank", "in_force", "confidence", "advisory", "rules")
    )  # fmt: skip
    return {**stored, **people, **said}


class Threshold(BaseModel):
    """One number of a rule, from a day to a day; ``value`` null where it is not known to us, with the reason."""

    since: date | None = Field(alias="from", examples=["2024-01-01"])
    until: date | None = Field(alias="to", examples=[None])
    value: Any = Field(examples=[12])
    source: str = Field(examples=["应急监二〔2023〕84号二（六）"])
    confidence: str = Field(examples=["V"])
    reason: str = Field(examples=[""])

    model_config = {"populate_by_name": True}


class RuleOut(BaseModel):
    """A rule as it was understood: defaults filled in, the severity that will be used."""

    name: str = Field(examples=["suzhou.fee-floor"])
    type: str = Field(examples=["prevention_fee_below_minimum"])
    article: str = Field(examples=["二（六）"])
    quote: str = Field(examples=["不得低于保费总额的12%"])
    about: str = Field(examples=["policy"])
    date: str = Field(examples=["contract_date"], description="按哪个事实的日期决定是否生效")
    in_force: InForce
    check: str = Field(examples=["at_least"])
    settings: dict[str, Any] = Field(alias="with", examples=[{"fact": "fee_ratio"}])
    thresholds: list[Threshold]
    when: dict[str, Any] = Field(examples=[{}])
    if_unknown: str = Field(examples=["not_applicable"])
    exceptions: list[dict[str, Any]] = Field(alias="except", examples=[[]])
    severity: str = Field(examples=["error"])
    confidence: str = Field(examples=["V"])
    undecided_matters: bool = Field(examples=[True])
    say: dict[str, Any] = Field(examples=[{}])
    reason: str = Field(examples=[""])
    former_names: list[str] = Field(examples=[[]])
    line: int = Field(examples=[40], description="规则包文本的行号，从1起")
    cases: dict[str, list[dict[str, Any]]] = Field(examples=[{"satisfied": [{"fee_ratio": 12}]}])

    model_config = {"populate_by_name": True}

    @classmethod
    def of(cls, rule: Rule, words: Mapping[str, Any], cases: Any) -> RuleOut:
        shown = {"in_force": {"from": words["from"], "to": words["to"]}, "thresholds": list(thresholds(rule))}
        taken = {name: value for name, value in words.items() if name not in ("from", "to", "values")}
        groups = plain(cases) if isinstance(cases, Mapping) else {}
        return cls.model_validate({**taken, **shown, "line": rule.line, "cases": groups})


class DefectOut(BaseModel):
    """Why a pack cannot be used yet."""

    rule: str = Field(examples=["suzhou.fee-floor"])
    line: int = Field(examples=[40])
    message: str = Field(examples=["算例应为 violated，实际为 satisfied"])
    wanted: str = Field(examples=["violated"])
    found: str = Field(examples=["satisfied"])
    case: dict[str, Any] | None = Field(examples=[{"fee_ratio": 12}])

    @classmethod
    def of(cls, defect: Defect) -> DefectOut:
        case = None if defect.case is None else dict(defect.case)
        return cls(rule=defect.rule, line=defect.line, message=defect.message, wanted=defect.wanted,
                   found=defect.found, case=case)  # fmt: skip


class PackDetail(PackBrief):
    """A version with its text, its cases and its rules as understood; a draft with its defects."""

    issuer: list[str] = Field(examples=[["宿州市应急管理局"]])
    aliases: list[str] = Field(examples=[[]])
    issued: date | None = Field(examples=["2023-10-30"])
    url: str = Field(examples=[""])
    notes: str = Field(examples=[""])
    text: str = Field(examples=["name: suzhou-2023-84\n…"])
    cases: str = Field(examples=["suzhou.fee-floor:\n  satisfied: …"])
    understood: list[RuleOut]
    unreadable: str | None = Field(None, examples=[None], description="本程序不能读这一版本的原因；能读为 null")
    defects: list[DefectOut] = Field(examples=[[]], description="只有草案有；空表示可以批准")


class PackIn(BaseModel):
    """A draft: the YAML of the pack and of its cases (docs/packs.md)."""

    model_config = ConfigDict(extra="forbid")

    text: Kept = Field(min_length=1, max_length=TEXT_BYTES, examples=[_TEXT])
    cases: Kept = Field("", max_length=TEXT_BYTES, examples=[_CASES])
    note: Kept = Field("", max_length=1000, examples=["依据二〔2025〕3号修改费用比例"])


class Checked(BaseModel):
    """What an upload of this text would meet, without storing it. ``error`` is where reading it stopped."""

    ok: bool = Field(examples=[True])
    error: PackMistake | None
    pack: dict[str, Any] | None = Field(examples=[{"name": "suzhou-2023-84", "version": EXAMPLE_VERSION, "rules": 15}])
    understood: list[RuleOut]
    defects: list[DefectOut]


class PackMistake(BaseModel):
    """Where a text stopped being a pack, and the words that could stand there."""

    file: str = Field(examples=["规则包.yaml"])
    line: int = Field(examples=[16])
    problem: str = Field(examples=["规则里没有“severtiy”这个词"])
    allowed: list[str] = Field(examples=[["name", "type", "severity"]])


class Offer(BaseModel):
    """A body for ``POST /audits`` that judges again what the change may touch; nothing is judged unless it is sent."""

    kind: Literal["recheck"] = "recheck"
    name: str = Field(examples=["规则包 suzhou-2023-84 生效后的复核"])
    filter: dict[str, str] = Field(examples=[{"region": "3413"}])
    packs: Literal["in_use"] = "in_use"
    apply: bool = Field(examples=[True])


class Activated(BaseModel):
    """The version that judges from now on, the one it replaced, and the recheck that may follow."""

    pack: PackBrief
    replaced: str | None = Field(examples=[EXAMPLE_VERSION], description="被替换的版本；新规则包为 null")
    recheck: Offer


class Drafted(BaseModel):
    """A stored draft; with defects it cannot be approved."""

    pack: PackBrief
    defects: list[DefectOut]


Checked.model_rebuild()
