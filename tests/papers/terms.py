"""The sentences of a policy's special agreements, with what is planted in them."""

from __future__ import annotations

import re

from tests.papers import world
from tests.papers.world import Filing


def agreements(f: Filing) -> None:
    """The special agreements: required clauses, faults, traps and idle sentences, shuffled."""
    rng, p, out = f.rng, f.policy, f.agreements
    fee, ratio = f"{p['prevention_fee']:,.2f}", f"{p['prevention_fee_ratio']:f}"
    needed = ["all_employees", "prevention_service", "advance_payment"]
    if f.has("clause_missing"):
        missing = rng.choice(needed)
        needed.remove(missing)
        f.found("clause_missing", clause=missing)
    if f.has("prohibited_wording"):
        kind = rng.choice(["premium", "differing", "dispatched"])
        text = f.word("agreements", f"prohibited_{kind}").format(
            pct=rng.choice([20, 30, 40]),
            amount=rng.choice([50, 80, 120]),
            a=rng.choice([80, 90]),
            b=rng.choice([45, 60]),
        )
        out.append(("prohibited", text))
        name = {
            "premium": "premium_charged_to_workers",
            "differing": "differing_sums_by_job",
            "dispatched": "dispatched_workers_excluded",
        }[kind]
        f.found("prohibited_wording", kind=name, text=text)
        if kind == "dispatched":
            needed.remove("all_employees")
            f.also.add("clause_missing")
    for topic in needed:
        out.append((topic, f.word("agreements", topic).format(n=rng.choice([3, 4, 6]))))
    if rng.random() < 0.6:
        out.append(("fee", f.word("agreements", "fee").format(ratio=ratio, fee=fee)))
    for topic in ("neg_premium", "neg_uniform"):
        if rng.random() < 0.3 and not f.has("prohibited_wording"):
            out.append((topic, f.word("agreements", topic)))
            f.near.append("negated_wording")
    if rng.random() < 0.12:
        out.append(
            (
                "last_no",
                f.word("agreements", "last_no").format(no=world.policy_number(rng, f.region, p["start"].year - 1)),
            )
        )
        f.near.append("last_year_policy_no")
    if f.has("deductible_conflict"):
        p["deductible"] = rng.choice([200, 500, 1000])
        clause = p["deductible"] * rng.choice([2, 5, 10])
        out.append(("deductible", f.word("agreements", "deductible").format(amount=clause)))
        f.found("deductible_conflict", schedule_amount=p["deductible"], clause_amount=clause)
    elif p["deductible"] and rng.random() < 0.3:
        out.append(("deductible", f.word("agreements", "deductible").format(amount=p["deductible"])))
        f.near.append("deductible_same")
    if f.has("citation_year_wrong") or rng.random() < 0.35:
        out.append(("citation", _citation(f)))
    for text in rng.sample(world.VOCABULARY["agreements"]["noise"][f.words], rng.randrange(1, 4)):
        out.append(("noise", text))
    rng.shuffle(out)


def _citation(f: Filing) -> str:
    rng, sign = f.rng, f.policy["sign"]
    national = "national" if sign >= world.MEASURES_2025 else "old"
    title, number = world.KNOWN_CITATIONS.get(
        f.rule_set if rng.random() < 0.6 else national, world.KNOWN_CITATIONS[national]
    )
    if int(re.findall(r"20\d\d", number)[0]) > sign.year:
        title, number = world.KNOWN_CITATIONS[national]
    if f.has("citation_year_wrong"):
        year = re.findall(r"20\d\d", number)[0]
        wrong = number.replace(year, str(int(year) + rng.choice([-1, 1, -2])))
        f.found("citation_year_wrong", printed=wrong, correct=number)
        number = wrong
    if rng.random() < 0.25:
        number = number.replace("〔", "[").replace("〕", "]")
        f.near.append("citation_bracket_form")
    forms = [t for t in world.VOCABULARY["agreements"]["citation"][f.words] if title or "{title}" not in t]
    return str(rng.choice(forms)).format(title=f"《{title}》", no=number)
