"""The name on a seal is that of a party who would press it there.

A seal of a head office stands for its branches and the other way round. A seal that cannot be read, or whose name is nearly a
party's, accuses nobody; no seal at all is another matter.

>>> from validators.cases import facts_of
>>> rule = Params("seals", ("insurer",), trade="保险")
>>> ours = "中国太平洋财产保险股份有限公司"
>>> check(facts_of({"insurer": ours, "seals": [ours + "宿州中心支公司"]}), rule).verdict.value
'satisfied'
>>> check(facts_of({"insurer": ours, "seals": ["泰山财产保险股份有限公司"]}), rule).verdict.value
'violated'
>>> check(facts_of({"insurer": ours}), rule).verdict.value
'not_applicable'
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from validators.checks import Line, not_applicable, satisfied, undecided
from validators.facts import Facts
from validators.finding import Outcome, Verdict
from validators.say import word
from validators.seals import same_company

COMBINE = "each"


@dataclass(frozen=True, slots=True)
class Params:
    """``fact``: the seals' names; ``parties``: facts naming who should have sealed; ``others``: who may have as well, of whom each
    in ``known`` must be known before a stranger's seal is one; ``trade``: a word that only names in question have;
    ``sure``: the least confidence of a party's name."""

    fact: str
    parties: tuple[str, ...]
    others: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    trade: str = ""
    sure: Decimal = Decimal("0.8")


def check(facts: Facts, params: Params) -> Outcome:
    seals = facts[params.fact]
    if not seals.known:
        return not_applicable(seals.why)
    names: list[str] = [str(name) for name in seals.value]
    theirs = [name for name in names if _belongs(name, facts, params.parties)]
    if theirs:
        return satisfied(params.fact, seal=theirs[0])
    strange = [name for name in names if params.trade in name and not _belongs(name, facts, params.others)]
    if not strange:
        return not_applicable("no seal of the party in question was read")
    needed = (params.parties[0], *params.known)
    lacking = tuple(name for name in needed if not facts[name].known or facts[name].confidence < params.sure)
    if lacking:
        return undecided("the name beside the seal was not read surely", *lacking)
    said = {"seal": strange[0], "printed": facts.value(params.parties[0]), "item": params.parties[0]}
    everyone = (*params.parties, *params.others)
    if any(_answer(strange[0], facts, name) is None for name in everyone if facts[name].state != "absent"):
        return Outcome(Verdict.UNDECIDED, said, (params.fact,), "the names are too near to tell apart", (params.fact,))
    return Outcome(Verdict.VIOLATED, said, (params.fact, params.parties[0]))


def _belongs(seal: str, facts: Facts, parties: tuple[str, ...]) -> bool:
    return any(_answer(seal, facts, party) is True for party in parties)


def _answer(seal: str, facts: Facts, party: str) -> bool | None:
    """Whether the seal is the party's: True where any reading of its name says so, None where any leaves it open."""
    fact = facts[party]
    answers = {same_company(seal, str(name)) for name in (*fact.candidates(), *fact.doubts)}
    return True if True in answers else None if None in answers else False


def arithmetic(facts: Facts, params: Params, said: Mapping[str, Any]) -> Iterator[Line]:
    """The names on the seals beside those printed."""
    for name in facts.value(params.fact) or ():
        for party in params.parties:
            if facts[party].known:
                mark = {True: "=", False: "≠", None: "?"}[_answer(str(name), facts, party)]
                printed = facts[party].value
                yield f"印章{name} {mark} {word(party)}{printed}", f"Seal {name} {mark} {party} {printed}"
