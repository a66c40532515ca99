"""Sums made into figures: shares, names, and the list of filings behind each."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from urllib.parse import urlencode

from sqlmodel import Session

from api.accounts.principal import Principal
from api.filings.listing import Query, from_params, to_params
from api.kpis import queries
from api.kpis.schemas import Figures, KindLine, KindSeries, Line, Overview, Ranked, Ranking, Scope, Series
from api.problems import Invalid, NotAllowed
from api.tables.kpis import MEASURES
from api.tallies.sectors import names as sector_names
from extractor.values.region_table import name_of
from validators.law.topics import topic_of

DIMENSIONS = ("region", "insurer", "sector", "month")
# A ranking's measure, and whether more of it is better.
RANKED_BY: Mapping[str, bool] = {
    "returned_share": False, "open_share": False, "upload_late_share": False, "service_late_share": False,
    "claim_late_share": False, "limit_short_share": False, "fee_ratio": True, "spend_ratio": True, "filings": True,
}  # fmt: skip
MOST_LINES = 10
"""Lines of a dimension on a dashboard; the dimension itself has them all."""
_NOTHING: Mapping[str, Any] = dict.fromkeys(MEASURES, 0)
_UNKNOWN = ("未载明", "Not stated")


class View:
    """One person's view of the counts: a region's, or the own organisation's; within months of signing.

    Raises NotAllowed for a region that is not the person's, Invalid for what is no region or no span of months.
    """

    def __init__(self, who: Principal, region: str = "", since: str = "", until: str = "") -> None:
        if since and until and since > until:
            raise Invalid("from 晚于 to", "请核对月份")
        asked = from_params({"region": region}).region
        self._lang = 0 if who.lang == "zh" else 1
        self.since, self.until = since, until
        self.region: str | None = None
        if who.org_kind == "operator":
            self.region = asked
        elif who.org_kind == "regulator":
            if asked and not asked.startswith(who.region_prefix):
                raise NotAllowed("该地区不在您的辖区内", "请选择本辖区或其下的地区")
            self.region = asked or who.region_prefix
        elif asked:
            raise Invalid("保险机构的统计不按地区筛选", "各地区的数字见 /kpis/region")
        self.key = f"o:{who.org_id}" if self.region is None else f"r:{self.region}"
        self._name = who.org_name if self.region is None else self._region_name(self.region)

    def scope(self, session: Session) -> Scope:
        return Scope(
            region=self.region, name=self._name, since=self.since, until=self.until, behind=queries.behind(session)
        )

    # --- what there is to see ---

    def overview(self, session: Session) -> Overview:
        by_month = queries.months(session, self.key, self.since, self.until)
        total = {name: sum(row[name] for row in by_month.values()) for name in MEASURES}
        return Overview(
            scope=self.scope(session), total=_figures(total), query=self._query(),
            months=[self._line("month", key, row) for key, row in by_month.items()],
            regions=self._lines(session, "region"),
            insurers=_largest(self._lines(session, "insurer")),
            sectors=_largest(self._lines(session, "sector")),
            types=self._kinds(session, total["filings"])[:MOST_LINES],
        )  # fmt: skip

    def series(self, session: Session, dimension: str) -> Series:
        return Series(scope=self.scope(session), dimension=dimension, items=self._lines(session, dimension))

    def kinds(self, session: Session) -> KindSeries:
        everything = queries.sums(session, self.key, "all", self.since, self.until).get("", _NOTHING)
        return KindSeries(scope=self.scope(session), items=self._kinds(session, everything["filings"]))

    def ranking(self, session: Session, by: str, least: int) -> Ranking:
        """Insurers with ``least`` filings or more. Raises Invalid for an unknown measure."""
        if by not in RANKED_BY:
            raise Invalid(f"by: {by[:40]!r} 不可用", f"可用的值：{'、'.join(RANKED_BY)}")
        lines = [line for line in self._lines(session, "insurer") if line.key and line.filings >= least]
        known = sorted(
            (line for line in lines if getattr(line, by) is not None),
            key=lambda line: (-getattr(line, by) if RANKED_BY[by] else getattr(line, by), -line.filings, line.key),
        )
        values = [getattr(line, by) for line in known]
        ranked = [
            Ranked(**line.model_dump(), rank=values.index(value) + 1, value=value)
            for line, value in zip(known, values, strict=True)
        ]
        unknown = [Ranked(**line.model_dump(), rank=None, value=None) for line in lines if getattr(line, by) is None]
        return Ranking(scope=self.scope(session), by=by, items=ranked + unknown)

    # --- lines ---

    def _lines(self, session: Session, dimension: str) -> list[Line]:
        if dimension == "month":
            found = queries.months(session, self.key, self.since, self.until)
            return [self._line("month", key, row) for key, row in found.items()]
        found = queries.sums(session, self.key, dimension, self.since, self.until)
        lines = [self._line(dimension, key, row) for key, row in found.items()]
        return sorted(lines, key=lambda line: (line.key == "", -line.filings, line.key))

    def _line(self, dimension: str, key: str, row: Mapping[str, Any]) -> Line:
        return Line(
            **_figures(row).model_dump(), key=key, name=self._named(dimension, key), query=self._query(dimension, key)
        )

    def _kinds(self, session: Session, filings: int) -> list[KindLine]:
        found = queries.sums(session, self.key, "type", self.since, self.until)
        lines = [
            KindLine(key=key, name=_kind_name(key, self._lang), filings=row["filings"],
                     findings=row["findings"], share=_share(row["filings"], filings), query=self._query("type", key))
            for key, row in found.items()
        ]  # fmt: skip
        return sorted(lines, key=lambda line: (-line.filings, line.key))

    def _named(self, dimension: str, key: str) -> str:
        if not key:
            return _UNKNOWN[self._lang]
        if dimension == "region":
            return self._region_name(key)
        if dimension == "sector":
            return sector_names().get(key, (key, key))[self._lang]
        return key

    def _region_name(self, prefix: str) -> str:
        if not prefix:
            return ("全国", "The whole country")[self._lang]
        return name_of(prefix.ljust(6, "0")) or prefix

    def _query(self, dimension: str = "", key: str = "") -> str:
        """The list of filings behind a line. What is not stated cannot be asked of the list: then that of the whole."""
        query = Query(
            region=self.region or "",
            signed_from=_first_day(self.since) if self.since else None,
            signed_to=_last_day(self.until) if self.until else None,
        )
        if key and dimension == "month":
            query = replace(query, signed_from=_first_day(key), signed_to=_last_day(key))
        elif key and dimension:
            query = replace(query, **{dimension: key})  # type: ignore[arg-type]
        return urlencode(to_params(query))


def _kind_name(kind: str, lang: int) -> str:
    return kind.replace("_", " ") if lang else topic_of(kind)


def _first_day(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


def _last_day(month: str) -> date:
    first = _first_day(month)
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])


def _largest(lines: Iterable[Line]) -> list[Line]:
    return list(lines)[:MOST_LINES]


def _share(part: Any, whole: Any) -> float | None:
    """Percent with two places, None without a denominator."""
    if not whole:
        return None
    return float((Decimal(part) / Decimal(whole) * 100).quantize(Decimal("0.01"), ROUND_HALF_UP))


def _figures(row: Mapping[str, Any]) -> Figures:
    counts = {name: row[name] for name in MEASURES if name in Figures.model_fields}
    shares = {
        f"{name}_share": _share(row[name], row["filings"])
        for name in ("returned", "open", "upload_late", "service_late", "claim_late", "limit_short")
    }
    return Figures(
        **counts, **shares, fee_ratio=_share(row["fee"], row["fee_premium"]),
        spend_ratio=_share(row["spent"], row["spent_fee"]),
    )  # fmt: skip
