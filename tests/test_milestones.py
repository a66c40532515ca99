"""Milestones at the days around each due day; what a text says twice; figures of rosters; what was handed in as done."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.cli import main
from validators.days import rolled_over
from validators.law.milestones import Standing, State, track
from validators.law.pack import PackError
from validators.law.pack_reading import parse_pack, shipped

PACK = """
name: here-2024
title: 办法
document: 甲〔2024〕1号
region: "411025"
layer: county
in_force: {from: 2024-01-01, to: null}
rules: []
milestones:
"""
ITEM = "  - {name: here.a, article: 一, due: 2024-12-30, what: {zh: 甲, en: A}, bound: department"
DATED = [(pack, one) for pack in shipped() for one in pack.milestones if one.due is not None]


def _of(name: str, found: tuple[Standing, ...]) -> Standing:
    return next(standing for standing in found if standing.milestone.name == name)


@pytest.mark.parametrize(("pack", "one"), [pytest.param(p, o, id=o.name) for p, o in DATED])
def test_open_to_the_last_day_and_past_the_next(pack, one) -> None:  # type: ignore[no-untyped-def]
    last = rolled_over(one.due)
    for day, state, left in (
        (last - timedelta(days=1), State.OPEN, 1),
        (last, State.OPEN, 0),
        (last + timedelta(days=1), State.OVERDUE, -1),
    ):
        found = _of(one.name, track([pack], day))
        assert (found.state, found.days) == (state, left)
    assert _of(one.name, track([pack], last, {one.name: [one.due]})).state is State.MET
    late = _of(one.name, track([pack], last + timedelta(days=9), {one.name: [last + timedelta(days=1)]}))
    assert (late.state, late.days) == (State.MET_LATE, -1)


@pytest.mark.parametrize(
    ("name", "due"),
    [
        ("xiangcheng.plan-reported", date(2024, 4, 11)),  # XC-30
        ("xiangcheng.high-risk-covered", date(2024, 12, 30)),  # XC-31
        ("xiangcheng.high-risk-goal", date(2024, 12, 31)),  # XC-07
        ("xiangcheng.stage-review", date(2024, 11, 30)),  # XC-32
        ("xiangcheng.stage-rectified", date(2024, 12, 31)),
        ("xiangcheng.overall-review", date(2025, 4, 30)),
        ("xiangcheng.overall-rectified", date(2025, 5, 31)),
        ("xiangcheng.step-three-done", date(2025, 5, 28)),
        ("xiangcheng.other-sectors", date(2025, 12, 29)),  # XC-33
        ("xiangcheng.other-sectors-goal", date(2025, 12, 31)),  # XC-08
    ],
)
def test_days_of_xiangcheng(name: str, due: date) -> None:
    """Read in the notice, 一（三） and 四."""
    assert _of(name, track(shipped())).milestone.due == due


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("xiangcheng.overall-rectified", "xiangcheng.step-three-done"),
        ("xiangcheng.high-risk-covered", "xiangcheng.high-risk-goal"),
        ("xiangcheng.other-sectors", "xiangcheng.other-sectors-goal"),
    ],
)
def test_what_a_text_dates_twice_stands_side_by_side(one: str, other: str) -> None:
    found = track(shipped())
    assert [m.name for m in _of(one, found).disputed] == [other]
    assert [m.name for m in _of(other, found).disputed] == [one]


def test_a_last_day_on_a_day_off_rolls_over() -> None:
    """30 November 2024 was a Saturday: the Monday after is in time (民法典 203)."""
    assert _of("xiangcheng.stage-review", track(shipped(), date(2024, 12, 2))).state is State.OPEN
    assert _of("xiangcheng.stage-review", track(shipped(), date(2024, 12, 3))).state is State.OVERDUE


def test_done_on_the_day_itself_is_told() -> None:
    found = _of("xiangcheng.plan-reported", track(shipped(), None, {"xiangcheng.plan-reported": date(2024, 4, 11)}))
    assert (found.state, found.on_the_day) == (State.MET, True)


def test_a_calendar_nobody_knows_decides_nothing() -> None:
    pack = parse_pack(PACK + ITEM.replace("2024-12-30", "2031-05-01") + "}\n", "x.yaml")
    assert track([pack], date(2031, 5, 3))[0].state is State.UNDECIDED
    assert track([pack], date(2031, 5, 1))[0].state is State.OPEN
    assert track([pack], date(2031, 6, 1))[0].state is State.OVERDUE


ROSTER = [(date(2024, 6, 1), {"coverage_rate": 80}), (date(2024, 12, 20), {"coverage_rate": 100})]


def test_rosters_meet_a_goal() -> None:
    found = _of("xiangcheng.high-risk-covered", track(shipped(), date(2025, 1, 10), {}, ROSTER))
    assert (found.state, found.done, found.figure) == (State.MET, date(2024, 12, 20), 100)
    before = _of("xiangcheng.high-risk-covered", track(shipped(), date(2024, 12, 1), {}, ROSTER))
    assert (before.state, before.figure) == (State.OPEN, 80)


def test_what_was_lost_again_before_the_day_is_not_reached() -> None:
    rosters = [(date(2024, 6, 1), {"coverage_rate": 100}), (date(2024, 12, 20), {"coverage_rate": 97})]
    found = _of("xiangcheng.high-risk-covered", track(shipped(), date(2025, 1, 10), {}, rosters))
    assert (found.state, found.figure) == (State.OVERDUE, 97)
    later = [*ROSTER, (date(2025, 6, 1), {"coverage_rate": 90})]
    assert _of("xiangcheng.high-risk-covered", track(shipped(), date(2025, 7, 1), {}, later)).state is State.MET


def test_a_roster_that_does_not_tell_meets_nothing() -> None:
    found = _of("xiangcheng.high-risk-covered", track(shipped(), date(2025, 1, 10), {}, [(date(2024, 12, 1), {})]))
    assert (found.state, found.figure) == (State.OVERDUE, None)


def test_completions_are_counted() -> None:
    """YQ-01: at least one pilot before December 2025; the second does not matter for that."""
    days = [date(2025, 11, 20), date(2026, 1, 5)]
    found = _of("yueqing.town-pilots", track(shipped(), date(2025, 12, 29), {"yueqing.town-pilots": days}))
    assert (found.state, found.done, found.figure) == (State.MET, date(2025, 11, 20), 1)
    none = _of("yueqing.town-pilots", track(shipped(), date(2025, 12, 29), {}))
    assert (none.state, none.figure) == (State.OVERDUE, 0)


@given(st.dates(date(2024, 1, 1), date(2026, 12, 31)), st.dates(date(2024, 1, 1), date(2026, 12, 31)))
def test_time_only_closes_what_is_open(one: date, two: date) -> None:
    """What is past on a day is past on every later one; what is done stays done."""
    early, late = sorted((one, two))
    before, after = track(shipped(), early), {s.milestone.name: s.state for s in track(shipped(), late)}
    for standing in before:
        if standing.state is State.OVERDUE:
            assert after[standing.milestone.name] is State.OVERDUE


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (ITEM + ", whose: x}", "beside"),
        (ITEM + ", beside: [here.b]}", "here.a"),
        (ITEM + "}\n" + ITEM + "}", "写了两次"),
        (ITEM.replace("2024-12-30", "null") + "}", "reason"),
        (ITEM.replace("department", "mayor") + "}", "conference"),
        (ITEM + ", goal: {fact: coverage_rate, at_least: all}}", "不是数字"),
        (ITEM.replace("2024-12-30", "soon") + "}", "YYYY-MM-DD"),
    ],
)
def test_mistakes_name_the_line_and_the_words(line: str, words: str) -> None:
    with pytest.raises(PackError) as error:
        parse_pack(f"{PACK}{line}\n", "x.yaml")
    assert "x.yaml 第1" in str(error.value)
    assert words in str(error.value)


def test_the_command_shows_each_day(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    done = tmp_path / "完成情况.yaml"
    done.write_text("xiangcheng.plan-reported: 2024-04-12\n", "utf-8")
    arguments = ["rules", "milestones", "--pack", "xiangcheng-2024-6", "--as-of", "2025-05-29", "--done", str(done)]
    assert main(arguments) == 0
    shown = capsys.readouterr().out
    assert "2024-04-11  逾期完成 2024-04-12，超过1天" in shown
    assert "同一事项另一处写的是 2025-05-31" in shown
    assert main([*arguments, "--format", "json"]) == 0
    told = {entry["name"]: entry for entry in json.loads(capsys.readouterr().out)}
    assert told["xiangcheng.step-three-done"]["days"] == -1
    assert told["xiangcheng.overall-rectified"]["state"] == "open"


def test_a_milestone_nobody_knows_is_a_mistake(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    done = tmp_path / "x.yaml"
    done.write_text("xiangcheng.plan-reportd: 2024-04-12\n", "utf-8")
    assert main(["rules", "milestones", "--done", str(done)]) == 2
    assert "xiangcheng.plan-reported" in capsys.readouterr().err
