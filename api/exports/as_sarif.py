"""SARIF 2.1.0 (OASIS): findings for tools that show and track results of checkers.

A waived finding is a suppressed result with the reason as its justification, a disputed one a suppression under review. What
could not be decided is a result of kind ``open``. The places are pages and boxes of papers, which SARIF's regions of text
cannot say; they stand in the location's ``properties`` and, for people, in its message.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import IO, Any
from urllib.parse import quote

from api.exports.lines import Head, Line

NAME = "sarif"
MEDIA_TYPE = "application/sarif+json"
SUBJECTS = ("findings",)
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "note": "note"}
_STANDING = {"waive": "accepted", "dispute": "underReview"}
FINGERPRINT = "anze/v1"


def write(head: Head, rows: Iterable[Line], stream: IO[bytes]) -> None:
    """One run. The rules come after the results, when it is known which were found."""
    rules: dict[str, dict[str, Any]] = {}

    def put(value: Any) -> None:
        stream.write(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())

    stream.write(f'{{"$schema":"{_SCHEMA}","version":"2.1.0","runs":[{{"results":['.encode())
    for number, row in enumerate(rows):
        if number:
            stream.write(b",\n")
        rules.setdefault(row.finding["rule"], _rule(row.finding))
        put(_result(row))
    stream.write(b'],"tool":')
    driver = {"name": "anze", "fullName": "anze 安责核", "version": head.engine, "language": "zh-CN",
              "rules": [rules[name] for name in sorted(rules)]}  # fmt: skip
    put({"driver": driver})
    stream.write(b',"columnKind":"unicodeCodePoints","language":"zh-CN"}]}')


def _rule(finding: Mapping[str, Any]) -> dict[str, Any]:
    citation = finding.get("citation") or {}
    said = " ".join(str(citation[key]) for key in ("document", "article", "quote") if citation.get(key))
    out: dict[str, Any] = {"id": finding["rule"], "name": finding["type"],
                           "shortDescription": {"text": said or finding["type"]}}  # fmt: skip
    if str(citation.get("url", "")).startswith(("https://", "http://")):
        out["helpUri"] = citation["url"]
    return out


def _result(row: Line) -> dict[str, Any]:
    finding = row.finding
    decided = finding["verdict"] == "violated"
    return {
        "ruleId": finding["rule"],
        "kind": "fail" if decided else "open",
        "level": _LEVELS[finding["severity"]] if decided else "none",
        "message": {"text": finding.get("message") or finding.get("summary") or finding["type"]},
        "locations": [_location(row, place) for place in finding.get("evidence", ())],
        "partialFingerprints": {FINGERPRINT: finding["fingerprint"]},
        "suppressions": _suppressions(row.decision),
        "hostedViewerUri": row.cells["link"],
        "properties": {
            "filing": row.cells["name"],
            "filingId": finding["filing_id"],
            "type": finding["type"],
            "policyNo": row.cells["policy_no"],
            "insurer": row.cells["insurer"],
            "citation": finding.get("citation"),
            "params": finding.get("params"),
        },
    }


def _location(row: Line, place: Mapping[str, Any]) -> dict[str, Any]:
    where = f"第{place['page']}页" if place.get("page") else str(place.get("where") or "")
    words = f"{where} “{place['text']}”" if place.get("text") else where
    out: dict[str, Any] = {
        "physicalLocation": {
            "artifactLocation": {"uri": quote(f"{row.cells['name']}/{place.get('path', '')}", safe="/")}
        },
        "properties": {key: place[key] for key in ("page", "box", "boxes", "where", "field") if place.get(key)},
    }
    return {**out, "message": {"text": words}} if words.strip() else out


def _suppressions(decision: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Empty, not absent, where there is none: absent would mean that nobody knows."""
    status = _STANDING.get(decision.get("action", ""))
    if status is None:
        return []
    out = {"kind": "external", "status": status}
    return [{**out, "justification": decision["reason"]} if decision.get("reason") else out]
