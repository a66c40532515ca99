"""SARIF 2.1.0 (OASIS): findings for tools that show and track results of checkers.

A waived finding is a suppressed result with the reason as its justification, a disputed one a suppression under review. What
could not be decided is a result of kind ``open``. The places are pages and boxes of papers, which SARIF's regions of text
cannot say; they stand in the location's ``properties`` and, for people, in its message.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import IO, Any
from urllib.parse import quote

from api.exports.columns import Head, Line
from api.records import compact

NAME = "sarif"
MEDIA_TYPE = "application/sarif+json"
SUBJECTS = ("findings",)
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "note": "note"}
_STANDING = {"waive": "accepted", "dispute": "underReview"}
FINGERPRINT = "anze/v1"
_TAGS = {"zh": "zh-CN", "en": "en"}
_PAGE = {"zh": "第{}页", "en": "p. {}"}


def write(head: Head, rows: Iterable[Line], stream: IO[bytes]) -> None:
    run = OneRun(stream, head.engine)
    for row in rows:
        run.add(row)
    run.end()


class OneRun:
    """A log of one run, written as the results come. The rules come after the results, when it is known which were found."""

    def __init__(self, stream: IO[bytes], engine: str, lang: str = "zh") -> None:
        self._stream, self._engine, self._lang = stream, engine, lang
        self._rules: dict[str, dict[str, Any]] = {}
        self._between = b""
        stream.write(f'{{"$schema":"{_SCHEMA}","version":"2.1.0","runs":[{{"results":['.encode())

    def add(self, row: Line) -> None:
        self._stream.write(self._between)
        self._between = b",\n"
        self._rules.setdefault(row.finding["rule"], _rule(row.finding))
        self._put(_result(row, self._lang))

    def end(self) -> None:
        self._stream.write(b'],"tool":')
        driver = {"name": "anze", "fullName": "anze 安责核", "version": self._engine, "language": _TAGS[self._lang],
                  "rules": [self._rules[name] for name in sorted(self._rules)]}  # fmt: skip
        self._put({"driver": driver})
        self._stream.write(f',"columnKind":"unicodeCodePoints","language":"{_TAGS[self._lang]}"}}]}}'.encode())

    def _put(self, value: Any) -> None:
        self._stream.write(compact.exactly(value))


def _rule(finding: Mapping[str, Any]) -> dict[str, Any]:
    citation = finding.get("citation") or {}
    said = " ".join(str(citation[key]) for key in ("document", "article", "quote") if citation.get(key))
    out: dict[str, Any] = {"id": finding["rule"], "name": finding["type"],
                           "shortDescription": {"text": said or finding["type"]}}  # fmt: skip
    if str(citation.get("url", "")).startswith(("https://", "http://")):
        out["helpUri"] = citation["url"]
    return out


def _result(row: Line, lang: str) -> dict[str, Any]:
    finding = row.finding
    decided = finding["verdict"] == "violated"
    out = {
        "ruleId": finding["rule"],
        "kind": "fail" if decided else "open",
        "level": _LEVELS[finding["severity"]] if decided else "none",
        "message": {"text": finding.get("message") or finding.get("summary") or finding["type"]},
        "locations": [_location(row, place, lang) for place in finding.get("evidence", ())],
        "partialFingerprints": {FINGERPRINT: finding["fingerprint"]},
        "suppressions": _suppressions(row.decision),
        "properties": {
            "filing": row.cells["name"],
            "filingId": finding.get("filing_id"),
            "type": finding["type"],
            "policyNo": row.cells["policy_no"],
            "insurer": row.cells["insurer"],
            "citation": finding.get("citation"),
            "params": finding.get("params"),
        },
    }
    return {**out, "hostedViewerUri": row.cells["link"]} if row.cells.get("link") else out


def _location(row: Line, place: Mapping[str, Any], lang: str) -> dict[str, Any]:
    where = _PAGE[lang].format(place["page"]) if place.get("page") else str(place.get("where") or "")
    words = f"{where} “{place['text']}”" if place.get("text") else where
    out: dict[str, Any] = {
        "physicalLocation": {"artifactLocation": {"uri": _address(f"{row.cells['name']}/{place.get('path', '')}")}},
        "properties": {key: place[key] for key in ("page", "box", "boxes", "where", "field") if place.get(key)},
    }
    return {**out, "message": {"text": words}} if words.strip() else out


@lru_cache(maxsize=4096)
def _address(path: str) -> str:
    """As a URI has it. A paper has many findings, one after another."""
    return quote(path, safe="/")


def _suppressions(decision: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Empty, not absent, where there is none: absent would mean that nobody knows."""
    status = _STANDING.get(decision.get("action", ""))
    if status is None:
        return []
    out = {"kind": "external", "status": status}
    return [{**out, "justification": decision["reason"]} if decision.get("reason") else out]
