"""A report in its JSON form (design.md, section 2): the machine-readable contract."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from extractor.document import Box, Problem
from extractor.evidence.calibration import calibrated, from_pixels
from extractor.record import Reading, Record, Row
from extractor.span import Span
from validators.citation import Citation
from validators.facts import Evidence, Filing
from validators.finding import Finding, Verdict, plain
from validators.report import Report
from validators.routing import Route, department_of
from validators.say import say, wrong

# The version of the rules of judging; goes into every report, beside the versions of the packs.
ENGINE_VERSION = "0.1.0"


def _box(span: Span) -> list[float] | None:
    return _rounded(span.boxes[0]) if span.boxes else None


def _rounded(box: Box) -> list[float]:
    x0, y0, x1, y1 = box
    return [round(float(x0), 1), round(float(y0), 1), round(float(x1), 1), round(float(y1), 1)]


def _place(span: Span) -> dict[str, Any]:
    out: dict[str, Any] = {"text": span.text, "page": span.page, "box": _box(span)}
    if len(span.boxes) > 1:
        out["boxes"] = [_rounded(box) for box in span.boxes]
    if span.where is not None:
        out["where"] = span.where
    return out


def _reading(reading: Reading[Any], record: Record) -> dict[str, Any]:
    value = reading.value
    out = {"value": value if type(value) is str else plain(value), **_place(reading.span)}
    out["confidence"] = calibrated(reading, ocr=from_pixels(record, reading))
    out["how"] = reading.how
    out["rivals"] = [plain(rival.value) for rival in reading.rivals] if reading.rivals else []
    return out


def _problem(problem: Problem) -> dict[str, Any]:
    out: dict[str, Any] = {"code": problem.code, "message": problem.message}
    if problem.remedy:
        out["remedy"] = problem.remedy
    if problem.page is not None:
        out["page"] = problem.page
    return out


# The words of the whole paper, which proofreading works on; a report repeats no paper.
_INNER = {"lines", "told_authority", "attendance", "clients_beside", "numbers_told"}
# Columns that a reader of the report may count on, absent cells as null.
_COLUMNS = {
    "coverages": ("code", "name", "per_person", "per_accident", "aggregate", "premium"),
    "special_agreements": ("text", "topic"),
    "hazards": (
        "level",
        "description",
        "advice",
        "deadline",
        "rectified",
        "rectified_on",
        "refused",
        "reported_to",
        "reported_on",
    ),
}


def _row(table: str, row: Row) -> dict[str, Any]:
    out: dict[str, Any] = dict.fromkeys(_COLUMNS.get(table, ()))
    for column, reading in row.cells.items():
        value = reading.value
        out[column] = value if type(value) is str else plain(value)
    if row.span.where is not None:
        out["where"] = row.span.where
    return out


def document_to_json(record: Record) -> dict[str, Any]:
    """One paper: kind, pages, fields with their places, tables as plain values, problems."""
    out: dict[str, Any] = {
        "path": record.path,
        "sha256": record.sha256,
        "kind": record.kind,
        "pages": record.pages,
        "pages_read": {how: list(record.pages_read.get(how, ())) for how in ("text", "ocr", "failed")},
        "fields": {name: _reading(record.fields[name], record) for name in sorted(record.fields)},
        "tables": {
            name: [_row(name, row) for row in record.tables[name]]
            for name in sorted(record.tables)
            if name not in _INNER
        },
        "problems": [_problem(problem) for problem in record.problems],
    }
    if record.parts:
        out["parts"] = list(record.parts)
    if record.page_range is not None:
        out["page_range"] = list(record.page_range)
    return out


def extract_to_json(filing_id: str, path: str | None, records: Sequence[Record]) -> dict[str, Any]:
    """What ``anze extract`` prints for one filing: the papers, without packs, findings, coverage and verdict."""
    return {
        "filing": filing_id,
        "path": path,
        "engine": ENGINE_VERSION,
        "documents": [document_to_json(record) for record in records],
    }


def evidence_to_json(evidence: Evidence) -> dict[str, Any]:
    """A place: the paper, the field, and where on it."""
    place = {"text": "", "page": None, "box": None} if evidence.span is None else _place(evidence.span)
    return {"path": evidence.path, "field": evidence.field, **place}


def _citation(citation: Citation) -> dict[str, Any]:
    out: dict[str, Any] = {
        "document": citation.document,
        "title": citation.title,
        "article": citation.article,
        "quote": citation.quote,
        "issued": plain(citation.issued),
        "in_force_from": plain(citation.in_force_from),
        "in_force_to": plain(citation.in_force_to),
        "confidence": citation.confidence,
    }
    if citation.url:
        out["url"] = citation.url
    return out


def _department(route: Route, lang: str) -> dict[str, Any]:
    why = route.why_zh if lang == "zh" else route.why_en
    out = {
        "name": route.department,
        "role": route.role,
        "document": route.document,
        "article": route.article,
        "why": why,
    }
    return out | ({"formerly": route.formerly} if route.formerly else {})


def finding_to_json(
    finding: Finding, lang: str = "zh", excused: Mapping[str, Any] | None = None, route: Route | None = None
) -> dict[str, Any]:
    """One finding with its sentence, numbers, places and article; ``excused``: why it does not count; ``route``: where it
    goes."""
    summary = wrong(finding, lang)
    out: dict[str, Any] = {
        "rule": finding.rule,
        "type": finding.type,
        "verdict": finding.verdict.value,
        "severity": finding.severity.value,
        "summary": summary,
        "message": say(finding, lang, summary),
        "params": plain(finding.params),
        "evidence": [evidence_to_json(e) for e in finding.evidence],
        "citation": _citation(finding.citation),
        "fingerprint": finding.fingerprint,
        "bound": finding.bound,
        "applied_on": plain(finding.applied_on),
    }
    if route is not None:
        out["department"] = _department(route, lang)
    if finding.also:
        out["also"] = [_citation(citation) for citation in finding.also]
    if excused is not None:
        out["excused"] = dict(excused)
    if finding.why:
        out["why"] = finding.why
    if finding.lacking:
        out["needs"] = list(finding.lacking)
    return out


def _route(report: Report, finding: Finding) -> Route | None:
    """Where a finding goes; nowhere what holds or does not apply."""
    open_ = finding.verdict in (Verdict.VIOLATED, Verdict.UNDECIDED)
    return department_of(report, finding) if open_ else None


def _declared(filing: Filing) -> dict[str, Any]:
    """The platform's table that the papers were held against, where there was one."""
    told = filing.manifest.declared if filing.manifest else None
    if told is None:
        return {}
    return {"declared": {"file": told.file, "rows": len(told.rows), "ignored": list(told.ignored)}}


