"""The number of the policy that a whole ledger is of: printed once above its table, called so in a line, or told by every entry."""

from __future__ import annotations

import re
from typing import Any

from extractor.evidence.concepts import meaning
from extractor.evidence.sheet import Sheet
from extractor.kinds.fee_ledger.book.sheet_names import in_sheet_name
from extractor.kinds.policy import policy_numbers
from extractor.record import Reading


def policy_of_paper(sheet: Sheet) -> Reading[Any] | None:
    """A policy number printed once for the whole ledger: above its table or its header, or in a small form."""
    for c in policy_numbers(sheet):
        unit = c.unit
        above = (
            unit.cell is not None
            and unit.cell.row <= 3
            and unit.left is not None
            and meaning(unit.left.text).has("policy")
        )
        if unit.table is None or unit.table.n_rows <= 2 or above:
            return Reading(c.value, c.span(), c.how, 0.85)
    return _only_one_said(sheet) or _in_every_purpose(sheet) or in_sheet_name(sheet)


def _in_every_purpose(sheet: Sheet) -> Reading[Any] | None:
    """The one long number that the words of several entries end in, in brackets, or begin with: 隐患排查（0343048125AQZR000127）."""
    told = [
        (u, t)
        for u in sheet.units
        if u.cell is not None
        for t in u.tokens
        if t.kind == "code"
        and t.stop - t.start >= _LONG
        and (_BRACKETED.search(u.text[: t.start]) or (not t.start and _BEHIND.match(u.text, t.stop)))
    ]
    if len({str(t.value) for _, t in told}) != 1 or len({u.text for u, _ in told}) < _FEWEST:
        return None
    unit, token = told[0]
    return Reading(token.value, unit.span(token.start, token.stop), "prose", 0.7)


_LONG = 12  # characters
_FEWEST = 2
_BEHIND = re.compile(r"\s*[\u4e00-\u9fff]{2}")
_BRACKETED = re.compile(r"[^\s(（]\s*[(（]\s*$")


def _only_one_said(sheet: Sheet) -> Reading[Any] | None:
    """The only number that sentences and lines of the paper call a policy's."""
    told = [
        (u, t)
        for u in sheet.units
        for t in u.tokens
        if u.table is None and t.kind in ("code", "uscc", "number") and t.stop - t.start >= _SHORTEST
        and (_CALLED.search(u.text[: t.start]) or _CALLED_BEHIND.match(u.text, t.stop))
    ]  # fmt: skip
    if len({u.text[t.start : t.stop] for u, t in told}) != 1:
        return None
    unit, token = told[0]
    return Reading(unit.text[token.start : token.stop], unit.span(token.start, token.stop), "prose", 0.75)


_CALLED = re.compile(r"(?:保险?单|保险合同)(?:编?号码?)?\s*(?:[:：为是]|[(（])?\s*$")
_CALLED_BEHIND = re.compile(r"\s*号?\s*(?:这|该|此)(?:一?[张份])?(?:保险?)?单(?![位元])|\s*号保险?单")
_SHORTEST = 8  # characters
