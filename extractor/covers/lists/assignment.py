"""Which column of a list of covers is which, all columns weighed together.

One header word that nobody knows costs no column: the sums of a person, an accident and all accidents rise from left to
right, a person's are blank where no person is meant, premiums are small beside limits and add up to a sum printed
elsewhere or follow from a printed rate. Known words of a header weigh most. What several assignments that weigh alike
tell differently stays untold.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from extractor.covers.lists.entries import ends_list
from extractor.covers.meaning.names import guess_of
from extractor.covers.meaning.roles import ROLES
from extractor.covers.meaning.sums import NO_SUM, dimension_of, money_of, scale_of, understood
from extractor.evidence.columns import TOTAL_ROW, Columns, is_money
from extractor.evidence.units import Unit

LIMITS = ("per_person", "per_accident", "aggregate")
_TOLD = (*LIMITS, "premium")
_LABELS = {role.name: role.label for role in ROLES}
_NEVER = ("deductible", "ratio", "count", "number", "prevention")
"""What a header names whose column is none of the four, whatever its numbers are like."""
_MOST_COLUMNS = 8
_MOST_TIMES = 2000
"""How often a limit for one goes into that for many at most."""
_MARGIN = 0.35
_SHARE = Decimal("0.2")
"""Of the limits in its row that a premium stays under."""


@dataclass(frozen=True)
class _Column:
    """``values``: sums in yuan by row. ``named``: the role its header names for certain. ``hint``: limit or charge."""

    col: int
    values: Mapping[int, Decimal]
    named: str | None
    hint: str | None
    chosen: bool = False  # whether the header's words fit this column better than any other


def assigned(cols: Columns, n_cols: int, printed: frozenset[Decimal]) -> Columns:
    """The columns with a role for each that all the evidence together gives one; those of known headers keep theirs."""
    rows = _covers_only(cols)
    columns = [c for k in range(n_cols) if (c := _column(cols, rows, k)) is not None]
    if all(c.named and cols.roles.get(c.named) == c.col for c in columns) or len(columns) > _MOST_COLUMNS:
        return cols
    codes = {k: guess_of(row[cols.roles["name"]].text) for k, row in rows.items()}
    scales = _Scales(columns, _blank(codes), printed)
    weighed = sorted(((scales.weigh(given), given) for given in _assignments(columns)), key=lambda told: -told[0])
    best, roles = weighed[0]
    rivals = [given for score, given in weighed[1:] if best - score < _MARGIN]
    certain = {role: c.col for role, c in roles.items() if all(given.get(role) is c for given in rivals)}
    if not certain or best < 0:
        return cols
    taken = set(certain.values())
    kept = {role: c for role, c in cols.roles.items() if role in certain or c not in taken}
    return replace(cols, roles={**kept, **certain})


def _covers_only(cols: Columns) -> dict[int, Mapping[int, Unit]]:
    """The rows down to the first that names no cover, by their place."""
    out: dict[int, Mapping[int, Unit]] = {}
    for k, row in enumerate(cols.rows[:40]):
        name = cols.cell(row, "name")
        if name is None or TOTAL_ROW.match(name.text):
            if out:
                break
            continue
        if guess_of(name.text) is not None or (out and len(name.text) <= 16 and not name.tokens):
            if ends_list(name.text, bool(out)):
                break
            out[k] = row
        elif out:
            break
    return out


def _column(cols: Columns, rows: Mapping[int, Mapping[int, Unit]], c: int) -> _Column | None:
    """Column ``c`` where it holds nothing but sums and strokes, at least two sums, and no header rules it out."""
    if c <= cols.roles["name"] and c not in cols.roles.values():
        return None
    header = understood(cols.header[c])
    given = {k: role for role, k in cols.roles.items() if role in _TOLD}
    named = given.get(c) or next((role for role in _TOLD if _LABELS[role].score(header) > 0), None)
    if named is None and header.any(*_NEVER):
        return None
    cells = {k: row[c] for k, row in rows.items() if c in row and not NO_SUM.match(row[c].text)}
    if len(cells) < 2 or any(row.get(c - 1) is row.get(c) for row in rows.values() if c in row):
        return None
    if sum(_is_sum(unit) for unit in cells.values()) < 0.9 * len(cells):
        return None
    own = {_own_dimension(unit) for unit in cells.values()}
    if named is None and len(own) == 1 and None not in own:
        named = next(iter(own))  # every cell says itself for what its sum is: 一人40万
    scale = scale_of(cols.header[c])
    got = {k: money[0] for k, unit in cells.items() if (money := money_of(unit, scale)) is not None}
    hint = next((h for h in ("limit", "charge") if named is None and _LABELS[h].score(header) > 0), None)
    return _Column(c, got, named, hint, c in given) if len(got) >= 2 else None


_EQUATION = re.compile(r"[=＝]\s*[¥￥]?\s*\d[\d,]*(?:\.\d+)?\s*元?$")


def _is_sum(unit: Unit) -> bool:
    """A sum alone, with the words for what it is, or at the end of how it was reckoned: 造价×0.06%=111,600.00元."""
    return is_money(unit) or _own_dimension(unit) is not None or _EQUATION.search(unit.text) is not None


def _own_dimension(unit: Unit) -> str | None:
    sums = [t for t in unit.tokens if t.kind in ("amount", "words", "number")]
    if len(sums) != 1 or len(unit.text) > 16:
        return None
    words = (unit.text[: sums[0].start] + unit.text[sums[0].stop :]).strip(" :：")
    return dimension_of(words) if words else None


def _assignments(columns: Sequence[_Column]) -> Iterator[dict[str, _Column]]:
    """Every way to give each column one of the four roles or none, no role twice; a named column has its own or none."""
    by_name = {c.named for c in columns}
    options = [(None, c.named) if c.named else (None, *(r for r in _TOLD if r not in by_name)) for c in columns]
    yield from _given(list(zip(columns, options, strict=True)), {})


def _given(
    left: Sequence[tuple[_Column, Sequence[str | None]]], so_far: dict[str, _Column]
) -> Iterator[dict[str, _Column]]:
    if not left:
        yield so_far
        return
    (column, options), *rest = left
    for role in options:
        if role is None:
            yield from _given(rest, so_far)
        elif role not in so_far:
            yield from _given(rest, {**so_far, role: column})


def _blank(codes: Mapping[int, str | None]) -> Sequence[int]:
    """The rows of covers that pay for no person."""
    return [k for k, code in codes.items() if code in ("rescue", "legal", "appraisal", "third_party_property")]


@dataclass(frozen=True, slots=True)
class _Scales:
    """What speaks for ways to give the columns their roles; what many ways have in common is weighed once."""

    columns: Sequence[_Column]
    others: Sequence[int]
    printed: frozenset[Decimal]
    _orders: dict[tuple[str, int, str, int], float] = field(default_factory=dict)
    _premiums: dict[int, float] = field(default_factory=dict)

    def weigh(self, given: Mapping[str, _Column]) -> float:
        limits = [(role, given[role]) for role in LIMITS if role in given]
        score = sum(_by_header(role, column) for role, column in given.items())
        score += sum(self._by_order(*lower, *upper) for lower, upper in itertools.pairwise(limits))
        if len(limits) == 1 and limits[0][1].named is None:
            score -= 0.5  # a limit alone has nothing to rise against
        score += sum(_by_blanks(role, column, self.others) for role, column in limits if column.named is None)
        premium = given.get("premium")
        if premium is not None and (premium.named is None or sum(c.named == "premium" for c in self.columns) > 1):
            score += self._by_arithmetic(premium)
        return score

    def _by_order(self, low: str, lower: _Column, high: str, upper: _Column) -> float:
        key = low, lower.col, high, upper.col
        if (known := self._orders.get(key)) is None:
            known = self._orders[key] = _by_order(low, lower, high, upper)
        return known

    def _by_arithmetic(self, premium: _Column) -> float:
        if (known := self._premiums.get(premium.col)) is None:
            known = self._premiums[premium.col] = _by_arithmetic(premium, self.columns, self.printed)
        return known


def _by_header(role: str, column: _Column) -> float:
    if column.named is not None:
        return 3.5 if column.chosen else 3.0
    if column.hint == "limit":
        return 0.4 if role in LIMITS else -2.0
    if column.hint == "charge":
        return 0.8 if role == "premium" else -0.2
    return 0.0


def _by_order(low: str, lower: _Column, high: str, upper: _Column) -> float:
    """Sums rise with what they limit, from left to right; an accident has many persons, a year has few accidents."""
    both = [k for k in lower.values if k in upper.values]
    pairs = [(lower.values[k], upper.values[k]) for k in both]
    if any(a > b for a, b in pairs):
        return -5.0
    score = -1.5 if upper.col < lower.col else 0.0
    if not pairs:
        return score
    score += 1.0 if any(a < b for a, b in pairs) else 0.3
    ratio = max(b / a for a, b in pairs if a) if any(a for a, _ in pairs) else Decimal(1)
    if ratio > _MOST_TIMES:
        return -5.0  # heads or a price beside limits
    if lower.named and upper.named:
        return score
    if low == "per_person" and high == "per_accident":
        return score + (0.3 if ratio >= 3 else -0.3)
    if low == "per_accident":
        return score + (0.2 if ratio <= 5 else -0.4)
    return score - 0.2


def _by_blanks(role: str, column: _Column, others: Sequence[int]) -> float:
    """A person's sum is blank for covers that pay for no person; the sums of an accident and of a year are not."""
    if not others:
        return 0.0
    filled = sum(k in column.values for k in others) / len(others)
    if role == "per_person":
        return 0.6 if filled == 0 else -0.4 if filled == 1 else 0.0
    return 0.2 if filled == 1 else -0.8 if filled == 0 else 0.0


