"""Draws the facts of one filing around the faults chosen for it."""

from __future__ import annotations

import datetime as dt
import random
import re
from decimal import Decimal
from typing import Any

from tests.papers import plants, world
from tests.papers.events import claims, ledger, services
from tests.papers.terms import agreements
from tests.papers.world import CODES, DAY, Filing, add_year, cent


def draw(name: str, seed: str, words: str) -> Filing:
    """One filing's facts. The same seed gives the same filing."""
    f = Filing(name, random.Random(seed), words)
    rng = f.rng
    province, f.place, f.label, f.region, f.rule_set, towns, _ = rng.choices(
        world.PLACES, [p[6] for p in world.PLACES]
    )[0]
    _dates(f)
    f.plants = plants.choose(rng, f.rule_set, _local_rules_bind(f))
    if f.has("prevention_fee_above_cap") and f.policy["start"] < world.MEASURES_2025 + 40 * DAY:
        _dates(f, dt.date(2025, 6, 1))
    _shift_dates(f)
    _parties(f, province + f.place if rng.random() < 0.85 else f.place, rng.choice(towns))
    _limits(f)
    _premium(f)
    agreements(f)
    services(f)
    claims(f)
    ledger(f)
    return f


def _local_rules_bind(f: Filing) -> bool:
    sign = f.policy["sign"]
    if f.rule_set == "suzhou":
        return bool(sign >= world.SUZHOU_FROM + 45 * DAY)
    return f.rule_set != "zhoucun" or bool(world.ZHOUCUN_WINDOW[0] <= sign <= world.ZHOUCUN_WINDOW[1])


def _dates(f: Filing, earliest: dt.date | None = None) -> None:
    rng = f.rng
    low, high = {"zhoucun": (dt.date(2018, 1, 5), dt.date(2019, 10, 1))}.get(
        f.rule_set, (dt.date(2022, 3, 1), dt.date(2025, 9, 10))
    )
    if f.rule_set in ("suzhou", "xiangcheng") and rng.random() < 0.85:
        low = dt.date(2024, 3, 1)
    if f.rule_set == "zhoucun" and rng.random() < 0.12:  # after the pilot's window the local rules judge nothing
        low, high = dt.date(2021, 2, 1), dt.date(2023, 10, 1)
    low = earliest or low
    start = low + rng.randrange((high - low).days) * DAY
    f.noon = rng.random() < 0.15
    form = "noon" if f.noon else rng.choice(["day", "day", "day", "midnight"])
    f.policy.update(start=start, sign=start - rng.randrange(0, 16) * DAY, form=form, end_x=add_year(start))
    if form != "day":
        f.near.append(f"period_{form}_end")


def _shift_dates(f: Filing) -> None:
    rng, p = f.rng, f.policy
    if f.has("period_not_one_year"):
        p["end_x"] += rng.choice([92, 61, -30, -90, 181, -2]) * DAY
        f.found("period_not_one_year", start=p["start"], end_exclusive=p["end_x"], days=(p["end_x"] - p["start"]).days)
    if f.has("period_end_before_start"):
        p["end_x"] = p["start"] - rng.randrange(20, 300) * DAY
        f.also |= {
            "period_not_one_year",
            "service_date_outside_period",
            "sign_date_after_expiry",
            "sign_date_backdated",
        }
        f.found("period_end_before_start", start=p["start"], end=p["end_x"])
    if f.has("sign_date_backdated"):
        p["sign"] = p["start"] + rng.randrange(3, 50) * DAY
        f.found("sign_date_backdated", sign_date=p["sign"], start=p["start"])
    if f.has("sign_date_after_expiry"):
        p["sign"] = p["end_x"] + rng.randrange(5, 60) * DAY
        f.also.add("sign_date_backdated")
        f.found("sign_date_after_expiry", sign_date=p["sign"], end=p["end_x"])
    form, end = p["form"], p["end_x"]
    p["end_day"] = end - DAY if form == "day" else end
    p["period_start"] = f"{p['start']}T{'12' if form == 'noon' else '00'}:00"
    p["period_end"] = f"{p['end_day']}T{ {'day': '24', 'noon': '12', 'midnight': '00'}[form] }:00"


