"""Lists that call covers by a letter or a number which another table explains: A | 50 | 300 beside A | 从业人员死亡、伤残."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from extractor.covers.meaning.names import NOT_A_COVER, code_of
from extractor.document import Table
from extractor.evidence import columns
from extractor.evidence.columns import NOTHING
from extractor.evidence.units import Unit

_KEY = re.compile(r"\s*(?:责任|项目|险种|保障)?[(（]?([A-Z]\d?|\d{1,2}|[一二三四五六七八九十]{1,2}|[①-⑳ⅠⅡⅢⅣⅤⅥⅦⅧ]|[IVX]{1,4})[)）]?[.、．]?\s*")  # fmt: skip
_LONGEST_NAME = 40
_FEWEST = 2


def names_by_key(tables: Sequence[tuple[Table, Sequence[Unit]]]) -> Mapping[str, Unit]:
    """key → the cell that names its cover, where one table says so and none says otherwise."""
    out: dict[str, Unit] = {}
    unsure: set[str] = set()
    for table, units in tables:
        if not any(code_of(u.text) for u in units if len(u.text) <= _LONGEST_NAME):
            continue
        for row in columns.grid(table, units):
            key, name = _key_of(row), _name_of(row)
            if key is None or name is None:
                continue
            unsure |= {key} if key in out and code_of(out[key].text) != code_of(name.text) else set()
            out.setdefault(key, name)
    return {key: name for key, name in out.items() if key not in unsure}


def _key_of(row: Mapping[int, Unit]) -> str | None:
    first = row[min(row)] if row else None
    key = _KEY.fullmatch(first.text) if first is not None else None
    return None if key is None else key[1]


def _name_of(row: Mapping[int, Unit]) -> Unit | None:
    """The cell behind the key that names a cover."""
    cells = [u for _, u in sorted(row.items())[1:]]
    named = [u for u in cells if not u.tokens and len(u.text) <= _LONGEST_NAME and not NOT_A_COVER.search(u.text)]
    return next((u for u in named if code_of(u.text) is not None), None)


def with_names(rows: Sequence[Mapping[int, Unit]], names: Mapping[str, Unit]) -> Sequence[Mapping[int, Unit]]:
    """The rows with names in place of keys, where a row has a key and otherwise nothing but sums."""
    bare = [r for r, row in enumerate(rows) if _key_of(row) in names and _holds_sums_only(row)]
    if len(bare) < _FEWEST:
        return rows
    return [
        {**row, min(row): names[key]} if r in bare and (key := _key_of(row)) is not None else row
        for r, row in enumerate(rows)
    ]


def _holds_sums_only(row: Mapping[int, Unit]) -> bool:
    rest = [u for c, u in row.items() if c != min(row)]
    return any(u.tokens for u in rest) and all(u.tokens or NOTHING.match(u.text) for u in rest)
