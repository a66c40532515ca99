"""The list of filings against a plain reading of what it promises: every filter, order and viewer, on both databases."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text
from sqlmodel import Session

from api.accounts.principal import Principal
from api.filings import listing
from api.filings.listing import SORTS, Query, every, from_params, page, select_filings, to_params
from api.paging import cursor
from api.problems import Invalid
from api.search import terms_of
from api.tables.accounts import Organisation
from api.tables.filings import FilingAgency, FilingPolicy, FilingRow, FindingRow, Judgement
from validators.days import china_day

if TYPE_CHECKING:
    from api.store import Database

REGIONS = ("341302", "341323", "340102", "330604001", "330382", "")
KINDS = ("first_service_late", "policy_upload_late", "renewal_gap")
START = datetime(2025, 3, 31, 15, 30, tzinfo=UTC)  # 23:30 in China


def person(kind: str, org: str = "op", **more: Any) -> Principal:
    return Principal("u", "u", "u", org, more.pop("name", "n"), kind, **more)


PEOPLE = {
    "operator": person("operator"),
    "nation": person("regulator", "nat"),
    "province": person("regulator", "prov", region_prefix="34"),
    "city": person("regulator", "reg", region_prefix="3413"),
    "county": person("regulator", "reg", region_prefix="341302"),
    "street": person("regulator", "reg", region_prefix="330604001"),
    "insurer": person("insurer", "i1"),
    "other insurer": person("insurer", "i2"),
    "agency": person("agency", "ag", name="服务一所"),
    "enterprise": person("enterprise", "en", uscc="U1"),
    "nobody's enterprise": person("enterprise", "en"),
    "wrongly set up": person("regulator", "reg", region_prefix="341"),
}


@pytest.fixture
def filings(database: Database) -> list[FilingRow]:
    rng = random.Random(3)
    rows: list[FilingRow] = []
    with database.writing() as session:
        for org in ("i1", "i2", "reg", "op"):
            session.add(Organisation(id=org, kind="insurer", name=org))
        session.flush()
        for n in range(60):
            region = rng.choice(REGIONS)
            row = FilingRow(
                seq=n + 1, id=f"f{n:02d}", org_id=rng.choice(("i1", "i1", "i2", "reg")), name=f"n{n}", state=rng.choice(listing.STATES),
                verdict=rng.choice((*listing.VERDICTS, "")), insurer=rng.choice(("甲保险", "乙保险")), sector=rng.choice(("mining", "other")),
                region_code=region, province=region[:2], city=region[:4], county=region[:6], street=region if len(region) == 9 else "",
                sign_date=rng.choice((None, date(2025, 1, 1), date(2025, 2, rng.randint(1, 28)), date(2024, 6, 30))),
                open_findings=rng.choice((0, 0, 1, 5)), uscc=rng.choice(("U1", "U2")), audit_id=rng.choice((None, "a1")),
                created_at=START + timedelta(hours=n), updated_at=START + timedelta(hours=rng.randint(0, 20)),
                signed_off_at=rng.choice((None, START)), deleted_at=START if rng.random() < 0.1 else None,
                policyholder=rng.choice(("宿州恒泰建材", "绍兴化工")), policy_no=f"PZ20250{n:04d}",
            )  # fmt: skip
            row.terms = terms_of(row)
            session.add(row)
            session.flush()
            judgement = Judgement(
                id=f"j{n}", filing_id=row.id, cause="upload", engine="e", inputs="", verdict="", facts=[]
            )
            session.add(judgement)
            session.flush()
            session.add(FilingPolicy(filing_id=row.id, number=f"PZ{n % 7}", org_id=row.org_id))
            session.add(FilingAgency(filing_id=row.id, name=rng.choice(("服务一所", "服务二所"))))
            for place, kind in enumerate(KINDS):
                if rng.random() < 0.4:
                    session.add(
                        FindingRow(filing_id=row.id, filing_seq=row.seq or 0, judgement_id=judgement.id, place=place, fingerprint="f",
                                   rule="r", type=kind, verdict=rng.choice(("violated", "undecided")),
                                   severity=rng.choice(listing.SEVERITIES), current=rng.random() < 0.7)
                    )  # fmt: skip
            rows.append(row)
        session.flush()
        session.expunge_all()
    return rows


def sees(who: Principal, row: FilingRow, agencies: set[tuple[str, str]]) -> bool:
    if row.deleted_at is not None:
        return False
    match who.org_kind:
        case "operator":
            return True
        case "regulator":
            known = len(who.region_prefix) in (0, 2, 4, 6, 9)
            return row.org_id == who.org_id or (known and row.region_code.startswith(who.region_prefix))
        case "insurer":
            return row.org_id == who.org_id
        case "agency":
            return (row.id, who.org_name) in agencies
    return bool(who.uscc) and row.uscc == who.uscc


ORDERS: dict[str, Callable[[FilingRow], Any]] = {
    "newest": lambda row: -(row.seq or 0),
    "oldest": lambda row: row.seq,
    "updated": lambda row: (-row.updated_at.timestamp(), -(row.seq or 0)),
    "sign_date": lambda row: (-(row.sign_date or date.min).toordinal(), -(row.seq or 0)),
    "open": lambda row: (-row.open_findings, -(row.seq or 0)),
}

QUESTIONS: dict[str, tuple[Query, Callable[[FilingRow], bool]]] = {
    "all": (Query(), lambda row: True),
    "verdict": (Query(verdict="returned"), lambda row: row.verdict == "returned"),
    "reading": (Query(state="reading"), lambda row: row.state == "reading"),
    "judged": (Query(state="judged"), lambda row: row.state == "judged"),
    "insurer": (Query(insurer="甲保险"), lambda row: row.insurer == "甲保险"),
    "province": (Query(region="34"), lambda row: row.province == "34"),
    "city": (Query(region="3413"), lambda row: row.city == "3413"),
    "county": (Query(region="341302"), lambda row: row.county == "341302"),
    "street": (Query(region="330604001"), lambda row: row.street == "330604001"),
    "sector": (Query(sector="mining", verdict="accepted"), lambda row: row.sector == "mining" and row.verdict == "accepted"),
    "body": (Query(org_id="reg"), lambda row: row.org_id == "reg"),
    "audit": (Query(audit_id="a1"), lambda row: row.audit_id == "a1"),
    "open": (Query(open_only=True), lambda row: row.open_findings > 0),
    "signed off": (Query(signed_off=True), lambda row: row.signed_off_at is not None),
    "not signed off": (Query(signed_off=False), lambda row: row.signed_off_at is None),
    "policy": (Query(policy_no="pz ３"), lambda row: (row.seq or 0) % 7 == 4),
    "signed": (
        Query(signed_from=date(2025, 1, 1), signed_to=date(2025, 2, 10)),
        lambda row: row.sign_date is not None and date(2025, 1, 1) <= row.sign_date <= date(2025, 2, 10),
    ),
    "signed since": (Query(signed_from=date(2025, 2, 1)), lambda row: row.sign_date is not None and row.sign_date >= date(2025, 2, 1)),
    "created": (
        Query(created_from=date(2025, 4, 1), created_to=date(2025, 4, 1)),
        lambda row: china_day(row.created_at) == date(2025, 4, 1),
    ),
    "words": (Query(text="恒泰 宿州"), lambda row: "宿州" in row.terms),
    "number": (Query(text="500017"), lambda row: row.id == "f17"),
    "words and more": (Query(text="绍兴", open_only=True), lambda row: "绍兴" in row.terms and row.open_findings > 0),
    "no words": (Query(text="？"), lambda row: False),
}  # fmt: skip


def agencies_of(session: Session) -> set[tuple[str, str]]:
    return {(f, n) for f, n in session.execute(text("select filing_id, name from filing_agency"))}


def pages(session: Session, who: Principal, query: Query, limit: int) -> Iterator[str]:
    following: str | None = ""
    while following is not None:
        rows, following = page(session, who, replace(query, limit=limit, after=following))
        assert len(rows) == limit or following is None
        yield from (row.id for row in rows)


def test_every_question_of_every_viewer_in_every_order(
    database: Database, filings: list[FilingRow], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.filings.listing.pages.NEAR", 3)  # so that a search looks farther back, and again
    monkeypatch.setattr("api.filings.listing.pages.SPAN", 11)
    with database.reading() as session:
        agencies = agencies_of(session)
        for viewer, who in PEOPLE.items():
            for name, (question, fits) in QUESTIONS.items():
                wanted = [row for row in filings if sees(who, row, agencies) and fits(row)]
                for sort in SORTS if name in ("all", "signed", "words") else ("newest",):
                    query = replace(question, sort=sort)
                    expected = [row.id for row in sorted(wanted, key=ORDERS[sort])]
                    assert list(pages(session, who, query, 17)) == expected, (viewer, name, sort)
                    assert [
                        row.id for row in session.scalars(select_filings(session, who, replace(query, limit=99)))
                    ] == expected


@pytest.mark.parametrize("rare", [0, 5000])
def test_findings_are_those_of_the_latest_judgement(
    database: Database, filings: list[FilingRow], rare: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.filings.listing.walks.RARE", rare)  # the two ways of looking must find the same
    with database.reading() as session:
        found = session.execute(
            text("select filing_id, type, severity from finding where current and verdict = 'violated'")
        ).all()
        for who in (PEOPLE["operator"], PEOPLE["city"], PEOPLE["insurer"]):
            for kind in (*KINDS, "unheard_of", ""):
                for severity in ("error", ""):
                    hit = {f for f, t, s in found if kind in (t, "") and severity in (s, "")}
                    if not kind and not severity:
                        continue
                    wanted = [row for row in filings if row.id in hit and sees(who, row, set())]
                    got = list(pages(session, who, Query(type=kind, severity=severity), 4))
                    assert got == [row.id for row in sorted(wanted, key=ORDERS["newest"])]


def test_every_walks_all_pages(database: Database, filings: list[FilingRow], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.filings.listing.pages.MOST", 9)
    with database.reading() as session:
        got = [row.id for row in every(session, PEOPLE["operator"], Query(sort="sign_date"))]
    alive = [row for row in filings if row.deleted_at is None]
    assert got == [row.id for row in sorted(alive, key=ORDERS["sign_date"])]


def test_a_list_loads_no_long_texts(database: Database, filings: list[FilingRow]) -> None:
    with database.reading() as session:
        rows, _ = page(session, PEOPLE["operator"], Query(limit=1))
    assert not {"terms", "tally", "manifest"} & set(rows[0].__dict__)


def test_params_and_questions_are_the_same() -> None:
    for query, _ in QUESTIONS.values():
        for sort in SORTS:
            asked = replace(query, sort=sort)
            assert from_params(to_params(asked)) == asked
    asked = Query(limit=7, after=cursor("newest", "3", 3))
    assert to_params(asked) == {}
    assert from_params(to_params(asked, page=True)) == asked
    assert from_params({"q": "", "unknown": "x", "region": "341300"}) == Query(region="3413")


@pytest.mark.parametrize(
    "params",
    [
        {"verdict": "good"}, {"state": "x"}, {"severity": "fatal"}, {"sort": "seq; drop"}, {"region": "34x"}, {"region": "341"},
        {"region": "3"}, {"signed_from": "2025-13-01"}, {"created_to": "yesterday"}, {"limit": "0"}, {"limit": "1001"},
        {"limit": "٣"}, {"open": "maybe"}, {"q": "x" * 201}, {"q": "\x00"}, {"insurer": "\ud800"}, {"after": "x"},
        {"after": cursor("newest", "3", 3), "sort": "oldest"}, {"after": cursor("newest", "x", 3)},
        {"after": cursor("updated", "x", 3), "sort": "updated"}, {"after": cursor("sign_date", "x", 3), "sort": "sign_date"},
        {"after": cursor("open", str(2**31), 3), "sort": "open"}, {"after": "WyJuZXdlc3QiXQ"},
        {"after": cursor("newest", "3", 2**31)}, {"after": cursor("oldest", "3", -1), "sort": "oldest"},
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(params: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        from_params(params)
