"""Which filings an insurer's score sheet is about, and what they show of each of its items. Pure.

A sheet is of a company, not of a branch: ``company`` says how names are compared. A filing that does not say whose it is,
where, or when it was signed is left out and said to be, never counted on a guess.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from validators.company import company
from validators.law.pack import significant
from validators.scores import Case, Evidence, Item, Scheme, ScoreError

LEFT_OUT = ("other_insurer", "no_insurer", "other_place", "no_place", "other_period", "no_date")
"""Why a filing is no part of a sheet, in the order in which it is asked."""
SMALL = frozenset({"small", "micro"})
"""Sizes of an enterprise that an item for medium and larger ones (``Item.size``) does not count."""
_PERIOD = re.compile(r"(20[0-9]{2})|(20[0-9]{2}-(?:0[1-9]|1[0-2]))_(20[0-9]{2}-(?:0[1-9]|1[0-2]))")


@dataclass(frozen=True, slots=True)
class Judged:
    """What a score sheet needs of one judged filing.

    ``insurer``, ``region`` (GB/T 2260) are "" and ``signed`` None where the papers do not say. ``fee``: agreed for
    prevention, ``spent``: by the ledger, both yuan, None where not stated. ``told``: of what the papers tell (the names in
    ``Item.told``). ``marks``: fingerprints of its violated findings by type. ``size``: of the insured enterprise (large,
    medium, small, micro), "" where nothing says. ``seen``: the day on which the papers were looked at, None where that is no
    matter.
    """

    id: str
    name: str
    insurer: str = ""
    region: str = ""
    signed: date | None = None
    fee: Decimal | None = None
    spent: Decimal | None = None
    told: frozenset[str] = frozenset()
    marks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    size: str = ""
    seen: date | None = None


@dataclass(frozen=True, slots=True)
class Selection:
    """The filings of a sheet, and those left out by reason (``LEFT_OUT``). ``names``: how the insurer is written."""

    filings: tuple[Judged, ...]
    left_out: Mapping[str, tuple[Judged, ...]]
    names: tuple[str, ...]


def span(period: str) -> tuple[date, date]:
    """First and last day of a period: a year, or months. Raises ScoreError for another form.

    >>> span("2024-02_2024-02")
    (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))
    """
    match = _PERIOD.fullmatch(period)
    if match is None:
        raise ScoreError(f"period: {period[:40]!r} 不可用；请写成 2025，或 2025-01_2025-06")
    first, last = (f"{match[1]}-01", f"{match[1]}-12") if match[1] else (match[2], match[3])
    if first > last:
        raise ScoreError("period 的起月晚于止月；请核对月份")
    end = date.fromisoformat(f"{last}-01")
    return date.fromisoformat(f"{first}-01"), end.replace(day=calendar.monthrange(end.year, end.month)[1])


def select(scheme: Scheme, filings: Iterable[Judged], insurer: str, since: date, until: date) -> Selection:
    """The insurer's filings in the scheme's region signed ``since``…``until``, both inclusive, and why the others are not."""
    wanted, where = company(insurer), significant(scheme.region)
    chosen: list[Judged] = []
    left: dict[str, list[Judged]] = {}
    for filing in filings:
        why = _left_out(filing, wanted, where, since, until)
        if why:
            left.setdefault(why, []).append(filing)
        else:
            chosen.append(filing)
    chosen.sort(key=lambda filing: (filing.signed or until, filing.name))
    names = tuple(sorted({filing.insurer for filing in chosen}))
    return Selection(tuple(chosen), {why: tuple(left[why]) for why in LEFT_OUT if why in left}, names)


def _left_out(filing: Judged, wanted: str, where: str, since: date, until: date) -> str:
    """Why the filing is no part of the sheet, "" where it is one."""
    if not filing.insurer:
        return "no_insurer"
    if company(filing.insurer) != wanted:
        return "other_insurer"
    if not filing.region:
        return "no_place"
    if not filing.region.startswith(where):
        return "other_place"
    if filing.signed is None:
        return "no_date"
    return "" if since <= filing.signed <= until else "other_period"


def evidence(scheme: Scheme, filings: Sequence[Judged], until: date | None = None) -> dict[str, Evidence]:
    """What the filings show of each item, by its name. ``until``: the last day of the cycle."""
    return {item.name: _of_item(item, filings, until) for section in scheme.sections for item in section.items}


def _of_item(item: Item, filings: Sequence[Judged], until: date | None) -> Evidence:
    asked = [filing for filing in filings if not (item.size and filing.size in SMALL)]
    cases = tuple(_cases(item.types, asked, item.per))
    hints = tuple(_cases(item.hints, filings, "finding"))
    if item.ratio:
        return _spent(filings, hints, until)
    with_case = {case.filing for case in cases}
    judged = sum(item.told in filing.told or filing.id in with_case for filing in asked) if item.told else 0
    return Evidence(cases, judged, len(filings), None, hints, spared=len(filings) - len(asked))


def _spent(filings: Sequence[Judged], hints: tuple[Case, ...], until: date | None) -> Evidence:
    """The share of the agreed fees that was spent, percent, over the filings that state both sums."""
    both = [f for f in filings if f.spent is not None and f.fee]
    fee = sum((f.fee for f in both if f.fee), Decimal(0))
    spent = sum((f.spent for f in both if f.spent), Decimal(0))
    running = sum(until is not None and f.seen is not None and f.seen < until for f in both)
    if not fee:
        return Evidence((), 0, len(filings), None, hints)
    return Evidence((), len(both), len(filings), spent / fee * 100, hints, spent=spent, fee=fee, running=running)


def _cases(kinds: Iterable[str], filings: Iterable[Judged], per: str) -> Iterator[Case]:
    kinds = tuple(kinds)
    for filing in filings:
        marks = tuple(mark for kind in kinds for mark in filing.marks.get(kind, ()))
        if marks:
            yield Case(filing.id, filing.name, 1 if per == "filing" else len(marks), marks)
