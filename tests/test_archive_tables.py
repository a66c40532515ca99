"""Findings across filings are the same whether the filings lie in lists or in the tables of an audit."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from api.audit_run.journal import FILE, Journal
from api.audit_run.judging import crossing
from api.records.traces import from_bytes, to_bytes
from extractor.likeness import Likeness, Look
from extractor.record import Record
from tests import archive_kit as kit
from tests import test_archive_findings as cases
from tests.archive_kit import extract, filing, ledger, report, roster, spend
from validators import Manifest, archive
from validators.facts import Filing
from validators.finding import Finding

HAZARDS = (
    {"description": "二层配电室电缆桥架穿墙孔洞未做防火封堵", "advice": "用防火泥封堵", "level": "一般"},
    {"description": "冲压车间东侧疏散通道堆放半成品托盘", "advice": "清空通道", "level": "一般"},
    {"description": "液氨储罐区喷淋阀门锈蚀无法开启", "advice": "更换阀门", "level": "重大"},
)  # fmt: skip


def _photo(path: str, shades: int) -> Record:
    look = Look(shades, 0xFEDCBA9876543210)  # its highest bit set: more than a table's whole number holds
    return Record(
        path, f"sha-{path}", "unknown", pages=1, page_sizes=((400.0, 300.0),), likeness=Likeness(photos=((1, look),))
    )


@pytest.fixture(scope="module")
def pool() -> list[Filing]:
    """Filings of which each shares something with another, and as many with usual premiums as make a sector."""
    copied = replace(report(0, "甲.pdf", words=cases.PROSE), sha256="one")
    listed: dict[str, Any] = {"hazards": HAZARDS, "words": cases.FORM}
    return [
        filing(0, copied, ledger(spend("PX000000000000")), _photo("甲.jpg", 2**63 + 5)),
        filing(1, copied, ledger(spend("PX000000000001")), _photo("乙.jpg", 2**63 + 4)),
        filing(2, report(2, **listed), **cases.YEAR), filing(3, report(3, **listed)), filing(4, policy_no="PX000000000003", **cases.LATER),
        cases.insured(5, **cases.LATER), cases.insured(6, **cases.LATER), cases.visit(7), cases.visit(8, cases.HEFEI),
        cases.visit(9, cases.HANGZHOU), filing(10, ledger(*(extract(f"PX{n:012}", 1400) for n in (2, 3, 7, 8)))),
        kit.filing(11, roster(cases.line(2), cases.line(3, headcount=90), cases.line(200)), manifest=Manifest("F11")),
        filing(12, premium=Decimal(700), premium_words=None), cases.prose(13, cases.PROSE), cases.prose(14, cases.PROSE),
        *(cases.prose(n, [f"{chr(0x5000 + 977 * n + 7 * m)}{chr(0x9000 + 31 * n + m)}间须{m}号" for m in range(40)]) for n in range(20, 37)),
    ]  # fmt: skip


def in_tables(filings: Sequence[Filing], file: Path) -> Mapping[int, tuple[Finding, ...]]:
    """As an audit finds them, the traces entered last filing first."""
    file.unlink(missing_ok=True)
    journal = Journal(file)
    for number in range(len(filings)):
        journal.write("INSERT INTO filings (id, parcel, path, digest) VALUES (?, 0, '', ?)", (number + 1, f"d{number}"))
    for number, one in reversed([*enumerate(filings)]):
        crossing.keep(journal, [crossing.trace(one, f"d{number}")], lambda: None)
    crossing.sort(journal)
    known = crossing.Tables(journal)
    out = {n: found for n, one in enumerate(filings) if (found := (*known.findings(n + 1), *archive.within(one)))}
    crossing.forget(journal)
    journal.close()
    return out


def test_random_small_archives_give_the_same_findings_both_ways(pool: list[Filing], tmp_path: Path) -> None:
    dice, types = random.Random(7), set[str]()
    archives = [pool, *(dice.sample(pool, dice.randint(2, 16)) for _ in range(12))]
    for number, chosen in enumerate(archives):
        expected = archive.across(chosen)
        assert in_tables(chosen, tmp_path / f"{number}.sqlite") == expected
        types.update(finding.type for found in expected.values() for finding in found)
    assert types == archive.types() - {"paper_twice"}


def test_the_order_of_filings_changes_who_is_named_first_and_nothing_else(pool: list[Filing]) -> None:
    def told(filings: list[Filing]) -> set[tuple[str, str, str, str]]:
        by_index = archive.across(filings)
        return {(filings[i].filing_id, f.rule, f.subject, f.verdict) for i, found in by_index.items() for f in found}

    assert told(pool) == told(pool[::-1])


def test_traces_of_no_filing_are_cleared_away_and_others_kept(pool: list[Filing], tmp_path: Path) -> None:
    journal = Journal(tmp_path / FILE)
    for number in range(3):
        crossing.keep(journal, [crossing.trace(pool[number], f"d{number}")], lambda: None)
    journal.write("INSERT INTO filings (id, parcel, path, digest) VALUES (1, 0, '', 'd1'), (2, 0, '', 'd9')")
    crossing.sort(journal)
    assert journal.rows("SELECT digest FROM traced") == [("d1",)]
    assert journal.one("SELECT count(DISTINCT traced) FROM marks") == 1
    assert crossing.Tables(journal).findings(2) == ()  # nothing could be taken of it
    crossing.keep(journal, [crossing.trace(pool[1], "d1")], lambda: None)
    assert journal.one("SELECT count(*) FROM traced") == 1
    journal.close()


def test_a_trace_comes_back_from_its_bytes(pool: list[Filing]) -> None:
    for one in pool:
        for _, trace in archive.traces(one):
            assert from_bytes(to_bytes(trace)) == replace(trace, said=())
