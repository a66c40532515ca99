"""No sentence of the policy says a prohibited thing; each that does is a finding of its own.

Whether a sentence says it or forbids it is the extractor's reading (``extractor.clauses``), not a search for words
here.

>>> from validators.cases import facts_of
>>> rule = Params(("dispatched_workers_excluded",))
>>> said = {"code": "dispatched_workers_excluded", "text": "劳务派遣人员不属于保险责任。"}
>>> check(facts_of({"clauses": [said], "agreements_complete": True}), rule).parts[0].params["kind"]
'dispatched_workers_excluded'
>>> check(facts_of({"clauses": [], "agreements_complete": True}), rule).verdict.value
'satisfied'
>>> may = {"code": "dispatched_workers_excluded", "text": "劳务人员的风险另作安排。"}
>>> check(facts_of({"clauses": [], "unclear_clauses": [may], "agreements_complete": True}), rule).verdict.value
'undecided'
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from validators.checks import Line, undecided
from validators.facts import Facts
from validators.finding import Outcome, Verdict
from validators.say import word

COMBINE = "union"
UNCLEAR = "a sentence may say it and is not plain enough; a person should read it"


@dataclass(frozen=True, slots=True)
class Params:
    """``kinds``: codes of prohibited sayings; without ``complete`` nothing found is undecided; ``unclear``: sentences that may
    say such a thing and are not plain enough to be called a violation: a person should read them."""

    kinds: tuple[str, ...]
    fact: str = "clauses"
    complete: str = "agreements_complete"
    unclear: str = "unclear_clauses"


def check(facts: Facts, params: Params) -> Outcome:
    clauses = facts.value(params.fact)
    parts: list[Outcome] = []
    for kind in params.kinds:
        said = [clause for clause in clauses or () if clause.code == kind]
        if said:
            text = said[0].text
            places = tuple(clause.evidence for clause in said if clause.evidence)
            parts.append(Outcome(Verdict.VIOLATED, {"kind": kind, "text": text}, places=places))
    if parts:
        return Outcome(Verdict.VIOLATED, parts=tuple(parts))
    if unclear := tuple(_unclear(facts, params)):
        return Outcome(Verdict.UNDECIDED, parts=unclear)
    if clauses is None or not facts[params.complete].known:
        return undecided(facts[params.complete].why or "the agreements were not read to their end", params.complete)
    return Outcome(Verdict.SATISFIED, facts=(params.fact,))


def _unclear(facts: Facts, params: Params) -> Iterator[Outcome]:
    for clause in facts.value(params.unclear) or ():
        if clause.code in params.kinds:
            open_ = undecided(UNCLEAR, params.unclear, kind=clause.code, text=clause.text)
            yield open_._replace(places=(clause.evidence,) if clause.evidence else ())


def arithmetic(facts: Facts, params: Params, said: Mapping[str, Any]) -> Iterator[Line]:
    """The sentence, and what it was understood to say."""
    if "text" in said:
        kind = str(said.get("kind"))
        if not any(clause.text == said["text"] for clause in facts.value(params.fact) or ()):
            zh = f"这一句“{said['text']}”可能说的是：{word(kind)}；不够明白，请人看一看"
            yield zh, f"The sentence may say: {word(kind, 'en')}; it is not plain enough, a person should read it"
            return
        yield f"这一句“{said['text']}”说的是：{word(kind)}", f"The sentence says: {word(kind, 'en')}"
        return
    clauses = facts.value(params.fact) or ()
    yield (
        f"逐句看了{len(clauses)}处已识别的约定，没有：" + "、".join(map(word, params.kinds)),
        f"{len(clauses)} recognised clauses, none of them: " + ", ".join(word(kind, "en") for kind in params.kinds),
    )
