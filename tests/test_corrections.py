"""Corrections: every field of every kind, what follows from one, and what the rules then say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import extractor
import validators
from api.records import fields as catalogue
from api.records.codec import record_from_json, record_to_json
from api.records.corrections import BY_HAND, HOW, BadTarget, Correction, apply, field_of, target_of
from api.records.fields import BadValue, Field, paper, parse
from extractor.clauses import recognise
from extractor.document import Box
from extractor.record import Reading, Record, Row, Witness
from extractor.span import Span
from extractor.values.dates import Moment
from tests import filings
from validators import report_json
from validators.law.pack_reading import shipped

ROOT = Path(__file__).parents[1]
AT = datetime(2025, 9, 1, 9, 30, tzinfo=UTC)
TYPED = {
    "text": "安徽省宿州市埇桥区汴阳街道一号", "number": "PZIT202534130099", "uscc": "91100000710931483R",
    "region": "341302", "money": "30万元", "ratio": "12%", "day": "2025年3月29日", "moment": "2025-02-28T24:00",
    "count": "41", "flag": "否", "names": "张卫东、杨丽华", "lines": "宿州市应急管理局\n宿州市财政局",
}  # fmt: skip


def correct(target: str, value: str | None, **more: Any) -> Correction:
    return Correction(target, value, "与纸面不符", "li", AT, **more)


def typed(entry: Field) -> str:
    """Words that write a value of the entry's type."""
    base = entry.type.partition(":")[0]
    return TYPED[base] if base in TYPED else next(iter(catalogue.codes(entry.type).values()))[0]


# --- every field and column -------------------------------------------------------------------------------------------

FIELDS = [(kind, entry) for kind in catalogue.kinds() for entry in paper(kind).fields.values()]
COLUMNS = [
    (kind, table.name, entry)
    for kind in catalogue.kinds()
    for table in paper(kind).tables.values()
    for entry in table.columns.values()
]
ELSEWHERE = Span("原文", 2, (Box(10.0, 20.0, 30.0, 40.0),))


@pytest.mark.parametrize(("kind", "entry"), FIELDS, ids=[f"{kind}.{entry.name}" for kind, entry in FIELDS])
def test_every_field_can_be_given_replaced_and_taken_away(kind: str, entry: Field) -> None:
    target, words = f"fields.{entry.name}", typed(entry)
    absent = Record("a.pdf", "0", kind)
    given_ = apply(absent, [correct(target, words)]).fields[entry.name]
    assert (given_.value, given_.how, given_.confidence) == (parse(entry.type, words), HOW, 1.0)
    assert given_.span == Span("", where=BY_HAND)
    rival = Reading("另", ELSEWHERE)
    names = {entry.name, entry.repeats or entry.name}
    present = replace(absent, fields={name: Reading("旧", ELSEWHERE, "label", 0.5, (rival,)) for name in names})
    replaced = apply(present, [correct(target, words)]).fields[entry.name]
    assert replaced == Reading(parse(entry.type, words), ELSEWHERE, HOW, 1.0)
    assert entry.name not in apply(present, [correct(target, None)]).fields
    assert present.fields[entry.name].value == "旧"  # what was read stays as it was


@pytest.mark.parametrize(
    ("kind", "table", "entry"), COLUMNS, ids=[f"{kind}.{table}.{entry.name}" for kind, table, entry in COLUMNS]
)
def test_every_column_can_be_given_replaced_and_taken_away(kind: str, table: str, entry: Field) -> None:
    target, words = f"tables.{table}[1].{entry.name}", typed(entry)
    row = Row({entry.name: Reading("旧", ELSEWHERE)}, Span("整行", 2))
    record = Record("a.pdf", "0", kind, tables={table: (row, row, Row({}, row.span))})
    rows = apply(record, [correct(target, words)]).tables[table]
    assert rows[1].cells[entry.name] == Reading(parse(entry.type, words), ELSEWHERE, HOW, 1.0)
    assert rows[0] is row
    assert entry.name not in apply(record, [correct(target, None)]).tables[table][1].cells
    filled = apply(record, [correct(target.replace("[1]", "[2]"), words)]).tables[table][2].cells[entry.name]
    assert filled.span == row.span  # a cell that was empty stands in its row


