"""Which faults go together in one filing, and where and when each can be planted."""

from __future__ import annotations

import random

DATES = {"period_not_one_year", "period_end_before_start", "sign_date_backdated", "sign_date_after_expiry"}
ANYWHERE = [
    "amount_words_mismatch",
    "premium_sum_mismatch",
    "period_not_one_year",
    "period_end_before_start",
    "sign_date_backdated",
    "sign_date_after_expiry",
    "per_person_limit_below_minimum",
    "per_accident_exceeds_aggregate",
    "insured_fewer_than_employees",
    "uscc_check_digit_invalid",
    "report_missing_customer_signoff",
    "report_missing_hazard_list",
    "report_policy_no_mismatch",
    "service_date_outside_period",
    "coverage_missing",
    "clause_missing",
    "prohibited_wording",
    "deductible_conflict",
    "coverage_missing",
    "clause_missing",
    "prohibited_wording",
]
LOCAL = {
    "suzhou": [
        "prevention_fee_below_minimum",
        "first_service_late",
        "policy_upload_late",
        "claim_result_upload_late",
        "citation_year_wrong",
        "prevention_fee_above_cap",
    ],
    "zhoucun": ["prevention_fee_below_minimum", "insurer_not_on_local_list", "citation_year_wrong"],
    "baiguan": ["policy_upload_late", "major_hazard_not_reported", "citation_year_wrong", "prevention_fee_above_cap"],
    "xiangcheng": ["citation_year_wrong", "prevention_fee_above_cap"],
    "yueqing": ["prevention_fee_above_cap"],
    "other": ["prevention_fee_above_cap", "citation_year_wrong"],
}
CLASH = [
    DATES,
    {"prevention_fee_below_minimum", "prevention_fee_above_cap"},
    {"period_end_before_start", "service_date_outside_period"},
    {"period_end_before_start", "first_service_late"},
    {"sign_date_after_expiry", "first_service_late"},
    {"first_service_late", "service_date_outside_period"},
    {"amount_words_mismatch", "premium_sum_mismatch"},
    {"prohibited_wording", "clause_missing"},
    {"sign_date_after_expiry", "policy_upload_late"},
    {"report_missing_hazard_list", "major_hazard_not_reported"},
]


def choose(rng: random.Random, rule_set: str, in_force: bool) -> list[str]:
    """Zero to three faults, none in a third of filings; ``in_force``: the local rules bind this policy's date."""
    count = rng.choice([0, 0, 1, 1, 2, 3])
    pool = list(ANYWHERE) + (LOCAL[rule_set] * 2 if in_force else [])
    chosen: list[str] = []
    for _ in range(60):
        if len(chosen) == count:
            break
        plant = rng.choice(pool)
        rivals = {other for group in CLASH if plant in group for other in group}
        if plant not in chosen and not rivals & set(chosen):
            chosen.append(plant)
    return chosen
