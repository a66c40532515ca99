"""Score sheets of insurers: the evidence that filings give, what people entered, and the sheet that both make."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from sqlalchemy import select
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from api.accounts.principal import Principal
from api.filings.listing import Query, from_params, keys_of, to_params
from api.kpis.schemas import BandOut, CaseOut, EntryIn, InputOut, ItemOut, SchemeOut, SectionOut, SheetOut
from api.problems import Invalid, NotAllowed, NotFound
from api.tables.filings import FilingRow, FindingRow
from api.tables.kpis import ScoreInput
from extractor.values.region_table import name_of
from validators.pack import significant
from validators.score import (
    Band,
    Case,
    Entered,
    Evidence,
    Input,
    Item,
    Scheme,
    Scored,
    SectionScore,
    Sheet,
    schemes,
    score,
)

MOST_CASES = 200
"""Filings listed behind one item; the list of filings has them all."""
_EXCUSED = ":excused"
_PERIOD = re.compile(r"(20[0-9]{2})|(20[0-9]{2}-(?:0[1-9]|1[0-2]))_(20[0-9]{2}-(?:0[1-9]|1[0-2]))")


@dataclass(frozen=True, slots=True)
class Scoring:
    """A sheet and what it was made for. ``filings``: how many of the insurer's were signed in the period."""

    sheet: Sheet
    insurer: str
    period: str
    filings: int
    query: Query


def score_sheet(session: Session, who: Principal, scheme: Scheme, insurer: str, period: str) -> Scoring:
    """The insurer's sheet over the filings that the person may see, signed in the period.

    ``period``: "2025", or months "2025-01_2025-06". Raises Invalid for another form, NotAllowed where the scheme's region is
    not the person's.
    """
    _may_score(who, scheme)
    query = _query(scheme, insurer, period)
    filings = list(_filings(session, who, query))
    found = _findings(session, filings, scheme)
    evidence = {item.name: _evidence(item, filings, found) for section in scheme.sections for item in section.items}
    return Scoring(
        score(scheme, evidence, entered(session, who, scheme, insurer, period)), insurer, period, len(filings), query
    )


def scheme_of(name: str) -> Scheme:
    """The scheme of that name. Raises NotFound."""
    found = schemes().get(name)
    if found is None:
        raise NotFound("没有这个评分细则", f"可用的有：{'、'.join(schemes())}")
    return found


def _may_score(who: Principal, scheme: Scheme) -> None:
    where = significant(scheme.region)
    if who.org_kind == "regulator" and not (where.startswith(who.region_prefix) or who.region_prefix.startswith(where)):
        raise NotAllowed(f"{scheme.document}不在您的辖区施行", "请选择本辖区的评分细则")


def _query(scheme: Scheme, insurer: str, period: str) -> Query:
    since, until = span(period)
    given = {"insurer": insurer, "region": significant(scheme.region)}
    asked = from_params(
        {**given, "signed_from": since.isoformat(), "signed_to": until.isoformat(), "sort": "sign_date"}
    )
    if not asked.insurer:
        raise Invalid("没有写保险机构", "请给出 insurer")
    return asked


def span(period: str) -> tuple[date, date]:
    """First and last day of a period.

    >>> span("2025-01_2025-06")
    (datetime.date(2025, 1, 1), datetime.date(2025, 6, 30))
    """
    match = _PERIOD.fullmatch(period)
    if match is None:
        raise Invalid(f"period: {period[:40]!r} 不可用", "请写成 2025，或 2025-01_2025-06")
    first, last = (f"{match[1]}-01", f"{match[1]}-12") if match[1] else (match[2], match[3])
    if first > last:
        raise Invalid("period 的起月晚于止月", "请核对月份")
    end = date.fromisoformat(f"{last}-01")
    return date.fromisoformat(f"{first}-01"), end.replace(day=calendar.monthrange(end.year, end.month)[1])


# --- evidence --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Filing:
    """What a sheet needs of a filing; ``told`` as in ``api.tallies.contribution``."""

    id: str
    seq: int
    name: str
    fee: Decimal | None
    spent: Decimal | None
    told: frozenset[str]


