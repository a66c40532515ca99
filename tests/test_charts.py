"""Charts: drawn without anything from outside, in the stylesheet's colours, with our own links and nothing of a stranger's."""

from __future__ import annotations

import re

from lxml import etree

from api import charts
from api.charts import Series

SERIES = [Series("ok", "通过", "var(--chart-good)"), Series("bad", "退回", "var(--chart-bad)")]
ROWS = [{"m": "2025-01", "ok": 3, "bad": 1, "links": {"bad": "/anze/filings?verdict=returned&region=34"}}]


def drawings(markup: str) -> list[etree._Element]:
    """The wide and the narrow SVG, parsed strictly."""
    return [etree.fromstring(found) for found in re.findall(r"<svg.*?</svg>", markup, re.S)]


def test_a_chart_is_two_drawings_in_the_pages_own_colours_and_letters() -> None:
    markup = str(charts.stacked(ROWS, "m", SERIES))
    assert len(drawings(markup)) == 2
    assert 'fill="var(--chart-bad)"' in markup
    assert 'font-family="inherit"' in markup
    assert "style=" not in markup  # the Content-Security-Policy would drop it


def test_a_bar_leads_to_the_page_behind_it_and_nowhere_else() -> None:
    (wide, _) = drawings(str(charts.stacked(ROWS, "m", SERIES)))
    links = {href for a in wide.iter("{*}a") if (href := a.get("href"))}
    assert links == {"/anze/filings?verdict=returned&region=34"}
    assert "vega" not in etree.tostring(wide).decode()


def test_a_mark_says_what_it_is() -> None:
    (wide, _) = drawings(str(charts.stacked(ROWS, "m", SERIES)))
    assert "2025-01 退回 1" in [title.text for title in wide.iter("{*}title")]


def test_words_from_papers_are_words() -> None:
    (wide, _) = drawings(str(charts.bars([{"name": "<script>alert(1)</script>", "n": 2, "href": '/x?"><script>'}])))
    assert not list(wide.iter("{*}script"))


def test_nothing_to_draw_draws_nothing() -> None:
    assert charts.bars([]) == charts.stacked([], "m", SERIES) == charts.steps([], end="2025-01-01") == ""


def test_a_number_of_the_law_lasts_to_its_end() -> None:
    rows = [{"day": "2018-01-01", "n": 30, "shown": "30万元"}, {"day": "2025-03-29", "n": 40, "shown": "40万元"}]
    markup = str(charts.steps(rows, end="2026-01-01"))
    assert "30万元" in markup
    assert "2025-03-29" in markup


def test_the_same_chart_is_drawn_once() -> None:
    rows = [{"day": "2018-01-01", "n": 30, "shown": "30万元"}]
    charts.steps(rows, end="2026-01-01")
    before = charts.draw.cache_info().misses
    charts.steps(rows, end="2026-01-01")
    assert charts.draw.cache_info().misses == before


def test_upright_bars_stand_on_the_ground_one_on_the_other_and_reach_the_number_at_the_side() -> None:
    (wide, _) = drawings(str(charts.stacked([{"m": "2025-01", "ok": 30, "bad": 10}], "m", SERIES)))
    at = {text.text: float(text.get("y", "")) - 4 for text in wide.iter("{*}text") if text.get("text-anchor") == "end"}
    low, high = (
        re.match(r"M[\d.]+,([\d.]+)", bar.get("d", "")) for bar in wide.iter("{*}path") if bar.get("aria-label")
    )
    assert low is not None
    assert high is not None
    assert abs(float(low[1]) - at["30"]) < 0.1
    assert abs(float(high[1]) - at["40"]) < 0.1


def test_a_long_name_is_cut_and_whole_where_the_bar_is_pointed_at() -> None:
    name = "没有写明服务机构的名称与资质证书编号的服务报告"
    for drawing in drawings(str(charts.bars([{"name": name, "n": 2}]))):
        shown = [text.text or "" for text in drawing.iter("{*}text")]
        assert shown[0].endswith("…")
        assert name.startswith(shown[0][:-1])
        assert [title.text for title in drawing.iter("{*}title")] == [f"{name} 2"]


def test_every_province_has_its_own_tile() -> None:
    from api.web.views.dashboard import PROVINCES
    from extractor.values.region_table import table

    assert set(PROVINCES) == {code[:2] for code in table().names if code.endswith("0000") and len(code) == 6}
    assert len({(x, y) for _, x, y in PROVINCES.values()}) == len(PROVINCES)
