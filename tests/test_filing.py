"""Facts of a filing: what is joined, what is kept apart, what is contradicted."""

from __future__ import annotations

import doctest
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from extractor.record import Record
from extractor.values.dates import Moment
from tests import filings
from validators import assemble, group
from validators import filing as module
from validators.filing import number_of


def test_docstrings() -> None:
    assert doctest.testmod(module).failed == 0


def facts(*records: Record, review: date | None = date(2024, 6, 1)):  # type: ignore[no-untyped-def]
    return assemble(records, filings.manifest(review)).policies[0].facts


def test_fields_become_facts_with_places() -> None:
    known = facts(filings.policy())
    assert known.value("premium") == Decimal(9000)
    (evidence,) = known["premium"].evidence
    assert (evidence.path, evidence.field) == ("保险单.pdf", "premium")
    assert known["no_such_thing"].state == "absent"


def test_a_guess_is_nobodys_fault() -> None:
    guess = filings.policy(sign_date=None)
    reading = filings.reading(date(2074, 3, 6), confidence=0.4)
    unsure = Record(guess.path, "g", "policy", {**guess.fields, "sign_date": reading}, guess.tables, guess.witnesses)
    known = facts(unsure)
    assert known["sign_date"].state == "absent"
    assert known["sign_date"].evidence
    assert known.value("contract_date") == date(2024, 3, 10)


def test_an_application_or_invoice_never_lends_a_fact() -> None:
    other = Record("投保单.pdf", "x", "application", {"per_person_limit": filings.reading(Decimal(1))})
    invoice = Record("发票.pdf", "y", "invoice", {"premium": filings.reading(Decimal(2))})
    known = facts(filings.policy(per_person_limit=None), other, invoice)
    assert known["per_person_limit"].state == "absent"
    assert known.value("premium") == Decimal(9000)


def test_two_policy_papers_that_disagree_contradict_each_other() -> None:
    known = facts(filings.policy(), filings.policy("副本.pdf", premium=Decimal(9500)))
    fact = known["premium"]
    assert fact.state == "contradicted"
    assert fact.candidates() == (Decimal(9000), Decimal(9500))
    assert [e.path for e in fact.evidence] == ["保险单.pdf", "副本.pdf"]
    assert known["uscc"].known


def test_blanks_and_case_do_not_make_two_policies() -> None:
    spaced = filings.policy("副本.pdf", policy_no="slxb 2024 0300017")
    assert len(assemble([filings.policy(), spaced]).policies) == 1
    other = filings.policy("另一单.pdf", policy_no="SLXB20240300018")
    assert len(assemble([filings.policy(), other]).policies) == 2


def test_a_later_page_without_a_number_joins_the_only_policy() -> None:
    page = Record("IMG_2.jpg", "z", "policy", {"sign_date": filings.reading(date(2024, 3, 6))})
    known = facts(filings.policy(sign_date=None), page)
    assert known.value("sign_date") == date(2024, 3, 6)


def test_the_start_stands_in_for_a_missing_date_of_signing() -> None:
    assert facts(filings.policy(sign_date=None)).value("contract_date") == date(2024, 3, 10)
    assert facts(filings.policy()).value("contract_date") == date(2024, 3, 6)
    assert facts(filings.policy(sign_date=None, period_start=None))["contract_date"].state == "absent"


def test_item_premiums_that_add_up_vouch_for_the_list() -> None:
    assert facts(filings.policy(whole=False)).value("coverages_complete") is True
    short = filings.policy(whole=False, coverages=filings.COVERAGES[:-1])
    assert facts(short)["coverages_complete"].state == "absent"
    assert facts(filings.policy(coverages=filings.COVERAGES[:-1])).value("coverages_complete") is True


def test_a_list_with_every_kind_of_cover_lacks_none() -> None:
    every = (*filings.COVERAGES, ("aftermath", 500))
    assert facts(filings.policy(whole=False, coverages=every)).value("coverages_complete") is True
    assert facts(filings.policy(whole=False, coverages=(*every, ("rescue", 1))))["coverages_complete"].state == "absent"


