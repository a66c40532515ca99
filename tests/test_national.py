"""The national layer on papers: claims with their steps, the spending cap on its own base, citations of repealed texts."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

import extractor
from api import cli
from api.terminal.present import report_to_lines
from extractor.kinds.claim_record.meaning.steps import step_of
from extractor.record import Record
from tests import filings
from validators import assemble, known, validate
from validators.finding import Finding, Verdict
from validators.report import Report
from validators.report_json import to_json


def violated(report: Report) -> Mapping[str, Finding]:
    return {f.rule: f for f in report.findings if f.verdict is Verdict.VIOLATED}


def verdicts(report: Report, rule: str) -> set[str]:
    return {f.verdict.value for f in report.findings if f.rule == rule}


# --- claims ----------------------------------------------------------------------------------------------------------


def claims(header: Sequence[str], row: Sequence[Any]) -> Record:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "理赔台账"
    sheet.append(list(header))
    sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    document = extractor.read(out.getvalue(), "理赔台账.xlsx")
    return extractor.extract(document, extractor.classify(document))


HEADER = ["序号", "报案号", "保险单号", "出险日期", "报案日期", "索赔资料收齐日期", "核定日期", "达成协议日期", "赔款支付日期", "赔付金额（元）", "结案日期"]  # fmt: skip
NUMBER = "SLXB20240300017"


def claim(docs: str, assessed: str, agreed: str, paid: str) -> Record:
    row = [1, "BA2024051200031", NUMBER, "2024-05-11", "2024-05-12", docs, assessed, agreed, paid, 36000, "2024-12-20"]
    return claims(HEADER, row)


def test_the_steps_of_a_claim_are_read_from_their_own_columns() -> None:
    (row,) = claim("2024-06-03", "2024-06-28", "2024-07-02", "2024-07-09").rows("rows")
    steps = {name: row.value(name) for name in ("docs_date", "assessed_date", "agreed_date", "paid_date")}
    assert steps == {
        "docs_date": date(2024, 6, 3), "assessed_date": date(2024, 6, 28), "agreed_date": date(2024, 7, 2),
        "paid_date": date(2024, 7, 9),
    }  # fmt: skip
    assert (row.value("closed_date"), row.value("refused_date")) == (date(2024, 12, 20), None)


@pytest.mark.parametrize(
    ("days", "rule"),
    [
        (("2024-06-03", "2024-07-04", "2024-07-05", "2024-07-09"), "insurance-law.assessed-in-time"),  # 31 days
        (("2024-06-03", "2024-06-28", "2024-07-02", "2024-07-15"), "insurance-law.paid-in-time"),  # 13 days
        (
            ("2024-06-03", "2024-07-03", "2024-08-20", "2024-08-26"),
            "insurance-law.advance-in-time",
        ),  # first paid after 84
    ],
)
def test_a_late_step_of_a_claim(days: tuple[str, str, str, str], rule: str) -> None:
    found = violated(validate(assemble([filings.policy(), claim(*days)], filings.manifest())))
    assert rule in found
    assert found[rule].evidence[0].span is not None
    others = {"insurance-law.assessed-in-time", "insurance-law.paid-in-time", "insurance-law.advance-in-time"} - {rule}
    assert not others & set(found)


def test_a_claim_in_time_raises_nothing() -> None:
    report = validate(
        assemble([filings.policy(), claim("2024-06-03", "2024-07-03", "2024-07-05", "2024-07-15")], filings.manifest())
    )
    assert not {rule for rule in violated(report) if rule.startswith("insurance-law.")}


@pytest.mark.parametrize(
    ("header", "step"),
    [
        ("拒赔通知书发出日期", "refused_date"), ("预付赔款日期", "advance_date"), ("先行垫付时间", "advance_date"), ("理赔材料齐全日期", "docs_date"),
        ("核赔时间", "assessed_date"), ("签订赔偿协议日期", "agreed_date"), ("打款日期", "paid_date"), ("Payment date", "paid_date"),
        ("结案日期", None), ("出险时间", None), ("核定金额", None), ("预付金额", None), ("赔付金额（元）", None), ("保费支付截止日期", None),
        ("结果上传日期", None), ("核定人员", None),
    ],
)  # fmt: skip
def test_which_columns_are_steps(header: str, step: str | None) -> None:
    assert step_of(header) == step


# --- the spending cap ------------------------------------------------------------------------------------------------


def invoice(total: int, buyer: str = "宿州青禾锻造有限公司") -> Record:
    fields = {"total": filings.reading(Decimal(total)), "buyer": filings.reading(buyer)}
    return Record(f"发票{total}.pdf", f"sha-{total}", "invoice", fields)


def ledger(spent: int) -> Record:
    return filings.ledger(
        {"date": date(2025, 5, 6), "kind": "extract", "policy_no": NUMBER, "amount": Decimal(1800)},
        {"date": date(2025, 8, 6), "kind": "spend", "policy_no": NUMBER, "amount": Decimal(spent), "item": "隐患排查"},
    )


CAP = "measures-2025.spend-cap"


@pytest.mark.parametrize(
    ("spent", "papers", "said"),
    [
        (1890, (9000,), "satisfied"),  # 21 % of what was received
        (1891, (9000,), "violated"),
        (1890, (), "undecided"),  # nobody shows what was received
        (1900, (), "violated"),  # more than 21 % of the whole, so of any part of it
        (1890, (4000,), "undecided"),  # an instalment whose fellows may be missing
        (1890, (4000, 5000), "satisfied"),
    ],
)
def test_the_cap_is_on_the_premium_received(spent: int, papers: Sequence[int], said: str) -> None:
    records = [filings.policy(), ledger(spent), *map(invoice, papers)]
    assert verdicts(validate(assemble(records, filings.manifest())), CAP) == {said}


def test_another_buyers_invoice_shows_nothing() -> None:
    records = [filings.policy(), ledger(1890), invoice(9000, "别的有限公司")]
    assert verdicts(validate(assemble(records, filings.manifest())), CAP) == {"undecided"}


def test_without_a_ledger_the_cap_is_no_matter() -> None:
    assert verdicts(validate(assemble([filings.policy()], filings.manifest())), CAP) <= {"not_applicable"}


# --- stale citations -------------------------------------------------------------------------------------------------

OWN, LATER = "official-documents.cited-in-force", "official-documents.cited-still-in-force"


def cited(number: str, **changes: Any) -> Report:
    return validate(assemble([filings.policy(citations=[number], **changes)], None), as_of=date(2025, 9, 1))


def test_a_policy_that_cites_what_was_repealed_before_it() -> None:
    found = violated(cited("安监总办〔2017〕140号", sign_date=date(2025, 4, 1)))
    params = found[OWN].params
    assert found[OWN].type == "stale_citation"
    assert (params["day"], params["repealed"], params["replaced_by"]) == (
        date(2025, 4, 1),
        date(2025, 3, 29),
        "应急〔2025〕27号",
    )
    assert LATER not in found


def test_what_was_repealed_since_is_a_note_on_the_day_of_review() -> None:
    found = violated(cited("安监总办〔2017〕140号", sign_date=date(2025, 3, 28)))
    assert OWN not in found
    assert (found[LATER].severity.value, found[LATER].params["day"]) == ("note", date(2025, 9, 1))


@pytest.mark.parametrize("number", ["应急监二〔2023〕84号", "某安委〔2024〕3号", "应急监二[2023]84号"])
def test_what_stands_or_is_not_known_is_held_against_nobody(number: str) -> None:
    assert not {OWN, LATER} & set(violated(cited(number, sign_date=date(2025, 4, 1))))


def test_every_text_of_the_provinces_and_the_nation_is_listed() -> None:
    """C and D of the dossier: by number, or by title where it has none."""
    titles = {text.title for text in known.texts()}
    assert {"中华人民共和国保险法", "山东省安全生产条例", "河南省安全生产条例", "北京市安全生产条例"} <= titles
    for number in (
        "应急厅函〔2024〕322号",
        "建质规〔2025〕6号",
        "沪交行规〔2025〕13号",
        "冀安委办〔2019〕55号",
        "AQ 9010.4-2026",
    ):
        assert known.lookup(number) is not None, number
    shanghai = known.lookup("沪交行规〔2025〕13号")
    assert shanghai is not None
    assert (shanghai.ended_by(date(2031, 1, 31)), shanghai.ended_by(date(2031, 2, 1))) == (None, date(2031, 2, 1))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("documents: []\ntexts: [{confidence: V, source: x}]", "needs a title"),
        ("documents: []\ntexts: [{title: 甲, confidence: Z, source: x}]", "confidence"),
        ("documents: []\ntexts: [{title: 甲, number: 乙, confidence: V, source: x}]", "unknown key number"),
    ],
)
def test_a_bad_text_says_what_is_wrong(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        known.parse_texts(text)


# --- reports and notices ---------------------------------------------------------------------------------------------


def served(number: str, day: date) -> Report:
    report = filings.report(service_start=day, service_end=day)
    cites = {**report.tables, "citations": filings.rows([{"doc_number": number}])}
    return validate(assemble([filings.policy(), replace(report, tables=cites)], filings.manifest(date(2025, 9, 1))))


def test_a_report_that_cites_what_was_repealed() -> None:
    rule = "official-documents.report-cites-in-force"
    assert rule in violated(served("安监总办〔2017〕140号", date(2025, 4, 3)))
    later = violated(served("安监总办〔2017〕140号", date(2024, 4, 11)))
    assert rule not in later
    assert later["official-documents.report-cites-still-in-force"].severity.value == "note"


def test_the_standards_a_report_cites_are_read() -> None:
    words = "事故预防服务报告\n报告编号：FW-24-031\n服务单位：安徽安衡技术服务有限公司\n服务对象：宿州青禾锻造有限公司\n服务日期：2024年4月11日\n服务项目：隐患排查\n服务依据：AQ 9010-2019、应急监二〔2023〕84号\n"  # fmt: skip
    document = extractor.read(words.encode(), "服务报告.txt")
    guess = extractor.classify(document)
    record = extractor.extract(document, guess)
    assert guess.kind == "service_report"
    assert [row.value("doc_number") for row in record.rows("citations")] == ["AQ 9010-2019", "应急监二〔2023〕84号"]


NOTICE = """云溪县应急管理局关于做好安全生产责任保险工作的通知
云应急〔{year}〕7号
各乡镇人民政府：
根据《安全生产责任保险实施办法》（安监总办〔2017〕140号），现将有关事项通知如下：
一、保险机构应当及时提供事故预防服务。
云溪县应急管理局
{year}年6月3日
"""


@pytest.mark.parametrize(("year", "severity"), [(2025, "warning"), (2024, "note")])
def test_a_notice_that_cites_what_was_repealed(year: int, severity: str) -> None:
    document = extractor.read(NOTICE.format(year=year).encode(), "通知.txt")
    record = extractor.extract(document, extractor.classify(document))
    report = validate(assemble([record]), as_of=date(2025, 9, 1))
    (found,) = [f for f in report.findings if f.type == "stale_citation"]
    assert (found.severity.value, found.params["repealed"]) == (severity, date(2025, 3, 29))
    assert found.params["day"] == (date(2025, 6, 3) if year == 2025 else date(2025, 9, 1))


# --- the three dates -------------------------------------------------------------------------------------------------


def test_a_rule_is_explained_with_its_three_dates(capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["rules", "explain", "measures-2017.per-person-limit"])
    said = capsys.readouterr().out
    assert (
        "发布2017-12-12；施行2018-01-01起至2025-03-28（2025-03-29废止，由应急〔2025〕27号接续）；适用于签单日期" in said
    )


@pytest.mark.parametrize(
    ("lang", "dates"),
    [("zh", "（2023-10-30发布，2024-01-01起施行，按2024-03-06适用）"), ("en", "(issued 2023-10-30, in force from 2024-01-01, applied as of 2024-03-06)")],
)  # fmt: skip
def test_a_finding_shows_the_three_dates_of_its_rule(lang: str, dates: str) -> None:
    report = validate(
        assemble([filings.policy(prevention_fee=Decimal(900), prevention_fee_ratio=Decimal(10))], filings.manifest())
    )
    lines = [line.plain for line in report_to_lines(to_json(report), lang)]
    assert any("应急监二〔2023〕84号" in line and dates in line for line in lines)
