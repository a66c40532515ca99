"""The list of filings: what may be asked of it, as URL parameters and as SQL that costs the same among a million.

Every page is found by its keys alone in an inner query over narrow indexes, and only its rows are then fetched. What a
regulator may see is two lists, its region's and its own uploads from elsewhere; they are walked side by side, since one
condition with "or" would use neither's index.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import product
from typing import Any

from pydantic import BaseModel, Field
from sqlalchemy import (
    Boolean,
    ColumnElement,
    Select,
    Subquery,
    and_,
    exists,
    false,
    func,
    literal,
    literal_column,
    or_,
    select,
    tuple_,
    union,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import defer
from sqlalchemy.sql.functions import FunctionElement
from sqlmodel import Session, col

from api import search
from api.accounts.principal import Principal, visible
from api.inputs import keepable
from api.paging import cursor, key_of
from api.problems import Invalid
from api.store import now
from api.tables.filings import FilingPolicy, FilingRow, FindingRow
from validators.days import BEIJING, china_day
from validators.facts import fold
from validators.law.pack import significant

MOST = 1000
"""Filings on one page at most; pages for people are shorter."""
ALL = 2**31 - 1
"""The highest number that a filing can have."""
NEAR, SPAN = 250, 20_000
"""Filings that a search on PostgreSQL looks through first, and then."""
RARE = 5000
"""Up to so many findings of a type are looked through one by one; of a commoner type the list itself is walked."""
VERDICTS = ("accepted", "returned", "incomplete")
STATES = ("reading", "judged", "failed")
SEVERITIES = ("error", "warning", "note")
SORTS = ("newest", "oldest", "updated", "sign_date", "open")
_SORTED_BY = {
    "newest": "seq",
    "oldest": "seq",
    "updated": "updated_at",
    "sign_date": "sign_date",
    "open": "open_findings",
}
_LEVELS = {2: FilingRow.province, 4: FilingRow.city, 6: FilingRow.county, 9: FilingRow.street}
_SLACK = timedelta(hours=1)  # filings get their numbers nearly, not exactly, in order of their moments
_SLACK_ROWS = 1000


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked of the list; None or "" asks nothing.

    ``region``: significant digits of a region code, 2, 4, 6 or 9 of them. ``type`` and ``severity`` are of a finding that is
    violated in the latest judgement. Days are inclusive; ``created_*`` in China's time. ``signed_off``: whether a person
    signed it off. ``after``: the cursor of the page before.
    """

    text: str = ""
    verdict: str = ""
    state: str = ""
    insurer: str = ""
    region: str = ""
    sector: str = ""
    type: str = ""
    severity: str = ""
    policy_no: str = ""
    org_id: str = ""
    audit_id: str = ""
    signed_from: date | None = None
    signed_to: date | None = None
    created_from: date | None = None
    created_to: date | None = None
    open_only: bool = False
    signed_off: bool | None = None
    sort: str = "newest"
    limit: int = 50
    after: str = ""


# A field's name in a URL where it differs.
PARAMS = {"text": "q", "org_id": "org", "audit_id": "audit", "open_only": "open"}
_WORDS: Mapping[str, Sequence[str]] = {"verdict": VERDICTS, "state": STATES, "severity": SEVERITIES, "sort": SORTS}
_LONGEST = {"text": 200, "insurer": 200, "sector": 30, "type": 60, "policy_no": 100, "org_id": 26, "audit_id": 26,
            "after": 400}  # fmt: skip


def from_params(params: Mapping[str, Any]) -> Query:
    """The question that URL parameters (or a saved filter) ask; other parameters are left alone.

    Raises Invalid, naming the parameter, for a value that cannot be.
    """
    given: dict[str, Any] = {}
    for field in fields(Query):
        name = PARAMS.get(field.name, field.name)
        value = params.get(name)
        if value is not None and value != "":
            given[field.name] = _value(field.name, name, value)
    query = Query(**given)
    _key_of(query)
    return query


