"""The dashboard's charts and the way through its regions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from markupsafe import Markup

from api import charts
from api.charts import Series
from api.kpis.schemas import Figures, Overview
from api.web.views.packs import place_name
from api.web.words import say

MONTHS = frozenset(f"{n:02d}" for n in range(1, 13))
SHOWN_MONTHS = 24
"""Months in the chart; the table below it has all."""
_MAP_COLUMNS, _MAP_LINES = 9, 8
# Where each province stands on a map of equal tiles: short name, column, line from the top.
PROVINCES: Mapping[str, tuple[str, int, int]] = {
    "23": ("黑", 8, 0), "65": ("新", 0, 1), "15": ("蒙", 6, 1), "22": ("吉", 8, 1), "63": ("青", 2, 2), "62": ("甘", 3, 2),
    "64": ("宁", 4, 2), "14": ("晋", 5, 2), "13": ("冀", 6, 2), "11": ("京", 7, 2), "21": ("辽", 8, 2), "54": ("藏", 1, 3),
    "51": ("川", 3, 3), "61": ("陕", 4, 3), "41": ("豫", 5, 3), "37": ("鲁", 6, 3), "12": ("津", 7, 3), "50": ("渝", 4, 4),
    "42": ("鄂", 5, 4), "34": ("皖", 6, 4), "32": ("苏", 7, 4), "31": ("沪", 8, 4), "53": ("滇", 3, 5), "52": ("黔", 4, 5),
    "43": ("湘", 5, 5), "36": ("赣", 6, 5), "33": ("浙", 7, 5), "45": ("桂", 4, 6), "44": ("粤", 5, 6), "35": ("闽", 6, 6),
    "83": ("台", 8, 6), "46": ("琼", 4, 7), "82": ("澳", 5, 7), "81": ("港", 6, 7),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """A region on the way down to the one looked at; ``code`` "" for the country, None for the own organisation."""

    code: str | None
    name: str


@dataclass(frozen=True, slots=True)
class Late:
    """One kind of lateness: filings that were late, that could not be judged, of all. ``type`` is the finding's."""

    name: str
    type: str
    late: int
    unknown: int
    filings: int

    @property
    def share(self) -> float:
        return self.late / self.filings if self.filings else 0.0


def trail(region: str | None, own: str, lang: str) -> list[Step]:
    """From the person's own region down to the one looked at."""
    if region is None:
        return []
    codes = [region[:n] for n in (0, 2, 4, 6, 9) if len(own) <= n <= len(region)]
    return [Step(code, place_name(code, lang)) for code in codes]


def months_chart(shown: Overview, lang: str, root: str = "") -> Markup:
    """Filings by month of signing, by what they were judged."""
    series = [
        Series("accepted", say(lang, "verdict.accepted"), "var(--chart-good)"),
        Series("incomplete", say(lang, "verdict.incomplete"), "var(--chart-warn)"),
        Series("returned", say(lang, "verdict.returned"), "var(--chart-bad)"),
    ]
    rows = [
        {
            "month": line.key, **{one.column: getattr(line, one.column) for one in series},
            "links": {one.column: f"{root}/filings?{line.query}&verdict={one.column}" for one in series},
        }
        for line in shown.months
        if line.key
    ]  # fmt: skip
    return charts.stacked(rows[-SHOWN_MONTHS:], "month", series, height=240, width=1180)


def kinds_chart(shown: Overview, root: str = "") -> Markup:
    return charts.bars(
        [{"name": kind.name, "n": kind.filings, "href": f"{root}/filings?{kind.query}"} for kind in shown.types],
        colour="var(--chart-bad)",
    )


def sectors_chart(shown: Overview, root: str = "") -> Markup:
    return charts.bars(
        [{"name": one.name, "n": one.filings, "href": f"{root}/filings?{one.query}"} for one in shown.sectors]
    )


def lateness(shown: Overview) -> Sequence[Late]:
    """How late what is due was, by kind of thing due."""
    total: Figures = shown.total
    return [
        Late(name, kind, getattr(total, f"{name}_late"), getattr(total, f"{name}_unknown"), total.filings)
        for name, kind in (
            ("upload", "policy_upload_late"), ("service", "first_service_late"), ("claim", "claim_result_upload_late"))
    ]  # fmt: skip


def tile_map(shown: Overview, asked: Mapping[str, str], root: str = "") -> Markup:
    """The provinces as tiles in the colour of their share of returned filings; only for the whole country."""
    if shown.scope.region != "":
        return Markup("")
    known = {line.key: line for line in shown.regions if line.key}
    rows = []
    for code, (name, x, y) in PROVINCES.items():
        line = known.get(code)
        share = None if line is None or line.returned_share is None else line.returned_share / 100
        rows.append({
            "x": x, "y": y, "name": name, "share": share,
            "shown": "" if line is None else f"{line.returned_share or 0:.0f}%",
            "href": "" if line is None else f"{root}/dashboard?{urlencode({**asked, 'region': code})}",
        })  # fmt: skip
    return charts.tiles(rows, columns=_MAP_COLUMNS, lines=_MAP_LINES)
