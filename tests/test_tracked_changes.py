"""Word and RTF papers whose tracked changes nobody has accepted or refused: both versions are kept, and people are told."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

import validators
from api.records.codec import record_from_json, record_to_json
from extractor import read
from extractor.changes import made_by
from extractor.document import Change
from extractor.examine import examine
from extractor.record import Record
from tests.office import cell, docx, paragraph
from validators.finding import Finding, Severity, Verdict
from validators.say import wrong

WHO = 'w:author="李四" w:date="2025-03-01T10:00:00Z"'


def run(words: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'


def put_in(words: str, who: str = WHO) -> str:
    return f'<w:ins w:id="1" {who}>{run(words)}</w:ins>'


def taken_out(words: str, who: str = WHO) -> str:
    return f'<w:del w:id="2" {who}><w:r><w:delText xml:space="preserve">{words}</w:delText></w:r></w:del>'


def policy(premium: str, *more: str) -> bytes:
    body = paragraph("安全生产责任保险保险单") + paragraph("保险单号：PZ202434130001234567")
    body += paragraph("投保人：宿州市某某机械有限公司") + f"<w:p>{run('总保险费：￥')}{premium}{run('元')}</w:p>"
    body += paragraph("保险期间：自2025年1月1日零时起至2025年12月31日二十四时止") + paragraph("每人责任限额：400,000元")
    return docx(body + "".join(more))


CHANGED = policy(taken_out("20,000.00") + put_in("10,000.00"))


def findings(record: Record) -> list[Finding]:
    report = validators.validate(validators.assemble([record], None, "F1"), [])
    return [found for found in report.findings if found.type == "tracked_changes"]


def test_the_accepted_value_holds_and_the_old_one_is_its_rival() -> None:
    record = examine([("保单.docx", CHANGED)])
    premium = record.fields["premium"]
    assert premium.value == Decimal("10000.00")
    assert [(rival.value, rival.how) for rival in premium.rivals] == [(Decimal("20000.00"), "tracked")]
    (row,) = record.rows("text_layer")
    assert {name: row.value(name) for name in row.cells} == {
        "field": "premium", "value": Decimal("20000.00"), "seen": Decimal("10000.00"), "cause": "tracked",
        "by": "李四 2025-03-01",
    }  # fmt: skip
    assert row.span.where == "第4段"


def test_the_finding_names_both_values_and_who_changed_them() -> None:
    (found,) = findings(examine([("保单.docx", CHANGED)]))
    assert (found.rule, found.verdict, found.severity) == (
        "paper.tracked-changes", Verdict.VIOLATED, Severity.WARNING,
    )  # fmt: skip
    said = wrong(found)
    assert "总保险费由20,000.00改为10,000.00" in said or "保险费由20,000" in said
    assert "李四 2025-03-01" in said
    assert "李四 2025-03-01" in wrong(found, "en")


def test_a_paper_with_changes_is_kept_and_had_again() -> None:
    record = examine([("保单.docx", CHANGED)])
    assert record_from_json(record_to_json(record)) == record


def test_changes_that_touch_no_field_are_told_and_accuse_nobody() -> None:
    note = f"<w:p>{run('双方应')}{taken_out('及时')}{put_in('三日内')}{run('通知对方')}</w:p>"
    record = examine([("保单.docx", policy(run("10,000.00"), note))])
    (problem,) = record.problems
    assert problem.code == "tracked_changes"
    assert problem.message == (
        "有修订尚未接受或拒绝（插入1处、删除1处：删除“及时”、插入“三日内”；李四 2025-03-01），按接受全部修订后的文字核对"
    )
    assert not findings(record)
    assert "text_layer" not in record.tables
    report = validators.validate(validators.assemble([record], None, "F1"), [])
    assert not any("未能读取" in str(finding.params) for finding in report.findings)


def test_words_are_those_after_all_changes_and_the_layer_has_those_before() -> None:
    document = read(
        docx(
            f"<w:p>{run('甲')}{taken_out('乙')}{put_in('丙')}</w:p>"
            + f"<w:p>{taken_out('整段删去')}</w:p>"
            + f"<w:p><w:moveTo {WHO}>{run('移来')}</w:moveTo></w:p><w:p><w:moveFrom {WHO}>{run('移走')}</w:moveFrom></w:p>"
            + "<w:tbl><w:tr>" + cell("旧") + "</w:tr>"
            + f'<w:tr><w:trPr><w:ins w:id="5" {WHO}/></w:trPr>{cell("<w:p>" + put_in("新行") + "</w:p>")}</w:tr>'
            + f'<w:tr><w:trPr><w:del w:id="6" {WHO}/></w:trPr>{cell("<w:p>" + taken_out("删行") + "</w:p>")}</w:tr></w:tbl>'
        ),
        "稿.docx",
    )  # fmt: skip
    assert [line.text for _, line in document.lines()] == ["甲丙", "移来", "旧", "新行"]
    layer = document.pages[0].layer
    assert layer is not None
    before = [b.text if hasattr(b, "text") else [c.text for c in b.cells] for b in layer.blocks]
    assert before == ["甲乙", "整段删去", "移走", ["旧", "删行"]]
    assert [(c.kind, c.words, c.where) for c in layer.changes][:3] == [
        ("deleted", "乙", "第1段"), ("inserted", "丙", "第1段"), ("deleted", "整段删去", "第1段"),
    ]  # fmt: skip


def test_a_paper_without_changes_is_read_once() -> None:
    document = read(policy(run("10,000.00")), "保单.docx")
    assert document.pages[0].layer is None
    assert not document.problems


def test_a_format_change_alone_is_no_change() -> None:
    words = f'<w:p><w:r><w:rPr><w:rPrChange w:id="3" {WHO}><w:rPr/></w:rPrChange></w:rPr><w:t>原文</w:t></w:r></w:p>'
    document = read(docx(words), "稿.docx")
    assert document.text == "原文"
    assert not document.problems


def test_who_made_changes_without_a_name_is_not_made_up() -> None:
    record = examine([("保单.docx", policy(taken_out("20,000.00", "") + put_in("10,000.00", "")))])
    (found,) = findings(record)
    assert found.params["by"] is None
    assert "未载明" in wrong(found)
    assert made_by([Change("inserted", "一", "", "2025-01-02")]) == "2025-01-02"


def test_comments_are_named_and_are_no_text() -> None:
    remarks = "".join(
        f'<w:comment w:id="{n}" w:author="王五">{paragraph("保费应为99,999元")}</w:comment>' for n in (1, 2)
    )
    data = docx(paragraph("总保险费：￥10,000.00元"), parts={"comments": remarks})
    document = read(data, "保单.docx")
    assert document.text == "总保险费：￥10,000.00元"
    assert [(p.code, p.message) for p in document.problems] == [("comments", "有2条批注（王五），不是正文，未读取")]


# -- RTF ---------------------------------------------------------------------------------------------------------------

AUTHORS = rb"{\*\revtbl {Unknown;}{\u26446?\u22235?;}}"
DAY = (2025 - 1900) << 20 | 3 << 16 | 1 << 11 | 10 << 6
"""1 March 2025, 10:00, as a DTTM."""


def rtf(premium: bytes) -> bytes:
    said = "安全生产责任保险保险单|保险单号：PZ202434130001234567|投保人：宿州市某某机械有限公司|总保险费：￥@元|每人责任限额：400,000元"
    body = b"".join(
        (c.encode() if c < "\x80" else b"\\u%d?" % (ord(c) - (65536 if ord(c) > 32767 else 0))) for c in said
    )
    return b"{\\rtf1\\ansi" + AUTHORS + b"\\pard " + body.replace(b"@", premium).replace(b"|", b"\\par ") + b"\\par}"


RTF = rtf(b"{\\deleted\\revauthdel1\\revdttmdel%d 20,000.00}{\\revised\\revauth1\\revdttm%d 10,000.00}" % (DAY, DAY))


def test_changes_of_an_rtf_are_the_same() -> None:
    record = examine([("保单.rtf", RTF)])
    assert record.value("premium") == Decimal("10000.00")
    assert [rival.value for rival in record.fields["premium"].rivals] == [Decimal("20000.00")]
    (found,) = findings(record)
    assert found.params["by"] == f"李四 {date(2025, 3, 1).isoformat()}"
    assert [problem.code for problem in record.problems] == ["tracked_changes"]


def test_comments_of_an_rtf_are_named() -> None:
    data = rtf(b"10,000.00").replace(
        b"\\par}", b"\\par {\\*\\atnid WW}{\\*\\atnauthor \\u29579?\\u20116?}{\\*\\annotation 99,999}}"
    )
    document = read(data, "保单.rtf")
    assert "99,999" not in document.text
    assert [(p.code, p.message) for p in document.problems] == [("comments", "有1条批注（王五），不是正文，未读取")]


@pytest.mark.parametrize("day", [b"0", b"-5", b"99999999999", b"4294967295"])
def test_a_day_that_is_none_is_left_out(day: bytes) -> None:
    data = rtf(b"{\\deleted\\revauthdel9\\revdttmdel" + day + b" 20,000.00}10,000.00")
    document = read(data, "保单.rtf")
    assert document.pages[0].layer is not None
    assert [(c.author, c.day) for c in document.pages[0].layer.changes] == [("", "")]
