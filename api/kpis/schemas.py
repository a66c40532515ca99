"""What the routes of figures and score sheets take and give."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import Query
from pydantic import BaseModel, Field

from api.inputs import Kept

Month = Annotated[str, Query(pattern=r"^(20[0-9]{2}-(0[1-9]|1[0-2]))?$", examples=["2025-03"])]


class Figures(BaseModel):
    """Sums over judged filings. Money in yuan, shares in percent; a share without a denominator is null."""

    filings: int = Field(examples=[1240], description="已判定的案卷")
    accepted: int = Field(examples=[700])
    returned: int = Field(examples=[400])
    incomplete: int = Field(examples=[140])
    open: int = Field(examples=[380], description="还有未了发现的案卷")
    findings: int = Field(examples=[910], description="违反的发现数")
    insured: int = Field(examples=[51000], description="被保险人数合计")
    premium: float = Field(examples=[8300000.0], description="保险费合计，元")
    fee: float = Field(examples=[1100000.0], description="约定的事故预防费用合计，只计载明保险费的案卷，元")
    spent: float = Field(examples=[830000.0], description="台账支出合计，只计载明约定费用的案卷，元")
    upload_late: int = Field(examples=[31], description="保单上传逾期的案卷")
    upload_unknown: int = Field(examples=[12], description="上传是否逾期未能判定的案卷")
    service_late: int = Field(examples=[77], description="首次服务逾期的案卷")
    service_unknown: int = Field(examples=[9])
    claim_late: int = Field(examples=[4], description="理赔结果上传逾期的案卷")
    claim_unknown: int = Field(examples=[2])
    limit_short: int = Field(examples=[15], description="每人限额低于规定的案卷")
    limit_unknown: int = Field(examples=[40], description="每人限额是否够未能判定的案卷")
    returned_share: float | None = Field(examples=[32.26], description="退回的占比，%")
    open_share: float | None = Field(examples=[30.65], description="还有未了发现的占比，%")
    upload_late_share: float | None = Field(examples=[2.5], description="上传逾期的占比，%")
    service_late_share: float | None = Field(examples=[6.2], description="首次服务逾期的占比，%")
    claim_late_share: float | None = Field(examples=[0.3], description="理赔结果上传逾期的占比，%")
    limit_short_share: float | None = Field(examples=[1.2], description="每人限额不足的占比，%")
    fee_ratio: float | None = Field(examples=[13.1], description="预防费用÷保险费，只计两者都载明的案卷，%")
    spend_ratio: float | None = Field(examples=[75.4], description="支出÷约定费用，只计两者都载明的案卷，%")


class Line(Figures):
    """The figures of one key of a dimension. ``query``: the parameters of the list of filings behind them."""

    key: str = Field(examples=["341302"])
    name: str = Field(examples=["埇桥区"])
    query: str = Field(examples=["region=341302"], description="案卷列表的查询参数，GET /filings?…")


class KindLine(BaseModel):
    """One kind of finding: filings that it was found in, and how often."""

    key: str = Field(examples=["first_service_late"])
    name: str = Field(examples=["首次服务时间"])
    filings: int = Field(examples=[77])
    findings: int = Field(examples=[80])
    share: float | None = Field(examples=[6.2], description="占全部案卷，%")
    query: str = Field(examples=["type=first_service_late"])


class Scope(BaseModel):
    """Whose filings: a region's, or those one's own organisation handed in (``region`` null)."""

    region: str | None = Field(examples=["3413"])
    name: str = Field(examples=["宿州市"])
    since: str = Field("", examples=["2025-01"], description="签单月份自，空为不限")
    until: str = Field("", examples=["2025-12"], description="签单月份至，空为不限")
    behind: bool = Field(False, description="是否有案卷刚变动、尚未计入")


class Overview(BaseModel):
    """A dashboard's figures."""

    scope: Scope
    total: Figures
    query: str = Field(examples=["region=3413"])
    months: list[Line]
    regions: list[Line]
    insurers: list[Line] = Field(description="案卷最多的几家")
    sectors: list[Line]
    types: list[KindLine] = Field(description="最多的几种")


class Series(BaseModel):
    """All keys of one dimension."""

    scope: Scope
    dimension: str = Field(examples=["sector"])
    items: list[Line]


class KindSeries(BaseModel):
    """All kinds of findings."""

    scope: Scope
    items: list[KindLine]


class Ranked(Line):
    """An insurer with its place; equal values share one. Null where the value is unknown."""

    rank: int | None = Field(examples=[1])
    value: float | None = Field(examples=[12.5])


class Ranking(BaseModel):
    """Insurers in order, best first; those without a value last."""

    scope: Scope
    by: str = Field(examples=["returned_share"])
    items: list[Ranked]


