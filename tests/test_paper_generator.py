"""The generator's halves share no wording, and its facts are what its truth files say they are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from extractor.values import money
from tests.papers import facts, world, write

FILINGS = [facts.draw(f"{half}{i}", f"test/{half}/{i}", half) for half in "AB" for i in range(40)]


def halves(tree: Any, path: str = "") -> Iterator[tuple[str, set[str], set[str]]]:
    """Every entry of the vocabulary that has two halves, with its path."""
    if isinstance(tree, dict) and set(tree) == {"A", "B"}:
        one, other = ({str(x[0] if isinstance(x, list) else x) for x in tree[half]} for half in "AB")
        yield path, one, other
    elif isinstance(tree, dict):
        for name, part in tree.items():
            yield from halves(part, f"{path}.{name}")


HALVES = list(halves(world.VOCABULARY))


@pytest.mark.parametrize(("path", "first", "second"), HALVES, ids=[path for path, _, _ in HALVES])
def test_the_halves_share_no_wording(path: str, first: set[str], second: set[str]) -> None:
    assert first
    assert second
    assert not first & second


def test_about_a_third_of_filings_are_clean() -> None:
    clean = sum(not f.findings for f in FILINGS)
    assert 0.2 * len(FILINGS) < clean < 0.55 * len(FILINGS)


@pytest.mark.parametrize("filing", FILINGS, ids=lambda f: f.name)
def test_a_fault_stands_in_the_facts_exactly_when_it_is_expected(filing: world.Filing) -> None:
    p, expected = filing.policy, {x["type"] for x in filing.findings}
    present = {
        "premium_sum_mismatch": p["premium"] != sum((c["premium"] for c in filing.coverages), Decimal()),
        "amount_words_mismatch": p["premium"] != p["premium_words_value"],
        "per_accident_exceeds_aggregate": p["per_accident_limit"] > p["aggregate_limit"],
        "insured_fewer_than_employees": p["insured_count"] < p["employee_count"],
        "uscc_check_digit_invalid": world.uscc_check(p["uscc"][:17]) != p["uscc"][17],
        "per_person_limit_below_minimum": p["per_person_limit"]
        < (400_000 if p["sign"] >= date(2025, 3, 29) else 300_000),
        "prevention_fee_above_cap": p["prevention_fee_ratio"] > 21 and p["sign"] >= date(2025, 3, 29),
        "report_missing_customer_signoff": any(r["signer"] is None for r in filing.reports),
        "report_policy_no_mismatch": any(r["policy_no"] != p["policy_no"] for r in filing.reports),
        "sign_date_after_expiry": p["sign"] >= p["end_x"] and p["end_x"] > p["start"],
        "coverage_missing": not {"employee_injury", "medical", "third_party_injury", "rescue", "legal"}
        <= {c["code"] for c in filing.coverages},
        "period_end_before_start": p["end_x"] <= p["start"],
        "first_service_late": filing.rule_set == "suzhou"
        and p["sign"] >= date(2024, 1, 1)
        and filing.reports[0]["start"] > max(p["start"], p["sign"]) + timedelta(days=45)
        and p["sign"] < p["end_x"],
    }
    wrong = {name for name, there in present.items() if there != (name in expected)} - filing.also
    assert not wrong


@pytest.mark.parametrize("amount", ["0.05", "10.00", "1005.00", "20300.40", "100001.01", "10000000.00", "130050000.5"])
def test_words_the_generator_writes_read_back(amount: str) -> None:
    assert money.words_to_amount(write.amount_in_words(Decimal(amount))) == Decimal(amount)
