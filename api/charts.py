"""Charts as SVG, drawn on the server: no script and no file goes to the browser.

A chart is rows and a shape (``bars``, ``stacked``, ``steps``, ``tiles``); its colours are the stylesheet's own tokens
(``var(--bad)``), so that one drawing serves both lights, and its letters are the page's. Bars are drawn here (``api.bar_charts``), steps and
tiles from Vega-Lite specifications by vl-convert: the first takes about a second, each further one about 0.1 s, and 60 MiB in all, in
vl-convert's own thread; drawings are kept by specification. Each chart is drawn twice, wide and narrow, and the stylesheet shows the one
that fits: shrinking a picture would shrink its letters. Why so: docs/decisions/0015.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from api.bar_charts import Series, lying, upright

__all__ = ["Series", "bars", "draw", "stacked", "steps", "tiles"]

VERSION = "5.21"
"""Of Vega-Lite; vl-convert carries several, and a chart must not change its looks with an update of the wheel."""
WIDE, NARROW = 560, 300
"""Of the drawing in half the page, and on a phone; a chart over the whole page says its own."""
KEPT = 600
"""Drawings kept by a process, some 8 kB each."""

_MEASURED = "sans-serif"  # letters are measured in it, and shown in the page's own
_BASE = "https://vega.github.io/vega-datasets/"  # what vl-convert puts before every address
_MARK = re.compile(r'<path aria-label="([^"]*)"([^>]*?)/>')
_CONFIG: Mapping[str, Any] = {
    "font": _MEASURED,
    "background": None,
    "view": {"stroke": None},
    "axis": {
        "labelColor": "var(--soft)", "titleColor": "var(--soft)", "gridColor": "var(--line)", "domainColor": "var(--line-strong)",
        "tickColor": "var(--line-strong)", "labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal",
        "labelPadding": 6, "tickSize": 4,
    },
    "legend": {
        "labelColor": "var(--soft)", "labelFontSize": 12, "orient": "top", "title": None, "symbolType": "square",
        "symbolSize": 90, "columnPadding": 14, "offset": 6, "padding": 0,
    },
    "text": {"color": "var(--ink)", "fontSize": 12},
    "bar": {"color": "var(--accent)"},
    "point": {"color": "var(--accent)", "filled": True, "size": 60},
    "line": {"color": "var(--accent)", "strokeWidth": 2.5},
}  # fmt: skip


def stacked(
    rows: Sequence[Mapping[str, Any]], x: str, series: Sequence[Series], *, height: int = 200, width: int = WIDE
) -> Markup:
    """Upright bars in one order of time, each made of the series. A row has ``x``, a column for each series, and may have
    ``links``: series column → the page behind the number."""
    rows = [row for row in rows if any(row[one.column] for one in series)]
    return _in_both(lambda fit: upright(rows, x, series, fit, height), width) if rows else Markup("")


def bars(rows: Sequence[Mapping[str, Any]], *, colour: str = "var(--accent)", unit: str = "") -> Markup:
    """Bars lying under one another in the order given: ``name``, ``n``, and optionally ``href`` and ``shown``, the number as
    written at the bar's end."""
    return _in_both(lambda width: lying(rows, colour, unit, width, _longest(width))) if rows else Markup("")


def steps(rows: Sequence[Mapping[str, Any]], *, end: str, title: str = "", height: int = 150) -> Markup:
    """A number of the law over time: ``day`` (ISO) from which ``n`` counts, ``shown`` as written; the last lasts to its ``until``
    or else to ``end``.
    ``line`` tells several apart, where there are several."""
    lines = sorted({str(row.get("line", "")) for row in rows})
    values = [{"day": str(r["day"]), "n": float(r["n"]), "shown": str(r["shown"]), "line": str(r.get("line", "")), "until": str(r.get("until") or ""),
               "label": f"{r['day']} {r.get('line', '')} {r['shown']}"} for r in rows]  # fmt: skip
    lasting = [
        {**last, "day": last["until"] or end}
        for line in lines
        for last in [v for v in values if v["line"] == line][-1:]
    ]
    highest = max((float(row["n"]) for row in rows), default=1.0)
    colours = ["var(--accent)", "var(--seal)", "var(--good)", "var(--warn)", "var(--info)", "var(--soft)"]
    colour: dict[str, Any] = (
        {"value": "var(--accent)"}
        if len(lines) < 2
        else {"field": "line", "type": "nominal", "scale": {"domain": lines, "range": colours[: len(lines)]}}
    )
    x = {
        "field": "day",
        "type": "temporal",
        "title": None,
        "axis": {"format": "%Y", "tickCount": "year", "grid": False, "labelOverlap": "greedy"},
    }
    y = {"field": "n", "type": "quantitative", "title": title or None, "scale": {"domain": [0, highest * 1.25]},
         "axis": {"tickCount": 4, "domain": False, "ticks": False, "format": ",.2~f"}}  # fmt: skip
    return _both(
        {
            "data": {"values": [*values, *lasting]},
            "layer": [
                {"mark": {"type": "line", "interpolate": "step-after"}, "encoding": {"x": x, "y": y, "color": colour}},
                {"data": {"values": values}, "mark": {"type": "point"},
                 "encoding": {"x": x, "y": y, "color": colour, "description": {"field": "label"}}},
                {"data": {"values": values}, "mark": {"type": "text", "align": "left", "dx": 7, "dy": -10, "aria": False},
                 "encoding": {"x": x, "y": y, "text": {"field": "shown"}}},
            ],
            "height": height,
        }
    )  # fmt: skip


