"""Check types: each module's own example runs, and the traps that each was written for."""

from __future__ import annotations

import dataclasses
import doctest
from datetime import date
from typing import Any

import pytest
import yaml

from api import cli
from api.rules.checks import CHINESE
from validators import checks, days
from validators.cases import facts_of
from validators.facts import Fact, Facts
from validators.reasons import reason

MODULES = checks.modules()


@pytest.mark.parametrize("name", sorted(MODULES))
def test_the_docstring_example_runs(name: str) -> None:
    result = doctest.testmod(MODULES[name])
    assert result.attempted >= 2
    assert result.failed == 0


@pytest.mark.parametrize("name", sorted(MODULES))
def test_every_check_describes_itself(name: str) -> None:
    module = MODULES[name]
    assert dataclasses.is_dataclass(module.Params)
    assert module.Params.__hash__ is not None, "frozen, so that it can be shared"
    assert module.COMBINE in ("max", "min", "union", "each")
    assert (module.__doc__ or "").splitlines()[0].endswith(".")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", sorted(MODULES))
def test_every_check_is_shown_in_the_reader_s_language(
    name: str, lang: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["rules", "checks", name, "--lang", lang]) == 0
    said = capsys.readouterr().out.splitlines()[1].strip()
    assert (said == (MODULES[name].__doc__ or "").splitlines()[0]) == (lang == "en")


def test_no_check_is_told_of_that_is_not_there() -> None:
    assert set(yaml.safe_load(CHINESE.read_text("utf-8"))) == set(MODULES)


def test_day_counting() -> None:
    assert doctest.testmod(days).failed == 0


def check(name: str, case: dict[str, Any], **params: Any) -> Any:
    module = MODULES[name]
    return module.check(facts_of(case), module.Params(**params))


@pytest.mark.parametrize(
    ("start", "end", "verdict"),
    [
        ("2024-09-16T12:00", "2025-09-16T12:00", "satisfied"),  # noon to noon
        ("2023-08-12T00:00", "2024-08-11T24:00", "satisfied"),  # a 29 February inside, 366 days
        ("2024-02-25T00:00", "2025-02-25T00:00", "satisfied"),  # midnight to midnight
        ("2024-03-01T00:00", "2025-02-28T23:59", "satisfied"),
        ("2024-02-29T00:00", "2025-02-28T24:00", "satisfied"),
        ("2024-03-01T00:00", "2025-02-27T24:00", "violated"),
        ("2024-03-01T00:00", "2025-03-01T24:00", "violated"),
        ("2024-11-17T00:00", "2026-02-16T24:00", "violated"),
        ("2024-11-17T00:00", "2024-11-16T24:00", "not_applicable"),
    ],
)
def test_what_is_one_year(start: str, end: str, verdict: str) -> None:
    case = {"period_start": start, "period_end": end}
    assert check("one_year", case, start="period_start", end="period_end").verdict.value == verdict


@pytest.mark.parametrize(
    ("closed", "uploaded", "late"),
    [
        (date(2024, 1, 6), date(2024, 1, 13), False),  # the seventh day
        (date(2024, 1, 8), date(2024, 1, 16), True),  # the seventh day is a Monday
        (date(2024, 1, 6), date(2024, 1, 15), False),  # the seventh day is a Saturday: to Monday
        (date(2024, 9, 24), date(2024, 10, 8), False),  # National Day: to 8 October
        (date(2024, 9, 24), date(2024, 10, 9), True),
        (date(2024, 2, 4), date(2024, 2, 18), False),  # 11 February 2024 is in the Spring Festival; the 18th is worked
    ],
)
def test_the_last_day_rolls_over_holidays(closed: date, uploaded: date, late: bool) -> None:
    assert days.lateness(closed, uploaded, 7).late is late


def test_a_year_without_calendar_is_undecided_only_where_it_matters() -> None:
    assert days.lateness(date(2033, 9, 24), date(2033, 10, 3), 7).late is None
    assert days.lateness(date(2033, 9, 24), date(2033, 9, 30), 7).late is False
    assert days.lateness(date(2033, 9, 24), date(2033, 11, 30), 7).late is True


def test_a_second_reading_that_agrees_excuses_the_paper() -> None:
    said = Facts({"premium": Fact(100, doubts=(300,)), "premium_words": Fact(300)})
    module = MODULES["equal_amounts"]
    assert module.check(said, module.Params("premium", "premium_words")).verdict.value == "undecided"
    code = Facts({"uscc": Fact("91370306MA2R0CTB9G", doubts=("91370306MA2R0CTB9C",))})
    module = MODULES["check_digit"]
    assert module.check(code, module.Params("uscc")).verdict.value == "undecided"


def test_a_day_outside_the_period_is_open_where_the_paper_tells_another_within_it() -> None:
    module = MODULES["inside_period"]
    told = facts_of({"period_start": "2025-08-01T00:00", "period_end": "2026-07-31T24:00"})
    verdicts = []
    for doubts in ((), (date(2025, 10, 10),), (date(2025, 7, 31), date(2026, 8, 1)), (date(2026, 7, 31),)):
        outcome = module.check(
            Facts({**told, "service_start": Fact(date(2025, 7, 20), doubts=doubts)}), module.Params()
        )
        verdicts.append((outcome.verdict.value, str(outcome.params.get("day_within"))))
    assert verdicts == [
        ("violated", "None"),
        ("undecided", "2025-10-10"),
        ("violated", "None"),
        ("undecided", "2026-07-31"),
    ]
    assert (
        "2025-10-10"
        in reason(
            "service_start: the paper tells of 2025-10-10 too, which lies within the period and may be the day meant (not 2025-07-20)"
        )[0]
    )