def _value(field: str, name: str, value: Any) -> Any:
    said = str(value).strip()
    if field in _WORDS:
        if said not in _WORDS[field]:
            raise Invalid(f"{name}: {said[:40]!r} 不可用", f"可用的值：{'、'.join(_WORDS[field])}")
        return said
    if field == "region":
        code = significant(said)
        if not re.fullmatch("[0-9]*", said) or len(code) not in (0, *_LEVELS):
            raise Invalid(f"{name}: {said[:40]!r} 不是行政区划代码", "请给出 2、4、6 或 9 位数字")
        return code
    if field in ("open_only", "signed_off"):
        if said.lower() not in ("1", "true", "yes", "0", "false", "no"):
            raise Invalid(f"{name}: {said[:40]!r} 不是是或否", "请用 true 或 false")
        return said.lower() in ("1", "true", "yes")
    if field == "limit":
        if not re.fullmatch("[0-9]{1,4}", said) or not 1 <= int(said) <= MOST:
            raise Invalid(f"{name}: {said[:40]!r} 不在范围内", f"请给出 1 到 {MOST} 的整数")
        return int(said)
    if field.endswith(("_from", "_to")):
        try:
            return value if isinstance(value, date) else date.fromisoformat(said)
        except ValueError:
            raise Invalid(f"{name}: {said[:40]!r} 不是日期", "请写成 2025-03-31") from None
    try:
        if len(keepable(said)) <= _LONGEST[field]:
            return said
    except ValueError:
        pass
    raise Invalid(f"{name} 过长或有不可用的字符", f"最多 {_LONGEST[field]} 个字")


def to_params(query: Query, *, page: bool = False) -> dict[str, str]:
    """The parameters that ask the question again; with ``page`` also which page of it.

    >>> to_params(Query(text="宿州", open_only=True))
    {'q': '宿州', 'open': 'true'}
    """
    out = {}
    for field in fields(Query):
        value = getattr(query, field.name)
        if value == field.default or (field.name in ("limit", "after") and not page):
            continue
        said = str(value).lower() if isinstance(value, bool) else str(value)
        out[PARAMS.get(field.name, field.name)] = said
    return out


class Params(BaseModel):
    """The parameters as an endpoint declares them; ``from_params`` says what each may be."""

    q: str | None = Field(
        None,
        max_length=200,
        description="检索词，空格隔开的都须出现：名称、保单号的一部分、地名",
        examples=["宿州 恒泰"],
    )
    verdict: str | None = Field(None, description="结论：accepted、returned、incomplete", examples=["returned"])
    state: str | None = Field(None, description="状态：reading、judged", examples=["judged"])
    insurer: str | None = Field(None, max_length=200, description="保险机构全称", examples=["示例财产保险股份有限公司"])
    region: str | None = Field(None, max_length=12, description="行政区划代码，前 2、4、6 或 9 位", examples=["3413"])
    sector: str | None = Field(None, max_length=30, description="行业领域", examples=["hazardous_chemicals"])
    type: str | None = Field(
        None, max_length=60, description="最近一次判定违反的发现种类", examples=["first_service_late"]
    )
    severity: str | None = Field(None, description="其严重程度：error、warning、note", examples=["error"])
    policy_no: str | None = Field(None, max_length=100, description="完整的保单号", examples=["PZIT202434130000000001"])
    org: str | None = Field(None, max_length=26, description="上传的机构", examples=["01jq8z6w3m4n5p6q7r8s9tavbw"])
    audit: str | None = Field(
        None, max_length=26, description="所属的批量审计", examples=["01jq8z6w3m4n5p6q7r8s9tavbw"]
    )
    signed_from: str | None = Field(None, max_length=10, description="签单日不早于", examples=["2025-01-01"])
    signed_to: str | None = Field(None, max_length=10, description="签单日不晚于", examples=["2025-12-31"])
    created_from: str | None = Field(
        None, max_length=10, description="上传日不早于（北京时间）", examples=["2025-01-01"]
    )
    created_to: str | None = Field(None, max_length=10, description="上传日不晚于（北京时间）", examples=["2025-12-31"])
    open: str | None = Field(None, description="true：只看还有未了发现的", examples=["true"])
    signed_off: str | None = Field(None, description="true 已签结，false 未签结", examples=["false"])
    sort: str | None = Field(None, description="次序：newest、oldest、updated、sign_date、open", examples=["newest"])
    limit: int | None = Field(None, ge=1, le=200, description="一页几项", examples=[50])
    after: str | None = Field(
        None, max_length=400, description="上一页的 next", examples=[cursor("newest", "120", 120)]
    )


