"""How large the insured enterprise is, where a roster among the papers says it."""

from __future__ import annotations

from collections.abc import Mapping

from extractor.record import Row
from validators.facts import ABSENT, Fact, cell, fold, joined
from validators.joined import Papers


def policy(facts: Mapping[str, Fact], papers: Papers) -> dict[str, Fact]:
    """``enterprise_size``: large, medium, small or micro, of the enterprise with the policyholder's credit code, else with its
    name. Absent without such a line: headcount alone does not tell it, as sales and
    assets count too."""
    said = [
        cell(row, "size", record.path, "enterprises")
        for record in papers.all
        if record.kind == "roster"
        for row in record.rows("enterprises")
        if row.value("size") and _same(row, facts)
    ]
    return {"enterprise_size": joined(said)} if said else {}


def _same(row: Row, facts: Mapping[str, Fact]) -> bool:
    code, theirs = row.value("uscc"), facts.get("uscc", ABSENT)
    if code and theirs.known:
        return fold(str(code)) == fold(str(theirs.value))
    names = {fold(str(facts[party].value)) for party in ("policyholder", "insured") if facts.get(party, ABSENT).known}
    return fold(str(row.value("enterprise") or "")) in names
