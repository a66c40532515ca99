"""A form that says for whom it is printed: a place and a trade are all enterprises of both, and no policyholder."""

from __future__ import annotations

import pytest

from extractor.values.organisation import find_all
from tests.test_filings_of_counties import examined

HOLDER = "乐清市远控电器有限公司"


@pytest.mark.parametrize(
    "printed",
    [
        "乐清市工矿企业专用",
        "（宿州市加油站专用）",
        "适用范围：乐清市工矿企业",
        "适用对象：温州市、乐清市的化工厂、电镀厂",
        "本凭证仅限乐清市非煤矿山企业使用",
        "供温州市制鞋厂等小微企业投保使用",
        "乐清工矿企业安全生产责任保险专用凭证",
        "乐清市工矿商贸企业通用",
    ],
)
def test_for_whom_a_form_is_printed_is_no_policyholder(printed: str) -> None:
    assert find_all(printed) == []
    cells = f"<table><tr><td>企业 <b>{HOLDER}</b></td><td>行业类别 低压电器制造</td></tr></table>"
    fields = examined("<h1>安责险保险凭证</h1>", printed, "凭证号 PN2026001", cells).fields
    assert (fields["policyholder"].value, fields["insured"].value) == (HOLDER, HOLDER)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("投保人：乐清市白石五金厂 适用条款：安责险条款", "乐清市白石五金厂"),
        ("平顶山市银洞煤矿企业负责人：赵立", "平顶山市银洞煤矿"),
        ("乐清市白石五金厂专用章", "乐清市白石五金厂"),
        ("乐清市白石五金厂（个人独资企业）", "乐清市白石五金厂（个人独资企业）"),
    ],
)
def test_a_name_beside_such_words_stays_one(said: str, name: str) -> None:
    assert [found for _, _, found in find_all(said)][-1] == name
