"""Score sheets of insurers: the evidence that filings give, what people entered, and the sheet that both make."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
from api.tables.filings import FilingRow, FindingRow, Judgement
from api.tables.kpis import ScoreInput
from extractor.values.region_table import name_of
from validators.days import china_day
from validators.law.pack import significant
from validators.scores import (
    Band,
    Case,
    Entered,
    Input,
    Scheme,
    Scored,
    ScoreError,
    SectionScore,
    Sheet,
    schemes,
    score,
)
from validators.scores import evidence as scoring
from validators.scores.evidence import Judged

MOST_CASES = 200
"""Filings listed behind one item; the list of filings has them all."""
_EXCUSED = ":excused"


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
    query = query_of(scheme, insurer, period)
    filings = judged_filings(session, who, scheme, query)
    shown = scoring.evidence(scheme, filings, span(period)[1])
    said = entered(session, who, scheme, insurer, period)
    return Scoring(score(scheme, shown, said), insurer, period, len(filings), query)


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


def query_of(scheme: Scheme, insurer: str, period: str) -> Query:
    """The list of the insurer's filings in the scheme's region that were signed in the period. Raises Invalid."""
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
    try:
        return scoring.span(period)
    except ScoreError as error:
        said, _, remedy = str(error).partition("；")
        raise Invalid(said, remedy) from None


# --- evidence --------------------------------------------------------------------------------------------------------


_COLUMNS = (
    FilingRow.id, FilingRow.seq, FilingRow.name, FilingRow.insurer, FilingRow.region_code, FilingRow.sign_date,
    FilingRow.prevention_fee, FilingRow.fee_spent, FilingRow.tally, FilingRow.judgement_id, Judgement.as_of, Judgement.at,
)  # fmt: skip
AT_ONCE = 500
"""Filings whose findings are asked for in one query."""


def judged_filings(session: Session, who: Principal, scheme: Scheme, query: Query) -> list[Judged]:
    """The judged filings that the query finds, by day of signing, with what the scheme's items ask of them."""
    keys = keys_of(session, who, query)
    rows = select(*_COLUMNS).join(keys, keys.c.seq == col(FilingRow.seq)).where(col(FilingRow.verdict) != "")  # type: ignore[call-overload]
    rows = rows.outerjoin(Judgement, col(Judgement.id) == col(FilingRow.judgement_id))
    found = session.execute(rows.order_by(col(FilingRow.sign_date), col(FilingRow.seq))).all()
    marks = _findings(session, [row.seq for row in found], scheme)
    sizes = _sizes(session, scheme, {row.judgement_id: marks.get(row.id, {}) for row in found})
    return [
        Judged(
            row.id, row.name, row.insurer, row.region_code, row.sign_date, row.prevention_fee, row.fee_spent,
            frozenset((row.tally or {}).get("told", ())), marks.get(row.id, {}), sizes.get(row.judgement_id, ""),
            row.as_of or (china_day(row.at) if row.at else None),
        )
        for row in found
    ]  # fmt: skip


Marks = Mapping[str, tuple[str, ...]]
"""Fingerprints of one filing's findings by kind."""


def _findings(session: Session, numbers: list[int], scheme: Scheme) -> dict[str, Marks]:
    kinds = sorted({kind for item in scheme.items for kind in (*item.types, *item.hints)})
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for start in range(0, len(numbers), AT_ONCE):
        query = select(FindingRow.filing_id, FindingRow.type, FindingRow.fingerprint).where(  # type: ignore[call-overload]
            col(FindingRow.type).in_(kinds), col(FindingRow.current).is_(True), col(FindingRow.verdict) == "violated",
            col(FindingRow.filing_seq).in_(numbers[start : start + AT_ONCE]),
        )  # fmt: skip
        for row in session.execute(query.order_by(col(FindingRow.seq))):
            of_filing = found.setdefault(row.filing_id, {})
            of_filing[row.type] = (*of_filing.get(row.type, ()), row.fingerprint)
    return found  # type: ignore[return-value]


def _sizes(session: Session, scheme: Scheme, judgements: Mapping[str, Marks]) -> dict[str, str]:
    """The size of the enterprise by judgement, where the papers say it; asked only where an item hangs on it."""
    kinds = {kind for item in scheme.items if item.size for kind in item.types}
    wanted = [key for key, marks in judgements.items() if kinds & marks.keys()]
    sizes: dict[str, str] = {}
    for start in range(0, len(wanted), AT_ONCE):
        rows = select(Judgement.id, Judgement.facts).where(col(Judgement.id).in_(wanted[start : start + AT_ONCE]))  # type: ignore[call-overload]
        for row in session.execute(rows):
            said = next((part["facts"].get("enterprise_size") for part in row.facts if part["about"] == "policy"), None)
            if said and said["state"] == "known":
                sizes[row.id] = str(said["value"])
    return sizes


# --- what people enter -----------------------------------------------------------------------------------------------


def entered(session: Session, who: Principal, scheme: Scheme, insurer: str, period: str) -> dict[str, Entered]:
    """What the person's own organisation entered, by item."""
    out: dict[str, Entered] = {}
    latest = _latest(session, who, scheme, insurer, period)
    for item in scheme.items:
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
    query_of(scheme, insurer, period)
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
        open=[item.name for item in sheet.open], notes=list(sheet.scheme.remarks(lang)),
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
        hints=_cases_out(shown.hints), notes=list(item.remarks(lang)), note=scored.entered.note,
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
