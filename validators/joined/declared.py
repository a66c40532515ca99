"""The rows of the platform's table that are about a policy, its reports and its claims."""

from __future__ import annotations

from collections.abc import Mapping

from validators.declared import ABOUT, Declared, DeclaredRow
from validators.declared.values import bare_number
from validators.facts import Evidence, Fact
from validators.joined import Papers


def policy(facts: Mapping[str, Fact], papers: Papers) -> Mapping[str, Fact]:
    """``declared_policy``, ``declared_report``, ``declared_claim``: the rows that name this policy, and those without a
    number where the papers hold only one policy; empty where the table has none. Absent where nothing was declared."""
    told = None if papers.manifest is None else papers.manifest.declared
    if told is None:
        return {}
    return {f"declared_{about}": _rows(told, about, papers) for about in ABOUT if _speaks_of(told, about)}


def _speaks_of(told: Declared, about: str) -> bool:
    """An empty table was meant for policies, as far as anybody knows."""
    return any(row.about == about for row in told.rows) or (about == "policy" and not told.rows)


def _rows(told: Declared, about: str, papers: Papers) -> Fact:
    rows = [row for row in told.rows if row.about == about]
    number = None if papers.number is None else bare_number(papers.number)
    mine = [row for row in rows if number is not None and row.number("policy_no") == number]
    if not mine and _only_policy(papers):
        mine = [row for row in rows if row.number("policy_no") is None or (len(rows) == 1 and about == "policy")]
    places = tuple(_place(row) for row in mine) or (Evidence(told.file, "declared"),)
    return Fact(tuple(mine), places)


def _only_policy(papers: Papers) -> bool:
    return {id(record) for record in papers.all if record.kind == "policy"} == {id(record) for record in papers.policy}


def _place(row: DeclaredRow) -> Evidence:
    return row.places.get("policy_no") or next(iter(row.places.values()))