def test_the_share_for_prevention_is_printed_or_computed_or_both() -> None:
    assert facts(filings.policy()).value("fee_ratio") == Decimal(15)
    assert facts(filings.policy(prevention_fee_ratio=None)).value("fee_ratio") == Decimal(15)
    assert facts(filings.policy(prevention_fee=None)).value("fee_ratio") == Decimal(15)
    odd = facts(filings.policy(prevention_fee=Decimal(900)))["fee_ratio"]
    assert odd.state == "contradicted"
    assert odd.candidates() == (Decimal(15), Decimal(10))
    rounded = filings.policy(premium=Decimal("15625.83"), prevention_fee=Decimal("1562.58"), prevention_fee_ratio=None)
    assert facts(rounded).value("fee_ratio") == Decimal(10)


def test_the_limit_per_person_has_a_second_witness_in_the_schedule() -> None:
    lines = [{"code": "employee_injury", "per_person": Decimal(600000), "premium": Decimal(9000)}]
    paper = filings.policy(per_person_limit=Decimal(60000))
    misread = Record(
        paper.path, "m", "policy", paper.fields, {**paper.tables, "coverages": filings.rows(lines)}, paper.witnesses
    )
    fact = facts(misread)["per_person_limit"]
    assert fact.state == "contradicted"
    assert fact.candidates() == (Decimal(60000), Decimal(600000))


def test_arrival_is_looked_up_by_the_files_own_name() -> None:
    known = facts(filings.policy("F1/保险单.pdf"))
    assert known.value("uploaded_at").date() == date(2024, 3, 8)
    assert assemble([filings.policy()]).policies[0].facts["uploaded_at"].state == "absent"


def test_the_first_service_is_the_earliest_report() -> None:
    later = filings.report("2.docx", report_no="B", service_start=date(2024, 9, 1))
    assert facts(filings.policy(), later, filings.report()).value("first_service") == date(2024, 4, 11)
    assert facts(filings.policy())["first_service"].state == "absent"


def test_an_earlier_report_under_another_number_makes_the_first_service_doubtful() -> None:
    late = filings.report(service_start=date(2024, 9, 1))
    early = filings.report("2.docx", report_no="B", policy_no="SLXB20240300071", service_start=date(2024, 4, 1))
    assert facts(filings.policy(), late, early)["first_service"].state == "contradicted"
    unread = filings.report("3.docx", report_no="C", service_start=None)
    assert facts(filings.policy(), late, unread)["first_service"].state == "contradicted"


def test_claims_and_ledger_rows_of_other_policies_are_left_out() -> None:
    claims = filings.claims(
        {"report_no": "P1", "policy_no": "SLXB20240300017", "closed_date": date(2024, 5, 1)},
        {"report_no": "P2", "policy_no": "OTHER0001", "closed_date": date(2024, 5, 1)},
        {"report_no": "P3", "closed_date": date(2024, 5, 1)},
    )
    filing = assemble([filings.policy(), claims], filings.manifest())
    assert [subject.key for subject in filing.of("claim")] == ["P1", "P3"]
    ledger = filings.ledger(
        {"kind": "extract", "policy_no": "SLXB20240300017", "amount": Decimal(1350)},
        {"kind": "spend", "policy_no": "SLXB20240300017", "amount": Decimal(500)},
        {"kind": "spend", "policy_no": "slxb 20240300017", "amount": Decimal(580)},
        {"kind": "spend", "policy_no": "OTHER0001", "amount": Decimal(9999)},
    )
    known = facts(filings.policy(), ledger)
    assert (known.value("ledger_extracted"), known.value("ledger_spent")) == (Decimal(1350), Decimal(1080))
    assert known.value("spend_ratio") == Decimal(80)


def test_a_book_with_a_line_that_may_be_of_the_policy_has_no_sum() -> None:
    mine = {"kind": "spend", "policy_no": "SLXB20240300017", "amount": Decimal(1080)}
    for other in ({"kind": "spend", "amount": Decimal(500)}, {"kind": "spend", "policy_no": "SLXB20240300017"}):
        assert not facts(filings.policy(), filings.ledger(mine, other))["ledger_spent"].known


def test_what_is_booked_for_a_number_that_may_be_the_policys_leaves_its_sums_open() -> None:
    """A policy that quotes a sister's number: whose lines are its own is known only where the paper of the other says so."""
    doubtful = filings.policy()
    number = filings.reading("SLXB20240300017", rivals=(filings.reading("SLXB20240300018"),))
    doubtful = replace(doubtful, fields={**doubtful.fields, "policy_no": number})
    mine = {"kind": "spend", "policy_no": "SLXB20240300017", "amount": Decimal(3200)}
    book = filings.ledger(mine, {**mine, "policy_no": "SLXB20240300018", "amount": Decimal(900)})
    assert not facts(doubtful, book)["ledger_spent"].known
    assert facts(doubtful, filings.ledger(mine)).value("ledger_spent") == 3200
    both = assemble([doubtful, filings.policy("二.pdf", policy_no="SLXB20240300018"), book], filings.manifest())
    assert [subject.facts.value("ledger_spent") for subject in both.of("policy")] == [3200, 900]