def _by_arithmetic(premium: _Column, columns: Sequence[_Column], printed: frozenset[Decimal]) -> float:
    """What speaks for a column of premiums: their sum, their smallness beside the limits, a sum of two other columns."""
    others = [c for c in columns if c is not premium and c.named != "premium"]
    score = 0.1 if all(c.col < premium.col for c in others) else 0.0
    total = sum(premium.values.values(), Decimal(0))
    *parts, last = premium.values.values()
    score += 2.0 if total in printed or (len(parts) > 1 and sum(parts) == last) else -1.0
    for k, value in premium.values.items():
        most = max((c.values[k] for c in others if k in c.values), default=None)
        if most is not None and value > most * _SHARE and not any(_adds_up(premium, a, b) for a, b in itertools.combinations(others, 2)):  # fmt: skip
            return score - 3.0
    whole = any(_adds_up(premium, *pair) for pair in itertools.combinations(others, 2))
    return score + (0.6 if whole else 0.0)


def _adds_up(whole: _Column, one: _Column, other: _Column) -> bool:
    """Whether a column is the sum of two others in every row: with tax what is without tax, and the tax."""
    return all(
        k in one.values and k in other.values and abs(one.values[k] + other.values[k] - value) <= Decimal("0.02")
        for k, value in whole.values.items()
    )
