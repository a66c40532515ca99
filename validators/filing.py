"""Joins the papers of one policy into named facts; a fact that is absent or contradicted says so, with its places.

A paper of another kind never lends a fact to the policy: applications, invoices and notices stay in the filing's list
of papers and out of its facts. Nothing here opens a file or asks a clock: arrival times and the day of review are
handed in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from difflib import SequenceMatcher
from functools import cache

from extractor.record import Record, Row
from extractor.values import policy_no as policy_numbers
from extractor.values import region
from extractor.values.dates import Moment
from validators import joined as rooms
from validators.facts import (
    ABSENT,
    Cited,
    Clause,
    Evidence,
    Fact,
    Facts,
    Filing,
    Manifest,
    Subject,
    cell,
    cut_off,
    fold,
    joined,
    of_reading,
    witness,
)
from validators.seals import seals_of

# --- the policy ------------------------------------------------------------------------------------------------------

ORDER_OF_AMOUNT = Decimal("0.01")


# All kinds of cover that this insurance has; a list that holds each of them lacks none.
EVERY_COVER = frozenset(
    [
        "employee_injury",
        "medical",
        "third_party_injury",
        "third_party_property",
        "rescue",
        "aftermath",
        "legal",
        "appraisal",
    ]
)


def _coverage_facts(records: Sequence[Record], facts: dict[str, Fact]) -> dict[str, Fact]:
    rows = [(record, row) for record in records for row in record.rows("coverages")]
    out: dict[str, Fact] = {}
    if rows:
        from extractor.covers.rows import codes_in  # what finds covers is not needed by those who ask for help or rules

        places = tuple(Evidence(record.path, "coverages", row.span) for record, row in rows)
        codes = tuple(row.value("code") for _, row in rows)
        doubtful = min((row.cells["code"].confidence for _, row in rows if "code" in row.cells), default=1.0)
        unknown = any(code is None or code == "other" for code in codes)
        why = "a line of the schedule has a name that was not understood" if unknown else ""
        # 事故鉴定及诉讼费用 is one line and two covers
        named = frozenset(c for _, row in rows for c in codes_in(str(row.value("name") or "")))
        out["coverages"] = Fact(named | {c for c in codes if c}, places, why=why, confidence=doubtful)
        out["coverages_unclear"] = Fact(unknown, places)
        premiums = tuple(row.value("premium") for _, row in rows)
        out["item_premiums"] = Fact(premiums, tuple(_premium_places(rows)))
        total = facts.get("premium", ABSENT)
        if all(p is not None for p in premiums):
            item_sum = sum(premiums, Decimal(0))
            out["item_premium_sum"] = Fact(item_sum, places)
            if total.known and abs(item_sum - total.value) <= ORDER_OF_AMOUNT:
                out["coverages_complete"] = Fact(True, places, why="the item premiums add up to the total")
            elif len(set(codes)) == len(codes) and set(codes) >= EVERY_COVER:
                out["coverages_complete"] = Fact(
                    True, places, why="every kind of cover is there once, with its premium"
                )
    out.setdefault("coverages_complete", witness(records, "coverages"))
    return out


def _premium_places(rows: Iterable[tuple[Record, Row]]) -> Iterator[Evidence]:
    for record, row in rows:
        reading = row.cells.get("premium")
        yield Evidence(record.path, "coverages", reading.span if reading is not None else row.span)


def _cited(records: Sequence[Record]) -> list[Cited]:
    """Every document number the papers cite, with its place."""
    return [
        Cited(row.value("doc_number"), row.value("title"), Evidence(record.path, "citations", row.span))
        for record in records
        for row in record.rows("citations")
        if row.value("doc_number")
    ]


def _clauses(records: Sequence[Record], table: str) -> tuple[Clause, ...]:
    return tuple(
        Clause(
            row.value("code"),
            row.value("text") or row.span.text,
            row.value("amount"),
            Evidence(record.path, "special_agreements", row.span),
        )
        for record in records
        for row in record.rows(table)
    )


def _clause_facts(records: Sequence[Record]) -> dict[str, Fact]:
    clauses, unclear = _clauses(records, "clauses"), _clauses(records, "unclear_clauses")
    cited = _cited(records)
    section = tuple(
        Evidence(record.path, "special_agreements", row.span)
        for record in records
        for row in record.rows("special_agreements")[:1]
    )
    return {
        "clauses": Fact(clauses, section),
        "unclear_clauses": Fact(unclear, tuple(c.evidence for c in unclear if c.evidence)),
        "agreements_complete": _whole_agreements(records),
        "citations": Fact(tuple(cited), tuple(c.evidence for c in cited if c.evidence)),
    }


_LIMITS = ("per_person_limit", "per_accident_limit", "aggregate_limit", "medical_limit", "rescue_limit", "legal_limit",
           "third_party_limit", "third_party_property_limit", "appraisal_limit")  # fmt: skip


def _limits(records: Sequence[Record], facts: Mapping[str, Fact]) -> Fact:
    """Every sum on the policy that is a limit, so that none of them is taken for a premium."""
    fields = {value for name in _LIMITS for value in facts.get(name, ABSENT).candidates()}
    columns = ("per_person", "per_accident", "aggregate")
    cells = {row.value(column) for record in records for row in record.rows("coverages") for column in columns}
    return Fact(frozenset(value for value in fields | cells if value is not None))


def _with_schedule(records: Sequence[Record], limit: Fact) -> Fact:
    """The limit per person held against the schedule's line for employees, where there is one: two witnesses."""
    lines = [
        cell(row, "per_person", record.path, "coverages")
        for record in records
        for row in record.rows("coverages")
        if row.value("code") == "employee_injury"
    ]
    said = [fact for fact in lines if fact.known]
    return joined([limit, said[0]]) if limit.known and len(said) == 1 else limit