def test_what_two_books_tell_is_spent_once() -> None:
    first = {"kind": "spend", "policy_no": "SLXB20240300017", "amount": Decimal(1080), "date": date(2024, 4, 1)}
    then = {**first, "amount": Decimal(700), "date": date(2024, 5, 1)}
    known = facts(filings.policy(), filings.ledger(first), filings.ledger(first, then))
    assert known.value("ledger_spent") == Decimal(1780)
    assert facts(filings.policy(), filings.ledger(first, first)).value("ledger_spent") == Decimal(2160)


def test_a_report_goes_to_the_policy_it_names() -> None:
    second = filings.policy("二.pdf", policy_no="SLXB20240300018", period_start=None)
    filing = assemble([filings.policy(), second, filings.report(policy_no="SLXB20240300018")])
    (report,) = filing.of("report")
    assert report.facts.value("policy_no") == "SLXB20240300018"
    assert report.facts.value("report_policy_no") == "SLXB20240300018"


def test_a_share_that_nobody_agrees_was_read_from_elsewhere() -> None:
    known = facts(filings.policy(prevention_fee=Decimal(6), prevention_fee_ratio=None))
    assert known["fee_ratio"].state == "absent"
    ledger = filings.ledger({"kind": "extract", "policy_no": "SLXB20240300017", "amount": Decimal(1350)})
    other = facts(filings.policy(prevention_fee=Decimal(900), prevention_fee_ratio=None), ledger)["fee_ratio"]
    assert other.state == "contradicted"
    assert facts(filings.policy(prevention_fee_ratio=None), ledger).value("fee_ratio") == Decimal(15)


def test_a_number_that_every_other_paper_prints_otherwise_is_doubtful() -> None:
    papers = [
        filings.report(policy_no="SLXB20240300077"),
        filings.report("2.docx", report_no="B", policy_no="SLXB20240300077"),
    ]
    assert facts(filings.policy(), *papers)["policy_no"].doubts == ("SLXB20240300077",)
    assert facts(filings.policy(), papers[0])["policy_no"].doubts == ()
    agreeing = filings.claims({"report_no": "P1", "policy_no": "SLXB20240300017"})
    assert facts(filings.policy(), *papers, agreeing)["policy_no"].doubts == ()


def test_an_agreement_outside_the_section_unmakes_its_witness() -> None:
    assert facts(filings.policy()).value("agreements_complete") is True
    paper = filings.policy()
    more = (
        *paper.tables["clauses"],
        *filings.rows([{"code": "advance_payment", "text": "次页：先行支付已确定的部分。"}]),
    )
    split = Record(paper.path, "s", "policy", paper.fields, {**paper.tables, "clauses": more}, paper.witnesses)
    assert facts(split)["agreements_complete"].state == "absent"


def test_no_policy_no_crash() -> None:
    filing = assemble([filings.report(hazards=[{"description": "积尘"}])], filings.manifest())
    assert filing.policies == ()
    assert [s.about for s in filing.subjects] == ["report", "hazard"]
    assert assemble([]).subjects == ()


# --- loose papers ----------------------------------------------------------------------------------------------------


def names(groups: list[tuple[Record, ...]]) -> list[list[str]]:
    return [[record.path for record in papers] for papers in groups]


def test_loose_papers_are_grouped_by_policy_number() -> None:
    one, two = (
        filings.policy("一.pdf"),
        filings.policy("二.pdf", policy_no="SLXB20240300018", insured="别家公司", policyholder="别家公司"),
    )
    report = filings.report("报告.docx", policy_no="slxb 20240300018")
    ledger = filings.ledger({"policy_no": "SLXB20240300017"}, {"policy_no": "SLXB20240300018"})
    assert names(group([one, report, two, ledger])) == [["一.pdf", "台账.xlsx"], ["报告.docx", "二.pdf", "台账.xlsx"]]


