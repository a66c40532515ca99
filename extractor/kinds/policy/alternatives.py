"""Columns, or lines, that are offers of the same covers (方案一, 乙, 标准版), and which of them was taken."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from extractor.covers.meaning.names import code_of
from extractor.covers.meaning.sums import dimension_of
from extractor.document import Table
from extractor.evidence.columns import transpose
from extractor.evidence.concepts import meaning
from extractor.evidence.sheet import Sheet
from extractor.evidence.ticked import chosen_words
from extractor.evidence.units import Unit

Row = Mapping[int, Unit]

_LONGEST_HEAD = 10
_FEWEST = 2
"""Columns, covers and rows of sums from which on columns are offers."""
_WORD = "方案|计划|套餐|档次?|款|版|类型?|型|级|plan"
_OF_A_PLAN = re.compile(f"^(?:{_WORD})?(.+?)(?:{_WORD})?$", re.I)
_WORD_BEFORE = r"(?:方案|计划|套餐|档次?|款式?|版本|类型|等级|plan)\s*[:：为是]?\s*[“\"「]?"
_TAKES = "(?:选定|选择|所选|选用|选取|选投|投保|承保|适用|执行|采用|按)[^,，。;；]{0,6}?"
_SAYS = frozenset(
    {"limit", "premium", "deductible", "count", "amount", "ratio", "employees", "prevention", "period", "insured_count"}
)
"""What a column of its own kind is headed by, and no offer."""


def lines_not_taken(sheet: Sheet, table: Table, rows: Sequence[Row]) -> set[int]:
    """The rows that are offers under heads that name covers, and were not taken."""
    turned = transpose(rows, table.n_cols)
    return columns_not_taken(sheet, turned, 0) if turned and len(turned) <= _MOST_COLUMNS else set()


_MOST_COLUMNS = 14


def columns_not_taken(sheet: Sheet, rows: Sequence[Row], at: int) -> set[int]:
    """The columns headed in row ``at`` by offers that were not taken; all of them where nothing tells which one was."""
    heads = _heads(rows, at)
    if not heads:
        return set()
    inside = {id(u) for row in rows for u in row.values()}
    outside = [u for u in sheet.units if id(u) not in inside]
    taken = _called(outside, heads) or _mentioned(outside, heads) or _paid_for(outside, rows[at + 1 :], heads)
    return {c for c in heads if c != taken}


def _heads(rows: Sequence[Row], at: int) -> dict[int, str]:
    """Columns of sums under heads that say nothing of what their sums are, beside lines that name several covers and what each sum
    limits: column → what it is called."""
    row = rows[at]
    first = min(row, default=0)
    if any(_sum(u) for u in row.values()):
        return {}
    heads = {c: u.text.strip() for c, u in row.items() if c > first and row.get(c - 1) is not u}
    if len(heads) < _FEWEST or len(set(heads.values())) < len(heads) or not all(map(_says_nothing, heads.values())):
        return {}
    if not _are_offers(heads.values(), row[first].text if first in row else ""):
        return {}
    full = [under for under in rows[at + 1 :] if first in under and all(_sum(under.get(c)) for c in heads)]
    names = [under[first].text for under in full]
    covers = {code_of(name) for name in names} - {None}
    if len(covers) < _FEWEST or sum(dimension_of(name) is not None for name in names) < _FEWEST:
        return {}
    return heads


def _are_offers(heads: Iterable[str], corner: str) -> bool:
    """Whether names are those of offers and not of trades, firms or years: by their own words, their letters or the head over them."""
    return _CORNER.search(corner) is not None or all(_OFFER.search(head) for head in heads)


_CORNER = re.compile("方案|计划|套餐|档次?$|版本|plan", re.I)
_OFFER = re.compile("方案|计划|套餐|[档款版型]$|^[A-Fa-f甲乙丙丁戊一二三四五六ⅠⅡⅢⅣⅤ](?:[类级])?$|plan", re.I)


def _says_nothing(head: str) -> bool:
    return (
        0 < len(head) <= _LONGEST_HEAD
        and _TIME.search(head) is None
        and code_of(head) is None
        and dimension_of(head) is None
        and not meaning(head).concepts & _SAYS
    )


_TIME = re.compile("[年月日期]|^[上本今去前后原现新旧]")
"""What tells one time from another, of the same cover: 上期, 本年, 变更前."""


def _sum(unit: Unit | None) -> bool:
    return unit is not None and any(t.kind in ("amount", "number", "words") for t in unit.tokens)


def _bare(head: str) -> str:
    """What tells an offer from the others: 乙 of 乙计划, 一 of 方案一, 标准 of 标准版."""
    found = _OF_A_PLAN.match(head)
    return found[1].strip() if found is not None else head


def _called(outside: Sequence[Unit], heads: Mapping[int, str]) -> int | None:
    """The one offer that words for a plan name: 投保计划：乙, 选择方案二, 按标准版承保."""
    own = {_bare(head): c for c, head in heads.items()}
    names = "|".join(map(re.escape, sorted(own, key=len, reverse=True)))
    told = re.compile(
        rf"{_WORD_BEFORE}({names})(?:{_WORD})?(?![\w、和及与至])|{_TAKES}({names})(?:{_WORD})(?![、和及与至])", re.I
    )
    said = {m[1] or m[2] for text in _texts(outside) for m in told.finditer(text)}
    return own.get(said.pop()) if len(said) == 1 else None


def _texts(units: Iterable[Unit]) -> Iterable[str]:
    """Each text, of options to tick only those that are, behind its label where it is short."""
    units = list(units)
    said = chosen_words([u.text for u in units])
    return (
        text if u.left is None or len(text) > 2 * _LONGEST_HEAD else f"{u.left.text}{text}"
        for u, text in zip(units, said, strict=True)
    )


def _mentioned(outside: Sequence[Unit], heads: Mapping[int, str]) -> int | None:
    """The one offer of which the paper speaks elsewhere by its whole name."""
    texts = chosen_words([u.text for u in outside])
    said = {c for c, head in heads.items() if len(head) >= _FEWEST and any(head in text for text in texts)}
    return said.pop() if len(said) == 1 else None


def _paid_for(outside: Sequence[Unit], rows: Sequence[Row], heads: Mapping[int, str]) -> int | None:
    """The one offer whose premium, or premium a head times a number of people, is printed elsewhere."""
    tokens = [t for u in outside for t in u.tokens]
    sums = {Decimal(t.value) for t in tokens if t.kind in ("amount", "words")}
    counts = {Decimal(t.value) for t in tokens if t.kind in ("count", "number") and t.value == int(t.value)} | {
        Decimal(1)
    }
    paid: set[int] = set()
    for row in rows:
        name = row[min(row)].text if row else ""
        if name and (meaning(name).has("premium") or (code_of(name) is None and dimension_of(name) is None)):
            cells = (
                (c, t.value) for c in heads if c in row for t in row[c].tokens[:1] if t.kind in ("amount", "number")
            )
            paid |= {c for (c, value), n in itertools.product(cells, counts) if value and Decimal(value) * n in sums}
    return paid.pop() if len(paid) == 1 else None
