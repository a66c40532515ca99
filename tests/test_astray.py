"""A report of one enterprise whose copy lies in another's folder."""

from __future__ import annotations

from dataclasses import replace

from extractor.record import Record
from tests import filings as kit
from tests.test_reuse import GREEN, RED, RED_CODE, found, report
from validators import Manifest, assemble
from validators.facts import Filing
from validators.finding import Severity, Verdict
from validators.say import say


def at(path: str, record: Record) -> Record:
    return replace(record, path=path)


def lying(name: str, folder: str, client: str, uscc: str, *papers: Record, manifest: Manifest | None = None) -> Filing:
    policy = kit.policy(
        f"{folder}/保单.pdf", policyholder=client, insured=client, uscc=uscc, policy_no=f"PX-{name}-0001"
    )
    return assemble([policy, *papers], manifest, name)


ONE = report("甲/报告.pdf", sha="x")
GREENS = "91341302058536289U"


def test_a_copy_in_the_folder_of_another_enterprises_policy_is_a_question() -> None:
    pair = [lying("A", "甲", GREEN, GREENS, ONE, at("乙/报告.pdf", ONE)), lying("B", "乙", RED, RED_CODE)]
    (finding,) = found(pair)["A"]
    assert (finding.verdict, finding.severity, finding.params["likeness"]) == (
        Verdict.UNDECIDED, Severity.WARNING, "same_bytes",
    )  # fmt: skip
    assert "乙/报告.pdf与甲/报告.pdf是同一份服务报告" in say(finding)
    assert [place.path for place in finding.evidence] == ["乙/报告.pdf", "B/乙/保单.pdf"]
    assert found(pair)["B"] == []


def test_a_report_that_names_both_lies_rightly_with_both() -> None:
    joint = replace(ONE, tables={**ONE.tables, "clients_beside": kit.rows([{"name": RED}])})
    pair = [lying("A", "甲", GREEN, GREENS, joint, at("乙/报告.pdf", joint)), lying("B", "乙", RED, RED_CODE)]
    assert not any(found(pair).values())


def test_what_lies_anywhere_else_is_none() -> None:
    twice = at("乙/报告.pdf", ONE)
    other = lying("B", "乙", RED, RED_CODE)
    assert not any(found([lying("A", "甲", GREEN, GREENS, twice), other]).values())  # no copy with its own policy
    assert not any(found([lying("A", "甲", GREEN, GREENS, ONE, at("报告/报告.pdf", ONE)), other]).values())
    assert not any(found([lying("A", "甲", GREEN, GREENS, ONE, twice), lying("B", "乙", GREEN, GREENS)]).values())
    handed_in = lying("A", "甲", GREEN, GREENS, ONE, twice, manifest=Manifest("A"))
    assert not any(found([handed_in, other]).values())
