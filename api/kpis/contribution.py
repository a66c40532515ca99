"""What one filing adds to the counts: pure, so that what it added before can be taken away again.

A filing keeps its *basis*, a few values from which ``cells`` makes all that it adds; a changed filing's old cells are
made from the kept basis and taken away, its new ones added.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from api.filings.tables import FilingRow

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


def basis_of(filing: FilingRow, findings: Iterable[Found]) -> dict[str, Any] | None:
    """What a filing's part in the counts hangs on; None for one that does not count: deleted, or not judged yet.

    ``findings`` are those of its latest judgement. Sums are kept as text, exact to the fen.
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
    violated, unknown = basis.get("violated", {}), basis.get("unknown", ())
    out: dict[str, int | Decimal] = {
        "filings": 1,
        str(basis["verdict"]): 1,
        "open": basis.get("open", 0),
        "findings": sum(violated.values()),
        "insured": basis.get("insured") or 0,
        "premium": premium or 0,
        "fee": fee or 0,
        "fee_premium": premium if premium and fee is not None else 0,
        "spent": spent or 0,
        "spent_fee": fee if fee and spent is not None else 0,
        "limit_short": int(SHORT in violated),
        "limit_unknown": int(
            SHORT not in violated and (SHORT in unknown or NO_LIMIT in violated or NO_LIMIT in unknown)
        ),
    }
    if premium is None or not premium:
        out["fee"] = 0  # a fee without its premium has no share to show
    for kind, name in LATE.items():
        out[f"{name}_late"] = int(kind in violated)
        out[f"{name}_unknown"] = int(kind in unknown and kind not in violated)
    return {name: amount for name, amount in out.items() if amount}
