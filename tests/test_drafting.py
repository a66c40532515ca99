"""From a notice's record to a draft pack: what the paper says, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from api.packs.texts import read_pack, rehearse
from extractor.document import Document, Line, Page
from extractor.kinds import notice
from extractor.record import Record
from validators.drafting.as_yaml import confirmed, to_cases, to_yaml
from validators.drafting.workbench import suggest
from validators.finding import Severity
from validators.law.pack import PackError
from validators.law.pack_reading import parse_pack

TEXT = """\
临江市应急管理局文件
宿应急〔2024〕15号
关于规范安全生产责任保险工作的通知
各县（市、区）应急管理局，各保险机构：
依据《安全生产责任保险实施办法》（安监总办〔2017〕140号），现通知如下：
一、规范承保
（一）保险机构应当在保单签订后7日内将电子保单上传至平台。
（二）保险机构应当在合同生效后45日内为投保单位开展首次事故预防服务，
不得以其他名义替代。
二、费用管理
事故预防费用不得低于保费总额的12.5%，专款专用，严禁返还现金。
本通知自2024年5月1日起施行，有效期至2029年4月30日。
宿州市应急管理局
2024年3月12日
"""


def read(text: str) -> Record:
    lines = tuple(Line(t, where=f"第{n}行") for n, t in enumerate(text.split("\n"), 1) if t.strip())
    return notice.extract(Document("通知.txt", "0" * 64, "txt", (Page(None, 0, 0, lines),), paged=False))


def test_the_head_is_what_the_paper_says() -> None:
    head = suggest(read(TEXT)).head
    assert (head.title, head.document) == ("关于规范安全生产责任保险工作的通知", "宿应急〔2024〕15号")
    assert (head.region, head.layer, head.name) == ("341300", "city", "r3413-2024-15")
    assert (head.issued, head.since, head.until) == (date(2024, 3, 12), date(2024, 5, 1), date(2029, 4, 30))
    assert head.confidence == "S1"
    assert not head.advisory


def test_each_number_is_a_rule_with_its_clause_and_its_line() -> None:
    rules = {rule.key: rule for rule in suggest(read(TEXT)).rules}
    said = {key: (rule.value, rule.article, rule.line) for key, rule in rules.items()}
    assert said == {
        "upload_days": (Decimal(7), "一（一）", 7),
        "first_service_days": (Decimal(45), "一（二）", 8),
        "min_fee_percent": (Decimal("12.5"), "二", 11),
    }
    assert rules["min_fee_percent"].quote == "事故预防费用不得低于保费总额的12.5%"


def test_a_demand_that_made_no_rule_is_said_to_be_left() -> None:
    found = suggest(read(TEXT))
    left = {(demand.line, demand.text[demand.start : demand.stop]) for demand in found.demands if not demand.drafted}
    assert left == {(9, "不得"), (11, "严禁")}
    gaps = {gap.code: gap.params for gap in found.gaps}
    assert gaps["demands"] == {"count": 2}
    assert "confidence" in gaps


def test_what_is_not_printed_is_a_gap_and_not_a_guess() -> None:
    found = suggest(read("关于做好安全生产责任保险工作的通知\n各保险公司：\n请认真学习。\n"))
    assert found.head.region == ""
    assert found.head.since is None
    assert found.rules == ()
    assert {"document", "region", "issued", "since", "no_rules"} <= {gap.code for gap in found.gaps}


def test_the_draft_is_read_back_and_its_cases_come_out() -> None:
    found = suggest(read(TEXT))
    head, rules = replace(found.head, confidence="V"), [confirmed(rule) for rule in found.rules]
    pack = parse_pack(to_yaml(head, rules), "r3413-2024-15.yaml", to_cases(head, rules))
    assert [at.value for rule in pack.rules if (at := rule.value_at(None))] == [7, 45, 12.5]
    assert {rule.severity for rule in pack.rules} == {Severity.ERROR}
    assert rehearse(pack) == ()


def test_one_copy_of_a_text_returns_no_filing() -> None:
    found = suggest(read(TEXT))
    pack = parse_pack(to_yaml(found.head, [confirmed(r) for r in found.rules]), "x.yaml")
    assert {rule.severity for rule in pack.rules} == {Severity.WARNING}


def test_a_person_may_change_and_drop() -> None:
    found = suggest(read(TEXT))
    kept = confirmed(found.rules[0], value=Decimal(10), severity="warning", article="第一条")
    pack = parse_pack(to_yaml(found.head, [kept]), "x.yaml")
    (rule,) = pack.rules
    at = rule.value_at(None)
    assert (rule.article, rule.severity, at and at.value) == (
        "第一条",
        Severity.WARNING,
        10,
    )


def test_a_draft_for_comment_binds_nobody() -> None:
    text = TEXT.replace("工作的通知", "工作的通知（征求意见稿）")
    found = suggest(read(text))
    assert found.head.advisory
    assert found.head.layer == "advisory"
    assert "not_binding" in {gap.code for gap in found.gaps}


def test_an_unknown_place_stops_the_pack_by_line_and_is_not_filled_in() -> None:
    found = suggest(read(TEXT))
    text = to_yaml(replace(found.head, region=""), [confirmed(found.rules[0])])
    assert "region: ''" in text

    with pytest.raises(PackError, match="region"):
        read_pack(text, "x.yaml", "")


@pytest.mark.parametrize(
    "path", sorted((Path(__file__).parent / "data" / "notices").glob("*.txt")), ids=lambda p: p.stem
)
def test_every_public_notice_drafts_to_a_pack_that_rehearses(path: Path) -> None:
    found = suggest(read(path.read_text("utf-8")))
    rules = [confirmed(rule, article=rule.article or "附件") for rule in found.rules]
    pack = parse_pack(to_yaml(found.head, rules), f"{found.head.name}.yaml", to_cases(found.head, rules))
    assert rehearse(pack) == ()
    assert len(pack.rules) == len(found.rules)


def test_another_kind_of_paper_is_refused() -> None:
    with pytest.raises(ValueError, match="policy"):
        suggest(Record("x", "0" * 64, "policy"))
