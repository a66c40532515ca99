"""Forms whose cells each print a label over its value, in words of which some are nobody's."""

from __future__ import annotations

import extractor
from tests.pdf_pages import Sheets

CELLS = (
    (("保单号", "ZHAX202500123"), ("签发", "2025-02-19")),
    (("单位名称", "示例县示例金属有限公司"), ("统一社会信用代码", "91330604MA0000001X")),
    (("做什么的", "木业加工"), ("在哪里", "浙江省绍兴市上虞区百官街道工业园一路5号")),
    (("共有职工", "111人"), ("保了多少人", "111人")),
    (("每人最多", "60万元"), ("每次最多", "500万元")),
)


def test_a_label_that_nobody_knows_is_one_where_all_others_stand_over_their_values() -> None:
    sheets = Sheets()
    sheets.text(200, 60, "安全生产责任保险保单", 14)
    for k in range(len(CELLS) + 1):
        sheets.rule(60, 90 + 34 * k, 540, 90 + 34 * k)
    for x in (60, 300, 540):
        sheets.rule(x, 90, x, 90 + 34 * len(CELLS))
    for r, row in enumerate(CELLS):
        for c, (label, value) in enumerate(row):
            sheets.text(64 + 240 * c, 104 + 34 * r, label, 11)
            sheets.text(64 + 240 * c, 119 + 34 * r, value, 11)
    (record,) = extractor.papers([("保单.pdf", sheets.pdf())])
    assert record.kind == "policy"
    assert record.value("address") == "浙江省绍兴市上虞区百官街道工业园一路5号"
    assert record.value("industry") in (None, "木业加工")
    assert record.value("policyholder") == "示例县示例金属有限公司"
