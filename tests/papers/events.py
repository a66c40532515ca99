"""What happened under a policy: services, hazards, claims, and the money of the prevention fee."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.papers import world
from tests.papers.world import DAY, Filing, cent


def services(f: Filing) -> None:
    """Service reports with their hazards and signatures."""
    rng, p = f.rng, f.policy
    count = rng.choice([1, 1, 2, 3])
    if f.has("service_date_outside_period") or f.has("major_hazard_not_reported"):
        count = max(count, 2)
    first = max(p["start"], p["sign"])
    day = first + rng.randrange(3, 40) * DAY
    if f.has("sign_date_after_expiry") or f.has("period_end_before_start"):
        day = p["start"] + rng.randrange(3, 30) * DAY
    if f.has("first_service_late"):
        day = first + rng.randrange(50, 110) * DAY
        f.found("first_service_late", sign_date=p["sign"], start=p["start"], first_service=day)
    elif f.rule_set == "suzhou" and rng.random() < 0.15 and p["sign"] <= p["start"]:
        day = p["start"] + 45 * DAY
        f.near.append("first_service_exact_45")
    for _ in range(count):
        types = [rng.choice(["training", "inspection", "inspection", "risk", "drill", "standard"])]
        if rng.random() < 0.2:
            types = ["inspection", "training"]
        report: dict[str, Any] = {
            "no": _report_number(f, day.year),
            "policy_no": p["policy_no"],
            "types": types,
            "start": day,
            "end": day + rng.choice([0, 0, 1]) * DAY,
            "org": f.place[:2]
            + rng.choice(world.ORGANISATIONS)
            + rng.choice(["安全技术服务有限公司", "安全科技有限公司", "应急咨询有限公司", "安全评价中心"]),
            "experts": [f.person() for _ in range(rng.choice([1, 2, 2, 3]))],
            "fee": cent(rng.choice([600, 800, 1500, 2400.5, 3200])),
            "hazards": [],
            "signer": f.person(),
        }
        report["signed"] = report["end"] + rng.choice([0, 0, 1]) * DAY
        f.reports.append(report)
        day += rng.randrange(20, 75) * DAY
    _plant_services(f)
    for report in f.reports:
        report["uploaded"] = (
            dt.datetime.combine(report["signed"], dt.time(rng.randrange(9, 18), rng.randrange(60)))
            + rng.randrange(1, 9) * DAY
        )


def _plant_services(f: Filing) -> None:
    rng, p = f.rng, f.policy
    if f.has("report_missing_hazard_list"):
        f.reports[0]["types"] = ["inspection"]
        f.found("report_missing_hazard_list", report_no=f.reports[0]["no"])
    if f.has("service_date_outside_period"):
        late = f.reports[-1]
        late["start"] = late["end"] = late["signed"] = p["end_x"] + rng.randrange(8, 50) * DAY
        f.found(
            "service_date_outside_period", report_no=late["no"], service_start=late["start"], service_end=late["end"]
        )
    for report in f.reports:
        end = report["end"]
        report["found_nothing"] = False
        skip = f.has("report_missing_hazard_list") and report is f.reports[0]
        if "inspection" not in report["types"] or skip:
            continue
        if rng.random() < 0.2:
            report["found_nothing"] = True
            f.near.append("no_hazard_found")
            continue
        for description, advice in rng.sample(world.VOCABULARY["hazards"][f.words], rng.randrange(1, 5)):
            due = end + rng.randrange(3, 30) * DAY
            done = rng.random() < 0.5
            report["hazards"].append(
                {
                    "level": "一般",
                    "description": description,
                    "advice": advice,
                    "deadline": due,
                    "rectified": done,
                    "rectified_on": due - rng.randrange(0, 3) * DAY if done else None,
                    "refused": False,
                    "reported_to": None,
                    "reported_on": None,
                }
            )
    _plant_major(f)
    if f.has("report_missing_customer_signoff"):
        report = rng.choice(f.reports)
        report["signer"] = None
        f.found("report_missing_customer_signoff", report_no=report["no"])
    if f.has("report_policy_no_mismatch"):
        report = rng.choice(f.reports)
        digits = [
            i
            for i in range(len(p["policy_no"]) - 1)
            if p["policy_no"][i : i + 2].isdigit() and p["policy_no"][i] != p["policy_no"][i + 1]
        ]
        i = digits[-1]
        no = p["policy_no"]
        report["policy_no"] = no[:i] + no[i + 1] + no[i] + no[i + 2 :]
        f.found("report_policy_no_mismatch", report_no=report["no"], report_policy_no=report["policy_no"], policy_no=no)


def _plant_major(f: Filing) -> None:
    rng = f.rng
    if not (f.has("major_hazard_not_reported") or (f.rule_set == "baiguan" and rng.random() < 0.4)):
        return
    report = next((r for r in f.reports if r["hazards"]), f.reports[-1])
    if f.has("report_missing_hazard_list") and report is f.reports[0]:
        return
    if "inspection" not in report["types"]:
        report["types"] = ["inspection"]
    report["found_nothing"] = False
    description, advice = rng.choice(world.VOCABULARY["major_hazards"][f.words])
    due = report["end"] + rng.randrange(3, 15) * DAY
    told = due + rng.randrange(1, 14) * DAY
    if f.has("major_hazard_not_reported"):
        told = due + rng.randrange(17, 40) * DAY if rng.random() < 0.4 else None
        f.found("major_hazard_not_reported", report_no=report["no"], hazard=description, deadline=due, reported_on=told)
    else:
        f.near.append("major_reported_in_time")
    report["hazards"].append(
        {
            "level": "重大",
            "description": description,
            "advice": advice,
            "deadline": due,
            "rectified": False,
            "rectified_on": None,
            "refused": True,
            "reported_to": "百官街道应急管理站" if told else None,
            "reported_on": told,
        }
    )
    report["late_events"] = told or due


def _report_number(f: Filing, year: int) -> str:
    rng = f.rng
    n = f"{rng.randrange(1, 9999):04d}"
    return str(
        rng.choice(
            [
                f"FW{year}{n}",
                f"服务〔{year}〕{int(n)}号",
                f"SGYF-{year}-{n}",
                f"YF{year}-{n}",
                f"{f.region}-{year}-{n}",
                f"ZY{n}{year % 100}",
            ]
        )
    )


def claims(f: Filing) -> None:
    """Accidents, payments and when their results reached the platform."""
    rng, p = f.rng, f.policy
    if (not f.has("claim_result_upload_late") and rng.random() < 0.55) or f.has("period_end_before_start"):
        f.plants = [x for x in f.plants if x != "claim_result_upload_late"]
        return
    for i in range(rng.randrange(1, 5)):
        happened = p["start"] + rng.randrange(10, 200) * DAY
        told = happened + rng.randrange(0, 3) * DAY
        closed = told + rng.randrange(15, 70) * DAY
        wait = rng.randrange(0, 8)
        if f.has("claim_result_upload_late") and i == 0:
            wait = rng.randrange(9, 40)
        elif f.rule_set != "suzhou" and rng.random() < 0.2:
            wait = rng.randrange(10, 30)
        kind = rng.choice(["医疗", "伤残", "死亡", "医疗"])
        paid = cent(p["per_person_limit"]) if kind == "死亡" else cent(rng.uniform(900, 30000))
        claim = {
            "report_no": f"{rng.choice(['BA', 'C', ''])}{told.year}{rng.randrange(10**7, 10**8)}",
            "policy_no": p["policy_no"],
            "accident_date": happened,
            "reported_date": told,
            "victim": f.person(),
            "kind": kind,
            "claimed": cent(paid + rng.randrange(0, 3000)),
            "paid": paid,
            "closed_date": closed,
            "uploaded": closed + wait * DAY,
        }
        f.claims.append(claim)
        if f.has("claim_result_upload_late") and i == 0:
            f.found(
                "claim_result_upload_late",
                claim_report_no=claim["report_no"],
                closed_date=closed,
                uploaded=claim["uploaded"],
                days=wait,
                limit_days=7,
            )


def ledger(f: Filing) -> None:
    """Prevention fee set aside and spent, with rows of other policies between."""
    rng, p = f.rng, f.policy
    if rng.random() < 0.35:
        return
    balance = p["prevention_fee"]
    day = max(p["start"], p["sign"]) if not f.has("sign_date_after_expiry") else p["start"]
    base = {"policy_no": p["policy_no"], "this_policy": True}
    f.ledger.append(
        {
            **base,
            "date": day,
            "kind": "extract",
            "item": "计提事故预防费",
            "payee": None,
            "amount": balance,
            "balance": balance,
        }
    )
    if rng.random() < 0.5:
        other = cent(rng.uniform(800, 9000))
        balance += other
        f.ledger.append(
            {
                "policy_no": world.policy_number(rng, f.region, day.year),
                "this_policy": False,
                "date": day,
                "kind": "extract",
                "item": "计提事故预防费",
                "payee": None,
                "amount": other,
                "balance": balance,
            }
        )
    for report in sorted(f.reports, key=lambda r: r["start"]):
        if balance > report["fee"]:
            balance -= report["fee"]
            item = world.VOCABULARY["service_types"][report["types"][0]][f.words][0] + "费"
            f.ledger.append(
                {
                    **base,
                    "date": max(day, report["end"] + 5 * DAY),
                    "kind": "spend",
                    "item": item,
                    "payee": report["org"],
                    "amount": report["fee"],
                    "balance": balance,
                }
            )
    for row in f.ledger:
        row["voucher"] = f"{rng.choice(['记', '转', '付'])}-{rng.randrange(1, 400):03d}"