# --- pages -----------------------------------------------------------------------------------------------------------


def page(session: Session, who: Principal, query: Query) -> tuple[list[FilingRow], str | None]:
    """One page and the cursor of the next, None after the last. ``terms``, ``tally`` and ``manifest`` are not loaded."""
    rows: list[FilingRow] = []
    for part, span in product(_parts(query), _spans(session, query)):
        wanted = replace(query, limit=query.limit - len(rows))
        rows.extend(session.scalars(_select(session, who, wanted, part, span)))
        if len(rows) > query.limit:
            kept = rows[: query.limit]
            return kept, _cursor(query.sort, kept[-1])
    return rows, None


def every(session: Session, who: Principal, query: Query) -> Iterator[FilingRow]:
    """All that the question finds, in its order, page by page; what is handed out is let go of by the session."""
    following: str | None = query.after
    while following is not None:
        rows, following = page(session, who, replace(query, limit=MOST, after=following))
        session.expunge_all()
        yield from rows


def select_filings(session: Session, who: Principal, query: Query) -> Select[FilingRow]:
    """The rows of one page and one more where there are more, in order. Raises Invalid for a cursor of another list."""
    return _select(session, who, query, None, None)


def keys_of(session: Session, who: Principal, query: Query) -> Subquery:
    """The numbers (``seq``) of all that the question finds, for a query over them; ``limit`` and ``after`` are not looked at."""
    return _keys(session, who, replace(query, limit=ALL - 1, after=""))


DATED, UNDATED = "dated", "undated"


def _parts(query: Query) -> Sequence[str | None]:
    """By day of signing, the filings whose day is known come first and those without it are only then looked for."""
    if query.sort != "sign_date":
        return (None,)
    key = _key_of(query)
    if query.signed_from or query.signed_to:
        return (DATED,)
    return (UNDATED,) if key is not None and key[0] is None else (DATED, UNDATED)


@dataclass(frozen=True, slots=True)
class Span:
    """Numbers of filings from ``first``, inclusive, to ``end``, exclusive. ``sparse``: few of them have the words, so that
    they are to be found by these and not by going through the numbers, however PostgreSQL estimates a word it has not met."""

    first: int
    end: int
    sparse: bool = False


def _spans(session: Session, query: Query) -> list[Span | None]:
    """Where to look one after another; None for everywhere at once.

    PostgreSQL's index hands out all that a word finds, in no order: of a word of every tenth filing that is a hundred
    thousand, for the newest fifty. So the newest few hundred are searched first, where a word of nearly every filing fills a
    page; then more, and at last all others, of which only few can have a word that has not filled a page by then.
    """
    if not query.text.strip() or session.get_bind().dialect.name == "sqlite" or query.sort not in ("newest", "oldest"):
        return [None]
    key, newest = _key_of(query), query.sort == "newest"
    if key is not None:
        edge = key[1]
    else:
        edge = (session.scalar(select(func.max(col(FilingRow.seq)))) or 0) + 1 if newest else 0
    spans: list[Span | None] = []
    width = 0
    for step, sparse in ((NEAR, False), (SPAN, True), (ALL, True)):
        start, end = (edge - step, edge - width) if newest else (edge + width, edge + step)
        spans.append(Span(max(0, start), max(0, min(ALL, end)), sparse))
        width = step
    return spans


def _select(session: Session, who: Principal, query: Query, part: str | None, span: Span | None) -> Select[FilingRow]:
    keys = _keys(session, who, query, part, span)
    rows = (
        select(FilingRow)
        .join(keys, keys.c.seq == col(FilingRow.seq))
        .options(defer(FilingRow.terms), defer(FilingRow.tally), defer(FilingRow.manifest))  # type: ignore[arg-type]
    )
    return rows.order_by(*_order(query.sort, keys.c.key, keys.c.seq, part))


