"""Packs: every rule has its cases and they come out right; every citation resolves; mistakes name file and line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from validators import known
from validators.cases import facts_of
from validators.facts import Filing, Subject
from validators.law.judge import judge
from validators.law.pack import LAYERS, Pack, PackError, Rule
from validators.law.pack_reading import parse_pack, shipped
from validators.say import _data

RULES = [(pack, rule) for pack in shipped() for rule in pack.rules]


def _cases() -> Iterator[Any]:
    for pack in shipped():
        for name, verdicts in pack.cases().items():
            for verdict, cases in verdicts.items():
                for index, case in enumerate(cases):
                    yield pytest.param(pack, name, verdict, case, id=f"{name}-{verdict}-{index}")


def _verdicts(pack: Pack, rule: Rule, case: Mapping[str, Any]) -> set[str]:
    """What the rule says of the case, judged alone by the whole machine; it must be in force there."""
    facts = {"region_code": significant_or(pack), **case}
    filing = Filing("case", (), (Subject(rule.about, "case", facts_of(facts)),))
    findings = judge(filing, [_only(pack, rule)]).findings
    mine = [f for f in findings if f.rule == rule.name]
    assert mine, f"{rule.name}: the case lacks the governing date {rule.governed_by}"
    assert all(f.why != "not in force on the governing date" for f in mine), f"{rule.name}: not in force in this case"
    return {f.verdict.value for f in mine}


def significant_or(pack: Pack) -> str:
    return pack.region if pack.prefix else "310101"


def _only(pack: Pack, rule: Rule) -> Pack:
    import dataclasses

    return dataclasses.replace(pack, rules=(rule,))


@pytest.mark.parametrize(("pack", "name", "verdict", "case"), list(_cases()))
def test_case(pack: Pack, name: str, verdict: str, case: Mapping[str, Any]) -> None:
    rule = next(rule for rule in pack.rules if rule.name == name)
    found = _verdicts(pack, rule, case)
    worst = next(v for v in ("violated", "undecided", "satisfied", "not_applicable") if v in found)
    assert worst == verdict


@pytest.mark.parametrize(("pack", "rule"), [pytest.param(p, r, id=r.name) for p, r in RULES])
def test_every_rule_has_three_cases(pack: Pack, rule: Rule) -> None:
    cases = pack.cases().get(rule.name, {})
    assert sum(len(group) for group in cases.values()) >= 3
    numbers_unknown = bool(rule.values) and all(value.value is None for value in rule.values)
    cannot_violate = rule.check in ("stated", "in_region", "names_document", "shown_within_days") or numbers_unknown
    assert cannot_violate or "violated" in cases
    assert "satisfied" in cases or numbers_unknown
    assert "undecided" in cases or rule.check == "cites_known"  # a paper that cites nothing has nothing to check


@pytest.mark.parametrize(("pack", "rule"), [pytest.param(p, r, id=r.name) for p, r in RULES])
def test_rule_is_whole(pack: Pack, rule: Rule) -> None:
    assert re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", rule.name)
    assert re.fullmatch(r"[a-z][a-z0-9_]*", rule.type)
    assert rule.article
    assert len(rule.quote) <= 60, "a quote is a short term, not the sentence"
    assert rule.type in _data("sentences.yaml") or {"zh", "en", "topic"} <= set(rule.say)
    assert rule.confidence in ("V", "S2") or rule.severity.value != "error"
    for value in rule.values:
        assert value.value is not None or value.reason


def test_names_are_unique() -> None:
    names = [rule.name for _, rule in RULES]
    assert len(names) == len(set(names))
    assert len({pack.name for pack in shipped()}) == len(shipped())


@pytest.mark.parametrize("pack", shipped(), ids=lambda pack: pack.name)
def test_citation_resolves(pack: Pack) -> None:
    """A numbered document is registered as known, with the same dates; a statute names itself by its title."""
    numbered = re.search(r"〔\d{4}〕|^(?:AQ|GB)[ /]", pack.document)
    if numbered and pack.document not in OWN:
        document = known.lookup(pack.document)
        assert document is not None, f"{pack.document} is not in known_documents.yaml"
        if document.in_force_from and pack.since:
            assert document.in_force_from <= pack.since
        if document.issued and pack.issued:
            assert document.issued == pack.issued
    else:
        assert pack.document == pack.title or pack.issuer
    assert pack.layer in LAYERS


# Documents that stand only as the basis of a format rule and are not about this insurance.
OWN = {"中办发〔2012〕14号", "GB 32100-2015"}


def test_drafts_and_doubtful_sources_never_return_a_filing() -> None:
    for pack, rule in RULES:
        if pack.advisory or rule.confidence in ("S1", "M"):
            assert rule.severity.value != "error", rule.name


GOOD = """
name: test
title: 试验
document: 试验〔2024〕1号
region: "000000"
layer: county
in_force: {from: 2024-01-01}
rules:
  - name: test.floor
    type: per_person_limit_below_minimum
    article: 一
    about: policy
    check: at_least
    with: {fact: per_person_limit}
    value: 300000
    severity: error
"""


def test_a_good_pack_loads() -> None:
    pack = parse_pack(GOOD, "good.yaml")
    assert pack.rules[0].values[0].value == 300000
    assert pack.rules[0].line == 9


@pytest.mark.parametrize(
    ("wrong", "line", "word"),
    [
        (("    severity: error", "    severtiy: error"), 16, "severtiy"),
        (("    check: at_least", "    check: at_lest"), 13, "at_least"),
        (("with: {fact: per_person_limit}", "with: {fakt: per_person_limit}"), 14, "fact"),
        (("    value: 300000", "    value: null"), 15, "reason"),
        (("layer: county", "layer: village"), 6, "county"),
        (("title: 试验", "title: 试验\ntitle: 又一次"), 4, "title"),
        (("    about: policy", "    about: insurer"), 12, "policy"),
        (("{from: 2024-01-01}", "{from: 2024-13-01}"), 7, "2024-13-01"),
        (("    article: 一\n", ""), 9, "article"),
        (("with: {fact: per_person_limit}", "with: {}"), 14, "fact"),
        (("rules:", "rules: ["), 9, "YAML"),
    ],
)
def test_a_mistake_names_file_and_line_and_words(wrong: tuple[str, str], line: int, word: str) -> None:
    text = GOOD.replace(*wrong)
    assert text != GOOD
    with pytest.raises(PackError) as caught:
        parse_pack(text, "bad.yaml")
    assert caught.value.line == line
    assert word in str(caught.value)
    assert str(caught.value).startswith(f"bad.yaml 第{line}行")
