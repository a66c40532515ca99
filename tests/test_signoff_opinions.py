"""An enterprise that says what it thinks of a service, with a name and a day behind, has confirmed it."""

from __future__ import annotations

from typing import Any

import pytest

from extractor import read
from extractor.evidence.sheet import Sheet
from extractor.kinds import service_report
from tests.strangers.kit import Paper, drawn

HEAD = (
    "安全培训班小结",
    "2025年4月22日，三江渔船技术检验有限公司为同江市乌苏捕捞专业合作社举办安全培训班，授课陶丽，听课49人次。",
    "培训单位：三江渔船技术检验有限公司",
)


def signed(*blocks: Any) -> tuple[Any, Any]:
    name, data = drawn(Paper("report", "docx", [*HEAD, *blocks], "service_report"))
    fields = service_report.extract(Sheet(read(data, name))).fields
    return tuple(fields[n].value if n in fields else None for n in ("customer_signed", "signoff_name"))  # type: ignore[return-value]


@pytest.mark.parametrize(
    "said",
    [
        ("合作社意见：讲得实在，听得懂。", "尤金贵　2025年4月23日"),
        ("企业意见：很好。　尤金贵　2025年4月23日",),
        ("村里意见：挺有用，明年还要办。　尤金贵　2025年4月23日",),
        ("厂里意见：没意见，照办。　尤金贵　2025年4月23日",),
        ("矿方：收到，属实。　尤金贵　2025年4月23日",),
        ("听课单位评价：内容实用。　尤金贵（理事长）　2025年4月23日",),
        (("table", [["项目部确认", "内容属实　尤金贵　2025年4月23日"]]),),
        (("table", [["合作社意见", "讲得实在。尤金贵 2025年4月23日"]]),),
    ],
)
def test_an_opinion_with_a_name_and_a_day_confirms(said: tuple[Any, ...]) -> None:
    assert signed(*said) == (True, "尤金贵")


@pytest.mark.parametrize(
    "said",
    [
        ("企业意见：讲得不实在，不同意本小结。　尤金贵　2025年4月23日",),
        ("保险公司意见：同意列支。　占小勤　2025年4月23日",),
        ("培训单位意见：讲得实在。　尤金贵　2025年4月23日",),
        ("矿方：要求补课。　尤金贵　2025年4月23日",),
        ("改进意见：多讲案例。　尤金贵　2025年4月23日",),
        ("合作社意见：讲得实在。", "检查员 谭建军 2025年4月23日"),
        ("合作社意见：讲得实在。　陶丽　2025年4月23日",),
        (("table", [["承保机构确认", "属实 占小勤 2025年4月23日"]]),),
    ],
)
def test_the_opinion_of_others_or_against_it_does_not(said: tuple[Any, ...]) -> None:
    assert signed(*said)[0] is not True
