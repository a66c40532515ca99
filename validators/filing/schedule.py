"""What the schedule of covers of a policy says: which covers there are, what they cost, up to which sums."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from extractor.record import Record, Row
from validators.facts import ABSENT, Evidence, Fact, cell, joined, witness
from validators.filing.fees import ORDER_OF_AMOUNT

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

# A limit of its own, wherever on the policy it is printed, tells that there is such a cover, though the list has no line for it.
_LIMIT_OF = {
    "per_person_limit": "employee_injury",
    "medical_limit": "medical",
    "rescue_limit": "rescue",
    "legal_limit": "legal",
    "third_party_limit": "third_party_injury",
    "third_party_property_limit": "third_party_property",
    "appraisal_limit": "appraisal",
}


def coverage_facts(records: Sequence[Record], facts: dict[str, Fact]) -> dict[str, Fact]:
    rows = [(record, row) for record in records for row in record.rows("coverages")]
    out: dict[str, Fact] = {}
    if rows:
        # what finds covers is not needed by those who ask for help or rules
        from extractor.covers.meaning.names import codes_in

        places = tuple(_places(rows))
        codes = tuple(row.value("code") for _, row in rows)
        doubtful = min((row.cells["code"].confidence for _, row in rows if "code" in row.cells), default=1.0)
        unknown = any(code is None or code == "other" for code in codes)
        why = "a line of the schedule has a name that was not understood" if unknown else ""
        # 事故鉴定及诉讼费用 is one line and two covers
        named = frozenset(c for _, row in rows for c in codes_in(str(row.value("name") or "")))
        named |= {code for name, code in _LIMIT_OF.items() if facts.get(name, ABSENT).candidates()}
        out["coverages"] = Fact(named | {c for c in codes if c}, places, why=why, confidence=doubtful)
        out["coverages_unclear"] = Fact(unknown, places)
        total = facts.get("premium", ABSENT)
        told_once = _of_one_copy(rows, total)
        codes = tuple(row.value("code") for _, row in told_once)
        priced = _without_parts(told_once, total)
        premiums = tuple(row.value("premium") for _, row in priced)
        out["item_premiums"] = Fact(premiums, tuple(_premium_places(priced)))
        if all(p is not None for p in premiums):
            item_sum = sum(premiums, Decimal(0))
            out["item_premium_sum"] = Fact(item_sum, tuple(_places(told_once)))
            if total.known and abs(item_sum - total.value) <= ORDER_OF_AMOUNT:
                out["coverages_complete"] = Fact(True, places, why="the item premiums add up to the total")
            elif len(set(codes)) == len(codes) and set(codes) >= EVERY_COVER:
                out["coverages_complete"] = Fact(
                    True, places, why="every kind of cover is there once, with its premium"
                )
    out.setdefault("coverages_complete", witness(records, "coverages"))
    return out


def _places(rows: Iterable[tuple[Record, Row]]) -> Iterator[Evidence]:
    return (Evidence(record.path, "coverages", row.span) for record, row in rows)


def _of_one_copy(rows: Sequence[tuple[Record, Row]], total: Fact) -> Sequence[tuple[Record, Row]]:
    """The lines but those of further copies: an original and its duplicate, a policy and its scan cost what one of them says.

    A paper is a copy where half of its covers stand in a list that was kept; one whose lines add up to the total is kept before others.
    Lists that add up to the total together are no copies.
    """
    lists: dict[int, list[tuple[Record, Row]]] = {}
    for record, row in rows:
        lists.setdefault(id(record), []).append((record, row))
    if len(lists) == 1 or (total.known and _sum(rows) == total.value):
        return rows
    kept: list[tuple[Record, Row]] = []
    for one in sorted(lists.values(), key=lambda each: not total.known or _sum(each) != total.value):
        known = {row.value("code") for _, row in kept}
        if 2 * sum(row.value("code") in known for _, row in one) < len(one):
            kept += one
    return kept


def _without_parts(rows: Sequence[tuple[Record, Row]], total: Fact) -> Sequence[tuple[Record, Row]]:
    """The lines without those that only say what the premium of the line above them is made of.

    They say so themselves (其中), or the lines right below one add up to its premium, and without them the list to its total.
    """
    from extractor.covers.meaning.names import PART_OF_LAST

    whole = [pair for pair in rows if PART_OF_LAST.match(str(pair[1].value("name") or "")) is None]
    fewer: list[tuple[Record, Row]] = []
    at = 0
    while at < len(rows):
        fewer.append(rows[at])
        at += 1 + _parts_below([row.value("premium") for _, row in rows[at:]])
    fitting = (some for some in (rows, whole, fewer) if total.known and _sum(some) == total.value)
    return next(fitting, whole or rows)


def _sum(rows: Sequence[tuple[Record, Row]]) -> Decimal | None:
    """What lines cost together; None where one has no premium."""
    premiums = [row.value("premium") for _, row in rows]
    return None if not premiums or None in premiums else sum(premiums, Decimal(0))


def _parts_below(premiums: Sequence[Decimal | None]) -> int:
    """How many sums right below the first one add up to it: two and more, or none."""
    whole, run = premiums[0], Decimal(0)
    for count, part in enumerate(premiums[1:], start=1):
        if whole is None or part is None or not part:
            return 0
        run += part
        if run >= whole:
            return count if run == whole and count > 1 else 0
    return 0


def _premium_places(rows: Iterable[tuple[Record, Row]]) -> Iterator[Evidence]:
    for record, row in rows:
        reading = row.cells.get("premium")
        yield Evidence(record.path, "coverages", reading.span if reading is not None else row.span)


_LIMITS = ("per_person_limit", "per_accident_limit", "aggregate_limit", "medical_limit", "rescue_limit", "legal_limit",
           "third_party_limit", "third_party_property_limit", "appraisal_limit")  # fmt: skip


def limits(records: Sequence[Record], facts: Mapping[str, Fact]) -> Fact:
    """Every sum on the policy that is a limit, so that none of them is taken for a premium."""
    fields = {value for name in _LIMITS for value in facts.get(name, ABSENT).candidates()}
    columns = ("per_person", "per_accident", "aggregate")
    cells = {row.value(column) for record in records for row in record.rows("coverages") for column in columns}
    return Fact(frozenset(value for value in fields | cells if value is not None))


def with_schedule(records: Sequence[Record], limit: Fact) -> Fact:
    """The limit per person held against the schedule's line for employees, where there is one: two witnesses."""
    lines = [
        cell(row, "per_person", record.path, "coverages")
        for record in records
        for row in record.rows("coverages")
        if row.value("code") == "employee_injury"
    ]
    said = [fact for fact in lines if fact.known]
    return joined([limit, said[0]]) if limit.known and len(said) == 1 else limit