def _whole_agreements(records: Sequence[Record]) -> Fact:
    """The witness for the agreements; none where an agreement stands outside the section that was read to its end."""
    whole = witness(records, "special_agreements")
    if not whole.known:
        return whole
    read = "".join(
        fold(str(row.value("text") or "")) for record in records for row in record.rows("special_agreements")
    )
    for record in records:
        for row in record.rows("clauses"):
            if fold(str(row.value("text") or "")).rstrip("。;；.") not in read:
                why = "an agreement stands outside the section that was read"
                return Fact(None, (Evidence(record.path, "special_agreements", row.span),), "absent", why)
    return whole


# A share of the premium that no agreement names, percent: then one of the two sums was read from elsewhere.
_PLAUSIBLE = (Decimal(2), Decimal(60))


def _fee_ratio(facts: Mapping[str, Fact], extracted: Fact) -> Fact:
    """The agreed share of the premium for prevention, percent, from up to three witnesses: as printed, fee ÷ premium,
    and as what the ledger sets aside ÷ premium. They must agree; a computed one alone must also be plausible."""
    printed, fee = facts.get("prevention_fee_ratio", ABSENT), facts.get("prevention_fee", ABSENT)
    premium = facts.get("premium", ABSENT)
    if not (fee.known and premium.known and premium.value):
        return printed
    slack = (ORDER_OF_AMOUNT / premium.value * 100) + Decimal("0.005")  # the fee is rounded to whole fen
    computed = fee.value / premium.value * 100
    confidence = min(fee.confidence, premium.confidence)
    if printed.known:
        if abs(computed - printed.value) <= slack:
            return Fact(printed.value, printed.evidence + fee.evidence, confidence=max(confidence, printed.confidence))
        why = "the printed share and fee ÷ premium differ"
        rivals = (computed.quantize(Decimal("0.0001")),)
        return Fact(printed.value, printed.evidence + fee.evidence, "contradicted", why, printed.confidence, rivals)
    if extracted.known and extracted.value != fee.value:
        why = "the ledger sets another sum aside"
        rivals = ((extracted.value / premium.value * 100).quantize(Decimal("0.0001")),)
        return Fact(computed, fee.evidence + extracted.evidence, "contradicted", why, confidence, rivals)
    if not _PLAUSIBLE[0] <= computed <= _PLAUSIBLE[1]:
        return Fact(None, fee.evidence, "absent", "fee ÷ premium is no share that is agreed", confidence)
    nearest = computed.quantize(Decimal("0.1"))
    value = nearest if abs(nearest - computed) <= slack else computed.quantize(Decimal("0.0001"))
    return Fact(value, fee.evidence + premium.evidence, why="fee ÷ premium", confidence=confidence)


