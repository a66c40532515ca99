"""What one filing adds to the counts: pure, so that what it added before can be taken away again.

A filing keeps its *basis*, a few values from which ``cells`` makes all that it adds; a changed filing's old cells are
made from the kept basis and taken away, its new ones added.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from api.tables.filings import FilingRow

Basis = Mapping[str, Any]
Amounts = Mapping[str, int | Decimal]

# What a kind of finding says about punctuality and sums insured.
LATE = {
    "policy_upload_late": "upload",
    "first_service_late": "service",
    "claim_result_upload_late": "claim",
}
SHORT = "per_person_limit_below_minimum"
NO_LIMIT = "per_person_limit_not_stated"
TOLD: Mapping[str, Mapping[str, frozenset[str]]] = {
    "policy": {
        "upload": frozenset(("uploaded_at",)),
        "service": frozenset(("first_service",)),
        "annual_report": frozenset(("annual_report_date",)),
        "declared": frozenset(("declared_policy",)),
    },
    "claim": {"claim": frozenset(("closed_date", "claim_uploaded"))},
}
"""By subject: what is told, and the facts that must be known for it."""
_LEVELS = ("province", "city", "county", "street")


class Found(Protocol):
    """What counts of a finding: its kind, and whether it is violated or undecided."""

    @property
    def type(self) -> str: ...
    @property
    def verdict(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Cell:
    """What is added under one key of one dimension of one scope, for one month of signing ("" where unknown)."""

    scope: str
    dimension: str
    month: str
    key: str
    amounts: Amounts


def told(facts: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """Of the facts of a judgement (``api.records.facts``): what they say that a score sheet judges by. ``upload``: when the
    policy reached the platform; ``service``: when the first service was; ``claim``: when a claim was closed and its
    result uploaded; ``annual_report``: when the annual report was filed; ``declared``: what the platform
    was told of the policy.
    """
    known: set[str] = set()
    for subject in facts:
        given = {
            name for name, fact in subject["facts"].items() if fact["state"] == "known" and fact.get("value") != []
        }
        for name, needed in TOLD.get(subject["about"], {}).items():
            if needed <= given:
                known.add(name)
    return frozenset(known)


def basis_of(filing: FilingRow, findings: Iterable[Found], said: Iterable[str] = ()) -> dict[str, Any] | None:
    """What a filing's part in the counts hangs on; None for one that does not count: deleted, or not judged yet.

    ``findings`` are those of its latest judgement, ``said`` is ``told`` of its facts, kept for score sheets. Sums are kept
    as text, exact to the fen.
    """
    if filing.deleted_at is not None or not filing.verdict:
        return None
    violated: dict[str, int] = {}
    unknown: set[str] = set()
    for finding in findings:
        if finding.verdict == "violated":
            violated[finding.type] = violated.get(finding.type, 0) + 1
        else:
            unknown.add(finding.type)
    telling = {*LATE, SHORT, NO_LIMIT}
    money = {"premium": filing.premium, "fee": filing.prevention_fee, "spent": filing.fee_spent}
    out: dict[str, Any] = {
        "org": filing.org_id,
        "region": [getattr(filing, level) for level in _LEVELS if getattr(filing, level)],
        "month": filing.sign_date.strftime("%Y-%m") if filing.sign_date else "",
        "insurer": filing.insurer,
        "sector": filing.sector,
        "verdict": filing.verdict,
        "open": int(filing.open_findings > 0),
        "insured": filing.insured_count,
        **{name: None if sum_ is None else str(sum_) for name, sum_ in money.items()},
        "violated": violated,
        "unknown": sorted(unknown & telling),
        "told": sorted(said),
    }
    return {name: value for name, value in out.items() if value or value == 0}


def contribution(filing: FilingRow, findings: Iterable[Found]) -> list[Cell]:
    """All that one filing adds to the counts."""
    return list(cells(basis_of(filing, findings)))


def cells(basis: Basis | None) -> Iterator[Cell]:
    """All that a filing of this basis adds to the counts; nothing for None."""
    if basis is None:
        return
    amounts, month = _amounts(basis), basis.get("month", "")
    for scope, child in _scopes(basis):
        yield Cell(scope, "all", month, "", amounts)
        yield Cell(scope, "insurer", month, basis.get("insurer", ""), amounts)
        yield Cell(scope, "sector", month, basis.get("sector", ""), amounts)
        if child is not None:
            yield Cell(scope, "region", month, child, amounts)
        for kind, count in basis.get("violated", {}).items():
            yield Cell(scope, "type", month, kind, {"filings": 1, "findings": count})


def _scopes(basis: Basis) -> Iterator[tuple[str, str | None]]:
    """Each scope that the filing is in, with the key of the level below ("" where it is not known so closely)."""
    levels = ["", *basis.get("region", [])]
    for at, prefix in enumerate(levels):
        below = levels[at + 1] if at + 1 < len(levels) else ""
        # No list of streets is kept whole, so a county is not divided by them.
        yield f"r:{prefix}", below if len(prefix) < 6 else None
    yield f"o:{basis['org']}", levels[1] if len(levels) > 1 else ""


def _amounts(basis: Basis) -> dict[str, int | Decimal]:
    premium, fee, spent = (Decimal(basis[name]) if name in basis else None for name in ("premium", "fee", "spent"))
    shares_premium, shares_fee = bool(premium) and fee is not None, bool(fee) and spent is not None
    violated, unknown = basis.get("violated", {}), basis.get("unknown", ())
    unsure = NO_LIMIT in violated or SHORT in unknown or NO_LIMIT in unknown
    out: dict[str, int | Decimal] = {
        "filings": 1,
        str(basis["verdict"]): 1,
        "open": basis.get("open", 0),
        "findings": sum(violated.values()),
        "insured": basis.get("insured") or 0,
        "premium": premium or 0,
        "fee": (fee or 0) if shares_premium else 0,
        "fee_premium": (premium or 0) if shares_premium else 0,
        "spent": (spent or 0) if shares_fee else 0,
        "spent_fee": (fee or 0) if shares_fee else 0,
        "limit_short": int(SHORT in violated),
        "limit_unknown": int(SHORT not in violated and unsure),
    }
    for kind, name in LATE.items():
        out[f"{name}_late"] = int(kind in violated)
        out[f"{name}_unknown"] = int(kind in unknown and kind not in violated)
    return {name: amount for name, amount in out.items() if amount}
