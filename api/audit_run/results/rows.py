"""What the tables for people show of a filing, of a finding and of a member: their columns, and the cells of a row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from functools import lru_cache
from typing import Any

from api.audit_run.results import JudgedFiling, Member
from api.exports.columns import FOUND, SEVERITIES, VERDICTS, Column, Line
from api.tallies.sectors import names as sector_names
from api.tallies.sectors import sector_of
from extractor.values import region
from validators.law.topics import topic_of

UNKNOWN = "（未能确定）"
STATUSES = {"read": "已读", "failed": "未能读取", "left_out": "不是材料", "duplicate": "重复"}

FILINGS = (
    Column("name", "案卷", 24), Column("verdict", "结论", 10), Column("errors", "错误", 7, "whole"), Column("warnings", "警告", 7, "whole"),
    Column("notes", "提示", 7, "whole"), Column("undecided", "待定", 7, "whole"), Column("excused", "已豁免", 8, "whole"), Column("policy_no", "保险单号", 26),
    Column("policyholder", "投保人", 32), Column("uscc", "统一社会信用代码", 22), Column("insurer", "保险机构", 32),
    Column("insurer_branch", "分支机构", 36), Column("sector", "行业", 12), Column("region_code", "行政区划代码", 14), Column("place", "地区", 24),
    Column("sign_date", "签单日", 12, "day"), Column("period_start", "保险期起", 12, "day"), Column("period_end", "保险期止", 12, "day"),
    Column("premium", "保费（元）", 14, "money"), Column("prevention_fee", "事故预防费（元）", 16, "money"), Column("insured_count", "投保人数", 10, "whole"),
    Column("papers", "材料份数", 10, "whole"), Column("as_of", "审查日", 12, "day"), Column("path", "位置", 40),
)  # fmt: skip
FINDINGS = (
    Column("name", "案卷", 24), Column("policyholder", "投保人", 32), Column("insurer", "保险机构", 32), Column("place", "地区", 20),
    Column("found", "判定", 8), Column("severity", "程度", 8), Column("summary", "发现", 60), Column("topic", "种类", 20), Column("document", "依据文件", 24),
    Column("article", "条款", 16), Column("quote", "原文", 30), Column("paper", "材料", 34, "link"), Column("page", "页", 6, "whole"),
    Column("text", "材料上的原文", 28), Column("department", "主管部门", 20), Column("excused", "豁免", 24), Column("policy_no", "保险单号", 26),
    Column("rule", "规则", 30), Column("fingerprint", "发现编号", 34), Column("path", "位置", 40),
)  # fmt: skip
MEMBERS = (
    Column("path", "材料", 60), Column("status", "状态", 10), Column("cause", "原因", 18), Column("message", "说明", 50),
    Column("size", "字节数", 12, "whole"), Column("sha256", "SHA-256", 66),
)  # fmt: skip


@lru_cache(maxsize=1)
def filing_cells(judged: JudgedFiling) -> Mapping[str, Any]:
    """A filing's row, and what the rows of its findings repeat."""
    report, facts = judged.report, policy_facts(judged)
    counted = [finding for finding in report["findings"] if "excused" not in finding]
    violated = [finding["severity"] for finding in counted if finding["verdict"] == "violated"]
    code = str(facts.get("region_code") or "")
    return {
        **{name: facts.get(name) for name in ("policy_no", "policyholder", "uscc", "insurer", "insurer_branch")},
        **{name: day(facts.get(name)) for name in ("sign_date", "period_start", "period_end")},
        **{name: facts.get(name) if isinstance(facts.get(name), int | float) else None
           for name in ("premium", "prevention_fee", "insured_count")},
        "name": report["filing"], "path": report["path"], "verdict": VERDICTS.get(report["verdict"], report["verdict"]),
        "errors": violated.count("error"), "warnings": violated.count("warning"), "notes": violated.count("note"),
        "undecided": sum(finding["verdict"] == "undecided" for finding in counted),
        "excused": sum(finding["verdict"] in FOUND for finding in report["findings"]) - sum(f["verdict"] in FOUND for f in counted),
        "sector": sector_name(str(facts.get("industry") or "")), "region_code": code,
        "place": place_name(code) or facts.get("jurisdiction") or "", "papers": len(report["documents"]), "as_of": day(report["as_of"]),
    }  # fmt: skip


@lru_cache(maxsize=1)
def finding_lines(judged: JudgedFiling) -> tuple[Line, ...]:
    """A row for each finding that is violated or undecided."""
    return tuple(_lines(judged, filing_cells(judged)))


def _lines(judged: JudgedFiling, filing: Mapping[str, Any]) -> Iterator[Line]:
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
            **shared, "found": FOUND[finding["verdict"]], "severity": SEVERITIES.get(finding["severity"], finding["severity"]),
            "summary": finding["summary"], "topic": topic_of(finding["type"]), "document": citation["document"], "article": citation["article"],
            "quote": citation["quote"], "paper": (judged.files.get(first.get("path", ""), ""), first.get("path", "")),
            "page": first.get("page"), "text": first.get("text", ""), "department": (finding.get("department") or {}).get("name", ""),
            "excused": said_of(excused), "rule": finding["rule"], "fingerprint": finding["fingerprint"],
        }  # fmt: skip
        decision = {"action": "waive", "reason": said_of(excused)} if excused else {}
        yield Line(cells, finding, decision)


def said_of(excused: Mapping[str, Any]) -> str:
    """Why a finding does not count, in a person's words."""
    if not excused:
        return ""
    if excused.get("by") == "baseline":
        return "基线中已有"
    return f"{excused.get('reason', '')}（{excused.get('clause', '')}，{excused.get('author', '')}，至{excused.get('expires', '')}）"


def member_cells(member: Member) -> dict[str, Any]:
    return {**member, "status": STATUSES.get(member["status"], member["status"])}


def policy_facts(judged: JudgedFiling) -> dict[str, Any]:
    """The values of the facts of a filing's first policy; of those that papers contradict the first."""
    for subject in judged.facts:
        if subject["about"] == "policy":
            return {name: said["value"] for name, said in subject["facts"].items()}
    return {}


def day(value: Any) -> date | None:
    """A day as it stands in JSON, with or without its hour; None for what is none."""
    with suppress(ValueError):
        return date.fromisoformat(str(value or "")[:10])
    return None


@lru_cache(maxsize=4096)
def sector_name(words: str) -> str:
    return sector_names().get(sector_of(words), (words, ""))[0]


@lru_cache(maxsize=8192)
def place_name(code: str) -> str:
    """The names of a region from the province down; "" for a code that is none."""
    found = region.by_code(code) if code.isdigit() and len(code) in (6, 9) else None
    return found.full_name if found else ""
