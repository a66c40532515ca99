"""Every item of a required set is there; each missing one is a finding of its own, and absence needs a witness.

An item may be satisfied by any of several codes: ``"third_party: third_party_injury, third_party_property"``.

>>> from validators.cases import facts_of
>>> rule = Params("coverages", ("rescue", "legal"), "coverages_complete", "coverage")
>>> [p.params["coverage"] for p in check(facts_of({"coverages": ["legal"], "coverages_complete": True}), rule).parts
...  if p.verdict.value == "violated"]
['rescue']
>>> {p.verdict.value for p in check(facts_of({"coverages": ["medical"]}), rule).parts}
{'undecided'}
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

from validators.checks import Line, satisfied, undecided, violated
from validators.facts import Clause, Facts
from validators.finding import Outcome, Verdict
from validators.reasons import reason
from validators.say import word

COMBINE = "union"
UNCLEAR = "a sentence may say it and is not plain enough; a person should read it"
_WORST_FIRST = (Verdict.VIOLATED, Verdict.UNDECIDED, Verdict.SATISFIED)


@dataclass(frozen=True, slots=True)
class Params:
    """``fact``: the set; ``items``: what must be in it; ``complete``: the fact that vouches that the set was read
    whole; ``label``: the name of the item in the finding's numbers; ``unclear``: a fact that is true when something
    in the set was not understood, so that it might be the missing item."""

    fact: str
    items: tuple[str, ...]
    complete: str
    label: str = "item"
    unclear: str | None = None


def codes(values: Iterable[Any]) -> set[str]:
    return {value.code if isinstance(value, Clause) else value for value in values}


def check(facts: Facts, params: Params) -> Outcome:
    there = codes(facts.value(params.fact) or ())
    whole = facts[params.complete]
    read = whole.known and bool(whole.value)
    wanted = _wanted(params.items, params.fact, params.label)
    parts = [_item(facts, params, name, read) if any_of.isdisjoint(there) else said for name, any_of, said in wanted]
    found = {part.verdict for part in parts}
    worst = next(verdict for verdict in _WORST_FIRST if verdict in found)
    return Outcome(worst, parts=tuple(parts))


@cache
def _wanted(items: tuple[str, ...], fact: str, label: str) -> tuple[tuple[str, frozenset[str], Outcome], ...]:
    """Each item: its name, the codes of which any will do, and what is said where one is there."""
    out = []
    for item in items:
        name, _, alternatives = item.partition(":")
        wanted = frozenset(code.strip() for code in (alternatives or name).split(","))
        out.append((name, wanted, satisfied(fact, **{label: name})))
    return tuple(out)


def _item(facts: Facts, params: Params, name: str, whole: bool) -> Outcome:
    """What is to be said of an item that was not seen."""
    if not whole or not facts[params.fact].known:
        why = facts[params.complete].why or f"nothing shows that {params.fact} was read whole"
        return undecided(why, params.complete, **{params.label: name})
    unclear = codes(facts.value("unclear_clauses") or ()) if params.fact == "clauses" else set()
    if unclear and not unclear.isdisjoint((name, *_may_say().get(name, ()))):
        return undecided(UNCLEAR, params.fact, **{params.label: name})
    if params.unclear is not None and facts.value(params.unclear):
        return undecided("an item with a name that was not understood may be it", params.fact, **{params.label: name})
    return violated(params.fact, **{params.label: name})


@cache
def _may_say() -> Mapping[str, tuple[str, ...]]:
    """Item → codes of unclear sentences that may as well say it (``contains_all.yaml``)."""
    raw = yaml.load(resources.files(__package__).joinpath("contains_all.yaml").read_bytes(), Loader=yaml.CSafeLoader)
    return {item: tuple(codes) for item, codes in raw["may_say"].items()}


def arithmetic(facts: Facts, params: Params, said: Mapping[str, Any]) -> Iterator[Line]:
    """What must be there, what is, and what vouches that the list was read whole."""
    there = codes(facts.value(params.fact) or ())
    wanted = [str(said[params.label])] if params.label in said else [item.partition(":")[0] for item in params.items]
    yield "应有：" + "、".join(map(word, wanted)), "Required: " + ", ".join(wanted)
    have = sorted(code for code in there if isinstance(code, str))
    if facts[params.fact].known:
        yield "材料上有：" + ("、".join(map(word, have)) or "无"), "On the papers: " + (", ".join(have) or "none")
    whole = facts[params.complete]
    why = reason(whole.why)
    if whole.known:
        zh = f"清单已读到底（{why[0]}）" if why[0] else "清单已读到底"
        yield zh, f"The list was read whole: {why[1] or 'its end was found'}"
    else:
        zh = f"没有凭据表明清单已读全（{why[0]}），所以不说缺少" if why[0] else "没有凭据表明清单已读全，所以不说缺少"
        yield zh, f"Nothing shows that the list was read whole ({why[1]}), so nothing is called missing"