# --- places, order, removal -------------------------------------------------------------------------------------------


def test_where_the_person_saw_it_is_its_place() -> None:
    seen = correct("fields.premium", "8,000元", page=2, box=Box(1.0, 2.0, 3.0, 4.0))
    reading = apply(filings.policy(), [seen]).fields["premium"]
    assert reading.span == Span("8,000元", 2, (Box(1.0, 2.0, 3.0, 4.0),))


def test_the_later_correction_wins() -> None:
    first, second = correct("fields.premium", "1"), correct("fields.premium", "2")
    assert apply(filings.policy(), [first, second]).value("premium") == 2
    assert apply(filings.policy(), [second, first]).value("premium") == 1
    assert apply(filings.policy(), [correct("fields.premium", None), first]).value("premium") == 1


def test_rows_keep_their_numbers_while_others_go() -> None:
    record = filings.report(hazards=[{"description": name} for name in "甲乙丙"])
    both = [correct("tables.hazards[0]", None), correct("tables.hazards[2].description", "丁")]
    assert [row.value("description") for row in apply(record, both).rows("hazards")] == ["乙", "丁"]
    back = [correct("tables.hazards[0]", None), correct("tables.hazards[0].level", "重大")]
    assert len(apply(record, back).rows("hazards")) == 3


def test_a_row_that_was_missed_is_added_after_the_last() -> None:
    added = [correct("tables.hazards[0].description", "电线裸露"), correct("tables.hazards[0].level", "重大隐患")]
    (row,) = apply(filings.report(), added).rows("hazards")
    assert (row.value("description"), row.value("level"), row.span.where) == ("电线裸露", "重大", BY_HAND)


def test_no_correction_changes_nothing() -> None:
    record = filings.policy()
    assert apply(record, []) is record


@given(st.permutations(["premium", "sign_date", "insured_count", "address", "policy_no"]))
def test_corrections_of_different_fields_may_come_in_any_order(order: list[str]) -> None:
    known = paper("policy").fields
    corrections = {name: correct(f"fields.{name}", typed(known[name])) for name in sorted(order)}
    assert apply(filings.policy(), [corrections[name] for name in order]) == apply(
        filings.policy(), list(corrections.values())
    )


def test_a_corrected_record_can_be_stored() -> None:
    record = apply(filings.policy(), [correct("fields.premium", "8000"), correct("tables.coverages[1]", None)])
    assert record_from_json(json.loads(json.dumps(record_to_json(record)))) == record


# --- refusals ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "value", "says"),
    [
        ("fields.price", "1", "没有字段“price”.*premium"),
        ("fields.rows", "1", "没有字段"),
        ("tables.hazards[0].level", "一般", "没有列表“hazards”.*coverages"),
        ("tables.coverages[0].colour", "红", "没有列“colour”.*per_person"),
        ("tables.coverages[9].premium", "1", r"没有第 9 行.*共 7 行.*coverages\[0\] 至 coverages\[6\]"),
        ("tables.coverages[9]", None, "没有第 9 行"),
        ("tables.coverages[7].premium", None, "没有第 7 行"),
        ("tables.coverages[0]", "没有", "整行只能"),
        ("tables.coverages.premium", "1", "看不懂"),
        ("tables.coverages[01].premium", "1", "看不懂"),
        ("tables.coverages[-1].premium", "1", "看不懂"),
        ("kind", "policy", "看不懂"),
        ("witnesses.hazards", "是", "没有完整性“hazards”.*coverages"),
    ],
)
def test_what_the_paper_cannot_say_is_refused_with_what_it_can(target: str, value: str | None, says: str) -> None:
    with pytest.raises(BadTarget, match=says):
        apply(filings.policy(), [correct(target, value)])


def test_a_wrong_value_is_refused_with_the_name_of_the_field() -> None:
    with pytest.raises(BadValue, match=r"签单日期：“2023-02-30”不是一个日期.*2025年3月29日"):
        apply(filings.policy(), [correct("fields.sign_date", "2023-02-30")])


