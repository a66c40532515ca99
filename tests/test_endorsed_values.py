"""What an endorsement changes of a policy, and what becomes of a finding on a value that one among the papers changes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from extractor.examine import examine
from extractor.values.dates import Moment
from tests.test_filings_of_counties import examined, page
from validators import assemble, validate

HEAD = ("<h1>批　单</h1>", "批单号：PD-2025-441823-0031　　所属保单号：AZ441823202500655")
FOOT = "连江财产保险股份有限公司阳山支公司　2025年10月28日"
BOTH = (
    "经投保人申请，本公司同意自2025年11月1日零时起对上述保险单作如下批改：从业人员每人死亡伤残责任限额由人民币30万元调整为人民币60万元，"
    "投保人数由45人增至52人，加收保险费3,120元。"
)
TABLE = (
    "<table><tr><td>项目</td><td>批改前</td><td>批改后</td></tr><tr><td>投保人数</td><td>156人</td><td>161人</td></tr>"
    "<tr><td>保险费</td><td>46,800.00元</td><td>48,112.33元</td></tr><tr><td>每人责任限额</td><td>40万元</td><td>50万元</td></tr></table>"
)


@pytest.mark.parametrize(
    ("line", "changed"),
    [
        (BOTH, {"per_person_limit": 600000, "insured_count": 52, "premium_change": 3120}),
        (TABLE, {"insured_count": 161, "per_person_limit": 500000, "premium": Decimal("48112.33")}),
        ("增加被保险从业人员12名，变更后共119名。", {"insured_count": 119}),
        (
            "保险止期由2026年5月31日24时延长至2026年8月31日24时。",
            {"period_end": Moment(date(2026, 8, 31), hour=24, minute=0)},
        ),
        ("从业人员总数由30人减至25人，相应投保人数减至24人。", {"employee_count": 25, "insured_count": 24}),
        ("每次事故责任限额更改为500万元。", {"per_accident_limit": 5000000}),
        ("加收保险费人民币5,240.00元。", {"premium_change": 5240}),
        ("减少被保险人员3名，退还保险费900.00元。", {"premium_change": -900}),
        (
            "增收保险费肆仟元整（¥4,000.00），批改后总保险费为贰万肆仟元整（¥24,000.00）。",
            {"premium": 24000, "premium_change": 4000},
        ),
        ("另增提事故预防费用150.00元，保险费每人增加20元。", {}),
        ("被保险人营业地址由“和平路2号”变更为“工业大道5号”。", {}),
        (
            "投保人名称由“阳山县岭南石灰岩矿”变更为“阳山县岭南矿业有限公司”，其他内容不变。",
            {"policyholder": "阳山县岭南矿业有限公司"},
        ),
        (
            "因企业更名，本保单项下企业名称自即日起变更为阳山县岭南矿业有限公司。",
            {"policyholder": "阳山县岭南矿业有限公司", "insured": "阳山县岭南矿业有限公司"},
        ),
        (
            "<table><tr><td>批改项目</td><td>批改前</td><td>批改后</td></tr>"
            "<tr><td>被保险人</td><td>阳山县岭南石灰岩矿</td><td>阳山县岭南矿业有限公司</td></tr></table>",
            {"insured": "阳山县岭南矿业有限公司"},
        ),
        ("第一受益人由阳山县农商银行变更为连州市农商银行股份有限公司。", {}),
    ],
)
def test_what_changes(line: str, changed: dict[str, Any]) -> None:
    rows = examined(*HEAD, line, FOOT).tables.get("changes", ())
    assert {name: cell.value for row in rows for name, cell in row.cells.items()} == changed


POLICY = (
    "<h1>安全生产责任保险单</h1>",
    "保险单号：AZ441823202500655",
    "投保人：阳山县小江镇岭南石灰岩矿",
    "从业人员：52人　投保人数：45人",
    "从业人员每人死亡伤残责任限额：30万元",
    "保险期间：2025年6月1日0时至2026年5月31日24时",
    "签单日期：2025年5月28日",
)


def verdicts(*endorsement: str) -> dict[str, str]:
    papers = [("保单.html", page(*POLICY))] + ([("批单.html", page(*endorsement))] if endorsement else [])
    found = validate(assemble([examine([paper]) for paper in papers])).findings
    asked = ("per_person_limit_below_minimum", "insured_fewer_than_employees")
    return {f.type: f.verdict.value for f in found if f.type in asked and f.verdict.value != "not_applicable"}


def both(verdict: str) -> dict[str, str]:
    return dict.fromkeys(("per_person_limit_below_minimum", "insured_fewer_than_employees"), verdict)


def test_a_fault_that_an_endorsement_mends_is_for_a_person() -> None:
    assert verdicts() == both("violated")
    assert verdicts(*HEAD, BOTH, FOOT) == both("undecided")


def test_a_fault_that_an_endorsement_leaves_is_one() -> None:
    assert verdicts(*HEAD, BOTH.replace("60万元", "35万元").replace("52人", "50人"), FOOT) == both("violated")


def test_an_endorsement_of_another_policy_changes_nothing() -> None:
    assert verdicts(HEAD[0], HEAD[1].replace("00655", "00656"), BOTH, FOOT) == both("violated")
