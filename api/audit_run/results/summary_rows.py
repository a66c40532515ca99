"""The counts of a run as lines for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from api.audit_run.results.tallies import Tallies
from api.exports.columns import FOUND, SEVERITIES, Column
from validators.law.topics import topic_of

KINDS = (
    Column("topic", "问题种类", 40), Column("found", "判定", 10), Column("severity", "程度", 10), Column("count", "个数", 10, "whole"),
    Column("type", "代号", 44),
)  # fmt: skip


def summary_rows(counts: Mapping[str, Any]) -> Iterator[tuple[str, int | str]]:
    """Names and counts that add up: indented lines are the parts of the line above. An empty text begins a section."""
    filings, members, papers = counts["filings"], counts["members"], counts["papers"]
    yield "案卷", ""
    yield "案卷总数", filings["all"]
    yield "　通过", filings["accepted"]
    yield "　退回", filings["returned"]
    yield "　未能判定", filings["incomplete"]
    if filings["not_judged"]:
        yield "　判断出错", filings["not_judged"]
    yield "发现：违反", counts["findings"]["violated"]
    yield "发现：待定", counts["findings"]["undecided"]
    yield "材料", ""
    yield "成员总数", members["all"]
    yield "　已读", members["read"]
    yield "　未能读取", members["failed"]
    yield "　不是材料", members["left_out"]
    yield "　重复", members["duplicate"]
    yield "材料份数", papers["all"]
    yield "清单上有而未交来的", papers["absent"]
    yield "压缩包", counts["archives"]
    if counts["failed_by_cause"]:
        yield "未能读取的原因", ""
        yield from counts["failed_by_cause"].items()
    yield "依据", ""
    yield "审查日", counts["as_of"] or "各案卷自己的审查日"
    yield "地区", counts["region"] or "从材料中识别"
    yield "规则包", len(counts["packs"])
    for pack in counts["packs"]:
        yield f"　{pack['name']}", pack["version"]


def kind_rows(tallies: Tallies) -> Iterator[dict[str, Any]]:
    """Kinds of finding, what is violated and frequent first; ``key`` is the kind's own in ``tallies.findings``."""
    ordered = sorted(tallies.findings.items(), key=lambda pair: (pair[0][1] != "violated", -pair[1], pair[0]))
    for (type_, verdict, severity), count in ordered:
        yield {"topic": topic_of(type_), "found": FOUND[verdict], "severity": SEVERITIES.get(severity, severity),
               "count": count, "type": type_, "key": (type_, verdict, severity)}  # fmt: skip
