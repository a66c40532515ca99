"""Facts kept beside a judgement: rules find in them what they find in the papers' facts, or are not asked of them."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, cast

import pytest

import validators
from api import recheck
from api.audit_run.judging import same_outcomes
from api.audit_run.judging.kept_facts import KeptFact, KeptFacts, NotKept, pack, unpack
from api.audit_run.judging.same_outcomes import SameOutcomes
from extractor.span import Span
from extractor.values.dates import Moment
from validators.cases import facts_of
from validators.checks import modules
from validators.facts import ABSENT, Cited, Clause, Evidence, Fact, Facts, Filing, Subject
from validators.finding import Finding
from validators.law.judge import judge
from validators.law.pack import Pack, Rule
from validators.law.pack_reading import shipped

ASKED = recheck.Asked()
EVERY = tuple((rule, case) for one in shipped() for rule in one.rules
              for cases in one.cases().get(rule.name, {}).values() for case in cases)  # fmt: skip


def filing(*subjects: Subject) -> Filing:
    return Filing("F", (), subjects)


def test_facts_read_back_as_they_were_but_for_their_places() -> None:
    place = (Evidence("a.pdf", "x", Span("一万元")),)
    facts = {
        "amount": Fact(Decimal("10000.00"), place, confidence=0.83, doubts=(Decimal(1000),)),
        "ends": Fact(Moment(date(2025, 2, 28), 24), state="contradicted", why="the papers disagree", rivals=(date(2025, 3, 1),)),
        "clauses": Fact((Clause("a", "句\ud800子\n", Decimal(5)), Clause("b"))),
        "cited": Fact((Cited("应急〔2025〕27号", None),)), "kinds": Fact(frozenset({"b", "a"})), "none": Fact(None, why="x", state="absent"),
        "yes": Fact(True), "count": Fact(3), "ratio": Fact(0.25), "": Fact(""),
    }  # fmt: skip
    (subject,) = unpack(pack(filing(Subject("policy", "P", Facts(facts)))))
    asked = KeptFacts(subject)
    for name, fact in facts.items():
        kept = asked[name]
        assert [getattr(kept, word) for word in KeptFact.__slots__] == [
            getattr(fact, word) for word in KeptFact.__slots__
        ]
        assert type(kept.value) is type(fact.value)
    assert asked["else"] is ABSENT
    with pytest.raises(NotKept):
        _ = asked["amount"].evidence


def test_a_value_without_a_form_is_not_guessed() -> None:
    (subject,) = unpack(pack(filing(Subject("policy", "P", Facts({"odd": Fact(object()), "one": Fact(1)})))))
    with pytest.raises(NotKept):
        KeptFacts(subject)["odd"]
    assert KeptFacts(subject).value("one") == 1


def test_a_part_has_the_facts_of_what_it_lies_in_with_its_own_over_them() -> None:
    policy = Facts({f"f{n}": Fact(n) for n in range(9)})
    report = Facts({"own": Fact("r"), "f3": Fact("other")}, policy)
    subjects = [Subject("policy", "P", policy), Subject("report", "R", report), Subject("hazard", "H", Facts({"own": Fact("h")}, report))]  # fmt: skip
    packed = pack(filing(*subjects))
    for kept, subject in zip(unpack(packed), subjects, strict=True):
        assert kept.about == subject.about
        asked = KeptFacts(kept)
        assert {name: asked.value(name) for name in kept.places} == {n: f.value for n, f in subject.facts.items()}


def test_every_rule_answers_of_kept_facts_what_it_answers_of_the_facts() -> None:
    """All rules that are shipped, each with every case of its kind of check; few cannot be asked."""
    by_check: dict[str, list[Facts]] = {}
    for rule, case in EVERY:
        by_check.setdefault(rule.check, []).append(facts_of(case))
    answered = refused = 0
    rules = {(rule.check, rule.since, str(rule.with_)): rule for rule, _ in EVERY}
    for rule in rules.values():
        check = modules()[rule.check].check
        params = rule.params(rule.values[-1] if rule.values else None)
        for facts in by_check[rule.check][:12]:
            (kept,) = unpack(pack(filing(Subject("policy", "P", facts))))
            try:
                said = check(cast(Facts, KeptFacts(kept)), params)
            except NotKept:
                refused += 1
                continue
            answered += 1
            true = check(facts, params)
            assert (said.verdict, said.params, [p.verdict for p in said.parts]) == (true.verdict, true.params, [p.verdict for p in true.parts])  # fmt: skip
    assert answered > 1000
    assert refused < answered / 20


def invented(chance: random.Random) -> Iterator[Filing]:
    """Filings of subjects from the cases of rules, with places and days of all sorts."""
    while True:
        subjects = []
        for n in range(chance.randrange(1, 4)):
            about, facts = "", dict[str, Fact]()
            for rule, case in chance.sample(EVERY, 3):
                facts |= dict(facts_of(case))
                about = rule.about
            facts["region_code"] = Fact(chance.choice(["341323", "330382", "310113", "110101", None]))
            facts["contract_date"] = Fact(date(chance.randrange(2018, 2027), 3, 1))
            facts["confidence"] = Fact(1, confidence=chance.random())
            name = chance.choice(sorted(facts))
            facts[name] = chance.choice([replace(facts[name], confidence=0.5), ABSENT, facts[name]])
            subjects.append(Subject(about, f"S{n}", Facts(facts)))
        yield filing(*subjects)


def altered(one: Pack, chance: random.Random) -> Pack:
    def rule(rule: Rule) -> Any:
        match chance.randrange(5):
            case 0:
                return replace(rule, since=date(chance.randrange(2018, 2028), 1, 1))
            case 1:
                return replace(rule, until=date(chance.randrange(2018, 2028), 1, 1))
            case 2 if rule.values and isinstance(rule.values[-1].value, int | float):
                return replace(
                    rule, values=(*rule.values[:-1], replace(rule.values[-1], value=rule.values[-1].value * 2))
                )
            case 3:
                return replace(rule, article="另一条")
            case _:
                return rule

    return replace(one, rules=tuple(rule(r) for r in one.rules if chance.random() < 0.9), version=f"{chance.random()}")


def by_their_own_article(findings: Iterable[Finding]) -> list[str]:
    """Findings without the further articles they rest on: those alone are no change that a recheck tells."""
    return sorted(repr(replace(one, also=())) for one in findings)


def test_what_is_told_to_stay_the_same_does_stay_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Packs altered at random against a judging of invented filings under both; with answers forgotten all the time too. What a
    recheck tells of them without putting all that holds into words is what it tells with it."""
    chance, told, same = random.Random(11), 0, 0
    for most in (10, 100_000):
        monkeypatch.setattr(same_outcomes, "MOST_ANSWERS", most)
        new = tuple(altered(one, chance) if chance.random() < 0.5 else one for one in shipped())
        outcomes = SameOutcomes(shipped(), new)
        for _, one in zip(range(25), invented(chance), strict=False):
            before, after = (judge(one, packs).open for packs in (shipped(), new))
            stays = sorted(map(repr, before)) == sorted(map(repr, after))
            same += stays
            turn = recheck.turn(one, "", ASKED, shipped(), new)
            old, anew = (validators.validate(one, packs) for packs in (shipped(), new))
            assert turn == recheck.Turn("F", "", old.verdict, anew.verdict, tuple(recheck._changes(old, anew, "zh")))
            assert turn.changes or by_their_own_article(before) == by_their_own_article(after)
            if outcomes.unchanged(pack(one)):
                told += 1
                assert stays, one
    assert told > same * 0.5
    assert same < 50
