"""Words of a filing, and finding them: tokens that any database can compare whole, in Chinese and in numbers.

A run of Chinese characters is kept as its pairs of neighbours (宿州市 → 宿州, 州市) and its last character; a word of letters
as it is; a number as its runs of four neighbours and its last three characters, so that any part of a policy number is
found. What is asked for is cut in the same way; the last letter or pair may be the beginning of a longer one. Several words
must all be there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from sqlalchemy import ColumnElement, Dialect, cast, column, false, literal, literal_column, select, table, true
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlmodel import col

from api import text_index
from api.tables.filings import FilingRow

GRAM = 4
"""Characters of a number that are kept together: few enough that any part is found, enough that a part is rare."""
MOST_ASKED = 32
"""Tokens of a question that are looked for; a longer question says no more."""
MOST_KEPT = 2000
"""Tokens kept of one filing."""
_LONGEST_WORD = 60

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(rf"[{_HAN}]+|[a-z0-9]+|[^\W_a-z0-9{_HAN}]+")
_JOINED = re.compile(r"[a-z0-9]+(?:[-–—_/.][a-z0-9]+)+")
# In the name of nearly every body: they only make a search longer where another pair says more.
_EVERYWHERE = frozenset(("有限", "限公", "公司", "责任", "任公", "限责", "股份", "份有"))


def to_terms(*texts: str | None) -> str:
    """What is kept of some texts for finding them: tokens without repetition, with one space between.

    >>> to_terms("宿州市", "PZIT-2024")
    '宿州 州市 市 pzit 2024 zit2 it20 t202 024'
    """
    kept: dict[str, None] = {}
    for said in texts:
        if said:
            kept.update(dict.fromkeys(_tokens(_folded(said))))
        if len(kept) >= MOST_KEPT:
            break
    return " ".join(list(kept)[:MOST_KEPT])


def terms_of(filing: FilingRow, *more: str | None) -> str:
    """What is kept of a filing: its names and numbers, ``more``, and whose list it is on, so that a search in one list does
    not go through what the words find elsewhere."""
    said = to_terms(filing.name, filing.policy_no, filing.policyholder, filing.uscc, filing.insurer, filing.insurer_branch,
                    filing.place, *more)  # fmt: skip
    regions = [of_region(code) for code in (filing.province, filing.city, filing.county, filing.street) if code]
    return " ".join((*filter(None, (said,)), *regions, of_body(filing.org_id)))


def of_region(prefix: str) -> str:
    """The token of the filings in a region."""
    return f"r{prefix}"


def of_body(org_id: str) -> str:
    """The token of the filings that a body handed in."""
    return f"o{org_id}"


def _folded(said: str) -> str:
    return unicodedata.normalize("NFKC", said).lower()


def _tokens(said: str) -> Iterator[str]:
    for run in _RUN.findall(said):
        yield from _of_run(run)
    for joined in _JOINED.findall(said):
        yield from _of_run(re.sub(r"[^a-z0-9]", "", joined))


def _of_run(run: str) -> Iterator[str]:
    if _is_han(run):
        yield from (run[i : i + 2] for i in range(len(run) - 1))
        yield run[-1]
    elif _is_number(run):
        if letters := re.match("[a-z]+", run):
            yield letters[0]
        yield from _grams(run)
        yield _no_exponent(run[1 - GRAM :])
    else:
        yield _no_exponent(run[:_LONGEST_WORD])


def _grams(run: str) -> Iterator[str]:
    return (_no_exponent(run[i : i + GRAM]) for i in range(len(run) - GRAM + 1))


def _no_exponent(token: str) -> str:
    """PostgreSQL takes 1e3d for the number 1e3 and a letter; with é it is one word."""
    return re.sub("(?<=[0-9])e", "é", token)


def _is_han(run: str) -> bool:
    return re.match(f"[{_HAN}]", run) is not None


def _is_number(run: str) -> bool:
    return len(run) > GRAM and re.search("[0-9]", run) is not None


def asked(query: str) -> tuple[tuple[str, bool], ...]:
    """The tokens a question asks for, each with whether it may be the beginning of a longer one; none for no words.

    >>> asked("宿州 4130")
    (('宿州', False), ('4130', True))
    """
    wanted: dict[str, bool] = {}
    for run in _RUN.findall(_folded(query)):
        for token, beginning in _of_question(run):
            wanted[token] = wanted.get(token, True) and beginning
    telling = {token: beginning for token, beginning in wanted.items() if token not in _EVERYWHERE}
    return tuple((telling or wanted).items())[:MOST_ASKED]


def _of_question(run: str) -> Iterable[tuple[str, bool]]:
    if _is_han(run):
        return [(run, True)] if len(run) == 1 else [(run[i : i + 2], False) for i in range(len(run) - 1)]
    if _is_number(run):  # its grams one after another say as much as those in between; the last ends where it ends
        grams = list(_grams(run))
        return [(gram, False) for gram in dict.fromkeys((*grams[::GRAM], grams[-1]))]
    return [(_no_exponent(run[:_LONGEST_WORD]), True)]


def fts_question(query: str, *within: str) -> str:
    """The question as SQLite's FTS5 takes it, every token quoted so that nothing in it is an operator; ``within``: tokens of
    the list looked through."""
    return " AND ".join([*(f'"{t}"{" *" if more else ""}' for t, more in asked(query)), *(f'"{t}"' for t in within)])


def tsquery(query: str, *within: str) -> str:
    """The question as PostgreSQL's ``tsquery``, every token quoted; tokens hold letters and digits alone."""
    return " & ".join([*(f"'{t}'{':*' if more else ''}" for t, more in asked(query)), *(f"'{t}'" for t in within)])


FTS = table(text_index.FTS, column("rowid"), column("terms"))
"""SQLite's index as a table: joined by ``rowid = filing.seq``, asked by ``found_in_fts``."""


def found_in_fts(query: str, *within: str) -> ColumnElement[bool]:
    """The condition on ``FTS`` that leaves what the question finds."""
    return literal_column(text_index.FTS).op("MATCH", is_comparison=True)(fts_question(query, *within))


def matching(query: str, dialect: Dialect | str, *within: str) -> ColumnElement[bool]:
    """The condition on ``FilingRow`` that leaves what has all the words of the question; ``within``: tokens of the list.

    A question without any letter or digit finds nothing; an empty one everything.
    """
    if not query.strip():
        return true()
    if not asked(query):
        return false()
    name = dialect if isinstance(dialect, str) else dialect.name
    if name == "sqlite":
        return col(FilingRow.seq).in_(select(FTS.c.rowid).where(found_in_fts(query, *within)))
    words: ColumnElement[str] = literal_column(text_index.EXPRESSION)
    return words.op("@@", is_comparison=True)(cast(literal(tsquery(query, *within)), TSQUERY))