def _branch_region(facts: Mapping[str, Fact]) -> Fact:
    """Where the issuing branch sits, as a region code; a branch's name says it (宿州中心支公司)."""
    branch, home = facts.get("insurer_branch", ABSENT), facts.get("region_code", ABSENT)
    if not branch.known:
        return ABSENT
    found = region.find(str(branch.value)) or region.find(
        str(branch.value), within=f"{str(home.value)[:2]}0000" if home.known else None
    )
    if found is None:
        return Fact(None, branch.evidence, "absent", "the branch's name names no place")
    return Fact(found.code, branch.evidence, why="the branch's name")


def _last(path: str) -> str:
    """The file's own name, which is what manifests use."""
    return path.replace("\\", "/").rpartition("/")[2]


def _upload(records: Sequence[Record], manifest: Manifest | None) -> Fact:
    """When the policy reached the platform: its first file's arrival."""
    if manifest is None:
        return Fact(None, (), "absent", "no arrival times were given")
    times = manifest.uploaded_at
    arrived = [
        (times[key], r.path)
        for r in records
        for name in (r.path, *r.parts)
        for key in (name, _last(name))
        if key in times
    ]
    if not arrived:
        return Fact(None, (), "absent", "the manifest does not say when the policy arrived")
    moment, path = min(arrived)
    return Fact(moment, (Evidence(path, "uploaded_at"),))


def _fields(records: Sequence[Record]) -> dict[str, Fact]:
    names: dict[str, list[Fact]] = {}
    for record in records:
        for name, reading in record.fields.items():
            names.setdefault(name, []).append(of_reading(reading, record.path, name))
    return {name: joined(facts) for name, facts in names.items()}


def _policy_facts(records: Sequence[Record], manifest: Manifest | None) -> dict[str, Fact]:
    facts = _fields(records)
    facts.update(_coverage_facts(records, facts))
    facts.update(_clause_facts(records))
    facts["limits"] = _limits(records, facts)
    facts["per_person_limit"] = _with_schedule(records, facts.get("per_person_limit", ABSENT))
    facts["branch_region"] = _branch_region(facts)
    facts["seals"] = seals_of(records)
    facts["uploaded_at"] = _upload(records, manifest)
    start = facts.get("period_start", ABSENT)
    sign = facts.get("sign_date", ABSENT)
    if sign.state == "absent" and start.known:
        day = start.value.day if isinstance(start.value, Moment) else start.value
        sign = Fact(day, start.evidence, why="the period's start, for want of a date of signing")
    facts["contract_date"] = sign
    if manifest is not None and manifest.review_date is not None:
        facts["review_date"] = Fact(manifest.review_date, (), why="manifest")
    return facts


# --- the parts -------------------------------------------------------------------------------------------------------

# A report's own names, so that they never hide the policy's.
_REPORT_NAMES = {"policy_no": "report_policy_no"}
_HAZARD_COLUMNS = (
    "level", "deadline", "rectified", "rectified_on", "refused", "refused_on", "reported_to", "reported_on", "advice",
)  # fmt: skip
_CLAIM_NAMES = {
    "report_no": "claim_report_no",
    "policy_no": "claim_policy_no",
    "uploaded": "claim_uploaded",
    "kind": "claim_kind",
    "docs_date": "claim_docs_date",
    "assessed_date": "claim_assessed_date",
    "agreed_date": "claim_agreed_date",
    "refused_date": "claim_refused_date",
    "advance_date": "claim_advance_date",
    "paid_date": "claim_paid_date",
}
_CLAIM_COLUMNS = (
    "report_no",
    "policy_no",
    "accident_date",
    "reported_date",
    "closed_date",
    "uploaded",
    "claimed",
    "paid",
    "kind",
    "victim",
)