def to_json(report: Report, *, everything: bool = False, lang: str = "zh") -> dict[str, Any]:
    """The machine-readable contract. The same report gives the same dict, in the same order."""
    filing = report.filing
    return {
        "filing": filing.filing_id,
        "path": report.path,
        "engine": ENGINE_VERSION,
        "packs": [{"name": c.pack.name, "version": c.pack.version, "why": c.why} for c in report.packs],
        "as_of": plain(report.as_of),
        "documents": [document_to_json(record) for record in filing.records],
        **_declared(filing),
        "findings": [
            finding_to_json(finding, lang, report.excused.get(finding.fingerprint), _route(report, finding))
            for finding in report.shown(everything)
        ],
        "coverage": dict(report.counts),
        "verdict": report.verdict,
    }


def dumps(report: Report, *, everything: bool = False, lang: str = "zh") -> str:
    """One line of JSON, byte for byte the same on every machine."""
    return json.dumps(to_json(report, everything=everything, lang=lang), ensure_ascii=False, separators=(",", ":"))


@cache
def schema() -> Mapping[str, Any]:
    """The JSON Schema (draft 2020-12) of ``to_json``."""
    loaded: Mapping[str, Any] = json.loads((files("validators") / "report.schema.json").read_text("utf-8"))
    return loaded
