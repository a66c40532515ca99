"""A record is kept as JSON and comes back equal, whatever an extractor put into it; so does the report made of it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import extractor
import validators
from api.records.codec import VERSION, BadRecord, UnknownVersion, record_from_json, record_to_json
from api.records.facts import facts_to_json
from extractor.document import Box, Problem
from extractor.likeness import Likeness, Look, Photo
from extractor.record import Reading, Record, Row, Witness
from extractor.span import Span
from extractor.values.dates import Moment
from tests import filings
from validators import report_json
from validators.law.pack_reading import shipped

ROOT = Path(__file__).parents[1]
SAMPLES = [*sorted((ROOT / "samples").glob("suzhou-*")), ROOT / "samples" / "yueqing-contract"]
CORPUS = Path(os.environ.get("ANZE_SHARED", ROOT.parent / "shared")) / "corpus" / "dev"
FILINGS = [*SAMPLES, *sorted(CORPUS.glob("D00[1-4]"))]

# --- generated records ------------------------------------------------------------------------------------------------

WORDS = st.text(max_size=12)  # NUL and lone surrogates included: a damaged paper gives them
MARKS = st.sampled_from(["premium", "policy_no", "hazards", "text"])
NUMBERS = st.floats(allow_nan=False, allow_infinity=False, width=32)
DAYS = st.dates()
ZONES = st.sampled_from([None, UTC, timezone(timedelta(hours=8))])
ONES: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    WORDS,
    st.floats(allow_nan=False),
    st.decimals(allow_nan=False),
    DAYS,
    st.datetimes(timezones=ZONES),
    st.builds(Moment, DAYS, st.integers(0, 24), st.integers(0, 59)),
)
VALUES = ONES | st.lists(ONES, max_size=3).map(tuple) | st.frozensets(WORDS | st.decimals(allow_nan=False), max_size=3)
SPANS = st.builds(
    Span,
    WORDS,
    st.none() | st.integers(1, 900),
    st.lists(st.builds(Box, NUMBERS, NUMBERS, NUMBERS, NUMBERS), max_size=2).map(tuple),
    st.none() | WORDS,
)
CONFIDENCE = st.floats(0, 1)
PLAIN_READINGS = st.builds(Reading, VALUES, SPANS, st.sampled_from(["label", "derived:address"]), CONFIDENCE)
READINGS = st.builds(
    lambda reading, rivals: replace(reading, rivals=tuple(rivals)), PLAIN_READINGS, st.lists(PLAIN_READINGS, max_size=2)
)
AS_WRITTEN = SPANS.map(lambda span: Reading(span.text, span))
CELLS = st.dictionaries(MARKS, READINGS | AS_WRITTEN, max_size=3)
ROWS = st.builds(Row, CELLS, SPANS)
RECORDS = st.builds(
    Record,
    WORDS,
    st.just("0" * 64),
    st.sampled_from(["policy", "unknown"]),
    CELLS,
    st.dictionaries(MARKS, st.lists(ROWS, max_size=3).map(tuple), max_size=2),
    st.dictionaries(MARKS, st.builds(Witness, st.booleans(), st.booleans(), WORDS, st.none() | SPANS), max_size=2),
    st.lists(st.builds(Problem, MARKS, WORDS, WORDS, st.none() | st.integers(1, 9)), max_size=2).map(tuple),
    st.none() | st.integers(0, 900),
    st.dictionaries(st.sampled_from(["text", "ocr", "failed"]), st.lists(st.integers(1, 9), max_size=3).map(tuple)),
    st.lists(WORDS, max_size=2).map(tuple),
    st.lists(WORDS, max_size=2).map(tuple),
    CONFIDENCE,
    st.lists(st.tuples(NUMBERS, NUMBERS), max_size=2).map(tuple),
    st.lists(st.sampled_from([0, 90, 180, 270]), max_size=2).map(tuple),
)


def there_and_back(record: Record) -> Record:
    return record_from_json(json.loads(json.dumps(record_to_json(record))))


def types_of(value: Any) -> Any:
    """The types inside a value, which == does not look at (True == 1 == Decimal(1))."""
    return (type(value), [types_of(v) for v in value]) if isinstance(value, tuple) else type(value)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(RECORDS)
def test_record_comes_back_equal_and_of_the_same_types(record: Record) -> None:
    back = there_and_back(record)
    assert back == record
    assert list(back.fields) == list(record.fields)  # facts follow the order of the readings
    for name, reading in record.fields.items():
        assert types_of(back.fields[name].value) == types_of(reading.value)
        assert [types_of(r.value) for r in back.fields[name].rivals] == [types_of(r.value) for r in reading.rivals]


def texts_in(stored: Any) -> Iterator[str]:
    if isinstance(stored, str):
        yield stored
    elif isinstance(stored, dict | list):
        for item in stored.values() if isinstance(stored, dict) else stored:
            yield from texts_in(item)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=30)
@given(RECORDS)
def test_stored_text_holds_nothing_that_a_database_refuses(record: Record) -> None:
    for text in texts_in(record_to_json(record)):
        assert "\x00" not in text
        text.encode("utf-8")  # no lone surrogate


def test_no_attribute_of_a_record_is_forgotten() -> None:
    span = Span("词", 1, (Box(1.0, 2.0, 3.0, 4.0),))
    whole = Record(
        "保险单.pdf", "0" * 64, "policy", {"premium": Reading(Decimal("1.50"), span)}, {"hazards": (Row({}, span),)},
        {"hazards": Witness(True, True, "rows read", span)}, (Problem("damaged", "坏了", "重传", 2),), 2,
        {"text": (1,), "failed": (2,)}, ("甲.jpg",), ("title",), 0.5, ((595.0, 842.0),), (90,),
        Likeness((1, 2**32 - 1), (12,), ((2, Look(2**64 - 1, 0)),), (Photo(Look(0, 2**64 - 1), 3, Box(1.0, 2.0, 3.0, 4.0)),)), (1, 2),
    )  # fmt: skip
    unset = Record("", "", "")
    for attribute in fields(Record):  # so that one added later is kept too
        if attribute.name == "considered":
            continue  # what lost is told to who asks, and stored nowhere
        kept = getattr(there_and_back(whole), attribute.name)
        assert getattr(whole, attribute.name) != getattr(unset, attribute.name), attribute.name
        assert kept == getattr(whole, attribute.name), attribute.name
    assert str(there_and_back(whole).value("premium")) == "1.50"


def test_a_value_of_an_unknown_type_is_our_defect() -> None:
    span = Span("")
    with pytest.raises(TypeError, match="bytes"):
        record_to_json(Record("a", "", "policy", {"x": Reading(b"1", span)}))


@pytest.mark.parametrize("version", [0, VERSION + 1, "1", None])
def test_a_record_of_another_version_says_which(version: object) -> None:
    stored = {**record_to_json(Record("a", "", "unknown")), "version": version}
    with pytest.raises(UnknownVersion, match=f"{version!r}.*版本 {VERSION}"):
        record_from_json(stored)


@pytest.mark.parametrize(
    "damage",
    [
        {"places": []},
        {"fields": [["premium", ["d", "abc"], 0, "label", 1.0]]},
        {"fields": [["premium", ["?", "1"], 0, "label", 1.0]]},
        {"tables": 7},
        {"kind_confidence": "sure"},
    ],
)
def test_a_damaged_record_says_so(damage: dict[str, Any]) -> None:
    stored = {**record_to_json(filings.policy()), **damage}
    with pytest.raises(BadRecord, match="损坏"):
        record_from_json(stored)


def test_something_else_is_no_record() -> None:
    with pytest.raises(BadRecord, match="版本号"):
        record_from_json({"fields": []})


# --- real papers ------------------------------------------------------------------------------------------------------


@cache
def read(folder: Path) -> tuple[Record, ...]:
    papers = sorted(p for p in folder.iterdir() if p.suffix != ".json")
    return tuple(extractor.examine([(p.name, p.read_bytes())]) for p in papers)


def judged(records: Sequence[Record]) -> str:
    return report_json.dumps(validators.validate(validators.assemble(records), shipped()), everything=True)


@pytest.mark.parametrize("folder", FILINGS, ids=lambda path: path.name)
def test_real_papers_come_back_and_are_judged_alike(folder: Path) -> None:
    records = read(folder)
    back = [there_and_back(record) for record in records]
    assert list(records) == back
    assert judged(back) == judged(records)


def test_a_policy_takes_few_bytes_of_store() -> None:
    (policy,) = (record for record in read(ROOT / "samples" / "suzhou-clean") if record.kind == "policy")
    stored = json.dumps(record_to_json(policy), ensure_ascii=False, separators=(",", ":"))
    assert len(stored.encode("utf-8")) < 20_000


def test_a_paged_paper_knows_the_size_of_its_pages_and_the_report_does_not_print_it() -> None:
    records = {record.path.rpartition(".")[2]: record for record in read(ROOT / "samples" / "suzhou-low-fee")}
    pages = records["pdf"].page_sizes
    assert len(pages) == records["pdf"].pages
    assert all(400 < width < height < 900 for width, height in pages)
    assert records["xlsx"].page_sizes == ()
    assert "page_sizes" not in judged(list(records.values()))


# --- facts ------------------------------------------------------------------------------------------------------------


def test_facts_are_plain_json_each_with_its_subject() -> None:
    hazards = [{"level": "重大", "description": "电线裸露", "deadline": date(2024, 5, 1)}]
    filing = validators.assemble([filings.policy(), filings.report(hazards=hazards)], filings.manifest())
    facts = facts_to_json(filing)
    assert json.loads(json.dumps(facts)) == facts
    assert [subject["about"] for subject in facts] == ["policy", "report", "hazard"]
    policy, service, hazard = (subject["facts"] for subject in facts)
    assert policy["premium"]["value"] == 9000
    assert policy["premium"]["evidence"] == [
        {"path": "保险单.pdf", "field": "premium", "text": "如印", "page": 1, "box": [100.0, 200.1, 180.0, 211.0]}
    ]
    assert policy["period_end"]["value"] == "2025-03-09T24:00"
    assert policy["clauses"]["value"][0] == {"code": "all_employees", "text": "约定：all_employees", "amount": None}
    assert "premium" not in service  # what a part only inherits stands with the policy
    assert "premium" not in hazard
    assert "client" not in hazard
    assert hazard["hazard_level"]["value"] == "重大"
    assert hazard["hazard_refused"]["state"] == "absent"
    assert hazard["hazard_refused"]["why"]


def test_facts_of_papers_that_disagree_show_both_values() -> None:
    two = [filings.policy("甲.pdf"), filings.policy("乙.pdf", premium=Decimal(8000))]
    fact = facts_to_json(validators.assemble(two))[0]["facts"]["premium"]
    assert (fact["state"], fact["value"], fact["rivals"]) == ("contradicted", 9000, [8000])
    assert [place["path"] for place in fact["evidence"]] == ["甲.pdf", "乙.pdf"]


def test_a_datetime_keeps_its_zone() -> None:
    at = datetime(2024, 3, 8, 10, tzinfo=timezone(timedelta(hours=8)))
    back = there_and_back(Record("a", "", "policy", {"x": Reading(at, Span(""))})).value("x")
    assert back.utcoffset() == at.utcoffset()
