"""What the tables for people show of a filing, of a finding and of a member: the cells of a row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from functools import lru_cache
from typing import Any

from api.audit_run.results import Member
from api.audit_run.results.judged_filing import JudgedFiling
from api.audit_run.results.phrases import Phrases
from api.exports.columns import FOUND, Line
from api.tallies.sectors import names as sector_names
from api.tallies.sectors import sector_of
from extractor.values import region


@lru_cache(maxsize=1)
def filing_cells(judged: JudgedFiling, say: Phrases) -> Mapping[str, Any]:
    """A filing's row, and what the rows of its findings repeat."""
    report, facts = judged.report, judged.policy
    counted = [finding for finding in report["findings"] if "excused" not in finding]
    violated = [finding["severity"] for finding in counted if finding["verdict"] == "violated"]
    code = str(facts.get("region_code") or "")
    return {
        **{name: facts.get(name) for name in ("policy_no", "policyholder", "uscc", "insurer", "insurer_branch")},
        **{name: day(facts.get(name)) for name in ("sign_date", "period_start", "period_end")},
        **{name: facts.get(name) if isinstance(facts.get(name), int | float) else None
           for name in ("premium", "prevention_fee", "insured_count")},
        "name": report["filing"], "path": report["path"], "verdict": say.code("verdict", report["verdict"]),
        "errors": violated.count("error"), "warnings": violated.count("warning"), "notes": violated.count("note"),
        "undecided": sum(finding["verdict"] == "undecided" for finding in counted),
        "excused": sum(finding["verdict"] in FOUND for finding in report["findings"]) - sum(f["verdict"] in FOUND for f in counted),
        "sector": sector_name(str(facts.get("industry") or ""), say.lang), "region_code": code,
        "place": place_name(code) or facts.get("jurisdiction") or "", "papers": len(report["documents"]), "as_of": day(report["as_of"]),
    }  # fmt: skip


@lru_cache(maxsize=1)
def finding_lines(judged: JudgedFiling, say: Phrases) -> tuple[Line, ...]:
    """A row for each finding that is violated or undecided."""
    return tuple(_lines(judged, filing_cells(judged, say), say))


def _lines(judged: JudgedFiling, filing: Mapping[str, Any], say: Phrases) -> Iterator[Line]:
    shared = {
        name: filing[name] for name in ("name", "policyholder", "insurer", "place", "policy_no", "region_code", "path")
    }
    for finding in judged.report["findings"]:
        if finding["verdict"] not in FOUND:
            continue
        citation = finding["citation"]
        first: Mapping[str, Any] = next(iter(finding["evidence"]), {})
        excused = finding.get("excused") or {}
        cells = {
            **shared, "found": say.code("found", finding["verdict"]), "severity": say.code("severity", finding["severity"]),
            "summary": finding["summary"], "topic": say.topic(finding["type"]), "document": citation["document"], "article": citation["article"],
            "quote": citation["quote"], "paper": (judged.files.get(first.get("path", ""), ""), first.get("path", "")),
            "page": first.get("page"), "text": first.get("text", ""), "department": (finding.get("department") or {}).get("name", ""),
            "excused": said_of(excused, say), "rule": finding["rule"], "fingerprint": finding["fingerprint"],
        }  # fmt: skip
        decision = {"action": "waive", "reason": said_of(excused, say)} if excused else {}
        yield Line(cells, finding, decision)


def said_of(excused: Mapping[str, Any], say: Phrases) -> str:
    """Why a finding does not count, in a person's words."""
    if not excused:
        return ""
    if excused.get("by") == "baseline":
        return say("said", "baseline")
    names = ("reason", "clause", "author", "expires")
    return say("said", "waived", **{name: excused.get(name, "") for name in names})


def member_cells(member: Member, say: Phrases) -> dict[str, Any]:
    cause = {"cause": say.cause(member["cause"])} if "cause" in member else {}
    return {**member, "status": say.code("status", member["status"]), **cause}


def day(value: Any) -> date | None:
    """A day as it stands in JSON, with or without its hour; None for what is none."""
    with suppress(ValueError):
        return date.fromisoformat(str(value or "")[:10])
    return None


@lru_cache(maxsize=4096)
def sector_name(words: str, lang: str) -> str:
    return sector_names().get(sector_of(words), (words, words))[lang == "en"]


@lru_cache(maxsize=8192)
def place_name(code: str) -> str:
    """The names of a region from the province down; "" for a code that is none."""
    found = region.by_code(code) if code.isdigit() and len(code) in (6, 9) else None
    return found.full_name if found else ""