def _parties(f: Filing, place: str, town: str) -> None:
    rng, p = f.rng, f.policy
    trade, p["industry"] = rng.choice(world.TRADES)
    short = re.sub(r"(市|区|县|街道)", " ", f.place).split()[-1] if rng.random() < 0.7 else f.place[:2]
    short = {"百官": "上虞"}.get(short, short)
    p["policyholder"] = (
        short
        + rng.choice(world.BRANDS)
        + trade
        + rng.choice(["有限公司", "有限责任公司", "股份有限公司", "厂", "有限公司"])
    )
    p["insured"] = p["policyholder"]
    if rng.random() < 0.08:
        p["insured"] = (
            p["policyholder"].replace("有限", "集团第二分厂有限")
            if "有限" in p["policyholder"]
            else p["policyholder"] + "第二车间"
        )
        p["insured"] = short + rng.choice(world.BRANDS) + "实业有限公司"
    p["uscc"] = world.uscc(rng, f.region)
    if f.has("uscc_check_digit_invalid"):
        right = p["uscc"][-1]
        p["uscc"] = p["uscc"][:-1] + rng.choice([c for c in "0123456789ABCDEFGH" if c != right])
        f.found("uscc_check_digit_invalid", uscc=p["uscc"], expected_check=right)
    road = rng.choice(["人民路", "振兴大道", "工业园纬三路", "滨河路", "创新街", "解放北路", "经十一路"])
    p["address"] = f"{place}{town}{road}{rng.randrange(1, 400)}号" + rng.choice(["", "", "2幢", "A区"])
    pilot = f.rule_set == "zhoucun" and _local_rules_bind(f)
    stem = rng.choice(world.ZHOUCUN_INSURERS if pilot else world.INSURERS)
    if f.has("insurer_not_on_local_list") or (not pilot and rng.random() < 0.25):
        stem = rng.choice(world.INVENTED)
    kind = "保险" if stem in world.INVENTED and rng.random() < 0.2 else "财产保险"
    p["insurer"] = f"{stem}{kind}股份有限公司"
    seat = "周村" if pilot else rng.choice([short, short, f.place[:2]])
    p["insurer_branch"] = (
        p["insurer"] + seat + ("支公司" if pilot else rng.choice(["支公司", "中心支公司", "分公司", "营销服务部"]))
    )
    if f.has("insurer_not_on_local_list"):
        f.found("insurer_not_on_local_list", insurer=p["insurer"], area=f.label)
    p["policy_no"] = world.policy_number(rng, f.region, p["start"].year)


def _limits(f: Filing) -> None:
    rng, p = f.rng, f.policy
    floor = 300_000 if p["sign"] < world.MEASURES_2025 else 400_000
    person = floor + rng.choice([0, 100_000, 200_000, 300_000, 400_000])
    if f.has("per_person_limit_below_minimum"):
        person = floor - rng.choice([50_000, 100_000, 20_000])
        f.found("per_person_limit_below_minimum", limit=person, minimum=floor, sign_date=p["sign"])
    elif person == floor:
        f.near.append(f"limit_exactly_{floor // 10000}")
    accident = person * rng.choice([5, 10, 20])
    aggregate = accident * rng.choice([1, 1, 2])
    if f.has("per_accident_exceeds_aggregate"):
        aggregate = accident // 2
        f.found("per_accident_exceeds_aggregate", per_accident=accident, aggregate=aggregate)
    p.update(per_person_limit=person, per_accident_limit=accident, aggregate_limit=aggregate)
    staff = rng.randrange(6, 700)
    insured = staff
    if f.has("insured_fewer_than_employees"):
        insured = staff - max(1, int(staff * rng.uniform(0.05, 0.3)))
        f.found("insured_fewer_than_employees", insured_count=insured, employee_count=staff)
    elif rng.random() < 0.12:
        insured = staff + rng.randrange(1, 9)
        f.near.append("insured_exceeds_employee")
    p.update(employee_count=staff, insured_count=insured, deductible=rng.choice([0, 0, 200, 500, 1000]))
    drop: set[str] = set()
    if f.has("coverage_missing"):
        which = rng.choice(["rescue", "legal", "third_party", "medical"])
        drop = {"third_party_injury", "third_party_property"} if which == "third_party" else {which}
        f.found("coverage_missing", coverage=which)
    for code in CODES:
        if code in drop or (code == "aftermath" and f.rule_set != "zhoucun" and rng.random() < 0.7):
            continue
        once = rng.choice([50_000, 100_000, 200_000, 300_000, 500_000])
        row: dict[str, Any] = {
            "code": code,
            "name": f.word("coverages", code),
            "per_person": None,
            "per_accident": once,
            "aggregate": once * rng.choice([1, 1, 2]),
        }
        if code == "employee_injury":
            row.update(per_person=person, per_accident=accident, aggregate=aggregate)
        elif code == "medical":
            row.update(per_person=rng.choice([20_000, 30_000, 50_000, 100_000]), per_accident=None, aggregate=None)
        f.coverages.append(row)
    if rng.random() < 0.3:
        head, rest = f.coverages[:1], f.coverages[1:]
        rng.shuffle(rest)
        f.coverages = head + rest


