"""Judging that only counts what is calm gives the same open findings, counts and verdict as judging that says everything."""

from __future__ import annotations

from datetime import date

import pytest

import extractor
import validators
from validators import report_json

POLICY = (
    "安全生产责任保险保险单\n保险单号：PX2025000000{n:04d}\n投保人：示例机械有限公司\n被保险人：示例机械有限公司\n"
    "地址：安徽省宿州市灵璧县经济开发区1号\n行业类别：机械制造\n从业人员：20人  投保人数：{insured}人\n"
    "保险期间：自2025年3月1日零时起至2026年2月28日二十四时止\n每人死亡（伤残）赔偿限额：{limit}.00元\n"
    "累计赔偿限额：12000000.00元\n总保险费：20000.00元\n保险人：示例财产保险股份有限公司\n签单日期：2025年2月20日\n"
)
REPORT = (
    "安全生产责任保险事故预防服务报告\n报告编号：FW1\n保险单号：PX20250000000001\n服务对象：示例机械有限公司\n服务日期：2025年4月8日\n"
    "服务机构：示例安全技术服务有限公司\n服务人员：张示例\n隐患清单\n1. 配电箱未上锁\n整改建议：上锁\n2. 灭火器压力不足\n整改建议：更换\n"
)
FILINGS = {
    "one policy": [POLICY.format(n=1, insured=20, limit=600000)],
    "low limit, a report": [POLICY.format(n=1, insured=20, limit=100000), REPORT],
    "two policies of one number that differ": [POLICY.format(n=1, insured=20, limit=600000), POLICY.format(n=1, insured=18, limit=500000)],
    "no policy": [REPORT],
}  # fmt: skip


@pytest.mark.parametrize("texts", FILINGS.values(), ids=FILINGS)
def test_open_findings_and_counts_are_those_of_the_whole(texts: list[str]) -> None:
    records = [extractor.examine([(f"{at}.txt", text.encode())]) for at, text in enumerate(texts)]
    filing = validators.assemble(records)
    whole, brief = (validators.validate(filing, as_of=date(2025, 6, 1), open_only=only) for only in (False, True))
    assert report_json.to_json(brief) == report_json.to_json(whole)
    assert len(brief.findings) < len(whole.findings)
    assert sum(brief.counts[v] for v in ("satisfied", "not_applicable")) > 0


def test_equal_calm_outcomes_of_one_subject_count_once() -> None:
    """Two subjects of one key, as two copies of a report are, show each rule once."""
    record = extractor.examine([("1.txt", REPORT.encode())])
    filing = validators.assemble([record, record])
    whole, brief = (validators.validate(filing, open_only=only) for only in (False, True))
    assert brief.counts == whole.counts