def test_a_paper_of_unknown_kind_has_nothing_to_correct() -> None:
    with pytest.raises(BadTarget, match="没有字段"):
        apply(Record("a.pdf", "0", "unknown"), [correct("fields.premium", "1")])


def test_label_and_type_of_a_target_are_to_be_had() -> None:
    entry = field_of("policy", target_of("tables.coverages[2].per_person"))
    assert (entry.zh, entry.type) == ("每人限额", "money")


# --- what follows -----------------------------------------------------------------------------------------------------


def reading(value: Any, how: str = "label", text: str = "原文") -> Reading[Any]:
    return Reading(value, Span(text, 1), how, 0.9)


def with_fields(kind: str, **readings: Reading[Any]) -> Record:
    return Record("a.pdf", "0", kind, readings)


PLACED = with_fields(
    "policy",
    address=reading("安徽省宿州市埇桥区汴阳街道一号"),
    jurisdiction=reading("宿州市埇桥区", "derived:address"),
    region_code=reading("341302", "derived:address"),
)


def place_of(record: Record) -> tuple[Any, Any]:
    return record.value("region_code"), record.value("jurisdiction")


def test_the_place_follows_the_address() -> None:
    moved = apply(PLACED, [correct("fields.address", "浙江省绍兴市上虞区百官街道二号")])
    assert place_of(moved)[0].startswith("330604")
    assert moved.fields["region_code"].how == "derived:address"
    assert moved.fields["region_code"].span == PLACED.fields["address"].span
    assert place_of(apply(PLACED, [correct("fields.address", None)])) == (None, None)


def test_a_place_given_by_hand_stays_and_its_twin_follows_it() -> None:
    by_hand = correct("fields.region_code", "330604")
    both = [by_hand, correct("fields.address", "安徽省宿州市埇桥区三号")]
    assert place_of(apply(PLACED, [by_hand])) == ("330604", "绍兴市上虞区")
    assert place_of(apply(PLACED, both)) == ("330604", "绍兴市上虞区")
    assert place_of(apply(PLACED, [correct("fields.jurisdiction", "绍兴市上虞区")])) == ("330604", "绍兴市上虞区")


def test_a_place_read_in_its_own_place_is_left_alone() -> None:
    read = replace(PLACED, fields={**PLACED.fields, "region_code": reading("341302"), "jurisdiction": reading("某地")})
    assert place_of(apply(read, [correct("fields.address", "浙江省绍兴市上虞区百官街道二号")])) == ("341302", "某地")


def test_the_insured_follows_the_policyholder_only_where_it_was_taken_from_it() -> None:
    same = with_fields("policy", policyholder=reading("甲公司"), insured=reading("甲公司", "same", "同投保人"))
    changed = apply(same, [correct("fields.policyholder", "乙公司")])
    assert changed.value("insured") == "乙公司"
    assert changed.fields["insured"].span.text == "同投保人"
    own = with_fields("policy", policyholder=reading("甲公司"), insured=reading("甲公司"))
    assert apply(own, [correct("fields.policyholder", "乙公司")]).value("insured") == "甲公司"
    kept = apply(same, [correct("fields.policyholder", "乙公司"), correct("fields.insured", "丙公司")])
    assert kept.value("insured") == "丙公司"


def test_the_premium_follows_its_words_only_where_it_was_taken_from_them() -> None:
    taken = with_fields("policy", premium=reading(Decimal(9), "words"), premium_words=reading(Decimal(9)))
    assert apply(taken, [correct("fields.premium_words", "拾元整")]).value("premium") == 10
    assert apply(taken, [correct("fields.premium", "8")]).value("premium_words") == 9


def test_an_end_that_was_counted_goes_with_its_start() -> None:
    counted = with_fields(
        "policy",
        period_start=reading(Moment(date(2024, 3, 1))),
        period_end=reading(Moment(date(2025, 3, 1)), "arithmetic"),
    )
    assert apply(counted, [correct("fields.period_start", "2024-04-01 00:00")]).value("period_end") is None
    printed = replace(counted, fields={**counted.fields, "period_end": reading(Moment(date(2025, 3, 1)))})
    assert apply(printed, [correct("fields.period_start", "2024-04-01 00:00")]).value("period_end") is not None


