"""What the platform was told is what the signed paper says, field by field.

Each field that differs is a finding of its own, with the cell and the box. What the paper does not say, or says twice
differently, is undecided; a column that was left empty is no difference but may be asked for (``fault: empty``).

>>> from validators.cases import facts_of
>>> case = {"premium": 121800, "insured_count": 30, "declared_policy": [{"premium": "12.8万元", "insured_count": "30"}]}
>>> [(p.verdict.value, p.params["item"]) for p in check(facts_of(case), Params()).parts]
[('satisfied', 'insured_count'), ('violated', 'premium')]
>>> check(facts_of({"premium": 121800}), Params()).verdict.value
'not_applicable'
>>> empty = {"premium": 121800, "declared_policy": [{"insured_count": "30", "premium": ""}]}
>>> check(facts_of(empty), Params(fault="empty")).params["fields"]
('premium',)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from validators.checks import Line, not_applicable, satisfied, undecided
from validators.declared import KEYS, DeclaredRow, Known, known
from validators.declared.values import Said, agree
from validators.facts import ABSENT, CHANGED, Evidence, Facts
from validators.finding import Outcome, Verdict
from validators.say import shown, word

COMBINE = "each"


@dataclass(frozen=True, slots=True)
class Params:
    """``about``: policy, report or claim; ``fault``: ``mismatch``, or ``empty`` for columns left empty that the paper
    fills."""

    about: str = "policy"
    fault: str = "mismatch"


def check(facts: Facts, params: Params) -> Outcome:
    name = f"declared_{params.about}"
    if not facts[name].known:
        return not_applicable("no table of the platform was given")
    rows = _mine(facts.value(name), facts, params.about)
    if not rows:
        return undecided("the table has no row about it", name)
    if params.fault == "empty":
        return _left_empty(facts, rows, params.about)
    fields = [field for field in known(params.about) if any(row.says.get(field) for row in rows)]
    parts = tuple(_field(facts, rows, field, params.about) for field in fields)
    order = [Verdict.VIOLATED, Verdict.UNDECIDED, Verdict.SATISFIED]
    worst = next((v for v in order if any(part.verdict is v for part in parts)), Verdict.SATISFIED)
    return Outcome(worst, facts=(name,), parts=parts)


def _mine(rows: Sequence[DeclaredRow], facts: Facts, about: str) -> list[DeclaredRow]:
    """The rows about this subject: by its number; the one row there is where that has none."""
    if about == "policy":
        return list(rows)
    key = KEYS[about]
    fact = facts[known(about)[key].fact]
    named = [row for row in rows if row.number(key) is not None]
    if not named:
        return list(rows) if len(rows) == 1 else []
    if not fact.known:
        return []
    return [row for row in named if (told := row.says[key]) is not None and agree(told, fact)[0]]


def _places(rows: Sequence[DeclaredRow], field: str) -> tuple[Evidence, ...]:
    return tuple(row.places[field] for row in rows if field in row.places)


def _field(facts: Facts, rows: Sequence[DeclaredRow], field: str, about: str) -> Outcome:
    name = known(about)[field].fact
    told = [said for row in rows if (said := row.says.get(field)) is not None]
    answers = [agree(said, facts[name]) for said in told]
    first = told[0]
    shown = first.text if first.value is None or isinstance(first.value, str) else first.value
    out: Mapping[str, object] = {"item": field, "declared": shown, "printed": facts[name].value}
    verdicts = {answer for answer, _ in answers}
    places = _places(rows, field)
    if verdicts == {True}:
        return Outcome(Verdict.SATISFIED, out, (name,), places=places)
    if (changed := _as_changed(facts, told, known(about)[field])) is not None:
        names = (name, known(about)[field].endorsed or name)
        verdict = Verdict.SATISFIED if changed else Verdict.UNDECIDED
        why = "" if changed else CHANGED
        return Outcome(verdict, out, names, why, () if changed else (name,), places)
    others = [other for other in known(about)[field].also if any(agree(said, facts[other])[0] for said in told)]
    if verdicts == {False} and others:
        why = "the paper gives that value for another field"
        return Outcome(Verdict.UNDECIDED, out, (name, *others), why, (name,), places)
    if verdicts == {False}:
        return Outcome(Verdict.VIOLATED, out, (name,), places=places)
    why = next((why for answer, why in answers if answer is None), "two rows of the table differ")
    return Outcome(Verdict.UNDECIDED, out, (name,), why, (name,), places)


def _as_changed(facts: Facts, told: Sequence[Said], field: Known) -> bool | None:
    """Whether the table has what endorsements made of the value: False where it has neither that nor the printed one, None where none
    changes it."""
    fact, after = facts[field.fact], facts[field.endorsed] if field.endorsed else ABSENT
    if not after.known and fact.why != CHANGED:
        return None
    last = after if after.known else replace(fact, state="known", why="", value=fact.rivals[-1], rivals=())
    return all(agree(said, last)[0] for said in told)


def _left_empty(facts: Facts, rows: Sequence[DeclaredRow], about: str) -> Outcome:
    empty = tuple(
        field
        for field, item in known(about).items()
        if any(field in row.says for row in rows)
        and not any(row.says.get(field) for row in rows)
        and facts[item.fact].known
    )
    if not empty:
        return satisfied(f"declared_{about}")
    places = tuple(place for field in empty for place in _places(rows, field))
    return Outcome(Verdict.VIOLATED, {"fields": empty}, (), places=places)


def arithmetic(facts: Facts, params: Params, said: Mapping[str, Any]) -> Iterator[Line]:
    """The cell beside the paper, and how the two were compared."""
    item = said.get("item")
    for field in said.get("fields", ()):
        paper = shown(facts[known(params.about)[str(field)].fact].value)
        yield f"{word(str(field))}：申报表中为空，材料载明{paper}", f"{field}: empty in the table, {paper} on the paper"
    if item is None:
        return
    stands = {True: "=", False: "≠", None: "?"}
    name = known(params.about)[str(item)].fact
    for row in facts.value(f"declared_{params.about}") or ():
        told = row.says.get(item)
        if told is None:
            continue
        mark = stands[agree(told, facts[name])[0]]
        value = told.text if told.value is None or isinstance(told.value, str) else shown(told.value)
        unit = f"（“{told.text}”{told.unit}）" if value != told.text else ""
        paper = shown(facts[name].value)
        yield (
            f"申报的{word(str(item))}{value}{unit} {mark} 材料{paper}",
            f"Declared {item} {value} {mark} paper {paper}",
        )
