"""A policy written as a contract, of two parties or in articles throughout: its articles are what was agreed, under no heading of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.agreements.extent import Found, extent
from extractor.agreements.headings import heading_at, is_label, is_lead_in, is_title, opens_other
from extractor.agreements.stream import Placed, mark_of
from extractor.text.fold import fold, squeeze

_ARTICLE = re.compile(r"\s*第\s*[一二三四五六七八九十百\d]{1,4}\s*条")
_PARAGRAPH = re.compile(r"\s*[一二三四五六七八九十]{1,3}\s*[、.．](?!\d)")
"""What a contract of two parties may number its articles with instead."""
_BRACKETED = re.compile(r"\s*[（(][一二三四五六七八九十]{1,3}[)）]")
_DIGIT = re.compile(r"\s*\d{1,2}\s*[、.．](?!\d)")
"""And where neither stands anywhere on it: （一）, 1."""
_TITLE = re.compile(
    r"(?:合同|协议)书?(?:[(（【\[][^()（）]{1,28}[)）】\]]|(?:第|编?号[:：]?|[Nn][Oo][.:：]?)[0-9A-Za-z-]{6,}号?)?$"
)
_TITLE_OF_POLICY = re.compile("(?:保险单|保单|保险凭证)(?:[(（].{1,8}[)）])?$")
_NAMES_HOLDER = re.compile(r"投保人[^。；;，,]{0,6}?[:：为是系]")
"""In the first articles, of a policy whose articles tell whom it covers; an insurer's clauses say what a holder does."""
_HOLDER = r"投保(?:人|方|单位|企业)[^。；;，,\n]{0,8}[:：]"
_INSURER = r"(?:(?<!被)保险(?:人|方|公司)|承保(?:人|方|公司|单位|机构))[^。；;，,\n]{0,8}[:：]"
_PARTIES = re.compile(rf"甲\s*方.*乙\s*方|{_INSURER}.*{_HOLDER}|{_HOLDER}.*{_INSURER}", re.S)
_OWN = re.compile(r"\d\s*(?:年\s*\d{1,2}\s*月|[万元]|名|人)|%|¥\s*\d")
"""What the parties filled in; clauses that an insurer prints for everybody hold no days, sums or heads of theirs."""
_HEAD = 16
"""Lines among which a contract has its title and its parties."""
_EARLY = 3
"""Articles among which a policy written in them names its holder."""
_LOST = 3
"""Numbers of articles that a scan may lose one after the other, and one."""
_END_OF_PAPER = "the end of the paper"
_SIGNED = "what is signed"
_LEAST = 6
"""Articles of a contract."""
_FILLED = 3
"""Articles that hold what the parties filled in."""


def articles(stream: Sequence[Placed]) -> Found | None:
    """The articles of a paper that is itself the contract, from the first to whatever ends them; None for any other paper."""
    found = _numbered(stream, _ARTICLE) or _numbered(stream, _PARAGRAPH)
    if found is None and not any(_begins(p, number) for p in stream for number in (_ARTICLE, _PARAGRAPH)):
        return _numbered(stream, _BRACKETED) or _numbered(stream, _DIGIT)
    return found


def _numbered(stream: Sequence[Placed], number: re.Pattern[str]) -> Found | None:
    at = next((i for i, placed in enumerate(stream) if _begins(placed, number)), None)
    if not at:
        return None
    titles = [squeeze(p.line.text) for p in stream[: min(at, _HEAD)]]
    of_two = any(map(_TITLE.search, titles)) and _PARTIES.search("\n".join(fold(p.line.text) for p in stream[:at]))
    of_holder = number is _ARTICLE and any(map(_TITLE_OF_POLICY.search, titles)) and _tells_holder(stream, at)
    if not of_two and not of_holder:
        return None
    mark = mark_of(stream[at])
    if mark is None or mark.number != 1:
        return None
    found = _from(stream, at, number)
    if found is None:
        return None
    told = _told(found.parts, number)
    filled = sum(_OWN.search(fold(text)) is not None for text in told)
    if not of_two and any(is_lead_in(squeeze(text.partition("\n")[0])) for text in told):
        return None  # one of its articles heads the agreements: 第六条　投保人与保险人约定下列事项：
    return found if len(told) >= _LEAST and filled >= _FILLED else None


def _told(placed: Sequence[Placed], number: re.Pattern[str]) -> list[str]:
    """The articles, each from its number to the next: its words often stand in a paragraph of their own, under its head."""
    out: list[str] = []
    for one in placed:
        if _begins(one, number):
            out.append(one.line.text)
        elif out:
            out[-1] += f"\n{one.line.text}"
    return out


def _begins(placed: Placed, number: re.Pattern[str]) -> bool:
    """Whether a line begins with the number of an article, typed or put there by Word."""
    return number.match(placed.line.text) is not None or number.match(placed.line.numbering) is not None


def _tells_holder(stream: Sequence[Placed], at: int) -> bool:
    """Whether one of the first articles names who took the policy."""
    return any(_NAMES_HOLDER.search(fold(text)) for text in _told(stream[at : at + _HEAD], _ARTICLE)[:_EARLY])


def _from(stream: Sequence[Placed], at: int, number: re.Pattern[str]) -> Found | None:
    """What follows the line before the first article; a table between articles told in lines (各分项限额见下表) parts none of them."""
    if stream[at].table is not None:
        head = stream[at - 1].line.text
        return extent(stream, at - 1, False, 1, len(head), head)
    last = _last_article(stream, at, number)
    stop = next((i for i in range(last + 1, len(stream)) if _ends(stream, i, number)), len(stream))
    parts = tuple(placed for placed in stream[at:stop] if placed.table is None)
    return Found(at - 1, at, stop, _END_OF_PAPER if stop == len(stream) else _SIGNED, False, parts)


def _last_article(stream: Sequence[Placed], at: int, number: re.Pattern[str]) -> int:
    """The line of the last article: numbers run on, and clauses of the insurer behind them begin with another first article."""
    last, reached = at, 1
    for i in range(at + 1, len(stream)):
        if stream[i].table is not None or not _begins(stream[i], number):
            continue
        mark = mark_of(stream[i])
        if mark is None or mark.number is None or not 0 < mark.number - reached <= _LOST:
            break
        last, reached = i, mark.number
    return last


def _ends(stream: Sequence[Placed], at: int, number: re.Pattern[str]) -> bool:
    """Whether a line behind the number of the last article is none of its sentences."""
    placed = stream[at]
    text = squeeze(placed.line.text)
    closed = stream[at - 1].line.text.rstrip()[-1:] in "。！!；;"
    return (
        placed.table is not None
        or _begins(placed, number)
        or heading_at(stream, at) is not None
        or bool(opens_other(text, sentence_open=not closed))
        or (closed and (is_title(text) or is_label(text)))
    )