@cache
def _claim_columns() -> tuple[str, ...]:
    from extractor.kinds.claim_record import steps  # the reader of claims, which a filing without claims does not need

    return (*_CLAIM_COLUMNS, *steps.COLUMNS)


def _report_facts(record: Record) -> dict[str, Fact]:
    facts = {_REPORT_NAMES.get(n, n): of_reading(r, record.path, n) for n, r in record.fields.items()}
    facts["hazards_complete"] = witness([record], "hazards")
    facts["signoff_complete"] = witness([record], "signoff")
    rows = record.rows("hazards")
    places = tuple(Evidence(record.path, "hazards", row.span) for row in rows)
    facts["hazard_count"] = Fact(len(rows), places)
    if rows and "hazard_list_present" not in facts:
        facts["hazard_list_present"] = Fact(True, places)
    facts["report_seals"] = seals_of([record])
    facts["report_path"] = Fact(record.path, (Evidence(record.path, "report_no"),))
    if record.rows("citations"):
        cited = _cited([record])
        facts["report_citations"] = Fact(tuple(cited), tuple(c.evidence for c in cited if c.evidence))
    return facts


def _hazard_facts(record: Record, row: Row) -> dict[str, Fact]:
    facts = {f"hazard_{column}": cell(row, column, record.path, "hazards") for column in _HAZARD_COLUMNS}
    facts["hazard"] = cell(row, "description", record.path, "hazards")
    facts["hazard_refusal"] = _refusal(facts["hazard_refused_on"], facts["hazard_deadline"])
    return facts


def _refusal(refused_on: Fact, deadline: Fact) -> Fact:
    """When a refusal stands: the later of the day it was recorded and the deadline, so that nobody is late by one reading alone."""
    told = [fact for fact in (refused_on, deadline) if fact.known]
    return max(told, key=lambda fact: fact.value) if told else deadline


def _claim_facts(record: Record, row: Row) -> dict[str, Fact]:
    return {_CLAIM_NAMES.get(column, column): cell(row, column, record.path, "rows") for column in _claim_columns()}


def _ledger_facts(records: Sequence[Record], number: str | None) -> dict[str, Fact]:
    """What the ledger says of this policy: sums of what was set aside and of what was spent, yuan."""
    out: dict[str, Fact] = {}
    if number is None:
        return out
    for kind, name in (("extract", "ledger_extracted"), ("spend", "ledger_spent")):
        rows = [
            (record, row)
            for record in records
            for row in record.rows("rows")
            if row.value("kind") == kind and row.value("policy_no") and fold(row.value("policy_no")) == number
        ]
        amounts = [row.value("amount") for _, row in rows]
        if rows and all(amount is not None for amount in amounts):
            places = tuple(Evidence(record.path, "rows", row.span) for record, row in rows)
            out[name] = Fact(sum(amounts, Decimal(0)), places)
    return out


_OF_ONE_NAME = 0.6
"""Likeness (difflib) from which two written names may be one enterprise's: 有限公司 and 厂 alone make 0.5 of short ones."""


def _foreign(report: Mapping[str, Fact], policy: Mapping[str, Fact], number: str | None) -> bool:
    """Whether a report is plainly of another enterprise's policy: it names another number and another client. One of the
    two alone may be a slip of the pen in a report of this filing."""
    named, client = report.get("report_policy_no", ABSENT), report.get("client", ABSENT)
    if not (named.known and client.known and number) or fold(str(named.value)) == number:
        return False
    if cut_off(fold(str(named.value)), number):
        return False
    ours = [
        fold(str(policy[name].value)) for name in ("policyholder", "insured") if name in policy and policy[name].known
    ]
    theirs = fold(str(client.value))
    return bool(ours) and not any(
        name in theirs or theirs in name or SequenceMatcher(None, name, theirs).ratio() >= _OF_ONE_NAME for name in ours
    )


