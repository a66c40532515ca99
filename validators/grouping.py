"""Loose papers, given without a folder or manifest, put into filings by the policy number they print."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extractor.record import Record
from validators.facts import fold
from validators.filing import number_of


def numbers_of(record: Record) -> set[str]:
    """Every policy number the paper names: its own field and the rows of a ledger or a claim list."""
    named = {fold(str(row.value("policy_no"))) for row in record.rows("rows") if row.value("policy_no")}
    own = number_of(record)
    return named | {own} if own else named


def _names(record: Record) -> set[str]:
    return {
        fold(str(record.value(field)))
        for field in ("policyholder", "insured", "client", "enterprise")
        if record.value(field)
    }


def group(records: Iterable[Record]) -> list[tuple[Record, ...]]:
    """Papers by policy, each group in the order given.

    A paper joins every policy whose number it names (a ledger covers many); one that names no policy that is here joins
    the only policy of the same enterprise, or the only policy there is. What fits nowhere stands alone; notices
    always do.
    """
    papers = list(records)
    groups: dict[str, list[int]] = {}
    for index, record in enumerate(papers):
        if record.kind == "policy":
            groups.setdefault(number_of(record) or f"\0{index}", []).append(index)
    holders = {key: set().union(*(_names(papers[i]) for i in indexes)) for key, indexes in groups.items()}
    alone: list[int] = []
    for index, record in enumerate(papers):
        if record.kind == "policy":
            continue
        homes = _homes(record, groups, holders)
        for key in homes:
            groups[key].append(index)
        if not homes:
            alone.append(index)
    out = [sorted(indexes) for indexes in groups.values()] + [[index] for index in alone]
    return [tuple(papers[i] for i in indexes) for indexes in sorted(out)]


def _homes(record: Record, groups: dict[str, list[int]], holders: dict[str, set[str]]) -> Sequence[str]:
    if record.kind == "notice":
        return ()
    named = [key for key in groups if key in numbers_of(record)]
    if named:
        return named
    same = [key for key, names in holders.items() if names & _names(record)]
    if len(same) == 1:
        return same
    return list(groups) if len(groups) == 1 and not _names(record) else ()
