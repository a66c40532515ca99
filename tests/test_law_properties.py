"""What must hold of any law and any filing: a stricter law excuses nobody, an unrelated paper hides nothing, a day on which the
law changes changes the rules that it changes and no others."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import validators
from api import check
from api.settings import Settings
from extractor.record import Reading, Record, Row
from extractor.span import Span
from validators import checks
from validators.cases import facts_of
from validators.facts import Filing, Subject
from validators.finding import Verdict
from validators.law.judge import judge
from validators.law.pack import Pack, Rule, Value
from validators.law.pack_reading import shipped
from validators.law.plan import plan_of
from validators.law.select import Place

SAMPLES = Path(__file__).parents[1] / "samples"
STRICTER = {"max": 1, "min": -1}
"""Which way a number of such a rule is stricter."""


def numbered() -> Iterator[Rule]:
    """Rules with a number of their own that is a floor, a ceiling or a deadline; a share that is fixed is none of them."""
    for pack in shipped():
        for rule in pack.rules:
            if rule.with_.get("fixed"):
                continue
            if checks.modules()[rule.check].COMBINE in STRICTER and any(_is_number(v.value) for v in rule.values):
                yield rule


def _is_number(value: object) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def with_number(pack: Pack, rule: Rule, number: Decimal | int) -> Pack:
    """The pack with that rule demanding ``number`` at every date."""
    changed = dataclasses.replace(rule, values=(Value(None, number),))
    return dataclasses.replace(pack, rules=tuple(changed if one is rule else one for one in pack.rules))


def cases_of(pack: Pack, rule: Rule) -> list[dict[str, object]]:
    return [dict(case) for examples in pack.cases().get(rule.name, {}).values() for case in examples]


def verdicts(pack: Pack, rule: Rule, case: dict[str, object]) -> list[Verdict]:
    """What the pack's rule says of the case, alone."""
    alone = dataclasses.replace(pack, rules=tuple(one for one in pack.rules if one.name == rule.name), region="000000")
    filing = Filing("F", (), (Subject(rule.about, "S", facts_of(case)),))
    return [f.verdict for f in judge(filing, [alone]).findings if f.rule == rule.name]


@pytest.mark.parametrize("rule", [*numbered()], ids=lambda rule: rule.name)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_a_stricter_number_never_turns_violated_into_satisfied(rule: Rule, data: st.DataObject) -> None:
    pack = next(pack for pack in shipped() if pack.name == rule.pack)
    case = data.draw(st.sampled_from(cases_of(pack, rule)))
    known = [int(v.value) for v in rule.values if _is_number(v.value)]
    number = data.draw(st.integers(0, 2 * max(known) + 2))
    step = data.draw(st.integers(0, max(known) + 2))
    sign = STRICTER[checks.modules()[rule.check].COMBINE]
    lax = verdicts(with_number(pack, rule, number), rule, case)
    strict = verdicts(with_number(pack, rule, max(0, number + sign * step)), rule, case)
    if Verdict.VIOLATED in lax:
        assert Verdict.SATISFIED not in strict


def test_the_property_above_can_fail() -> None:
    """The other way round it does: a laxer number does excuse."""
    rule = next(rule for rule in numbered() if rule.check == "at_least")
    pack = next(pack for pack in shipped() if pack.name == rule.pack)
    said = {v for case in cases_of(pack, rule) for v in verdicts(with_number(pack, rule, 0), rule, case)}
    assert Verdict.SATISFIED in said


# --- unrelated papers ------------------------------------------------------------------------------------------------


@cache
def read() -> tuple[Filing, ...]:
    bundles = check._read([SAMPLES / "suzhou-low-fee", SAMPLES / "suzhou-clean", SAMPLES / "xiangcheng.zip"],
                          Settings(workers=0), lambda *_: None)  # fmt: skip
    return tuple(check._assemble(bundle) for bundle in bundles)


def _reading(value: object) -> Reading[object]:
    return Reading(value, Span("other", None, (), str(value)))


def _paper(kind: str, name: str, **fields: object) -> Record:
    return Record(name, name.encode().hex().ljust(64, "0")[:64], kind, {n: _reading(v) for n, v in fields.items()})


OTHER = "PZOTHER2025000000001"
UNRELATED = [
    _paper("invoice", "发票.pdf", policy_no=OTHER, amount=Decimal("1.00")),
    _paper("application", "投保单.pdf", premium=Decimal("1.00"), policyholder="别县别的公司"),
    _paper("notice", "通知.pdf", title="关于别的事情的通知", date_issued=date(2020, 1, 1)),
    _paper("unknown", "照片.jpg"),
    _paper("service_report", "别家报告.pdf", policy_no=OTHER, client="别县别的公司", service_start=date(2020, 1, 1)),
    Record("别家台账.xlsx", "e" * 64, "fee_ledger", tables={"rows": (
        Row({"policy_no": _reading(OTHER), "kind": _reading("spend"), "amount": _reading(Decimal("99999.00"))},
            Span("other", None, (), "")),)}),
    Record("别家赔案.xlsx", "f" * 64, "claim_record", tables={"rows": (
        Row({"policy_no": _reading(OTHER), "closed_date": _reading(date(2020, 1, 1))}, Span("other", None, (), "")),)}),
]  # fmt: skip


def violated(filing: Filing) -> set[tuple[str, str, str]]:
    found = validators.validate(filing).findings
    return {(f.rule, f.subject, str(f.params)) for f in found if f.verdict is Verdict.VIOLATED}


@settings(max_examples=40, deadline=None)
@given(index=st.integers(0, 2), extra=st.lists(st.sampled_from(UNRELATED), min_size=1, max_size=4, unique_by=lambda r: r.path),
       first=st.booleans())  # fmt: skip
