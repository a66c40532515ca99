"""Plausible filings by the million, straight into a database: for measuring lists, search and dashboards.

Places are those of six provinces, at all levels; 20 insurers of very different size; the eight sectors and others; 36 months
of signing; kinds of findings from one in eight filings to one in fifty thousand. What is written is what the service would
have written: the rows of filings, judgements, findings, policy numbers, the words for search, and the counts, which
``api.tallies.contribution`` makes. Papers and readings are left out: no list reads them.

The same number and seed give the same filings.
"""

from __future__ import annotations

import json
import random
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Connection, Table, text

from api import text_index
from api.search import terms_of
from api.store import Database
from api.tables.accounts import Organisation
from api.tables.filings import FilingAgency, FilingPolicy, FilingRow, FindingRow, Judgement
from api.tables.kpis import MEASURES, Tally
from api.tallies.contribution import basis_of, cells
from extractor.values.region_table import table as region_table

PROVINCES = ("34", "33", "32", "37", "41", "42")
STREETS = ("330604001",)
MONTHS = 36
LAST = date(2025, 12, 31)
CHUNK = 5000
"""Rows in one statement."""

# Shares of the market, from the largest to the smallest.
INSURERS = tuple(
    f"{name}财产保险股份有限公司"
    for name in (
        "华安示例", "东海示例", "中原示例", "江淮示例", "泰岳示例", "长河示例", "金陵示例", "钱塘示例", "齐鲁示例", "荆楚示例",
        "南湖示例", "北辰示例", "西溪示例", "云台示例", "太湖示例", "运河示例", "沧浪示例", "会稽示例", "稷下示例", "黄鹤示例",
    )
)  # fmt: skip
TRADES = {
    "construction": "建筑施工", "transport": "道路运输", "hazardous_chemicals": "危险化学品经营", "other": "机械制造",
    "mining": "采石", "smelting": "铸造", "fireworks": "烟花爆竹零售", "fishery": "渔业捕捞", "explosives": "民用爆炸物品",
}  # fmt: skip
TRADE_SHARES = (26, 18, 16, 25, 6, 5, 2.5, 1, 0.5)
# Kinds of findings: share of filings in percent, severity.
KINDS: Mapping[str, tuple[float, str]] = {
    "first_service_late": (12, "error"), "policy_upload_late": (10, "error"), "report_missing_customer_signoff": (9, "warning"),
    "hazard_recheck_not_stated": (15, "note"), "clause_missing": (8, "warning"), "coverage_item_missing": (6, "error"),
    "fee_spend_ratio_low": (5, "note"), "report_missing_hazard_list": (4, "error"), "prevention_fee_below_minimum": (3.5, "error"),
    "per_person_limit_below_minimum": (3, "error"), "claim_result_upload_late": (2, "error"), "premium_sum_mismatch": (1.5, "error"),
    "uscc_check_digit_invalid": (1, "error"), "insured_fewer_than_employees": (1, "error"), "off_site_insurance": (0.8, "note"),
    "amount_words_mismatch": (0.5, "error"), "sign_date_backdated": (0.4, "warning"), "service_date_outside_period": (0.3, "error"),
    "renewal_gap": (0.2, "error"), "prohibited_wording": (0.15, "error"), "period_not_one_year": (0.1, "warning"),
    "major_hazard_not_reported": (0.05, "error"), "accident_outside_period": (0.02, "error"),
    "duplicate_policy_no": (0.01, "error"), "prevention_fee_above_cap": (0.005, "error"), "sign_date_after_expiry": (0.002, "error"),
}  # fmt: skip
UNDECIDED = {"policy_upload_late": 20, "per_person_limit_not_stated": 4, "claim_result_upload_late": 3}
_NAMES = "恒泰盛达鑫源宏远安顺华茂永兴金石天成瑞丰众诚万和德润广源立信同创中科东方新城明珠长青四海五洲百川千秋江河湖海山峰林泉"
_GOODS = (
    "建材",
    "化工",
    "矿业",
    "运输",
    "物流",
    "建筑",
    "机械",
    "铸造",
    "烟花",
    "渔业",
    "石化",
    "工程",
    "能源",
    "冶金",
)
_FACTS = [{"about": "policy", "key": "x", "facts": {"premium": {"value": 1, "state": "known", "evidence": []}}}]
_BODY = {
    "params": {"limit_days": 45, "days": 61}, "summary": "首次事故预防服务在合同生效后第61日，超过45日",
    "message": "首次事故预防服务在合同生效后第61日，超过45日（应急监二〔2023〕84号二（五））", "subject": "policy",
    "evidence": [{"path": "service.pdf", "field": "service_start", "page": 1, "box": [100.0, 200.0, 180.0, 212.0], "text": "2025年3月8日"}],
    "citation": {"document": "应急监二〔2023〕84号", "article": "二（五）", "quote": "45日内", "confidence": "V"},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """A made-up finding: kind, verdict, severity."""

    type: str
    verdict: str
    severity: str


def made_id(kind: int, number: int) -> str:
    """An id as ``new_id`` makes them, but known beforehand; ``kind`` keeps those of different tables apart."""
    return f"01bench{kind:01d}{number:018d}"


def fill(db: Database, filings: int, seed: int = 7) -> None:
    """Put so many filings into the empty tables of ``db``; a million take a few minutes."""
    counted: dict[tuple[str, str, str, str], dict[str, int | Decimal]] = defaultdict(lambda: defaultdict(int))
    with db.engine.connect().execution_options(anze_write=True) as connection:
        held = _without_indexes(connection)
        connection.commit()
        write = _writer(connection)
        write(Organisation, _organisations())
        rows: dict[Any, list[dict[str, Any]]] = defaultdict(list)
        made = _filings(filings, random.Random(seed))
        for number, (filing, found) in enumerate(made, 1):
            _add(rows, filing, found)
            for cell in cells(filing.tally):
                into = counted[cell.scope, cell.dimension, cell.month, cell.key]
                for name, amount in cell.amounts.items():
                    into[name] += amount
            if number % CHUNK == 0 or number == filings:
                for model in _ORDER:
                    write(model, rows[model])
                rows.clear()
        write(Tally, _counts(counted))
        _with_indexes(connection, held)
        connection.commit()
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if not db.sqlite:  # as its own housekeeping does; SQLite keeps no statistics unless told to
            connection.execute(text("VACUUM ANALYZE"))
            highest = "select setval(pg_get_serial_sequence('{0}', 'seq'), (select max(seq) from {0}))"
            for table in ("filing", "finding", "judgement"):
                connection.execute(text(highest.format(table)))


def _organisations() -> Iterator[dict[str, Any]]:
    moment = datetime(2022, 12, 1, tzinfo=UTC)
    for at, name in enumerate(INSURERS):
        yield {"id": made_id(1, at), "kind": "insurer", "name": name, "region_prefix": "", "uscc": "", "active": True,
               "created_at": moment}  # fmt: skip


def _filings(count: int, rng: random.Random) -> Iterator[tuple[Any, list[Found]]]:
    places, shares = _places()
    insurer_shares = [1 / (at + 1.5) for at in range(len(INSURERS))]
    first = LAST - timedelta(days=MONTHS * 365 // 12 - 1)
    for seq in range(1, count + 1):
        # Handed in evenly over the months, some days after the signing.
        arrived = first + timedelta(days=(seq - 1) * (MONTHS * 365 // 12) / count)
        signed = arrived - timedelta(days=int(rng.expovariate(1 / 12)))
        place = rng.choices(places, cum_weights=shares)[0]
        insurer = rng.choices(range(len(INSURERS)), insurer_shares)[0]
        yield _filing(seq, rng, arrived, None if rng.random() < 0.02 else signed, place, insurer)


def _places() -> tuple[list[str], list[float]]:
    """Codes of counties and streets, and how often each occurs, as cumulative weights; large and small ones."""
    codes = sorted(c for c in region_table().names if c[:2] in PROVINCES and len(c) == 6 and not c.endswith("00"))
    codes += STREETS
    rng, shares, total = random.Random(1), [], 0.0
    for _ in codes:
        total += rng.paretovariate(1.5)
        shares.append(total)
    return codes, shares


def _filing(
    seq: int, rng: random.Random, arrived: date, signed: date | None, code: str, insurer: int
) -> tuple[Any, list[Found]]:
    sector = rng.choices(list(TRADES), TRADE_SHARES)[0]
    county = region_table().names[code[:6]]
    city = region_table().names.get(code[:4] + "00", county)
    holder = f"{city.rstrip('市')}{rng.choice(_NAMES)}{rng.choice(_NAMES)}{rng.choice(_GOODS)}有限公司"
    number = f"PZ{insurer:02d}{arrived.year}{code[:6]}{rng.randrange(10**8):08d}"
    uscc = f"91{code[:6]}{rng.randrange(10**9):09d}X"
    branch = f"{INSURERS[insurer]}{city.rstrip('市')}中心支公司"
    place = f"{region_table().names[code[:2] + '0000']}{city}{county}"
    found = [Found(kind, "violated", grave) for kind, (share, grave) in KINDS.items() if rng.random() * 100 < share]
    kinds = {one.type for one in found}
    found += [
        Found(k, "undecided", "error")
        for k, share in UNDECIDED.items()
        if k not in kinds and rng.random() * 100 < share
    ]
    errors = sum(f.verdict == "violated" and f.severity == "error" for f in found)
    warnings = sum(f.verdict == "violated" and f.severity == "warning" for f in found)
    undecided = sum(f.verdict == "undecided" for f in found)
    moment = datetime(arrived.year, arrived.month, arrived.day, 1, tzinfo=UTC) + timedelta(seconds=seq % 30000)
    premium = Decimal(rng.randrange(80_000, 9_000_000)) / 100
    fee = (premium * rng.choice((10, 12, 15, 15, 20)) / 100).quantize(Decimal("0.01"))
    signed_off = moment + timedelta(days=3) if rng.random() < 0.3 and not errors else None
    row: Any = SimpleNamespace(
        seq=seq, id=made_id(2, seq), org_id=made_id(1, insurer), name=f"F-{arrived.year}-{seq:07d}", path=f"F-{seq:07d}",
        state="judged", verdict="returned" if errors else "incomplete" if undecided and rng.random() < 0.4 else "accepted",
        violated=errors, warnings=warnings, undecided=undecided, open_findings=errors + warnings, version=1,
        judgement_id=made_id(3, seq), policy_no=number, policyholder=holder, uscc=uscc, insurer=INSURERS[insurer],
        insurer_branch=branch, sector=sector, region_code=code, place=place, province=code[:2], city=code[:4],
        county=code[:6], street=code if len(code) == 9 else "", sign_date=signed, period_start=signed and signed + timedelta(days=1),
        period_end=signed and signed + timedelta(days=365), premium=premium, prevention_fee=fee if rng.random() < 0.9 else None,
        fee_spent=(fee * rng.randrange(0, 110) / 100).quantize(Decimal("0.01")) if rng.random() < 0.5 else None,
        insured_count=rng.randrange(3, 400), papers=4, named=True, deleted_at=None, created_at=moment,
        updated_at=moment + timedelta(seconds=rng.expovariate(1 / 2e5)), signed_off_at=signed_off,
    )  # fmt: skip
    row.terms = terms_of(row)
    row.tally = basis_of(row, found)
    return row, found


def _add(rows: dict[Any, list[dict[str, Any]]], filing: Any, found: list[Found]) -> None:
    """The rows that a judged filing has, set down for writing."""
    seq, judgement = filing.seq, filing.judgement_id
    rows[FilingRow].append(vars(filing))
    rows[FilingPolicy].append({"filing_id": filing.id, "number": filing.policy_no, "org_id": filing.org_id})
    rows[FilingAgency].append({"filing_id": filing.id, "name": f"示例安全技术服务{seq % 200:03d}有限公司"})
    rows[Judgement].append(
        {"seq": seq, "id": judgement, "filing_id": filing.id, "cause": "upload", "engine": "bench", "packs": [], "inputs": "",
         "verdict": filing.verdict, "coverage": {}, "facts": _FACTS, "at": filing.created_at}
    )  # fmt: skip
    for place, one in enumerate(found):
        number = seq * 100 + place
        rows[FindingRow].append(
            {"seq": number, "id": made_id(4, number), "filing_id": filing.id, "filing_seq": seq, "judgement_id": judgement,
             "current": True, "place": place, "fingerprint": f"{number:032x}", "rule": f"suzhou.{one.type}", "type": one.type,
             "verdict": one.verdict, "severity": one.severity, "matters": one.verdict == "undecided", "body": _BODY}
        )  # fmt: skip


def _counts(counted: Mapping[tuple[str, str, str, str], Mapping[str, int | Decimal]]) -> Iterator[dict[str, Any]]:
    for (scope, dimension, month, key), amounts in sorted(counted.items()):
        measures = {name: amounts.get(name, 0) for name in MEASURES}
        yield {"scope": scope, "dimension": dimension, "month": month, "key": key, **measures}


_ORDER = (FilingRow, FilingPolicy, FilingAgency, Judgement, FindingRow)


# --- writing ---------------------------------------------------------------------------------------------------------

Write = Callable[[Any, Iterable[dict[str, Any]]], None]
Forms = Mapping[type, Callable[[Any], Any]]


def _writer(connection: Connection) -> Write:
    """Writes rows of a table and commits: by plain ``executemany`` on SQLite, by COPY on PostgreSQL."""
    raw: Any = connection.connection.dbapi_connection

    def to_sqlite(model: Any, rows: Iterable[dict[str, Any]]) -> None:
        table: Table = model.__table__
        names = [column.name for column in table.columns]
        marks = ", ".join("?" for _ in names)
        raw.execute("BEGIN")
        raw.executemany(f"INSERT INTO {table.name} ({_quoted(names)}) VALUES ({marks})", _lines(names, rows, _SQLITE))
        raw.execute("COMMIT")

    def to_postgresql(model: Any, rows: Iterable[dict[str, Any]]) -> None:
        table: Table = model.__table__
        names = [column.name for column in table.columns]
        with raw.cursor() as cursor, cursor.copy(f"COPY {table.name} ({_quoted(names)}) FROM STDIN") as copy:
            for line in _lines(names, rows, _POSTGRESQL):
                copy.write_row(line)
        raw.commit()

    return to_sqlite if connection.dialect.name == "sqlite" else to_postgresql


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


_DEFAULTS = {"manifest": None, "audit_id": None, "as_of": None, "signed_off_by": None, "user_id": None}


def _lines(names: list[str], rows: Iterable[dict[str, Any]], forms: Forms) -> Iterator[list[Any]]:
    for row in rows:
        full = row if len(row) >= len(names) else {**_DEFAULTS, **row}
        yield [
            value if (form := forms.get(type(value))) is None else form(value) for value in map(full.__getitem__, names)
        ]


def _json(value: Any) -> Any:
    return _BODY_TEXT if value is _BODY else json.dumps(value, ensure_ascii=False)


def _list(value: Any) -> Any:
    return _FACTS_PACKED if value is _FACTS else json.dumps(value)


# A value as SQLAlchemy's types write it, by its class; others stay.
_POSTGRESQL: Forms = {dict: _json, list: _list}
_SQLITE: Forms = {
    **_POSTGRESQL,
    datetime: lambda at: at.isoformat(" ", "microseconds")[:26],
    date: date.isoformat,
    Decimal: float,
}
_BODY_TEXT = json.dumps(_BODY, ensure_ascii=False)
_FACTS_PACKED = zlib.compress(json.dumps(_FACTS).encode())


def _without_indexes(connection: Connection) -> list[str]:
    """Drop what is cheaper to make at the end; the statements that make it again."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA cache_size=-262144")
        query = (
            "select type, name, sql from sqlite_master where sql is not null and "
            "((type = 'index' and tbl_name in ('filing','finding','judgement','filing_policy','filing_agency')) or "
            f"(type = 'trigger' and name like '{text_index.FTS}%'))"
        )
        found = connection.exec_driver_sql(query).fetchall()
        for kind, name, _ in found:
            connection.exec_driver_sql(f'DROP {kind} "{name}"')
        rebuild = f"INSERT INTO {text_index.FTS}({text_index.FTS}) VALUES ('rebuild')"
        return [*(str(statement) for _, _, statement in found), rebuild]
    query = (
        "select indexname, indexdef from pg_indexes where schemaname = current_schema() and "
        "tablename in ('filing','finding','judgement','filing_policy','filing_agency') and indexdef not like 'CREATE UNIQUE%'"
    )
    found = connection.exec_driver_sql(query.replace("%", "%%")).fetchall()
    for name, _ in found:
        connection.exec_driver_sql(f'DROP INDEX "{name}"')
    return [str(statement) for _, statement in found]


def _with_indexes(connection: Connection, statements: list[str]) -> None:
    for statement in statements:
        connection.exec_driver_sql(statement.replace("%", "%%"))