# --- the keys of a page ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _List:
    """One list to walk: the condition that a filing is on it, and the token that the words of its filings have ("" where
    there is none). ``alone``: it is all filings, so that the filters' own indexes are of use."""

    here: ColumnElement[bool]
    token: str = ""
    alone: bool = False


def _keys(
    session: Session, who: Principal, query: Query, part: str | None = None, span: Span | None = None
) -> Subquery:
    """``seq`` and the sort's ``key`` of the page's rows, from as many walks as there are lists to see."""
    dialect = session.get_bind().dialect.name
    finds = _has_finding(session, query) if query.type or query.severity else None
    between = [*_created(session, query), *_within(span)]
    sparse = span is not None and span.sparse
    walks = [_walk(query, one, finds, part, dialect, sparse).where(*between) for one in _lists(session, who, query)]
    if len(walks) == 1:
        return walks[0].subquery("keys")
    both = union(*(select(walk.subquery()) for walk in walks)).subquery()
    order = _order(query.sort, both.c.key, both.c.seq, part)
    return select(both).order_by(*order).limit(query.limit + 1).subquery("keys")


def _walk(
    query: Query, walked: _List, finds: _Finds | None, part: str | None, dialect: str, sparse: bool
) -> Select[Any]:
    seq, key = _sort_column("newest"), _sort_column(query.sort)
    here = _unindexed(walked.here) if _names_few(query, finds) else walked.here
    walk = select(seq.label("seq"), key.label("key")).where(here, *_wanted(query, walked, finds, part))
    if query.text.strip():
        within = [walked.token] if walked.token else []
        words = dialect == "sqlite" and bool(search.asked(query.text))
        walk = _found(walk, query.text, within) if words else walk.where(search.matching(query.text, dialect, *within))
        if words and query.sort in ("newest", "oldest"):
            seq = search.FTS.c.rowid
        elif sparse:
            seq = seq + 0
    elif _days_first(query):
        seq = seq + 0  # the walk in order of seq would go through all the years since: have the days found and sorted
    return walk.order_by(*_order(query.sort, key, seq, part)).limit(query.limit + 1)


def _found(walk: Select[Any], question: str, within: Sequence[str]) -> Select[Any]:
    """The walk along what the words find: SQLite's index is asked first, and hands it out in order of ``rowid``."""
    joined = walk.join_from(search.FTS, FilingRow, search.FTS.c.rowid == col(FilingRow.seq))
    return joined.where(search.found_in_fts(question, *within))


def _days_first(query: Query) -> bool:
    """Whether a walk in order of arrival would begin far from the days of signing asked for."""
    if query.sort == "oldest":
        return query.signed_from is not None
    recent = china_day(now()) - timedelta(days=60)
    return query.sort == "newest" and query.signed_to is not None and query.signed_to < recent


def _names_few(query: Query, finds: _Finds | None) -> bool:
    """Whether a condition leaves so few filings that they are looked up by it, whatever list they are on."""
    return bool(query.policy_no) or query.state == "reading" or (finds is not None and finds.few)


def _lists(session: Session, who: Principal, query: Query) -> list[_List]:
    """The lists to walk. A filing may be on two of them: it is shown once."""
    asked = [_here(query.region)] if query.region else []
    if who.org_kind == "regulator" and len(who.region_prefix) in _LEVELS:
        return _of_regulator(session, who, query)
    if who.org_kind == "insurer":
        return [_List(and_(visible(who), *map(_unindexed, asked)), search.of_body(who.org_id))]
    token = search.of_region(query.region) if query.region else ""
    return [_List(and_(visible(who), *asked), token, alone=who.org_kind in ("operator", "regulator") and not asked)]


