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


@pytest.mark.parametrize(
    ("service", "verdict"),
    [
        ("隐患排查", Verdict.VIOLATED),
        ("按隐患排查治理制度开展现场检查", Verdict.VIOLATED),
        ("协助企业修订隐患排查治理制度", Verdict.UNDECIDED),
        ("隐患整改技术指导", Verdict.UNDECIDED),
        ("标准化创建辅导，检查台账资料", None),
    ],
)
def test_a_service_of_papers_or_of_mending_owes_no_list(service: str, verdict: Verdict | None) -> None:
    assert of_a_list(HEAD.replace("生产安全事故隐患排查", service), "本次工作已完成。\n") is verdict


@pytest.mark.parametrize(
    "body",
    [
        "消防通道：符合要求\n电气接地：符合要求\n机械防护：符合要求\n",
        "看过：消防√；电气√；机械：合格。临时用电：合格。\n",
    ],
)
def test_verdicts_on_the_lines_of_a_check_list_may_say_that_nothing_was_found(body: str) -> None:
    assert of_a_list(HEAD, body) is Verdict.UNDECIDED


@pytest.mark.parametrize(
    ("body", "verdict"),
    [
        ("排查中发现的问题已向企业负责人当面反馈。\n", Verdict.VIOLATED),
        ("管理总体较好，对破碎站进行了检查，排查中发现的问题已当面反馈，请认真整改。\n", Verdict.VIOLATED),
        ("排查中发现的问题已当面反馈，详见附件。\n", Verdict.UNDECIDED),
        ("排查中发现的问题已当面反馈，并出具整改通知书。\n", Verdict.UNDECIDED),
        ("以上发现的问题已向企业负责人当面反馈。\n", Verdict.UNDECIDED),
        ("砂轮机未设托架。排查中发现的问题已当面反馈。\n", Verdict.UNDECIDED),
    ],
)
def test_findings_that_were_told_and_are_not_written_leave_the_list_missing(body: str, verdict: Verdict) -> None:
    assert of_a_list(HEAD, body) is verdict


def of_a_list(head: str, body: str) -> Verdict | None:
    """What is said of the list of hazards of a report; None where the rule has nothing to say."""
    record = extractor.examine([("服务报告.txt", (head + body + FOOT).encode("utf-8"))])
    report = validate(assemble([filings.policy(), record], filings.manifest()))
    found = {f.verdict for f in report.findings if f.type == "report_missing_hazard_list"} - {Verdict.NOT_APPLICABLE}
    return next(iter(found), None)
