"""The catalogue of fields: whole against docs/fields.md and the samples, and its values come back from the edit box."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import extractor
from api.records import fields
from api.records.fields import BadValue, Field, paper, parse, show, to_input
from extractor.clauses.further import phrases
from extractor.clauses.rules import rulebook
from extractor.kinds import KINDS
from extractor.record import Reading, Record
from extractor.values.dates import Moment
from extractor.values.money import to_words

ROOT = Path(__file__).parents[1]
PAPERS = [
    *sorted((ROOT / "samples").glob("suzhou-*/[!m]*")),
    *sorted((ROOT / "samples" / "yueqing-contract").glob("[!m]*")),
    *sorted((ROOT / "tests" / "data" / "notices").glob("*.txt")),
]
INNER = {"lines", "obligations", "told_authority"}
"""The whole text of a notice and what it demands, and what a letter tells an authority: nobody edits them."""


@cache
def records() -> tuple[Record, ...]:
    return tuple(extractor.examine([(path.name, path.read_bytes())]) for path in PAPERS)


def readings(record: Record) -> Iterator[tuple[str, Field, Reading[Any]]]:
    """Every reading of a paper with its place in the catalogue; KeyError where the catalogue has none."""
    known = paper(record.kind)
    for name, reading in record.fields.items():
        yield name, known.fields[name], reading
    for name in record.tables.keys() - INNER:
        for row in record.tables[name]:
            for column, cell in row.cells.items():
                yield f"{name}.{column}", known.tables[name].columns[column], cell


def documented(kind: str) -> tuple[set[str], dict[str, set[str]]]:
    """Field names, and list → columns, of docs/fields.md."""
    page = (ROOT / "docs" / "fields.md").read_text("utf-8")
    if kind in ("fee_ledger", "claim_record"):
        row = re.search(rf"^\| {kind} \| (.*) \|$", page, re.MULTILINE)
        assert row is not None
        return set(), {"rows": words(row[1])}
    section = re.split(rf"^## {kind} ·", page, flags=re.MULTILINE)[1].split("\n## ")[0]
    names: set[str] = set()
    lists: dict[str, set[str]] = {}
    tables = False
    for line in section.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not line.startswith("|") or cells[0].startswith("---"):
            continue
        if cells[0] in ("field", "table"):
            tables = cells[0] == "table"
        elif tables:
            lists[cells[0]] = words(cells[1])
        else:
            names |= words(cells[0])
    return names, lists


def words(cell: str) -> set[str]:
    """``"code (`a` …), name as printed, amount"`` → {"code", "name", "amount"}."""
    bare = re.sub(r"[（(][^）)]*[）)]", "", cell)
    return {part.split()[0] for part in bare.split(",") if part.strip()}


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"unknown"}))
def test_every_documented_field_and_column_has_an_entry(kind: str) -> None:
    names, lists = documented(kind)
    known = paper(kind)
    assert names <= known.fields.keys()
    assert lists.keys() <= known.tables.keys()
    for name, columns in lists.items():
        assert columns <= known.tables[name].columns.keys(), name


@pytest.mark.parametrize("index", range(len(PAPERS)), ids=[path.name for path in PAPERS])
def test_every_reading_of_a_sample_has_an_entry_and_survives_the_edit_box(index: int) -> None:
    for name, entry, reading in readings(records()[index]):
        back = parse(entry.type, to_input(entry.type, reading.value))
        assert back == reading.value, name
        assert type(back) is type(reading.value), name
        assert show(entry.type, reading.value), name
        assert show(entry.type, reading.value, "en"), name


@pytest.mark.parametrize("index", range(len(PAPERS)), ids=[path.name for path in PAPERS])
def test_every_witness_of_a_sample_has_an_entry(index: int) -> None:
    assert records()[index].witnesses.keys() <= set(paper(records()[index].kind).witnesses)


def entries() -> Iterator[tuple[str, Field]]:
    for kind in fields.kinds():
        for name, entry in paper(kind).fields.items():
            yield f"{kind}.{name}", entry
        for table in paper(kind).tables.values():
            for name, entry in table.columns.items():
                yield f"{kind}.{table.name}.{name}", entry


@pytest.mark.parametrize(("name", "entry"), list(entries()), ids=lambda value: value if isinstance(value, str) else "")
def test_entry_is_complete(name: str, entry: Field) -> None:
    base = entry.type.partition(":")[0]
    assert base in fields.TYPES
    assert bool(fields.codes(entry.type)) == (base in ("code", "codes"))
    assert re.search("[\u4e00-\u9fff]", entry.label())
    assert re.fullmatch("[A-Z][A-Za-z '()-]+[.)]?", entry.label("en"))
    assert len(entry.label()) <= 12


@pytest.mark.parametrize("kind", fields.kinds())
def test_kind_is_one_of_the_extractor_and_repeated_fields_exist(kind: str) -> None:
    assert kind in KINDS
    assert all(f.repeats is None or f.repeats in paper(kind).fields for f in paper(kind).fields.values())


def test_an_unknown_kind_has_nothing() -> None:
    assert not paper("unknown").fields


CODED = sorted({entry.type for _, entry in entries() if ":" in entry.type})


@pytest.mark.parametrize("type", CODED)
def test_code_is_written_as_itself_or_in_either_language_and_no_word_means_two(type: str) -> None:
    one = type.replace("codes:", "code:")
    for code, names in fields.codes(type).items():
        assert {parse(one, written) for written in (code, *names)} == {code}


def test_every_clause_that_can_be_recognised_has_a_name() -> None:
    said = {rule.code for rule in rulebook().rules} | {phrase.code for phrase in phrases()}
    assert said | {"prevention_service"} == fields.codes("code:clause").keys()


def text_of(characters: str) -> st.SearchStrategy[str]:
    return st.text(st.sampled_from(characters), min_size=1, max_size=20)


WORDS = text_of("安责险ABC 12（）〔〕\n、，").map(str.strip).filter(bool)
NAME = text_of("张卫东杨丽华")
YUAN = st.decimals(Decimal("-9999999999"), Decimal("9999999999"), places=2)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "text": WORDS,
    "number": text_of("ABCabc/-〔〕号") .map(lambda text: text + "7"),
    "uscc": st.text(st.sampled_from("0123456789ABCDEFGH"), min_size=18, max_size=18),
    "region": st.sampled_from(["341302", "110000", "330382", "330604001"]),
    "money": YUAN,
    "ratio": st.decimals(1, 999, places=4) | st.just(Decimal("0.5")),
    "day": st.dates(date(1900, 1, 1), date(2099, 12, 31)),
    "moment": st.builds(Moment, st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.integers(0, 23), st.integers(0, 59))
    | st.builds(Moment, st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.just(24)),
    "count": st.integers(0, 999_999_999),
    "flag": st.booleans(),
    "code:coverage": st.sampled_from(sorted(fields.codes("code:coverage"))),
    "codes:service": st.lists(st.sampled_from(sorted(fields.codes("code:service"))), min_size=1, unique=True).map(tuple),
    "names": st.lists(NAME, min_size=1, max_size=5).map(tuple),
    "lines": st.lists(text_of("关于印发、；（）"), min_size=1, max_size=5).map(tuple),
}  # fmt: skip


def test_every_type_has_values_to_try() -> None:
    assert {name.partition(":")[0] for name in VALUES} == fields.TYPES


@given(st.sampled_from(sorted(VALUES)).flatmap(lambda type: st.tuples(st.just(type), VALUES[type])))
def test_value_comes_back_from_the_edit_box(case: tuple[str, Any]) -> None:
    type_, value = case
    back = parse(type_, to_input(type_, value))
    assert back == value
    assert type(back) is type(value)


@given(st.sampled_from(sorted(VALUES)), st.text(max_size=30))
def test_anything_typed_is_a_value_or_a_clear_refusal(type_: str, text: str) -> None:
    try:
        value = parse(type_, text)
    except BadValue as refusal:
        said = refusal
    else:
        assert parse(type_, to_input(type_, value)) == value
        return
    assert re.search("[\u4e00-\u9fff]", said.detail)
    assert said.remedy


@given(st.decimals(Decimal("0.01"), Decimal("999999999"), places=2))
def test_sum_may_be_typed_in_words_or_as_it_is_shown(amount: Decimal) -> None:
    assert parse("money", to_words(amount)) == amount
    assert parse("money", show("money", amount)) == amount


@pytest.mark.parametrize(
    ("type_", "text", "value"),
    [
        ("money", "30万元", Decimal(300000)),
        ("money", "¥2,841.65", Decimal("2841.65")),
        ("money", "人民币叁拾万元整", Decimal(300000)),
        ("money", "－1,200.00", Decimal(-1200)),
        ("money", "1.5亿", Decimal(150000000)),
        ("ratio", "１２％", Decimal(12)),
        ("ratio", "百分之十二点五", Decimal("12.5")),
        ("ratio", "12", Decimal(12)),
        ("day", "二〇二五年三月二十九日", date(2025, 3, 29)),
        ("moment", "2025年2月28日二十四时", Moment(date(2025, 2, 28), 24)),
        ("moment", "2024年3月1日零时起", Moment(date(2024, 3, 1))),
        ("count", "1,200人", 1200),
        ("region", "安徽省宿州市埇桥区", "341302"),
        ("number", " PZIT 2025 3413 ", "PZIT20253413"),
        ("codes:service", "隐患排查，应急演练", ("inspection", "drill")),
        ("names", "张卫东，杨丽华", ("张卫东", "杨丽华")),
    ],
)
def test_written_as_people_write(type_: str, text: str, value: object) -> None:
    assert parse(type_, text) == value


REFUSED: Sequence[tuple[str, str, str]] = [
    ("money", "面议", "金额"),
    ("money", "12%", "金额"),
    ("money", "12.345", "两位"),
    ("money", "99999999999999999", "太大"),
    ("ratio", "0.12", "百分数"),
    ("ratio", "一成", "百分比"),
    ("day", "2023-02-30", "这一天"),
    ("day", "2025年3月", "日期"),
    ("moment", "2025-02-28", "几时"),
    ("moment", "2025-02-28T25:00", "时刻"),
    ("count", "四十", "整数"),
    ("flag", "也许", "是"),
    ("uscc", "9110", "现有4位"),
    ("region", "999999", "行政区划"),
    ("region", "鼓楼区", "唯一"),
    ("number", "无", "编号"),
    ("code:coverage", "全险", "可选项"),
    ("text", "  ", "没有填写"),
]


@pytest.mark.parametrize(("type_", "text", "says"), REFUSED)
def test_refusal_says_what_is_wrong_and_how_to_write_it(type_: str, text: str, says: str) -> None:
    with pytest.raises(BadValue, match=says) as caught:
        parse(type_, text)
    assert re.search("正确的写法如|可以填写|请选", caught.value.remedy)


def test_every_field_and_list_has_a_chinese_name_where_people_read() -> None:
    unnamed = [
        (kind, name)
        for kind in fields.kinds()
        for name in (*fields.paper(kind).fields, *fields.paper(kind).tables)
        if fields.called(kind, name) == name
    ]
    assert unnamed == []
