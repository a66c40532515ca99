"""Reports, ledgers, claims and lists by imagined strangers, in words that stand nowhere in the product: kinds, fields, rows.

The papers are in ``tests/strangers``; ``python -m tests.strangers.measure first -v`` says what is read of them and what is not.
"""

from __future__ import annotations

import pytest

from extractor import extract
from extractor.classify import KindGuess
from extractor.evidence.sheet import Sheet
from extractor.reading import read
from tests.strangers import (
    cards_first,
    cards_fourth,
    cards_second,
    cards_third,
    claims_and_rosters_varied,
    claims_and_rosters_varied_again,
    eighteenth,
    eighth,
    eleventh,
    fifteenth,
    fifth,
    fiftieth,
    fiftyeighth,
    fiftyfifth,
    fiftyfirst,
    fiftyfourth,
    fiftyninth,
    fiftysecond,
    fiftyseventh,
    fiftysixth,
    fiftythird,
    first,
    fortieth,
    fortyeighth,
    fortyfifth,
    fortyfirst,
    fortyfourth,
    fortyninth,
    fortysecond,
    fortyseventh,
    fortysixth,
    fortythird,
    fourteenth,
    fourth,
    nineteenth,
    ninth,
    plain_fifth,
    plain_first,
    plain_fourth,
    plain_second,
    plain_third,
    rosters,
    rosters_eighth,
    rosters_eleventh,
    rosters_fifth,
    rosters_fourteenth,
    rosters_fourth,
    rosters_ninth,
    rosters_second,
    rosters_seventh,
    rosters_sixth,
    rosters_tenth,
    rosters_third,
    rosters_thirteenth,
    rosters_twelfth,
    second,
    seventeenth,
    seventh,
    sixteenth,
    sixth,
    sixtieth,
    sixtyfifth,
    sixtyfirst,
    sixtyfourth,
    sixtysecond,
    sixtythird,
    tenth,
    third,
    thirteenth,
    thirtieth,
    thirtyeighth,
    thirtyfifth,
    thirtyfirst,
    thirtyfourth,
    thirtyninth,
    thirtysecond,
    thirtyseventh,
    thirtysixth,
    thirtythird,
    twelfth,
    twentieth,
    twentyeighth,
    twentyfifth,
    twentyfirst,
    twentyfourth,
    twentyninth,
    twentysecond,
    twentyseventh,
    twentysixth,
    twentythird,
)
from tests.strangers.kit import Paper, drawn, plain
from tests.strangers.measure import measured
from tests.strangers.shuffled import HEADERS, made, misses

PAPERS = [
    pytest.param(paper, id=f"{name}: {paper.what}")
    for name, papers in (
        ("first", first.PAPERS),
        ("second", second.PAPERS),
        ("third", third.PAPERS),
        ("fourth", fourth.PAPERS),
        ("fifth", fifth.PAPERS),
        ("sixth", sixth.PAPERS),
        ("seventh", seventh.PAPERS),
        ("eighth", eighth.PAPERS),
        ("ninth", ninth.PAPERS),
        ("tenth", tenth.PAPERS),
        ("eleventh", eleventh.PAPERS),
        ("twelfth", twelfth.PAPERS),
        ("thirteenth", thirteenth.PAPERS),
        ("fourteenth", fourteenth.PAPERS),
        ("fifteenth", fifteenth.PAPERS),
        ("sixteenth", sixteenth.PAPERS),
        ("seventeenth", seventeenth.PAPERS),
        ("eighteenth", eighteenth.PAPERS),
        ("nineteenth", nineteenth.PAPERS),
        ("twentieth", twentieth.PAPERS),
        ("twentyfirst", [p for p in twentyfirst.PAPERS if len(p.rows or ()) < 20]),  # long lists are measured by hand
        ("twentysecond", twentysecond.PAPERS),
        ("twentythird", twentythird.MENDED),
        ("twentyfourth", twentyfourth.MENDED),
        ("twentyfifth", twentyfifth.MENDED),
        ("twentysixth", twentysixth.MENDED),
        ("twentyseventh", twentyseventh.MENDED),
        ("twentyeighth", twentyeighth.MENDED),
        ("twentyninth", twentyninth.MENDED),
        ("thirtieth", thirtieth.MENDED),
        ("thirtyfirst", thirtyfirst.MENDED),
        ("thirtysecond", thirtysecond.MENDED),
        ("thirtythird", thirtythird.MENDED),
        ("thirtyfourth", thirtyfourth.MENDED),
        ("thirtyfifth", thirtyfifth.MENDED),
        ("thirtysixth", thirtysixth.MENDED),
        ("thirtyseventh", thirtyseventh.MENDED),
        ("thirtyeighth", thirtyeighth.MENDED),
        ("thirtyninth", thirtyninth.MENDED),
        ("fortieth", fortieth.MENDED),
        ("fortyfirst", fortyfirst.MENDED),
        ("fortysecond", fortysecond.MENDED),
        ("fortythird", fortythird.MENDED),
        ("fortyfourth", fortyfourth.MENDED),
        ("fortyfifth", fortyfifth.MENDED),
        ("fortysixth", fortysixth.MENDED),
        ("fortyseventh", fortyseventh.MENDED),
        ("fortyeighth", fortyeighth.MENDED),
        ("fortyninth", fortyninth.MENDED),
        ("fiftieth", fiftieth.MENDED),
        ("fiftyfirst", fiftyfirst.MENDED),
        ("fiftysecond", fiftysecond.MENDED),
        ("fiftythird", fiftythird.MENDED),
        ("fiftyfourth", fiftyfourth.MENDED),
        ("fiftyfifth", fiftyfifth.MENDED),
        ("fiftysixth", fiftysixth.MENDED),
        ("fiftyseventh", fiftyseventh.MENDED),
        ("fiftyeighth", fiftyeighth.MENDED),
        ("fiftyninth", fiftyninth.MENDED),
        ("sixtieth", sixtieth.MENDED),
        ("sixtyfirst", sixtyfirst.MENDED),
        ("sixtysecond", sixtysecond.MENDED),
        ("plain_first", plain_first.MENDED),
        ("plain_second", plain_second.MENDED),
        ("plain_third", plain_third.MENDED),
        ("sixtythird", sixtythird.MENDED),
        ("sixtyfourth", sixtyfourth.MENDED),
        ("sixtyfifth", sixtyfifth.MENDED),
        ("plain_fourth", plain_fourth.MENDED),
        ("plain_fifth", plain_fifth.MENDED),
        ("cards_first", cards_first.MENDED),
        ("cards_second", cards_second.MENDED),
        ("cards_third", cards_third.MENDED),
        ("cards_fourth", cards_fourth.MENDED),
        ("rosters", rosters.PAPERS),
        ("rosters_second", rosters_second.PAPERS),
        ("rosters_third", rosters_third.PAPERS),
        ("rosters_fourth", rosters_fourth.PAPERS),
        ("rosters_fifth", rosters_fifth.PAPERS),
        ("rosters_sixth", rosters_sixth.PAPERS),
        ("rosters_seventh", rosters_seventh.PAPERS),
        ("rosters_eighth", rosters_eighth.PAPERS),
        ("rosters_ninth", rosters_ninth.PAPERS),
        ("rosters_tenth", rosters_tenth.PAPERS),
        ("rosters_eleventh", rosters_eleventh.PAPERS),
        ("rosters_twelfth", rosters_twelfth.PAPERS),
        ("rosters_thirteenth", rosters_thirteenth.PAPERS),
        ("rosters_fourteenth", rosters_fourteenth.PAPERS),
        ("claims_and_rosters_varied_again", claims_and_rosters_varied_again.PAPERS),
        ("claims_and_rosters_varied", claims_and_rosters_varied.PAPERS),
    )
    for paper in papers
]