# --- score sheets ----------------------------------------------------------------------------------------------------


class SchemeOut(BaseModel):
    """A notice's scheme of scoring insurers."""

    name: str = Field(examples=["suzhou-2023-84"])
    title: str = Field(examples=["宿州市安全生产责任保险服务质量评价细则"])
    document: str = Field(examples=["应急监二〔2023〕84号"])
    region: str = Field(examples=["341300"])
    place: str = Field(examples=["宿州市"])
    in_force_from: date | None = None
    in_force_to: date | None = None


class CaseOut(BaseModel):
    """A filing behind the points, with the fingerprints of its findings."""

    filing: str = Field(examples=["01jq8z6w3m4n5p6q7r8s9tavbw"])
    name: str = Field(examples=["F-2025-017"])
    count: int = Field(examples=[1])
    findings: list[str] = Field(examples=[["0f" * 16]])


class InputOut(BaseModel):
    """A number that only a person can give; ``value`` null while it is open."""

    field: str = Field(examples=["value"], description="填报时的名字：value 或 excused")
    question: str = Field(examples=["涉诉且属保险机构责任的起数"])
    unit: str = Field(examples=["起"])
    most: float = Field(examples=[100000])
    value: float | None = Field(None, examples=[None])


class ItemOut(BaseModel):
    """One item. ``lost`` null: not judged, ``why`` is needs_input, no_evidence, not_over (a ratio that may still rise) or
    on_the_day."""

    name: str = Field(examples=["first-service"])
    number: int = Field(examples=[2])
    title: str
    quote: str
    cap: float = Field(examples=[10], description="最多扣（或得）几分")
    step: float | None = Field(None, examples=[2], description="每次扣几分")
    lost: float | None = Field(examples=[4], description="扣分；null 为未判定")
    found: float | None = Field(None, examples=[2], description="次数、比例（%）或星级")
    status: str = Field(examples=["judged"], description="judged 或 not_judged")
    why: str = Field("", examples=["needs_input"])
    applied: str = Field("", description="所用的一档")
    judged: int = Field(examples=[40], description="材料说明了此项的案卷数")
    filings: int = Field(examples=[42], description="周期内的案卷数")
    cases: list[CaseOut] = Field(description="扣分所依据的案卷，至多 200 个")
    cases_total: int = Field(examples=[2])
    hints: list[CaseOut] = Field(description="供填报时核对的案卷，至多 200 个")
    inputs: list[InputOut]
    note: str = Field("", description="填报人的说明")
    notes: list[str] = Field(description="对条文的说明")


class SectionOut(BaseModel):
    name: str = Field(examples=["technical"])
    title: str = Field(examples=["技术服务"])
    weight: float = Field(examples=[40])
    low: float = Field(examples=[20], description="未判定各项都扣满时的得分")
    high: float = Field(examples=[36], description="未判定各项都不扣时的得分")
    over: float = Field(examples=[10], description="各条扣分上限之和超过本部分分值多少")
    items: list[ItemOut]


class BandOut(BaseModel):
    quote: str = Field(examples=["评分≥90分"])
    measure: str = Field(examples=["保险机构自我管理"])
    least: float = Field(examples=[90])


class SheetOut(BaseModel):
    """A score sheet. ``total`` and ``band`` are null while what is open could change them."""

    scheme: SchemeOut
    insurer: str
    period: str = Field(examples=["2025"])
    filings: int = Field(examples=[42])
    total: float | None = Field(examples=[None])
    low: float = Field(examples=[51])
    high: float = Field(examples=[96])
    band: BandOut | None
    bands: list[BandOut]
    sections: list[SectionOut]
    open: list[str] = Field(examples=[["stars"]], description="未判定的项")
    notes: list[str]
    query: str = Field(description="案卷列表的查询参数")


class EntryIn(BaseModel):
    """A person's number for an item; null takes it back."""

    item: str = Field(max_length=40, pattern="^[a-z-]+$", examples=["lawsuits"])
    value: float | None = Field(None, ge=0, le=100000, strict=True, examples=[0], allow_inf_nan=False)
    excused: float | None = Field(None, ge=0, le=100000, strict=True, allow_inf_nan=False)
    note: Kept = Field("", max_length=500, examples=["经核实，周期内没有此类诉讼"])


class EntriesIn(BaseModel):
    insurer: Kept = Field(min_length=1, max_length=200, examples=["示例财产保险股份有限公司"])
    period: str = Field(pattern=r"^20[0-9]{2}(-(0[1-9]|1[0-2])_20[0-9]{2}-(0[1-9]|1[0-2]))?$", examples=["2025"])
    entries: list[EntryIn] = Field(min_length=1, max_length=20)
