"""The dashboard: coverage, verdicts, lateness, fee use, by region, insurer, sector and month; score sheets down to the evidence.

A regulator sees its region and what lies below, an insurer what it handed in. Every number leads to the filings behind it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from api.accounts import audit_log
from api.accounts.deps import need
from api.accounts.principal import Principal
from api.kpis import score
from api.kpis.figures import RANKED_BY, View
from api.kpis.schemas import EntryIn, SchemeOut, SheetOut
from api.problems import Invalid, NotAllowed, Problem
from api.service import TheService
from api.serving.app import language
from api.store import now
from api.web.forms import TheForm, onward
from api.web.menu import Entry
from api.web.templating import page, root_of
from api.web.views import dashboard as view
from validators.days import china_day
from validators.law.pack import significant
from validators.scores import schemes

router = APIRouter()
MENU = Entry(30, "dashboard", "/dashboard", "kpi")

Who = Annotated[Principal, need("kpi")]
SheetName = Annotated[str, Path(pattern="^[a-z0-9-]{1,60}$")]
Period = Annotated[str, Query(max_length=15)]
LEAST = 5
"""Insurers with fewer filings than this are not ranked unless asked: with three filings a share says nothing."""


@router.get("/dashboard")
def dashboard(request: Request, the: TheService, who: Who, region: str = "", since: str = "", until: str = "",
              by: str = "returned_share", least: str = "") -> Response:  # fmt: skip
    lang = language(request)
    reader = replace(who, lang=lang)
    since, until = _month(since), _month(until)
    few = max(1, int(least[:6])) if least.isdecimal() else LEAST
    looked = View(reader, region.strip()[:12], since, until)
    with the.db.reading() as session:
        shown = looked.overview(session)
        ranking = looked.ranking(session, by if by in RANKED_BY else "returned_share", few)
    asked = {k: v for k, v in (("region", looked.region or ""), ("since", since), ("until", until)) if v}
    root = root_of(request)
    return page(
        request, who, "dashboard.html", shown=shown, ranking=ranking, ranked_by=list(RANKED_BY), by=ranking.by, least=few,
        trail=view.trail(looked.region, who.region_prefix, lang), asked=asked, months=view.months_chart(shown, lang, root),
        kinds=view.kinds_chart(shown, root), sectors=view.sectors_chart(shown, root), tiles=view.tile_map(shown, asked, root),
        late=view.lateness(shown), more=lambda **changes: urlencode({**asked, **changes}),
        schemes=_schemes(who, looked.region), year=_year(shown.scope.until),
        drill=lambda key: who.org_kind in ("operator", "regulator") and bool(key) and len(key) <= 6,
    )  # fmt: skip


def _month(said: str) -> str:
    """A month as the view takes it; "" for none. Raises Invalid."""
    said = said.strip()
    if said and not (len(said) == 7 and said[:4].isdecimal() and said[4] == "-" and said[5:] in view.MONTHS):
        raise Invalid(f"“{said[:20]}”不是月份", "请写成 2025-03")
    return said


def _schemes(who: Principal, region: str | None) -> Sequence[SchemeOut]:
    """Schemes of scoring that the person may use, of the region looked at."""
    out = []
    for scheme in schemes().values():
        where = significant(scheme.region)
        prefix = who.region_prefix if region is None else region
        if where.startswith(prefix) or prefix.startswith(where):
            out.append(score.scheme_out(scheme))
    return out


def _year(until: str) -> str:
    return until[:4] if until else str(china_day(now()).year)


@router.get("/dashboard/score/{sheet}")
def show_sheet(
    request: Request, the: TheService, who: Who, sheet: SheetName, insurer: str = "", period: Period = ""
) -> Response:
    return _sheet_page(request, the, who, sheet, insurer.strip()[:200], period)


@router.post("/dashboard/score/{sheet}")
def enter(
    request: Request, the: TheService, who: Annotated[Principal, need("decide")], sheet: SheetName, sent: TheForm
) -> Response:
    """What only a person can know; the sheet is made anew with it."""
    who.need("kpi")
    insurer, period, item = sent.one("insurer", 200), sent.one("period", 15), sent.one("item", 40)
    named = _insurer(who, insurer)
    try:
        numbers = {field: _number(sent.one(field, 20)) for field in ("value", "excused") if field in sent.fields}
        entry = EntryIn(item=item, note=sent.one("note", 500), **numbers)
        with the.db.writing() as session:
            score.enter(session, who, score.scheme_of(sheet), named, period, [entry])
            audit_log.record(session, who, "score.enter", "score", sheet, insurer=named, period=period,
                             entries=[entry.model_dump(exclude_unset=True)])  # fmt: skip
    except ValueError:
        return _sheet_page(request, the, who, sheet, insurer, period, Invalid("填报的数不可用", "请填不小于 0 的数"))
    except NotAllowed:
        raise
    except Problem as problem:
        return _sheet_page(request, the, who, sheet, insurer, period, problem)
    return onward(request, f"/dashboard/score/{sheet}?{urlencode({'insurer': insurer, 'period': period})}#{item}")


def _number(said: str) -> float | None:
    return float(said) if said else None


def _insurer(who: Principal, named: str) -> str:
    return who.org_name if who.org_kind == "insurer" else named


def _sheet_page(request: Request, the: Any, who: Principal, sheet: str, insurer: str, period: str,
                problem: Problem | None = None) -> Response:  # fmt: skip
    lang, scheme = language(request), score.scheme_of(sheet)
    named = _insurer(who, insurer)
    period = period or str(china_day(now()).year)
    shown: SheetOut | None = None
    with the.db.reading() as session:
        if named:
            shown = score.sheet_out(score.score_sheet(session, who, scheme, named, period), lang)
        insurers = [] if who.org_kind == "insurer" else _insurers(session, who, scheme.region)
    return page(
        request, who, "score.html", status=problem.status if problem else 200, sheet=shown, scheme=score.scheme_out(scheme),
        insurer=named, period=period, insurers=insurers, may_enter=who.may("decide"),
        problem=problem.shape(lang) if problem else None,
    )  # fmt: skip


def _insurers(session: Any, who: Principal, region: str) -> list[str]:
    where = significant(region)
    prefix = where if where.startswith(who.region_prefix) else who.region_prefix
    return [line.key for line in View(who, prefix).series(session, "insurer").items if line.key]