def schedule(**cells: Any) -> Record:
    limit = Reading(Decimal(50000), Span("5万", 1, (Box(1.0, 1.0, 2.0, 2.0),)), "table", 0.9)
    row = Row({"code": reading("medical"), "per_person": limit, **cells}, Span("医疗", 1))
    return Record("a.pdf", "0", "policy", {"medical_limit": limit}, {"coverages": (row,)})


@pytest.mark.parametrize(
    ("correction", "limit"),
    [
        (correct("tables.coverages[0].per_person", "6万元"), Decimal(60000)),
        (correct("tables.coverages[0].name", "医疗费用"), Decimal(50000)),
        (correct("tables.coverages[0].per_person", None), None),
        (correct("tables.coverages[0].code", "救援"), None),
        (correct("tables.coverages[0]", None), None),
    ],
)
def test_a_limit_taken_from_the_schedule_follows_its_line(correction: Correction, limit: Decimal | None) -> None:
    if correction.value_text == "救援":
        correction = replace(correction, value_text="应急救援费用")
    assert apply(schedule(), [correction]).value("medical_limit") == limit


def test_covers_no_longer_known_to_be_whole_when_they_do_not_add_up() -> None:
    whole = Witness(True, True, "item premiums add up to the total")
    record = replace(filings.policy(), witnesses={"coverages": whole})
    assert apply(record, [correct("fields.insured_count", "39")]).witnesses["coverages"] == whole
    assert not apply(record, [correct("tables.coverages[0].premium", "1")]).witnesses["coverages"].complete
    moved = [correct("tables.coverages[0].premium", "5,000"), correct("fields.premium", "8,000")]
    assert apply(record, moved).witnesses["coverages"].complete


def test_a_person_may_vouch_that_a_list_was_read_whole_or_was_not() -> None:
    record = filings.policy(whole=False)
    vouched = apply(record, [correct("witnesses.coverages", "是")]).witnesses["coverages"]
    assert (vouched.found, vouched.complete, vouched.why) == (True, True, "confirmed by a person")
    assert not apply(record, [correct("witnesses.coverages", "否")]).witnesses["coverages"].complete
    assert "coverages" not in apply(record, [correct("witnesses.coverages", None)]).witnesses


CHARGED = "保险费由从业人员个人承担。"


def agreed(text: str) -> Record:
    said = [
        {"code": m.code, "text": text[m.start : m.stop], "words": m.words} for m in recognise(text)
    ]  # as the extractor writes them
    tables = {
        "special_agreements": filings.rows([{"text": text, "topic": "prohibited"}]),
        "clauses": filings.rows(said),
    }
    return Record("a.pdf", "0", "policy", {}, tables)


def test_what_an_agreement_says_is_read_anew() -> None:
    record = agreed(CHARGED)
    assert [row.value("code") for row in record.rows("clauses")] == ["premium_charged_to_workers"]
    changed = apply(record, [correct("tables.special_agreements[0].text", "保险费不得以任何方式摊派给从业人员个人。")])
    assert [row.value("code") for row in changed.rows("clauses")] == ["neg_premium"]
    assert changed.rows("special_agreements")[0].value("topic") == "neg_premium"
    assert not apply(record, [correct("tables.special_agreements[0]", None)]).rows("clauses")


def test_a_document_cited_in_an_agreement_follows_its_words() -> None:
    text = "依据应急监二〔2023〕84号。"
    record = agreed(text)
    record = replace(
        record, tables={**record.tables, "citations": filings.rows([{"doc_number": "应急监二〔2023〕84号"}])}
    )
    changed = apply(record, [correct("tables.special_agreements[0].text", text.replace("84", "48"))])
    assert [row.value("doc_number") for row in changed.rows("citations")] == ["应急监二〔2023〕48号"]


def test_fields_that_list_or_count_rows_follow_the_rows() -> None:
    hazards = [{"description": "甲"}]
    record = filings.report(hazards=hazards, hazard_list_present=True)
    record = replace(record, fields={**record.fields, "hazard_list_present": reading(True, "table")})
    record = replace(
        record, tables={**record.tables, "service_types": filings.rows([{"code": "inspection", "printed": "排查"}])}
    )
    assert apply(record, [correct("tables.hazards[0]", None)]).value("hazard_list_present") is False
    changed = apply(record, [correct("tables.service_types[0].code", "应急演练")])
    assert changed.value("service_types") == ("drill",)


