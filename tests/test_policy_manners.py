"""What fresh policies showed (the thirty-second set and those after it): lists that punctuation closes, deductibles among agreements,
cells that name their own sums, unions of cooperatives."""

from __future__ import annotations

import pytest

from extractor.examine import examine
from tests.test_filings_of_counties import examined

TITLE = ("<h1>安全生产责任保险单</h1>", "保险单号：QX15062221000345817", "投保人：无锡惠澄精密铸造有限公司")
PREMIUM, INSURER = "保险费：30000元", "陇塬财产保险股份有限公司环县支公司"
LIST = (
    "承保下列责任：",
    "（一）从业人员死亡伤残：每人50万元，每次事故500万元，累计1000万元；",
    "（二）医疗费用：每人5万元，每次事故50万元，累计100万元；",
    "（三）事故抢险救援：每次事故20万元，累计40万元。",
)


@pytest.mark.parametrize(
    ("lines", "whole"),
    [
        (LIST, True),
        ((*LIST, "保险费合计：12,000元"), True),
        ((*LIST, "法律费用在每次事故限额内另行计算。"), False),
        (LIST[1:], False),
        ((*LIST[:3], LIST[3].replace("。", "；")), False),
        (
            (
                "承保责任及限额：从业人员死亡伤残（每人50万元，每次事故500万元）；医疗费用（每人5万元，每次事故50万元）；抢险救援（每次20万元）。",
            ),
            True,
        ),
    ],
    ids=["closed", "premium under it", "another cover outside", "nothing opens it", "no full stop", "one sentence"],
)
def test_a_list_of_covers_that_a_colon_opens_and_a_full_stop_ends_is_whole(lines: tuple[str, ...], whole: bool) -> None:
    assert examined(*TITLE, *lines).witnesses["coverages"].complete is whole


@pytest.mark.parametrize(
    ("item", "borne"),
    [
        ("免赔额　医疗费用责任每次200元；", 200),
        ("医疗费用每次事故绝对免赔额100元。", 100),
        ("每次事故免赔额500元，医疗费用免赔额100元。", 500),
        ("本保单无免赔。", 0),
        ("服务费4800元（保费的16%），用于事故预防。", None),
    ],
)
def test_a_deductible_that_agreements_alone_tell(item: str, borne: int | None) -> None:
    items = ("1. 保险人每半年上门开展一次隐患排查；", f"2. {item}", "3. 从业人员包括临时用工。")
    read = examined(*TITLE, PREMIUM, "特别约定", *items).fields.get("deductible")
    assert (None if read is None else read.value) == borne


def test_a_fee_behind_a_sentence_on_deductibles_is_none() -> None:
    fields = examined(*TITLE, PREMIUM, "特约：①本保单无免赔。②服务费6000元（保费的20%），由安责险服务机构使用。").fields
    assert (fields["deductible"].value, fields["prevention_fee"].value) == (0, 6000)


def test_numbered_agreements_may_run_on_behind_a_bare_word_for_them() -> None:
    line = "约定：1. 保险人每半年上门开展一次隐患排查；2. 从业人员包括临时用工；3. 本单未尽事宜以条款为准。"
    rows = examined(*TITLE, PREMIUM, line, INSURER).tables["special_agreements"]
    assert [row.value("text") for row in rows] == [
        "保险人每半年上门开展一次隐患排查；",
        "从业人员包括临时用工；",
        "本单未尽事宜以条款为准。",
    ]


def test_a_cell_that_names_its_sum_is_sure() -> None:
    text = (
        "安全生产责任保险保险单\n编号：EX54012225061100027\n"
        "  从业人员人身伤亡      每人 70 万元      每次事故 350 万元      累计 700 万元\n"
        "  从业人员医疗费用      每人 7 万元       每次事故 35 万元       累计 70 万元\n"
        "  抢险救援费用                            每次事故 20 万元       累计 40 万元\n"
    )
    limit = examine([("paper.txt", text.encode())]).fields["per_accident_limit"]
    assert limit.value == 3500000
    assert limit.confidence > 0.9


def test_a_union_of_cooperatives_and_its_members() -> None:
    fields = examined(TITLE[0], TITLE[1], "投保人：慈利县零阳镇果蔬专业合作社联合社", "被保险人：慈利县零阳镇果蔬专业合作社联合社及其社员单位").fields  # fmt: skip
    assert fields["policyholder"].value == fields["insured"].value == "慈利县零阳镇果蔬专业合作社联合社"


def test_the_bracket_round_a_remark_is_no_part_of_an_address() -> None:
    line = "致：原平市崞阳镇同川梨果酒业有限公司（以下称贵司，地址：山西省忻州市原平市崞阳镇平地泉村）"
    assert examined(*TITLE[:2], line).fields["address"].value == "山西省忻州市原平市崞阳镇平地泉村"
