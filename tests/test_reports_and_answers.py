"""Reports and the answers to them: what was confirmed, mended and reported, in sentences and columns of any author."""

from __future__ import annotations

import pytest

from tests.test_reports_of_agencies import fields_of


@pytest.mark.parametrize(
    ("under", "signed", "name"),
    [
        (["以上情况属实，将按期治理。　　安全总监：曲振华　　2026年7月3日"], True, "曲振华"),
        (["情况属实，按期治理。", "曲振华", "2026年7月3日"], True, "曲振华"),
        (["安全主任曲振华 2026年7月3日"], None, None),
        (["情况属实，按期治理。", "2026年7月3日"], None, None),
        (["本公司已知悉上述隐患，承诺按期治理。", "安全总监：", "日期：    年  月  日"], False, None),
        (["     年  月  日", "5 附件", "现场照片"], False, None),
    ],
)
def test_a_heading_of_confirmation_is_empty_only_where_nothing_is_written_under_it(
    under: list[str], signed: bool | None, name: str | None
) -> None:
    told = fields_of(
        "龙口市渤远船舶修造有限公司隐患排查报告",
        "2026年7月2日，烟台蓝盾安全技术咨询有限公司对该公司开展隐患排查。专家：于广伟、宫淑芳。",
        "4 企业确认",
        *under,
    )
    assert (told.get("customer_signed"), told.get("signoff_name")) == (signed, name)
