"""Policies printed in two columns of sections, each with its heading: no line of one column is the other's value."""

from __future__ import annotations

from extractor import classify, extract
from tests.printed_kit import line, paper

_LEFT = [
    "1 单据",
    "单号：BX-2025-00017",
    "投保企业：某港危品物流有限公司",
    "2 人员",
    "全部从业人员203人，全部参保",
    "3 责任期限",
]
_RIGHT = [
    "4 限额",
    "任一从业人员死亡、伤残的，以70万元为限；同一事故",
    "以700万元为限；保险期间合计以1400万元为限。",
    "5 保费",
    "总计1,200元",
]


def test_each_column_is_read_by_itself_and_the_number_of_a_heading_is_no_count() -> None:
    lines = [line("安责险保险单", 40, 250)]
    lines += [line(text, 70 + 15 * k, 54) for k, text in enumerate(_LEFT)]
    lines += [line(text, 70 + 15 * k, 310, 560) for k, text in enumerate(_RIGHT)]
    document = paper(*lines)
    fields = extract(document, classify(document)).fields
    told = {
        name: fields[name].value for name in ("employee_count", "insured_count", "aggregate_limit", "per_person_limit")
    }
    assert told == {
        "employee_count": 203,
        "insured_count": 203,
        "aggregate_limit": 14_000_000,
        "per_person_limit": 700_000,
    }
    assert fields["per_accident_limit"].value == 7_000_000