def _premium(f: Filing) -> None:
    rng, p = f.rng, f.policy
    base = p["insured_count"] * rng.uniform(120, 420) + 800
    for row in f.coverages:
        share = {"employee_injury": 1.0, "medical": 0.15}.get(row["code"], 0.04)
        row["premium"] = cent(round(base * share * rng.uniform(0.7, 1.3), rng.choice([0, 0, 2])))
    total = sum((row["premium"] for row in f.coverages), Decimal())
    p["premium"] = total
    if f.has("premium_sum_mismatch"):
        p["premium"] = total + rng.choice([-360, 100, 270, -90])
        f.found("premium_sum_mismatch", item_sum=total, total=p["premium"], difference=p["premium"] - total)
    p["premium_words_value"] = p["premium"]
    if f.has("amount_words_mismatch"):
        p["premium_words_value"] = p["premium"] + rng.choice([-100, 1000, 90, -9])
        f.found("amount_words_mismatch", digits=p["premium"], words_value=p["premium_words_value"])
    local = _local_rules_bind(f)
    minimum = (
        {"suzhou": 12, "zhoucun": 15}.get(f.rule_set, 0)
        if local and (f.rule_set != "suzhou" or p["sign"] >= world.SUZHOU_FROM)
        else 0
    )
    ratio = Decimal(
        str(
            rng.choice(
                [12, 12.5, 15, 16, 18, 20, 21]
                if minimum == 12
                else [15, 16, 18, 20]
                if minimum
                else [5, 8, 10, 12, 15, 18, 20]
            )
        )
    )
    if f.has("prevention_fee_below_minimum"):
        ratio = Decimal(str(rng.choice([5, 8, 10, 11.5] if minimum == 12 else [8, 10, 12, 14])))
    if f.has("prevention_fee_above_cap"):
        ratio = Decimal(str(rng.choice([22, 23, 25, 28])))
    p["prevention_fee_ratio"], p["prevention_fee"] = ratio, cent(p["premium"] * ratio / 100)
    if f.has("prevention_fee_below_minimum"):
        f.found(
            "prevention_fee_below_minimum",
            ratio_percent=ratio,
            minimum_percent=minimum,
            fee=p["prevention_fee"],
            premium=p["premium"],
        )
    if f.has("prevention_fee_above_cap"):
        f.found(
            "prevention_fee_above_cap",
            ratio_percent=ratio,
            maximum_percent=21,
            fee=p["prevention_fee"],
            premium=p["premium"],
        )
    sign = p["sign"]
    hour = dt.timedelta(hours=rng.randrange(9, 18), minutes=rng.randrange(60))
    days = 0 if f.rule_set == "baiguan" else rng.randrange(0, 7)
    if f.has("policy_upload_late"):
        days = rng.randrange(3, 20) if f.rule_set == "baiguan" else rng.randrange(9, 50)
        f.found("policy_upload_late", sign_date=sign, days=days, limit="24h" if f.rule_set == "baiguan" else "7d")
    elif f.rule_set not in ("suzhou", "baiguan") and rng.random() < 0.2:
        days = rng.randrange(10, 40)
        f.near.append("late_upload_other_region")
    elif f.rule_set == "suzhou" and rng.random() < 0.15:
        days = 7
        f.near.append("upload_exact_7_days")
    f.policy_uploaded = dt.datetime.combine(sign + days * DAY, dt.time()) + hour
