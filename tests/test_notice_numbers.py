"""Days to upload, days to the first service, floor of the prevention fee: read in words that stand in no sample."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractor.document import Document, Line, Page
from extractor.notices.numbers import numbers
from extractor.notices.paragraphs import paragraphs


def laid_down(*lines: str) -> dict[str, object]:
    page = Page(None, 0, 0, tuple(Line(text, where=f"第{n}段") for n, text in enumerate(lines, 1)))
    found = numbers(paragraphs(Document("n.docx", "0" * 64, "docx", (page,), paged=False)))
    return {name: reading.value for name, reading in found.items()}


UPLOAD = [
    ("保险公司须自保险合同成立之日起5个自然日内，通过省监测平台录入保单信息。", 5),
    ("各承保机构签发保险凭证后，最迟不得超过10日完成承保数据推送。", 10),
    ("出单后三日内，应将电子保单及投保清单导入监管系统。", 3),
    ("保单生效之日起十五个工作日以内，承保机构应当向县应急管理局报备保险合同。", 15),
    ("承保信息报送时限为8天，逾期予以通报。", 8),
    ("（四）信息归集。保险合同订立后，承保单位应当在两周内把合同信息同步至市安责险平台。", 14),
    ("首次上门服务应在40日内完成，保单数据应在6日内上传。", 6),
    ("保险机构应当在签发保单后 7 日内上传监管平台，理赔结案后 9 日内上传赔付结果。", 7),
]
NO_UPLOAD = [
    "各镇街应当在10日内将参保单位名单报送县应急管理局。",
    "入围机构要在出单后24小时内将保单信息传输到运营中心。",
    "保险机构应在理赔结案后7日内将理赔结果上传至平台。",
    "每月5日内报送上月承保数据汇总表。",
    "服务完成后5日内，将服务报告上传平台。",
    "签发保单后5日内，将服务计划提交平台。",
    "拒不整改的，承保机构应在15日内报告负有安全生产监督管理职责的部门。",
    "2024年4月30日前，各镇街报送投保企业情况。",
    "保险合同生效后一个月内报送保单信息。",
]
SERVICE = [
    ("投保企业在保单生效后20个自然日内应获得首轮现场走访。", 20),
    ("自承保之日起，保险机构应于六十日内组织第一次隐患排查。", 60),
    ("第一次预防服务：不迟于起保后25天提供。", 25),
    ("首次风险评估最迟在合同签订后第30日完成。", 30),
    ("保险合同签订之日起2周内，应当安排专家开展事故预防技术服务。", 14),
    ("自保单起保日起35日内，保险公司应至少为企业开展1次隐患排查服务。", 35),
    ("合同签订28日内，完成对新参保单位的风险评估并出具评估报告。", 28),
    ("首次服务时限由60日缩短为30日内。", 30),
    ("在保单签署后，3日内报送保单，50日内派员上门开展防灾防损服务。", 50),
]
NO_SERVICE = [
    "服务结束后10日内出具服务报告。",
    "企业收到隐患清单后，应在15日内完成整改。",
    "每次服务应当提前3日内通知投保企业，服务计划于5日内提交。",
    "接到报案后，保险机构应当在2日内开展现场查勘。",
]
FLOOR = [
    ("防灾防损经费占实收保费的比重不得少于13%。", "13"),
    ("每年用于事故预防的资金投入至少为保险费的百分之十五。", "15"),
    ("风险减量服务费应按当年保费的16.5％以上提取。", "16.5"),
    ("保险公司安排技术服务专项资金，专款专用，最低不低于保险费收入的百分之十二点五。", "12.5"),
    ("预防费用按不低于保费15%、不高于21%的标准提取。", "15"),
    ("保险机构每收取一笔保费，须至少拿出其中的百分之十八用于事故预防。", "18"),
    ("服务经费应占保费14%~20%。", "14"),
    ("事故预防费用提取比例不低于19％，其中不低于60%用于现场服务。", "19"),
    ("（二）预防费用计提。比例不低于当期保费的11%，使用率不低于90%。", "11"),
]
NO_FLOOR = [
    "事故预防费用不得超过保险费的21%。",
    "预防费用年度使用比例不得低于80%。",
    "连续三年未出险的，保险费可以下浮10%以上。",
    "高危行业企业参保率应当不低于95%。",
    "预防服务费用总额的30%以上用于隐患排查。",
]


@pytest.mark.parametrize(("sentence", "days"), UPLOAD)
def test_days_to_upload_a_policy(sentence: str, days: int) -> None:
    assert laid_down(sentence).get("upload_days") == days


@pytest.mark.parametrize("sentence", NO_UPLOAD)
def test_other_limits_are_not_days_to_upload(sentence: str) -> None:
    assert "upload_days" not in laid_down(sentence)


@pytest.mark.parametrize(("sentence", "days"), SERVICE)
def test_days_to_the_first_service(sentence: str, days: int) -> None:
    assert laid_down(sentence).get("first_service_days") == days


@pytest.mark.parametrize("sentence", NO_SERVICE)
def test_other_limits_are_not_days_to_a_service(sentence: str) -> None:
    assert "first_service_days" not in laid_down(sentence)


@pytest.mark.parametrize(("sentence", "percent"), FLOOR)
def test_floor_of_the_prevention_fee(sentence: str, percent: str) -> None:
    assert laid_down(sentence).get("min_fee_percent") == Decimal(percent)


@pytest.mark.parametrize("sentence", NO_FLOOR)
def test_other_percentages_are_no_floor(sentence: str) -> None:
    assert "min_fee_percent" not in laid_down(sentence)


def test_a_heading_says_what_the_next_paragraph_is_about() -> None:
    assert laid_down("三、事故预防费用", "不低于保险费的14%。")["min_fee_percent"] == Decimal(14)


def test_each_limit_of_a_sentence_has_its_own_demand_and_place() -> None:
    text = "完成保单签署后，9日内将电子保单上传至平台，33日内完成首次事故预防技术服务。"
    page = Page(None, 0, 0, (Line(text, where="第1段"),))
    found = numbers(paragraphs(Document("n.docx", "0" * 64, "docx", (page,), paged=False)))
    assert (found["upload_days"].value, found["upload_days"].span.text) == (9, "9日内")
    assert (found["first_service_days"].value, found["first_service_days"].span.text) == (33, "33日内")
    assert not found["upload_days"].rivals
    assert not found["first_service_days"].rivals