def test_what_follows_from_a_notice() -> None:
    record = with_fields(
        "notice",
        title=reading("关于印发甲的通知"), genre=reading("通知", "derived:title"), binding=reading(True, "derived:title"),
        stage=reading("正式", "derived:title"),
        doc_number=reading("虞安办〔2021〕29号"), doc_no=reading("虞安办〔2021〕29号"),
        issuers=reading(("甲局", "乙局")), issuer=reading("甲局"),
        date_issued=reading(date(2024, 1, 1)), issue_date=reading(date(2024, 1, 1)),
        effective_from=reading(date(2024, 1, 1), "derived:date_issued", "自印发之日起"),
        effective_to=reading(date(2024, 12, 31), "derived:effective_from"),
    )  # fmt: skip
    changed = apply(
        record,
        [
            correct("fields.title", "关于做好安全生产责任保险工作的通知（征求意见稿）"),
            correct("fields.issue_date", "2024-02-01"),
            correct("fields.doc_no", "虞安办〔2021〕30号"),
            correct("fields.issuers", "绍兴市上虞区应急管理局"),
        ],
    )
    assert (changed.value("stage"), changed.value("binding")) == ("征求意见稿", False)
    assert changed.value("date_issued") == changed.value("issue_date") == date(2024, 2, 1)
    assert changed.value("effective_from") == date(2024, 2, 1)
    assert changed.fields["effective_from"].span.text == "自印发之日起"
    assert changed.value("effective_to") is None
    assert changed.value("doc_number") == changed.value("doc_no") == "虞安办〔2021〕30号"
    assert changed.value("issuer") == "绍兴市上虞区应急管理局"
    assert changed.value("region_code") == "330604"


# --- what the rules then say ------------------------------------------------------------------------------------------


@cache
def low_fee() -> tuple[Record, ...]:
    papers = sorted(p for p in (ROOT / "samples" / "suzhou-low-fee").iterdir() if p.suffix != ".json")
    return tuple(extractor.examine([(p.name, p.read_bytes())]) for p in papers)


def violated(corrections: dict[str, list[Correction]]) -> set[str]:
    records = [apply(record, corrections.get(record.kind, [])) for record in low_fee()]
    filing = validators.assemble(records, validators.Manifest("suzhou-low-fee", date(2025, 9, 1)))
    judged = report_json.to_json(validators.validate(filing, shipped()))
    return {finding["type"] for finding in judged["findings"] if finding["verdict"] == "violated"}


def to_percent(percent: int) -> Iterator[Correction]:
    (policy,) = (record for record in low_fee() if record.kind == "policy")
    fee = (policy.value("premium") * percent / 100).quantize(Decimal("0.01"))
    yield correct("fields.prevention_fee_ratio", f"{percent}%")
    yield correct("fields.prevention_fee", f"{fee}元")


def test_correcting_the_fee_makes_the_finding_vanish_and_a_wrong_one_brings_it_back() -> None:
    wrong = "prevention_fee_below_minimum"
    assert wrong in violated({})
    assert wrong not in violated({"policy": [*to_percent(12)]})
    assert wrong in violated({"policy": [*to_percent(12), *to_percent(8)]})


@pytest.mark.parametrize("number", range(3))
def test_every_value_read_may_be_typed_again_and_nothing_else_changes(number: int) -> None:
    record = low_fee()[number]
    for name, read in record.fields.items():
        words = catalogue.to_input(paper(record.kind).fields[name].type, read.value)
        changed = apply(record, [correct(f"fields.{name}", words)])
        assert changed.value(name) == read.value
        assert changed.fields[name].span == read.span
        others = {other: r for other, r in changed.fields.items() if other != name}
        assert others == {other: r for other, r in record.fields.items() if other != name}
        assert (changed.tables, changed.witnesses) == (record.tables, record.witnesses)
