"""The lines of a fee ledger as subjects: what was set aside or spent, when, for what purpose, and who was paid."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from extractor.record import Record, Row
from validators import purposes
from validators.facts import ABSENT, Evidence, Fact, Facts, Subject, cell, fold
from validators.joined import Papers

Policies = Sequence[tuple[str | None, Facts]]
_NAMES = {
    "kind": "entry_kind", "amount": "entry_amount", "date": "entry_date", "item": "entry_item", "payee": "entry_payee",
    "policy_no": "entry_policy_no", "voucher": "entry_voucher",
}  # fmt: skip


def policy(facts: Mapping[str, Fact], papers: Papers) -> dict[str, Fact]:
    """``ledger_entries``: how many lines a ledger of this filing has for the policy; ``ledger_uploaded_at``: when the first
    of those ledgers reached the platform. Absent where no ledger names the policy: it may be kept elsewhere."""
    mine = [
        (record, row)
        for record in papers.all
        if record.kind == "fee_ledger"
        for row in record.rows("rows")
        if papers.number is not None and fold(str(row.value("policy_no") or "")) == papers.number
    ]
    if not mine:
        return {"ledger_entries": Fact(None, (), "absent", "no ledger among the papers has an entry of this policy")}
    out = {"ledger_entries": Fact(len(mine), tuple(Evidence(record.path, "rows", row.span) for record, row in mine))}
    times = {} if papers.manifest is None else papers.manifest.uploaded_at
    paths = {record.path: record for record, _ in mine}
    arrived = [(times[name], path) for path in paths for name in (path, path.rpartition("/")[2]) if name in times]
    if arrived:
        moment, path = min(arrived)
        out["ledger_uploaded_at"] = Fact(moment, (Evidence(path, "uploaded_at"),))
    return out


def subjects(records: Sequence[Record], policies: Policies, shared: Facts) -> Iterator[Subject]:
    """An ``entry`` for each line of a ledger, over the facts of its policy: ``entry_kind`` (extract, spend, taken_back: what takes an
    earlier line back, and the line that it takes back whole, for which nothing was spent in the end), ``entry_amount``
    (yuan), ``entry_date``, ``entry_item`` as written, ``entry_purpose`` (a code of ``validators.purposes``), ``entry_payee``,
    ``entry_policy_no``, ``entry_voucher``. A line of somebody else's policy is not this filing's."""
    for record in records:
        if record.kind != "fee_ledger":
            continue
        undone = _taken_back(record.rows("rows"))
        for index, row in enumerate(record.rows("rows")):
            number = row.value("policy_no")
            mine = [facts for name, facts in policies if number and name == fold(str(number))]
            if number and policies and not mine:
                continue
            owner = mine[0] if mine else policies[0][1] if len(policies) == 1 else shared
            yield Subject("entry", f"{record.name}#{index}", Facts(_facts(record, row, index in undone), owner))


def _taken_back(rows: Sequence[Row]) -> frozenset[int]:
    """The lines below zero, and for each the last line before it of the same kind, policy, payee and sum that none has taken back."""
    undone: set[int] = set()
    standing: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for at, row in enumerate(rows):
        amount, of = row.value("amount"), tuple(row.value(name) for name in ("kind", "policy_no", "payee"))
        if amount is None or amount >= 0:
            standing[(*of, amount)].append(at)
            continue
        undone.add(at)
        undone.update([standing[(*of, -amount)].pop()] if standing[(*of, -amount)] else [])
    return frozenset(undone)


def _facts(record: Record, row: Row, undone: bool) -> dict[str, Fact]:
    facts = {name: cell(row, column, record.path, "rows") for column, name in _NAMES.items()}
    if undone and facts["entry_kind"].known:
        facts["entry_kind"] = replace(facts["entry_kind"], value="taken_back")
    facts["entry_purpose"] = _purpose(facts["entry_item"])
    facts["report_path"] = Fact(record.path, (Evidence(record.path, "rows", row.span),))
    return facts


def _purpose(item: Fact) -> Fact:
    """What the money was for, where the words tell; what two sorts of words speak for is left open."""
    if not item.known:
        return ABSENT
    code = purposes.parse(str(item.value))
    if code is None:
        return Fact(None, item.evidence, "absent", "the words do not tell what it was for", item.confidence)
    return Fact(code, item.evidence, confidence=item.confidence)