def _filings(session: Session, who: Principal, query: Query) -> Iterator[_Filing]:
    keys = keys_of(session, who, query)
    columns = (
        FilingRow.id,
        FilingRow.seq,
        FilingRow.name,
        FilingRow.prevention_fee,
        FilingRow.fee_spent,
        FilingRow.tally,
    )
    rows = select(*columns).join(keys, keys.c.seq == col(FilingRow.seq)).where(col(FilingRow.verdict) != "")  # type: ignore[call-overload]
    for row in session.execute(rows.order_by(col(FilingRow.sign_date), col(FilingRow.seq))):
        told = frozenset((row.tally or {}).get("told", ()))
        yield _Filing(row.id, row.seq, row.name, row.prevention_fee, row.fee_spent, told)


Marks = Mapping[tuple[str, str], list[str]]
"""Fingerprints by filing and kind of finding."""


def _findings(session: Session, filings: Iterable[_Filing], scheme: Scheme) -> Marks:
    kinds = sorted({kind for s in scheme.sections for item in s.items for kind in (*item.types, *item.hints)})
    numbers = [filing.seq for filing in filings]
    found: dict[tuple[str, str], list[str]] = {}
    for start in range(0, len(numbers), 500):
        query = select(FindingRow.filing_id, FindingRow.type, FindingRow.fingerprint).where(  # type: ignore[call-overload]
            col(FindingRow.type).in_(kinds), col(FindingRow.current).is_(True), col(FindingRow.verdict) == "violated",
            col(FindingRow.filing_seq).in_(numbers[start : start + 500]),
        )  # fmt: skip
        for row in session.execute(query.order_by(col(FindingRow.seq))):
            found.setdefault((row.filing_id, row.type), []).append(row.fingerprint)
    return found


def _evidence(item: Item, filings: list[_Filing], found: Marks) -> Evidence:
    cases = tuple(_cases(item.types, filings, found))
    with_case = {case.filing for case in cases}
    judged = sum(item.told in filing.told or filing.id in with_case for filing in filings) if item.told else 0
    ratio = None
    if item.ratio == "spent_of_fee":
        both = [(f.spent, f.fee) for f in filings if f.spent is not None and f.fee]
        judged = len(both)
        fee = sum((fee for _, fee in both), Decimal(0))
        ratio = sum((spent for spent, _ in both), Decimal(0)) / fee * 100 if fee else None
    return Evidence(cases, judged, len(filings), ratio, tuple(_cases(item.hints, filings, found)))


def _cases(kinds: Iterable[str], filings: list[_Filing], found: Marks) -> Iterator[Case]:
    for filing in filings:
        marks = tuple(mark for kind in kinds for mark in found.get((filing.id, kind), ()))
        if marks:
            yield Case(filing.id, filing.name, len(marks), marks)


# --- what people enter -----------------------------------------------------------------------------------------------


def entered(session: Session, who: Principal, scheme: Scheme, insurer: str, period: str) -> dict[str, Entered]:
    """What the person's own organisation entered, by item."""
    out: dict[str, Entered] = {}
    latest = _latest(session, who, scheme, insurer, period)
    for section in scheme.sections:
        for item in section.items:
            value, excused = latest.get(item.name), latest.get(item.name + _EXCUSED)
            if value or excused:
                out[item.name] = Entered(
                    value.value if value else None, excused.value if excused else None, value.note if value else ""
                )
    return out


def _latest(session: Session, who: Principal, scheme: Scheme, insurer: str, period: str) -> dict[str, ScoreInput]:
    rows = session.exec(
        select_rows(ScoreInput)
        .where(ScoreInput.owner == who.org_id, ScoreInput.sheet == scheme.name, ScoreInput.insurer == insurer,
               ScoreInput.period == period)
        .order_by(col(ScoreInput.version))
    )  # fmt: skip
    return {row.item: row for row in rows}


