"""Which columns of a ledger are money in, money out and what is left: told by arithmetic, whatever their headers say.

A running balance obeys ``balance = balance before + in - out``. 借 and 贷 mean opposite things in the books of two
insurers, and headers use words nobody listed; the sums do not lie.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from extractor.evidence.units import Unit

_CENT = Decimal("0.015")
FEWEST = 2
"""Steps of the balance that must agree before arithmetic is believed."""
MOST_COLUMNS = 7


@dataclass(frozen=True)
class Movement:
    """Columns found by arithmetic. Either ``come`` and ``go`` are two columns, or ``one`` holds every sum and ``signs``
    gives +1 or -1 for the rows (by their place in the list given) whose step of the balance tells the direction."""

    balance: int
    come: int | None = None
    go: int | None = None
    one: int | None = None
    signs: Mapping[int, int] = field(default_factory=dict)


def number_in(unit: Unit | None) -> Decimal | None:
    """The one sum written in a cell, unscaled; negative with a minus before it or round brackets about it."""
    if unit is None:
        return None
    value = unit.cell.value if unit.cell is not None else None
    if isinstance(value, Decimal):
        return value
    tokens = [t for t in unit.tokens if t.kind in ("amount", "number")]
    tokens = tokens or [t for t in unit.tokens if t.kind == "words"]
    if len(tokens) != 1 or any(t.kind in ("moment", "code", "uscc", "ratio") for t in unit.tokens):
        return None
    if _PRICE.search(unit.text, tokens[0].stop - 1) or _COUNTED.match(unit.text, tokens[0].stop):
        return None
    said = [t for t in unit.tokens if t.kind == "words"]  # 6,000.00（陆仟元整）
    inside = {at for t in (tokens[0], *said) for at in range(t.start, t.stop)}
    outside = [c for at, c in enumerate(unit.text) if at not in inside]
    if sum("\u4e00" <= c <= "\u9fff" or c.isalpha() for c in outside) > 2:
        return None
    amount = Decimal(tokens[0].value)
    return -abs(amount) if amount > 0 and is_negative(unit) else amount


_PRICE = re.compile(r"[元\d]\s*[/／每]\s*[人次场个套份天年月期家户]")
"""What is paid for each of several, and no sum that was paid: 1500元/人次."""


_COUNTED = re.compile(r"\s*(?:[月年日号季周天次人场个份张期]|小时|课时)(?!元)")
"""What a number counts that is no sum: 3月, 2次."""


def is_negative(unit: Unit) -> bool:
    """Whether the sum is printed below zero: -3,500, －3500, ▲3500 or (3,500.00)."""
    bare = unit.text.strip().lstrip("¥￥RMBCNY元 ")
    return bare.startswith(("-", "−", "－", "▲", "△")) or (bare.startswith(("(", "（")) and bare.endswith((")", "）")))


def find_movement(
    rows: Sequence[Mapping[int, Unit]], n_cols: int, policy: int | None, *, likely: int | None = None
) -> Movement | None:
    """The columns of movement and balance among ``rows`` (entries and carried balances, in printed order).

    ``likely`` is the balance by its header, which decides where the sums would do either way. ``policy`` is the column of policy numbers: some ledgers run one balance for each policy.
    """
    grid = [{c: number for c, unit in row.items() if (number := number_in(unit)) is not None} for row in rows]
    filled = {c: sum(c in row for row in grid) for c in range(n_cols)}
    numeric = [c for c in range(n_cols) if filled[c] and not _is_count(grid, c)][:MOST_COLUMNS]
    chains = [list(range(len(rows))), list(reversed(range(len(rows))))]
    if policy is not None:
        names = ["".join(row[policy].text.split()) if policy in row else "" for row in rows]
        if len(set(names)) > 1:
            chains += [sorted(chain, key=names.__getitem__) for chain in chains]
    for balance in sorted(numeric, key=lambda c: (-filled[c], c != likely)):
        if filled[balance] < 0.5 * len(rows):
            continue
        gaps = filled[balance] < 0.7 * len(rows)
        others = [c for c in numeric if c != balance]
        for which, chain in enumerate(chains):
            steps = list(_steps(grid, chain, balance, names if which > 1 else None))
            if len(steps) < FEWEST and not _begins_at_nothing(grid, chain, balance):
                continue
            if len(steps) < FEWEST:
                steps = [((chain[0],), grid[chain[0]][balance]), *steps]
            if len(steps) < FEWEST:
                continue
            pairs = [(a, b) for a in others for b in others if a != b and _explains(grid, steps, a, b, every=gaps)]
            if pairs:  # where several would do, the one that explains how the book begins
                opening = grid[chain[0]].get(balance)
                begun = [(a, b) for a, b in pairs if grid[chain[0]].get(a, 0) - grid[chain[0]].get(b, 0) == opening]
                return Movement(balance, *(begun or pairs)[0])
            for one in others:
                signs = None if gaps else _signs(grid, steps, one)
                if signs is not None:
                    return Movement(balance, one=one, signs=signs | _first(grid, chain, balance, one))
    return None


def _begins_at_nothing(grid: Sequence[Mapping[int, Decimal]], chain: Sequence[int], balance: int) -> bool:
    """Whether the first entry of a short book puts in all that is left after it."""
    first = grid[chain[0]]
    return balance in first and any(c != balance and value == first[balance] > 0 for c, value in first.items())


def _is_count(grid: Sequence[Mapping[int, Decimal]], col: int) -> bool:
    """A column of ordinals, years or months: whole numbers that rise by one, or stay small."""
    values = [row[col] for row in grid if col in row]
    if len(values) == 1 < len(grid):
        return False  # 6.0 thousands that came in once
    return all(v == int(v) and 0 <= v < 32 for v in values) or (
        all(v == i + values[0] for i, v in enumerate(values) if v == int(v)) and len(values) > 1 and values[0] in (0, 1)
    )


Step = tuple[tuple[int, ...], Decimal]
"""The rows since the last balance that was printed, and how much the balance changed over them."""


def _steps(
    grid: Sequence[Mapping[int, Decimal]], chain: Sequence[int], balance: int, names: Sequence[str] | None
) -> Iterator[Step]:
    """The changes of the balance along the chain, over entries whose own balance was left out; never across a change of policy."""
    before: int | None = None
    between: list[int] = []
    for at in chain:
        if before is not None and names is not None and names[at] != names[before]:
            before = None
        between = [*between, at] if before is not None else []
        if balance not in grid[at]:
            continue
        if before is not None:
            yield tuple(between), grid[at][balance] - grid[before][balance]
        before, between = at, []


def _explains(
    grid: Sequence[Mapping[int, Decimal]], steps: Sequence[Step], come: int, go: int, *, every: bool = False
) -> bool:
    """Whether in minus out is the step in nearly every row (``every``: in all), with both columns at work."""
    good = sum(_adds_up(grid, step, come, go) for step in steps)
    moved = [at for rows, step in steps if step for at in rows]
    return (
        good >= FEWEST
        and good >= (1.0 if every else 0.8) * len(steps)
        and bool(moved)
        and any(grid[at].get(go) for at in moved)
        and _both(grid, come, go)
    )


def _adds_up(grid: Sequence[Mapping[int, Decimal]], step: Step, come: int, go: int) -> bool:
    none = Decimal(0)
    plain = sum((abs(grid[at].get(come, none)) - abs(grid[at].get(go, none)) for at in step[0]), none)
    signed = sum((grid[at].get(come, none) - grid[at].get(go, none) for at in step[0]), none)  # taken back in red
    return abs(plain - step[1]) <= _CENT or abs(signed - step[1]) <= _CENT


def _both(grid: Sequence[Mapping[int, Decimal]], come: int, go: int) -> bool:
    return any(row.get(come) for row in grid) and any(row.get(go) for row in grid)


def _signs(grid: Sequence[Mapping[int, Decimal]], steps: Sequence[Step], one: int) -> dict[int, int] | None:
    """The direction of each row when one column holds all sums, unsigned or signed."""
    told = {
        at: (1 if step > 0 and grid[at][one] > 0 else -1)  # below zero and rising: a payment taken back
        for rows, step in steps
        for at in rows[-1:]
        if len(rows) == 1 and step and grid[at].get(one) and abs(abs(grid[at][one]) - abs(step)) <= _CENT
    }
    return told if len(told) >= FEWEST and len(told) >= 0.8 * len(steps) else None


def _first(grid: Sequence[Mapping[int, Decimal]], chain: Sequence[int], balance: int, one: int) -> dict[int, int]:
    """A chain that begins with its own sum began at nothing: money came in."""
    at = chain[0]
    return (
        {at: 1}
        if one in grid[at]
        and balance in grid[at]
        and grid[at][one] > 0
        and abs(grid[at][one] - grid[at][balance]) <= _CENT
        else {}
    )
