"""Which filings a score sheet is of, what they show, what would be otherwise, and the shortest way to the next band."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from validators.company import company
from validators.law.pack import PackError
from validators.scores import Case, Entered, Evidence, ScoreError, schemes, score
from validators.scores.evidence import Judged, evidence, select, span
from validators.scores.inputs import Change, item_of, parse, parse_change, template
from validators.scores.what_if import changed, plan, unknown

SUZHOU = schemes()["suzhou-2023-84"]
PICC = "中国人民财产保险股份有限公司"
YEAR = (date(2024, 1, 1), date(2024, 12, 31))


# --- whose filings ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        (PICC, "中国人民财产保险股份有限公司宿州市分公司", True),
        ("中国人民财产保险 股份有限公司", PICC, True),
        ("国任财产保险股份有限公司（宿州）中心支公司", "国任财产保险股份有限公司", True),
        ("中国人寿财产保险股份有限公司", "中国人寿保险股份有限公司", False),
        ("人保财险", PICC, False),  # nobody's short name is guessed
        ("人保财险宿州市分公司", "人保财险", False),
    ],
)
def test_an_insurer_is_its_company(one: str, two: str, same: bool) -> None:
    assert (company(one) == company(two)) is same


def filing(name: str, **more: Any) -> Judged:
    return dataclasses.replace(Judged(name, name, PICC, "341302", date(2024, 3, 6)), **more)


def test_what_does_not_belong_is_left_out_with_its_reason() -> None:
    filings = [
        filing("first", signed=date(2024, 1, 1)), filing("last", signed=date(2024, 12, 31)), filing("branch", insurer=f"{PICC}泗县支公司"),
        filing("other", insurer="另一财产保险股份有限公司"), filing("nobody's", insurer=""), filing("elsewhere", region="340102"),
        filing("nowhere", region=""), filing("before", signed=date(2023, 12, 31)), filing("after", signed=date(2025, 1, 1)), filing("undated", signed=None),
    ]  # fmt: skip
    chosen = select(SUZHOU, filings, f"{PICC}宿州市分公司", *YEAR)
    assert [f.name for f in chosen.filings] == ["first", "branch", "last"]
    assert {why: [f.name for f in left] for why, left in chosen.left_out.items()} == {
        "other_insurer": ["other"], "no_insurer": ["nobody's"], "other_place": ["elsewhere"], "no_place": ["nowhere"],
        "other_period": ["before", "after"], "no_date": ["undated"],
    }  # fmt: skip
    assert chosen.names == (PICC, f"{PICC}泗县支公司")


def test_spans_of_a_cycle() -> None:
    assert span("2024") == YEAR
    assert span("2024-07_2024-12") == (date(2024, 7, 1), date(2024, 12, 31))
    for wrong in ("2024-7", "24", "2024-12_2024-01", "1999", ""):
        with pytest.raises(ScoreError):
            span(wrong)


# --- what they show --------------------------------------------------------------------------------------------------


def test_cases_sums_and_silence() -> None:
    filings = [
        filing("a", marks={"policy_upload_late": ("m1",)}, fee=Decimal(1350), spent=Decimal(1350), told=frozenset({"upload"})),
        filing("b", told=frozenset({"upload", "service"}), fee=Decimal(1350), spent=Decimal(675)),
        filing("c", marks={"claim_result_upload_late": ("m2", "m3")}, fee=Decimal(9999)),  # nothing said of what was spent
        filing("d"),
    ]  # fmt: skip
    shown = evidence(SUZHOU, filings)
    assert [(case.filing, case.count) for case in shown["policy-upload"].cases] == [("a", 1)]
    assert (shown["policy-upload"].judged, shown["policy-upload"].filings) == (2, 4)
    assert (shown["first-service"].judged, shown["first-service"].cases) == (1, ())
    assert [(case.filing, case.findings) for case in shown["claim-upload"].cases] == [("c", ("m2", "m3"))]
    assert shown["fee-spent"].ratio == 75  # 2025 of 2700; a filing that tells only one sum is in neither
    assert (shown["fee-spent"].spent, shown["fee-spent"].fee, shown["fee-spent"].judged) == (2025, 2700, 2)


def test_the_annex_is_about_medium_and_larger_enterprises() -> None:
    late = {"first_service_late": ("m",)}
    sizes = ("large", "medium", "small", "micro", "")
    shown = evidence(SUZHOU, [filing(size or "unknown", marks=late, size=size) for size in sizes])["first-service"]
    assert [case.name for case in shown.cases] == ["large", "medium", "unknown"]
    assert (shown.spared, shown.filings) == (2, 5)


def test_a_ratio_may_rise_before_the_cycle_is_over() -> None:
    filings = [
        filing("a", fee=Decimal(100), spent=Decimal(50), seen=date(2024, 12, 31)),
        filing("b", fee=Decimal(100), spent=Decimal(20)),
    ]
    assert score(SUZHOU, evidence(SUZHOU, filings, YEAR[1]), {}).high == 85  # 35 %: −15
    early = [dataclasses.replace(filings[0], seen=date(2024, 12, 30)), filings[1]]
    shown = evidence(SUZHOU, early, YEAR[1])
    sheet = score(SUZHOU, shown, {})
    assert (shown["fee-spent"].running, sheet.high) == (1, 100)
    # Everything else of the section settled: 40 − 15 at worst, 40 at best; what a person enters stands.
    settled = {name: Entered(Decimal(0)) for name in ("whole-flow", "annual-report")}
    technical = score(SUZHOU, {**shown, "first-service": of(0)}, settled).sections[1]
    assert (technical.low, technical.high) == (25, 40)
    assert score(SUZHOU, shown, {"fee-spent": Entered(Decimal(35))}).high == 85
    # At 80 % nothing is lost whatever is spent later.
    enough = [dataclasses.replace(one, spent=Decimal(80)) for one in early]
    assert "fee-spent" not in [item.name for item in score(SUZHOU, evidence(SUZHOU, enough, YEAR[1]), {}).open]


def test_pushed_data_that_differ_count_once_a_filing() -> None:
    differ = {"declared_value_mismatch": ("m1", "m2", "m3")}
    shown = evidence(SUZHOU, [filing("a", marks=differ), filing("b", told=frozenset({"declared"})), filing("c")])
    sheet = score(SUZHOU, shown, {})
    assert (shown["pushed-data"].judged, sheet.high) == (2, 98)
    assert changed(SUZHOU, shown, {}, Change(frozenset({"m1", "m2"}))).high == 98  # one difference is left
    assert changed(SUZHOU, shown, {}, Change(frozenset({"m1", "m2", "m3"}))).high == 100
    assert score(SUZHOU, shown, {"pushed-data": Entered(excused=Decimal(1))}).high == 100
    assert (
        score(SUZHOU, shown, {"pushed-data": Entered(Decimal(3))}).high == 94
    )  # a person's number stands before what was found


def test_no_filings_is_no_evidence() -> None:
    sheet = score(SUZHOU, evidence(SUZHOU, []), {})
    assert (sheet.low, sheet.high, len(sheet.open)) == (0, 100, 10)


# --- the day before which a report is due ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "lost"),
    [("2024-12-14", 0), ("2024-12-15", None), ("2024-12-16", 10), ("2025-01-10", 10), ("2024-03-01", 0)],
)
def test_before_the_fifteenth_of_december(on: str, lost: int | None) -> None:
    said = {"annual-report": Entered(on=date.fromisoformat(on))}
    sheet = score(SUZHOU, {}, said, 2024)
    (one,) = [s for section in sheet.sections for s in section.items if s.item.name == "annual-report"]
    assert one.lost == lost
    assert (one.why == "on_the_day") is (lost is None)


def test_a_persons_ratio_stands_before_the_ledgers() -> None:
    shown = {"fee-spent": Evidence(ratio=Decimal(30))}
    assert score(SUZHOU, shown, {}).high == 85
    assert score(SUZHOU, shown, {"fee-spent": Entered(Decimal(80))}).high == 100


# --- the file of inputs ------------------------------------------------------------------------------------------------


def test_the_template_asks_for_what_only_a_person_knows() -> None:
    text = template(SUZHOU, PICC, "2024")
    given_back = parse(text, "x.yaml", SUZHOU)
    assert (given_back.insurer, given_back.period, given_back.entered) == (PICC, "2024", {})
    for name in ("filed-terms", "whole-flow", "pushed-data", "stars", "lawsuits", "annual-report", "first-service"):
        assert f"\n  {name}:" in text
    assert text.count("    value: null") == len(SUZHOU.items) == 10  # also what the papers tell, where they do not


def test_a_filled_file() -> None:
    text = "items:\n  stars: {value: 13.5, note: 抽样}\n  first-service: {excused: 2}\n  annual-report: {on: 2024-12-10}\n  lawsuits: 1\n"
    assert parse(text, "x.yaml", SUZHOU).entered == {
        "stars": Entered(Decimal("13.5"), note="抽样"), "first-service": Entered(excused=Decimal(2)),
        "annual-report": Entered(on=date(2024, 12, 10)), "lawsuits": Entered(Decimal(1)),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("items: {star: {value: 1}}", 1, "star"), ("sheet: other\n", 1, "other"), ("items:\n  stars: {value: 16}", 2, "0和15"),
        ("items:\n  stars: {value: -1}", 2, "0和15"), ("items:\n  stars: {valu: 1}", 2, "valu"), ("items:\n  stars: {value: 好}", 2, "不是数字"),
        ("items:\n  stars: {value: .nan}", 2, "不是数字"), ("items:\n  stars: {value: true}", 2, "True"),
        ("items:\n  policy-upload: {excused: 1}", 2, "excused"), ("items:\n  stars: {excused: 1}", 2, "excused"),
        ("items:\n  stars: {on: 2024-12-10}", 2, "没有期限日"), ("items:\n  annual-report: {on: 12}", 2, "日期"), ("item: {}", 1, "item"),
        ("items: [1]", 1, "items"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_says_where(text: str, line: int, says: str) -> None:
    with pytest.raises(PackError, match=says) as caught:
        parse(text, "x.yaml", SUZHOU)
    assert caught.value.line == line


def test_an_item_that_only_papers_tell_takes_no_number() -> None:
    sections = tuple(
        dataclasses.replace(section, items=tuple(dataclasses.replace(item, entered=None) for item in section.items))
        for section in SUZHOU.sections
    )
    with pytest.raises(PackError, match="由材料判定"):
        parse("items:\n  policy-upload: {value: 1}", "x.yaml", dataclasses.replace(SUZHOU, sections=sections))


def test_a_cycle_without_claims_is_settled_by_a_person() -> None:
    sheet = score(SUZHOU, evidence(SUZHOU, [filing("a")]), {"claim-upload": Entered(Decimal(0))})
    assert "claim-upload" not in [item.name for item in sheet.open]


def test_a_supposition_may_speak_of_every_item() -> None:
    change = parse_change("mended: [m1, 案卷甲]\nitems: {policy-upload: 2, '9': 14, fee-spent: 85}", "x.yaml", SUZHOU)
    assert change.mended == {"m1", "案卷甲"}
    assert {name: said.value for name, said in change.entered.items()} == {
        "policy-upload": 2,
        "stars": 14,
        "fee-spent": 85,
    }
    assert item_of(SUZHOU, "11") is None
    with pytest.raises(PackError, match="0和1之间"):
        parse_change("items: {annual-report: 2}", "x.yaml", SUZHOU)


# --- what if -----------------------------------------------------------------------------------------------------------


def of(*counts: int) -> Evidence:
    """One filing for each number of cases."""
    found = tuple(
        Case(f"f{at}", f"案卷{at}", count, tuple(f"m{at}-{n}" for n in range(count)))
        for at, count in enumerate(counts)
        if count
    )
    return Evidence(found, len(counts), len(counts))


def total(shown: Mapping[str, Evidence], said: Mapping[str, Entered], change: Change) -> Decimal:
    return changed(SUZHOU, shown, said, change).high


def test_mending_a_finding_or_a_filing() -> None:
    shown = {"policy-upload": of(1, 2), "claim-upload": of(0, 3)}
    assert total(shown, {}, Change()) == 100 - 9 - 3
    assert total(shown, {}, Change(frozenset({"m1-0"}))) == 100 - 6 - 2  # the mark stands under both items here
    assert total(shown, {}, Change(frozenset({"案卷0"}))) == 100 - 6 - 3
    assert total(shown, {}, Change(frozenset({"f1"}))) == 100 - 3
    assert total(shown, {}, Change(entered={"policy-upload": Entered(Decimal(0))})) == 100 - 3
    assert unknown(shown, {"m1-0", "案卷0", "f1", "no such"}) == ("no such",)


def test_a_mended_filing_still_tells() -> None:
    """Nothing late is left, and the item is judged for that: it is not open again."""
    sheet = changed(SUZHOU, {"policy-upload": of(1)}, {}, Change(frozenset({"案卷0"})))
    assert "policy-upload" not in [item.name for item in sheet.open]


SETTLED = {
    name: Entered(Decimal(0)) for name in ("filed-terms", "whole-flow", "pushed-data", "lawsuits", "annual-report")
}


def test_the_shortest_way_up() -> None:
    """81 points; 9 more: 80 % of the fee (5 for one thing) and two policies in time (3 each) are three things, no two do."""
    shown = {
        "first-service": of(1), "policy-upload": of(1, 1), "claim-upload": of(3),
        "fee-spent": Evidence((), 2, 4, Decimal(75), spent=Decimal(2025), fee=Decimal(2700)),
    }  # fmt: skip
    sheet = score(SUZHOU, shown, {**SETTLED, "pushed-data": Entered(Decimal(1)), "stars": Entered(Decimal(14))})
    ahead = plan(sheet)
    assert (sheet.total, ahead.band and ahead.band.least, ahead.needed) == (81, 90, 9)
    assert ahead.moves is not None
    assert [(m.item.name, m.count, m.gain, m.to, m.yuan) for m in ahead.moves] == [
        ("fee-spent", 1, 5, 80, Decimal("135.00")), ("policy-upload", 2, 6, 0, None),
    ]  # fmt: skip


def test_the_first_points_above_the_sections_weight_bring_nothing() -> None:
    """Technical service: 50 points of caps lost of 40, so that ten of them must be mended before the total moves."""
    shown = {
        "first-service": of(5),
        "fee-spent": Evidence(ratio=Decimal(0)),
        "policy-upload": of(0),
        "claim-upload": of(0),
    }
    said = {
        **SETTLED,
        "whole-flow": Entered(Decimal(5)),
        "annual-report": Entered(Decimal(1)),
        "stars": Entered(Decimal(10)),
    }
    sheet = score(SUZHOU, shown, said)
    assert (sheet.total, plan(sheet).needed) == (55, 5)
    ahead = plan(sheet)
    assert ahead.moves is not None
    # The stars give a point each for five things; of the section's own: a report and more than nothing spent (15), two things.
    assert [(m.item.name, m.gain) for m in ahead.moves] == [("annual-report", Decimal(10)), ("fee-spent", Decimal(5))]


def test_ends_of_the_scale() -> None:
    best = score(SUZHOU, {}, {})
    assert (plan(best).band, plan(best).moves, plan(best).spare) == (None, (), Decimal(10))
    # Everything lost where nothing was judged but the stars: cases that a person's number stands for are mended as well.
    worst = score(SUZHOU, {"fee-spent": Evidence(ratio=Decimal(0))}, {**SETTLED, "stars": Entered(Decimal(0))})
    assert plan(worst).band is not None
    assert plan(worst).moves


# --- properties --------------------------------------------------------------------------------------------------------

counts = st.lists(st.integers(0, 9), max_size=4).map(lambda numbers: of(*numbers))
ratios = st.one_of(st.none(), st.decimals(0, 200, places=2)).map(lambda ratio: Evidence(ratio=ratio))
shown_of = st.fixed_dictionaries(
    {}, optional={
        "first-service": counts, "policy-upload": counts, "claim-upload": counts, "annual-report": counts, "fee-spent": ratios,
    }
)  # fmt: skip
numbers = st.decimals(0, 120, places=1)
said_of = st.fixed_dictionaries(
    {}, optional={
        **{name: numbers.map(Entered) for name in ("filed-terms", "whole-flow", "pushed-data", "lawsuits", "fee-spent")},
        "stars": st.decimals(0, 15, places=1).map(Entered), "annual-report": st.integers(0, 1).map(lambda n: Entered(Decimal(n))),
        "first-service": st.integers(0, 9).map(lambda n: Entered(excused=Decimal(n))),
    }
)  # fmt: skip


@settings(deadline=None)
@given(shown_of, said_of)
def test_a_score_is_never_below_0_nor_above_100(shown: dict[str, Evidence], said: dict[str, Entered]) -> None:
    sheet = score(SUZHOU, shown, said)
    assert 0 <= sheet.low <= sheet.high <= 100
    for section in sheet.sections:
        assert 0 <= section.low <= section.high <= section.section.weight
        assert all(one.lost is None or 0 <= one.lost <= one.item.cap for one in section.items)


@settings(deadline=None)
@given(shown_of, said_of, st.data())
def test_mending_never_lowers_the_score(shown: dict[str, Evidence], said: dict[str, Entered], data: Any) -> None:
    marks = sorted({mark for one in shown.values() for case in one.cases for mark in case.findings})
    mended = frozenset(data.draw(st.sets(st.sampled_from(marks)))) if marks else frozenset()
    before, after = score(SUZHOU, shown, said), changed(SUZHOU, shown, said, Change(mended))
    assert (after.low, after.high) >= (before.low, before.high)
    assert after.low >= before.low


@settings(deadline=None)
@given(shown_of, said_of, st.randoms(use_true_random=False))
def test_the_order_of_items_and_sections_is_no_matter(shown: Any, said: Any, chance: Any) -> None:
    sections = [
        dataclasses.replace(section, items=tuple(chance.sample(section.items, len(section.items))))
        for section in SUZHOU.sections
    ]
    chance.shuffle(sections)
    mixed = score(dataclasses.replace(SUZHOU, sections=tuple(sections)), shown, said)
    straight = score(SUZHOU, shown, said)
    assert (mixed.low, mixed.high, mixed.band) == (straight.low, straight.high, straight.band)


def _by_hand(said: Mapping[str, Entered], needed: Decimal, before: Decimal) -> int | None:
    """The fewest things to put right, by trying every way of bringing three items down."""
    names = [name for name in ("whole-flow", "pushed-data", "lawsuits") if name in said]
    fewest = None
    for to in product(*(range(int(said[name].value or 0) + 1) for name in names)):
        things = sum(int(said[name].value or 0) - left for name, left in zip(names, to, strict=True))
        tried = {**said, **{name: Entered(Decimal(left)) for name, left in zip(names, to, strict=True)}}
        if score(SUZHOU, {}, tried).high - before >= needed and (fewest is None or things < fewest):
            fewest = things
    return fewest


whole = st.integers(0, 7).map(lambda n: Entered(Decimal(n)))


@settings(deadline=None, max_examples=30)
@given(st.fixed_dictionaries({"whole-flow": whole, "pushed-data": whole, "lawsuits": whole}))
def test_no_way_to_the_next_band_is_shorter(said: dict[str, Entered]) -> None:
    sheet = score(SUZHOU, {}, said)
    ahead = plan(sheet)
    if ahead.band is None:
        return
    assert ahead.moves is not None
    tried = {**said, **{move.item.name: Entered(move.to) for move in ahead.moves}}
    reached = score(SUZHOU, {}, tried)
    assert reached.high >= ahead.band.least
    assert reached.high - sheet.high == sum(move.gain for move in ahead.moves)
    assert sum(move.count for move in ahead.moves) == _by_hand(said, ahead.needed, sheet.high)
