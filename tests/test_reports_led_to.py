"""Whom a report is on and who wrote it, where a sentence leads to a name or a label says little."""

from __future__ import annotations

from typing import Any

import pytest

from extractor import read
from extractor.evidence.sheet import Sheet
from extractor.kinds import service_report
from extractor.values import organisation
from tests.strangers.kit import Paper, drawn

CLIENT, AGENCY, INSURER = "浏阳市青陶烟花制造有限公司", "湖南磐护安全科技有限公司", "湘衡财产保险股份有限公司"


def fields_of(*blocks: Any) -> dict[str, Any]:
    name, data = drawn(Paper("report", "docx", ["安全服务纪要", *blocks, "2025年11月20日"], "service_report"))
    return {name: reading.value for name, reading in service_report.extract(Sheet(read(data, name))).fields.items()}


@pytest.mark.parametrize(
    "said",
    [
        f"2025年11月20日下午，{AGENCY}受{INSURER}委托，派讲师黎小芳到{CLIENT}，给工人讲了一堂课。",
        f"2025年11月20日，{AGENCY}应{INSURER}邀请，由讲师黎小芳在{CLIENT}讲课。",
        f"演练由{CLIENT}组织、{AGENCY}黎小芳指导，14时30分开始。",
        f"一、演练由选厂组织、{AGENCY}黎小芳指导。参加：{CLIENT}（余水旺等15人）；{AGENCY}（黎小芳）",
        f"2025年4月22日，{AGENCY}在街口渔业村文化室为{CLIENT}举办安全培训班，授课黎小芳，听课49人次。",
        f"2025年11月20日，{AGENCY}派出黎小芳一行两人深入{CLIENT}开展隐患排查。",
        f"受{INSURER}委托派讲师黎小芳到{CLIENT}讲课的是{AGENCY}。",
        f"2025年11月20日，{AGENCY}派黎小芳到{CLIENT}开展安全培训。",
    ],
)
def test_a_sentence_that_leads_to_a_name_is_no_part_of_it_nor_its_label(said: str) -> None:
    fields = fields_of(said, "讲师：黎小芳")
    assert (fields["client"], fields["service_org"], fields["experts"]) == (CLIENT, AGENCY, ("黎小芳",))


@pytest.mark.parametrize(
    ("rows", "client", "agency"),
    [
        ([["机构", "云南恒固工程技术有限公司"], ["被查企业", CLIENT]], CLIENT, "云南恒固工程技术有限公司"),
        ([["去的哪家厂", CLIENT], ["检查单位", AGENCY]], CLIENT, AGENCY),
        ([["合作社", "同江市乌苏捕捞专业合作社"], ["项目", "隐患排查、救生应急演练"], ["检查单位", AGENCY]], "同江市乌苏捕捞专业合作社", AGENCY),
        ([["策划指导", f"{AGENCY}（任海平）"], ["演练单位", CLIENT]], CLIENT, AGENCY),
    ],
)  # fmt: skip
def test_labels_that_say_little(rows: list[list[str]], client: str, agency: str) -> None:
    fields = fields_of(("table", rows))
    assert (fields["client"], fields["service_org"]) == (client, agency)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("为同江市乌苏捕捞专业合作社举办", "同江市乌苏捕捞专业合作社"),
        ("为和田市玉河有限公司服务", "和田市玉河有限公司"),
        ("同江苏天固有限公司", "江苏天固有限公司"),
    ],
)
def test_a_place_may_begin_with_a_joining_word(text: str, name: str) -> None:
    assert [found for *_, found in organisation.find_all(text)] == [name]
