"""Records made by hand for the tests of the validators: a whole policy, its report, ledger and claim."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from extractor.document import Box
from extractor.record import Reading, Record, Row, Witness
from extractor.span import Span
from extractor.values.dates import Moment
from validators import Manifest
from validators.days import BEIJING

PLACE = Span("如印", 1, (Box(100.04, 200.06, 180.0, 211.0),))

POLICY: dict[str, Any] = {
    "policy_no": "SLXB20240300017",
    "insurer": "中国人民财产保险股份有限公司",
    "insurer_branch": "中国人民财产保险股份有限公司宿州市分公司",
    "policyholder": "宿州青禾锻造有限公司",
    "insured": "宿州青禾锻造有限公司",
    "uscc": "91341302058536289U",
    "address": "安徽省宿州市埇桥区汴阳街道锻工路9号",
    "jurisdiction": "宿州市埇桥区",
    "region_code": "341302",
    "industry": "金属冶炼",
    "employee_count": 40,
    "insured_count": 40,
    "per_person_limit": Decimal(400000),
    "per_accident_limit": Decimal(2000000),
    "aggregate_limit": Decimal(4000000),
    "deductible": Decimal(0),
    "premium": Decimal(9000),
    "premium_words": Decimal(9000),
    "prevention_fee": Decimal(1350),
    "prevention_fee_ratio": Decimal(15),
    "period_start": Moment(date(2024, 3, 10)),
    "period_end": Moment(date(2025, 3, 9), 24),
    "sign_date": date(2024, 3, 6),
}
COVERAGES: Sequence[tuple[str, int]] = (
    ("employee_injury", 6000),
    ("medical", 1000),
    ("third_party_injury", 800),
    ("third_party_property", 500),
    ("rescue", 300),
    ("legal", 200),
    ("appraisal", 200),
)
CLAUSES = ("all_employees", "prevention_service", "advance_payment", "neg_premium")
REPORT: dict[str, Any] = {
    "report_no": "FW-24-031",
    "policy_no": "SLXB20240300017",
    "client": "宿州青禾锻造有限公司",
    "service_start": date(2024, 4, 11),
    "service_end": date(2024, 4, 12),
    "service_types": ("inspection",),
    "service_org": "安徽安衡技术服务有限公司",
    "experts": ("甲某", "乙某"),
    "customer_signed": True,
    "hazard_list_present": True,
    "states_no_hazards": False,
}


def reading(value: Any, **more: Any) -> Reading[Any]:
    return Reading(value, PLACE, **more)


def rows(items: Sequence[Mapping[str, Any]]) -> tuple[Row, ...]:
    return tuple(Row({k: reading(v) for k, v in item.items() if v is not None}, PLACE) for item in items)


def policy(
    path: str = "保险单.pdf",
    *,
    coverages: Sequence[tuple[str, int | None]] | None = COVERAGES,
    clauses: Sequence[str] | None = CLAUSES,
    whole: bool = True,
    citations: Sequence[str] = (),
    **changes: Any,
) -> Record:
    """A policy of 宿州 that breaks no rule, with changes; a field changed to None is absent."""
    fields = {k: reading(v) for k, v in (POLICY | changes).items() if v is not None}
    tables: dict[str, tuple[Row, ...]] = {"citations": rows([{"doc_number": number} for number in citations])}
    if coverages is not None:
        tables["coverages"] = rows(
            [{"code": code, "name": code, "premium": None if p is None else Decimal(p)} for code, p in coverages]
        )
    if clauses is not None:
        tables["clauses"] = rows([{"code": code, "text": f"约定：{code}"} for code in clauses])
        tables["special_agreements"] = rows([{"text": f"约定：{code}", "topic": code} for code in clauses])
    witness = Witness(True, whole, "read to its end" if whole else "its end was not found")
    return Record(
        path, f"sha-{path}-{changes}", "policy", fields, tables, {"coverages": witness, "special_agreements": witness}
    )


def report(
    path: str = "服务报告.docx", *, hazards: Sequence[Mapping[str, Any]] = (), whole: bool = True, **changes: Any
) -> Record:
    """A service report on that policy."""
    fields = {k: reading(v) for k, v in (REPORT | changes).items() if v is not None}
    witness = Witness(True, whole, "read whole" if whole else "cut off")
    return Record(
        path,
        f"sha-{path}",
        "service_report",
        fields,
        {"hazards": rows(hazards)},
        {"hazards": witness, "signoff": witness},
    )


def claims(*items: Mapping[str, Any], path: str = "理赔.xlsx") -> Record:
    return Record(path, f"sha-{path}", "claim_record", {}, {"rows": rows(items)})


def ledger(*items: Mapping[str, Any], path: str = "台账.xlsx") -> Record:
    return Record(path, f"sha-{path}", "fee_ledger", {}, {"rows": rows(items)})


def manifest(review: date | None = date(2024, 6, 1), uploaded: date = date(2024, 3, 8), name: str = "F1") -> Manifest:
    return Manifest(
        name, review, {"保险单.pdf": datetime(uploaded.year, uploaded.month, uploaded.day, 10, tzinfo=BEIJING)}
    )