def _first_service(reports: Sequence[dict[str, Fact]], number: str | None) -> dict[str, Fact]:
    """The day of the first service; contradicted where an earlier report names another policy and may still belong."""
    days: list[tuple[date, Fact]] = []
    doubtful: list[tuple[date, Fact]] = []
    for facts in reports:
        day, named = facts.get("service_start", ABSENT), facts.get("report_policy_no", ABSENT)
        if not day.known or not isinstance(day.value, date):
            continue
        other = named.known and number is not None and fold(named.value) != number
        other = other and not cut_off(fold(named.value), number or "")
        (doubtful if other else days).append((day.value, day))
    unread = [facts for facts in reports if not facts.get("service_start", ABSENT).known]
    if not days and not doubtful:
        return {}
    pool = days or doubtful
    first = min(pool, key=lambda pair: pair[0])[1]
    earlier = [fact for day, fact in doubtful if day < first.value]
    if unread or (earlier and days) or not days:
        why = "another report may hold an earlier service"
        rivals = tuple(fact.value for fact in earlier) or (None,)
        return {"first_service": Fact(first.value, first.evidence, "contradicted", why, rivals=rivals)}
    return {"first_service": first}


def _over_time(facts: Mapping[str, Fact], reports: Sequence[Mapping[str, Fact]]) -> dict[str, Fact]:
    """What only shows when the period is over: whether it is, the services done in it, the share of the fee spent
    (percent)."""
    out: dict[str, Fact] = {}
    end, review = facts.get("period_end", ABSENT), facts.get("review_date", ABSENT)
    if end.known and review.known:
        last = end.value.day if isinstance(end.value, Moment) else end.value
        out["period_over"] = Fact(review.value > last, end.evidence)
    kinds = [report["service_types"] for report in reports if report.get("service_types", ABSENT).known]
    if kinds:
        out["services_done"] = Fact(
            frozenset(code for fact in kinds for code in fact.value), tuple(e for f in kinds for e in f.evidence)
        )
    spent, fee = facts.get("ledger_spent", ABSENT), facts.get("prevention_fee", ABSENT)
    if spent.known and fee.known and fee.value:
        out["spend_ratio"] = Fact(
            (spent.value / fee.value * 100).quantize(Decimal("0.01")), spent.evidence + fee.evidence
        )
    return out


# --- putting together ------------------------------------------------------------------------------------------------


def number_of(record: Record) -> str | None:
    """The policy number a paper names, folded for comparison."""
    value = record.value("policy_no")
    return fold(policy_numbers.format(value)) if isinstance(value, str) and value.strip() else None


def _policies(records: Sequence[Record]) -> list[list[Record]]:
    """Policy papers by number; one without a number (a later photographed page) joins the only policy there is."""
    by_number: dict[str, list[Record]] = {}
    loose: list[Record] = []
    for record in records:
        number = number_of(record)
        if number is None:
            loose.append(record)
        else:
            by_number.setdefault(number, []).append(record)
    groups = list(by_number.values())
    if len(groups) == 1:
        groups[0].extend(loose)
    elif loose and not groups:
        groups.append(loose)
    else:
        groups.extend([record] for record in loose if record.fields)
    return groups


def _outvoted(number: Fact, others: Sequence[Record]) -> Fact:
    """The policy's number with a doubt where no other paper prints it and two or more agree on another one."""
    if not number.known:
        return number
    own = fold(str(number.value))
    votes: dict[str, int] = {}
    for record in others:
        named = {fold(str(row.value("policy_no"))) for row in record.rows("rows") if row.value("policy_no")}
        printed = number_of(record) if record.kind == "service_report" else None
        for name in named | ({printed} if printed else set()):
            votes[name] = votes.get(name, 0) + 1
    rivals = tuple(name for name, count in sorted(votes.items()) if count >= 2 and name != own)
    return number if own in votes or not rivals else replace(number, doubts=(*number.doubts, *rivals))


