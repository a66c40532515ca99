"""Records as a perfect extractor would give them, built from a corpus's truth.json files: to measure the rules alone.

    python -m tests.truth_records CORPUS [--misses]

prints precision and recall of the findings. Only tests use it; the product never reads a truth file.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from extractor.clauses import recognise
from extractor.document import Box
from extractor.record import Reading, Record, Row, Witness
from extractor.span import Span
from extractor.values import doc_number
from extractor.values.dates import Moment
from validators import Filing, Manifest, across, assemble, validate
from validators.finding import Finding, Severity, Verdict

_DAYS = {
    "sign_date",
    "service_start",
    "service_end",
    "signoff_date",
    "date",
    "deadline",
    "rectified_on",
    "reported_on",
    "accident_date",
    "reported_date",
    "closed_date",
    "uploaded",
}
_SUBKEY = {"coverage_missing": "coverage", "clause_missing": "clause", "prohibited_wording": "kind"}


def _value(name: str, value: Any) -> Any:
    if name in _DAYS:
        return date.fromisoformat(value)
    if name in ("period_start", "period_end"):
        day, _, clock = value.partition("T")
        return Moment(date.fromisoformat(day), int(clock[:2]), int(clock[3:5]))
    if name in ("employee_count", "insured_count", "policy_no", "report_no", "uscc", "voucher"):
        return value
    if isinstance(value, list):
        return tuple(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Decimal(str(value))
    return value


def _span(entry: Mapping[str, Any]) -> Span:
    boxes = tuple(Box(*box) for box in entry.get("bbox") or ())
    return Span(str(entry.get("raw") or entry.get("text") or ""), entry.get("page"), boxes)


def _row(item: Mapping[str, Any], names: tuple[str, ...]) -> Row:
    span = _span(item)
    cells = {name: Reading(_value(name, item[name]), span) for name in names if item.get(name) is not None}
    return Row(cells, span)


def _policy(paper: Mapping[str, Any], tables: dict[str, tuple[Row, ...]], witnesses: dict[str, Witness]) -> None:
    tables["coverages"] = tuple(
        _row(c, ("code", "name", "per_person", "per_accident", "aggregate", "premium")) for c in paper["coverages"]
    )
    tables["special_agreements"] = tuple(_row(s, ("text", "topic")) for s in paper["special_agreements"])
    clauses, citations = [], []
    for agreement in paper["special_agreements"]:
        span = _span(agreement)
        for match in recognise(agreement["text"]):
            cells = {"code": Reading(match.code, span), "text": Reading(agreement["text"], span)}
            if match.amount is not None:
                cells["amount"] = Reading(match.amount, span)
            clauses.append(Row(cells, span))
        if agreement["topic"] == "citation":
            for _, _, number in doc_number.find_all(agreement["text"]):
                citations.append(Row({"doc_number": Reading(number.raw or number.canonical, span)}, span))
    tables["clauses"], tables["citations"] = tuple(clauses), tuple(citations)
    witnesses["coverages"] = witnesses["special_agreements"] = Witness(True, True, "truth")


def record_of(paper: Mapping[str, Any], region: str, folder: str) -> Record | None:
    """One paper of truth.json; None for a later page of a photographed paper."""
    kind = paper["kind"]
    if kind == "policy" and not paper.get("fields"):
        return None
    fields = {
        name: Reading(_value(name, f["value"]), _span(f))
        for name, f in (paper.get("fields") or {}).items()
        if f["value"] is not None
    }
    names: tuple[str, ...]
    tables: dict[str, tuple[Row, ...]] = {}
    witnesses: dict[str, Witness] = {}
    if kind == "policy":
        fields["region_code"] = Reading(region, fields["address"].span, "derived:address")
        _policy(paper, tables, witnesses)
    elif kind == "service_report":
        names = (
            "level",
            "description",
            "advice",
            "deadline",
            "rectified",
            "rectified_on",
            "refused",
            "reported_to",
            "reported_on",
        )
        tables["hazards"] = tuple(_row(h, names) for h in paper["hazards"])
        for flag in ("hazard_list_present", "states_no_hazards"):
            fields[flag] = Reading(paper[flag], Span(""))
        witnesses["hazards"] = witnesses["signoff"] = Witness(True, True, "truth")
    elif kind == "fee_ledger":
        tables["rows"] = tuple(
            _row(r, ("date", "kind", "policy_no", "item", "payee", "amount", "balance", "voucher"))
            for r in paper["rows"]
        )
    elif kind == "claim_record":
        names = (
            "report_no",
            "policy_no",
            "accident_date",
            "reported_date",
            "victim",
            "kind",
            "claimed",
            "paid",
            "closed_date",
            "uploaded",
        )
        tables["rows"] = tuple(_row(r, names) for r in paper["rows"])
    return Record(paper["path"], f"{folder}/{paper['path']}", kind, fields, tables, witnesses)


def filing_of(truth: Mapping[str, Any]) -> Filing:
    """One truth.json as a filing."""
    region = truth["jurisdiction"]["region_code"]
    arrived = {f["path"]: datetime.fromisoformat(f["uploaded_at"]) for f in truth["files"]}
    manifest = Manifest(truth["filing_id"], date.fromisoformat(truth["review_date"]), arrived)
    records = [r for paper in truth["files"] if (r := record_of(paper, region, truth["filing_id"])) is not None]
    return assemble(records, manifest)


def truths(corpus: Path) -> list[dict[str, Any]]:
    return [json.loads(path.read_text("utf-8")) for path in sorted(corpus.glob("*/truth.json"))]


def _key(type_: str, params: Mapping[str, Any]) -> tuple[str, Any]:
    return type_, params.get(_SUBKEY.get(type_, ""))


def measure(corpus: Path) -> dict[str, Any]:
    """Expected against found; ``false`` and ``missed`` name filing and finding, ``others`` counts types outside the
    list."""
    everything = truths(corpus)
    filings = [filing_of(truth) for truth in everything]
    shared = across(filings)
    reports = [validate(filing).with_findings(shared.get(i, ())) for i, filing in enumerate(filings)]
    known = {e["type"] for truth in everything for e in truth["expected_findings"]}
    right, false, missed = 0, [], []
    others: Counter[str] = Counter()
    undecided: Counter[str] = Counter()
    params: list[tuple[str, str, list[str]]] = []
    verdicts = {}
    for truth, report in zip(everything, reports, strict=True):
        hits: list[Finding] = [
            f for f in report.findings if f.verdict is Verdict.VIOLATED and f.severity is not Severity.NOTE
        ]
        seen = {_key(f.type, f.params): f for f in hits}
        expected = {_key(e["type"], e["params"]): e for e in truth["expected_findings"]}
        for key, entry in expected.items():
            if key in seen:
                right += 1
                lacking = [name for name in entry["params"] if name not in seen[key].params]
                if lacking:
                    params.append((truth["filing_id"], key[0], lacking))
            else:
                missed.append(f"{truth['filing_id']} {key}")
        for key in seen:
            if key in expected or key[0] in truth["also_acceptable"]:
                continue
            if key[0] in known:
                false.append(f"{truth['filing_id']} {key}")
            else:
                others[key[0]] += 1
        undecided.update(f.type for f in report.findings if f.verdict is Verdict.UNDECIDED)
        verdicts[truth["filing_id"]] = (report.verdict, not expected)
    found = right + len(false)
    return {
        "precision": right / found if found else 1.0,
        "recall": right / (right + len(missed)) if right + len(missed) else 1.0,
        "false": false,
        "missed": missed,
        "others": dict(others),
        "undecided": dict(undecided),
        "params": params,
        "clean": [fid for fid, (verdict, clean) in verdicts.items() if clean and verdict != "accepted"],
        "verdicts": Counter(verdict for verdict, _ in verdicts.values()),
    }


if __name__ == "__main__":
    for name, value in measure(Path(sys.argv[1])).items():
        print(name, value)