def tiles(rows: Sequence[Mapping[str, Any]], *, columns: int, lines: int) -> Markup:
    """A map of equal tiles: ``x``, ``y`` (from 0), ``name``, ``share`` 0…1 (None: nothing there), ``shown``, ``href``."""
    values = [
        {
            "x": row["x"], "y": row["y"], "name": str(row["name"]), "shown": str(row["shown"]), "href": str(row.get("href", "")),
            "band": _band(row["share"]), "label": f"{row['name']} {row['shown']}",
        }
        for row in rows
    ]  # fmt: skip
    bands = ["none", "low", "mid", "high", "top"]
    colours = [f"var(--heat-{band})" for band in bands]
    inks = ["var(--soft)", "var(--ink)", "var(--ink)", "var(--heat-ink)", "var(--heat-ink)"]
    place = {
        "x": {
            "field": "x",
            "type": "ordinal",
            "axis": None,
            "scale": {"domain": list(range(columns)), "padding": 0.06},
        },
        "y": {"field": "y", "type": "ordinal", "axis": None, "scale": {"domain": list(range(lines)), "padding": 0.06}},
    }
    ink = {"field": "band", "type": "nominal", "scale": {"domain": bands, "range": inks}, "legend": None}
    link = {"href": {"field": "href"}, "description": {"field": "label"}}
    return _both(
        {
            "data": {"values": values},
            "resolve": {"scale": {"color": "independent"}},
            "layer": [
                {"mark": {"type": "rect", "cornerRadius": 3}, "encoding": {**place, **link, "color": {
                    "field": "band", "type": "nominal", "scale": {"domain": bands, "range": colours}, "legend": None}}},
                {"mark": {"type": "text", "dy": -6, "fontSize": 12, "aria": False},
                 "encoding": {**place, "text": {"field": "name"}, "color": ink, "href": {"field": "href"}}},
                {"mark": {"type": "text", "dy": 9, "fontSize": 11, "aria": False},
                 "encoding": {**place, "text": {"field": "shown"}, "color": ink, "href": {"field": "href"}}},
            ],
            "height": lines * 40,
        }
    )  # fmt: skip


def _band(share: float | None) -> str:
    if share is None:
        return "none"
    return "low" if share < 0.05 else "mid" if share < 0.15 else "high" if share < 0.3 else "top"


# --- drawing ---------------------------------------------------------------------------------------------------------


def _both(spec: Mapping[str, Any], wide: int = WIDE) -> Markup:
    """The drawing in both widths; nothing where there is nothing to draw."""
    if not spec["data"]["values"]:
        return Markup("")
    fit = {**spec, "autosize": {"type": "fit", "contains": "padding"}}
    large, small = (
        draw(json.dumps({**fit, "width": width}, ensure_ascii=False, sort_keys=True)) for width in (wide, NARROW)
    )
    return _PAIR.format(large, small)


def _in_both(drawn: Callable[[int], Markup], wide: int = WIDE) -> Markup:
    return _PAIR.format(drawn(wide), drawn(NARROW))


_PAIR = Markup('<div class="chart wide-chart">{}</div><div class="chart narrow-chart">{}</div>')


def _longest(width: int) -> int:
    """Pixels that a label may take in a drawing of this width."""
    return 130 if width == NARROW else 240


@lru_cache(maxsize=KEPT)
def draw(spec: str) -> Markup:
    """The SVG of a specification. Addresses in it are our own paths; a mark says what it is when pointed at."""
    import vl_convert  # 60 MiB, for a page that has steps or tiles

    given = json.loads(spec)
    limit = {"labelLimit": _longest(given["width"])}
    config = {**_CONFIG, "axis": {**_CONFIG["axis"], **limit}}
    svg = vl_convert.vegalite_to_svg({**given, "config": config}, vl_version=VERSION, allowed_base_urls=[])
    svg = svg.replace(f'font-family="{_MEASURED}"', 'font-family="inherit"')
    svg = svg.replace(f'<a xlink:href="{_BASE}"', "<a").replace(f'xlink:href="{_BASE}', 'href="')
    svg = _MARK.sub(lambda m: f'<path aria-label="{m[1]}"{m[2]}><title>{m[1]}</title></path>', svg)
    svg = svg.replace("<svg ", '<svg role="img" focusable="false" ', 1)
    return Markup(svg)
