"""One claim from the facts of its stretch: days are given out together, so that words and the order of time decide as one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise, product
from typing import Any

from extractor.evidence.concepts import meaning
from extractor.kinds.claim_record.days.days import ASIDE
from extractor.kinds.claim_record.facts.facts import Fact
from extractor.kinds.claim_record.facts.instalments import in_two_parts
from extractor.kinds.claim_record.facts.told_steps import told_steps
from extractor.kinds.claim_record.meaning.day_labels import is_beside
from extractor.kinds.claim_record.meaning.labels import DATE_ROLES, FAINT, ORDER
from extractor.record import Reading, Row
from extractor.span import Span
from extractor.values import organisation

_OUT_OF_ORDER = 0.5


_DOUBT = 0.12


# -- one claim


def _by_order(cells: Mapping[str, Reading[Any]], facts: Sequence[Fact]) -> dict[str, Reading[Any]]:
    """Days in a form whose labels say nothing known, where the order of time leaves each but one place: faint."""
    missing = [name for name in ORDER if name not in cells]
    used = {(r.value, r.span) for r in cells.values() if isinstance(r.value, date)}
    loose = [
        f
        for f in facts
        if not f.scores and f.how == "label" and (f.value, f.unit.span(f.start, f.stop)) not in used and _labelled(f)
    ]
    told_first, latest = (
        min((f.place for f in facts if f.scores), default=None),
        max((day for day, _ in used), default=None),
    )
    if (
        told_first is not None and latest is not None
    ):  # a day over all that is told, after all of it, is the paper's own
        loose = [f for f in loose if f.place > told_first or f.value < latest]
    if not loose or len(loose) != len(missing) or len({f.value for f in loose}) < len(loose):
        return {}
    placed = dict(zip(missing, sorted(loose, key=lambda f: f.value), strict=True))
    told = {name: cells[name].value if name in cells else placed[name].value for name in ORDER}
    days = [told[name] for name in ORDER]
    if any(a > b for a, b in pairwise(days)):
        return {}
    return {name: fact.reading(FAINT) for name, fact in placed.items()}


def _labelled(fact: Fact) -> bool:
    """Whether a day stands alone beside a label that is not of signing or printing, nor surely of another step: 归档日期; nor the name
    of a body that signs."""
    label = fact.unit.left.text if fact.unit.left is not None else fact.unit.text[: fact.start]
    return (
        len(label.strip()) >= 2
        and not any(len(name) >= len(label.strip()) - 2 for _, _, name in organisation.find_all(label))
        and not ASIDE.search(label)
        and not is_beside(label.strip(" :："))
        and not meaning(label).any("sign", "print", "sign_off", "period")
    )


def _again(fact: Fact, fits: Sequence[Fact]) -> float:
    """What it adds to a sum that others of the same say so too."""
    others = {f.place for f in fits if f.value == fact.value} if isinstance(fact.value, Decimal) else set()
    return 0.02 * min(2, len(others) - 1) if others else 0.0


def told_of_one(facts: Sequence[Fact]) -> dict[str, Reading[Any]]:
    """The number, the policy, the person and the sums of the claim that facts are of: the likeliest of each."""
    cells: dict[str, Reading[Any]] = {}
    for role in ("report_no", "policy_no", "victim", "kind", "claimed", "paid"):
        fits = [f for f in facts if f.scores.get(role, 0.0) >= 0.5]
        if role == "paid":  # what was asked for is not what was paid, where a refusal stands in its place
            fits = [f for f in fits if f.scores.get("claimed", 0.0) <= f.scores["paid"]]
        if fits:
            best = max(fits, key=lambda f: (f.scores[role] + _again(f, fits), -f.place[0], -f.place[1]))
            rivals = {f.value for f in fits if f.scores[role] >= best.scores[role] - 0.02} if role == "paid" else set()
            cells[role] = best.reading(0.85 if len(rivals) < 2 else 0.6)
            if role == "paid" and (both := in_two_parts(fits)) is not None:
                cells[role] = both
    return cells


def one_claim(facts: Sequence[Fact]) -> Row | None:
    """The claim that a stretch of the paper tells of; None when it tells too little."""
    cells = told_of_one(facts)
    loose = [f for f in facts if not f.scores and isinstance(f.value, Decimal)]
    if "paid" not in cells and len({f.value for f in loose}) == 1:
        asked = cells["claimed"].value if "claimed" in cells else None
        if (
            asked is None or loose[0].value <= asked
        ):  # the one sum of a form that no label tells, not above what was asked for
            cells["paid"] = loose[0].reading(0.5)
    between, apart = told_steps(facts)  # which are neither the closing nor the upload, whatever the order of time says
    cells |= _days([f for f in facts if isinstance(f.value, date) and id(f) not in apart])
    cells |= between
    told = set(cells) & {"report_no", "accident_date", "paid", "closed_date", "uploaded"}
    if len(told) < 2 or not set(cells) & set(ORDER) or not told & {"report_no", "accident_date"}:
        return None
    first = min(facts, key=lambda f: f.place)
    return Row(cells, Span(first.unit.raw[:120], first.unit.page, first.unit.span().boxes, first.unit.where))


def _days(facts: Sequence[Fact]) -> dict[str, Reading[Any]]:
    """The days given out together: words and the order of time decide as one."""
    every_day, facts = facts, [f for f in facts if f.scores]
    best, lead = _given_out(facts)
    cells: dict[str, Reading[Any]] = {}
    # two days with the same plain label: perhaps two claims that were not told apart
    mixed = any(len({f.value for f in facts if f.scores.get(role, 0.0) >= 0.9}) > 1 for role in ORDER)
    for role, fact in zip(DATE_ROLES, best, strict=False):
        if fact is None or fact.scores[role] < 0.3:
            continue
        unsure = role in ("closed_date", "uploaded") and (mixed or lead < _DOUBT or fact.scores[role] < 0.45)
        cells[role] = fact.reading(FAINT if unsure else 0.85)
    pay = cells.pop("pay_date", None)
    if "closed_date" not in cells and pay is not None:
        # A day of payment is not the day of closing, but often the only one told
        cells["closed_date"] = Reading(pay.value, pay.span, pay.how + "+paid", FAINT)
    if "accident_date" not in cells and cells:
        early = [f for f in every_day if not f.scores and all(f.value <= r.value for r in cells.values())]
        if early:  # the first day told of, before all steps that are named
            cells["accident_date"] = min(early, key=lambda f: (f.value, f.place)).reading(0.5)
    cells |= _by_order(cells, every_day)
    days = [cells[name].value for name in ORDER if name in cells]
    if any(a > b for a, b in pairwise(days)):
        cells = {
            name: Reading(r.value, r.span, r.how, min(r.confidence, FAINT))
            if name in ("closed_date", "uploaded")
            else r
            for name, r in cells.items()
        }
    return cells


def _given_out(facts: Sequence[Fact]) -> tuple[tuple[Fact | None, ...], float]:
    """The days given out to the steps of a claim in the likeliest way, and by how much that leads all others that have another
    day of closing or upload."""
    choices: list[list[Fact | None]] = []
    for role in DATE_ROLES:
        fits = sorted((f for f in facts if f.scores.get(role, 0.0) >= 0.25), key=lambda f: (-f.scores[role], f.place))
        choices.append([*fits[:3], None])
    best: tuple[float, tuple[Fact | None, ...]] = (-1.0, ())
    every: list[tuple[float, tuple[Fact | None, ...]]] = []
    for given in product(*choices):
        taken = [f for f in given if f is not None]
        if len({f.place for f in taken}) < len(taken):
            continue
        total = sum(f.scores[role] for role, f in zip(DATE_ROLES, given, strict=True) if f is not None)
        days = [f.value for f in given[: len(ORDER)] if f is not None]
        total -= _OUT_OF_ORDER * sum(a > b for a, b in pairwise(days))
        every.append((total, given))
        if total > best[0] + 1e-9:
            best = (total, given)
    closing = tuple(f.value if f is not None else None for f in best[1][2:4])
    rival = max(
        (total for total, given in every if tuple(f.value if f is not None else None for f in given[2:4]) != closing),
        default=-1.0,
    )
    return best[1], best[0] - rival