def _of_regulator(session: Session, who: Principal, query: Query) -> list[_List]:
    """The region's list, or that of the part of it that is asked for; and what the regulator handed in itself."""
    alive, out = col(FilingRow.deleted_at).is_(None), []
    inside = query.region.startswith(who.region_prefix)
    if inside or who.region_prefix.startswith(query.region):
        prefix = query.region if inside else who.region_prefix
        out.append(_List(and_(alive, _here(prefix)), search.of_region(prefix)))
    own = and_(alive, col(FilingRow.org_id) == who.org_id)
    # What is asked for inside the region is all on its list; and few regulators hand in anything.
    if not inside and session.execute(select(col(FilingRow.seq)).where(own).limit(1)).first() is not None:
        asked = [_unindexed(_here(query.region))] if query.region else []
        out.append(_List(and_(own, *asked), search.of_body(who.org_id)))
    return out or [_List(false())]


def _here(prefix: str) -> ColumnElement[bool]:
    level = _LEVELS.get(len(prefix))
    return false() if level is None else col(level) == prefix


class _Unindexed(FunctionElement[bool]):
    """A condition that SQLite shall test and not look up: its planner knows too little of our data to choose well."""

    name = "unindexed"
    inherit_cache = True
    type = Boolean()


@compiles(_Unindexed)
def _tested(element: Any, compiler: Any, **how: Any) -> str:
    return f"({compiler.process(element.clauses, **how)})"


@compiles(_Unindexed, "sqlite")
def _tested_by_sqlite(element: Any, compiler: Any, **how: Any) -> str:
    return f"(+({compiler.process(element.clauses, **how)}))"


def _unindexed(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return _Unindexed(condition)


# Filters with an index of their own among all filings, from the one that leaves least to the one that leaves most.
_TELLING = ("audit_id", "insurer", "org_id", "sector", "verdict")


def _wanted(query: Query, walked: _List, finds: _Finds | None, part: str | None) -> list[ColumnElement[bool]]:
    """The conditions of the question without its words and its region. What names few filings is looked up; else, where the
    order allows, the most telling filter; everything else is tested."""
    out: list[ColumnElement[bool]] = []
    few = bool(query.text.strip()) or _names_few(query, finds)
    in_order = query.sort in ("newest", "oldest") and not _days_first(query)
    may_look_up = _TELLING if walked.alone else ("audit_id", "insurer")
    looked_up = few or not in_order
    for name in _TELLING:
        if value := getattr(query, name):
            condition = col(getattr(FilingRow, name)) == value
            out.append(_unindexed(condition) if looked_up or name not in may_look_up else condition)
            looked_up = True
    if query.state in STATES:  # said literally, so that it is seen which index holds exactly these
        out.append(col(FilingRow.state) == literal_column(f"'{query.state}'"))
    if query.open_only:
        out.append(_unindexed(col(FilingRow.open_findings) > 0))
    if query.signed_off is not None:
        signed = col(FilingRow.signed_off_at)
        out.append(signed.is_not(None) if query.signed_off else signed.is_(None))
    if query.policy_no:
        numbered = select(col(FilingPolicy.filing_id)).where(col(FilingPolicy.number) == fold(query.policy_no))
        out.append(col(FilingRow.id).in_(numbered))
    signed_within = list(_signed(query))
    by_day = not few and (_days_first(query) or query.sort == "sign_date")
    out.extend(signed_within if by_day else map(_unindexed, signed_within))
    if finds is not None:
        out.append(finds.condition)
    if part is not None:
        day = col(FilingRow.sign_date)
        out.append(day.is_not(None) if part == DATED else day.is_(None))
    key = _key_of(query)
    if key is not None:
        out.append(_beyond(query.sort, key, part))
    return out


def _signed(query: Query) -> Iterator[ColumnElement[bool]]:
    if query.signed_from:
        yield col(FilingRow.sign_date) >= query.signed_from
    if query.signed_to:
        yield col(FilingRow.sign_date) <= query.signed_to


def _created(session: Session, query: Query) -> Iterator[ColumnElement[bool]]:
    """The days of arrival, and the span of numbers they lie in, by which every list can be entered."""
    moment, number = col(FilingRow.created_at), col(FilingRow.seq)
    if query.created_from:
        since = _midnight(query.created_from)
        first = session.scalar(select(number).where(moment >= since - _SLACK).order_by(moment, number).limit(1))
        yield (moment >= since).is_(True)  # tested, not looked up
        yield number >= (ALL if first is None else first - _SLACK_ROWS)
    if query.created_to:
        until = _midnight(query.created_to + timedelta(days=1))
        last = session.scalar(
            select(number).where(moment < until + _SLACK).order_by(moment.desc(), number.desc()).limit(1)
        )
        yield (moment < until).is_(True)
        yield number <= (last or 0) + _SLACK_ROWS


def _within(span: Span | None) -> Iterator[ColumnElement[bool]]:
    if span is not None:
        yield col(FilingRow.seq) >= span.first
        yield col(FilingRow.seq) < span.end


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), BEIJING).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class _Finds:
    """The condition that a finding is there; ``few``: so few filings have one that they are looked up."""

    condition: ColumnElement[bool]
    few: bool = False


