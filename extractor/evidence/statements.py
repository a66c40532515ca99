"""The statement around a value in running text, which names it where it is the only one of its kind in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.evidence.units import Unit, strip_label

_SO = re.compile(
    r"\s*(?:(?:专门|专项|专款|专|全部|均|将|统一|单独)*(?:用[于作来]|列[作入为]|作为|计入|归入|划入)|即|计|合计|共计|折合)"
)


def clause_option(unit: Unit, start: int) -> tuple[tuple[str, float, str], ...]:
    """The clause around a value, looked for once: the values after it ask for it too."""
    if (known := unit.clauses.get(start)) is None:
        known = unit.clauses[start] = tuple(_clause_around(unit, start))
    return known


def _clause_around(unit: Unit, start: int) -> Iterator[tuple[str, float, str]]:
    """In running text: the whole clause around a value that is the only one of its kind in it."""
    if len(unit.text) < 24:
        return
    low = max(
        (
            m.end()
            for m in re.finditer(r"[，,。；;\n]", unit.text[:start])
            if not unit.text[m.end() : m.end() + 1].isdigit() or not unit.text[m.start() - 1 : m.start()].isdigit()
        ),
        default=0,
    )
    if re.match(r"\s*(?:即|计|合计|共计|折合)", unit.text[low:start]) and low > 1:
        low = max((m.end() for m in re.finditer(r"[，,。；;\n]", unit.text[: low - 1])), default=0)
    high_match = re.search(r"[。；;\n]|[，,](?!\d)", unit.text[start:])
    high = start + high_match.start() if high_match else len(unit.text)
    while (
        after := _SO.match(unit.text, high + 1)
    ) is not None:  # "提取16%，即6,596.80元，作为事故预防费用" is one statement
        following = re.search(r"[。；;\n]|[，,](?!\d)", unit.text[after.end() :])
        high = after.end() + following.start() if following else len(unit.text)
    token = next((t for t in unit.tokens if t.start == start), None)
    if token is None or sum(t.kind == token.kind and low <= t.start < high for t in unit.tokens) != 1:
        return
    clause = unit.text[low:start] + unit.text[token.stop : high]
    if strip_label(clause):
        yield clause[:60], 0.75, "clause"
