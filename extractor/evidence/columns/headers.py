"""The rows of a table that head its columns: what they say column by column, and what no header is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from extractor.evidence.units import Unit
from extractor.values.dates import MONTH_DAY
from extractor.values.scan import Token

DAY_OF_MONTH = re.compile(r"\s*\d{1,2}月\d{1,2}[日号]\s*[之以]?前?\s*")
"""A day without its year, which no header is."""
_DAY_AND_MORE = re.compile(r"\s*\d{1,2}月\d{1,2}[日号]\s*[之以]?前?\s*[，,；;]")
"""Such a day with a clause behind it; "3月21日复查" may be a header."""


def is_code(unit: Unit, token: Token) -> bool:
    """Whether a cell is nothing but a number of a paper, which no header is."""
    return token.kind in ("code", "uscc") and token.stop - token.start >= 0.9 * len(unit.text.strip())


def holds_values(row: Mapping[int, Unit]) -> bool:
    """Whether a row holds days without a year or bare numbers, which only entries do."""
    return any(
        MONTH_DAY.match(u.text)
        or _DAY_AND_MORE.match(u.text)
        or re.fullmatch(r"[¥￥]?\s*-?\d[\d,]*(?:\.\d+)?", u.text.strip())
        for u in row.values()
    )


def with_storey_above(rows: Sequence[Mapping[int, Unit]], first: int, header: Sequence[str]) -> list[str]:
    """The header with the words of a row above it, which may carry the unit (赔付上限（万元）) or the group."""
    if first == 0 or any(t.kind != "number" for u in rows[first - 1].values() for t in u.tokens):
        return list(header)
    upper = rows[first - 1]
    return [
        f"{upper[c].text}|{text}" if c in upper and upper[c].text != text and len(upper[c].text) <= 30 else text
        for c, text in enumerate(header)
    ]


def header_words(rows: Sequence[Mapping[int, Unit]], first: int, last: int, n_cols: int) -> list[str]:
    """What rows ``first`` to ``last`` say over each column, one storey of a header after the other."""
    if first == last:
        return [unit.text if (unit := rows[first].get(c)) is not None else "" for c in range(n_cols)]
    out = []
    for c in range(n_cols):
        texts: list[str] = []
        for r in range(first, last + 1):
            unit = rows[r].get(c)
            if unit is not None and unit.text not in texts:
                texts.append(unit.text)
        out.append("|".join(texts))
    return out


def is_second_header(row: Mapping[int, Unit]) -> bool:
    """A row of words without values: the lower half of a two-storey header."""
    units = {id(u): u for u in row.values()}.values()
    return len(row) >= 2 and all(
        DAY_OF_MONTH.fullmatch(u.text) is None
        and not [t for t in u.tokens if t.kind != "number" or len(u.text) < 3]
        and len(u.text) <= 16
        and not _SUM.fullmatch(u.text)
        and not _CLOCK.match(u.text)
        for u in units
    )


def reaches_down(upper: Mapping[int, Unit], lower: Mapping[int, Unit]) -> bool:
    """Whether the first cell and most others of a row reach down into the next one, which only names parts of the rest."""
    if not upper or not lower or upper.get(min(upper)) is not lower.get(min(lower)) or not is_second_header(lower):
        return False
    shared = sum(lower.get(c) is unit for c, unit in upper.items())
    return len(upper) > shared >= 0.4 * len(upper)


_SUM = re.compile(r"\s*[¥￥]?\s*(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d\d)\s*元?\s*")
"""A cell of nothing but a sum of money as written in full, which no header is."""


_CLOCK = re.compile(r"\s*(?:[01]?\d|2[0-4])\s*[:：时]\s*[0-5]\d(?!\d)")
"""A time of the day, as the first entry of a programme has: 9:00, 9:00-10:30."""


def has_two_storeys(upper: Mapping[int, Unit], lower: Mapping[int, Unit]) -> bool:
    """Whether a header goes on in the row below it: its cells span both, or that row only divides those that span several columns."""
    return reaches_down(upper, lower) or _is_divided(upper, lower)


def _is_divided(upper: Mapping[int, Unit], lower: Mapping[int, Unit]) -> bool:
    """Whether words stand under each cell of a header that spans columns, and nothing under the others: 隐患级别 over 一般 | 重大."""
    wide = {id(u): u for c, u in upper.items() if upper.get(c + 1) is u}
    below = {id(u): [lower[c].text.strip() for c in upper if upper[c] is u and c in lower] for u in wide.values()}
    others = [lower[c].text.strip() for c, u in upper.items() if id(u) not in wide and c in lower]
    divided = all(len(set(filter(None, texts))) > 1 for texts in below.values())
    return (
        bool(wide)
        and divided
        and not any(others)
        and is_second_header({c: u for c, u in lower.items() if u.text.strip()})
    )