def _has_finding(session: Session, query: Query) -> _Finds:
    """Whether the latest judgement found it violated. Of a rare type the findings say which filings; else each filing of
    the list is asked in turn, which soon fills a page."""
    violated = [col(FindingRow.current).is_(True), col(FindingRow.verdict) == "violated"]
    if query.severity:
        violated.append(col(FindingRow.severity) == query.severity)
    if not query.type:
        return _Finds(exists().where(col(FindingRow.filing_id) == col(FilingRow.id), *violated))
    violated.insert(0, col(FindingRow.type) == query.type)
    some = select(col(FindingRow.seq)).where(*violated).limit(RARE + 1).subquery()
    if (session.scalar(select(func.count()).select_from(some)) or 0) <= RARE:
        return _Finds(col(FilingRow.seq).in_(select(col(FindingRow.filing_seq)).where(*violated)), few=True)
    return _Finds(exists().where(col(FindingRow.filing_seq) == col(FilingRow.seq), *violated))


# --- order and cursors -----------------------------------------------------------------------------------------------


def _sort_column(sort: str) -> ColumnElement[Any]:
    column: ColumnElement[Any] = FilingRow.__table__.c[_SORTED_BY[sort]]  # type: ignore[attr-defined]
    return column


def _order(
    sort: str, key: ColumnElement[Any], seq: ColumnElement[int], part: str | None
) -> tuple[ColumnElement[Any], ...]:
    match sort:
        case "newest":
            return (seq.desc(),)
        case "oldest":
            return (seq.asc(),)
        case "sign_date" if part is None:
            return key.is_(None), key.desc(), seq.desc()
    return key.desc(), seq.desc()


def _beyond(sort: str, key: tuple[Any, int], part: str | None) -> ColumnElement[bool]:
    value, last = key
    seq, column = col(FilingRow.seq), _sort_column(sort)
    if sort == "oldest":
        return seq > last
    if sort == "newest":
        return seq < last
    if value is not None:
        after = tuple_(column, seq) < tuple_(literal(value, column.type), literal(last))
        return after if part == DATED or sort != "sign_date" else or_(after, column.is_(None))
    return and_(column.is_(None), seq < last) if part != DATED else false()


def _cursor(sort: str, row: FilingRow) -> str:
    value = getattr(row, _SORTED_BY[sort])
    said = "" if value is None else value.isoformat() if isinstance(value, date) else str(value)
    return cursor(sort, said, row.seq or 0)


def _key_of(query: Query) -> tuple[Any, int] | None:
    """The last row's sort value and number that a cursor names. Raises Invalid for what is no cursor of this order."""
    key = key_of(query.after, str, str, int)
    if key is None:
        return None
    sort, said, seq = key
    try:
        if sort != query.sort or not 0 <= int(seq) <= ALL:
            raise ValueError
        return _sort_value(query.sort, str(said)), int(seq)
    except ValueError:
        raise Invalid("after 不是本列表给出的游标", "请用上一页的 next，排序不变") from None


def _sort_value(sort: str, said: str) -> Any:
    match sort:
        case "updated":
            moment = datetime.fromisoformat(said)
            return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        case "sign_date":
            return date.fromisoformat(said) if said else None
    if not re.fullmatch("[0-9]{1,18}", said) or int(said) > ALL:
        raise ValueError
    return int(said)