def test_characters_that_look_alike_are_not_held_against_a_scan() -> None:
    module = MODULES["same_number"]
    params = module.Params("report_policy_no", "policy_no")
    verdicts = [
        module.check(
            Facts({"report_policy_no": Fact(printed, confidence=confidence), "policy_no": Fact("PZ1O2024000817")}),
            params,
        ).verdict.value
        for printed, confidence in (("PZ102024000817", 0.9), ("PZ102024000817", 1.0), ("PZ1O2024000871", 0.9))
    ]
    assert verdicts == ["undecided", "violated", "violated"]


@pytest.mark.parametrize(
    ("printed", "confidence", "verdict"),
    [
        ("WJ2024-46859996", 0.7, "satisfied"),  # a seal took the dash, which parts groups and tells none apart
        ("WJ-2024-46859916", 0.7, "undecided"),
        ("WJ-2024-46859916", 0.95, "violated"),
        ("WJ-2024-46895996", 0.7, "violated"),  # two digits exchanged: no seal does that
    ],
)
def test_one_character_read_in_doubt_is_no_mismatch(printed: str, confidence: float, verdict: str) -> None:
    module = MODULES["same_number"]
    facts = Facts({"report_policy_no": Fact(printed, confidence=confidence), "policy_no": Fact("WJ-2024-46859996")})
    assert module.check(facts, module.Params("report_policy_no", "policy_no")).verdict.value == verdict


def test_a_number_read_in_part_is_no_mismatch() -> None:
    case = {"report_policy_no": "64418-3413-2025-31585", "policy_no": "64418-3413-2025-3158"}
    assert check("same_number", case, fact="report_policy_no", other="policy_no").verdict.value == "undecided"


def test_an_unsure_reading_with_a_better_second_one_is_excused() -> None:
    module = MODULES["at_most"]
    params = module.Params("per_accident_limit", than="aggregate_limit")
    verdicts = [
        module.check(
            Facts({"per_accident_limit": Fact(300), "aggregate_limit": Fact(100, confidence=sure, doubts=doubts)}),
            params,
        ).verdict.value
        for sure, doubts in ((0.7, (600,)), (0.95, (600,)), (0.7, (200,)))
    ]
    assert verdicts == ["undecided", "violated", "violated"]


def test_a_limit_is_not_taken_for_a_premium_in_words() -> None:
    case = {"premium": 19854.94, "premium_words": 300000, "limits": [300000]}
    params = {"fact": "premium", "other": "premium_words"}
    assert check("equal_amounts", case, **params, elsewhere="limits").verdict.value == "undecided"
    assert check("equal_amounts", case, **params).verdict.value == "violated"


def test_contradicted_facts_decide_only_where_all_agree() -> None:
    module = MODULES["at_least"]
    params = module.Params("limit", value=300)
    verdicts = [
        module.check(facts_of({"limit": {"contradicted": values}}), params).verdict.value
        for values in ([100, 200], [100, 400], [300, 400])
    ]
    assert verdicts == ["violated", "undecided", "satisfied"]


def test_a_deductible_for_another_thing_is_no_conflict() -> None:
    said = {"code": "deductible", "text": "医疗费用每次事故免赔500元", "amount": 500}
    schedule = Fact(1000, (_evidence("每次事故财产损失免赔额1000元"),))
    facts = Facts({"deductible": schedule, "clauses": facts_of({"clauses": [said]})["clauses"]})
    module = MODULES["agrees_with_clause"]
    assert module.check(facts, module.Params("deductible", "deductible")).verdict.value == "satisfied"
    plain = Facts({"deductible": Fact(1000, (_evidence("1000元"),)), "clauses": facts["clauses"]})
    assert module.check(plain, module.Params("deductible", "deductible")).verdict.value == "violated"


@pytest.mark.parametrize(
    ("clause", "verdict"),
    [
        ("第三者财产损失每次事故免赔额500元", "satisfied"),
        ("医疗费用每次事故免赔额500元", "violated"),
        ("医疗、救援费用每次事故免赔额500元", "undecided"),
        ("每次事故免赔额500元", "violated"),
    ],
)
def test_only_a_deductible_of_the_same_cover_or_of_all_is_in_conflict(clause: str, verdict: str) -> None:
    said = facts_of({"clauses": [{"code": "deductible", "text": clause, "amount": 500}]})
    facts = Facts({"deductible": Fact(100, (_evidence("100元/次（医疗费用）"),)), "clauses": said["clauses"]})
    module = MODULES["agrees_with_clause"]
    assert module.check(facts, module.Params("deductible", "deductible")).verdict.value == verdict


def _evidence(text: str) -> Any:
    from extractor.span import Span
    from validators.facts import Evidence

    return Evidence("保单.pdf", "deductible", Span(text, 1))


def test_a_list_with_an_unknown_name_accuses_nobody() -> None:
    case = {"coverages": ["legal"], "coverages_complete": True, "coverages_unclear": True}
    params = {
        "fact": "coverages",
        "items": ("rescue",),
        "complete": "coverages_complete",
        "unclear": "coverages_unclear",
    }
    assert check("contains_all", case, **params).verdict.value == "undecided"
    assert check("contains_all", {**case, "coverages_unclear": False}, **params).verdict.value == "violated"


@pytest.mark.parametrize("name", sorted(MODULES))
def test_nothing_known_is_never_a_violation(name: str) -> None:
    """With no facts at all no check of any rule shipped finds a fault."""
    from validators.law.pack_reading import shipped

    for pack in shipped():
        for rule in pack.rules:
            if rule.check == name:
                for value in rule.values or (None,):
                    outcome = MODULES[name].check(Facts({}), rule.params(value))
                    assert outcome.verdict.value in ("undecided", "not_applicable", "satisfied"), rule.name
                    assert all(part.verdict.value != "violated" for part in outcome.parts)
