"""Filings put together in tables are those put together in lists: random pools, both ways."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import validators
from api.audit_run.journal import Journal
from api.audit_run.judging.grouping import group
from api.audit_run.judging.packed import Packed, pack
from api.reading import Read
from extractor.record import Reading, Record, Row
from extractor.span import Span
from extractor.values.dates import Moment
from validators.filing import number_of
from validators.grouping import numbers_of

NUMBERS = ("", "PX202500000001", "PX202500000002", "PX202500000003")
NAMES = ("", "示例一厂", "示例二厂", "某县示例一厂")
KINDS = ("policy", "service_report", "fee_ledger", "notice", "unknown")

said = st.tuples(
    st.sampled_from(KINDS),
    st.sampled_from(NUMBERS),
    st.sampled_from(NAMES),
    st.lists(st.sampled_from(NUMBERS[1:]), max_size=2),
    st.sampled_from((None, date(2024, 8, 1), date(2025, 8, 1))),
)
FOLDERS = ("", "甲/", "甲/照片/", "乙/")
files = st.lists(said, min_size=1, max_size=3)  # the papers of one file: mostly one
lying = st.tuples(st.sampled_from(FOLDERS), st.one_of(st.lists(said, min_size=1, max_size=1), files))
pools = st.lists(st.lists(lying, max_size=6), min_size=1, max_size=4)


def at(value: Any) -> Reading[Any]:
    return Reading(value, Span(str(value), 1, ()))


def record(
    path: str, nth: int, of: int, kind: str, number: str, name: str, rows: Sequence[str], day: date | None
) -> Record:  # fmt: skip
    begins = {"period_start": at(Moment(day)), "period_end": at(Moment(day + timedelta(days=364), 24))} if day else {}
    fields: dict[str, Reading[Any]] = {
        **(begins if kind == "policy" else {"service_start": at(day)} if day else {}),
        **({"policy_no": at(number)} if number else {}),
        **({"policyholder" if kind == "policy" else "client": at(name)} if name else {}),
    }
    table = tuple(Row({"policy_no": at(row)}, Span(row, 1, ())) for row in rows) if kind == "fee_ledger" else ()
    pages = (nth + 1, nth + 1) if of > 1 else None
    return Record(path, "", kind, fields, {"rows": table} if table else {}, page_range=pages)


def in_lists(pools: Sequence[Sequence[Record]]) -> list[list[tuple[str, int]]]:
    """The filings by ``validators.group`` and, for papers that are alone, by number in all pools."""
    grouped = [(pool, found) for pool, records in enumerate(pools) for found in map(list, validators.group(records))]
    home = [next((number_of(r) for r in found if r.kind == "policy"), None) for _, found in grouped]
    alone = [i for i, (_, found) in enumerate(grouped) if len(found) == 1 and found[0].kind not in ("policy", "notice")]
    gone = set()
    for i in alone:
        for j, number in enumerate(home):
            if number is not None and number in numbers_of(grouped[i][1][0]):
                grouped[j][1].append(grouped[i][1][0])
                gone.add(i)
    return [[mark(r) for r in found] for i, (_, found) in enumerate(grouped) if i not in gone]


def mark(record: Record) -> tuple[str, int]:
    return record.path, record.page_range[0] - 1 if record.page_range else 0


_journals = count()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("journals")


def in_tables(folder: Path, pools: Sequence[Sequence[Sequence[Record]]]) -> list[list[tuple[str, int]]]:
    journal = Journal(folder / f"{next(_journals)}.sqlite")
    try:
        for number, pool in enumerate(pools, 1):
            journal.write("INSERT INTO parcels (id, base, name, path) VALUES (?, 1, NULL, ?)", (number, f"p{number}"))
            for records in pool:
                key = records[0].path
                found = pack(Read(records[0], more=tuple(records[1:])))
                _enter(journal, key, found)
                journal.write(
                    "INSERT INTO papers (parcel, path, parts, reading) VALUES (?, ?, ?, ?)",
                    (number, key, f'[["{key}", 1, null]]', key),
                )
        group(journal)
        return [list(filing) for filing in _placed(journal)]
    finally:
        journal.close()


def _enter(journal: Journal, key: str, found: Packed) -> None:
    journal.write("INSERT INTO readings VALUES (?, 'read', '', '', ?, 0)", (key, found.records))
    for nth, one in enumerate(found.sheets):
        journal.write("INSERT INTO sheets VALUES (?, ?, ?, ?, ?)", (key, nth, one.kind, one.number, one.left_out))
    journal.write_many("INSERT INTO signs VALUES (?, ?, ?, ?)", [(key, *sign) for sign in found.signs])


def _placed(journal: Journal) -> Iterator[Iterator[tuple[str, int]]]:
    for (filing,) in journal.rows("SELECT id FROM filings ORDER BY id"):
        rows = journal.rows(
            "SELECT papers.path, nth FROM placements JOIN papers ON papers.id = paper WHERE filing = ? ORDER BY seq",
            (filing,),
        )
        yield iter([(path, nth) for path, nth in rows])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pools)
def test_tables_and_lists_give_the_same_filings(
    folder: Path, pools: list[list[tuple[str, list[tuple[str, str, str, list[str], date | None]]]]]
) -> None:
    names = count()
    made = [
        [
            [record(f"{within}f{next_:03}", nth, len(file), *one) for nth, one in enumerate(file)]
            for within, file in sorted(pool, key=lambda file: file[0])
            for next_ in [next(names)]
        ]
        for pool in pools
    ]
    flat = [[one for file in pool for one in file] for pool in made]
    assert in_tables(folder, made) == in_lists(flat)
