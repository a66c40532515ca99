"""One number on policies of two enterprises whose papers were put together by that number."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests import filings as kit
from tests.archive_kit import client, code, period
from validators import archive, assemble
from validators.finding import Finding, Severity, Verdict
from validators.say import say

ONE = {"policy_no": "PX2024000000001", "policyholder": client(0), "insured": client(0), "uscc": code(0)}
TWO = {"policy_no": "PX 2024000000001", "policyholder": client(1), "insured": client(1), "uscc": code(1)}
OTHER_TERMS = {"premium": 51000, "insured_count": 88}


def found(other: dict[str, Any], **changes: Any) -> list[Finding]:
    pair = [kit.policy("甲.pdf", **ONE | changes), kit.policy("乙.pdf", **other)]
    return [f for f in archive.within(assemble(pair, None, "F")) if f.type == "policy_no_reused"]


def test_two_holders_with_a_code_each_under_one_number_are_two_contracts() -> None:
    (finding,) = found(TWO)
    assert (finding.verdict, finding.severity) == (Verdict.VIOLATED, Severity.ERROR)
    assert [(place.path, place.field) for place in finding.evidence] == [
        ("甲.pdf", "policy_no"), ("甲.pdf", "policyholder"), ("乙.pdf", "policy_no"), ("乙.pdf", "policyholder"),
    ]  # fmt: skip
    assert client(0) in say(finding)
    assert client(1) in say(finding, "en")


def test_without_a_code_the_terms_tell() -> None:
    assert found(TWO | {"uscc": None} | OTHER_TERMS)
    assert not found(TWO | {"uscc": None})


@pytest.mark.parametrize(
    "changes",
    [
        {"policyholder": f"{client(0)}灵璧分公司", "insured": f"{client(0)}灵璧分公司"},
        {"policyholder": client(0).replace("锻", "段"), "insured": client(0)},
        {"uscc": code(0)},
        {"policyholder": client(1), "insured": client(0)},
        {"policy_no": "PX2024000000002"},
        {"policyholder": None},
        period(date(2024, 3, 10), date(2025, 3, 9)) | {"policyholder": client(0), "insured": client(0)},
    ],
    ids=["branch", "a slip", "renamed", "paid by another", "another number", "unread", "issued again"],
)  # fmt: skip
def test_papers_that_are_of_one_contract(changes: dict[str, Any]) -> None:
    assert not found(TWO | changes)
