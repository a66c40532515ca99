"""What only several filings show, class by class: what is in order, what is not, what is left to a person. Expected by reading the cases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from extractor.likeness import of_words
from tests import archive_kit as kit
from tests import filings as papers
from tests.archive_kit import extract, filing, found, ledger, period, report, roster, spend, told
from tests.filings import POLICY
from validators import Manifest, archive, shipped
from validators.law.judge import judge
from validators.say import _data, say, topic

UNDECIDED, NOTE, WARNING, VIOLATED = "undecided", "note", "warning", "violated"


def test_every_type_has_words() -> None:
    for type_ in archive.types():
        assert {"zh", "en"} <= set(_data("sentences.yaml")[type_])
        assert topic(type_) != type_


# --- the same enterprise insured twice ----------------------------------------------------------------------------------

YEAR = period(date(2024, 3, 10), date(2025, 3, 9))
LATER = period(date(2024, 9, 1), date(2025, 8, 31))


def insured(nth: int, *more: Any, **changes: Any) -> Any:
    """Another policy of the enterprise of filing 0."""
    own = {"uscc": kit.code(0), "policyholder": kit.client(0), "insured": kit.client(0)}
    return filing(nth, *more, **(own | changes))


def test_two_policies_of_one_enterprise_at_one_time_are_for_a_person_to_look_at() -> None:
    pair = [insured(0, **YEAR), insured(1, **LATER)]
    assert told(pair, "insured_twice") == {"F0": [(UNDECIDED, NOTE)], "F1": [(UNDECIDED, NOTE)]}
    (finding,) = found(pair, "insured_twice")["F1"]
    assert (finding.params["overlap_start"], finding.params["overlap_end"]) == ("2024-09-01", "2025-03-09")
    assert {place.field for place in finding.evidence} >= {"policy_no", "uscc", "period_start", "period_end"}
    assert all(place.span for place in finding.evidence)
    assert "请人工核对" in say(finding)
    assert not finding.matters


@pytest.mark.parametrize(
    "changes",
    [
        period(date(2025, 3, 10), date(2026, 3, 9)),
        period(date(2025, 3, 9), date(2026, 3, 8)),
        LATER | {"insured": f"{kit.client(0)}灵璧分公司"},
        LATER | {"uscc": kit.code(5)},
        LATER | {"uscc": kit.code(0)[:-1] + "I"},
        LATER | {"industry": "房屋建筑施工"},
        LATER | {"region_code": "340104", "jurisdiction": "合肥市蜀山区", "address": "合肥市蜀山区望江路1号"},
        LATER | {"policy_no": "PX00000000000"},
        LATER | {"period_end": None},
    ],
    ids=["renewal", "renewal on the last day", "branch", "another code", "no code", "building sites", "another place",
         "number cut off", "end unread"],
)  # fmt: skip
def test_policies_that_are_no_second_insurance(changes: dict[str, Any]) -> None:
    assert told([insured(0, **YEAR), insured(1, **changes)], "insured_twice") == {}


@pytest.mark.parametrize(
    ("changes", "told_twice"),
    [
        ({}, True),
        ({"insured": "青禾便利店", "policyholder": "青禾便利店"}, False),
        ({"region_code": "340104", "jurisdiction": "合肥市蜀山区", "address": "合肥市蜀山区望江路1号"}, False),
    ],
    ids=["a company", "a shop", "another county"],
)
def test_a_policy_without_a_code_is_compared_by_the_whole_name(changes: dict[str, Any], told_twice: bool) -> None:
    names = {name: value for name, value in changes.items() if name in ("insured", "policyholder")}
    pair = [insured(0, **YEAR | names), insured(1, **LATER | {"uscc": None} | changes)]
    assert bool(told(pair, "insured_twice")) is told_twice


@pytest.mark.parametrize(
    ("changes", "told_twice"), [(LATER, True), (YEAR | {"insurer": "青山财产保险股份有限公司"}, True), (YEAR, False)]
)
def test_two_policies_of_one_filing_are_compared_too(changes: dict[str, Any], told_twice: bool) -> None:
    own: dict[str, Any] = {"uscc": kit.code(0), "policyholder": kit.client(0), "insured": kit.client(0)}
    second = papers.policy(path="又一份.pdf", policy_no="QS777000000001", **own, **changes)
    assert bool(told([insured(0, second, **YEAR)], "insured_twice")) is told_twice


def test_a_risk_shared_by_insurers_is_insured_once() -> None:
    shared = papers.policy(path="共保.pdf", policy_no="PX-SHARED-77", uscc=kit.code(0), insured=kit.client(0),
                           policyholder=kit.client(0), clauses=None, **LATER)  # fmt: skip
    agreed = papers.rows([{"text": "本保单由甲公司与乙公司共同承保，份额各半", "topic": "other"}])
    shared = replace(shared, tables={**shared.tables, "special_agreements": agreed})
    other = archive_filing("F9", shared)
    assert told([insured(0, **YEAR), other], "insured_twice") == {}


def archive_filing(name: str, *records: Any, manifest: Manifest | None = None) -> Any:
    from validators import assemble

    return assemble(list(records), manifest, name)


# --- one expert in two places -------------------------------------------------------------------------------------------

HEFEI = {"region_code": "340104", "jurisdiction": "合肥市蜀山区", "address": "安徽省合肥市蜀山区望江路1号"}
HANGZHOU = {"region_code": "330106", "jurisdiction": "杭州市西湖区", "address": "浙江省杭州市西湖区文三路2号"}
ONE_DAY = {"service_start": date(2024, 4, 11), "service_end": date(2024, 4, 11)}


def visit(nth: int, place: dict[str, Any] | None = None, **changes: Any) -> Any:
    return filing(nth, report(nth, **(ONE_DAY | changes)), **(place or {}))


def test_an_expert_in_two_cities_on_one_day_is_for_a_person_to_look_at() -> None:
    pair = [visit(0), visit(1, HEFEI, experts=("丙某", "乙某"))]
    assert told(pair, "expert_in_two_places") == {"F0": [(UNDECIDED, NOTE)], "F1": [(UNDECIDED, NOTE)]}
    (finding,) = found(pair, "expert_in_two_places")["F0"]
    assert (finding.params["experts"], finding.params["city"], finding.params["other_city"]) == (
        "乙某",
        "宿州市",
        "合肥市",
    )
    assert [(place.path, place.field) for place in finding.evidence] == [
        ("报告.pdf", "experts"), ("报告.pdf", "service_start"), ("F1/报告.pdf", "experts"),
    ]  # fmt: skip


def test_a_branch_is_its_agency_and_its_people_may_share_names() -> None:
    branch = {"service_org": "安徽安衡技术服务有限公司杭州分公司"}
    trip = [visit(0), visit(1, HEFEI), visit(2, HANGZHOU, **branch)]
    assert told(trip, "expert_in_two_places")["F2"] == [(UNDECIDED, NOTE)]


def test_three_cities_on_one_day_are_a_warning() -> None:
    trip = [visit(0), visit(1, HEFEI), visit(2, HANGZHOU)]
    assert told(trip, "expert_in_two_places") == {name: [(VIOLATED, WARNING)] for name in ("F0", "F1", "F2")}


@pytest.mark.parametrize(
    "changes",
    [
        {"service_start": date(2024, 4, 12), "service_end": date(2024, 4, 12)},
        {"service_end": date(2024, 4, 13)},
        {"service_org": "浙江安衡技术服务有限公司"},
        {"service_org": None},
        {"experts": ("丙某",)},
        {"experts": None},
        {"service_types": ("training",)},
        {"report_no": "R-0"},
        {"client": "另一家企业有限公司"},
    ],
    ids=["next day", "several days", "another agency", "agency unread", "another expert", "experts unread", "lecture", "one report",
         "a report on somebody else"],
)  # fmt: skip
def test_visits_that_do_not_clash(changes: dict[str, Any]) -> None:
    assert told([visit(0), visit(1, HEFEI, **changes)], "expert_in_two_places") == {}


def test_two_enterprises_of_one_city_may_be_visited_on_one_day() -> None:
    lingbi = {"region_code": "341323", "jurisdiction": "宿州市灵璧县", "address": "安徽省宿州市灵璧县1号"}
    assert told([visit(0), visit(1), visit(2, lingbi)], "expert_in_two_places") == {}


# --- fees booked twice --------------------------------------------------------------------------------------------------


def booked(nth: int, **changes: Any) -> Any:
    return filing(nth, ledger(spend(f"PX{nth:012}", **changes), path=f"台账{nth}.xlsx"))


def test_one_voucher_under_two_policies_may_be_a_shared_cost() -> None:
    pair = [booked(0), booked(1)]
    assert told(pair, "fee_booked_twice") == {"F0": [(UNDECIDED, NOTE)], "F1": [(UNDECIDED, NOTE)]}
    (finding,) = found(pair, "fee_booked_twice")["F0"]
    assert finding.params["amount"] == Decimal(1200)
    assert [place.path for place in finding.evidence] == ["台账0.xlsx", "F1/台账1.xlsx"]
    assert all(place.span for place in finding.evidence)


def test_a_payment_for_one_named_enterprise_in_the_book_of_another_is_booked_twice() -> None:
    item = f"{kit.client(0)}隐患排查服务费"
    pair = [booked(0, item=item), booked(1, item=item)]
    assert told(pair, "fee_booked_twice") == {"F0": [(VIOLATED, WARNING)], "F1": [(VIOLATED, WARNING)]}
    both = [booked(0, item=item), booked(1, item=f"{kit.client(1)}隐患排查服务费")]
    assert told(both, "fee_booked_twice") == {"F0": [(UNDECIDED, NOTE)], "F1": [(UNDECIDED, NOTE)]}


@pytest.mark.parametrize(
    "changes",
    [{"voucher": None}, {"voucher": "记-0183"}, {"date": date(2024, 5, 7)}, {"amount": Decimal(1201)}, {"payee": "另一机构有限公司"},
     {"item": "安全培训费三家均摊"}, {"kind": "extract"}, {"policy_no": "PX000000000000"}],
    ids=["no voucher", "another voucher", "another day", "another sum", "another payee", "shared by its own words", "set aside",
         "a line of the other policy"],
)  # fmt: skip
def test_payments_that_are_no_second_booking(changes: dict[str, Any]) -> None:
    assert told([booked(0), booked(1, **changes)], "fee_booked_twice") == {}


@pytest.mark.parametrize(
    ("changes", "times"),
    [
        ({}, 2),
        ({"item": "安全培训费"}, 0),
        ({"voucher": "记-0183"}, 0),
        ({"policy_no": "PX000000000001"}, 0),
        ({"amount": Decimal(1300)}, 0),
        ({"voucher": None}, 0),
    ],
)
def test_a_payment_that_stands_twice_in_one_book_is_for_a_person_to_look_at(
    changes: dict[str, Any], times: int
) -> None:
    book = ledger(spend("PX000000000000"), spend("PX000000000000", **changes))
    told_ = [f for f in archive.within(filing(0, book)) if f.type == "fee_booked_twice"]
    assert [(f.verdict.value, f.severity.value, f.params["times"], len(f.evidence)) for f in told_] == (
        [(UNDECIDED, NOTE, 2, 2)] if times else []
    )
    taken_back = ledger(*[spend("PX000000000000")] * 2, spend("PX000000000000", amount=Decimal(-1200)))
    assert not [f for f in archive.within(filing(0, taken_back)) if f.type == "fee_booked_twice"]


def test_without_a_voucher_the_enterprise_that_was_served_tells_the_payment() -> None:
    named = {"voucher": None, "item": f"{kit.client(0)}隐患排查服务费"}
    books = [filing(n, ledger(spend(f"PX{n:012}", **named), path=f"{n}.xlsx")) for n in (0, 1)]
    assert told(books, "fee_booked_twice") == {"F0": [(VIOLATED, WARNING)], "F1": [(VIOLATED, WARNING)]}
    (finding,) = found(books, "fee_booked_twice")["F1"]
    assert say(finding).startswith(f"“{kit.client(0)}隐患排查服务费”（")
    assert "请人工核对" not in say(finding)


def test_a_lecture_for_several_enterprises_is_not_decided() -> None:
    item = f"{kit.client(0)}安全培训费"
    assert told([booked(0, item=item), booked(1, item=item)], "fee_booked_twice")["F0"] == [(UNDECIDED, NOTE)]


def test_the_same_book_in_many_filings_is_one_book() -> None:
    book = ledger(spend("PX000000000000"), spend("PX000000000001"), sha="one")
    assert told([filing(0, book), filing(1, book)], "fee_booked_twice") == {}


def test_another_insurer_has_vouchers_of_its_own() -> None:
    other = filing(1, ledger(spend("PX000000000001")), insurer="中国平安财产保险股份有限公司")
    assert told([booked(0), other], "fee_booked_twice") == {}


# --- a ledger's sums ----------------------------------------------------------------------------------------------------

FEES = [filing(n) for n in (1, 2, 3)]  # 1350 yuan each


def book(*amounts: int, **more: Any) -> Any:
    return filing(0, ledger(*(extract(f"PX{n:012}", amount) for n, amount in enumerate(amounts, 1))), **more)


def test_sums_that_agree_with_the_fees_are_in_order() -> None:
    assert told([book(1350, 1350, 1350), *FEES], "ledger_sum_mismatch") == {}
    assert told([book(1350, 1351, 1350), *FEES], "ledger_sum_mismatch") == {}  # whole yuan


def test_more_set_aside_than_the_policies_say_is_a_warning() -> None:
    archived = [book(1350, 1650, 1350), *FEES]
    assert told(archived, "ledger_sum_mismatch") == {"F0": [(VIOLATED, WARNING)]}
    (finding,) = found(archived, "ledger_sum_mismatch")["F0"]
    assert [finding.params[n] for n in ("policies", "extracted", "fees", "difference", "missing")] == [
        3,
        4350,
        4050,
        300,
        0,
    ]
    assert finding.params["first_policy"] == "PX000000000002"
    assert [(place.path, place.field) for place in finding.evidence] == [
        ("台账.xlsx", "rows"),
        ("F2/保险单.pdf", "prevention_fee"),
    ]


def test_what_is_not_here_or_not_set_aside_yet_leaves_the_sum_open() -> None:
    assert told([book(1350, 1650, 1350), *FEES[:2]], "ledger_sum_mismatch") == {"F0": [(UNDECIDED, NOTE)]}
    assert told([book(1350, 650, 1350), *FEES], "ledger_sum_mismatch") == {"F0": [(UNDECIDED, NOTE)]}
    twice = filing(0, ledger(extract("PX000000000001", 1350), extract("PX000000000001", 1350)))
    assert told([twice, *FEES], "ledger_sum_mismatch") == {"F0": [(UNDECIDED, NOTE)]}
    unread = [book(1350, 9999), FEES[0], filing(2, prevention_fee=None, prevention_fee_ratio=None)]
    assert told(unread, "ledger_sum_mismatch") == {}
    assert told([book(9999)], "ledger_sum_mismatch") == {}  # a book of policies that are elsewhere


# --- rosters ------------------------------------------------------------------------------------------------------------


def line(nth: int, **changes: Any) -> dict[str, Any]:
    return {"enterprise": kit.client(nth), "uscc": kit.code(nth), "headcount": 40} | changes


def listed(*lines: dict[str, Any], complete: bool = False, **more: Any) -> Any:
    known = Manifest("R", parameters={"archive_complete": True} if complete else {})
    return archive_filing("R", roster(*lines, **more), manifest=known)


def test_due_enterprises_without_a_policy_are_undecided_unless_the_archive_is_said_to_be_complete() -> None:
    lines = [line(n) for n in (1, 2, 7)]
    assert told([listed(*lines), *FEES], "due_without_policy") == {"R": [(UNDECIDED, NOTE)]}
    whole = [listed(*lines, complete=True), *FEES]
    assert told(whole, "due_without_policy") == {"R": [(VIOLATED, WARNING)]}
    (finding,) = found(whole, "due_without_policy")["R"]
    assert (finding.params["missing"], finding.params["names"]) == (1, kit.client(7))
    assert [place.field for place in finding.evidence] == ["enterprises"]


def test_each_enterprise_that_surely_has_no_policy_is_told_by_itself() -> None:
    lines = [line(1), line(7), line(8), line(9, uscc=None)]
    told_ = found([listed(*lines, complete=True), *FEES], "due_without_policy")["R"]
    assert [(f.verdict.value, f.params["names"], f.params["missing"]) for f in told_] == [
        (VIOLATED, kit.client(7), 1), (VIOLATED, kit.client(8), 1), (UNDECIDED, kit.client(9), 1),
    ]  # fmt: skip
    assert len({f.fingerprint for f in told_}) == 3


def test_what_no_line_of_a_roster_tells_is_asked_once() -> None:
    def asked(*lines: dict[str, Any]) -> list[tuple[str, str, Any]]:
        found_ = judge(listed(*lines), shipped()).open
        return [
            (f.verdict.value, f.subject, f.params["enterprise"]) for f in found_ if f.type == "uninsured_fine_range"
        ]

    lines = [line(n) for n in (1, 2, 7)]
    assert asked(*lines) == [(UNDECIDED, "清单.xlsx", None)]
    assert len(asked(line(1, insured=True), *lines[1:])) == 2


def test_a_roster_whose_enterprises_are_all_insured_is_in_order() -> None:
    assert told([listed(line(1), line(2, uscc=None), complete=True), *FEES], "due_without_policy") == {}


def test_a_roster_of_another_place_says_nothing_about_this_archive() -> None:
    assert told([listed(line(7), line(8)), *FEES], "due_without_policy") == {}


def test_enterprises_that_need_not_insure_are_not_missed() -> None:
    lines = [line(1), line(7, is_due=False)]
    assert told([listed(*lines, complete=True, scope=None), *FEES], "due_without_policy") == {}
    unsaid = [line(1), line(7)]
    assert told([listed(*unsaid, complete=True, scope=None), *FEES], "due_without_policy") == {}


def test_absence_of_one_without_a_code_or_a_day_is_never_sure() -> None:
    assert told([listed(line(1), line(7, uscc=None), complete=True), *FEES], "due_without_policy")["R"] == [
        (UNDECIDED, NOTE)
    ]
    assert told([listed(line(1), line(7), complete=True, day=None), *FEES], "due_without_policy")["R"] == [
        (UNDECIDED, NOTE)
    ]


def test_absence_is_never_sure_where_a_policy_or_a_paper_was_not_read() -> None:
    nobodys = filing(4, uscc=None)
    lost = filing(4, replace(papers.report(), pages_read={"failed": (2,)}))
    for other in (nobodys, lost):
        (finding,) = found([listed(line(1), line(7), complete=True), *FEES, other], "due_without_policy")["R"]
        assert (finding.verdict.value, finding.severity.value) == (UNDECIDED, NOTE)
        assert "归档是否齐全未知" not in say(finding)  # it was told that it is


def test_an_enterprise_with_more_policies_than_are_looked_at_is_not_missed() -> None:
    many = [filing(n, uscc=kit.code(1), **period(date(2020, 1, 1), date(2020, 12, 31))) for n in range(30, 51)]
    assert told([listed(line(1), complete=True), *many], "due_without_policy") == {}


def test_a_branch_may_be_insured_by_its_parent() -> None:
    branch = line(7, enterprise=f"{kit.client(1)}灵璧分公司")
    assert told([listed(line(1), branch, complete=True), *FEES], "due_without_policy") == {}


def test_a_policy_that_is_over_on_the_day_is_none() -> None:
    late = listed(line(1), complete=True, day=date(2025, 6, 1))
    assert told([late, *FEES], "due_without_policy") == {"R": [(VIOLATED, WARNING)]}


@pytest.mark.parametrize(
    ("heads", "more", "expected"),
    [(40, {}, {}), (60, {}, {"R": [(VIOLATED, NOTE)]}), (42, {}, {"R": [(UNDECIDED, NOTE)]}), (None, {}, {}),
     (60, {"day": None}, {"R": [(UNDECIDED, NOTE)]})],
    ids=["as many", "many more", "two more", "unread", "no day"],
)  # fmt: skip
def test_staff_that_the_policy_does_not_insure(heads: int | None, more: dict[str, Any], expected: Any) -> None:
    assert told([listed(line(1, headcount=heads), **more), *FEES], "fewer_insured_than_roster") == expected


# --- premium per head ---------------------------------------------------------------------------------------------------


def paying(premiums: list[int]) -> list[Any]:
    return [filing(n, premium=Decimal(premium), premium_words=None) for n, premium in enumerate(premiums)]


@pytest.fixture(scope="module")
def usual() -> list[Any]:
    return paying([8800 + 20 * n for n in range(30)])


def test_a_premium_far_from_the_sectors_is_for_a_person_to_look_at(usual: list[Any]) -> None:
    odd = filing(40, premium=Decimal(900), premium_words=None)
    assert told([*usual, odd], "premium_per_head_outlier") == {"F40": [(UNDECIDED, NOTE)]}
    (finding,) = found([*usual, odd], "premium_per_head_outlier")["F40"]
    assert (finding.params["per_head"], finding.params["policies"]) == (Decimal("22.5"), 31)
    assert [place.field for place in finding.evidence] == ["premium", "insured_count"]


def test_premiums_that_are_usual_or_of_too_few_say_nothing(usual: list[Any]) -> None:
    double = filing(40, premium=Decimal(18000), premium_words=None)
    assert told([*usual, double], "premium_per_head_outlier") == {}
    odd = filing(40, premium=Decimal(900), premium_words=None)
    assert told([*usual[:20], odd], "premium_per_head_outlier") == {}
    elsewhere = filing(40, premium=Decimal(900), premium_words=None, industry="房屋建筑施工")
    assert told([*usual, elsewhere], "premium_per_head_outlier") == {}
    assert POLICY["insured_count"] == 40


# --- wording ------------------------------------------------------------------------------------------------------------

FORM = [
    "安全生产责任保险事故预防服务报告",
    "服务机构及人员签字确认栏目",
    "本次服务依据相关法律法规及技术标准开展现场工作",
    "客户对服务过程和结果的评价意见如下所示",
]
PROSE = [
    f"第{chr(0x4E00 + 91 * n)}{chr(0x5E00 + 83 * n)}处{chr(0x6C00 + 71 * n)}设施{chr(0x7E00 + 61 * n)}情况说明"
    for n in range(60)
]


def prose(nth: int, lines: list[str]) -> Any:
    return filing(nth, report(nth, words=[*FORM, *lines], service_types=("inspection",)))


@pytest.fixture(scope="module")
def peers() -> list[Any]:
    """Reports of one agency in one form, each with words of its own."""
    own = [
        [
            f"{chr(0x5000 + 977 * n + 7 * m)}{chr(0x9000 + 31 * n + m)}间{chr(0x6000 + 53 * n + 3 * m)}须{m}"
            for m in range(40)
        ]
        for n in range(13)
    ]
    return [prose(n + 20, words) for n, words in enumerate(own)]


def test_prose_of_one_report_in_that_of_another_enterprise_is_for_a_person_to_look_at(peers: list[Any]) -> None:
    pair = [prose(0, PROSE), prose(1, PROSE)]
    assert told([*peers, *pair], "evidence_reused") == {"F0": [(UNDECIDED, NOTE)], "F1": [(UNDECIDED, NOTE)]}
    (finding,) = found([*peers, *pair], "evidence_reused")["F0"]
    assert (finding.params["likeness"], finding.params["other_filing"]) == ("same_wording", "F1")


def test_a_form_that_many_reports_share_is_no_reuse(peers: list[Any]) -> None:
    assert told(peers, "evidence_reused") == {}
    many = [prose(n, PROSE) for n in range(6)]
    assert told([*peers, *many], "evidence_reused") == {}


def test_where_the_agencys_form_is_not_known_nothing_is_said(peers: list[Any]) -> None:
    assert told([prose(0, PROSE), prose(1, PROSE), *peers[:5]], "evidence_reused") == {}
    assert of_words(PROSE).words != of_words(FORM).words


# --- the order of filings ------------------------------------------------------------------------------------------------

AUGUST = period(date(2024, 8, 1), date(2025, 7, 31))


@pytest.mark.parametrize(
    ("type_", "several"),
    [
        ("expert_in_two_places", [visit(0), visit(1, HEFEI), visit(2, HANGZHOU)]),
        ("insured_twice", [insured(0, **YEAR), insured(1, **LATER), insured(2, **AUGUST)]),
        ("fee_booked_twice", [booked(0), booked(1), booked(2)]),
        ("policy_no_reused", [filing(nth, policy_no="PX1") for nth in range(3)]),
        ("evidence_reused", [filing(nth, replace(report(7), sha256="one")) for nth in range(3)]),
    ],
)
def test_the_order_of_filings_changes_no_word(type_: str, several: list[Any]) -> None:
    """A check and an audit go through the same papers in different orders, and say the same."""
    there, back = found(several, type_), found(several[::-1], type_)
    assert len(there) == 3
    assert there == back