def _owner(record: Record, policies: Sequence[tuple[str | None, Facts]]) -> Facts | None:
    """The policy a report belongs to: the one it names, else the only one, else the only one of the same client."""
    if len(policies) == 1:
        return policies[0][1]
    named = number_of(record)
    same = [facts for number, facts in policies if number is not None and number == named]
    if not same and isinstance(client := record.value("client"), str):
        same = [
            f
            for _, f in policies
            if any(fold(str(f.value(n) or "")) == fold(client) for n in ("policyholder", "insured"))
        ]
    return same[0] if len(same) == 1 else None


def _shared(manifest: Manifest | None) -> Facts:
    """What holds for every subject: the day of review, and what was handed in beside the papers, as ``given.<name>``."""
    facts: dict[str, Fact] = {}
    if manifest is not None:
        facts |= {f"given.{name}": Fact(value, why="manifest") for name, value in manifest.parameters.items()}
        if manifest.review_date:
            facts["review_date"] = Fact(manifest.review_date)
    return Facts(facts)


def assemble(records: Sequence[Record], manifest: Manifest | None = None, filing_id: str | None = None) -> Filing:
    """The papers of one filing, joined into facts about its policies, reports, hazards and claims."""
    kinds: Callable[[str], list[Record]] = lambda kind: [record for record in records if record.kind == kind]  # noqa: E731
    reports, claims, ledgers = kinds("service_report"), kinds("claim_record"), kinds("fee_ledger")
    groups = _policies(kinds("policy"))
    report_facts = {id(record): _report_facts(record) for record in reports}
    policies: list[tuple[str | None, Facts]] = []
    subjects: list[Subject] = []
    for group in groups:
        facts = _policy_facts(group, manifest)
        number = next((n for n in map(number_of, group) if n), None)
        theirs = reports if len(groups) == 1 else [r for r in reports if number_of(r) == number]
        theirs = [r for r in theirs if not _foreign(report_facts[id(r)], facts, number)]
        facts.update(_first_service([report_facts[id(r)] for r in theirs], number))
        facts["report_count"] = Fact(len(theirs), tuple(Evidence(r.path, "report_no") for r in theirs))
        facts.update(_ledger_facts(ledgers, number))
        facts["fee_ratio"] = _fee_ratio(facts, facts.get("ledger_extracted", ABSENT))
        facts["policy_no"] = _outvoted(facts.get("policy_no", ABSENT), [r for r in records if r.kind != "policy"])
        facts.update(_over_time(facts, [report_facts[id(r)] for r in theirs]))
        facts["policy_path"] = Fact(group[0].path, (Evidence(group[0].path, "policy_no"),))
        papers = rooms.Papers(number, tuple(group), tuple(theirs), tuple(records), manifest)
        for module in rooms.modules():
            if hasattr(module, "policy"):
                facts.update(module.policy(facts, papers))
        joined_facts = Facts(facts)
        policies.append((number, joined_facts))
        subjects.append(Subject("policy", number or group[0].path, joined_facts))
    shared = _shared(manifest)
    for record in reports:
        own = Facts(report_facts[id(record)], _owner(record, policies) or shared)
        key = str(record.value("report_no") or record.name)
        subjects.append(Subject("report", key, own))
        for index, row in enumerate(record.rows("hazards")):
            subjects.append(Subject("hazard", f"{key}#{index}", Facts(_hazard_facts(record, row), own)))
    for record in claims:
        for index, row in enumerate(record.rows("rows")):
            facts = _claim_facts(record, row)
            named = facts["claim_policy_no"]
            mine = [f for number, f in policies if named.known and number == fold(str(named.value))]
            if named.known and policies and not mine:
                continue  # a claim under somebody else's policy is not this filing's
            owner = mine[0] if mine else (policies[0][1] if len(policies) == 1 else shared)
            key = str(row.value("report_no") or f"{record.name}#{index}")
            subjects.append(Subject("claim", key, Facts(facts, owner)))
    for module in rooms.modules():
        if hasattr(module, "subjects"):
            subjects.extend(module.subjects(records, policies, shared))
    name = filing_id or (manifest.filing_id if manifest else None) or (policies[0][0] if policies else None)
    return Filing(name or (records[0].path if records else ""), tuple(records), tuple(subjects), manifest)
