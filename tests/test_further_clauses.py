"""Phrases that stand apart from the concepts: what says it plainly, what sounds like it and does not."""

from __future__ import annotations

import pytest

from extractor.clauses import further

SAID = [
    ("应投保单位申请，本保单自2025年9月1日起退保。", "surrendered"),
    ("经双方协商，本保险单于2025年9月1日零时起办理退保。", "surrendered"),
    ("投保单位可随时退保，保险人按日退还保险费。", "surrender_allowed"),
    ("允许投保单位延期续保三个月。", "surrender_allowed"),
    ("受害人不得直接向保险人请求赔偿。", "direct_claim_barred"),
    ("保险人不接受第三者的直接索赔。", "direct_claim_barred"),
    ("理赔开通绿色通道，五日内结案。", "fast_settlement"),
    ("伤残按鉴定的伤残等级对应比例赔付。", "disability_graded"),
    ("人身伤害不分伤残等级一律赔付五万元。", "disability_ungraded"),
    ("本保险由应急管理部门指定某某财产保险股份有限公司作为承保机构。", "designated_insurer"),
]
NOT_SAID = [
    "投保人要求解除保险合同的，自保险人收到解除合同通知书之日起，保险责任终止。",
    "投保单位于2025年3月1日前未缴清保险费的，保险人有权解除本保险合同。",
    "原保险单已于2025年3月1日退保，本保单承接其保险责任。",
    "投保单位自2025年9月1日起完全停产的，可以办理退保。",
    "应当投保的企业不得退保，不得延迟续保。",
    "保险期间届满可以续保。",
    "被保险人未向第三者赔偿的，保险人不得向被保险人赔偿保险金。",
    "受害人或其家属可直接向保险人索赔。",
    "保险人不得拒绝受害人直接提出的赔偿请求。",
    "员工不得向保险人提供虚假材料索赔。",
    "投保人可以自主选择保险公司投保。",
    "经投保人同意，指定某某财产保险股份有限公司为首席承保人。",
]


@pytest.mark.parametrize(("text", "code"), SAID)
def test_said(text: str, code: str) -> None:
    assert code in {match.code for match in further.recognise(text)}


@pytest.mark.parametrize("text", NOT_SAID)
def test_not_said(text: str) -> None:
    assert {match.code for match in further.recognise(text)} <= {"disability_graded", "fast_settlement"}


@pytest.mark.parametrize(("text", "code"), SAID)
def test_the_place_is_the_sentence_as_given(text: str, code: str) -> None:
    given = f"前一句话。{text}后一句话。"
    match = next(m for m in further.recognise(given) if m.code == code)
    assert given[match.start : match.stop] == text.rstrip("。")


def test_words_broken_by_blanks_and_lines_are_read() -> None:
    assert [m.code for m in further.recognise("受害人 不得 直接\t向保险人 请求赔偿")] == ["direct_claim_barred"]
