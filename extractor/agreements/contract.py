"""A policy written as a contract, of two parties or in articles throughout: its articles are what was agreed, under no heading of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractor.agreements.extent import Found, extent
from extractor.agreements.headings import is_lead_in
from extractor.agreements.stream import Placed, mark_of
from extractor.text.fold import fold, squeeze

_ARTICLE = re.compile(r"\s*第\s*[一二三四五六七八九十百\d]{1,4}\s*条")
_TITLE = re.compile("(?:合同|协议)书?$")
_TITLE_OF_POLICY = re.compile("(?:保险单|保单|保险凭证)(?:[(（].{1,8}[)）])?$")
_NAMES_HOLDER = re.compile(r"投保人[^。；;，,]{0,6}?[:：为是系]")
"""In the first articles, of a policy whose articles tell whom it covers; an insurer's clauses say what a holder does."""
_PARTIES = re.compile(
    r"甲\s*方.*乙\s*方|(?<!被)保险人\s*[:：].*投保人[^。；;，,\n]{0,8}[:：]|投保人[^。；;，,\n]{0,8}[:：].*(?<!被)保险人\s*[:：]",
    re.S,
)
_OWN = re.compile(r"\d\s*(?:年\s*\d{1,2}\s*月|[万元]|名|人)|%|¥\s*\d")
"""What the parties filled in; clauses that an insurer prints for everybody hold no days, sums or heads of theirs."""
_HEAD = 16
"""Lines among which a contract has its title and its parties."""
_EARLY = 3
"""Articles among which a policy written in them names its holder."""
_LEAST = 6
"""Articles of a contract."""
_FILLED = 3
"""Articles that hold what the parties filled in."""


def articles(stream: Sequence[Placed]) -> Found | None:
    """The articles of a paper that is itself the contract, from the first to whatever ends them; None for any other paper."""
    at = next((i for i, placed in enumerate(stream) if _ARTICLE.match(placed.line.text)), None)
    if not at:
        return None
    titles = [squeeze(p.line.text) for p in stream[: min(at, _HEAD)]]
    of_two = any(map(_TITLE.search, titles)) and _PARTIES.search("\n".join(fold(p.line.text) for p in stream[:at]))
    if not of_two and not (any(map(_TITLE_OF_POLICY.search, titles)) and _tells_holder(stream, at)):
        return None
    mark = mark_of(stream[at])
    if mark is None or mark.number != 1:
        return None
    found = _from(stream, at)
    if found is None:
        return None
    told = [p.line.text for p in found.parts if _ARTICLE.match(p.line.text)]
    filled = sum(_OWN.search(fold(text)) is not None for text in told)
    if not of_two and any(is_lead_in(squeeze(text)) for text in told):
        return None  # one of its articles heads the agreements: 第六条　投保人与保险人约定下列事项：
    return found if len(told) >= _LEAST and filled >= _FILLED else None


def _tells_holder(stream: Sequence[Placed], at: int) -> bool:
    """Whether one of the first articles names who took the policy."""
    first = [p.line.text for p in stream[at : at + _HEAD] if _ARTICLE.match(p.line.text)][:_EARLY]
    return any(_NAMES_HOLDER.search(fold(text)) for text in first)


def _from(stream: Sequence[Placed], at: int) -> Found | None:
    """What follows the line before the first article; a table between articles told in lines (各分项限额见下表) parts none of them."""
    kept = [i for i, placed in enumerate(stream) if stream[at].table is not None or placed.table is None or i < at]
    head = stream[at - 1].line.text
    found = extent([stream[i] for i in kept], kept.index(at - 1), False, 1, len(head), head)
    if found is None:
        return None
    stop = kept[found.stop] if found.stop < len(kept) else len(stream)
    return replace(found, head=kept[found.head], start=kept[found.start], stop=stop)