@pytest.mark.parametrize("paper", PAPERS)
def test_a_strangers_paper_is_read_as_a_person_reads_it(paper: Paper) -> None:
    kind, fields, rows = measured(paper)
    assert kind == paper.kind
    assert not fields.misses
    assert not rows.misses


_REPORT = [
    ["序号", "隐患内容", "等级", "整改建议", "整改期限", "整改情况"],
    ["1", "配电箱门缺失", "一般", "补装箱门", "2025-03-10", "已整改"],
    ["2", "储罐液位计失灵", "重大", "更换液位计", "2025-03-05", "未整改"],
    ["3", "消防栓箱被遮挡", "一般", "移开货物", "2025-03-08", "已整改"],
    ["4", "叉车刹车失效", "重大", "停用并修理", "2025-03-06", "已整改"],
]
_LEDGER = [
    ["日期", "保单号", "摘要", "计提", "支出", "收款单位"],
    ["2025-01-10", "ZJAZ330102202500021", "首次计提", "9000", "", ""],
    ["2025-03-12", "ZJAZ330102202500021", "隐患排查", "", "3000", "杭州安研技术服务有限公司"],
    ["2025-05-20", "ZJAZ330102202500021", "培训", "", "1500", "杭州西湖职业培训学校"],
    ["2025-07-02", "ZJAZ330102202500021", "演练", "", "1200", "杭州蓝盾应急服务站"],
]
_LISTS = {
    "service_report": (_REPORT, "hazards", "level description advice deadline"),
    "fee_ledger": (_LEDGER, "rows", "date policy_no item amount payee"),
}


@pytest.mark.parametrize("odd", ["", "见附页"])
@pytest.mark.parametrize("kind", _LISTS)
def test_a_cell_left_out_or_odd_costs_no_other_cell(kind: str, odd: str) -> None:
    whole, table, columns = _LISTS[kind]
    names = columns.split()

    def rows(grid: list[list[str]]) -> list[tuple[object, ...]]:
        name, data = drawn(Paper("", "html", [("title", "安责险事故预防"), ("table", grid)], kind))
        document = read(data, name)
        record = extract(document, KindGuess(kind, 1.0, ()), Sheet(document))
        return [tuple(plain(row.value(n)) for n in names) for row in record.tables[table]]

    base = rows(whole)
    assert len(base) == 4
    for r in range(1, 5):
        for c, cell in enumerate(whole[r]):
            if not cell or (kind == "fee_ledger" and c in (3, 4) and not whole[r][5]):
                continue  # without sum and payee nothing tells what kind of entry it is
            spoilt = [list(line) for line in whole]
            spoilt[r][c] = odd
            got = rows(spoilt)
            assert len(got) == 4, (r, c)
            others = [(a, b) for i, (a, b) in enumerate(zip(base, got, strict=True)) if i != r - 1]
            assert all(a == b for a, b in others), (r, c)
            assert sum(a != b for a, b in zip(base[r - 1], got[r - 1], strict=True)) <= 1, (r, c)


@pytest.mark.parametrize("seed", range(7001, 7006))
@pytest.mark.parametrize("kind", HEADERS)
def test_columns_in_any_order_under_any_of_many_headers_are_told(kind: str, seed: int) -> None:
    assert misses(made(kind, seed, "html")) == []
