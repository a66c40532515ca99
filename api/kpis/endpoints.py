"""Routes of figures over many filings, and of score sheets of insurers."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query

from api.accounts import audit_log
from api.accounts.deps import need
from api.accounts.principal import Principal
from api.inputs import Kept
from api.kpis import score
from api.kpis.figures import View
from api.kpis.schemas import EntriesIn, KindSeries, Month, Overview, Ranking, SchemeOut, Series, SheetOut
from api.problems import Invalid, may_answer
from api.service import TheService
from validators.scores import schemes

router = APIRouter(tags=["kpis"])
Who = Annotated[Principal, need("kpi")]
Region = Annotated[
    str, Query(pattern="^([0-9]{2,12})?$", description="本辖区内的行政区划代码，前 2、4、6 或 9 位", examples=["3413"])
]
Since = Annotated[Month, Query(alias="from", description="签单月份不早于")]
Until = Annotated[Month, Query(alias="to", description="签单月份不晚于")]
SheetName = Annotated[str, Path(pattern="^[a-z0-9-]{1,60}$", examples=["suzhou-2023-84"])]
Insurer = Annotated[
    Kept, Query(max_length=200, description="保险机构全称；保险机构自己可省略", examples=["示例财产保险股份有限公司"])
]
Period = Annotated[str, Query(max_length=15, description="评价周期：2025，或 2025-01_2025-06", examples=["2025"])]


@router.get("/kpis", summary="统计总览", responses=may_answer(403))
def get_overview(the: TheService, who: Who, region: Region = "", since: Since = "", until: Until = "") -> Overview:
    """Coverage, verdicts, lateness, fee use and kinds of findings: a regulator's region or below, an insurer's own filings."""
    view = View(who, region, since, until)
    with the.db.reading() as session:
        return view.overview(session)


@router.get("/kpis/types", summary="各种发现的数量", responses=may_answer(403))
def get_kinds(the: TheService, who: Who, region: Region = "", since: Since = "", until: Until = "") -> KindSeries:
    """Every kind of finding that was found violated, most frequent first."""
    view = View(who, region, since, until)
    with the.db.reading() as session:
        return view.kinds(session)


@router.get("/kpis/rankings/insurers", summary="保险机构排名", responses=may_answer(403))
def get_ranking(
    the: TheService, who: Who, region: Region = "", since: Since = "", until: Until = "",
    by: Annotated[str, Query(max_length=30, description="排名依据", examples=["returned_share"])] = "returned_share",
    least: Annotated[int, Query(ge=1, le=1_000_000, description="案卷少于此数的不排", examples=[10])] = 1,
) -> Ranking:  # fmt: skip
    """Insurers in order, best first; with few filings a share says little, ``least`` leaves those out."""
    view = View(who, region, since, until)
    with the.db.reading() as session:
        return view.ranking(session, by, least)


@router.get("/kpis/{dimension}", summary="按地区、保险机构、行业或月份统计", responses=may_answer(403))
def get_series(
    the: TheService, who: Who, dimension: Annotated[Literal["region", "insurer", "sector", "month"], Path()],
    region: Region = "", since: Since = "", until: Until = "",
) -> Series:  # fmt: skip
    """Every key of one dimension: the regions below, insurers, sectors or months of signing."""
    view = View(who, region, since, until)
    with the.db.reading() as session:
        return view.series(session, dimension)


@router.get("/scores", summary="评分细则", responses=may_answer(403))
def list_schemes(who: Who) -> list[SchemeOut]:
    """The schemes of scoring that notices lay down."""
    return [score.scheme_out(scheme) for scheme in schemes().values()]


@router.get("/scores/{sheet}", summary="一家保险机构的评分表", responses=may_answer(403, 404))
def get_sheet(the: TheService, who: Who, sheet: SheetName, period: Period, insurer: Insurer = "") -> SheetOut:
    """Each item with its points, the filings behind them, and what only a person can enter; nothing open counts as full."""
    with the.db.reading() as session:
        made = score.score_sheet(session, who, score.scheme_of(sheet), _insurer(who, insurer), period)
    return score.sheet_out(made, who.lang)


@router.put("/scores/{sheet}/inputs", summary="填报评分表", responses=may_answer(403, 404, 409))
def put_inputs(
    the: TheService, who: Annotated[Principal, need("decide")], sheet: SheetName, body: EntriesIn
) -> SheetOut:
    """Keep numbers that only a person can give; earlier ones stay in the history. Answers with the sheet they make."""
    who.need("kpi")
    scheme, insurer = score.scheme_of(sheet), _insurer(who, body.insurer)
    with the.db.writing() as session:
        score.enter(session, who, scheme, insurer, body.period, body.entries)
        made = score.score_sheet(session, who, scheme, insurer, body.period)
        entries = [entry.model_dump(exclude_unset=True) for entry in body.entries]
        audit_log.record(
            session, who, "score.enter", "score", sheet, insurer=insurer, period=body.period, entries=entries
        )
    return score.sheet_out(made, who.lang)


def _insurer(who: Principal, named: str) -> str:
    """An insurer's people see their own sheet alone."""
    if who.org_kind != "insurer":
        return named
    if named and named != who.org_name:
        raise Invalid("保险机构只能看自己的评分表", "请省略 insurer")
    return who.org_name