def test_a_report_with_a_slipped_number_goes_to_its_client() -> None:
    one, two = (
        filings.policy("一.pdf"),
        filings.policy("二.pdf", policy_no="SLXB20240300018", insured="别家公司", policyholder="别家公司"),
    )
    report = filings.report("报告.docx", policy_no="SLXB20240300071")
    assert names(group([one, two, report])) == [["一.pdf", "报告.docx"], ["二.pdf"]]


def test_of_two_policies_of_one_enterprise_a_paper_goes_to_that_of_its_day() -> None:
    last = filings.policy(
        "上年.pdf",
        policy_no="SLXB20230300009",
        period_start=Moment(date(2023, 3, 10)),
        period_end=Moment(date(2024, 3, 9), 24),
    )
    this = filings.policy("本年.pdf")
    client = this.value("policyholder")

    def report(path: str, day: date | None) -> Record:
        return filings.report(path, policy_no=None, client=client, service_start=day)

    dated, before, undated = (
        report("a.docx", date(2024, 4, 11)),
        report("b.docx", date(2023, 6, 1)),
        report("c.docx", None),
    )
    assert names(group([last, this, dated, before, undated])) == [
        ["上年.pdf", "b.docx"],
        ["本年.pdf", "a.docx"],
        ["c.docx"],
    ]


def test_what_names_nobody_goes_by_its_folder() -> None:
    one = filings.policy("灵璧/奇石厂/保单.pdf")
    others: dict[str, Any] = {"insured": "别家公司", "policyholder": "别家公司"}
    two = filings.policy("灵璧/别家/保单.pdf", policy_no="SLXB20240300018", **others)
    third: dict[str, Any] = {"insured": "灵璧县三家石料厂", "policyholder": "灵璧县三家石料厂"}
    three = filings.policy("灵璧/别家二/保单.pdf", policy_no="SLXB20240300019", **third)

    def nobodys(path: str) -> Record:
        return Record(path, path, "unknown")

    photo, sheet, loose = nobodys("灵璧/奇石厂/照片/1.jpg"), nobodys("灵璧/别家/签到.pdf"), nobodys("灵璧/须知.pdf")
    short = replace(filings.report("灵璧/别家二/报告.docx"), fields={"client": filings.reading("三家石料厂")})
    anothers = filings.report("灵璧/奇石厂/报告.docx", policy_no="SLXB20240300077", client="四家公司")
    notice = replace(nobodys("灵璧/奇石厂/通知.pdf"), kind="notice")
    assert names(group([one, two, three, photo, sheet, loose, short, anothers, notice])) == [
        ["灵璧/奇石厂/保单.pdf", "灵璧/奇石厂/照片/1.jpg"],
        ["灵璧/别家/保单.pdf", "灵璧/别家/签到.pdf"],
        ["灵璧/别家二/保单.pdf", "灵璧/别家二/报告.docx"],
        ["灵璧/须知.pdf"],
        ["灵璧/奇石厂/报告.docx"],
        ["灵璧/奇石厂/通知.pdf"],
    ]


def test_notices_and_strangers_stand_alone() -> None:
    notice = Record("通知.pdf", "n", "notice")
    stranger = filings.report("报告.docx", policy_no="X99999999", client="无关公司")
    assert names(group([filings.policy(), notice, stranger])) == [["保险单.pdf"], ["通知.pdf"], ["报告.docx"]]


def test_policies_without_a_number_are_not_one() -> None:
    papers = [filings.policy("一.pdf", policy_no=None), filings.policy("二.pdf", policy_no=None)]
    assert names(group(papers)) == [["一.pdf"], ["二.pdf"]]


@pytest.mark.parametrize(("printed", "number"), [("ab 12 345678", "AB12345678"), (" ", None), (None, None)])
def test_number_of(printed: str | None, number: str | None) -> None:
    assert number_of(filings.policy(policy_no=printed)) == number


def test_a_report_with_a_wrong_number_belongs_to_the_policy_in_whose_period_it_was() -> None:
    last = filings.policy(
        "上年.pdf",
        policy_no="SLXB20230300018",
        period_start=date(2023, 3, 6),
        period_end=date(2024, 3, 5),
        sign_date=None,
    )
    for number, state in (("SLXB20240300071", "known"), (None, "known")):
        filing = assemble([last, filings.policy(), filings.report(policy_no=number)])
        (report,) = filing.of("report")
        assert (report.facts["policy_no"].state, report.facts.value("policy_no")) == (state, "SLXB20240300017")
    wrong = facts(filings.policy(), last, filings.report(policy_no="SLXB20240300071"))
    assert wrong["first_service"].state == "contradicted"
