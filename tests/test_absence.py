"""A list of hazards is missing only where the whole report was understood: otherwise the rule stays open."""

from __future__ import annotations

import pytest

import extractor
from tests import filings
from validators import assemble, validate
from validators.finding import Verdict

HEAD = """安全生产责任保险事故预防服务报告
报告编号：FW-24-031
保险单号：SLXB20240300017
委托单位：宿州青禾锻造有限公司
服务日期：2024年4月11日
服务机构：安徽安衡安全技术服务有限公司
服务专家：卢远山、岑柏年
服务内容：生产安全事故隐患排查
"""
FOOT = "投保单位确认（签字）：薛冬青　日期：2024年4月12日\n"


@pytest.mark.parametrize(
    ("body", "verdict"),
    [
        ("本次排查的结果另行提供。\n", Verdict.VIOLATED),
        ("经排查，未发现事故隐患。\n", Verdict.SATISFIED),
        ("车间各处看过，没有查出需要整改的问题。\n", Verdict.SATISFIED),
        ("全厂走到，未见有什么要改的问题，现场秩序良好。\n", Verdict.UNDECIDED),
        ("存在问题\n整改期限\n砂轮托架松\n未整改\n", Verdict.UNDECIDED),
    ],
)
def test_hazards_that_may_be_there_are_not_missing(body: str, verdict: Verdict) -> None:
    record = extractor.examine([("服务报告.txt", (HEAD + body + FOOT).encode("utf-8"))])
    assert record.kind == "service_report"
    report = validate(assemble([filings.policy(), record], filings.manifest()))
    (finding,) = {f.verdict for f in report.findings if f.type == "report_missing_hazard_list"} - {
        Verdict.NOT_APPLICABLE
    }
    assert finding is verdict