def test_an_unrelated_paper_removes_no_finding(index: int, extra: list[Record], first: bool) -> None:
    filing = read()[index]
    papers = (*extra, *filing.records) if first else (*filing.records, *extra)
    more = validators.assemble(papers, filing.manifest, filing.filing_id)
    assert violated(filing) <= violated(more)


def test_the_filings_of_the_property_above_have_findings() -> None:
    assert sum(len(violated(filing)) for filing in read()) >= 3


# --- days on which the law changes -----------------------------------------------------------------------------------


def changes_of(rule: Rule) -> set[date]:
    """The days on which the rule begins, ends or has another number."""
    inner = {v.since for v in rule.values if v.since and (rule.since is None or v.since > rule.since)}
    begins = {rule.since} if rule.since else set()
    ends = {rule.until + timedelta(days=1)} if rule.until else set()
    return {day for day in inner | begins | ends if day is not None}


DAYS = sorted({day for pack in shipped() for rule in pack.rules for day in changes_of(rule)})
PLACES = sorted({pack.region for pack in shipped()})


def standing(place: str, about: str, name: str, day: date) -> dict[str, object]:
    """The rules that stand on a day with their numbers, before several texts are joined."""
    rules = [rule for pack in plan_of(shipped()).bound(Place(place)).chosen for rule in pack.pack.rules]
    return {
        rule.name: rule.value_at(day)
        for rule in rules
        if rule.about == about and rule.governed_by == name and rule.in_force(day)
    }


@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize("place", PLACES)
def test_the_day_of_a_change_changes_exactly_the_rules_that_it_changes(place: str, day: date) -> None:
    chosen = [choice.pack for choice in plan_of(shipped()).bound(Place(place)).chosen]
    for about, name in sorted({(rule.about, rule.governed_by) for pack in chosen for rule in pack.rules}):
        before, after = standing(place, about, name, day - timedelta(days=1)), standing(place, about, name, day)
        differ = {
            rule
            for rule in {*before, *after}
            if before.get(rule) != after.get(rule) or (rule in before) != (rule in after)
        }
        expected = {rule.name for pack in chosen for rule in pack.rules
                    if (rule.about, rule.governed_by) == (about, name) and day in changes_of(rule)}  # fmt: skip
        assert differ == expected


PLAIN = {"per_person_limit": 350000, "fee_ratio": 22, "premium": 100000, "prevention_fee": 22000, "insured_count": 30,
         "employee_count": 30, "insurer": "某某财产保险股份有限公司", "coverages": ["employee_injury"], "coverages_complete": True,
         "clauses": [], "agreements_complete": True, "policy_no": "P1", "policyholder": "某某有限公司"}  # fmt: skip
"""A policy without any day but that of its signing, so that nothing but the law changes with that day."""


def said_on(place: str, day: date) -> dict[tuple[str, str], Verdict]:
    """What each rule says, by rule and item, of the plain policy signed on a day."""
    facts = facts_of({**PLAIN, "sign_date": day, "region_code": place[:6]})
    found = judge(Filing("F", (), (Subject("policy", "S", facts),)), shipped()).findings
    keys = ("coverage", "clause", "kind", "item")
    return {
        (f.rule, str([f.params.get(key) for key in keys])): f.verdict for f in found if not f.rule.startswith("engine.")
    }


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_over_a_change_only_rules_that_changed_or_joined_one_answer_otherwise(day: date) -> None:
    """Beside those that changed: a rule that a stricter one takes in or lets go, and one that a higher text bars."""
    rules = {rule.name: rule for pack in shipped() for rule in pack.rules}
    changed = {name for name, rule in rules.items() if rule.governed_by == "contract_date" and day in changes_of(rule)}
    touched = {rules[name].key for name in changed}
    barred = {kind for name in changed for kind in rules[name].bars}
    types = {rules[name].type for name in changed}  # one fault is told once, by the gravest text
    for place in PLACES:
        before, after = said_on(place, day - timedelta(days=1)), said_on(place, day)
        flipped = {key[0] for key in {*before, *after} if before.get(key) != after.get(key)}
        strays = {n for n in flipped - changed if rules[n].key not in touched and rules[n].type not in barred | types}
        assert strays == set(), place


def test_some_day_of_change_flips_something() -> None:
    assert any(said_on(place, day - timedelta(days=1)) != said_on(place, day) for place in PLACES for day in DAYS)


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_a_plan_remembered_says_what_one_made_anew_says(day: date) -> None:
    """The stretch between two changes is remembered under any of its days."""
    packs = tuple(shipped())
    for place in PLACES:
        for shift in (-1, 0, 1):
            facts = facts_of({"sign_date": day + timedelta(days=shift), "region_code": place[:6]})
            filing = Filing("F", (), (Subject("policy", "S", facts),))
            fresh = tuple(dataclasses.replace(pack) for pack in packs)  # other objects: another plan
            one, two = judge(filing, packs), judge(filing, fresh)
            assert [(f.rule, f.verdict, f.params) for f in one.findings] == [
                (f.rule, f.verdict, f.params) for f in two.findings
            ]


def test_the_floor_per_person_changes_with_the_day_of_signing() -> None:
    def said(day: date) -> Verdict:
        facts = facts_of({"sign_date": day, "per_person_limit": 300000, "region_code": "341300"})
        found = judge(Filing("F", (), (Subject("policy", "S", facts),)), shipped()).findings
        return next(
            f.verdict
            for f in found
            if f.type == "per_person_limit_below_minimum" and f.verdict is not Verdict.NOT_APPLICABLE
        )

    assert said(date(2025, 3, 28)) is Verdict.SATISFIED
    assert said(date(2025, 3, 29)) is Verdict.VIOLATED
