"""Claims in a table whose cells tell in sentences what columns would: who was hurt when and how, 案号，4月9日报, 6月27日结，6月30日传."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from extractor.evidence.columns import grid
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.kinds.claim_record.facts.facts import Fact, facts_of
from extractor.kinds.claim_record.forms.one_claim import one_claim
from extractor.kinds.claim_record.meaning.labels import ORDER
from extractor.record import Row

_FEWEST = 2
_LEAST_DAYS = 2
_NUMBER = re.compile(r"\s*(?P<no>(?=[A-Za-z\d\-/]*\d{3})[A-Za-z\d][A-Za-z\d\-/]{4,30})(?![A-Za-z\d])")
_OF_CASES = re.compile("案.{0,4}号|编号")


def told_rows(sheet: Sheet, policy: str | None) -> list[Row]:
    """One claim for each line of such a table; none where a line tells none or a number comes again."""
    tables = [(table, units) for table, units in sheet.tables if table.n_rows > _FEWEST and table.n_cols > _FEWEST]
    if not tables:
        return []
    facts = sorted(facts_of(sheet, policy), key=lambda fact: fact.place)
    shared = [fact for fact in facts if fact.unit.table is None and fact.role == "policy_no"]
    out: list[Row] = []
    for table, units in tables:
        rows = list(_rows(grid(table, units), facts, shared))
        numbers = {row.value("report_no") for row in rows}
        if len(rows) >= _FEWEST and len(numbers) == len(rows) == table.n_rows - 1:
            out += rows
    return out


def _rows(lines: Sequence[Mapping[int, Unit]], facts: Sequence[Fact], shared: Sequence[Fact]) -> Iterator[Row]:
    heads = lines[0] if lines else {}
    for line in lines[1:]:
        ids = {id(unit) for unit in line.values()}
        own = [fact for fact in facts if id(fact.unit) in ids]
        if not any(fact.role == "report_no" for fact in own):
            own += _number(line, heads)
        row = one_claim([*own, *shared]) if own else None
        if row is not None and "report_no" in row.cells and sum(name in row.cells for name in ORDER) >= _LEAST_DAYS:
            yield row


def _number(line: Mapping[int, Unit], heads: Mapping[int, Unit]) -> Iterator[Fact]:
    """The number that begins a cell under a head that speaks of cases' numbers."""
    for c, unit in line.items():
        match = _NUMBER.match(unit.text) if c in heads and _OF_CASES.search(heads[c].text) else None
        if match is not None:
            yield Fact(match["no"], {"report_no": 0.8}, unit, *match.span("no"), "table, in words")
            return
