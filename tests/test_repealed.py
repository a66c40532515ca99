"""A document that a paper names only to say that it has ended is not relied on by it."""

from __future__ import annotations

import pytest

from extractor.examine import examine
from extractor.values.repealed import relied_on

OLD, NEW = "安监总办〔2017〕140号", "应急〔2025〕27号"


def numbers(text: str) -> list[str]:
    return [number.canonical for _, _, number in relied_on(text)]


@pytest.mark.parametrize(
    "told",
    [
        f"原《安全生产责任保险实施办法》（{OLD}）同时废止。",
        f"《安全生产责任保险实施办法》（{OLD}）已废止。",
        f"{OLD}，自2025年3月29日起失效。",
        f"{OLD}文件不再适用于本保单。",
        f"本保单不再适用{OLD}文件。",
        f"{OLD}、应急监二〔2023〕84号同时废止。",
    ],
)
def test_what_has_ended_is_not_relied_on(told: str) -> None:
    assert numbers(told) == []
    assert numbers(f"本保险依据{NEW}承保，{told}") == [NEW]


@pytest.mark.parametrize(
    "told",
    [
        f"{OLD}已被{NEW}取代。",
        f"{OLD}已由《安全生产责任保险实施办法》（{NEW}）代替。",
        f"{NEW}取代了原{OLD}。",
        f"{OLD}自{NEW}施行之日起废止，本保单按{NEW}执行。",
    ],
)
def test_what_takes_the_place_of_another_is_relied_on(told: str) -> None:
    assert set(numbers(told)) <= {NEW}
    assert OLD not in numbers(told)


@pytest.mark.parametrize(
    "told",
    [
        f"依据{OLD}承保，其他约定同时废止。",
        f"根据{OLD}规定，保险单到期后失效。",
        f"{OLD}尚未废止。",
        f"保险单到期失效。依据{OLD}承保。",
        f"应急监二〔2023〕84号废止；按{OLD}执行。",
        f"应急监二〔2023〕84号同时废止，{OLD}继续有效。",
    ],
)
def test_the_end_of_something_else_is_not_its_own(told: str) -> None:
    assert OLD in numbers(told)


@pytest.mark.parametrize(
    "head",
    [
        (
            "<h1>安全生产责任保险单</h1>",
            "保险单号：QX15062225000345817",
            "保险期间：2025年5月1日零时至2026年4月30日二十四时",
        ),
        ("<h1>隐患排查服务报告</h1>", "服务对象：泗县大庄烟花爆竹专营有限公司", "服务日期：2025年10月20日"),
    ],
)
def test_papers_rely_on_what_is_in_force(head: tuple[str, ...]) -> None:
    lines = (*head, f"本单依据{NEW}订立。", f"{OLD}同时废止。")
    page = f"<!DOCTYPE html><html><body>{''.join(f'<p>{line}</p>' for line in lines)}</body></html>"
    rows = examine([("纸.html", page.encode())]).tables["citations"]
    assert [row.value("doc_number") for row in rows] == [NEW]