def enter(
    session: Session, who: Principal, scheme: Scheme, insurer: str, period: str, entries: Iterable[EntryIn]
) -> None:
    """Keep a person's numbers. Raises Invalid for an item that takes none, or a number that cannot be."""
    _may_score(who, scheme)
    _query(scheme, insurer, period)
    latest = _latest(session, who, scheme, insurer, period)
    for entry in entries:
        item = scheme.item(entry.item)
        asked = {} if item is None else {"value": item.entered, "excused": item.excused}
        for name in entry.model_fields_set & {"value", "excused"}:
            wanted, value = asked.get(name), getattr(entry, name)
            if wanted is None:
                raise Invalid(f"{entry.item} 没有可填报的 {name}", "请看评分表中各项的 inputs")
            if value is not None and value > wanted.most:
                raise Invalid(f"{entry.item}: {value:g} 超过 {wanted.most}", f"单位：{wanted.unit}")
            key = entry.item if name == "value" else entry.item + _EXCUSED
            before = latest.get(key)
            row = ScoreInput(
                owner=who.org_id, sheet=scheme.name, insurer=insurer, period=period, item=key, note=entry.note,
                version=before.version + 1 if before else 1, user_id=who.user_id,
                value=None if value is None else Decimal(str(value)),
            )  # fmt: skip
            session.add(row)
            latest[key] = row
    session.flush()


# --- as it is shown --------------------------------------------------------------------------------------------------


def scheme_out(scheme: Scheme) -> SchemeOut:
    return SchemeOut(
        name=scheme.name, title=scheme.title, document=scheme.document, region=scheme.region,
        place=name_of(scheme.region) or scheme.region, in_force_from=scheme.since, in_force_to=scheme.until,
    )  # fmt: skip


def sheet_out(scoring: Scoring, lang: str = "zh") -> SheetOut:
    sheet = scoring.sheet
    return SheetOut(
        scheme=scheme_out(sheet.scheme), insurer=scoring.insurer, period=scoring.period, filings=scoring.filings,
        total=None if sheet.total is None else float(sheet.total), low=float(sheet.low), high=float(sheet.high),
        band=_band_out(sheet.band, lang) if sheet.band else None,
        bands=[_band_out(band, lang) for band in sheet.scheme.bands],
        sections=[_section_out(section, lang) for section in sheet.sections],
        open=[item.name for item in sheet.open], notes=list(sheet.scheme.notes),
        query=urlencode(to_params(scoring.query)),
    )  # fmt: skip


def _band_out(band: Band, lang: str) -> BandOut:
    return BandOut(quote=band.quote, measure=band.zh if lang == "zh" else band.en, least=float(band.least))


def _section_out(scored: SectionScore, lang: str) -> SectionOut:
    section = scored.section
    return SectionOut(
        name=section.name, title=section.zh if lang == "zh" else section.en, weight=float(section.weight),
        low=float(scored.low), high=float(scored.high), over=float(scored.over),
        items=[_item_out(item, lang) for item in scored.items],
    )  # fmt: skip


def _item_out(scored: Scored, lang: str) -> ItemOut:
    item, shown = scored.item, scored.evidence
    asked = (("value", item.entered, scored.entered.value), ("excused", item.excused, scored.entered.excused))
    return ItemOut(
        name=item.name, number=item.number, title=item.zh if lang == "zh" else item.en, quote=item.quote,
        cap=float(item.cap), step=None if item.step is None else float(item.step),
        lost=None if scored.lost is None else float(scored.lost),
        found=None if scored.found is None else round(float(scored.found), 2),
        status="not_judged" if scored.lost is None else "judged", why=scored.why, applied=scored.quote,
        judged=shown.judged, filings=shown.filings, cases=_cases_out(shown.cases), cases_total=len(shown.cases),
        hints=_cases_out(shown.hints), notes=list(item.notes), note=scored.entered.note,
        inputs=[_input_out(name, wanted, value, lang) for name, wanted, value in asked if wanted is not None],
    )  # fmt: skip


def _input_out(field: str, wanted: Input, value: Decimal | None, lang: str) -> InputOut:
    question = wanted.zh if lang == "zh" else wanted.en
    return InputOut(
        field=field, question=question, unit=wanted.unit, most=float(wanted.most),
        value=None if value is None else float(value),
    )  # fmt: skip


def _cases_out(cases: Iterable[Case]) -> list[CaseOut]:
    return [
        CaseOut(filing=case.filing, name=case.name, count=case.count, findings=list(case.findings))
        for case in list(cases)[:MOST_CASES]
    ]
