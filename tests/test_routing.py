"""Where findings go: by the tables of departments of the texts that govern the place; bodies that are gone by their successors."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import jsonschema
import pytest

import validators
from validators.cases import facts_of
from validators.facts import Filing, Manifest, Subject
from validators.finding import Finding, Verdict
from validators.law.pack import PackError
from validators.law.pack_parts import ROLES
from validators.law.pack_reading import parse_pack, shipped
from validators.report import Report
from validators.report_json import schema, to_json
from validators.routing import department_of, name_today, route, successions

PACK = """
name: here-2024
title: 办法
document: 甲〔2024〕1号
region: "411025"
layer: county
in_force: {from: 2024-01-01, to: 2024-12-31}
rules:
  - name: here.limit
    type: own_type
    article: 一
    about: policy
    check: stated
    with: {facts: [per_person_limit]}
    severity: note
    say: {topic: 甲, zh: 乙, en: C}
"""


def _judged(region: str, **facts: Any) -> Report:
    case = {"region_code": region, "uscc": "91100000710931483R", **facts}
    filing = Filing("case", (), (Subject("policy", "P1", facts_of(case)),), Manifest("case", date(2025, 9, 1)))
    return validators.validate(filing, shipped())


def _found(report: Report, bound: str, type_: str = "any_type") -> Finding:
    like = next(f for f in report.findings if f.subject == "P1")
    return replace(like, bound=bound, type=type_, verdict=Verdict.VIOLATED, applied_on=date(2024, 11, 15))


@pytest.mark.parametrize(
    ("bound", "trade", "department", "role"),
    [
        ("policyholder", "煤矿", "襄城县科工局", "sector"),
        ("policyholder", "道路货物运输", "襄城县交通运输局", "sector"),
        ("policyholder", "建筑施工", "襄城县住房和城乡建设局", "sector"),
        ("policyholder", "危险化学品经营", "襄城县应急管理局", "sector"),
        (
            "policyholder",
            "服装加工",
            "襄城县应急管理局",
            "lead",
        ),  # 三（五）: its own regulator, whom the text does not name
        ("policyholder", None, "襄城县应急管理局", "lead"),
        ("insurer", "煤矿", "保险监管部门", "insurance"),
        ("agency", "煤矿", "襄城县应急管理局", "lead"),
    ],
)
def test_xiangcheng_table(bound: str, trade: str | None, department: str, role: str) -> None:
    """XC-28 and 二（六）, read in the notice."""
    report = _judged("411025", industry=trade, sign_date="2024-11-15")
    found = department_of(report, _found(report, bound))
    assert found is not None
    assert (found.department, found.role) == (department, role)


def test_suzhou_table() -> None:
    """SZ-25: 应急 = overall, industry departments = their sector, the financial regulator = insurers."""
    report = _judged("341302", industry="货运", sign_date="2024-11-15")
    answers = [department_of(report, _found(report, bound)) for bound in ("policyholder", "insurer", "conference")]
    assert [a.department for a in answers if a] == [
        "宿州市交通运输局",
        "国家金融监督管理总局宿州监管分局",
        "宿州市应急管理局",
    ]


def test_a_body_that_is_gone_is_named_by_its_successor() -> None:
    report = _judged("370306", industry="烟花爆竹", sign_date="2018-09-15")
    of_2018 = replace(_found(report, "policyholder"), applied_on=date(2018, 9, 15))
    today = department_of(report, of_2018)
    assert today is not None
    assert (today.department, today.formerly) == ("周村区应急管理局", "周村区安监局")
    then = department_of(replace(report, as_of=date(2018, 3, 1)), of_2018)
    assert then is not None
    assert (then.department, then.formerly) == ("周村区安监局", "")


def test_a_table_that_no_longer_stands_routes_nothing() -> None:
    report = _judged("370306", industry="烟花爆竹", sign_date="2025-08-15")
    assert department_of(report, replace(_found(report, "policyholder"), applied_on=date(2025, 8, 15))) is None


def test_nothing_is_routed_where_no_text_says() -> None:
    report = _judged("110105", industry="煤矿", sign_date="2025-08-15")
    assert department_of(report, _found(report, "policyholder")) is None
    assert all("department" not in finding for finding in to_json(report)["findings"])


def test_a_type_named_in_the_table_comes_first() -> None:
    text = (
        PACK
        + "routing:\n  - {department: 乙局, role: lead, article: 二}\n  - {department: 丙局, role: sector, matters: [own_type], article: 三}\n"
    )
    pack = parse_pack(text, "x.yaml")
    finding = _found(_judged("411025", sign_date="2024-11-15"), "insurer", "own_type")
    found = route([pack], finding, None)
    assert found is not None
    assert found.department == "丙局"


def test_the_report_says_where_findings_go() -> None:
    report = _judged("411025", industry="煤矿", sign_date="2024-11-15", insured_count=3, employee_count=5)
    told = json.loads(json.dumps(to_json(report)))
    routed = [finding for finding in told["findings"] if "department" in finding]
    assert routed
    assert {finding["department"]["role"] for finding in routed} <= set(ROLES)
    part = {**schema(), "$ref": "#/$defs/finding"}
    for key in ("required", "properties", "additionalProperties", "type", "oneOf", "anyOf"):
        part.pop(key, None)
    for finding in told["findings"]:
        jsonschema.validate(finding, part)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{department: 乙局, role: boss, article: 二}", "lead、sector、insurance、finance"),
        ("{department: 乙局, role: lead, article: 二, matters: [coal]}", "coal_mine"),
        ("{department: 乙局, role: lead}", "article"),
        ("{department: 乙局, role: lead, article: 二, who: x}", "matters"),
    ],
)
def test_mistakes_name_the_line_and_the_words(line: str, words: str) -> None:
    with pytest.raises(PackError) as error:
        parse_pack(f"{PACK}routing:\n  - {line}\n", "x.yaml")
    assert "x.yaml 第1" in str(error.value)
    assert words in str(error.value)


def test_quotes_of_tables_are_short_terms() -> None:
    for pack in shipped():
        for line in pack.routing:
            assert len(line.quote) <= 60
            assert line.article


def test_successions_are_dated_or_say_why_not() -> None:
    for gone in successions():
        assert gone.since is not None or gone.note
    assert name_today("某县安全生产监督管理局", "410000", date(2024, 1, 1))[0] == "某县应急管理局"
    printed, remark = name_today("周村区经信局", "370306", date(2024, 1, 1))
    assert printed == "周村区经信局"  # what it is called today is not sourced: never invented
    assert remark
