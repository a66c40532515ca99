"""What brokers, service firms and enterprises type themselves, in the words and orders of their offices."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractor import examine
from extractor.record import Record
from extractor.values import doc_number


def page(name: str, *parts: str) -> Record:
    """The paper of these lines; a part with ``|`` in it is a table, its rows on lines of their own."""
    body = "".join(_table(part) if "|" in part else f"<p>{part}</p>" for part in parts)
    return examine([(name, f"<meta charset=utf-8>{body}".encode())])


def _table(part: str) -> str:
    rows = ("".join(f"<td>{cell}</td>" for cell in row.split("|")) for row in part.split("\n"))
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"


COVERS = "保障项目|分项保费|每人|每次事故|全年累计\n雇员伤亡赔偿|36,803.00|600,000.00|6,000,000.00|6,000,000.00\n雇员医药费|9,908.50|80,000.00|/|/"
HEAD = ("鄱湖财产保险股份有限公司", "安全生产责任保险单", "单号：PHAZ-951929-97995")


@pytest.mark.parametrize(
    ("over", "paid"),
    [
        ("三、赔偿额度：每人最高赔60万元，每次事故最高赔600万元。分项如下（金额单位：元）：", 600000),
        ("每次事故最高赔600万元，明细（单位：元）", 600000),
    ],
)
def test_a_sum_over_a_list_tells_no_unit_for_it(over: str, paid: int) -> None:
    rows = page("保单.html", *HEAD, over, COVERS).tables["coverages"]
    assert [row.value("per_person") for row in rows] == [Decimal(paid), Decimal(80000)]


def test_the_list_under_a_heading_of_any_words_is_read_whole() -> None:
    said = ("承保公司每年派专家到企业查隐患两次、讲安全课一次。", "保费须于起保前付清。", "包括派遣来的、临时招的，所有从业人员都在承保之列。")  # fmt: skip
    items = [f"（{n}）{text}" for n, text in enumerate(said, 1)]
    record = page(
        "保单.html", *HEAD, "五、应交保费：69,359.50元", "六、双方另外说好的事：", *items, "出单日期：2025年7月2日"
    )
    assert [row.value("text") for row in record.tables["special_agreements"]] == list(said)
    assert record.witnesses["special_agreements"].complete


def test_what_was_done_is_nobody_who_came() -> None:
    lines = (
        "上门服务纪要",
        "做了什么：查隐患",
        "谁去的：晋安安全技术有限公司　陈淑珍、朱玉华",
        "去了哪家：赣州城南渔业有限公司",
    )
    assert page("纪要.html", *lines).fields["experts"].value == ("陈淑珍", "朱玉华")


def test_a_claims_number_may_be_written_around_a_day() -> None:
    head = "上传平台时间|结案时间|出险时间|报案时间|报案号|保单号|伤者|赔了多少"
    row = "2025-10-01|2025-09-29|2025-08-10|2025-08-12|报20250810-{n}|PHAZ-951929-97995|孙晓东|49715.5"
    rows = page("赔付.html", "安责险出险赔付情况", "\n".join([head, *(row.format(n=n) for n in (1, 2))])).tables["rows"]
    assert [row.value("report_no") for row in rows] == ["报20250810-1", "报20250810-2"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("预防费使用照应急监二〔2021〕84号执行", "应急监二"),
        ("参考应急〔2025〕27号", "应急"),
        ("按日照政办〔2020〕3号", "日照政办"),
    ],
)
def test_an_issuer_is_cut_from_the_words_before_it(text: str, code: str) -> None:
    assert [number.issuer_code for _, _, number in doc_number.find_all(text)] == [code]
